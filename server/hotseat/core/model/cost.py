"""Tokens and money. Prices are list prices in dollars for a million tokens as known in autumn 2025; they change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hotseat.core import events as ev
from hotseat.core.model.prompt import Message

CHARACTERS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """Dollars for a million tokens: read, read from the cache, written."""

    read: float
    cached: float
    written: float


PRICES: dict[str, Price] = {
    "gpt-4.1": Price(read=2.0, cached=0.5, written=8.0),
    "gpt-4.1-mini": Price(read=0.4, cached=0.1, written=1.6),
    "gpt-4.1-nano": Price(read=0.1, cached=0.025, written=0.4),
    "gpt-4o": Price(read=2.5, cached=1.25, written=10.0),
    "gpt-4o-mini": Price(read=0.15, cached=0.075, written=0.6),
    "gpt-5": Price(read=1.25, cached=0.125, written=10.0),
    "gpt-5-mini": Price(read=0.25, cached=0.025, written=2.0),
    "gpt-5-nano": Price(read=0.05, cached=0.005, written=0.4),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one request. `estimated`: the endpoint gave none, so they were guessed from the text."""

    read: int
    written: int
    cached: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """A session's sum. `usd` None: some price is not known."""

    requests: int
    tokens_in: int
    tokens_cached: int
    tokens_out: int
    usd: float | None
    estimated: bool


def guessed(messages: Sequence[Message], answer: str) -> Usage:
    """For an endpoint that counts nothing, or a request that was cut."""
    read = sum(len(m.content) for m in messages) // CHARACTERS_PER_TOKEN
    return Usage(read=read, written=-(-len(answer) // CHARACTERS_PER_TOKEN), estimated=True)


def price_of(usage: Usage, model: str, *, local: bool) -> float | None:
    """Dollars; 0 on this machine, None for a price that is not known. Dated names go by their family."""
    if local:
        return 0.0
    name = model.rsplit("/", 1)[-1]
    known = max((n for n in PRICES if name == n or name.startswith(f"{n}-20")), key=len, default=None)
    if known is None:
        return None
    price = PRICES[known]
    fresh = max(usage.read - usage.cached, 0)
    return round((fresh * price.read + usage.cached * price.cached + usage.written * price.written) / 1e6, 6)


def spent(log: Iterable[ev.Event]) -> Cost:
    """What the log says a session cost."""
    calls = [e for e in log if isinstance(e, ev.ModelCalled)]
    prices = [e.usd for e in calls]
    known = [p for p in prices if p is not None]
    return Cost(
        requests=len(calls),
        tokens_in=sum(e.tokens_in for e in calls),
        tokens_cached=sum(e.tokens_cached for e in calls),
        tokens_out=sum(e.tokens_out for e in calls),
        usd=round(sum(known), 6) if len(known) == len(prices) else None,
        estimated=any(e.estimated for e in calls),
    )


def in_words(cost: Cost) -> str:
    """One sentence; empty where no model was asked."""
    if not cost.requests:
        return ""
    about = "about " if cost.estimated else ""
    cached = f" ({cost.tokens_cached:,} of them cached)" if cost.tokens_cached else ""
    money = "its price is not known"
    if cost.usd is not None:
        money = (
            f"{about}${cost.usd:.{4 if cost.usd < 0.1 else 2}f} at list prices" if cost.usd else "free, on this machine"
        )
    times = "once" if cost.requests == 1 else f"{cost.requests:,} times"
    return (
        f"The model was asked {times}: {about}{cost.tokens_in:,} tokens read{cached}, "
        f"{cost.tokens_out:,} written; {money}."
    )

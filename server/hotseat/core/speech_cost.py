"""What a remote ear and a remote voice were sent, and about what that costs: a fold over the log.

Prices are list prices in dollars as known in autumn 2025; they change. What became a turn or a line is counted: a line
that was made ready and never spoken was paid for too, one that came from the cache was not, so all of it is about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hotseat.core import events as ev

A_MINUTE: dict[str, float] = {"whisper-1": 0.006, "gpt-4o-transcribe": 0.006, "gpt-4o-mini-transcribe": 0.003}
"""dollars for a minute of speech"""
A_MILLION: dict[str, float] = {"tts-1": 15.0, "tts-1-hd": 30.0}
"""dollars for a million characters"""
AT_HOME = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechCost:
    """A session's sum. `usd` None: some price is not known."""

    heard_s: int
    """seconds of the candidate's speech that an endpoint transcribed"""
    characters: int
    """of the interviewer's lines that an endpoint spoke"""
    usd: float | None


def speech_spent(log: Iterable[ev.Event]) -> SpeechCost:
    """What the log says was sent. Engines are named ``MODEL [VOICE] at HOST`` where they are endpoints."""
    engines = dict[str, str]()
    length = 0
    heard, lines = dict[int, tuple[str, int]](), dict[int, tuple[str, int]]()
    for event in log:
        match event:
            case ev.SessionStarted():
                engines = {"ear": event.ear, "voice": event.voice}
            case ev.EngineChanged():
                engines[event.role] = event.now
            case ev.TurnCommitted():
                length = event.end_ms - event.start_ms
            case ev.TurnTranscribed(source="ear"):
                heard[event.turn] = (engines["ear"], length)
            case ev.QuestionAsked():
                lines[event.utterance] = (engines["voice"], len(event.text))
            case ev.QuestionContinued() if event.utterance in lines:
                engine, before = lines[event.utterance]
                lines[event.utterance] = (engine, before + len(event.text))
            case _:
                pass
    sent = [(e, n / 60_000, A_MINUTE) for e, n in heard.values() if " at " in e]
    said = [(e, n / 1e6, A_MILLION) for e, n in lines.values() if " at " in e]
    prices = [_price(engine, amount, known) for engine, amount, known in (*sent, *said)]
    known = [price for price in prices if price is not None]
    return SpeechCost(
        heard_s=round(sum(minutes for _, minutes, _ in sent) * 60),
        characters=round(sum(millions for _, millions, _ in said) * 1e6),
        usd=round(sum(known), 6) if len(known) == len(prices) else None,
    )


def _price(engine: str, amount: float, known: dict[str, float]) -> float | None:
    name, _, host = engine.rpartition(" at ")
    if host in AT_HOME:
        return 0.0
    price = known.get(name.split()[0])
    return None if price is None else price * amount


def speech_in_words(cost: SpeechCost) -> str:
    """One sentence; empty where nothing was sent."""
    parts = []
    if cost.heard_s:
        minutes = max(round(cost.heard_s / 60), 1)
        parts.append(f"the ear was sent about {minutes} {'minute' if minutes == 1 else 'minutes'} of speech")
    if cost.characters:
        parts.append(f"the voice was sent about {cost.characters:,} characters")
    if not parts:
        return ""
    money = "the price is not known"
    if cost.usd is not None:
        money = f"about ${cost.usd:.{4 if cost.usd < 0.1 else 2}f} at list prices" if cost.usd else "free"
    said = " and ".join(parts)
    return f"{said[0].upper()}{said[1:]}; {money}."

"""From the moments at which a contender ended the turn to figures: cut-ins by length of pause, delays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bench.sets import TAIL_S, Item, Pause

EDGES_S = (0.3, 0.6, 1.0, 2.0, 5.0, 15.0)
MISSED_S = 5.0
_EARLY_S = 0.15
"""a stop this shortly before the labelled end of the last word is a stop at the yield"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One item: which inner pauses were cut, and how long the true end took (None: never, within the recording)."""

    cut: tuple[tuple[Pause, bool], ...]
    delay_s: float | None
    stray: int
    """stops before the first pause"""


def judged(item: Item, stops_s: Iterable[float]) -> Outcome:
    """A stop before the yield belongs to the last pause that had begun; the first one after it is the answer's end."""
    pauses = sorted(item.pauses, key=lambda p: p.at_s)
    cut: set[int] = set()
    stray, delay = 0, None
    for stop in stops_s:
        if stop >= item.yield_s - _EARLY_S:
            if delay is None:
                delay = max(stop - item.yield_s, 0.0)
            continue
        before = [i for i, pause in enumerate(pauses) if pause.at_s <= stop]
        if before:
            cut.add(before[-1])
        else:
            stray += 1
    return Outcome(cut=tuple((p, i in cut) for i, p in enumerate(pauses)), delay_s=delay, stray=stray)


def summary(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """The figures of a whole set. Delays of missed yields count as the length of the tail."""
    found = list(outcomes)
    pauses = [pair for outcome in found for pair in outcome.cut]
    delays = sorted(TAIL_S if o.delay_s is None else o.delay_s for o in found)
    bins = {}
    for low, high in pairwise(EDGES_S):
        inside = [cut for pause, cut in pauses if low <= pause.length_s < high]
        bins[f"{low:g}-{high:g}"] = {"pauses": len(inside), "cut": sum(inside)}
    short = [cut for pause, cut in pauses if pause.length_s < 2.0]
    return {
        "answers": len(found),
        "pauses": len(pauses),
        "cut": sum(cut for _, cut in pauses),
        "cut_share": _share(sum(cut for _, cut in pauses), len(pauses)),
        "cut_share_under_2s": _share(sum(short), len(short)),
        "stray": sum(o.stray for o in found),
        "by_length_s": bins,
        "delay_p50_s": _quantile(delays, 0.5),
        "delay_p95_s": _quantile(delays, 0.95),
        "delay_mean_s": round(sum(delays) / len(delays), 3) if delays else None,
        "missed": sum(d > MISSED_S for d in delays),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _quantile(ordered: list[float], share: float) -> float | None:
    if not ordered:
        return None
    return round(ordered[min(int(share * len(ordered)), len(ordered) - 1)], 3)

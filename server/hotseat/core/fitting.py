"""Leaves out what points at words that are not there, so that a damaged log is shown as far as it holds.

The law: after `fitting`, every span lies inside the text of its turn; nothing that fits is touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hotseat.core import events as ev

Span = tuple[int, int, int]


def fitting(log: Sequence[ev.Event]) -> tuple[list[ev.Event], int]:
    """The log without marks, links and statements whose words are missing, and how many those were."""
    final = {e.turn: e.text for e in log if isinstance(e, ev.TurnTranscribed)}
    last_rejoin = {e.turn: i for i, e in enumerate(log) if isinstance(e, ev.TurnRejoined)}
    now: dict[int, str] = {}
    kept: list[ev.Event] = []
    for i, event in enumerate(log):
        match event:
            case ev.TurnTranscribed():
                now[event.turn] = event.text
                kept.append(event)
            case ev.MarkMade() | ev.LinkMade() | ev.StatementMade():
                texts = now if i < last_rejoin.get(event.turn, -1) else final
                if _fits((event.turn, event.start, event.end), texts):
                    kept.append(event)
            case ev.ModelMarked():
                marks = tuple(m for m in event.marks if _fits((event.turn, m.start, m.end), final))
                kept.append(event if len(marks) == len(event.marks) else replace(event, marks=marks))
            case ev.CheckpointReached():
                kept.append(_checkpoint(event, final))
            case _:
                kept.append(event)
    return kept, len(log) - len(kept)


def _fits(span: Span, texts: Mapping[int, str]) -> bool:
    turn, start, end = span
    text = texts.get(turn)
    return text is not None and 0 <= start < end <= len(text) and bool(text[start:end].strip())


def _checkpoint(event: ev.CheckpointReached, texts: Mapping[int, str]) -> ev.CheckpointReached:
    problem, boundary, tradeoff = (
        span if span is not None and _fits(span, texts) else None
        for span in (event.problem, event.boundary, event.tradeoff)
    )
    if (problem, boundary, tradeoff) == (event.problem, event.boundary, event.tradeoff):
        return event
    return replace(event, problem=problem, boundary=boundary, tradeoff=tradeoff)

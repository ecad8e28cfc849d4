"""What a judged turn shows, as events: each mark, link and statement at the time of the words that prove it."""

from __future__ import annotations

from hotseat.core import events as ev
from hotseat.core.ear import Word
from hotseat.core.interviewer import Checkpoint, Judged
from hotseat.core.spans import span_ms
from hotseat.core.standing import Standing


def judged_events(judged: Judged, words: tuple[Word, ...], *, standing: Standing) -> list[ev.Event]:
    """The events that a judged turn makes, each at the time of its words."""
    turn, out = standing.turn, list[ev.Event]()
    if judged.phase != standing.phase:
        out.append(ev.PhaseEntered(t=standing.turn_start_ms, phase=judged.phase, turn=turn))
    for link in judged.links:
        t, _ = span_ms(words, link.span.start, link.span.end)
        out.append(ev.LinkMade(t=t, phase=link.what, turn=turn, start=link.span.start, end=link.span.end))
    for made in judged.stated:
        t, _ = span_ms(words, made.span.start, made.span.end)
        out.append(ev.StatementMade(t=t, what=made.what, turn=turn, start=made.span.start, end=made.span.end))
    for mark in judged.marks:
        t, _ = span_ms(words, mark.span.start, mark.span.end)
        out.append(
            ev.MarkMade(t=t, turn=turn, label=mark.label, kind=mark.kind, start=mark.span.start, end=mark.span.end)
        )
    if judged.push_outcome is not None and standing.push:
        out.append(
            ev.PushAnswered(t=standing.turn_end_ms, utterance=standing.push, turn=turn, outcome=judged.push_outcome)
        )
    return out


def checkpoint_event(met: Checkpoint, *, t: int) -> ev.CheckpointReached:
    """What had been said by a checkpoint, as the event of `t`."""
    problem, boundary, tradeoff = (
        None if span is None else (span.turn, span.start, span.end)
        for span in (met.problem, met.boundary, met.tradeoff)
    )
    return ev.CheckpointReached(t=t, at_ms=met.at_ms, problem=problem, boundary=boundary, tradeoff=tradeoff)

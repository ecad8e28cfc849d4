"""Interviewer lines that came in pieces, put together again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hotseat.core import events as ev


def continued(line: ev.QuestionAsked, rest: ev.QuestionContinued) -> ev.QuestionAsked:
    """The line with its rest."""
    return replace(line, text=f"{line.text} {rest.text}".strip(), more=False)


def whole_lines(log: Iterable[ev.Event]) -> list[ev.Event]:
    """The log as if every line had been asked in one piece, in its first place."""
    out: list[ev.Event] = []
    place: dict[int, int] = {}
    for event in log:
        if isinstance(event, ev.QuestionContinued):
            at = place.get(event.utterance)
            begun = out[at] if at is not None else None
            if at is not None and isinstance(begun, ev.QuestionAsked):
                out[at] = continued(begun, event)
            continue
        if isinstance(event, ev.QuestionAsked):
            place[event.utterance] = len(out)
        out.append(event)
    return out

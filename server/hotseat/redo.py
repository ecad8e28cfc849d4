"""Answering a moment again: beginning the small session, and laying its answer beside the old one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from hotseat.core import events as ev
from hotseat.core.interviewer import Interviewer
from hotseat.core.judgment.labels import BY_ID
from hotseat.core.judgment.state import State
from hotseat.core.redo import AgainInterviewer, before_question, questions
from hotseat.core.timeline import standing_events, timeline
from hotseat.errors import HotseatError
from hotseat.library import Library
from hotseat.recording import Kept

MINUTES = 5
"""Length of the small session; it ends by itself after one answer."""


def redo_of(kept: Kept, utterance: int) -> ev.RedoOf:
    """What the small session says about itself. Raises ``question_unknown`` or ``session_is_redo``."""
    if kept.started.redo_of is not None:
        raise HotseatError(
            "session_is_redo",
            "This is a moment that was answered again already.",
            next_step="Answer the question of the session that it came from once more.",
        )
    if before_question(kept.events, utterance) is None:
        raise HotseatError(
            "question_unknown",
            f"Line {utterance} of this session is no question that can be answered again.",
            next_step="Choose a question that was asked and not withdrawn.",
        )
    return ev.RedoOf(session=kept.id, utterance=utterance)


def again(inner: Interviewer[State], library: Library, moment: ev.RedoOf) -> AgainInterviewer:
    """The interviewer of the small session. Raises ``session_unknown`` when the parent is gone."""
    found = before_question(library.kept(moment.session).events, moment.utterance)
    if found is None:
        raise HotseatError("question_unknown", "The question that was to be answered again is gone.")
    before, question = found
    return AgainInterviewer(inner=inner, before=before, question=question)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to the question, old or new, with what it showed."""

    session: str
    turns: tuple[dict[str, Any], ...]
    marks: tuple[dict[str, Any], ...]
    links: tuple[str, ...]
    outcome: str | None
    words: int
    ms: int


def redos(library: Library, session_id: str, live: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Every moment of a session that was answered again, oldest first, beside the old answer."""
    parent = library.kept(session_id)
    asked = {e.utterance: e for e in questions(parent.events)}
    now = frozenset(live)
    found = []
    for folder in library.redo_folders(session_id):
        kept = Kept(folder)
        moment = kept.started.redo_of
        if moment is None:
            continue
        question = asked.get(moment.utterance)
        old = answer_to(parent, moment.utterance)
        new = None if kept.id in now else answer_to(kept, None)
        found.append(
            {
                "id": kept.id,
                "created": kept.started.created,
                "state": "live" if kept.id in now else kept.state,
                "utterance": moment.utterance,
                "question": "" if question is None else question.text,
                "move": "" if question is None else question.move,
                "old": None if old is None else asdict(old),
                "new": None if new is None else asdict(new),
                "difference": None if old is None or new is None else difference(old, new),
            }
        )
    return found


def answer_to(kept: Kept, utterance: int | None) -> Answer | None:
    """What was said to a question; with None, everything that was said. None when that is nothing."""
    numbers = answering(kept.events, utterance)
    folded = timeline(kept.events)
    said = [turn for turn in folded.turns if turn.who == "candidate" and turn.number in numbers]
    if not said:
        return None
    marks = [mark for mark in folded.marks if mark.turn in numbers]
    outcomes = [push.outcome for push in folded.pushes if push.turn in numbers]
    return Answer(
        session=kept.id,
        turns=tuple(
            {"number": turn.number, "text": turn.text, "start_ms": turn.start_ms, "end_ms": turn.end_ms}
            for turn in said
        ),
        marks=tuple(_named(mark.name) | _placed(asdict(mark)) for mark in marks),
        links=tuple(link.name for link in folded.links if link.turn in numbers),
        outcome=outcomes[-1] if outcomes else None,
        words=sum(len(turn.words) for turn in said),
        ms=sum(turn.end_ms - turn.start_ms for turn in said),
    )


def answering(log: Sequence[ev.Event], utterance: int | None) -> frozenset[int]:
    """The candidate's turns between a question and the next one that counted."""
    counted = {e.utterance for e in questions(log)}
    current: int | None = None
    found = set()
    for event in standing_events(log):
        if isinstance(event, ev.QuestionAsked) and event.utterance in counted:
            current = event.utterance
        elif isinstance(event, ev.TurnTranscribed) and event.text.strip() and utterance in (None, current):
            found.add(event.turn)
    return frozenset(found)


def difference(old: Answer, new: Answer) -> dict[str, Any]:
    """What the new answer has and the old has not, and the other way round."""

    def labels(answer: Answer, kind: str) -> list[str]:
        return list(dict.fromkeys(mark["label"] for mark in answer.marks if mark["kind"] == kind))

    def only(a: Sequence[str], b: Sequence[str]) -> list[dict[str, str]]:
        return [_named(label) for label in a if label not in b]

    signals, mistakes = (labels(old, "signal"), labels(new, "signal")), (labels(old, "mistake"), labels(new, "mistake"))
    return {
        "signals_won": only(signals[1], signals[0]),
        "signals_lost": only(signals[0], signals[1]),
        "mistakes_gone": only(mistakes[0], mistakes[1]),
        "mistakes_new": only(mistakes[1], mistakes[0]),
        "links_won": [link for link in new.links if link not in old.links],
        "links_lost": [link for link in old.links if link not in new.links],
        "outcome": [old.outcome, new.outcome],
        "words": new.words - old.words,
        "ms": new.ms - old.ms,
    }


def _named(label: str) -> dict[str, str]:
    return {"label": label, "name": BY_ID[label].name if label in BY_ID else label}


def _placed(mark: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in mark.items() if key != "name"}

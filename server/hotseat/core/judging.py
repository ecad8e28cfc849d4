"""Judges a finished transcript as if it were happening: at every turn only what came before is known.

Gives the plain values of the `hotseat judge` contract; the labels that a person put into the file are not read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hotseat.core.case import Case
from hotseat.core.interviewer import CHAIN, Level, Mark, Move, Setup, Turn
from hotseat.core.judgment.asides import is_english
from hotseat.core.judgment.assessment import Assessment, assess
from hotseat.core.judgment.classifier import Context
from hotseat.core.judgment.labels import BY_ID
from hotseat.core.judgment.overheard import push_in, target_of
from hotseat.core.judgment.remarks import without_remarks
from hotseat.core.judgment.rubric import Line
from hotseat.core.judgment.state import State
from hotseat.core.judgment.targets import home
from hotseat.core.judgment.timing import checkpoint
from hotseat.core.judgment.tracker import Judge
from hotseat.core.scripted import ScriptedInterviewer
from hotseat.core.transcript import Transcript, TranscriptTurn
from hotseat.errors import HotseatError

OUTCOMES = ("held", "revised_with_reason", "restated", "caved")
RUBRIC_QUOTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One candidate turn of the file: its place there, what it showed, and what to do next."""

    index: int
    number: int
    text: str
    phase: str
    marks: tuple[Mark, ...]
    push_outcome: str | None
    next: Move


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A transcript after the last turn."""

    state: State
    steps: tuple[Step, ...]
    assessment: Assessment


def replay(transcript: Transcript, case: Case, classifier: Judge) -> Replayed:
    """Run the scripted interviewer over the transcript; the file's own interviewer asks."""
    level = _level(case.level)
    listener = ScriptedInterviewer(case=case, setup=Setup(level=level, minutes=45), classifier=classifier, leads=False)
    state, steps, number = listener.begin(), list[Step](), 0
    for index, turn in enumerate(transcript.turns):
        if turn.who == "interviewer":
            state = listener.asked(state, _move(state, turn), t_ms=turn.start_ms)
            continue
        number += 1
        heard = Turn(index=number, text=turn.text, start_ms=turn.start_ms, end_ms=turn.end_ms)
        state, judged = listener.hear(state, heard)
        steps.append(
            Step(
                index=index,
                number=number,
                text=turn.text,
                phase=judged.phase,
                marks=judged.marks,
                push_outcome=judged.push_outcome,
                next=listener.next(state, t_ms=turn.end_ms),
            )
        )
    return Replayed(state=state, steps=tuple(steps), assessment=assess(state, case, level))


def judge_transcript(transcript: Transcript, case: Case, classifier: Judge) -> dict[str, Any]:
    """The contract of `hotseat judge FILE --json`."""
    done = replay(transcript, case, classifier)
    place = {step.number: step.index for step in done.steps}
    text = {step.number: step.text for step in done.steps}
    at3 = checkpoint(done.state, at_ms=180_000)
    by3 = {"problem": at3.problem, "boundary": at3.boundary, "tradeoff": at3.tradeoff}
    room = done.assessment.committee
    return {
        "id": transcript.id,
        "turns": [_turn(step) for step in done.steps],
        "by_3min": {name: (span is not None) if transcript.timed else None for name, span in by3.items()},
        "chain": [
            {
                "phase": link,
                "turn": place[span.turn],
                "quote": text[span.turn][span.start : span.end],
                "start": span.start,
                "end": span.end,
            }
            for link, span in done.state.links().items()
            if link in CHAIN
        ],
        "pressure": {name: sum(s.push_outcome == name for s in done.steps) for name in OUTCOMES},
        "rubric": {line.dimension: _line(line, place) for line in done.assessment.rubric},
        "vote": room.vote,
        "why": room.reason,
    }


def judge_utterances(raw: object, classifier: Judge) -> list[dict[str, Any]]:
    """The contract of `--utterances`: each by itself, with its context as the last question."""
    if not isinstance(raw, list):
        raise _wrong("expected a list")
    answers = []
    for index, item in enumerate(raw):
        if not isinstance(item, Mapping) or not isinstance(item.get("text"), str):
            raise _wrong(f"entry {index}: expected a mapping with a text")
        for label in item.get("labels") or ():
            if label not in BY_ID:
                raise _wrong(f"entry {index}: {label!r} is not the id of a label")
        asked = item.get("context")
        question = asked if isinstance(asked, str) and asked.strip() else None
        context = Context(question=question, push=question is not None and push_in(question))
        answers.append(_utterance(index, item["text"], context, classifier))
    return answers


def _utterance(index: int, text: str, context: Context, classifier: Judge) -> dict[str, Any]:
    plain = without_remarks(text)
    found = classifier.marks(plain, context) if plain.strip() and is_english(plain) else ()
    phase, _ = classifier.phase(plain, context, None)
    marks = [
        {"id": f.label, "kind": f.kind, "quote": text[f.start : f.end], "start": f.start, "end": f.end} for f in found
    ]
    return {"index": index, "phase": phase, "marks": marks}


def _wrong(what: str) -> HotseatError:
    return HotseatError(
        "utterances_invalid", f"The utterances can't be judged: {what}.", next_step="The format is in docs/judging.md."
    )


def _level(name: str | None) -> Level:
    return "L5" if name == "L5" else "staff" if name == "staff" else "L6"


def _move(state: State, turn: TranscriptTurn) -> Move:
    """What the file's interviewer did, as a move."""
    target, push = turn.asks, turn.push
    if not turn.labelled and state.asked:
        target, push = target_of(turn.text), push_in(turn.text)
    if not state.asked:
        return Move(kind="open", text=turn.text, target=target or "names_failure_mode", phase="problem")
    if push:
        return Move(kind="push", text=turn.text, target=target, phase=home(target), rung=3)
    if target is None and turn.labelled:
        return Move(kind="clarify", text=turn.text)
    return Move(kind="probe", text=turn.text, target=target, phase=home(target), rung=1)


def _turn(step: Step) -> dict[str, Any]:
    marks = [
        {
            "id": m.label,
            "kind": m.kind,
            "quote": step.text[m.span.start : m.span.end],
            "start": m.span.start,
            "end": m.span.end,
        }
        for m in step.marks
    ]
    move = step.next
    return {
        "index": step.index,
        "phase": step.phase,
        "marks": marks,
        "next": {"target": move.target, "move": move.kind, "text": move.text, "reason": move.reason},
    }


def _line(line: Line, place: Mapping[int, int]) -> dict[str, Any]:
    if line.score is None:
        return {"score": None, "why": line.why}
    quotes = [
        {"turn": place[m.span.turn], "start": m.span.start, "end": m.span.end, "label": m.label}
        for m in line.marks[:RUBRIC_QUOTES]
    ]
    return {"score": line.score, "quotes": quotes, "anchor": line.anchor, "why": line.why}


def candidate_turns(transcript: Transcript) -> Sequence[TranscriptTurn]:
    """The turns that are judged, in order."""
    return [turn for turn in transcript.turns if turn.who == "candidate"]

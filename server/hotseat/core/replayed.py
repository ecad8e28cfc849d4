"""The interviewer's memory read back from a log: what was marked then stands, nothing is judged again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from hotseat.core import events as ev
from hotseat.core.interviewer import Judged, Made, Mark, Move, Phase, PushOutcome, Span, Turn
from hotseat.core.judgment.asides import is_english, request_in
from hotseat.core.judgment.labels import BY_ID
from hotseat.core.judgment.remarks import said, without_remarks
from hotseat.core.judgment.state import Asked, Heard, State
from hotseat.core.judgment.tracker import MAX_CHARS, Judge, answer_of, context_of, with_chances
from hotseat.core.timeline import standing_events, timeline
from hotseat.core.transcript import Transcript, TranscriptTurn


def state_of(log: Sequence[ev.Event], judge: Judge | None = None, case_words: frozenset[str] = frozenset()) -> State:
    """The state after the last event. Withdrawn questions and rejoined turns do not count.

    What was marked is taken from the log. `judge` gives back what was only likely, which the log does not keep.
    """
    events = standing_events(log)
    withdrawn = {e.utterance for e in events if isinstance(e, ev.QuestionWithdrawn)}
    state, phase = State(), "problem"
    shown = _shown(events)
    committed = {e.turn: e for e in events if isinstance(e, ev.TurnCommitted)}
    for event in events:
        if isinstance(event, ev.QuestionAsked) and event.utterance not in withdrawn:
            state = state.with_asked(Asked(move=_move(event), t_ms=event.t, after_turn=event.after_turn))
        elif isinstance(event, ev.TurnTranscribed) and event.text.strip() and event.turn in committed:
            found = shown.get(event.turn, _Shown())
            phase = found.phase or phase
            times = committed[event.turn]
            turn = Turn(index=event.turn, text=event.text, start_ms=times.start_ms, end_ms=times.end_ms)
            heard = _heard(state, turn, found, cast(Phase, phase))
            if judge is not None and heard.answer != "unheard":
                plain = without_remarks(turn.text[:MAX_CHARS], said(h.turn.text for h in state.heard))
                heard = with_chances(heard, judge.probabilities(plain, context_of(state, case_words)))
            state = state.with_heard(heard)
    return state


def transcript_of(log: Sequence[ev.Event]) -> Transcript:
    """The words of a recorded session, so that they can be judged afresh."""
    started = next((e for e in log if isinstance(e, ev.SessionStarted)), None)
    turns = [
        TranscriptTurn(
            who=said.who,
            text=said.text,
            start_ms=said.start_ms,
            end_ms=said.end_ms,
            asks=said.asked.target if said.asked else None,
            push=said.asked is not None and said.asked.move in ("push", "wrong_push"),
            labelled=True,
        )
        for said in timeline(log).turns
        if not said.withdrawn and said.text.strip()
    ]
    return Transcript(
        id=started.session if started else "session",
        case=started.case if started else "",
        turns=tuple(turns),
        timed=True,
        quality=None,
        expected={},
    )


class _Shown:
    """What the log says one turn showed."""

    def __init__(self) -> None:
        self.phase = ""
        self.marks: list[Mark] = []
        self.links: list[Made] = []
        self.stated: list[Made] = []
        self.outcome: PushOutcome | None = None


def _shown(events: Sequence[ev.Event]) -> dict[int, _Shown]:
    found: dict[int, _Shown] = {}
    for e in events:
        if isinstance(e, ev.PhaseEntered | ev.MarkMade | ev.LinkMade | ev.StatementMade | ev.PushAnswered):
            of_turn = found.setdefault(e.turn, _Shown())
            match e:
                case ev.PhaseEntered():
                    of_turn.phase = e.phase
                case ev.MarkMade() if e.label in BY_ID:
                    span = Span(turn=e.turn, start=e.start, end=e.end)
                    of_turn.marks.append(Mark(label=e.label, kind=BY_ID[e.label].kind, span=span))
                case ev.LinkMade():
                    of_turn.links.append(Made(what=e.phase, span=Span(turn=e.turn, start=e.start, end=e.end)))
                case ev.StatementMade():
                    of_turn.stated.append(Made(what=e.what, span=Span(turn=e.turn, start=e.start, end=e.end)))
                case ev.PushAnswered():
                    of_turn.outcome = e.outcome
                case _:
                    pass
    return found


def _heard(state: State, turn: Turn, found: _Shown, phase: Phase) -> Heard:
    marks = tuple(found.marks)
    wish = request_in(turn.text, clarify=phase == "clarify")
    judged = Judged(
        phase=phase,
        marks=marks,
        links=tuple(found.links),
        stated=tuple(found.stated),
        push_outcome=found.outcome,
    )
    question = state.question
    answer = answer_of(question, marks, turn.text, wish) if is_english(turn.text) else "unheard"
    return Heard(turn=turn, judged=judged, question=question, answer=answer)


def _move(event: ev.QuestionAsked) -> Move:
    return Move(
        kind=event.move,
        text=event.text,
        target=event.target,
        phase=event.phase,
        rung=event.rung,
        reason=event.reason,
        planned=event.planned,
    )

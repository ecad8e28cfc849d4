"""A moment again: the interviewer who knows everything up to one question, asks it, hears one answer, and closes.

Pure, like every interviewer. What was marked before that question is taken from the old log; its times are moved so
that the question lies at 0, where the small session begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hotseat.core import events as ev
from hotseat.core.interviewer import Checkpoint, Interviewer, Judged, Move, Turn
from hotseat.core.judgment.state import QUESTION_KINDS, Asked, Heard, State
from hotseat.core.lines import whole_lines
from hotseat.core.replayed import state_of
from hotseat.core.scripted import CANDIDATES_TURN
from hotseat.core.standing import move_of

ASIDES = ("clarify", "repeat", "grant_time")
"""What may still be said before the answer is there."""
NUDGES = ("nudge", "restate")
CLOSING = "Thank you. Both answers are kept, side by side."


def questions(log: Sequence[ev.Event]) -> list[ev.QuestionAsked]:
    """The questions that can be answered again: those that counted and asked for something."""
    withdrawn = {e.utterance for e in log if isinstance(e, ev.QuestionWithdrawn)}
    return [
        e
        for e in whole_lines(log)
        if isinstance(e, ev.QuestionAsked)
        and e.utterance not in withdrawn
        and e.move in QUESTION_KINDS
        and e.reason != CANDIDATES_TURN
    ]


def before_question(log: Sequence[ev.Event], utterance: int) -> tuple[State, Move] | None:
    """What was known when a question was asked, with times moved so that it lies at 0, and the question.

    None when the log has no such question that counted.
    """
    asked = next((e for e in questions(log) if e.utterance == utterance), None)
    if asked is None:
        return None
    place = next(i for i, e in enumerate(log) if isinstance(e, ev.QuestionAsked) and e.utterance == utterance)
    state = state_of(log[:place])
    heard = tuple(_moved(h, -asked.t) for h in state.heard)
    lines = tuple(replace(a, t_ms=a.t_ms - asked.t) for a in state.asked)
    return State(heard=heard, asked=lines), move_of(asked)


def _moved(heard: Heard, by_ms: int) -> Heard:
    turn = replace(heard.turn, start_ms=heard.turn.start_ms + by_ms, end_ms=heard.turn.end_ms + by_ms)
    question = heard.question
    asked: Asked | None = None if question is None else replace(question, t_ms=question.t_ms + by_ms)
    return replace(heard, turn=turn, question=asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainInterviewer:
    """Satisfies `Interviewer[State]`: `inner` judges and answers asides, `question` is the only one put."""

    inner: Interviewer[State]
    before: State
    question: Move

    @property
    def _turns_before(self) -> int:
        return max((h.turn.index for h in self.before.heard), default=0)

    def begin(self) -> State:
        return self.before

    def open(self, state: State) -> Move:
        return self.question

    def hear(self, state: State, turn: Turn) -> tuple[State, Judged]:
        return self.inner.hear(state, replace(turn, index=turn.index + self._turns_before))

    def next(self, state: State, *, t_ms: int) -> Move:
        last = state.last
        if last is not None and last.turn.index > self._turns_before and last.answer == "aside":
            move = self.inner.next(state, t_ms=t_ms)
            if move.kind in ASIDES:
                return move
        return Move(kind="close", text=CLOSING, phase="close", reason="answered again")

    def asked(self, state: State, move: Move, *, t_ms: int) -> State:
        return self.inner.asked(state, move, t_ms=t_ms)

    def cut_in(self, state: State, so_far: Turn, *, t_ms: int) -> Move | None:
        return None

    def silence(self, state: State, *, silent_ms: int, t_ms: int) -> Move | None:
        move = self.inner.silence(state, silent_ms=silent_ms, t_ms=t_ms)
        return move if move is not None and move.kind in NUDGES else None

    def checkpoint(self, state: State, *, at_ms: int) -> Checkpoint:
        """A moment has no first three minutes of its own."""
        return Checkpoint(at_ms=at_ms, problem=None, boundary=None, tradeoff=None)

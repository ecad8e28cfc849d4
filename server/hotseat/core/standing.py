"""Where an interview stands: the fold of its log. Nothing else remembers anything that must outlive a crash."""

from __future__ import annotations

from typing import Any

from hotseat.core import events as ev
from hotseat.core.ear import Word
from hotseat.core.floor import Cue, Floor, moved
from hotseat.core.interviewer import Interviewer, Judged, Move, Turn
from hotseat.core.lines import continued

ASIDES = ("repeat", "nudge", "restate", "grant_time")
"""Moves that ask nothing new; a time check carries the next question."""


class Standing:
    """Feed it every event in order with `apply`; read the attributes, never set them from outside."""

    def __init__(self, interviewer: Interviewer[Any]) -> None:
        self._interviewer = interviewer
        self.t = 0
        self.floor = Floor.OPEN
        self.ended = False
        self.state: Any = interviewer.begin()
        """the interviewer's state now"""
        self.before_turn: Any = self.state
        """its state before the present turn: a rejoined turn is judged again from here"""
        self._before_question: Any = self.state
        self.turn = 0
        self.turn_open = False
        self.turn_start_ms = 0
        self.turn_end_ms = 0
        self.commit_reason = ""
        self.judged: Judged | None = None
        """what the last transcribed turn showed"""
        self.words: dict[int, tuple[Word, ...]] = {}
        self.phase = ""
        self.utterance = 0
        self.line: ev.QuestionAsked | None = None
        """the interviewer's line that is out now"""
        self.line_started_ms: int | None = None
        self.question = ""
        """the last thing asked that an answer is owed to"""
        self.target: str | None = None
        """the label that it goes after"""
        self.owes_reply = False
        """a turn was heard and nothing has been said to it yet"""
        self.closing = False
        self.push = 0
        self.quiet_from_ms = 0
        self.nudges: frozenset[str] = frozenset()
        self.thinking_until_ms = 0
        self.checkpoints = 0

    def turn_so_far(self, text: str, *, end_ms: int | None = None) -> Turn:
        """The present turn as a value for the interviewer."""
        end = self.turn_end_ms if end_ms is None else end_ms
        return Turn(index=self.turn, text=text, start_ms=self.turn_start_ms, end_ms=end)

    def reached_by(self, judged: Judged) -> float:
        """How far an answer that showed this has reached what was asked: 1 when it made the very point, else 0."""
        return float(any(mark.kind == "signal" and mark.label == self.target for mark in judged.marks))

    def apply(self, event: ev.Event) -> None:
        """Fold one event."""
        self.t = max(self.t, event.t)
        match event:
            case ev.TurnOpened() | ev.TurnPaused() | ev.TurnResumed() | ev.TurnCommitted() | ev.TurnRejoined():
                self._turn_event(event)
            case ev.TurnTranscribed():
                self._transcribed(event)
            case ev.QuestionAsked() | ev.QuestionWithdrawn() | ev.UtteranceStarted() | ev.UtteranceEnded():
                self._line_event(event)
            case ev.QuestionContinued():
                self._continued(event)
            case ev.ThinkingGranted():
                self._move(Cue.GRANT)
                self.thinking_until_ms = event.until_ms
            case ev.ThinkingOver():
                self._move(Cue.GRANT_OVER)
                self.thinking_until_ms = 0
                self.quiet_from_ms = event.t
            case ev.PhaseEntered():
                self.phase = event.phase
            case ev.PushAnswered():
                self.push = 0
            case ev.CheckpointReached():
                self.checkpoints += 1
            case ev.SessionPaused():
                self._move(Cue.SUSPEND)
                self.turn_open = False
            case ev.SessionUnpaused():
                self._move(Cue.GO_ON)
                self.quiet_from_ms = event.t
            case ev.SessionEnded():
                self._move(Cue.END)
                self.ended = True
            case _:
                pass

    def _turn_event(
        self, event: ev.TurnOpened | ev.TurnPaused | ev.TurnResumed | ev.TurnCommitted | ev.TurnRejoined
    ) -> None:
        match event:
            case ev.TurnOpened():
                self._move(Cue.VOICE)
                self.turn, self.turn_open, self.turn_start_ms = event.turn, True, event.t
                self.before_turn, self.nudges = self.state, frozenset()
            case ev.TurnPaused():
                self._move(Cue.QUIET)
                self.turn_end_ms = event.since_ms
            case ev.TurnResumed():
                self._move(Cue.VOICE)
            case ev.TurnCommitted():
                self._move(Cue.COMMIT)
                self.turn_open, self.turn_end_ms, self.commit_reason = False, event.end_ms, event.reason
            case ev.TurnRejoined():
                self._move(Cue.REJOIN)
                self.turn_open, self.line, self.owes_reply = True, None, False
                self.state = self.before_turn
                self.words.pop(event.turn, None)

    def _transcribed(self, event: ev.TurnTranscribed) -> None:
        self.words[event.turn] = event.words
        if not event.words:
            self._move(Cue.NOTHING)
            self.quiet_from_ms = event.t
            return
        self.state, self.judged = self._interviewer.hear(self.before_turn, self.turn_so_far(event.text))
        self.owes_reply = True

    def _line_event(
        self, event: ev.QuestionAsked | ev.QuestionWithdrawn | ev.UtteranceStarted | ev.UtteranceEnded
    ) -> None:
        match event:
            case ev.QuestionAsked():
                self._move(Cue.ASK)
                self._before_question = self.state
                self.state = self._interviewer.asked(self.state, move_of(event), t_ms=event.t)
                self.utterance, self.line, self.line_started_ms = event.utterance, event, None
                self.owes_reply, self.closing = False, event.move == "close"
                if event.move in ("push", "wrong_push"):
                    self.push = event.utterance
                if event.move in ("nudge", "restate"):
                    self.nudges |= {event.move}
                if event.move not in ASIDES:
                    self.question, self.target = event.planned if event.more else event.text, event.target
            case ev.QuestionWithdrawn() if event.utterance == self.utterance:
                self.state, self.push, self.closing = self._before_question, 0, False
            case ev.UtteranceStarted():
                self.line_started_ms = event.t
            case ev.UtteranceEnded():
                self._move(Cue.SAID)
                self.line = None
                self.quiet_from_ms = event.t
            case _:
                pass

    def _continued(self, event: ev.QuestionContinued) -> None:
        """The line has grown: it is remembered as one."""
        if self.line is None or event.utterance != self.line.utterance:
            return
        self.line = continued(self.line, event)
        self.state = self._interviewer.asked(self._before_question, move_of(self.line), t_ms=self.line.t)
        if self.line.move not in ASIDES:
            self.question = self.line.text

    def _move(self, cue: Cue) -> None:
        self.floor = moved(self.floor, cue) or self.floor


def move_of(event: ev.QuestionAsked) -> Move:
    """The move that an asked question was."""
    return Move(
        kind=event.move, text=event.text, target=event.target, phase=event.phase, rung=event.rung, reason=event.reason,
        planned=event.planned,
    )

"""The interviewer's line from the choice of a move to its last heard word, and what a fact made on the way.

The conductor decides when to ask and when to stop; this carries a line through and keeps the log true about it.
"""

from __future__ import annotations

from hotseat.core import events as ev
from hotseat.core import signals as sg
from hotseat.core.floor import Floor
from hotseat.core.interviewer import Move
from hotseat.core.overtalk import Overtalk
from hotseat.core.standing import Standing


class Outbox:
    """Events, applied as they are made, and requests, in order."""

    def __init__(self, at: Standing) -> None:
        self.at = at
        self.t = 0
        """the session clock, from the last frame that was heard"""
        self._out: list[ev.Event | sg.Request] = []

    def emit(self, event: ev.Event) -> None:
        """The event has happened."""
        self.at.apply(event)
        self._out.append(event)

    def ask(self, request: sg.Request) -> None:
        """The edge is to carry this out."""
        self._out.append(request)

    def flush(self) -> list[ev.Event | sg.Request]:
        """Everything since the last call."""
        out, self._out = self._out, []
        return out


class Asking:
    """One line at a time. `stop` and `playing` say True when the line that ended was the interview's last."""

    def __init__(self, out: Outbox) -> None:
        self.over = Overtalk()
        """the candidate's voice over our line"""
        self.pending: Move | None = None
        """chosen, and waiting for its words"""
        self._out = out
        self._at = out.at
        self._request = 0

    def choose(self, move: Move) -> None:
        """This is what the interviewer wants to say; its words are asked for."""
        self._request += 1
        self.pending = move
        self._out.ask(sg.Phrase(request=self._request, move=move))

    def phrased(self, fact: sg.Phrased) -> bool:
        """The words are there: say them, if the floor is still ours. True when a line is out now."""
        chosen = self.pending
        if chosen is None or fact.request != self._request:
            return False
        self.pending = None
        at, floor, move = self._at, self._at.floor, fact.move or chosen
        if floor not in (Floor.OPEN, Floor.CHOOSING):
            return False
        self.over.line_begins()
        self._out.emit(
            ev.QuestionAsked(
                t=self._out.t,
                utterance=at.utterance + 1,
                text=fact.text,
                move=move.kind,
                target=move.target,
                phase=move.phase,
                rung=move.rung,
                reason=move.reason,
                source=fact.source,
                after_turn=at.turn if floor is Floor.CHOOSING else 0,
                planned=move.text if fact.text != move.text else "",
                more=fact.more,
            )
        )
        self._out.ask(sg.Speak(utterance=at.utterance, text=fact.text, more=fact.more))
        return True

    def phrased_more(self, fact: sg.PhrasedMore) -> None:
        """The rest of the line that is out; a line that was stopped or withdrawn gets none."""
        line = self._at.line
        if line is None or not line.more or fact.request != self._request:
            return
        self._out.emit(ev.QuestionContinued(t=self._out.t, utterance=line.utterance, text=fact.text))
        self._out.ask(sg.SpeakMore(utterance=line.utterance, text=fact.text))

    def playing(self, fact: sg.Playing) -> bool:
        """What the client says of its playing."""
        line = self._at.line
        if line is None or fact.utterance != line.utterance:
            return False
        self.over.playing(heard_ms=fact.heard_ms, total_ms=fact.total_ms)
        if fact.state == "lost":
            return self.lost()
        if self._at.line_started_ms is None:
            self._out.emit(ev.UtteranceStarted(t=fact.at_ms, utterance=fact.utterance))
        if fact.state == "ended":
            return self._finished(whole=True, reason="played")
        return fact.state == "cut" and self._finished(whole=False, reason="stopped")

    def stop(self, reason: str) -> bool:
        """Stop the line that is out, if one is."""
        line = self._at.line
        if line is None:
            return False
        self._out.ask(sg.Stop(utterance=line.utterance))
        return self._finished(whole=False, reason=reason)

    def lost(self) -> bool:
        """The connection went away under our line: say it again when it is back."""
        last = self._finished(whole=False, reason="lost")
        if not last and self._at.question and not self._at.turn_open:
            self.choose(Move(kind="repeat", text=self._at.question, reason="the connection was away"))
        return last

    def withdraw(self) -> int:
        """Our commit was wrong: stop and take the question back. Returns the line's number, 0 without one."""
        self.pending = None
        line, started = self._at.line, self._at.line_started_ms
        if line is None:
            return 0
        t = self._out.t
        self._out.ask(sg.Stop(utterance=line.utterance))
        self._out.emit(ev.QuestionWithdrawn(t=t, utterance=line.utterance, reason="candidate_went_on"))
        if started is not None:
            self._out.emit(self.over.ended(line, t=t, started_ms=started, whole=False, reason="barge_in"))
        return line.utterance

    def _finished(self, *, whole: bool, reason: str) -> bool:
        at, line, t = self._at, self._at.line, self._out.t
        if line is None:
            return False
        last = at.closing
        self._out.emit(self.over.ended(line, t=t, started_ms=at.line_started_ms, whole=whole, reason=reason))
        if not whole and not last and self.over.heard_ms * 2 < self.over.total_ms:
            self._out.emit(ev.QuestionWithdrawn(t=t, utterance=line.utterance, reason="not_heard"))
        self.over.quiet()
        return last

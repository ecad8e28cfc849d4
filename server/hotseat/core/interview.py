"""The conductor: facts in, events and requests out. It knows no clock, no task and no socket.

What must survive a crash lives in `Standing`, which only events change; `receive` decides which events a fact
makes. So the same log always gives the same interview, and a killed server goes on where it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hotseat.core import events as ev
from hotseat.core import signals as sg
from hotseat.core.asking import Asking, Outbox
from hotseat.core.ear import Word
from hotseat.core.endpoint import Endpointer, Patience, Signal, intent
from hotseat.core.floor import Floor
from hotseat.core.interviewer import Interviewer, Move, Setup
from hotseat.core.showing import checkpoint_event, judged_events
from hotseat.core.spans import joined
from hotseat.core.standing import Standing

THINKING_MS = 60_000
REJOIN_HEARD_MS = 700
"""A candidate who goes on before this much of our line was heard was cut off by us."""
REJOIN_MS = 288
"""Voice this long after a commit means that the candidate goes on: a cough is over by then."""
BARGE_IN_MS = 640
"""Voice this long over our line takes the floor; anything shorter was a cough or “mm-hm”."""
CUT_IN_STANDS_MS = 1500
"""A rambler who was cut in on needs this long to notice; until then the line stands."""
ABSENT_MS = 120_000
CHECKPOINTS_MS = (180_000, 600_000)
CUT_IN_BREATH_MS = 320
OVERTIME_MS = 180_000


class Interview:
    """One interview. Call `start`, then `receive` for every fact; `restore` rebuilds one from its log."""

    def __init__(self, interviewer: Interviewer[Any], setup: Setup, *, patience: Patience = "normal") -> None:
        self.interviewer = interviewer
        self.setup = setup
        self.at = Standing(interviewer)
        self.endpointer = Endpointer(patience)
        self._out = Outbox(self.at)
        self._asking = Asking(self._out)
        self._cut_in: Move | None = None
        self._typed_words: tuple[Word, ...] = ()
        self._ending = ""

    @property
    def t(self) -> int:
        """The session clock, from the last frame that was heard."""
        return self._out.t

    @t.setter
    def t(self, t: int) -> None:
        self._out.t = t

    def start(self) -> list[ev.Event | sg.Request]:
        """Open the interview: the case and the floor."""
        self._asking.choose(self.interviewer.open(self.at.state))
        return self._out.flush()

    def receive(self, fact: sg.Fact) -> list[ev.Event | sg.Request]:
        """The events that `fact` makes, already applied, and the requests that follow, in order."""
        if not self.at.ended:
            match fact:
                case sg.Heard():
                    self._heard(fact)
                case sg.WordsSoFar():
                    self._words_so_far(fact)
                case sg.EndOfTurn():
                    self.endpointer.model(fact.probability, since_ms=fact.since_ms)
                case sg.Transcript():
                    self._transcript(fact)
                case sg.Pressed():
                    self._pressed(fact.key)
                case sg.Typed():
                    self._typed(fact.text)
                case sg.Phrased():
                    self._phrased(fact)
                case sg.PhrasedMore():
                    self._asking.phrased_more(fact)
                case sg.Playing():
                    if self._asking.playing(fact):
                        self._end("time")
        return self._out.flush()

    def restore(self, log: Iterable[ev.Event]) -> list[ev.Event | sg.Request]:
        """Rebuild from a log, then say what must be done to go on: transcribe, listen, or ask again."""
        known = list(log)
        for event in known:
            self.at.apply(event)
            if isinstance(event, ev.TurnResumed):
                self.endpointer.pauses.learn(event.paused_ms)
        self.t = self.at.t
        at = self.at
        if at.ended:
            return []
        if at.line is not None:
            if self._asking.lost():
                self._end("time")
        elif at.floor is Floor.CHOOSING and at.turn not in at.words:
            self._out.ask(sg.Transcribe(turn=at.turn, end_ms=at.turn_end_ms))
        elif at.owes_reply:
            if at.judged is not None:
                shown = judged_events(at.judged, at.words[at.turn], standing=at)
                for event in (e for e in shown if e not in known):
                    self._out.emit(event)
            self._asking.choose(self.interviewer.next(at.state, t_ms=self.t))
        elif at.turn_open:
            self.endpointer.rejoin()
            self._out.ask(sg.Listen(turn=at.turn, from_ms=at.turn_start_ms))
        elif at.utterance == 0:
            self._asking.choose(self.interviewer.open(at.state))
        return self._out.flush()

    def _heard(self, fact: sg.Heard) -> None:
        self.t = fact.t
        if self.at.floor is Floor.SUSPENDED:
            return
        if self.at.floor in (Floor.CHOOSING, Floor.INTERVIEWER):
            self._heard_over_us(fact)
            return
        signal = self.endpointer.hear(t_ms=fact.t, voice=fact.voice)
        if signal is not None:
            self._signal(signal)
        elif self._breath_to_cut_in():
            self._commit(self.endpointer.quiet_since_ms, "cut_in")
        self._silence()
        if fact.t >= self.setup.minutes * 60_000 + OVERTIME_MS:
            self._end("time")

    def _signal(self, signal: Signal) -> None:
        match signal.kind:
            case "started" | "resumed":
                self._voice(signal.at_ms)
            case "paused" if self.at.floor is Floor.CANDIDATE:
                self._out.emit(ev.TurnPaused(t=self.t, turn=self.at.turn, since_ms=signal.at_ms))
            case "finished" if self.at.floor in (Floor.CANDIDATE, Floor.PAUSED):
                self._commit(signal.at_ms, signal.reason)
            case _:
                pass

    def _voice(self, at_ms: int) -> None:
        if self.at.floor is Floor.THINKING:
            self._out.emit(ev.ThinkingOver(t=at_ms))
        if self.at.turn_open:
            paused = max(at_ms - self.at.turn_end_ms, 0)
            self._out.emit(ev.TurnResumed(t=at_ms, turn=self.at.turn, paused_ms=paused))
        else:
            self._out.emit(ev.TurnOpened(t=at_ms, turn=self.at.turn + 1))
            self._out.ask(sg.Listen(turn=self.at.turn, from_ms=at_ms))

    def _breath_to_cut_in(self) -> bool:
        return (
            self._cut_in is not None
            and self.at.floor in (Floor.CANDIDATE, Floor.PAUSED)
            and not self.endpointer.speaking
            and self.t - self.endpointer.quiet_since_ms >= CUT_IN_BREATH_MS
        )

    def _heard_over_us(self, fact: sg.Heard) -> None:
        """Voice while our reply is chosen or spoken: our own wrong commit, a barge-in, or only a cough."""
        line = self.at.line
        cut_in = self.at.commit_reason == "cut_in"
        wish = self._asking.over.hear(fact.voice, may_hold=line is not None and not cut_in)
        if line is not None and wish is not None:
            utterance = line.utterance
            self._out.ask(sg.Hold(utterance=utterance) if wish == "hold" else sg.GoOn(utterance=utterance))
        if self._asking.over.voiced_ms >= REJOIN_MS and self._we_cut_off():
            self._rejoin(fact.t - self._asking.over.lasting_ms)
        elif line is not None and self._asking.over.voiced_ms >= (CUT_IN_STANDS_MS if cut_in else BARGE_IN_MS):
            since = fact.t - self._asking.over.lasting_ms
            self._stop_line("barge_in")
            if not self.at.ended:
                self._voice(since)
                self.endpointer.rejoin()

    def _we_cut_off(self) -> bool:
        if self.at.commit_reason not in ("silence", "yield", "done"):
            return False
        line = self.at.line
        if line is None:
            return self.at.turn > 0
        return line.after_turn == self.at.turn and self._asking.over.heard_ms < REJOIN_HEARD_MS

    def _rejoin(self, since_ms: int) -> None:
        utterance = self._asking.withdraw()
        self._out.emit(ev.TurnRejoined(t=self.t, turn=self.at.turn, utterance=utterance))
        self.endpointer.rejoin(paused_ms=since_ms - self.at.turn_end_ms)
        self._asking.over.quiet()
        self._out.ask(sg.Listen(turn=self.at.turn, from_ms=since_ms))

    def _commit(self, end_ms: int, reason: str) -> None:
        if reason != "cut_in":
            self._cut_in = None
        self.endpointer.reset()
        self._asking.over.quiet()
        start = self.at.turn_start_ms
        end = max(end_ms, start)
        self._out.emit(ev.TurnCommitted(t=self.t, turn=self.at.turn, start_ms=start, end_ms=end, reason=reason))
        self._out.ask(sg.Transcribe(turn=self.at.turn, end_ms=end))

    def _silence(self) -> None:
        if self.at.floor is Floor.THINKING and self.t >= self.at.thinking_until_ms:
            self._out.emit(ev.ThinkingOver(t=self.t))
        if self.at.floor is not Floor.OPEN or self.at.utterance == 0 or self._asking.pending is not None:
            return
        silent = self.t - self.at.quiet_from_ms
        if silent >= ABSENT_MS:
            self._out.emit(ev.SessionPaused(t=self.t, reason="absent"))
            return
        move = self.interviewer.silence(self.at.state, silent_ms=silent, t_ms=self.t)
        if move is not None and move.kind not in self.at.nudges:
            self._asking.choose(move)

    def _words_so_far(self, fact: sg.WordsSoFar) -> None:
        if fact.turn != self.at.turn or not self.at.turn_open or not fact.text:
            return
        self.endpointer.words(fact.text, asked=self.at.question, heard_to_ms=fact.heard_to_ms, weak=fact.weak)
        so_far = self.at.turn_so_far(fact.text, end_ms=self.t)
        if self.at.floor is Floor.PAUSED:
            if intent(fact.text) == "think":
                self._out.emit(ev.ThinkingGranted(t=self.t, until_ms=self.t + THINKING_MS, asked_by="words"))
                return
            state, judged = self.interviewer.hear(self.at.before_turn, so_far)
            self.endpointer.reached(self.at.reached_by(judged))
            move = self.interviewer.next(state, t_ms=self.t)
            self._out.ask(sg.Prepare(text=move.text, move=move, state=state))
        elif self.at.floor is Floor.CANDIDATE and self._cut_in is None:
            self._cut_in = self.interviewer.cut_in(self.at.before_turn, so_far, t_ms=self.t)
            if self._cut_in is not None:
                self._out.emit(ev.CueGiven(t=self.t, reason=self._cut_in.reason))
                self._out.ask(sg.Prepare(text=self._cut_in.text))

    def _transcript(self, fact: sg.Transcript) -> None:
        if fact.turn != self.at.turn or self.at.turn_open or fact.turn in self.at.words:
            return
        typed, self._typed_words = self._typed_words, ()
        self._transcribed(fact.words + typed, source="typed" if typed else "ear")
        if self._ending:
            self._out.emit(ev.SessionEnded(t=self.t, reason=self._ending))
        elif self.at.owes_reply and self.at.floor is Floor.CHOOSING:
            self._asking.choose(self._cut_in or self.interviewer.next(self.at.state, t_ms=self.t))

    def _typed(self, text: str) -> None:
        self._typed_words += tuple(
            Word(text=word, start_ms=self.t, end_ms=self.t, probability=1.0) for word in text.split()
        )
        self._take_typed()

    def _take_typed(self) -> None:
        """A typed answer is a turn of its own, or the end of what was being said; it waits while we choose."""
        if not self._typed_words or self.at.floor is Floor.CHOOSING:
            return
        if self.at.floor is Floor.SUSPENDED:
            self._out.emit(ev.SessionUnpaused(t=self.t))
        self._stop_line("stopped")
        if self.at.ended:
            return
        if self.at.turn_open:
            self._commit(self.t, "typed")
            return
        if self.at.floor is Floor.THINKING:
            self._out.emit(ev.ThinkingOver(t=self.t))
        self._cut_in = None
        self.endpointer.reset()
        turn, words, self._typed_words = self.at.turn + 1, self._typed_words, ()
        self._out.emit(ev.TurnOpened(t=self.t, turn=turn))
        self._out.emit(ev.TurnCommitted(t=self.t, turn=turn, start_ms=self.t, end_ms=self.t, reason="typed"))
        self._transcribed(words, source="typed")
        self._asking.choose(self.interviewer.next(self.at.state, t_ms=self.t))

    def _transcribed(self, words: tuple[Word, ...], *, source: str) -> None:
        self._out.emit(ev.TurnTranscribed(t=self.t, turn=self.at.turn, text=joined(words), words=words, source=source))
        if words and self.at.judged is not None:
            for event in judged_events(self.at.judged, words, standing=self.at):
                self._out.emit(event)
        while self.at.checkpoints < len(CHECKPOINTS_MS) and self.t >= CHECKPOINTS_MS[self.at.checkpoints]:
            met = self.interviewer.checkpoint(self.at.state, at_ms=CHECKPOINTS_MS[self.at.checkpoints])
            self._out.emit(checkpoint_event(met, t=self.t))

    def _pressed(self, key: str) -> None:
        floor = self.at.floor
        match key:
            case "done" if self.at.turn_open and floor is not Floor.SUSPENDED:
                self._commit(self.t if self.endpointer.speaking else self.endpointer.quiet_since_ms, "done")
            case "think" if floor in (Floor.OPEN, Floor.CANDIDATE, Floor.PAUSED, Floor.THINKING):
                self._out.emit(ev.ThinkingGranted(t=self.t, until_ms=self.t + THINKING_MS, asked_by="key"))
            case "repeat" if floor in (Floor.OPEN, Floor.THINKING) and self.at.question:
                if floor is Floor.THINKING:
                    self._out.emit(ev.ThinkingOver(t=self.t))
                self._asking.choose(Move(kind="repeat", text=self.at.question, reason="asked for"))
            case "pause" if floor is not Floor.SUSPENDED:
                self._stop_line("stopped")
                if self.at.turn_open:
                    self._commit(self.t, "done")
                if not self.at.ended:
                    self._out.emit(ev.SessionPaused(t=self.t, reason="candidate"))
            case "unpause" if floor is Floor.SUSPENDED:
                self.endpointer.reset()
                self._out.emit(ev.SessionUnpaused(t=self.t))
                if self.at.owes_reply:
                    self._asking.choose(self.interviewer.next(self.at.state, t_ms=self.t))
            case "end":
                self._stop_line("stopped")
                self._end("candidate")
            case _:
                pass

    def _end(self, reason: str) -> None:
        """End now, or as soon as the last words are there."""
        if self.at.ended or self._ending:
            return
        if self.at.turn_open:
            self._ending = reason
            self._commit(self.t, "ended")
        elif self.at.turn and self.at.turn not in self.at.words:
            self._ending = reason
        else:
            self._out.emit(ev.SessionEnded(t=self.t, reason=reason))

    def _stop_line(self, reason: str) -> None:
        if self._asking.stop(reason):
            self._end("time")

    def _phrased(self, fact: sg.Phrased) -> None:
        if self._asking.phrased(fact):
            self._cut_in = None
            self.endpointer.reset()
            self._take_typed()

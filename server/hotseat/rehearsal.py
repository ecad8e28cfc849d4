"""Holds whole interviews without sound: a simulated candidate, the real conductor, and any brain.

The session clock is simulated, so that 45 minutes take seconds; the model's own time is real.
"""

from __future__ import annotations

import asyncio
from typing import Any

from hotseat.adapters.lexicon import english
from hotseat.adapters.weights import line_judge
from hotseat.brain import BUDGET_S, Brain
from hotseat.core import events as ev
from hotseat.core import signals as sg
from hotseat.core.case import Case
from hotseat.core.ear import Word
from hotseat.core.interview import Interview
from hotseat.core.interviewer import Move, Setup
from hotseat.core.judgment.tracker import Judge
from hotseat.core.model.candidates import MS_PER_WORD, Said, Talk
from hotseat.core.model.checks import Finished
from hotseat.core.model.talking import Model
from hotseat.core.scripted import ScriptedInterviewer
from hotseat.core.standing import move_of

FRAME_MS = 32
BREATH_EVERY_MS = 9_000
BREATH_MS = 480
PARTIAL_EVERY_MS = 3_000
MOST_LINES = 200
PATIENCE_MS = 200_000
"""A silent candidate waits this long for the interviewer to say something more."""


class Rehearsal:
    """One interview. `hold` runs it to its end."""

    def __init__(
        self, case: Case, setup: Setup, judge: Judge, model: Model | None, *, budget_s: float = BUDGET_S
    ) -> None:
        self.who = ScriptedInterviewer(case=case, setup=setup, classifier=judge)
        self.interview = Interview(self.who, setup)
        self.closed = False
        self.log: list[ev.Event] = []
        self.waits_s: list[float] = []
        self._loop = asyncio.get_running_loop()
        self._asked_at: float | None = None
        self._heard_words: list[str] = []
        self._answered = asyncio.Event()
        self._brain = (
            Brain(model, self.who, self, judge=line_judge(), budget_s=budget_s, lexicon=english(), marks=False)
            if model
            else None
        )

    @property
    def now_ms(self) -> int:
        return self.interview.t

    async def hold(self, name: str, talk: Talk) -> Finished:
        """Talk until the interviewer closes."""
        self._carry_out(self.interview.start())
        number = 0
        while not self.interview.at.ended and number < MOST_LINES:
            await self._line_is_whole()
            line = self.interview.at.line
            if line is None:
                break
            self._play(line)
            if self.interview.at.ended:
                break
            said = talk(self.who.case, move_of(line), number)
            number += 1
            await self._answer(said)
        if not self.interview.at.ended:
            self.feed(sg.Pressed(key="end"))
        await asyncio.sleep(0)
        if self._brain is not None:
            self._brain.close()
        return Finished(
            case=self.who.case,
            candidate=name,
            log=self.log,
            state=self.interview.at.state,
            waits_s=self.waits_s,
            minutes=self.who.setup.minutes,
        )

    # -- the candidate

    async def _answer(self, said: Said) -> None:
        self._answered.clear()
        if not said.text:
            self._wait_in_silence()
        elif said.aloud:
            self._speak(said)
        else:
            self.interview.t += said.ms
            self.feed(sg.Typed(text=said.text))

    def _wait_in_silence(self) -> None:
        for _ in range(0, PATIENCE_MS, FRAME_MS):
            self._frame(0.02)
            if self.interview.at.line is not None or self.interview.at.ended or self._asked_at is not None:
                return

    def _speak(self, said: Said) -> None:
        """With breaths and partial words, so that a cut-in can come; then the answer is finished."""
        words = said.text.split()
        spoken_ms = since_partial = 0
        while spoken_ms < said.ms and self.interview.at.line is None and self._asked_at is None:
            breath = spoken_ms % BREATH_EVERY_MS > BREATH_EVERY_MS - BREATH_MS
            self._frame(0.02 if breath else 0.99, words[: spoken_ms // MS_PER_WORD + 1])
            spoken_ms += FRAME_MS
            since_partial += FRAME_MS
            if since_partial >= PARTIAL_EVERY_MS and self.interview.at.turn_open:
                since_partial = 0
                text = " ".join(words[: spoken_ms // MS_PER_WORD])
                self.feed(sg.WordsSoFar(turn=self.interview.at.turn, text=text, heard_to_ms=self.now_ms))
        if self.interview.at.turn_open:
            self._heard_words = words
            self.feed(sg.Pressed(key="done"))

    def _frame(self, voice: float, words: list[str] | None = None) -> None:
        if words is not None:
            self._heard_words = words
        self.feed(sg.Heard(t=self.now_ms + FRAME_MS, voice=voice))

    # -- what a session does

    def phrased(self, request: int, text: str, source: str, *, more: bool = False, move: Move | None = None) -> None:
        self.feed(sg.Phrased(request=request, text=text, source=source, more=more, move=move))

    def phrased_more(self, request: int, text: str) -> None:
        self.feed(sg.PhrasedMore(request=request, text=text))

    def record(self, event: ev.Event) -> None:
        self.log.append(event)
        if self._brain is not None:
            self._brain.noticed(event)
        if isinstance(event, ev.SessionEnded):
            self.closed = True

    def feed(self, fact: sg.Fact) -> None:
        self._carry_out(self.interview.receive(fact))

    def _carry_out(self, results: list[Any]) -> None:
        for result in results:
            match result:
                case sg.Phrase():
                    self._asked_at = self._loop.time()
                    if self._brain is None:
                        self.phrased(result.request, result.move.text, "scripted")
                    else:
                        self._brain.phrase(result)
                case sg.Prepare():
                    pass
                case sg.Transcribe():
                    self._transcribe(result)
                case sg.Speak():
                    if self._asked_at is not None:
                        self.waits_s.append(self._loop.time() - self._asked_at)
                    self._asked_at = None
                    self._answered.set()
                case sg.SpeakMore():
                    self._answered.set()
                case sg.Listen() | sg.Hold() | sg.GoOn() | sg.Stop():
                    pass
                case _:
                    self.record(result)

    def _transcribe(self, wish: sg.Transcribe) -> None:
        start = self.interview.at.turn_start_ms
        words = tuple(
            Word(text=w, start_ms=start + i * MS_PER_WORD, end_ms=start + (i + 1) * MS_PER_WORD, probability=1.0)
            for i, w in enumerate(self._heard_words)
        )
        self.feed(sg.Transcript(turn=wish.turn, words=words))

    async def _line_is_whole(self) -> None:
        """Until the interviewer's line is out, all of it."""
        while self._asked_at is not None or (self.interview.at.line is not None and self.interview.at.line.more):
            self._answered.clear()
            await self._answered.wait()

    def _play(self, line: ev.QuestionAsked) -> None:
        ms = MS_PER_WORD * len(line.text.split())
        self.interview.t += ms
        self.feed(sg.Playing(utterance=line.utterance, state="ended", at_ms=self.now_ms - ms, heard_ms=ms, total_ms=ms))

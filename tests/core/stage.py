"""Drives an Interview as an edge would, on an audio clock of 32 ms frames, with a client that plays every line."""

from __future__ import annotations

from typing import Any

from plain_interviewer import PlainInterviewer

from hotseat.core import events as ev
from hotseat.core import signals as sg
from hotseat.core.ear import Word
from hotseat.core.interview import Interview
from hotseat.core.interviewer import Setup

FRAME = 32
LINE_MS = 1920


class Stage:
    """`speak`, `quiet` and `press`; `log` and `requests` hold what came out. The ear answers when `hears` is set."""

    def __init__(self, interviewer: Any = None, *, minutes: int = 45, answer: bool = True) -> None:
        self.interview = Interview(interviewer or PlainInterviewer(), Setup(minutes=minutes))
        self.t = 0
        self.log: list[ev.Event] = []
        self.requests: list[sg.Request] = []
        self.answer = answer
        self.hears: str | None = "the user is lost."
        self._playing: tuple[int, int, int] | None = None
        self._held = False

    def open(self) -> Stage:
        self._take(self.interview.start())
        return self

    def resume(self, results: list[Any]) -> Stage:
        """Carry out what a restored interview asks for."""
        self._take(results)
        return self

    def feed(self, fact: sg.Fact) -> None:
        self._take(self.interview.receive(fact))

    def _take(self, results: list[Any]) -> None:
        for result in results:
            match result:
                case sg.Phrase():
                    self.requests.append(result)
                    self.feed(sg.Phrased(request=result.request, text=result.move.text, source="scripted"))
                case sg.Transcribe():
                    self.requests.append(result)
                    if self.answer:
                        self.transcript(result.turn, self.hears or "")
                case sg.Speak():
                    self.requests.append(result)
                    self._playing, self._held = (result.utterance, self.t, 0), False
                case sg.Stop():
                    self.requests.append(result)
                    self._playing = None
                case sg.Hold():
                    self.requests.append(result)
                    self._held = True
                case sg.GoOn():
                    self.requests.append(result)
                    self._held = False
                case sg.Listen() | sg.Prepare():
                    self.requests.append(result)
                case _:
                    self.log.append(result)

    def transcript(self, turn: int, text: str) -> None:
        words = tuple(
            Word(text=w, start_ms=self.t - 500 + i, end_ms=self.t - 499 + i, probability=0.9)
            for i, w in enumerate(text.split())
        )
        self.feed(sg.Transcript(turn=turn, words=words))

    def _frame(self, voice: float) -> None:
        self.t += FRAME
        if self._playing is not None and not self._held:
            utterance, start, heard = self._playing
            if heard == 0:
                self._report(utterance, "started", start, 0)
            if self._playing is not None:
                heard = min(heard + FRAME, LINE_MS)
                self._playing = (utterance, start, heard)
                if heard == LINE_MS:
                    self._playing = None
                    self._report(utterance, "ended", start, heard)
        self.feed(sg.Heard(t=self.t, voice=voice))

    def _report(self, utterance: int, state: Any, start: int, heard: int) -> None:
        self.feed(sg.Playing(utterance=utterance, state=state, at_ms=start, heard_ms=heard, total_ms=LINE_MS))

    def speak(self, ms: int) -> Stage:
        for _ in range(ms // FRAME):
            self._frame(0.98)
        return self

    def quiet(self, ms: int) -> Stage:
        for _ in range(ms // FRAME):
            self._frame(0.02)
        return self

    def words(self, text: str) -> Stage:
        """The ear's guess at the open turn."""
        self.feed(sg.WordsSoFar(turn=self.interview.at.turn, text=text))
        return self

    def press(self, key: Any) -> Stage:
        self.feed(sg.Pressed(key=key))
        return self

    def type(self, text: str) -> Stage:
        self.feed(sg.Typed(text=text))
        return self

    def of(self, *kinds: type) -> list[Any]:
        """Events of those kinds, in order."""
        return [event for event in self.log if isinstance(event, kinds)]

    def asked(self) -> list[str]:
        return [event.text for event in self.of(ev.QuestionAsked)]

"""This project as a contender: the real voice detector and the real conductor, a scripted ear, on the audio clock.

One code path for both speeds: `run` with `real_time=True` waits for each frame's time and stamps what comes out with
the wall clock; without, the audio clock itself is the stamp, and an hour takes seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.sets import RATE, Item
from bench.stub import StubInterviewer
from hotseat.adapters.vad import FRAME_BYTES, FRAME_SAMPLES, Vad
from hotseat.core import events as ev
from hotseat.core import signals as sg
from hotseat.core.ear import Word
from hotseat.core.endpoint import Endpointer, Manner, Patience
from hotseat.core.interview import Interview
from hotseat.core.interviewer import Setup

EAR_DELAY_S = 0.3
"""the scripted ear has a word this long after it was said (a small Whisper on two cores: 0.2 to 0.5 s)"""
PRE_ROLL_MS = 320
"""the ear hears this much before the noticed onset, as in a session"""
LINE_MS = 1_500
"""our line lasts that long"""
Model = Callable[[bytes], float]
"""An end-of-turn model: turn's sound so far -> probability that a sentence has ended."""


@dataclass(slots=True)
class Ended:
    """When the contender took the turn as finished, in seconds of the recording."""

    stops_s: list[float] = field(default_factory=list)
    rejoined: int = 0
    granted: int = 0


def voices(item: Item) -> list[float]:
    """Silero's probability for every whole frame of an item; what a sweep computes once."""
    vad, data = Vad(), item.pcm.tobytes()
    return [vad.probability(data[at : at + FRAME_BYTES]) for at in range(0, len(data) - FRAME_BYTES + 1, FRAME_BYTES)]


def run(
    item: Item,
    *,
    patience: Patience = "normal",
    manner: Manner | None = None,
    model: Model | None = None,
    known: list[float] | None = None,
    real_time: bool = False,
    ear_delay_s: float = EAR_DELAY_S,
) -> Ended:
    """Play one item to the conductor. `known` are its `voices`, to save computing them again."""
    stage = _Stage(item, patience, manner)
    vad, data = Vad(), item.pcm.tobytes()
    begun = time.monotonic()
    spoken = 0
    for number in range(len(data) // FRAME_BYTES):
        end_s = (number + 1) * FRAME_SAMPLES / RATE
        if real_time:
            time.sleep(max(begun + end_s - time.monotonic(), 0))
        frame = data[number * FRAME_BYTES : (number + 1) * FRAME_BYTES]
        while spoken < len(item.words) and item.words[spoken].end_s + ear_delay_s <= end_s:
            spoken += 1
        stage.ear(spoken, end_s - ear_delay_s)
        stage.frame(int(end_s * 1000), vad.probability(frame) if known is None else known[number])
        if model is not None and stage.model_asked:
            stage.consult(model, data[: (number + 1) * FRAME_BYTES])
        stage.stamp(time.monotonic() - begun if real_time else end_s)
    return stage.ended


class _Stage:
    """What the session is to the conductor: ear, player and clock."""

    def __init__(self, item: Item, patience: Patience, manner: Manner | None) -> None:
        self.ended = Ended()
        self.model_asked = False
        self._item = item
        self._interview = Interview(StubInterviewer(item.asked), Setup(), patience=patience)
        if manner is not None:
            self._interview.endpointer = Endpointer(manner=manner)
        self._commits = 0
        self._t = 0
        self._first_word = 0
        self._told = (-1, False)
        self._line: tuple[int, int, int] | None = None
        self._held = False
        self._opening = True
        self._take(self._interview.start())
        self._opening = False

    def ear(self, spoken: int, heard_to_s: float) -> None:
        """The words of the open turn, whenever there are new ones or the silence after them is known."""
        at = self._interview.at
        if not at.turn_open or not self._item.words:
            return
        covers = heard_to_s * 1000 >= self._interview.endpointer.quiet_since_ms
        if self._told == (spoken, covers):
            return
        self._told = (spoken, covers)
        text = " ".join(word.text for word in self._item.words[self._first_word : spoken])
        if text:
            self._feed(sg.WordsSoFar(turn=at.turn, text=text, heard_to_ms=int(heard_to_s * 1000)))

    def frame(self, t: int, voice: float) -> None:
        """One frame of sound; our line plays on meanwhile."""
        self._t = t
        if self._line is not None and not self._held:
            utterance, start, heard = self._line
            if heard == 0:
                self._play(utterance, "started", start, 0)
            if self._line is not None:
                heard = min(heard + 32, LINE_MS)
                self._line = (utterance, start, heard)
                if heard == LINE_MS:
                    self._line = None
                    self._play(utterance, "ended", start, heard)
        self._feed(sg.Heard(t=t, voice=voice))

    def consult(self, model: Model, sound: bytes) -> None:
        """The end-of-turn model's view of the pause that was just noticed."""
        self.model_asked = False
        since = self._interview.endpointer.quiet_since_ms
        self._feed(sg.EndOfTurn(since_ms=since, probability=model(sound)))

    def stamp(self, now_s: float) -> None:
        """Commits since the last call happened now."""
        while len(self.ended.stops_s) < self._commits:
            self.ended.stops_s.append(now_s)

    def _play(self, utterance: int, state: Any, start: int, heard: int) -> None:
        self._feed(sg.Playing(utterance=utterance, state=state, at_ms=start, heard_ms=heard, total_ms=LINE_MS))

    def _feed(self, fact: sg.Fact) -> None:
        self._take(self._interview.receive(fact))

    def _take(self, results: list[Any]) -> None:
        for result in results:
            match result:
                case sg.Phrase():
                    self._feed(sg.Phrased(request=result.request, text=result.move.text, source="scripted"))
                case sg.Transcribe():
                    word = Word(text="words", start_ms=self._t, end_ms=self._t, probability=1.0)
                    self._feed(sg.Transcript(turn=result.turn, words=(word,)))
                case sg.Speak():
                    if self._opening:  # the recording begins when the question has been heard
                        self._play(result.utterance, "started", 0, 0)
                        self._play(result.utterance, "ended", 0, LINE_MS)
                    else:
                        self._line, self._held = (result.utterance, self._t, 0), False
                case sg.Stop():
                    self._line = None
                case sg.Hold():
                    self._held = True
                case sg.GoOn():
                    self._held = False
                case ev.TurnOpened():
                    self._first_word = next(
                        (i for i, w in enumerate(self._item.words) if w.end_s * 1000 > result.t - PRE_ROLL_MS),
                        len(self._item.words),
                    )
                    self._told = (-1, False)
                case ev.TurnPaused():
                    self.model_asked = True
                case ev.TurnCommitted():
                    self._commits += 1
                case ev.TurnRejoined():
                    self.ended.rejoined += 1
                    self._told = (-1, False)
                case ev.ThinkingGranted():
                    self.ended.granted += 1
                case _:
                    pass

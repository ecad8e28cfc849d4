"""Plays the interviewer on the audio clock: one pull per microphone frame, so playing and recording cannot drift.

Pure but for the sound it is given: reports come back as values, nothing is sent from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FRAME_SAMPLES = 512
PROGRESS_SAMPLES = 16_000 // 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the server is told of the playing. `at_sample`: microphone sample of the line's first sample."""

    utterance: int
    state: Literal["started", "progress", "held", "ended", "cut"]
    at_sample: int
    samples: int


class Player:
    """A queue of one line. `add` sound, `pull` frames; `hold`, `go_on` and `stop` act between two pulls."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._utterance = 0
        self._pcm = bytearray()
        self._whole = False
        self._position = 0
        self._at_sample: int | None = None
        self._held = False
        self._progress = 0

    @property
    def busy(self) -> bool:
        """True while a line is out."""
        return self._utterance != 0

    @property
    def received(self) -> bool:
        """True when all sound of the line is here."""
        return self._utterance == 0 or self._whole

    def add(self, utterance: int, first_sample: int, pcm: bytes, *, last: bool) -> None:
        """Sound from the server. A new number begins a new line; sound that is here already is dropped."""
        if utterance != self._utterance:
            self._clear()
            self._utterance = utterance
        have = len(self._pcm) // 2
        if first_sample <= have:
            self._pcm += pcm[(have - first_sample) * 2 :]
        self._whole = self._whole or last

    def pull(self, mic_sample: int) -> tuple[bytes, list[Report]]:
        """The next frame to play, which sounds as microphone sample `mic_sample` is recorded."""
        reports: list[Report] = []
        silence = bytes(FRAME_SAMPLES * 2)
        if not self._utterance or self._held:
            return silence, reports
        frame = bytes(self._pcm[self._position * 2 : (self._position + FRAME_SAMPLES) * 2])
        count = len(frame) // 2
        if count < FRAME_SAMPLES and not self._whole:
            return silence, reports
        at = mic_sample - self._position
        if self._at_sample is None:
            reports.append(self._report("started", at))
        elif at != self._at_sample:
            reports.append(self._report("progress", at))
        self._at_sample = at
        self._position += count
        if self._position - self._progress >= PROGRESS_SAMPLES:
            self._progress = self._position
            reports.append(self._report("progress", at))
        if self._whole and self._position * 2 >= len(self._pcm):
            reports.append(self._report("ended", at))
            self._clear()
        return frame + silence[len(frame) :], reports

    def hold(self, utterance: int) -> list[Report]:
        """Pause where it is."""
        if utterance != self._utterance or self._held:
            return []
        self._held = True
        return [self._report("held", self._at_sample or 0)] if self._at_sample is not None else []

    def go_on(self, utterance: int) -> None:
        """Play the rest; the next pull reports where that begins."""
        if utterance == self._utterance:
            self._held = False

    def stop(self, utterance: int) -> list[Report]:
        """Drop the line for good."""
        if utterance != self._utterance:
            return []
        reports = [self._report("cut", self._at_sample)] if self._at_sample is not None else []
        self._clear()
        return reports

    def _report(self, state: Literal["started", "progress", "held", "ended", "cut"], at: int) -> Report:
        return Report(utterance=self._utterance, state=state, at_sample=at, samples=self._position)

"""Our own voice in the candidate's microphone: known by its loudness, frame for frame, before it counts as speech.

What we play is known, and where on the session clock. Over every delay of 0 to 600 ms the microphone's level is
compared with ours. Once it follows ours, a voiced frame is the candidate's only if it is louder than our echo would be.
"""

from __future__ import annotations

import math
from array import array
from collections import deque
from operator import mul

from hotseat.core.endpoint import FRAME_MS, OFFSET

FRAME_SAMPLES = FRAME_MS * 16
EARLY = 4
"""frames by which our sound is told ahead of its place: a client may place it later than it sounds"""
LAGS = 24
"""delays that are tried: -128 to 608 ms"""
FOLLOWS = 0.62
"""correlation of the levels from which the microphone follows us: `python -m bench.echo` prints both sides of it"""
LOUDER_DB = 7.0
"""a frame this much above the echo that is expected holds somebody else"""
FADE_DB = 4.0
"""what a reverberant room takes off per frame (half a second until it is gone)"""
FADED = 12
"""frames after which a room has gone quiet"""
LOUD_DB = 50.0
"""frames of ours above this tell how loud the echo is"""
OTHERS_SHARE = 0.25
MEMORY_FRAMES = 40
"""how far back the comparison reaches: 1.3 s of our voice"""
FIRST_FRAMES = 24 + EARLY
"""so much of our voice has to be heard in a session before the microphone is believed over it"""
FLOOR_DB = 20.0
"""what is softer than this is silence"""
PERSISTENT_FRAMES = 60
"""two seconds of our voice in the microphone: the candidate is told"""


def level_db(pcm: bytes) -> float:
    """Mean level of 16-bit sound; full scale is 90."""
    samples = array("h", pcm)
    return 10 * math.log10(sum(map(mul, samples, samples)) / max(len(samples), 1) + 1)


class EchoGuard:
    """Tell it what is played with `played` and every frame of the microphone with `hear`."""

    def __init__(self) -> None:
        self.held_off = 0
        """voiced frames so far that were known for our own voice"""
        self._power: dict[int, int] = {}
        self._now = -1
        self._ours: deque[float] = deque([FLOOR_DB] * (LAGS + FADED), LAGS + FADED)
        self._heard_of_us = 0
        self._weight = 0.0
        self._y = self._yy = 0.0
        self._x = [0.0] * LAGS
        self._xx = [0.0] * LAGS
        self._xy = [0.0] * LAGS
        self._gain = [0.0] * LAGS
        self._gain_weight = [0.0] * LAGS

    @property
    def persistent(self) -> bool:
        """Does the microphone hear us again and again?"""
        return self.held_off >= PERSISTENT_FRAMES

    def played(self, first_sample: int, pcm: bytes) -> None:
        """Sound of ours lies at `first_sample` of the session clock; silence takes back what was not played.

        It may come late, for frames that were heard already.
        """
        silent = not any(pcm)
        samples = array("h", pcm)
        at = 0
        while at < len(samples):
            frame, within = divmod(first_sample + at, FRAME_SAMPLES)
            part = samples[at : at + FRAME_SAMPLES - within]
            behind = self._now - frame
            if silent:
                self._power.pop(frame, None)
            elif behind < 0:
                self._power[frame] = self._power.get(frame, 0) + sum(map(mul, part, part))
            elif behind < len(self._ours):
                self._ours[behind] = max(self._ours[behind], level_db(part.tobytes()))
            at += len(part)

    def hear(self, first_sample: int, pcm: bytes, voice: float) -> float:
        """The probability that the candidate speaks in this frame: `voice`, or 0 where it is our echo."""
        self._now = frame = first_sample // FRAME_SAMPLES
        ours = max(10 * math.log10(self._power.pop(frame, 0) / FRAME_SAMPLES + 1), FLOOR_DB)
        self._ours.appendleft(ours)
        if max(self._ours) <= FLOOR_DB:
            if self._power:
                self._power = {at: power for at, power in self._power.items() if at > frame}
            return voice
        theirs = max(level_db(pcm), FLOOR_DB)
        self._heard_of_us += ours > FLOOR_DB
        self._compare(theirs)
        known = self._echo_db()
        echo = self._heard_of_us < FIRST_FRAMES if known is None else theirs <= known + LOUDER_DB
        self._learn(theirs, share=1.0 if echo or known is None else OTHERS_SHARE)
        if echo and known is not None and voice >= OFFSET:
            self.held_off += 1
        return 0.0 if echo else voice

    def _learn(self, theirs: float, *, share: float) -> None:
        """How loud the echo is at each delay; frames with somebody else in them count little, not nothing."""
        keep = 1 - share / MEMORY_FRAMES
        for lag in range(LAGS):
            ours = self._ours[lag]
            if ours >= LOUD_DB:
                self._gain_weight[lag] = self._gain_weight[lag] * keep + share
                self._gain[lag] = self._gain[lag] * keep + share * (theirs - ours)

    def _compare(self, theirs: float) -> None:
        keep = 1 - 1 / MEMORY_FRAMES
        self._weight = self._weight * keep + 1
        self._y = self._y * keep + theirs
        self._yy = self._yy * keep + theirs * theirs
        x, xx, xy = self._x, self._xx, self._xy
        for lag in range(LAGS):
            ours = self._ours[lag]
            x[lag] = x[lag] * keep + ours
            xx[lag] = xx[lag] * keep + ours * ours
            xy[lag] = xy[lag] * keep + ours * theirs

    def follows(self) -> tuple[float, int]:
        """The best correlation of the microphone's level with ours, and the delay in frames at which it is found."""
        w, best, at = self._weight, 0.0, 0
        vary = w * self._yy - self._y * self._y
        if w < FIRST_FRAMES / 2 or vary <= w * w:
            return 0.0, 0
        for lag in range(LAGS):
            ours = w * self._xx[lag] - self._x[lag] * self._x[lag]
            together = w * self._xy[lag] - self._x[lag] * self._y
            if ours > w * w and together > 0 and together * together > best * best * ours * vary:
                best, at = together / math.sqrt(ours * vary), lag
        return best, at

    def _echo_db(self) -> float | None:
        """How loud our echo may be in the present frame; None while the microphone does not follow us."""
        best, lag = self.follows()
        if best < FOLLOWS or not self._gain_weight[lag]:
            return None
        first = max(lag - 1, 0)
        loudest = max(self._ours[first + k] - FADE_DB * max(k - 2, 0) for k in range(FADED))
        return loudest + self._gain[lag] / self._gain_weight[lag]

"""How loud the candidate's voice arrives: told when it is too faint, or so loud that it is cut off at the top."""

from __future__ import annotations

from array import array
from typing import Literal

FULL = 32_700
"""from here up a sample is as loud as the converter goes"""
FAINT = 1_000
"""a voice that never passes this (3 % of full scale) is hard to hear"""
CLIPPED_SHARE = 0.002
JUDGED_FRAMES = 160
"""five seconds of voice"""


class Level:
    """Feed it the voiced frames; every five seconds of voice it says what was wrong with them."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._frames = self._clipped = self._samples = self._loudest = 0

    def hear(self, pcm: bytes) -> Literal["quiet", "clipping", "fine"] | None:
        """One voiced frame of 16-bit sound."""
        samples = array("h", pcm)
        loudest = max(max(samples), -min(samples))
        self._loudest = max(self._loudest, loudest)
        if loudest >= FULL:
            self._clipped += sum(abs(sample) >= FULL for sample in samples)
        self._samples += len(samples)
        self._frames += 1
        if self._frames < JUDGED_FRAMES:
            return None
        clipped, loudest = self._clipped / self._samples, self._loudest
        self._begin()
        if clipped >= CLIPPED_SHARE:
            return "clipping"
        return "quiet" if loudest < FAINT else "fine"

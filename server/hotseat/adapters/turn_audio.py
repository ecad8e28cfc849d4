"""The sound of one candidate turn, with which 32 ms frames of it are voiced.

Shared by all ears. Memory is bounded by ``drop_before``: what is settled is let go. Positions are
samples of the session, so a time in ms is ``sample / 16``.
"""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray

from hotseat.adapters.vad import FRAME_BYTES, FRAME_SAMPLES, SpeechGate, Vad
from hotseat.core.ear import EAR_RATE, SAMPLES_PER_MS, Voiced
from hotseat.errors import HotseatError

LONGEST_GAP = 600 * EAR_RATE
"""A hole in the audio up to this long is silence; a longer one is a mistake of the caller."""

Run = tuple[int, int]
"""A stretch of session samples, its end excluded."""


class TurnAudio:
    """``feed`` from any thread; everything else from the one worker thread of the turn."""

    def __init__(self, voiced: Voiced | None = None) -> None:
        self._voiced = voiced
        self._lock = threading.Lock()
        self._pcm = bytearray()
        self._start: int | None = None
        self._flags = bytearray()
        self._vad: Vad | None = None
        self._gate = SpeechGate()

    @property
    def start(self) -> int:
        """The first sample that is still held; 0 before anything was fed."""
        return self._start or 0

    @property
    def end(self) -> int:
        """The sample after the last one fed."""
        with self._lock:
            return self.start + len(self._pcm) // 2

    def feed(self, pcm: bytes, first_sample: int) -> None:
        """Store; fill a gap with silence, ignore what was fed before.

        Raises ``HotseatError("audio_gap")`` for a hole of over ten minutes and ``ValueError`` for half a
        sample.
        """
        if len(pcm) % 2:
            raise ValueError("PCM of 16 bits has an even number of bytes")
        with self._lock:
            if self._start is None:
                self._start = first_sample
            end = self._start + len(self._pcm) // 2
            if first_sample > end + LONGEST_GAP:
                raise HotseatError(
                    "audio_gap",
                    "More than ten minutes of the answer's sound is missing.",
                    next_step="The recording goes on; say the last part again or type it.",
                )
            self._pcm += bytes(2 * max(0, first_sample - end))
            self._pcm += pcm[2 * max(0, end - first_sample) :]

    def listen(self) -> int:
        """Mark the new whole frames as voiced or not; returns the sample up to which that is known."""
        with self._lock:
            first, done = self.start, len(self._flags)
            new = bytes(self._pcm[done * FRAME_BYTES : len(self._pcm) // FRAME_BYTES * FRAME_BYTES])
        for offset in range(0, len(new), FRAME_BYTES):
            if self._voiced is not None:
                at_ms = (first + len(self._flags) * FRAME_SAMPLES) // SAMPLES_PER_MS
                spoken = self._voiced(at_ms, at_ms + FRAME_SAMPLES // SAMPLES_PER_MS)
            else:
                self._vad = self._vad or Vad()
                spoken = self._gate.spoken(self._vad.probability(new[offset : offset + FRAME_BYTES]))
            self._flags.append(spoken)
        return first + len(self._flags) * FRAME_SAMPLES

    def runs(self, begin: int, stop: int, *, join: int = 0) -> list[Run]:
        """Voiced stretches within ``begin`` to ``stop``; silences of under ``join`` samples are bridged."""
        runs: list[Run] = []
        low = max(0, (begin - self.start) // FRAME_SAMPLES)
        high = min(len(self._flags), -((self.start - stop) // FRAME_SAMPLES))
        at = self._flags.find(1, low, high)
        while at >= 0:
            past = self._flags.find(0, at, high)
            past = high if past < 0 else past
            run_begin = max(begin, self.start + at * FRAME_SAMPLES)
            run_stop = min(stop, self.start + past * FRAME_SAMPLES)
            if runs and run_begin - runs[-1][1] < join:
                runs[-1] = (runs[-1][0], run_stop)
            else:
                runs.append((run_begin, run_stop))
            at = self._flags.find(1, past, high)
        return runs

    def voiced_samples(self, begin: int, stop: int) -> int:
        """How much of the stretch is voiced."""
        return sum(past - at for at, past in self.runs(begin, stop))

    def samples(self, begin: int, stop: int) -> NDArray[np.int16]:
        """A copy of the sound; the stretch must lie within ``start`` and ``end``."""
        with self._lock:
            low, high = begin - self.start, stop - self.start
            return np.frombuffer(bytes(self._pcm[2 * low : 2 * high]), "<i2")

    def quietest(self, begin: int, stop: int) -> int:
        """The middle of the quietest 20 ms in the stretch: where a cut hurts least."""
        sound = self.samples(begin, stop).astype(np.float32)
        width = 20 * SAMPLES_PER_MS
        if len(sound) <= width:
            return (begin + stop) // 2
        power = np.convolve(sound * sound, np.ones(width, np.float32), "valid")
        return begin + int(power.argmin()) + width // 2

    def drop_before(self, sample: int) -> None:
        """Let go of whole frames that end by ``sample``."""
        with self._lock:
            frames = min(max(0, (sample - self.start) // FRAME_SAMPLES), len(self._flags))
            if frames:
                del self._pcm[: frames * FRAME_BYTES]
                del self._flags[:frames]
                self._start = self.start + frames * FRAME_SAMPLES

    def clear(self) -> None:
        """Let go of everything held; the position stays."""
        with self._lock:
            self._start = self.start + len(self._pcm) // 2
            self._pcm.clear()
            self._flags.clear()

"""What was heard of the interviewer, laid onto the session clock as the client reports it.

While a line plays, the interviewer's track grows with the microphone's; when the client says that it stopped
earlier, what was not heard is taken out again. So the recording holds what was heard, not what was sent.
"""

from __future__ import annotations

from collections.abc import Callable

Write = Callable[[int, bytes], None]
"""Write sound at a sample of the session clock."""


class Playback:
    """One interviewer line at a time."""

    def __init__(self, write: Write, *, foretell: Write | None = None, ahead: int = 0) -> None:
        """`foretell` is told the same sound `ahead` samples sooner than `write`, as far as it is there."""
        self._write = write
        self._foretell = foretell
        self._ahead = ahead
        self._reset(0)

    def _reset(self, utterance: int) -> None:
        self.utterance = utterance
        self._pcm = bytearray()
        self.complete = False
        self._start: int | None = None
        self._filled = 0
        self._told = 0
        self._running = False

    def begin(self, utterance: int) -> None:
        """A new line goes out; its sound follows."""
        self._reset(utterance)

    def sound(self, utterance: int, pcm: bytes, *, last: bool) -> None:
        """More of the line's sound was sent."""
        if utterance == self.utterance:
            self._pcm += pcm
            self.complete = self.complete or last

    @property
    def total_samples(self) -> int:
        """Length of what was sent so far."""
        return len(self._pcm) // 2

    @property
    def sounded_samples(self) -> int:
        """How much of the line lies in the track by now."""
        return self._filled

    def playing(self, at_sample: int) -> None:
        """Sample 0 of the line sounded (or would have, without holds) at `at_sample` of the session."""
        self._start = at_sample
        self._running = True

    def advance(self, samples: int) -> None:
        """The session clock reached `samples`: what sounded until then goes into the track."""
        if self._start is None or not self._running:
            return
        until = min(samples - self._start, self.total_samples)
        if until > self._filled:
            self._write(self._start + self._filled, bytes(self._pcm[self._filled * 2 : until * 2]))
            self._filled = until
        if self._foretell is not None:
            until = min(until + self._ahead, self.total_samples)
            if until > self._told:
                self._foretell(self._start + self._told, bytes(self._pcm[self._told * 2 : until * 2]))
                self._told = until

    def held(self, heard: int) -> None:
        """Playing is on hold after `heard` samples."""
        self._settle(heard)
        self._running = False

    def ended(self, heard: int) -> None:
        """The line is over; `heard` samples of it sounded."""
        self._settle(heard)
        self._reset(0)

    def _settle(self, heard: int) -> None:
        if self._start is None:
            return
        heard = min(heard, self.total_samples)
        if heard > self._filled:
            self._write(self._start + self._filled, bytes(self._pcm[self._filled * 2 : heard * 2]))
        elif heard < self._filled:
            self._write(self._start + heard, bytes((self._filled - heard) * 2))
        self._filled = heard
        if self._foretell is not None and self._told > heard:
            self._foretell(self._start + heard, bytes((self._told - heard) * 2))
            self._told = heard

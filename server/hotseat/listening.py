"""The ear at work: one thread a session that transcribes while the microphone's sound goes on arriving.

The event loop only drops sound and wishes into a queue; it never waits for the ear. A wish for a partial is
skipped while another is under way, so a slow ear falls behind in partials, not in sound. `behind_ms` shows it.
After a pass an ear rests as long as the pass took, so that the end of an answer, which cannot wait, seldom has to.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from hotseat.core.ear import Ear, EarStream, Voiced, Word
from hotseat.core.spans import joined
from hotseat.errors import HotseatError

SAMPLES_PER_MS = 16
QUEUED_MOST = 60_000 * SAMPLES_PER_MS
"""How much sound waits in memory for the ear; more is read back from the recording."""


@dataclass(frozen=True, slots=True)
class _Open:
    turn: int


@dataclass(frozen=True, slots=True)
class _Sound:
    first_sample: int
    count: int
    pcm: bytes | None
    """None: it is read back from the recording when it is its turn"""


@dataclass(frozen=True, slots=True)
class _Partial:
    pass


@dataclass(frozen=True, slots=True)
class _Final:
    turn: int
    audio: Callable[[], tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class _Leave:
    pass


_Wish = _Open | _Sound | _Partial | _Final | _Leave


class Listening:
    """Owns the ear's streams of one session. All callbacks are called on its thread."""

    def __init__(
        self,
        ear: Ear,
        *,
        fallback: Callable[[Ear], Ear],
        terms: Sequence[str],
        voiced: Voiced,
        recorded: Callable[[int, int], bytes],
        on_partial: Callable[[int, str, int, int, bool], None],
        on_final: Callable[[int, tuple[Word, ...]], None],
        on_change: Callable[[str, str, HotseatError], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ear = ear
        self._fallback = fallback
        self._terms = tuple(terms)
        self._voiced = voiced
        self._recorded = recorded
        self._on_partial = on_partial
        self._on_final = on_final
        self._on_change = on_change
        self._wishes: queue.SimpleQueue[_Wish] = queue.SimpleQueue()
        self._partial_waits = threading.Event()
        self._now = now
        self._rests_until = 0.0
        self._stream: EarStream | None = None
        self._turn = 0
        self._said: dict[int, tuple[Word, ...]] = {}
        self._settled: tuple[Word, ...] = ()
        """what the stream will not hear otherwise any more"""
        self._heard_from: int | None = None
        """the first sample that the stream was given"""
        self._heard_to = 0
        """the sample up to which the ear has taken up the sound"""
        self._handed_over = self._taken_up = 0
        """samples"""
        self._thread = threading.Thread(target=self._run, name="hotseat-ear", daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        """The engine that listens now."""
        return self._ear.name

    @property
    def behind_ms(self) -> int:
        """Sound that was handed over and not yet taken up."""
        return (self._handed_over - self._taken_up) // SAMPLES_PER_MS

    def open(self, turn: int) -> None:
        """A turn begins, or goes on after a wrong commit: its earlier words are kept."""
        self._wishes.put(_Open(turn))

    def feed(self, first_sample: int, pcm: bytes) -> None:
        """Sound of the open turn."""
        count = len(pcm) // 2
        self._handed_over += count
        late = self._handed_over - self._taken_up > QUEUED_MOST
        self._wishes.put(_Sound(first_sample, count, None if late else pcm))

    def want_partial(self, *, paused: bool = False) -> None:
        """Ask for the words so far, unless that is being worked on. `paused`: this may be the end, do not rest."""
        if not self._partial_waits.is_set() and (paused or self._now() >= self._rests_until):
            self._partial_waits.set()
            self._wishes.put(_Partial())

    def want_final(self, turn: int, audio: Callable[[], tuple[int, bytes]]) -> None:
        """Ask for the final words; `audio` reads the turn's sound back for an ear that takes over."""
        self._wishes.put(_Final(turn, audio))

    def leave(self) -> None:
        """Let the thread end after what it was asked."""
        self._wishes.put(_Leave())

    def _run(self) -> None:
        while True:
            match self._wishes.get():
                case _Open(turn):
                    self._guard(partial(self._open, turn))
                case _Sound(first, count, pcm):
                    if self._stream is not None:
                        self._stream.feed(pcm or self._recorded(first, count), first_sample=first)
                        self._heard_from = first if self._heard_from is None else self._heard_from
                    self._heard_to = first + count
                    self._taken_up += count
                case _Partial():
                    self._partial_waits.clear()
                    began = self._now()
                    self._guard(self._partial)
                    self._rests_until = 2 * self._now() - began
                case _Final(turn, audio):
                    self._final(turn, audio)
                case _Leave():
                    self._close()
                    return

    def _guard(self, work: Callable[[], None]) -> bool:
        """Do it; when the ear fails, change ears and say so."""
        try:
            work()
        except HotseatError as error:
            was, self._ear = self._ear.name, self._fallback(self._ear)
            self._on_change(was, self._ear.name, error)
            if self._stream is not None or work == self._take_over:
                self._stream = None
                self._guard(self._take_over)
            return False
        return True

    def _take_over(self) -> None:
        """The new ear goes on behind the last settled word: what the old one had not made out is heard again."""
        if self._settled:
            self._said[self._turn] = self._said.get(self._turn, ()) + self._settled
            self._heard_from, self._settled = self._settled[-1].end_ms * SAMPLES_PER_MS, ()
        self._stream = self._ear.open(terms=self._terms, voiced=self._voiced)
        if self._heard_from is not None and self._heard_from < self._heard_to:
            pcm = self._recorded(self._heard_from, self._heard_to - self._heard_from)
            self._stream.feed(pcm, first_sample=self._heard_from)

    def _open(self, turn: int) -> None:
        self._close()
        self._turn, self._settled, self._heard_from = turn, (), None
        self._stream = self._ear.open(terms=self._terms, voiced=self._voiced)

    def _close(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _partial(self) -> None:
        if self._stream is None:
            return
        words = self._stream.partial()
        self._settled = words[: self._stream.settled]
        earlier = self._said.get(self._turn, ())
        settled = joined(earlier + self._settled)
        heard_to_ms = self._heard_to // SAMPLES_PER_MS
        self._on_partial(self._turn, joined(earlier + words), len(settled), heard_to_ms, self._ear.weak)

    def _final(self, turn: int, audio: Callable[[], tuple[int, bytes]]) -> None:
        words: tuple[Word, ...] = ()

        def heard() -> None:
            nonlocal words
            if self._stream is None or self._turn != turn:
                self._open(turn)
                self._said.pop(turn, None)
                first, pcm = audio()
                if self._stream is not None:
                    self._stream.feed(pcm, first_sample=first)
            if self._stream is not None:
                words = self._said.get(turn, ()) + self._stream.final()
                self._close()

        for _ in range(3):
            if self._guard(heard):
                break
        self._said = {turn: words}
        self._on_final(turn, words)

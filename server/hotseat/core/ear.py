"""Speech to text as the core sees it: words with times on the session clock, and two small Protocols.

The law: a stream hears one candidate turn. Words that it has called settled never change, are never
said twice and never go missing; only the tentative tail may be withdrawn. Filler words are not
promised (Whisper drops them): count no fillers from these words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

EAR_RATE = 16_000
"""Samples per second of all audio an ear is fed: mono s16le."""

SAMPLES_PER_MS = EAR_RATE // 1000

Voiced = Callable[[int, int], bool]
"""``voiced(start_ms, end_ms)``: did anybody speak anywhere in that stretch of the session clock?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One heard word; ``text`` carries its punctuation and no surrounding space."""

    text: str
    start_ms: int
    """Session clock, ms: ``first_sample / 16``."""
    end_ms: int
    """Session clock, ms; at least ``start_ms``."""
    probability: float
    """The engine's own confidence, 0 to 1; engines differ, so compare within one engine only."""


class EarStream(Protocol):
    """One candidate turn. ``feed`` may be called from any thread at any time and only stores the sound.

    ``partial``, ``final`` and ``close`` do the work: call them from one worker thread at a time, never
    from the event loop. After ``final`` only ``close`` may be called.
    """

    def feed(self, pcm: bytes, *, first_sample: int) -> None:
        """Store mono s16le 16 kHz sound that begins at ``first_sample`` of the session.

        A gap between two calls is filled with silence; sound that was fed before is ignored.
        """

    def partial(self) -> tuple[Word, ...]:
        """Everything heard so far: settled words, then a tentative tail.

        Makes one pass over the sound that is not settled yet if enough is new, else returns the words
        of the last pass at once.
        """

    @property
    def settled(self) -> int:
        """How many words from the start of ``partial()`` will not change any more."""

    def final(self) -> tuple[Word, ...]:
        """The words of the whole turn; decodes only the tail that is not settled yet.

        Works without any ``partial`` before it. Raises ``HotseatError`` if the engine fails; the words
        settled so far can then still be had from ``partial``.
        """

    def close(self) -> None:
        """Free what the stream holds; may be called twice, and without ``final``."""


class Ear(Protocol):
    """An engine that can open streams. Constructing one is cheap; ``warm`` loads the model."""

    @property
    def name(self) -> str:
        """What the candidate is shown, such as ``whisper base.en``."""

    @property
    def weak(self) -> bool:
        """True when the words are good for the gist but not for quoting a person verbatim."""

    @property
    def remote(self) -> bool:
        """True when the sound leaves this machine."""

    def warm(self) -> None:
        """Load the model, if that is not done yet; raises ``HotseatError`` if it cannot be."""

    def open(self, *, terms: Sequence[str] = (), voiced: Voiced | None = None) -> EarStream:
        """Begin a turn.

        ``terms`` are words and phrases of the case that the ear should expect. ``voiced`` lets the ear
        share the session's voice detection; without it the stream runs its own.
        """

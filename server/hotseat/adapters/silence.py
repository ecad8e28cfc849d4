"""The engines that are always there: an ear that leaves it to the keyboard, and a voice that is only read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hotseat.core.ear import Voiced, Word
from hotseat.core.voice import VOICE_RATE

READING_MS_PER_WORD = 280
"""About 215 words a minute, a common silent-reading pace: the line stays out as long as it takes to read."""
_CHUNK = VOICE_RATE // 5 * 2


class TypedEar:
    """Hears nothing: answers are typed."""

    name = "typed"
    weak = True
    remote = False

    def warm(self) -> None:
        """Nothing to load."""

    def open(self, *, terms: Sequence[str] = (), voiced: Voiced | None = None) -> _Deaf:
        """A stream without words."""
        return _Deaf()


class _Deaf:
    settled = 0

    def feed(self, pcm: bytes, *, first_sample: int) -> None:
        """Sound is not kept."""

    def partial(self) -> tuple[Word, ...]:
        return ()

    def final(self) -> tuple[Word, ...]:
        return ()

    def close(self) -> None:
        """Nothing is held."""


class SilentVoice:
    """Says nothing, for as long as reading the sentence takes."""

    name = "silent"
    remote = False

    def warm(self) -> None:
        """Nothing to load."""

    def speak(self, sentence: str, *, pace: float = 1.0) -> Iterator[bytes]:
        """Silence of the length of the reading."""
        samples = int(len(sentence.split()) * READING_MS_PER_WORD / pace) * VOICE_RATE // 1000
        pcm = bytes(samples * 2)
        for at in range(0, len(pcm), _CHUNK):
            yield pcm[at : at + _CHUNK]

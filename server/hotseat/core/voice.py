"""Text to speech as the core sees it: one Protocol, and who is speaking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

VOICE_RATE = 16_000
"""Samples per second of everything a voice yields: mono s16le, whatever the engine's own rate."""

Patience = Literal["short", "normal", "long"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """An interviewer: one file in ``voices/``."""

    id: str
    name: str
    role: str
    manner: str
    """One or two sentences for the candidate (and for a model interviewer): how this person asks."""
    pace: float
    """Speaking speed; 1.0 is the engine's normal pace, 1.1 is a tenth faster."""
    patience: Patience
    """How long this person lets a silence or a tour go on before stepping in."""
    pressure: int
    """How hard the pushes are by default: 1 mild, 2 usual, 3 hard."""
    piper: str
    """Piper voice name such as ``en_US-ryan-medium``."""
    espeak: str
    """espeak-ng voice with variant, such as ``en-us+f2``."""
    remote: str
    """Voice name for an OpenAI-compatible speech endpoint, such as ``alloy``."""


class Voice(Protocol):
    """A speaking engine. One sentence at a time; safe to call from any worker thread."""

    @property
    def name(self) -> str:
        """What the candidate is shown, such as ``piper en_US-ryan-medium``."""

    @property
    def remote(self) -> bool:
        """True when the interviewer's text leaves this machine."""

    def warm(self) -> None:
        """Load the model, if that is not done yet; raises ``HotseatError`` if it cannot be."""

    def speak(self, sentence: str, *, pace: float = 1.0) -> Iterator[bytes]:
        """Yield mono s16le chunks at ``VOICE_RATE``, the first as soon as it is ready.

        Closing the iterator stops the engine: barge-in costs nothing. A sentence without anything to
        pronounce yields nothing. Raises ``HotseatError`` if the engine fails.
        """

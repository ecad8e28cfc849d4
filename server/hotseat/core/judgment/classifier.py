"""Which labels a committed turn shows, by which words, and which phase it belongs to.

Stub of the agreed interface; the trained classifier replaces the bodies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from hotseat.core.judgment.labels import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What was known before the turn began. Every field may be left empty.

    `asked` is the label the interviewer went after, where known; `push` is true when the last interviewer turn
    pushed back. `stated` and `mistakes_so_far` are labels already marked in earlier turns.
    """

    question: str | None = None
    asked: str | None = None
    push: bool = False
    stated: frozenset[str] = frozenset()
    mistakes_so_far: frozenset[str] = frozenset()
    previous: str = ""
    turn_number: int = 1
    case_words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A label, the characters `start` to `end` of the text that prove it, and how sure the classifier is."""

    label: str
    kind: Kind
    start: int
    end: int
    probability: float


class Classifier:
    """Judges single turns from trained weights. Pure: same text, context and weights, same answer."""

    @classmethod
    def from_arrays(cls, weights: Mapping[str, npt.NDArray[Any]]) -> Classifier:
        """Build from the arrays of `hotseat/data/judgment/weights.npz`, which an adapter loads."""
        return cls()

    def marks(self, text: str, context: Context) -> tuple[Found, ...]:
        """The labels that can be defended, in order of `start`, then label id. Session labels never occur."""
        return ()

    def phase(self, text: str, context: Context, previous_phase: str | None) -> tuple[str, float]:
        """The phase of the turn and its probability."""
        return (previous_phase or "problem", 1.0)

    def probabilities(self, text: str, context: Context) -> dict[str, float]:
        """Calibrated probability of every label of scope turn, in the order of the label table."""
        return {}

    def thresholds(self) -> dict[str, float]:
        """The probability from which each label is marked by `marks`."""
        return {}



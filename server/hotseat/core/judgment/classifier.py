"""Which labels a committed turn shows, by which words, and which phase it belongs to.

Two readings are added up: hashed words and letters of the turn and the question, with one logistic regression per
label, and a small encoder of sentences. Calibrated on talk of authors that the models
had not seen; a label is marked where its precision there was high enough. See `docs/judgment.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hotseat.core.judgment import features
from hotseat.core.judgment.encoder import Encoder
from hotseat.core.judgment.labels import BY_ID, LABELS, PHASES, Kind

Floats = npt.NDArray[np.float32]

TURN_LABELS: tuple[str, ...] = tuple(label.id for label in LABELS if label.id != "diagram_without_behaviour")
"""Labels that one turn can show; the other one needs the whole session."""

_SPAN_SLACK = 1.0  # a sentence beside the best one belongs to the span if its score is this close
_DIGITS = 6  # probabilities are rounded, so that platforms agree


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


@dataclass(frozen=True, slots=True)
class _Scored:
    spans: tuple[tuple[int, int], ...]
    labels: Floats  # probability per label
    phases: Floats  # what the phase is judged by, but for the phase before
    sentences: Floats  # score per sentence and label


class Classifier:
    """Judges single turns from trained weights. Pure: same text, context and weights, same answer."""

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]]) -> None:
        names = str(weights["pieces"]).split("\n")
        self._vocabulary: dict[str, int] = {name: at for at, name in enumerate(names)}
        self._rarity: Floats = weights["rarity"].astype(np.float32)
        self._sparse: npt.NDArray[np.int8] = weights["sparse"]
        self._scale: Floats = weights["sparse_scale"]
        self._bias: Floats = weights["sparse_bias"]
        self._encoder = Encoder(weights)
        self._mix = np.float32(weights["mix"])  # share of the encoder's score of a label
        self._calibration: Floats = weights["calibration"]  # slope and offset per label
        self._thresholds: Floats = weights["thresholds"]
        self._phases: Floats = weights["phases"]  # from both readings, the labels and the phase before
        self._last: tuple[tuple[str, str | None], _Scored | None] | None = None  # one turn is asked about often

    @classmethod
    def from_arrays(cls, weights: Mapping[str, npt.NDArray[Any]]) -> Classifier:
        """Build from the arrays of `hotseat/data/judgment/weights.npz`, which an adapter loads."""
        return cls(weights)

    def marks(self, text: str, context: Context) -> tuple[Found, ...]:
        """The labels that can be defended, in order of `start`, then label id. Session labels never occur."""
        scored = self._score(text, context)
        if scored is None:
            return ()
        found = []
        for at in np.flatnonzero(scored.labels >= self._thresholds):
            start, end = _span(scored, int(at))
            label = TURN_LABELS[at]
            found.append(
                Found(
                    label=label,
                    kind=BY_ID[label].kind,
                    start=start,
                    end=end,
                    probability=round(float(scored.labels[at]), _DIGITS),
                )
            )
        return tuple(sorted(found, key=lambda one: (one.start, one.label)))

    def phase(self, text: str, context: Context, previous_phase: str | None) -> tuple[str, float]:
        """The phase of the turn and its probability."""
        scored = self._score(text, context)
        if scored is None:
            return (previous_phase or "problem", 0.0)
        before = np.array([2.0 * (name == previous_phase) for name in PHASES] + [1.0], np.float32)
        scores = np.concatenate([scored.phases, before]) @ self._phases
        chances = np.exp(scores - scores.max())
        best = int(np.argmax(chances))
        return (PHASES[best], round(float(chances[best] / chances.sum()), _DIGITS))

    def probabilities(self, text: str, context: Context) -> dict[str, float]:
        """Calibrated probability of every label of a turn, in the order of the label table."""
        scored = self._score(text, context)
        values = np.zeros(len(TURN_LABELS), np.float32) if scored is None else scored.labels
        return {label: round(float(value), _DIGITS) for label, value in zip(TURN_LABELS, values, strict=True)}

    def thresholds(self) -> dict[str, float]:
        """The probability from which each label is marked by `marks`."""
        return {label: float(value) for label, value in zip(TURN_LABELS, self._thresholds, strict=True)}

    def _score(self, text: str, context: Context) -> _Scored | None:
        asked = (text, context.question)
        last = self._last
        if last is None or last[0] != asked:
            last = self._last = (asked, self._score_anew(text, context))
        return last[1]

    def _score_anew(self, text: str, context: Context) -> _Scored | None:
        read = features.read(text, context.question, self._vocabulary)
        if not read.words:
            return None
        labels = len(TURN_LABELS)
        columns, values = features.sparse(read, self._rarity)
        total = (values @ self._sparse[columns].astype(np.float32)) * self._scale + self._bias
        encoded = self._encoder.scores(read)
        both = total[:labels] + self._mix * encoded.labels
        phases = np.concatenate([_shares(total[labels:]), _shares(encoded.phases), 3 * _chance(both)])
        return _Scored(
            spans=read.spans,
            labels=_chance(both * self._calibration[0] + self._calibration[1]),
            phases=np.asarray(phases, np.float32),
            sentences=self._sentence_scores(text, read) + self._mix * encoded.sentences,
        )

    def _sentence_scores(self, text: str, read: features.Read) -> Floats:
        rows = []
        for start, end in read.spans:
            alone = features.read(text[start:end], None, {})
            columns, values = features.sparse(alone, self._rarity)
            rows.append(values @ self._sparse[columns, : len(TURN_LABELS)].astype(np.float32))
        scores: Floats = np.array(rows, np.float32) * self._scale[: len(TURN_LABELS)]
        return scores


def _chance(scores: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30))), np.float32)


def _shares(scores: Floats) -> Floats:
    """Logarithms of shares that add up to one."""
    less = scores - scores.max()
    return np.asarray(less - np.log(np.exp(less).sum()), np.float32)


def _span(scored: _Scored, label: int) -> tuple[int, int]:
    """The best sentence for the label, and the one beside it if it says nearly as much."""
    column = scored.sentences[:, label]
    best = int(np.argmax(column))
    first = last = best
    beside = [at for at in (best - 1, best + 1) if 0 <= at < len(column) and column[at] >= column[best] - _SPAN_SLACK]
    if beside:
        other = max(beside, key=lambda at: (float(column[at]), -at))
        first, last = min(best, other), max(best, other)
    return scored.spans[first][0], scored.spans[last][1]

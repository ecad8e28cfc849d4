"""Which labels a committed turn shows, by which words, and which phase it belongs to.

Two readings are added up: hashed words and letters of the turn and the question, with one logistic regression per
label, and a small encoder of sentences. Calibrated on talk of authors that the models
had not seen; a label is marked where its precision there was high enough. See `docs/judging.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hotseat.core.judgment import evidence, features, words
from hotseat.core.judgment.encoder import Encoder
from hotseat.core.judgment.evidence import TURN_LABELS
from hotseat.core.judgment.labels import BY_ID, PHASES, Kind

Floats = npt.NDArray[np.float32]

FEWEST_WORDS = 7
"""Shorter replies are not marked: hardly a labelled turn is shorter, and the question alone would decide."""

SHORT_WORDS, SHORT_LIMIT = 22, np.float32(0.75)
"""Shorter turns have to be this likely: on unseen talk their marks were right in 0.80, of longer turns in 0.92, and
most ordinary talk that was marked was short."""

_SPAN_SLACK = 1.0  # a sentence beside the best one belongs to the span if its score is this close
_DIGITS = 6  # probabilities are rounded, so that platforms agree


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What was known before the turn began. Every field may be left empty.

    `asked` is the label the interviewer went after, where known, and `asked_phase` the phase that its answer belongs
    to; `push` is true when the last interviewer turn pushed back. `stated` and `mistakes_so_far` are labels already
    marked in earlier turns.
    """

    question: str | None = None
    asked: str | None = None
    asked_phase: str | None = None
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
    sparse: Floats      # scores of labels, then phases, of the first reading
    encoder: Floats     # the same of the second
    sentences: Floats   # the second reading's score per sentence and label


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
        self._stack: Floats = weights["stack"]            # of the evidence, the last one is the offset
        self._calibration: Floats = weights["calibration"]  # slope and offset per label
        self._limits: Floats = weights["limits"]          # probability to mark from: alone, in a session
        self._phases: Floats = weights["phases"]
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
        if len(words.words(text)) < FEWEST_WORDS:
            return ()
        chances = self._chances(scored, context)
        marked = np.flatnonzero(chances >= self._limit(text, context))
        sentences = self._sentence_scores(text, scored, marked)
        found = []
        for number, at in enumerate(marked):
            start, end = _span(scored.spans, sentences[:, number])
            label = TURN_LABELS[at]
            found.append(Found(
                label=label, kind=BY_ID[label].kind, start=start, end=end,
                probability=round(float(chances[at]), _DIGITS),
            ))
        return tuple(sorted(found, key=lambda one: (one.start, one.label)))

    def phase(self, text: str, context: Context, previous_phase: str | None) -> tuple[str, float]:
        """The phase of the turn and its probability."""
        scored = self._score(text, context)
        if scored is None:
            return (previous_phase or PHASES[0], 0.0)
        known = evidence.of_phase(scored.sparse, scored.encoder, previous_phase, context.asked_phase)
        shares = evidence.shares(known @ self._phases)
        best = int(np.argmax(shares))
        return (PHASES[best], round(float(np.exp(shares[best])), _DIGITS))

    def probabilities(self, text: str, context: Context) -> dict[str, float]:
        """Calibrated probability of every label of a turn, in the order of the label table."""
        scored = self._score(text, context)
        values = np.zeros(len(TURN_LABELS), np.float32) if scored is None else self._chances(scored, context)
        return {label: round(float(value), _DIGITS) for label, value in zip(TURN_LABELS, values, strict=True)}

    def threshold(self, text: str, context: Context) -> float:
        """The probability from which `marks` marks a label of this turn."""
        return round(self._limit(text, context), _DIGITS)

    def _limit(self, text: str, context: Context) -> float:
        limit = float(self._limits[int(context.turn_number > 1)])
        return max(limit, float(SHORT_LIMIT)) if len(text.split()) < SHORT_WORDS else limit

    def _chances(self, scored: _Scored, context: Context) -> Floats:
        known = evidence.of_labels(scored.sparse, scored.encoder, context.turn_number > 1)
        scores = known @ self._stack[:-1] + self._stack[-1]
        return evidence.chance(scores * self._calibration[0] + self._calibration[1])

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
        columns, values = features.sparse(read, self._rarity)
        total = (values @ self._sparse[columns].astype(np.float32)) * self._scale + self._bias
        encoded = self._encoder.scores(read)
        return _Scored(
            spans=read.spans,
            sparse=np.asarray(total, np.float32),
            encoder=np.concatenate([encoded.labels, encoded.phases]),
            sentences=encoded.sentences,
        )

    def _sentence_scores(self, text: str, scored: _Scored, labels: npt.NDArray[np.int64]) -> Floats:
        """Scores per sentence for a few labels, of both readings."""
        rows = np.zeros((len(scored.spans), len(labels)), np.float32)
        for at, (start, end) in enumerate(scored.spans):
            columns, values = features.sparse_of_sentence(text[start:end], self._rarity)
            rows[at] = values @ self._sparse[np.ix_(columns, labels)].astype(np.float32)
        return np.asarray(rows * self._scale[labels] + evidence.MIX * scored.sentences[:, labels], np.float32)


def _span(spans: tuple[tuple[int, int], ...], scores: Floats) -> tuple[int, int]:
    """The best sentence for a label, and the one beside it if it says nearly as much."""
    best = int(np.argmax(scores))
    near = [at for at in (best - 1, best + 1) if 0 <= at < len(scores) and scores[at] >= scores[best] - _SPAN_SLACK]
    other = max(near, key=lambda at: (float(scores[at]), -at), default=best)
    return spans[min(best, other)][0], spans[max(best, other)][1]

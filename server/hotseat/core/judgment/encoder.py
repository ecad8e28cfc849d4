"""A small encoder of sentences in numpy: word-piece vectors, one transformer layer, a score per sentence and label.

The layer began as the first layer of all-MiniLM-L6-v2 with a third of its feed-forward width, and was trained further
on labelled talk (`training/encoder_model.py`). Weights are 8-bit with one scale per output.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hotseat.core.judgment.features import Read

Floats = npt.NDArray[np.float32]

HEADS = 12
LENGTH = 4.5  # of a sentence vector
EPSILON = 1e-12
_TANH = 0.7978845608  # the usual approximation of the Gaussian error unit by a hyperbolic tangent
_CUBE = 0.044715 * _TANH
WIDER = 1.35  # sentences attend in one go if the longest is at most so many times as long as the shortest


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder says of a turn: a score per label, per phase, and per sentence and label."""

    labels: Floats
    phases: Floats
    sentences: Floats


@dataclass(frozen=True, slots=True)
class _Part:
    """Sentences of like length: (sentences, longest) places of their tokens, and which of these are real."""

    at: npt.NDArray[np.int64]
    real: npt.NDArray[np.bool_]


def _parts(starts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> list[_Part]:
    order = np.argsort(lengths, kind="stable")
    parts, first = list[_Part](), 0
    while first < len(order):
        widest = max(lengths[order[first]] * WIDER, lengths[order[first]] + 2)
        last = int(np.searchsorted(lengths[order], widest, side="right"))
        some = order[first:last]
        steps = np.arange(lengths[some[-1]])
        real = steps < lengths[some, None]
        parts.append(_Part(at=np.where(real, starts[some, None] + steps, starts[some, None]), real=real))
        first = last
    return parts


class Encoder:
    """Reads sentences and question side by side; every method is pure."""

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]]) -> None:
        self._table: npt.NDArray[np.int8] = weights["piece_table"]
        self._edge = len(self._table) - 2  # the last two rows open and close a sentence
        self._table_scale: Floats = weights["piece_scale"]
        self._places: Floats = weights["places"].astype(np.float32)
        self._norms: Floats = weights["norms"].astype(np.float32)  # three pairs of gain and offset
        self._matrix = {
            name: weights[f"{name}_weight"].astype(np.float32) * weights[f"{name}_scale"]
            for name in ("query_key_value", "attended", "wider", "narrower", "direct", "hidden", "labels", "turn")
        }
        self._bias: dict[str, Floats] = {name: weights[f"{name}_bias"] for name in self._matrix}

    def _linear(self, name: str, x: Floats) -> Floats:
        return np.asarray(x @ self._matrix[name] + self._bias[name], np.float32)

    def _norm(self, at: int, x: Floats) -> Floats:
        centred = x - x.mean(-1, keepdims=True)
        spread = np.einsum("ij,ij->i", centred, centred) / np.float32(x.shape[1])
        centred *= (1 / np.sqrt(spread + np.float32(EPSILON)))[:, None]
        centred *= self._norms[2 * at]
        centred += self._norms[2 * at + 1]
        return np.asarray(centred, np.float32)

    def _attend(self, mixed: Floats, parts: list[_Part]) -> Floats:
        """Self-attention within each sentence; sentences of like length at once, the longest sets the width."""
        size = self._places.shape[1]
        gathered = np.empty((len(mixed), size), np.float32)
        for part in parts:
            count, longest = part.real.shape
            shape = (count, longest, 3, HEADS, size // HEADS)
            query, key, value = mixed[part.at.ravel()].reshape(shape).transpose(2, 0, 3, 1, 4)
            heat = query @ key.transpose(0, 1, 3, 2)
            heat *= np.float32(1 / np.sqrt(size // HEADS))
            heat += np.where(part.real, np.float32(0), np.float32(-1e4))[:, None, None, :]
            heat -= heat.max(-1, keepdims=True)
            np.exp(heat, out=heat)
            heat /= heat.sum(-1, keepdims=True)
            seen = (heat @ value).transpose(0, 2, 1, 3).reshape(count, longest, size)
            gathered[part.at[part.real]] = seen[part.real]
        return gathered

    def _vectors(self, rows: list[tuple[int, ...]]) -> Floats:
        """One vector a sentence. Tokens of all sentences lie in one table, so nothing is computed for padding."""
        rows = [(self._edge, *row, self._edge + 1) for row in rows]
        lengths = np.array([len(row) for row in rows])
        starts = np.cumsum(lengths) - lengths
        ids = np.array([piece for row in rows for piece in row])
        place = np.arange(len(ids)) - np.repeat(starts, lengths)
        parts = _parts(starts, lengths)
        x = self._norm(0, self._table[ids].astype(np.float32) * self._table_scale + self._places[place])
        mixed = self._linear("query_key_value", x)
        x = self._norm(1, x + self._linear("attended", self._attend(mixed, parts)))
        wide = self._linear("wider", x)
        bend = wide * wide
        bend *= np.float32(_CUBE)
        bend += np.float32(_TANH)
        bend *= wide
        np.tanh(bend, out=bend)
        bend += np.float32(1)
        bend *= wide
        bend *= np.float32(0.5)
        x = self._norm(2, x + self._linear("narrower", bend))
        mean = np.add.reduceat(x, starts) / lengths[:, None].astype(np.float32)
        length = np.sqrt(np.einsum("ij,ij->i", mean, mean))[:, None]
        return np.asarray(mean / np.maximum(length, np.float32(EPSILON)) * np.float32(LENGTH), np.float32)

    def scores(self, read: Read) -> Encoded:
        """Scores of a turn with at least one sentence."""
        asked = [read.question] if read.question else []
        vectors = self._vectors([*read.pieces, *asked])
        said = vectors[: len(read.pieces)]
        question = vectors[-1] if asked else np.zeros(said.shape[1], np.float32)
        nothing = np.zeros((1, said.shape[1]), np.float32)
        beside = np.concatenate(
            [said, np.vstack([nothing, said[:-1]]), np.vstack([said[1:], nothing]), np.tile(question, (len(said), 1))],
            axis=1,
        )
        hidden = np.maximum(self._linear("hidden", beside), np.float32(0))
        sentences = self._linear("direct", said) + self._linear("labels", hidden)
        best = sentences.max(0)
        soft = best + np.log(np.exp(sentences - best).sum(0))
        turn = self._linear("turn", np.concatenate([said.mean(0), question]))
        count = sentences.shape[1]
        return Encoded(np.asarray(soft + turn[:count], np.float32), turn[count:], sentences)

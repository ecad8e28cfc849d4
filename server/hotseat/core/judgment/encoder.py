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
TOGETHER = 12  # sentences of similar length that are encoded in one go


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder says of a turn: a score per label, per phase, and per sentence and label."""

    labels: Floats
    phases: Floats
    sentences: Floats


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
        spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(EPSILON))
        return np.asarray(centred / spread * self._norms[2 * at] + self._norms[2 * at + 1], np.float32)

    def _encode(self, rows: list[tuple[int, ...]]) -> Floats:
        """Vectors of a few sentences of similar length."""
        rows = [(self._edge, *row, self._edge + 1) for row in rows]
        longest = max(len(row) for row in rows)
        ids = np.zeros((len(rows), longest), np.int64)
        real = np.zeros((len(rows), longest), np.float32)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            real[at, : len(row)] = 1
        count, size = len(rows), self._places.shape[1]
        x = self._norm(0, self._table[ids].astype(np.float32) * self._table_scale + self._places[:longest])
        mixed = self._linear("query_key_value", x.reshape(-1, size))
        query, key, value = mixed.reshape(count, longest, 3, HEADS, size // HEADS).transpose(2, 0, 3, 1, 4)
        heat = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(size // HEADS))
        heat += (np.float32(1) - real[:, None, None, :]) * np.float32(-1e4)
        heat = np.exp(heat - heat.max(-1, keepdims=True))
        heat /= heat.sum(-1, keepdims=True)
        gathered = (heat @ value).transpose(0, 2, 1, 3).reshape(-1, size)
        x = self._norm(1, x.reshape(-1, size) + self._linear("attended", gathered))
        wide = self._linear("wider", x)
        bend = np.tanh(wide * (np.float32(_TANH) + np.float32(_CUBE) * wide * wide))
        wide = np.asarray(np.float32(0.5) * wide * (np.float32(1) + bend), np.float32)
        x = self._norm(2, x + self._linear("narrower", wide)).reshape(count, longest, size)
        mean = (x * real[..., None]).sum(1) / real.sum(1, keepdims=True)
        length = np.sqrt((mean * mean).sum(-1, keepdims=True))
        return np.asarray(mean / np.maximum(length, np.float32(EPSILON)) * np.float32(LENGTH), np.float32)

    def _vectors(self, rows: list[tuple[int, ...]]) -> Floats:
        order = sorted(range(len(rows)), key=lambda at: (len(rows[at]), at))
        vectors = np.zeros((len(rows), self._places.shape[1]), np.float32)
        for start in range(0, len(order), TOGETHER):
            part = order[start : start + TOGETHER]
            vectors[part] = self._encode([rows[at] for at in part])
        return vectors

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

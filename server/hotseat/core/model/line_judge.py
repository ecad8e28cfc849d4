"""Is a line fit to be spoken? Two small transformers in numpy over the words of a line and where each comes from.

The layers began as some of all-MiniLM-L6-v2 and were trained further on the lines of `training/lines/`
(`training/lines_model.py`); two that were trained apart err less together than one of twice the layers. What the rules
of the guard say is weighed together with it: the weights of that sum were fitted on lines of writers that neither had
seen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hotseat.core.model.ground import Ground
from hotseat.core.model.reading import Reading, read

Floats = npt.NDArray[np.float32]

HEADS = 12
EPSILON = 1e-12
SURE = 3.0
"""Odds beyond which one reader is enough: on unseen lines a second one changed nothing there, and half are so."""
KINDS = ("good", "praise", "verdict", "hint", "unknown_fact", "premise", "several_questions", "off_target", "other")
"""What a line can be; all but the first are reasons not to speak it."""
MATRICES = ("query_key_value", "attended", "wider", "narrower")
_TANH = 0.7978845608  # the usual approximation of the Gaussian error unit by a hyperbolic tangent
_CUBE = 0.044715 * _TANH


@dataclass(frozen=True, slots=True)
class Opinion:
    """`odds` is the logarithm of the odds that a line is unfit, by its words alone; `kind` the likeliest fault."""

    odds: float
    kind: str


class Reader:
    """One transformer over a line, as it was trained."""

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]], table: Floats) -> None:
        """`weights` of this reader; `table` of vectors of word pieces, (pieces, size)."""
        self._table = table
        self._own: Floats = weights["marks"].astype(np.float32)  # of marks, then the two edges of a line
        self._edge = len(table) + len(self._own) - 2
        self._places: Floats = weights["places"].astype(np.float32)
        self._sources: Floats = weights["sources"]
        self._norms: Floats = weights["norms"]
        self._layers = [
            {name: _linear(weights, f"{name}_{at}") for name in MATRICES} for at in range(int(weights["layers"]))
        ]
        self._hidden, self._direct, self._out = (_linear(weights, name) for name in ("hidden", "direct", "out"))

    def scores(self, found: Reading) -> Floats:
        """(kinds,) scores of a line with at least one token; their softmax are the chances."""
        count = len(found.pieces) + 2
        sources = np.zeros((count, found.sources.shape[1]), np.float32)
        sources[1:-1] = found.sources
        ids = np.concatenate([[self._edge], found.pieces, [self._edge + 1]])
        known = ids < len(self._table)
        vectors = np.empty((count, self._table.shape[1]), np.float32)
        vectors[known], vectors[~known] = self._table[ids[known]], self._own[ids[~known] - len(self._table)]
        x = self._norm(0, vectors + self._places[:count] + sources @ self._sources)
        for at, layer in enumerate(self._layers):
            query, key, value = _apply(layer["query_key_value"], x).reshape(count, 3, HEADS, -1).transpose(1, 2, 0, 3)
            heat = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(query.shape[-1]))
            heat = np.exp(heat - heat.max(-1, keepdims=True))
            seen = (heat / heat.sum(-1, keepdims=True)) @ value
            mixed = seen.transpose(1, 0, 2).reshape(count, -1)
            x = self._norm(2 * at + 1, x + _apply(layer["attended"], mixed))
            x = self._norm(2 * at + 2, x + _apply(layer["narrower"], _bent(_apply(layer["wider"], x))))
        total = sources.sum(0)
        z = np.concatenate([x.mean(0), x.max(0), total / np.float32(count) * np.float32(3), np.log1p(total)])
        return _apply(self._direct, z) + _apply(self._out, np.maximum(_apply(self._hidden, z), np.float32(0)))

    def _norm(self, at: int, x: Floats) -> Floats:
        centred = x - x.mean(-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(EPSILON))
        return np.asarray(centred / spread * self._norms[2 * at] + self._norms[2 * at + 1], np.float32)


class LineJudge:
    """Judges lines from trained weights. Pure: same line, ground and weights, same opinion."""

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]], pieces: Mapping[str, npt.NDArray[Any]]) -> None:
        """`weights` of this judge; `pieces` those of the classifier, whose table of word pieces it shares."""
        names = str(pieces["pieces"]).split("\n")
        self._vocabulary = {name: at for at, name in enumerate(names)}
        table = pieces["piece_table"][: len(names)].astype(np.float32) * pieces["piece_scale"]
        self._readers = [Reader(_of(weights, f"{at}."), table) for at in range(int(weights["readers"]))]
        self._rules = {str(name): float(w) for name, w in zip(weights["rules"], weights["rule_weights"], strict=True)}
        self._stack: Floats = weights["stack"]  # slope and offset of the odds
        self.limit, self.strict_limit = float(weights["limit"]), float(weights["strict_limit"])

    def unfit(self, opinion: Opinion, broken: Collection[str], *, strict: bool = False) -> tuple[str, ...]:
        """The rules that make a line unfit, given those that the guard's own found broken; none when it is fit.

        `strict` where a refusal costs little: for what stands before a question, or a question without it.
        """
        if self.odds(opinion, broken) <= (self.strict_limit if strict else self.limit):
            return ()
        return tuple(broken) or (opinion.kind,)

    def odds(self, opinion: Opinion, broken: Collection[str]) -> float:
        """The odds that a line is unfit, by its words and the rules it breaks, as a logarithm."""
        slope, offset = self._stack
        return float(slope * opinion.odds + offset) + sum(self._rules.get(name, 0.0) for name in broken)

    def opinion(self, line: str, ground: Ground) -> Opinion:
        """What the words say: the mean of the readers, or the first one's word where that is sure."""
        found = read(line, ground, self._vocabulary)
        if not len(found.pieces):
            return Opinion(odds=0.0, kind="empty")
        scores, odds = list[Floats](), list[float]()
        for reader in self._readers:
            scores.append(reader.scores(found))
            odds.append(_odds(scores[-1]))
            if abs(self.odds(Opinion(odds=odds[0], kind=""), ())) > SURE:
                break
        return Opinion(odds=float(np.mean(odds)), kind=KINDS[1 + int(np.argmax(np.mean(scores, 0)[1:]))])


def _odds(scores: Floats) -> float:
    """The logarithm of the odds that it is any fault rather than none."""
    worst = scores[1:].max()
    return float(worst + np.log(np.exp(scores[1:] - worst).sum()) - scores[0])


def _of(weights: Mapping[str, npt.NDArray[Any]], prefix: str) -> dict[str, npt.NDArray[Any]]:
    """The weights of one reader, by their own names."""
    return {name.removeprefix(prefix): value for name, value in weights.items() if name.startswith(prefix)}


def _linear(weights: Mapping[str, npt.NDArray[Any]], name: str) -> tuple[Floats, Floats]:
    return weights[f"{name}_weight"].astype(np.float32) * weights[f"{name}_scale"], weights[f"{name}_bias"]


def _apply(linear: tuple[Floats, Floats], x: Floats) -> Floats:
    return np.asarray(x @ linear[0] + linear[1], np.float32)


def _bent(x: Floats) -> Floats:
    """The Gaussian error unit."""
    bend = np.tanh(x * (np.float32(_TANH) + np.float32(_CUBE) * x * x))
    return np.asarray(x * np.float32(0.5) * (bend + np.float32(1)), np.float32)

"""From out-of-fold scores to probabilities and thresholds, and the figures that go with them."""

from __future__ import annotations

import numpy as np
from prepare import TURN_LABELS, Item

LOOK = {"utterance": 2.0, "corpus-session": 2.0, "talk": 1.0, "session": 1.0}


def calibrate(scores: np.ndarray, truth: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """A common slope and an offset per label (logistic, offsets held near their mean), as (2, labels)."""
    slope, offsets = 1.0, np.zeros(scores.shape[1])
    for _ in range(300):
        chance = 1 / (1 + np.exp(-np.clip(slope * scores + offsets, -30, 30)))
        wrong = (chance - truth) * weights[:, None]
        curve = np.maximum(chance * (1 - chance) * weights[:, None], 1e-9)
        pull = 1.0 * (offsets - offsets.mean())
        offsets = offsets - 0.5 * (wrong.sum(0) + pull) / (curve.sum(0) + 1.0)
        slope -= 0.5 * float((wrong * scores).sum() / ((curve * scores**2).sum() + 1.0))
    return np.stack([np.full(scores.shape[1], slope), offsets]).astype(np.float32)


def _cost(x: np.ndarray, y: np.ndarray, weights: np.ndarray, decay: float) -> float:
    scores = x @ weights
    return float(np.logaddexp(0, scores).sum() - scores @ y + decay / 2 * np.square(weights[:-1]).sum())


def fit_stack(known: np.ndarray, truth: np.ndarray, decay: float = 1.0, steps: int = 25) -> np.ndarray:
    """Logistic regression over all pairs of turn and label, by Newton's method; the last weight is the offset.

    A step that would cost more is halved: from afar the whole step overshoots, and the fit runs away.
    """
    x = known.reshape(-1, known.shape[-1]).astype(np.float64)
    mean, spread = x.mean(0), x.std(0) + 1e-6
    x = np.hstack([(x - mean) / spread, np.ones((len(x), 1))])
    y = truth.ravel().astype(np.float64)
    weights = np.zeros(x.shape[1])
    weights[-1] = -3.0
    ridge = decay * np.diag(np.append(np.ones(x.shape[1] - 1), 0))
    cost = _cost(x, y, weights, decay)
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        curve = np.maximum(chance * (1 - chance), 1e-6)
        step = np.linalg.solve(x.T @ (x * curve[:, None]) + ridge, x.T @ (chance - y) + ridge @ weights)
        while _cost(x, y, weights - step, decay) > cost and np.abs(step).max() > 1e-6:
            step = step / 2
        weights = weights - step
        cost = _cost(x, y, weights, decay)
    plain = weights[:-1] / spread
    return np.append(plain, weights[-1] - plain @ mean).astype(np.float32)


def limit(chance: np.ndarray, truth: np.ndarray, target: float) -> float:
    """The lowest probability from which all marks together are as precise as the target."""
    order = np.argsort(-chance.ravel(), kind="stable")
    precision = np.cumsum(truth.ravel()[order]) / np.arange(1, chance.size + 1)
    good = np.flatnonzero(precision >= target)
    return float(chance.ravel()[order][good[-1]]) if len(good) else 1.0


def of(all_items: list[Item]) -> tuple[np.ndarray, np.ndarray]:
    truth = np.stack([one.labels for one in all_items])
    return truth, np.array([LOOK.get(one.record.source, 0.0) for one in all_items], np.float32)


def figures(marked: np.ndarray, all_items: list[Item]) -> dict[str, float]:
    """Macro and micro precision and recall, and how often near misses and ordinary talk are marked."""
    truth = np.stack([one.labels for one in all_items]) > 0
    right = (marked & truth).sum(0)
    said, there = marked.sum(0), truth.sum(0)
    used = said > 0
    near = [
        any(marked[at, TURN_LABELS.index(label)] for label in one.record.near if label in TURN_LABELS)
        for at, one in enumerate(all_items) if one.record.near - one.record.labels
    ]
    plain = [bool(marked[at].any()) for at, one in enumerate(all_items) if one.record.kind == "ordinary"]
    micro_p = float(right.sum() / max(1, said.sum()))
    micro_r = float(right.sum() / max(1, there.sum()))
    return {
        "macro_precision": float((right[used] / said[used]).mean()) if used.any() else 0.0,
        "macro_recall": float((right[there > 0] / there[there > 0]).mean()),
        "micro_precision": micro_p, "micro_recall": micro_r,
        "micro_f1": 2 * micro_p * micro_r / max(1e-9, micro_p + micro_r),
        "labels_used": float(used.sum()),
        "near_marked": float(np.mean(near)) if near else 0.0,
        "ordinary_marked": float(np.mean(plain)) if plain else 0.0,
    }


def fit_phases(inputs: np.ndarray, phase: np.ndarray, decay: float = 8.0, steps: int = 400) -> np.ndarray:
    """Multinomial logistic regression by gradient descent with momentum; the last input is the offset."""
    kept = phase >= 0
    x, y = inputs[kept].astype(np.float64), np.eye(int(phase.max()) + 1)[phase[kept]]
    weights = np.zeros((x.shape[1], y.shape[1]))
    moving = np.zeros_like(weights)
    pace = 1.0 / (np.square(x).sum(1).mean() * 0.5)
    for _ in range(steps):
        out = x @ weights
        chance = np.exp(out - out.max(1, keepdims=True))
        slope = x.T @ (chance / chance.sum(1, keepdims=True) - y) / len(x) + decay / len(x) * weights
        moving = 0.9 * moving - pace * slope
        weights = weights + moving
    return weights.astype(np.float32)

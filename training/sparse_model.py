"""The first half of the classifier: hashed words and letters, one logistic regression per label."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from prepare import PHASES, TURN_LABELS, Item, features

STEPS, RATE, DECAY = 90, 0.08, 5e-3


def matrix(all_items: list[Item], rarity: np.ndarray) -> torch.Tensor:
    rows = [features.sparse(one.read, rarity) for one in all_items]
    starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    return torch.sparse_csr_tensor(
        torch.from_numpy(starts), torch.from_numpy(np.concatenate([c for c, _ in rows])),
        torch.from_numpy(np.concatenate([v for _, v in rows])), (len(rows), features.SPARSE),
    )


def train(all_items: list[Item], rarity: np.ndarray, steps: int = STEPS, decay: float = DECAY) -> dict[str, np.ndarray]:
    """Weights for labels and phases together: (features, labels + phases) and a bias."""
    x = matrix(all_items, rarity)
    xt = x.to_sparse_coo().t().to_sparse_csr()
    y = torch.from_numpy(np.stack([one.labels for one in all_items]))
    w = torch.from_numpy(np.stack([one.weights for one in all_items]))
    phase = torch.tensor([one.phase for one in all_items])
    labels, rows = len(TURN_LABELS), len(all_items)
    weights = torch.zeros(features.SPARSE, labels + len(PHASES))
    bias = torch.cat([torch.full((labels,), -3.0), torch.zeros(len(PHASES))])
    moments = [torch.zeros_like(weights), torch.zeros_like(weights), torch.zeros_like(bias), torch.zeros_like(bias)]
    known = (phase >= 0).float()
    target = F.one_hot(phase.clamp(min=0), len(PHASES)).float()
    for step in range(1, steps + 1):
        out = x @ weights + bias
        # positives count more: there is one in fifty
        slope = (torch.sigmoid(out[:, :labels]) - y) * w * (1 + 2 * y)
        slope = torch.cat([slope, 0.5 * (F.softmax(out[:, labels:], 1) - target) * known[:, None]], 1) / rows
        for at, (value, gradient) in enumerate(
            ((weights, xt @ slope + decay * weights / 50), (bias, slope.sum(0)))
        ):
            first, second = moments[2 * at], moments[2 * at + 1]
            first.mul_(0.9).add_(gradient, alpha=0.1)
            second.mul_(0.99).addcmul_(gradient, gradient, value=0.01)
            rate = RATE * min(1.0, 2 * (1 - step / (steps + 1)))
            value.sub_(rate * (first / (1 - 0.9**step)) / ((second / (1 - 0.99**step)).sqrt() + 1e-7))
    return {"sparse": weights.numpy(), "sparse_bias": bias.numpy()}


def scores(weights: dict[str, np.ndarray], all_items: list[Item], rarity: np.ndarray) -> np.ndarray:
    return (matrix(all_items, rarity) @ torch.from_numpy(weights["sparse"])).numpy() + weights["sparse_bias"]

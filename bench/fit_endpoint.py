"""Fits the two small models of `core/endpoint_features` on the answers in `training/`; writes `core/endpoint_weights`.

    .venv/bin/python -m bench.fit_endpoint            # writes the weights, prints how they do on authors left out

What is learned: where a sentence may end (every word of every answer is an example, with the ear's punctuation taken
away, kept, or put where the sound merely stopped), and which sentence is the last of its answer. Authors whose names
fall into the last fifth by checksum are left out; `bench/synthetic.py` draws its sentences from those only.
"""

from __future__ import annotations

import json
import random
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.answers import Answer, answers, sentences
from hotseat.core import endpoint_features as ef

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "server/hotseat/core/endpoint_weights.py"
LEAST = 20
"""a feature seen less often gets no weight"""
SMALLEST = 0.06
"""a weight below this is left out"""

Example = tuple[list[str], bool]


def held_out(author: str) -> bool:
    """True for the fifth of the authors that the fit never sees."""
    return zlib.crc32(author.encode()) % 5 == 0


def boundary_examples(answer: Answer, chance: random.Random) -> Iterable[Example]:
    """Prefixes of an answer, with punctuation as ears print it."""
    words = answer.text.split()
    for at in range(2, len(words)):
        ends = words[at].rstrip("\"'”)")[-1:] in (".", "?", "!")
        if not ends and chance.random() > 0.12:
            continue
        prefix = words[max(0, at - 45) : at + 1]
        if chance.random() < 0.5:
            text = " ".join(word.strip(".,;:!?…") for word in prefix)
        else:
            last = prefix[-1]
            if not ends and chance.random() < 0.35:
                last = last.rstrip(",;:") + chance.choice([".", ".", ".", ",", "..."])
            elif ends and chance.random() < 0.15:
                last = last.rstrip(".?!")
            text = " ".join([*prefix[:-1], last])
        if not ends and chance.random() < 0.08:
            text += " " + chance.choice(["um", "uh", "like", "you know", "I mean", "so", "and"])
        yield list(ef.complete_features(text)), ends


def final_examples(answer: Answer) -> Iterable[Example]:
    """Every sentence end of an answer, with and without what an ear prints: was it the last one?"""
    parts = sentences(answer.text)
    said = ""
    for number, part in enumerate(parts):
        said = f"{said} {part}".strip()
        for text in (said, " ".join(word.strip(".,;:!?…") for word in said.split())):
            yield list(ef.final_features(text, answer.asked)), number == len(parts) - 1


def fit(examples: list[Example], *, l2: float, steps: int) -> dict[str, float]:
    """Logistic regression by Adam on a sparse 0/1 matrix; returns weights by feature name."""
    seen = Counter(name for names, _ in examples for name in names)
    names = {name: i for i, name in enumerate(sorted(n for n, count in seen.items() if count >= LEAST))}
    rows = [np.array([names[n] for n in features if n in names], np.int64) for features, _ in examples]
    flat = np.concatenate(rows)
    owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    truth = np.array([label for _, label in examples], np.float64)
    w, m, v = (np.zeros(len(names)) for _ in range(3))
    for step in range(1, steps + 1):
        score = np.bincount(owner, w[flat], len(rows))
        error = 1 / (1 + np.exp(-score)) - truth
        slope = np.bincount(flat, error[owner], len(names)) / len(rows) + l2 * w
        m, v = 0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope * slope
        w -= 0.05 * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return {name: float(w[i]) for name, i in names.items()}


def area(weights: dict[str, float], examples: list[Example]) -> float:
    """Area under the ROC curve."""
    scores: NDArray[Any] = np.array([sum(weights.get(n, 0.0) for n in names) for names, _ in examples])
    truth = np.array([label for _, label in examples])
    ranks = np.empty(len(scores))
    ranks[np.argsort(scores)] = np.arange(len(scores))
    ones = int(truth.sum())
    return float((ranks[truth].sum() - ones * (ones - 1) / 2) / (ones * (len(truth) - ones)))


def written(**tables: dict[str, float]) -> str:
    """The module text: one table a model, names in order, small weights left out."""
    lines = [
        '"""Weights of the two models in `endpoint_features`; written by `bench/fit_endpoint.py`, not by hand."""',
        "",
        "# fmt: off",
    ]
    for table, weights in tables.items():
        lines.append(f"{table}: dict[str, float] = {{")
        row = "   "
        for name, weight in sorted(weights.items()):
            if abs(weight) < SMALLEST:
                continue
            entry = f" {json.dumps(name)}: {weight:.2f},"
            if len(row) + len(entry) > 119:
                lines.append(row)
                row = "   "
            row += entry
        lines += [row, "}"]
    return "\n".join([*lines, "# fmt: on", ""])


def main() -> int:
    """Fit, report, write."""
    chance = random.Random(4)
    known, unknown = [], []
    for answer in answers(ROOT / "training"):
        (unknown if held_out(answer.author) else known).append(answer)
    tables = {}
    makers: list[tuple[str, Callable[[Answer], Iterable[Example]], float]] = [
        ("COMPLETE", lambda answer: boundary_examples(answer, chance), 2e-5),
        ("FINAL", final_examples, 3e-3),
    ]
    for name, make, l2 in makers:
        train = [example for answer in known for example in make(answer)]
        fresh = [example for answer in unknown for example in make(answer)]
        tables[name] = fit(train, l2=l2, steps=400)
        print(
            json.dumps(
                {
                    "figure": f"{name.lower()}_auc",
                    "train": round(area(tables[name], train), 3),
                    "fresh_authors": round(area(tables[name], fresh), 3),
                    "examples": len(train),
                    "positive": round(sum(y for _, y in train) / len(train), 3),
                }
            )
        )
    TARGET.write_text(written(**tables), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

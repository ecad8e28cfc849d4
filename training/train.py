"""Trains the judgment and writes the package's weights: `make train`.

1. Out of fold: three times, on authors and domains that the models have not seen, scores for every record, as said
   and with one word in eight misheard.
2. The stack, its calibration, the limits and the phases are fitted on those scores alone.
3. Both models are trained on everything and stored in 8 bits.

The parts are kept in a work folder, so that they may run side by side: `train.py 0 1`, `train.py 2`, `train.py all`,
then `train.py write`. Without arguments everything that is missing is made, one after the other. `train.py corpus`
scores the corpus by models that saw none of it, for `evaluate.py`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import calibrate
import encoder_model
import export
import numpy as np
import prepare
import sparse_model
import torch
from prepare import evidence
from talk import Record, read_all

FOLDS = 3
FOLD_NAMES = tuple(map(str, range(FOLDS)))
WORK = Path(tempfile.gettempdir()) / "hotseat-training"
ALONE, IN_SESSION = 0.90, 0.87   # precision that the limits must have shown on unseen authors
Scores = dict[str, np.ndarray]
NOISE_IN_TRAINING, NOISE_IN_TEST = 7, 99   # seeds; the tests mishear other words than the training


def of_corpus(record: Record) -> bool:
    return record.source in ("utterance", "corpus-session")


def split(part: str, records: list[Record]) -> tuple[list[Record], list[Record]]:
    """Seen and unseen records: a fold over authors and domains, or everything but the corpus against the corpus."""
    folds = prepare.folds(records, FOLDS)
    held = [of_corpus(r) if part == "corpus" else str(at) == part for r, at in zip(records, folds, strict=True)]
    seen = [record for record, out in zip(records, held, strict=True) if not out]
    return seen, [record for record, out in zip(records, held, strict=True) if out]


def score_unseen(part: str, records: list[Record], work: Path) -> None:
    seen, unseen = split(part, records)
    vocabulary = prepare.vocabulary(seen)
    start, table = encoder_model.beginning(list(vocabulary))
    train, test = prepare.items(seen, vocabulary), prepare.items(unseen, vocabulary)
    heard = prepare.noisy(seen, vocabulary, NOISE_IN_TRAINING)
    misheard = prepare.noisy(unseen, vocabulary, NOISE_IN_TEST, 0.125)
    rarity = prepare.inverse_frequency(train)
    sparse = sparse_model.train(train, rarity)
    encoder = encoder_model.train(train, heard, start, table, seed=len(unseen))
    np.savez(
        work / f"unseen-{part}.npz",
        sparse=sparse_model.scores(sparse, test, rarity), encoder=encoder_model.scores(encoder, test),
        sparse_misheard=sparse_model.scores(sparse, misheard, rarity),
        encoder_misheard=encoder_model.scores(encoder, misheard),
    )
    np.savez(
        work / f"model-{part}.npz",
        **export.sparse_arrays(sparse, rarity), **export.encoder_arrays(encoder, list(vocabulary)),
    )


def whole(records: list[Record], work: Path) -> None:
    vocabulary = prepare.vocabulary(records)
    start, table = encoder_model.beginning(list(vocabulary))
    train, heard = prepare.items(records, vocabulary), prepare.noisy(records, vocabulary, NOISE_IN_TRAINING)
    torch.save(encoder_model.train(train, heard, start, table).state_dict(), work / "all.pt")


def unseen_scores(parts: tuple[str, ...], records: list[Record], work: Path) -> tuple[list[Record], Scores]:
    """Records with the scores of models that had not seen their author."""
    kept: list[Record] = []
    found: dict[str, list[np.ndarray]] = {}
    for part in parts:
        kept += split(part, records)[1]
        with np.load(work / f"unseen-{part}.npz") as stored:
            for name in stored.files:
                found.setdefault(name, []).append(stored[name])
    return kept, {name: np.vstack(rows) for name, rows in found.items()}


def fitted(
    records: list[Record], scores: Scores, alone: float = ALONE, in_session: float = IN_SESSION
) -> dict[str, np.ndarray]:
    """Stack, calibration, limits and phases from scores of unseen talk; the targets are precisions of marks."""
    items = prepare.items(records, {})
    truth, weight = calibrate.of(items)
    pairs = list(zip(scores["sparse"], scores["encoder"], records, strict=True))
    known = np.stack([evidence.of_labels(a, c, record.turn > 1) for a, c, record in pairs])
    stack = calibrate.fit_stack(known, truth)
    total = known @ stack[:-1] + stack[-1]
    line = calibrate.calibrate(total, truth, weight)
    chance = 1 / (1 + np.exp(-(total * line[0] + line[1])))
    later = np.array([record.turn > 1 for record in records])
    limits = [calibrate.limit(chance[~later], truth[~later], alone),
              calibrate.limit(chance[later], truth[later], in_session)]
    inputs = np.stack([prepare.phase_inputs(a, c, record) for a, c, record in pairs])
    return {
        "stack": stack, "calibration": line, "limits": np.array(limits, np.float32),
        "phases": calibrate.fit_phases(inputs, np.array([one.phase for one in items])),
    }


def write(records: list[Record], work: Path) -> None:
    vocabulary = prepare.vocabulary(records)
    kept, scores = unseen_scores(FOLD_NAMES, records, work)
    items = prepare.items(records, vocabulary)
    rarity = prepare.inverse_frequency(items)
    _, table = encoder_model.beginning(list(vocabulary))
    encoder = encoder_model.Model(encoder_model.Layer().state_dict(), table)
    encoder.load_state_dict(torch.load(work / "all.pt"))
    size = export.write({
        **export.sparse_arrays(sparse_model.train(items, rarity), rarity),
        **export.encoder_arrays(encoder, list(vocabulary)),
        **fitted(kept, scores),
    })
    print(f"{export.OUT.name}: {size} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*FOLD_NAMES, "corpus", "all", "write", []])
    parser.add_argument("--work", type=Path, default=WORK)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    work: Path = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    records = read_all()
    missing = [part for part in FOLD_NAMES if not (work / f"unseen-{part}.npz").exists()]
    missing += [] if (work / "all.pt").exists() else ["all"]
    for part in arguments.parts or [*missing, "write"]:
        if part == "all":
            whole(records, work)
        elif part == "write":
            write(records, work)
        else:
            score_unseen(part, records, work)


if __name__ == "__main__":
    main()

"""Trains the judgment and writes the package's weights: `make train`.

1. Out of fold: three times, on authors and domains that the models have not seen, scores for every record, as said
   and with one word in eight misheard.
2. Calibration, thresholds and phases are fitted on those scores alone.
3. Both models are trained on everything and stored in 8 bits.

The parts are kept in a work folder, so that they may run side by side: `train.py 0 1`, `train.py 2`, `train.py all`,
then `train.py write`. Without arguments everything that is missing is made, one after the other.
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
from prepare import PHASES, TURN_LABELS
from talk import Record, read_all

FOLDS = 3
MIX = 0.6        # share of the encoder's score; 0.5 to 0.8 do equally well out of fold
LABELS = len(TURN_LABELS)
NOISE_IN_TRAINING, NOISE_IN_TEST = 7, 99   # seeds; the tests mishear other words than the training


def part_of_fold(fold: int, records: list[Record], work: Path) -> None:
    vocabulary, _ = prepare.load_pieces()
    start, table = encoder_model.beginning(list(vocabulary))
    folds = prepare.folds(records, FOLDS)
    seen = [record for record, at in zip(records, folds, strict=True) if at != fold]
    unseen = [record for record, at in zip(records, folds, strict=True) if at == fold]
    train, test = prepare.items(seen, vocabulary), prepare.items(unseen, vocabulary)
    heard = prepare.noisy(seen, vocabulary, NOISE_IN_TRAINING)
    misheard = prepare.noisy(unseen, vocabulary, NOISE_IN_TEST, 0.125)
    rarity = prepare.inverse_frequency(train)
    sparse = sparse_model.train(train, rarity)
    encoder = encoder_model.train(train, heard, start, table, seed=fold)
    np.savez(
        work / f"fold{fold}.npz",
        sparse=sparse_model.scores(sparse, test, rarity), encoder=encoder_model.scores(encoder, test),
        sparse_misheard=sparse_model.scores(sparse, misheard, rarity),
        encoder_misheard=encoder_model.scores(encoder, misheard),
    )


def whole(records: list[Record], work: Path) -> None:
    vocabulary, _ = prepare.load_pieces()
    start, table = encoder_model.beginning(list(vocabulary))
    train, heard = prepare.items(records, vocabulary), prepare.noisy(records, vocabulary, NOISE_IN_TRAINING)
    torch.save(encoder_model.train(train, heard, start, table).state_dict(), work / "all.pt")


def unseen_scores(records: list[Record], work: Path) -> tuple[list[Record], dict[str, np.ndarray], np.ndarray]:
    """Records with the scores that models gave them which had not seen their author; and the folds."""
    folds = prepare.folds(records, FOLDS)
    kept: list[Record] = []
    parts: dict[str, list[np.ndarray]] = {}
    numbers: list[int] = []
    for fold in range(FOLDS):
        if not (work / f"fold{fold}.npz").exists():
            continue
        here = [record for record, at in zip(records, folds, strict=True) if at == fold]
        kept += here
        numbers += [fold] * len(here)
        with np.load(work / f"fold{fold}.npz") as stored:
            for name in stored.files:
                parts.setdefault(name, []).append(stored[name])
    return kept, {name: np.vstack(found) for name, found in parts.items()}, np.array(numbers)


def fitted(records: list[Record], scores: dict[str, np.ndarray], target: float) -> dict[str, np.ndarray]:
    """Calibration, thresholds and phases from scores of unseen talk."""
    items = prepare.items(records, {})
    truth, weight = calibrate.of(items)
    both = scores["sparse"][:, :LABELS] + MIX * scores["encoder"][:, :LABELS]
    line = calibrate.calibrate(both, truth, weight)
    chance = 1 / (1 + np.exp(-(both * line[0] + line[1])))
    before = np.array([[record.previous_phase == phase for phase in PHASES] for record in records], np.float32)
    inputs = calibrate.phase_inputs(scores["sparse"][:, LABELS:], scores["encoder"][:, LABELS:], both, before)
    return {
        "mix": np.float32(MIX), "calibration": line, "thresholds": calibrate.thresholds(chance, truth, weight, target),
        "phases": calibrate.fit_phases(inputs, np.array([one.phase for one in items])),
    }


def write(records: list[Record], work: Path, target: float) -> None:
    vocabulary, _ = prepare.load_pieces()
    kept, scores, _ = unseen_scores(records, work)
    items = prepare.items(records, vocabulary)
    rarity = prepare.inverse_frequency(items)
    _, table = encoder_model.beginning(list(vocabulary))
    encoder = encoder_model.Model(encoder_model.Layer().state_dict(), table)
    encoder.load_state_dict(torch.load(work / "all.pt"))
    size = export.write({
        **export.sparse_arrays(sparse_model.train(items, rarity), rarity),
        **export.encoder_arrays(encoder, list(vocabulary)),
        **fitted(kept, scores, target),
    })
    print(f"{export.OUT.name}: {size} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=["0", "1", "2", "all", "write", []])
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "hotseat-training")
    parser.add_argument("--target", type=float, default=calibrate.TARGET, help="precision that a threshold must show")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    work: Path = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    records = read_all()
    missing = [str(fold) for fold in range(FOLDS) if not (work / f"fold{fold}.npz").exists()]
    missing += [] if (work / "all.pt").exists() else ["all"]
    for part in arguments.parts or [*missing, "write"]:
        if part == "all":
            whole(records, work)
        elif part == "write":
            write(records, work, arguments.target)
        else:
            part_of_fold(int(part), records, work)


if __name__ == "__main__":
    main()

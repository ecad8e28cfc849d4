"""Prints how well the judgment does on talk that it has not seen, from the scores that `train.py` kept.

- grouped: authors and domains unseen. Stack, calibration and limits are fitted on one half of the authors and used on
  the other, so no figure here is fitted on what it measures.
- corpus: nothing of `corpus/` was seen in training; limits come from the grouped scores of other sources.
- sessions: whole interviews, each judged by models that had seen neither its speaker nor its product: marks, phases,
  next questions, rubric and votes, as `make judge` prints them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from zlib import crc32

import calibrate
import numpy as np
import prepare
from prepare import PHASES, TURN_LABELS, evidence
from talk import HERE, Record, read_all
from train import ALONE, FOLD_NAMES, FOLDS, IN_SESSION, WORK, Scores, fitted, of_corpus, unseen_scores

from hotseat.core.judgment.classifier import Classifier
from hotseat.core.transcript import parse_transcript
from hotseat.evaluate import SessionFigures
from hotseat.judge import read_yaml


def applied(
    fit: dict[str, np.ndarray], records: list[Record], scores: Scores, suffix: str
) -> tuple[np.ndarray, np.ndarray]:
    """Which labels are marked, and the phase, as the classifier would say."""
    marked, phases = [], []
    for record, a, c in zip(records, scores["sparse" + suffix], scores["encoder" + suffix], strict=True):
        total = evidence.of_labels(a, c, record.turn > 1) @ fit["stack"][:-1] + fit["stack"][-1]
        chance = evidence.chance(total * fit["calibration"][0] + fit["calibration"][1])
        marked.append(chance >= fit["limits"][int(record.turn > 1)])
        phases.append(int(np.argmax(prepare.phase_inputs(a, c, record) @ fit["phases"])))
    return np.array(marked), np.array(phases)


def half(record: Record) -> int:
    """Which half of the authors; a bank of utterances by one author is cut by its words."""
    return crc32((record.text[:30] if record.source == "utterance" else record.author).encode()) % 2


def take(records: list[Record], scores: Scores, rows: list[int]) -> tuple[list[Record], Scores]:
    return [records[at] for at in rows], {name: values[rows] for name, values in scores.items()}


def line(name: str, marked: np.ndarray, phases: np.ndarray | None, records: list[Record]) -> None:
    items = prepare.items(records, {})
    found = {key: round(value, 3) for key, value in calibrate.figures(marked, items).items()}
    if phases is not None:
        known = [(p, PHASES.index(r.phase)) for p, r in zip(phases, records, strict=True) if r.phase in PHASES]
        found["phase"] = round(float(np.mean([a == b for a, b in known])), 3)
    print(json.dumps({"on": name, "turns": len(records), **found}), flush=True)


def by_source(title: str, marked: np.ndarray, phases: np.ndarray | None, records: list[Record]) -> None:
    for source in ("utterance", "talk", "corpus-session", "session"):
        rows = [at for at, record in enumerate(records) if record.source == source]
        if rows:
            here = None if phases is None else phases[rows]
            line(f"{title} {source}", marked[rows], here, [records[at] for at in rows])


def grouped(records: list[Record], work: Path, per_label: bool) -> None:
    kept, scores = unseen_scores(FOLD_NAMES, records, work)
    halves = np.array([half(record) for record in kept])
    marked = np.zeros((len(kept), len(TURN_LABELS)), bool)
    misheard, phases = marked.copy(), np.zeros(len(kept), int)
    for side in (0, 1):
        fit = fitted(*take(kept, scores, list(np.flatnonzero(halves != side))), ALONE, IN_SESSION)
        rows = list(np.flatnonzero(halves == side))
        part = take(kept, scores, rows)
        marked[rows], phases[rows] = applied(fit, *part, "")
        misheard[rows], _ = applied(fit, *part, "_misheard")
    by_source("grouped", marked, phases, kept)
    by_source("grouped, one word in eight misheard,", misheard, None, kept)
    if per_label:
        labels(marked, kept)


def labels(marked: np.ndarray, records: list[Record]) -> None:
    truth = np.array([[label in record.labels for label in TURN_LABELS] for record in records])
    for at, label in enumerate(TURN_LABELS):
        right, said, there = (marked[:, at] & truth[:, at]).sum(), marked[:, at].sum(), truth[:, at].sum()
        print(f"{label:28s} precision {right / max(1, said):.2f}  recall {right / max(1, there):.2f}  of {there}")


def corpus(records: list[Record], work: Path) -> None:
    kept, scores = unseen_scores(FOLD_NAMES, records, work)
    others = take(kept, scores, [at for at, record in enumerate(kept) if not of_corpus(record)])
    unseen, theirs = unseen_scores(("corpus",), records, work)
    fit = fitted(*others, ALONE, IN_SESSION)
    marked, phases = applied(fit, unseen, theirs, "")
    by_source("corpus unseen,", marked, phases, unseen)
    by_source("corpus unseen, misheard,", applied(fit, unseen, theirs, "_misheard")[0], None, unseen)


def sessions(records: list[Record], work: Path) -> None:
    """What `make judge` prints, over sessions that were held out."""
    figures, corpus_figures = SessionFigures(), SessionFigures()
    folds = prepare.folds(records, FOLDS)
    kept, scores = unseen_scores(FOLD_NAMES, records, work)
    place = {id(record): str(fold) for record, fold in zip(records, folds, strict=True)}
    for part in FOLD_NAMES:
        others = take(kept, scores, [at for at, record in enumerate(kept) if place[id(record)] != part])
        with np.load(work / f"model-{part}.npz") as stored:
            judge = Classifier.from_arrays({**stored, **fitted(*others)})
        authors = {r.author for r in records if place[id(r)] == part and r.source.endswith("session")}
        for folder, figured in (("sessions", figures), ("corpus", corpus_figures)):
            for name in sorted(authors):
                path = HERE / folder / f"{name}.yaml"
                if path.is_file():
                    figured.add(parse_transcript(read_yaml(path), name=name), judge)
    for title, figured in (("sessions", figures), ("corpus sessions", corpus_figures)):
        print(f"== held-out {title}")
        print("\n".join(figured.lines()), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--labels", action="store_true", help="precision and recall of every label")
    arguments = parser.parse_args()
    records = read_all()
    grouped(records, arguments.work, arguments.labels)
    if (arguments.work / "unseen-corpus.npz").exists():
        corpus(records, arguments.work)
    if all((arguments.work / f"model-{part}.npz").exists() for part in FOLD_NAMES):
        sessions(records, arguments.work)


if __name__ == "__main__":
    main()

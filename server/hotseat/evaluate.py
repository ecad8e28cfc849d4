"""How the judgment does on labelled talk: ``python -m hotseat.evaluate FOLDER...``, behind ``make judge``.

Sessions (files with ``turns``) and utterance lists are told apart by what is in them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hotseat.adapters.weights import classifier
from hotseat.core.judging import judge_utterances, replay
from hotseat.core.judgment.committee import VOTES
from hotseat.core.judgment.labels import BY_ID, LABELS
from hotseat.core.judgment.timing import checkpoint
from hotseat.core.judgment.tracker import Judge
from hotseat.core.transcript import Transcript, parse_transcript
from hotseat.errors import HotseatError
from hotseat.judge import case_of, read_yaml

FOLDERS = ("training/exam", "training/corpus")
UNSEEN = "exam"
"""Name of the folder of talk that is never trained on."""


@dataclass(slots=True)
class Counts:
    """Marks that were right, wrong and missed, by label."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, found: Iterable[str], wanted: Iterable[str]) -> None:
        got, want = set(found), set(wanted)
        self.right.update(got & want)
        self.wrong.update(got - want)
        self.missed.update(want - got)

    def micro(self) -> tuple[float, float]:
        """Precision and recall over all marks."""
        right = self.right.total()
        return _share(right, right + self.wrong.total()), _share(right, right + self.missed.total())

    def macro(self) -> tuple[float, float]:
        """Mean precision (of labels that were marked) and recall (of labels that occur)."""
        marked = [label for label in BY_ID if self.right[label] + self.wrong[label]]
        occur = [label for label in BY_ID if self.right[label] + self.missed[label]]
        precision = [_share(self.right[x], self.right[x] + self.wrong[x]) for x in marked]
        recall = [_share(self.right[x], self.right[x] + self.missed[x]) for x in occur]
        return _mean(precision), _mean(recall)

    def table(self) -> list[str]:
        """A line per label that occurs or was marked."""
        lines = []
        for label in LABELS:
            r, w, m = self.right[label.id], self.wrong[label.id], self.missed[label.id]
            if r + w + m:
                lines.append(
                    f"  {label.id:26s} precision {_share(r, r + w):.2f}  recall {_share(r, r + m):.2f}  n {r + m}"
                )
        return lines


@dataclass(slots=True)
class SessionFigures:
    """What whole sessions show, summed."""

    marks: Counts = field(default_factory=Counts)
    phases: list[bool] = field(default_factory=list)
    next_good: list[bool] = field(default_factory=list)
    next_bad: list[bool] = field(default_factory=list)
    rubric: list[float] = field(default_factory=list)
    rubric_unassessed: int = 0
    votes: list[tuple[int, int]] = field(default_factory=list)
    pushes: list[bool] = field(default_factory=list)
    by_3min: list[bool] = field(default_factory=list)
    chains: list[bool] = field(default_factory=list)

    def add(self, transcript: Transcript, judge: Judge) -> None:
        """Judge one labelled session and count."""
        done = replay(transcript, case_of(transcript), judge)
        expected = transcript.expected
        for step in done.steps:
            turn = transcript.turns[step.index]
            self.marks.add((m.label for m in step.marks), (*turn.signals, *turn.mistakes))
            if turn.phase is not None:
                self.phases.append(turn.phase == step.phase)
            if turn.good_targets:
                self.next_good.append(step.next.target in turn.good_targets)
                self.next_bad.append(step.next.target in turn.bad_targets)
            if turn.push_outcome is not None:
                self.pushes.append(turn.push_outcome == step.push_outcome)
        for line in done.assessment.rubric:
            want = expected.get("rubric", {}).get(line.dimension)
            if (want is None) != (line.score is None):
                self.rubric_unassessed += 1
            elif want is not None and line.score is not None:
                self.rubric.append(abs(want - line.score))
        if expected.get("vote") in VOTES and done.assessment.committee.vote is not None:
            self.votes.append((VOTES.index(expected["vote"]), VOTES.index(done.assessment.committee.vote)))
        at3 = checkpoint(done.state, at_ms=180_000)
        for name, said in expected.get("by_3min", {}).items():
            self.by_3min.append((getattr(at3, name, None) is not None) == said)
        if "chain_order" in expected:
            self.chains.append(set(expected["chain_order"]) == set(done.state.links()))

    def lines(self) -> list[str]:
        precision, recall = self.marks.micro()
        step = _mean([abs(a - b) <= 1 for a, b in self.votes])
        return [
            f"marks over turns: micro precision {precision:.3f}, recall {recall:.3f}",
            f"phase of a turn: {_mean(self.phases):.3f} of {len(self.phases)}",
            f"next target: good {_mean(self.next_good):.3f}, bad {sum(self.next_bad)} of {len(self.next_bad)}",
            f"pushes: outcome right {_mean(self.pushes):.3f} of {len(self.pushes)}",
            f"rubric: mean error {_mean(self.rubric):.3f} of {len(self.rubric)} lines, "
            f"{self.rubric_unassessed} assessed by one side only",
            f"votes: exact {_mean([a == b for a, b in self.votes]):.3f}, within one step {step:.3f}, "
            f"rank agreement {spearman(self.votes):.3f} over {len(self.votes)}",
            f"by 3:00: right {_mean(self.by_3min):.3f}; links of the chain: same set {_mean(self.chains):.3f}",
        ]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures of every folder. Exit status 1 when nothing could be read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", help="folders of labelled talk")
    parser.add_argument("--labels", action="store_true", help="also a line per label")
    arguments = parser.parse_args(argv)
    folders = [Path(f) for f in arguments.folders] or [Path(f) for f in FOLDERS if Path(f).is_dir()]
    if not folders:
        print("No labelled talk here: name a folder.", file=sys.stderr)
        return 1
    for folder in folders:
        for line in figures(folder, classifier(), labels=arguments.labels):
            print(line)
    return 0


def figures(folder: Path, judge: Judge, *, labels: bool = False) -> list[str]:
    """The figures of one folder, in lines."""
    sessions, utterances = SessionFigures(), Counts()
    near, ordinary, phases = list[bool](), list[bool](), list[bool]()
    count = 0
    for path in sorted(folder.glob("*.yaml")):
        raw = read_yaml(path)
        if isinstance(raw, dict) and "turns" in raw:
            try:
                sessions.add(parse_transcript(raw, name=path.stem), judge)
                count += 1
            except HotseatError as error:
                print(f"{path.name}: {error}", file=sys.stderr)
        elif isinstance(raw, list):
            for item, answer in zip(raw, judge_utterances(raw, judge), strict=True):
                found = [mark["id"] for mark in answer["marks"]]
                utterances.add(found, item.get("labels", ()))
                phases.append(item.get("phase") in (None, answer["phase"]))
                if item.get("kind") == "near_miss":
                    near.append(item.get("target") in found)
                elif item.get("kind") == "ordinary":
                    ordinary.append(bool(found))
    seen = "never trained on" if folder.name == UNSEEN else "trained on, so better than on new talk"
    known = f" ({seen})" if folder.parent.name == "training" else ""
    lines = [f"== {folder}: {count} sessions, {len(phases)} utterances{known}"]
    if count:
        lines += sessions.lines()
        lines += sessions.marks.table() if labels else []
    if phases:
        (p, r), (mp, mr) = utterances.macro(), utterances.micro()
        lines.append(f"utterances: macro precision {p:.3f}, recall {r:.3f}; micro {mp:.3f}, {mr:.3f}")
        lines.append(f"near misses marked {_mean(near):.3f} of {len(near)}, ordinary talk {_mean(ordinary):.3f}")
        lines.append(f"phase of an utterance: {_mean(phases):.3f}")
        lines += utterances.table() if labels else []
    return lines


def spearman(pairs: Sequence[tuple[int, int]]) -> float:
    """Rank agreement of two orders with ties at their mean rank; 0 where one side is constant."""
    left, right = _ranks([a for a, _ in pairs]), _ranks([b for _, b in pairs])
    if not pairs:
        return 0.0
    ml, mr = _mean(left), _mean(right)
    over = sum((a - ml) * (b - mr) for a, b in zip(left, right, strict=True))
    under = (sum((a - ml) ** 2 for a in left) * sum((b - mr) ** 2 for b in right)) ** 0.5
    return over / under if under else 0.0


def _ranks(values: Sequence[int]) -> list[float]:
    order = sorted(values)
    return [order.index(v) + (order.count(v) - 1) / 2 for v in values]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


if __name__ == "__main__":
    raise SystemExit(main())

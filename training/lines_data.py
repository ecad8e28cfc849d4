"""Lines of models in the interviewer's role, written by hand and labelled: read, varied, and put on their ground.

The form is that of `tests/model/lines/`: `= case target`, `> what the candidate said`, then `kind | line`. A `{q}`
stands for the scripted question. Every writer is one file.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
from export import OUT
from talk import HERE

sys.path.insert(0, str(HERE.parent / "server"))
sys.path.insert(0, str(HERE.parent / "tests" / "model"))

from adversary import outputs
from spoken_lines import Spoken, lines_in

from hotseat.adapters.case_files import case_paths, load_case_file
from hotseat.adapters.lexicon import english
from hotseat.core.case import Case
from hotseat.core.interviewer import Move
from hotseat.core.judgment.rules import spoken_words
from hotseat.core.judgment.state import State
from hotseat.core.model.ground import Ground, ground_of
from hotseat.core.model.line import SHORT_QUESTION
from hotseat.core.model.line_judge import KINDS
from hotseat.core.model.line_rules import Rules
from hotseat.core.model.reading import Reading, read
from hotseat.core.model.sentences import split

LINES, CASES, OLDER = HERE / "lines", HERE.parent / "cases", HERE.parent / "tests" / "model" / "lines"
EXAM = "apart"
"""What the names of the sets of `tests/model/lines` begin with that nothing is trained on."""
KIND_OF = {
    "good": "good", "praise": "praise", "verdict": "verdict", "hint": "hint", "leak": "unknown_fact",
    "fact": "unknown_fact", "premise": "premise", "quote": "premise", "stacked": "several_questions",
    "off": "off_target", "role": "off_target", "command": "off_target", "character": "off_target",
    "figure": "unknown_fact", "joined": "several_questions", "answer": "hint",
}  # fmt: skip
SHIPPED_WEIGHT, GROWN_WEIGHT, GROWN = 0.4, 0.4, 40
"""Questions of the cases and grown outputs are many and alike; so many of the latter are grown of each case."""
BEFORE_THE_QUESTION = ("good", "praise", "verdict", "leak", "fact", "premise", "quote")
"""Kinds whose fault, if any, stands before the question in a line of more than one sentence."""
BABBLED = 0.12
"""Share of good lines that are shuffled."""
VARIED = 2
"""Other questions of the moment that take the place of the scripted one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One line: what the judge reads of it, its kind as a number of `KINDS`, and what the rules find and doubt."""

    text: str
    read: Reading
    kind: int
    weight: float
    refused: bool
    """the rules alone refuse it"""
    doubts: tuple[str, ...]
    as_written: bool


def writers() -> list[str]:
    """The files of `training/lines`, each by one hand."""
    return sorted(path.stem for path in LINES.glob("*.txt"))


@cache
def _vocabulary() -> dict[str, int]:
    return {name: at for at, name in enumerate(str(np.load(OUT)["pieces"]).split("\n"))}


def pieces() -> list[str]:
    """Names of the word pieces, in the order of the classifier's table."""
    return list(_vocabulary())


def examples() -> dict[str, list[Example]]:
    """Everything to train on, by writer; what nobody wrote as a model's line has names of its own."""
    found = {path.stem: list(_written(path)) for path in sorted(LINES.glob("*.txt"))}
    older = [path for path in sorted(OLDER.glob("*.txt")) if not path.stem.startswith(EXAM)]
    found["older"] = [one for path in older for one in _written(path)]
    cases = [load_case_file(path) for path in case_paths(CASES)]
    found["shipped"] = [one for case in cases for one in _shipped(case)]
    found["grown"] = [one for number, case in enumerate(cases) for one in _grown(case, number)]
    return found


def openings(name: str) -> list[Example]:
    """What one writer put before a question, each with the scripted question behind it."""
    found = []
    for line in lines_in(LINES / f"{name}.txt"):
        before = " ".join(split(line.text)[:-1])
        rules = Rules(ground=ground_of(line.case, line.state, line.move, english()))
        if before and line.kind in BEFORE_THE_QUESTION and "?" not in before and not rules.opening_musts(before):
            one = _example(f"{before} {line.move.text}", line.kind, rules.ground)
            found.append(replace(one, text=before, refused=False, doubts=rules.opening_doubts(before)))
    return found


def _written(path: Path) -> list[Example]:
    chance, found = Random(path.stem), list[Example]()
    lines = list(lines_in(path))
    good = [line for line in lines if line.kind == "good"]
    for line in lines:
        ground = ground_of(line.case, line.state, line.move, english())
        texts = [*_variants(line, chance), *_joined_anew(line, good, chance), _alone(line)]
        found += [_example(text, line.kind, ground, first=not at) for at, text in enumerate(texts) if text]
        if line.kind == "good" and chance.random() < BABBLED:
            found.append(_example(_babble(line.text, chance), "babble", ground, first=False))
    return found


def _babble(text: str, chance: Random) -> str:
    """The words of a line in any order, as small or broken models put them."""
    words = text.rstrip("?. ").lower().split()
    chance.shuffle(words)
    return f"{' '.join(words).capitalize()}?"


def _alone(line: Spoken) -> str:
    """The question of a good line without what stands before it, where it is long enough to be spoken so."""
    own = split(line.text)
    return own[-1] if line.kind == "good" and len(own) > 1 and spoken_words(own[-1]) >= SHORT_QUESTION else ""


def _joined_anew(line: Spoken, good: list[Spoken], chance: Random) -> list[str]:
    """The same fault, or none, in other company: what stands before the question, or the question, of a good line.

    Only lines of the same moment lend theirs, since what was said decides what is fit.
    """
    said = line.state.heard[-1].turn.text
    others = [split(o.text) for o in good if o is not line and o.state.heard[-1].turn.text == said]
    asking = [o[-1] for o in others if o[-1].endswith("?")]
    before = [" ".join(o[:-1]) for o in others if len(o) > 1 and "?" not in " ".join(o[:-1])]
    own = split(line.text)
    if len(own) > 1 and own[-1].endswith("?") and line.kind in BEFORE_THE_QUESTION and asking:
        return [" ".join([*own[:-1], chance.choice(asking)])]
    if len(own) == 1 and before and line.kind in (*BEFORE_THE_QUESTION, "hint", "stacked"):
        return [f"{chance.choice(before)} {line.text}"]
    return []


def _variants(line: Spoken, chance: Random) -> list[str]:
    """The line as written; where it stands beside the scripted question, also beside others, and alone."""
    if not line.beside:
        return [line.text]
    others = [q.text for q in line.case.questions if q.text.endswith("?") and q.target == line.move.target]
    others += [q.text for q in line.case.questions if q.text.endswith("?")][:VARIED]
    chosen = chance.sample(others, min(VARIED, len(others)))
    beside = [line.written.replace("{q}", other) for other in (*chosen, "")]
    return [line.text, *(text.strip() for text in beside)]


def _shipped(case: Case) -> list[Example]:
    items = [(q.target, q.text) for q in case.questions] + [(p.target, p.text) for p in case.pushes]
    found = []
    for target, text in items:
        planned = next((other for t, other in items if t == target and other != text), text)
        move = Move(kind="probe", text=planned, target=target)
        ground = ground_of(case, State(), move, english())
        found.append(_example(text, "good", ground, weight=SHIPPED_WEIGHT))
    return found


def _grown(case: Case, seed: int) -> list[Example]:
    found = []
    for bad in outputs(case, GROWN, seed=1000 + seed):
        ground = ground_of(case, State(), bad.move, english())
        if bad.text.strip():
            found.append(_example(bad.text, bad.kind, ground, weight=GROWN_WEIGHT))
    return found


def _example(text: str, kind: str, ground: Ground, *, first: bool = True, weight: float = 1.0) -> Example:
    rules = Rules(ground=ground)
    return Example(
        text=text,
        read=read(text, ground, _vocabulary()),
        kind=KINDS.index(KIND_OF.get(kind, "other")),
        weight=weight,
        refused=bool(rules.musts(text)),
        doubts=rules.doubts(text),
        as_written=first,
    )

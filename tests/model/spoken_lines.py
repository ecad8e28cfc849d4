"""Lines written by hand, of cases and moments: what models say in this role, fit to be heard or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from hotseat.adapters.case_files import load_case_file
from hotseat.adapters.lexicon import english
from hotseat.adapters.weights import line_judge
from hotseat.core.case import Case
from hotseat.core.interviewer import Judged, Move, Turn
from hotseat.core.judgment.bank_challenges import CHALLENGES
from hotseat.core.judgment.bank_probes import PROBES
from hotseat.core.judgment.state import Heard, State
from hotseat.core.model.ground import ground_of
from hotseat.core.model.guard import Guard
from hotseat.core.model.line import Line
from hotseat.core.model.sentences import Sentences

HERE = Path(__file__).parent / "lines"
CASES = Path(__file__).parents[2] / "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One line of a file at its moment: the scripted question, and what the candidate has said."""

    kind: str
    written: str
    """as it stands in the file, where ``{q}`` is the scripted question"""
    text: str
    move: Move
    state: State
    case: Case
    last_is_fit: bool
    """an unfit line whose last sentence alone is fit: a star behind its kind in the file"""

    @property
    def beside(self) -> bool:
        """True when it stands beside the scripted question."""
        return "{q}" in self.written


def lines_of(name: str) -> Iterator[Spoken]:
    """All lines of a file of this folder, in order."""
    return lines_in(HERE / name)


def lines_in(path: Path) -> Iterator[Spoken]:
    """All lines of a file, in order; each scripted question of the target takes its turn."""
    case, target, said, number = None, "", "", 0
    for row in path.read_text(encoding="utf-8").splitlines():
        if row.startswith("= "):
            _, name, target = row.split()
            case, number = load(name), 0
        elif row.startswith("> "):
            said = row[2:]
        elif row and not row.startswith("#"):
            assert case is not None
            planned = _planned(case, target)
            move = Move(kind="probe", text=planned[number % len(planned)], target=target)
            number += 1
            kind, _, text = row.partition(" | ") if " | " in row else ("good", "", row)
            written = text.strip().replace("\\n", "\n")
            yield Spoken(
                kind=kind.strip(" *"), last_is_fit="*" in kind, written=written,
                text=written.replace("{q}", move.text), move=move, state=heard(said), case=case,
            )  # fmt: skip


@lru_cache
def load(name: str) -> Case:
    return load_case_file(CASES / f"{name}.yaml")


def heard(text: str) -> State:
    """The state after one answer."""
    judged = Judged(phase="problem", marks=(), links=(), stated=())
    turn = Turn(index=1, text=text, start_ms=0, end_ms=1)
    return State(heard=(Heard(turn=turn, judged=judged, question=None, answer="answered"),))


def guard_of(line: Spoken) -> Guard:
    return Guard(ground=ground_of(line.case, line.state, line.move, english()), judge=line_judge())


def spoken(guard: Guard, move: Move, text: str) -> str:
    """What a candidate would hear of an output, without the scripted words that end a begun line."""
    line = Line(move, guard)
    cutter, said = Sentences(), list[str]()
    for piece in [text[i : i + 29] for i in range(0, len(text), 29)]:
        for sentence in cutter.feed(piece):
            step = line.hear(sentence)
            if step.do in ("begin", "end"):
                said.append(step.text)
            if step.do in ("end", "refuse"):
                return " ".join(said)
    rest = cutter.rest()
    step = line.hear(rest) if rest else line.over()
    if step.do in ("begin", "wait"):
        said += [step.text] if step.do == "begin" else []
        step = line.over()
    return " ".join([*said, step.text]) if step.do == "end" else " ".join(said)


def _planned(case: Case, target: str) -> list[str]:
    own = [q.text for q in case.questions if q.target == target and "?" in q.text]
    bank = [text for _, text in (*PROBES.get(target, ()), *CHALLENGES.get(target, ())) if "?" in text]
    return own + bank[:2]

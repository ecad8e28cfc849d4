"""Case files: YAML from the package's folder and from the user's own, errors with file and line.

The user's folder wins where both hold a case of the same id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from hotseat.core.case import Case
from hotseat.core.case_schema import CaseProblem, parse_case
from hotseat.errors import HotseatError

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's safe loader where the wheel has it: ten times as fast, and 25 cases are read at a start."""


def package_cases() -> Path:
    """The folder of the cases that ship: in the wheel under ``data``, in a checkout at the top."""
    here = Path(__file__).resolve().parent.parent
    packed = here / "data" / "cases"
    return packed if packed.is_dir() else here.parent.parent / "cases"


def load_case_file(path: Path) -> Case:
    """The case in `path`. Raises ``HotseatError("case_invalid")`` naming file, line and what was expected."""
    lines = case_file_problems(path)
    if lines:
        raise HotseatError(
            "case_invalid", "\n".join(lines), next_step="Correct the file, then run `hotseat cases lint`."
        )
    case, _ = parse_case(yaml.load(_read(path), Loader=LOADER))
    assert case is not None  # no problems were found
    return case


def case_file_problems(path: Path) -> list[str]:
    """Everything that is wrong with the file, each as ``file:line: key: what was expected``."""
    text = _read(path)
    try:
        node = yaml.compose(text, Loader=LOADER)
        raw = yaml.load(text, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        return [f"{path.name}:{line}: expected YAML: {getattr(error, 'problem', error)}"]
    _, problems = parse_case(raw)
    found = [f"{path.name}:{_line(node, problem)}: {problem}" for problem in problems]
    if not problems and raw["id"] != path.stem:
        found.append(f"{path.name}:1: id: expected the name of the file, {path.stem!r}")
    return found


def load_cases(folders: Iterable[Path]) -> dict[str, Case]:
    """Every valid case by id, sorted; later folders win. Raises ``case_invalid`` at the first broken one."""
    cases: dict[str, Case] = {}
    for folder in folders:
        for path in case_paths(folder):
            case = load_case_file(path)
            cases[case.id] = case
    return dict(sorted(cases.items()))


def case_paths(folder: Path) -> Iterator[Path]:
    """The case files of a folder in order of name; nothing where there is no folder."""
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))


def find_case(case_id: str, folders: Iterable[Path]) -> Case:
    """One case by id, from the last folder that has it. Raises ``HotseatError("case_unknown")``."""
    for folder in reversed(list(folders)):
        path = folder / f"{case_id}.yaml"
        if case_id.replace("-", "").replace("_", "").isalnum() and path.is_file():
            return load_case_file(path)
    raise HotseatError("case_unknown", f"There is no case called {case_id!r}.", next_step="`hotseat cases` lists them.")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise HotseatError("case_unreadable", f"{path.name} can't be read: {error}.") from error


def _line(node: yaml.Node | None, problem: CaseProblem) -> int:
    """The line of the deepest node that the problem's path reaches."""
    line = node.start_mark.line + 1 if node is not None else 1
    for step in problem.path:
        child = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == step:
                    line, child = key.start_mark.line + 1, value
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            child = node.value[step]
            line = child.start_mark.line + 1
        node = child
        if node is None:
            break
    return int(line)

"""Reads a case from a parsed mapping and says, with a path, everything that is wrong with it.

Pure: a file's lines are the business of `adapters/case_files.py`, which turns a path into a line number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from hotseat.core.case import (
    FAMILIES,
    FITS,
    LEVELS,
    PUNISHED,
    BoundaryOption,
    Case,
    CasePush,
    CaseQuestion,
    Evidence,
    Fact,
    StrongAnswer,
    WrongPush,
)
from hotseat.core.judgment.labels import BY_ID

SCHEMA_VERSION = 1
Path = tuple[str | int, ...]
T = TypeVar("T")

REQUIRED_TEXT = (
    "id", "family", "title", "prompt", "context", "first_punished", "why", "failure_mode",
    "rollout", "rollback", "failure_handling",
)  # fmt: skip
OTHER_KEYS = (
    "version", "level", "boundaries", "facts", "evidence", "vocabulary", "strong_answer", "questions",
    "pushes", "wrong_pushes", "better",
)  # fmt: skip
KEYS = frozenset((*REQUIRED_TEXT, *OTHER_KEYS))
STRONG_KEYS = ("user", "boundary", "failure_mode", "metrics", "rollout", "escalation", "tradeoff")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseProblem:
    """Where in the case something is wrong, and what was expected there."""

    path: Path
    expected: str

    def __str__(self) -> str:
        where = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in self.path).lstrip(".")
        return f"{where or 'the file'}: {self.expected}"


@dataclass(slots=True)
class _Reader:
    """Collects problems while it reads, so that one run names them all."""

    problems: list[CaseProblem] = field(default_factory=list)

    def wrong(self, path: Path, expected: str) -> None:
        self.problems.append(CaseProblem(path=path, expected=expected))

    def text(self, raw: Mapping[str, Any], key: str, path: Path, *, among: Sequence[str] = ()) -> str:
        value = raw.get(key)
        if not isinstance(value, str) or not value.strip():
            self.wrong((*path, key), "expected a text that is not empty")
            return ""
        if among and value not in among:
            self.wrong((*path, key), f"expected one of {', '.join(among)}, found {value!r}")
        return value.strip()

    def rung(self, raw: Mapping[str, Any], path: Path) -> int:
        value = raw.get("rung", 1)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 8:
            self.wrong((*path, "rung"), "expected a whole number from 1 to 8")
            return 1
        return value

    def label(self, raw: Mapping[str, Any], path: Path) -> str:
        target = self.text(raw, "target", path)
        if target and target not in BY_ID:
            self.wrong((*path, "target"), f"expected the id of a label, found {target!r}")
        return target

    def mapping(self, raw: Mapping[str, Any], key: str, path: Path) -> Mapping[str, Any]:
        value = raw.get(key)
        if not isinstance(value, Mapping):
            self.wrong((*path, key), "expected a mapping of keys to values")
            return {}
        return value

    def words(self, raw: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
        value = raw.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(v, str | int) for v in value):
            self.wrong((*path, key), "expected a list of words")
            return ()
        return tuple(str(v).strip() for v in value)

    def items(
        self, raw: Mapping[str, Any], key: str, read: Callable[[Mapping[str, Any], Path], T], least: int
    ) -> tuple[T, ...]:
        value = raw.get(key)
        if not isinstance(value, list) or len(value) < least:
            self.wrong((key,), f"expected a list of at least {least}")
            return ()
        found: list[T] = []
        for i, item in enumerate(value):
            if isinstance(item, Mapping):
                found.append(read(item, (key, i)))
            else:
                self.wrong((key, i), "expected a mapping of keys to values")
        return tuple(found)


def parse_case(raw: object) -> tuple[Case | None, tuple[CaseProblem, ...]]:
    """The full case in `raw`, or None with everything that is wrong with it. Never raises."""
    r = _Reader()
    if not isinstance(raw, Mapping):
        r.wrong((), "expected a mapping of keys to values")
        return None, tuple(r.problems)
    if raw.get("version") != SCHEMA_VERSION:
        r.wrong(("version",), f"expected {SCHEMA_VERSION}")
    for key in raw:
        if key not in KEYS:
            r.wrong((str(key),), "unknown key")
    texts = {key: r.text(raw, key, ()) for key in REQUIRED_TEXT}
    r.text(raw, "family", (), among=FAMILIES) if texts["family"] else None
    r.text(raw, "first_punished", (), among=PUNISHED) if texts["first_punished"] else None
    strong, evidence = r.mapping(raw, "strong_answer", ()), r.mapping(raw, "evidence", ())
    case = Case(
        **texts,
        level=_level(r, raw),
        boundaries=r.items(raw, "boundaries", lambda m, p: _boundary(r, m, p), 2),
        facts=r.items(raw, "facts", lambda m, p: _fact(r, m, p), 3),
        evidence=Evidence(
            offline=r.text(evidence, "offline", ("evidence",)),
            live=r.text(evidence, "live", ("evidence",)),
            override=r.text(evidence, "override", ("evidence",)),
        ),
        vocabulary=r.words(raw, "vocabulary", ()),
        strong_answer=StrongAnswer(**{key: r.text(strong, key, ("strong_answer",)) for key in STRONG_KEYS}),
        questions=r.items(raw, "questions", lambda m, p: _question(r, m, p), 5),
        pushes=r.items(raw, "pushes", lambda m, p: _push(r, m, p), 3),
        wrong_pushes=r.items(raw, "wrong_pushes", lambda m, p: _wrong_push(r, m, p), 1),
        better=_better(r, r.mapping(raw, "better", ())),
    )
    ids = [fact.id for fact in case.facts]
    for i, fact_id in enumerate(ids):
        if fact_id in ids[:i]:
            r.wrong(("facts", i, "id"), f"expected an id that is used once, found {fact_id!r} again")
    return (None if r.problems else case), tuple(r.problems)


def parse_thin_case(raw: object, *, id: str) -> tuple[Case | None, tuple[CaseProblem, ...]]:
    """The inline case of a transcript: title and prompt, the rest where it is given. Never raises."""
    r = _Reader()
    if not isinstance(raw, Mapping):
        r.wrong(("case",), "expected a mapping of keys to values, or the id of a case")
        return None, tuple(r.problems)
    facts = raw.get("facts") or []
    if not isinstance(facts, list) or not all(isinstance(f, str | Mapping) for f in facts):
        r.wrong(("case", "facts"), "expected a list of sentences")
        facts = []
    punished = raw.get("first_punished")
    if punished is not None and punished not in PUNISHED:
        r.wrong(("case", "first_punished"), f"expected one of {', '.join(PUNISHED)}")
    family = raw.get("family")
    if family is not None and family not in FAMILIES:
        r.wrong(("case", "family"), f"expected one of {', '.join(FAMILIES)}")
    case = Case(
        id=id,
        title=str(raw.get("title") or id),
        family=str(family or "consumer"),
        prompt=str(raw.get("prompt") or ""),
        level=_level(r, raw),
        first_punished=punished,
        facts=tuple(_thin_fact(f, i) for i, f in enumerate(facts, 1)),
    )
    return (None if r.problems else case), tuple(r.problems)


def _level(r: _Reader, raw: Mapping[str, Any]) -> str | None:
    value = raw.get("level")
    if value is not None and value not in LEVELS:
        r.wrong(("level",), f"expected one of {', '.join(LEVELS)}")
        return None
    return value


def _thin_fact(raw: str | Mapping[str, Any], number: int) -> Fact:
    if isinstance(raw, str):
        return Fact(id=f"fact{number}", say=raw.strip())
    return Fact(id=str(raw.get("id", f"fact{number}")), say=str(raw.get("say", "")).strip())


def _boundary(r: _Reader, raw: Mapping[str, Any], path: Path) -> BoundaryOption:
    return BoundaryOption(
        kind=r.text(raw, "kind", path),
        means=r.text(raw, "means", path),
        fits=r.text(raw, "fits", path, among=FITS),
    )


def _fact(r: _Reader, raw: Mapping[str, Any], path: Path) -> Fact:
    return Fact(id=r.text(raw, "id", path), say=r.text(raw, "say", path), asked=r.words(raw, "asked", path))


def _question(r: _Reader, raw: Mapping[str, Any], path: Path) -> CaseQuestion:
    move = r.text(raw, "move", path, among=("probe", "challenge"))
    return CaseQuestion(
        target=r.label(raw, path),
        move="challenge" if move == "challenge" else "probe",
        rung=r.rung(raw, path),
        text=r.text(raw, "text", path),
    )


def _push(r: _Reader, raw: Mapping[str, Any], path: Path) -> CasePush:
    return CasePush(target=r.label(raw, path), rung=r.rung(raw, path), text=r.text(raw, "text", path))


def _wrong_push(r: _Reader, raw: Mapping[str, Any], path: Path) -> WrongPush:
    return WrongPush(
        text=r.text(raw, "text", path), premise=r.text(raw, "premise", path), truth=r.text(raw, "truth", path)
    )


def _better(r: _Reader, raw: Mapping[str, Any]) -> dict[str, str]:
    for key in raw:
        if key not in BY_ID:
            r.wrong(("better", str(key)), "expected the id of a label")
    return {str(key): r.text(raw, key, ("better",)) for key in raw}

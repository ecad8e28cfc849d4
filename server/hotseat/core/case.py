"""A case: the brief, the facts that come out only when asked, what is punished first, and its own questions.

Values only. `case_schema.parse_case` makes one from a parsed mapping; a *thin* case (the inline case of a
transcript) has a brief and bare facts, and lives from the general bank of questions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Family = Literal["consumer", "enterprise", "agent", "search", "platform"]
Punished = Literal["latency", "trust", "error_cost", "cost", "quality", "safety"]
Fit = Literal["usual", "possible", "not_at_launch"]

FAMILIES: tuple[str, ...] = ("consumer", "enterprise", "agent", "search", "platform")
PUNISHED: tuple[str, ...] = ("latency", "trust", "error_cost", "cost", "quality", "safety")
FITS: tuple[str, ...] = ("usual", "possible", "not_at_launch")
LEVELS: tuple[str, ...] = ("L5", "L6", "staff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something the interviewer knows and says only when asked. `asked` are the words that ask for it."""

    id: str
    say: str
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryOption:
    """A kind of system that this case could become, and whether it suits the first launch."""

    kind: str
    means: str
    fits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What would prove quality here: before launch, in use, and by what people override."""

    offline: str
    live: str
    override: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StrongAnswer:
    """What a strong answer to this case must contain; shown after the session, never in it."""

    user: str
    boundary: str
    failure_mode: str
    metrics: str
    rollout: str
    escalation: str
    tradeoff: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuestion:
    """A question written for this case. `move` is ``probe`` or ``challenge``; `rung` 1 to 8."""

    target: str
    move: Literal["probe", "challenge"]
    rung: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePush:
    """A push written for this case, on a rung of the ladder."""

    target: str
    rung: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongPush:
    """A push that rests on a false premise, on purpose. `truth` is for the debrief only."""

    text: str
    premise: str
    truth: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case. Everything but the first four fields may be empty in a thin case."""

    id: str
    title: str
    family: str
    prompt: str
    level: str | None = None
    context: str = ""
    first_punished: str | None = None
    why: str = ""
    failure_mode: str = ""
    boundaries: tuple[BoundaryOption, ...] = ()
    facts: tuple[Fact, ...] = ()
    evidence: Evidence | None = None
    rollout: str = ""
    rollback: str = ""
    failure_handling: str = ""
    vocabulary: tuple[str, ...] = ()
    strong_answer: StrongAnswer | None = None
    questions: tuple[CaseQuestion, ...] = ()
    pushes: tuple[CasePush, ...] = ()
    wrong_pushes: tuple[WrongPush, ...] = ()
    better: dict[str, str] = field(default_factory=dict)

    @property
    def thin(self) -> bool:
        """True for a case that came with a transcript: it has no questions of its own."""
        return not self.questions

    @property
    def words(self) -> frozenset[str]:
        """The words of the brief and the vocabulary, in lower case: what is specific to this case."""
        text = " ".join((self.title, self.prompt, self.context, *self.vocabulary))
        cleaned = "".join(c if c.isalnum() or c == "'" else " " for c in text.lower())
        return frozenset(word for word in cleaned.split() if len(word) > 3)

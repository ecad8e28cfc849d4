"""What an interviewer is to the conductor: a pure fold over committed turns that also picks the next move.

Nothing here changes in place: `hear` and `asked` give a new state, so that a tentative pause can be judged on a
state that is simply thrown away when the candidate goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

Phase = Literal[
    "problem", "boundary", "evaluation", "launch", "failure", "tradeoffs", "depth", "clarify", "close"
]
CHAIN: tuple[Phase, ...] = ("problem", "boundary", "evaluation", "launch", "failure")

MoveKind = Literal[
    "open",        # gives the case and the floor
    "clarify",     # answers a clarifying question from the facts
    "probe",       # asks for a missing link
    "challenge",   # questions a fresh mistake
    "push",        # a rung of the ladder
    "wrong_push",  # a push that rests on a false premise, on purpose
    "cut_in",      # stops a rambler at a breath
    "advance",     # moves the talk to another phase
    "time_check",
    "nudge",       # after silence
    "restate",     # the last question in one line
    "repeat",      # the last question again, on request
    "grant_time",  # "take a minute"
    "close",       # ends the interview
]
PushOutcome = Literal["held", "revised_with_reason", "restated", "caved"]
Level = Literal["L5", "L6", "staff"]
Pressure = Literal["calm", "normal", "hard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters `start` (inclusive) to `end` (exclusive) of one committed turn's text."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A label on the words that prove it. `kind` is ``mistake`` or ``signal``."""

    label: str
    kind: Literal["mistake", "signal"]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A committed candidate turn: `index` counts candidate turns from 1; times on the session clock."""

    index: int
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Something now stated for the first time: a chain phase or a ledger item, and by which words."""

    what: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one committed turn showed. `links` holds the chain phases first made in it; `stated` the ledger items."""

    phase: Phase
    marks: tuple[Mark, ...]
    links: tuple[Made, ...]
    stated: tuple[Made, ...]
    push_outcome: PushOutcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The interviewer's next line. `target` is a label id or None; `rung` 1 to 8 of the ladder, 0 when off it."""

    kind: MoveKind
    text: str
    target: str | None = None
    phase: Phase | None = None
    rung: int = 0
    reason: str = ""
    planned: str = ""
    """the scripted words, where a model found others for them"""

    @property
    def is_push(self) -> bool:
        return self.kind in ("push", "wrong_push")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What had been said by 3:00 or 10:00 of the session clock, each with the words that met it."""

    at_ms: int
    problem: Span | None
    boundary: Span | None
    tradeoff: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The choices made in the lobby that the interviewer needs."""

    level: Level = "L6"
    pressure: Pressure = "normal"
    persona: str = "sceptical_manager"
    minutes: int = 45


State = TypeVar("State")


class Interviewer(Protocol, Generic[State]):
    """Chooses and judges. Every method is pure: same arguments, same answer, byte for byte."""

    def begin(self) -> State:
        """The state before a word was said."""
        ...

    def open(self, state: State) -> Move:
        """The opening line: the case, and the floor."""
        ...

    def hear(self, state: State, turn: Turn) -> tuple[State, Judged]:
        """Judge one committed candidate turn."""
        ...

    def next(self, state: State, *, t_ms: int) -> Move:
        """The move to make now that the candidate has finished."""
        ...

    def asked(self, state: State, move: Move, *, t_ms: int) -> State:
        """`move` was really spoken, from `t_ms` on."""
        ...

    def cut_in(self, state: State, so_far: Turn, *, t_ms: int) -> Move | None:
        """While the candidate speaks: the line to cut in with at the next breath, or None to keep listening."""
        ...

    def silence(self, state: State, *, silent_ms: int, t_ms: int) -> Move | None:
        """While nobody speaks and no time was asked for: a nudge, a restatement, or None."""
        ...

    def checkpoint(self, state: State, *, at_ms: int) -> Checkpoint:
        """What had been said by `at_ms` (3:00 or 10:00)."""
        ...

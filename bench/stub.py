"""An interviewer that only asks: the same stub for every contender, so that turn-taking alone is compared."""

from __future__ import annotations

from hotseat.core.interviewer import Checkpoint, Judged, Move, Turn

NEXT = "Okay. What would you do next?"


class StubInterviewer:
    """Opens with what was asked before the recorded answer, then always asks the same."""

    def __init__(self, asked: str = "") -> None:
        self._asked = asked or "Go ahead, please."

    def begin(self) -> int:
        """State: how many answers were heard."""
        return 0

    def open(self, state: int) -> Move:
        """The question that the recorded answer belongs to."""
        return Move(kind="open", text=self._asked)

    def hear(self, state: int, turn: Turn) -> tuple[int, Judged]:
        """Counts."""
        return state + 1, Judged(phase="problem", marks=(), links=(), stated=())

    def next(self, state: int, *, t_ms: int) -> Move:
        """Always the same line."""
        return Move(kind="probe", text=NEXT)

    def asked(self, state: int, move: Move, *, t_ms: int) -> int:
        """Nothing changes."""
        return state

    def cut_in(self, state: int, so_far: Turn, *, t_ms: int) -> Move | None:
        """Never."""
        return None

    def silence(self, state: int, *, silent_ms: int, t_ms: int) -> Move | None:
        """Never."""
        return None

    def checkpoint(self, state: int, *, at_ms: int) -> Checkpoint:
        """Nothing was said by then."""
        return Checkpoint(at_ms=at_ms, problem=None, boundary=None, tradeoff=None)

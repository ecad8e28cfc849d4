"""A stand-in mind for tests of the conductor: it judges nothing and asks numbered questions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hotseat.core.interviewer import Checkpoint, Judged, Made, Mark, Move, Span, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainState:
    heard: tuple[Turn, ...] = ()
    asked: tuple[Move, ...] = ()


class PlainInterviewer:
    """Marks every turn's first word as a signal; pushes at every second question; closes after `closes_at_ms`."""

    def __init__(self, *, closes_at_ms: int = 10**9, cuts_in_after_ms: int = 10**9) -> None:
        self._closes_at_ms = closes_at_ms
        self._cuts_in_after_ms = cuts_in_after_ms

    def begin(self) -> PlainState:
        return PlainState()

    def open(self, state: PlainState) -> Move:
        return Move(kind="open", text="Here is the case.")

    def hear(self, state: PlainState, turn: Turn) -> tuple[PlainState, Judged]:
        span = Span(turn=turn.index, start=0, end=len(turn.text.split()[0]))
        judged = Judged(
            phase="problem" if turn.index == 1 else "boundary",
            marks=(Mark(label="names_failure_mode", kind="signal", span=span),),
            links=(Made(what="problem", span=span),) if not state.heard else (),
            stated=(),
            push_outcome="held" if state.asked and state.asked[-1].is_push else None,
        )
        return replace(state, heard=(*state.heard, turn)), judged

    def next(self, state: PlainState, *, t_ms: int) -> Move:
        if t_ms >= self._closes_at_ms:
            return Move(kind="close", text="That is our time.")
        number = len(state.heard)
        return Move(kind="push" if number % 2 == 0 else "probe", text=f"Question {number}, please?")

    def asked(self, state: PlainState, move: Move, *, t_ms: int) -> PlainState:
        return replace(state, asked=(*state.asked, move))

    def cut_in(self, state: PlainState, so_far: Turn, *, t_ms: int) -> Move | None:
        if t_ms - so_far.start_ms < self._cuts_in_after_ms:
            return None
        return Move(kind="cut_in", text="Let me stop you there.", reason="components")

    def silence(self, state: PlainState, *, silent_ms: int, t_ms: int) -> Move | None:
        if silent_ms >= 25_000:
            return Move(kind="restate", text="Again: the case?")
        return Move(kind="nudge", text="Go on.") if silent_ms >= 8_000 else None

    def checkpoint(self, state: PlainState, *, at_ms: int) -> Checkpoint:
        return Checkpoint(at_ms=at_ms, problem=None, boundary=None, tradeoff=None)

"""When words were said: by word times where they are known, else evenly over the turn."""

from __future__ import annotations

from collections.abc import Mapping

from hotseat.core.interviewer import Checkpoint, Span, Turn
from hotseat.core.judgment.state import State

TRADEOFF = frozenset(("punished_first", "two_path_tradeoff", "cost_coverage"))


def time_in(turn: Turn, char: int) -> int:
    """The moment of a character, if the words are spread evenly over the turn."""
    length = max(1, len(turn.text))
    return turn.start_ms + (turn.end_ms - turn.start_ms) * min(char, length) // length


def checkpoint(state: State, *, at_ms: int) -> Checkpoint:
    """What had been said by `at_ms`: the words have to have begun by then."""
    turns: Mapping[int, Turn] = {h.turn.index: h.turn for h in state.heard}

    def by_then(span: Span | None) -> Span | None:
        if span is None or time_in(turns[span.turn], span.start) > at_ms:
            return None
        return span

    links = state.links()
    first = next((m.span for m in state.marks() if m.label in TRADEOFF), None)
    return Checkpoint(
        at_ms=at_ms,
        problem=by_then(links.get("problem")),
        boundary=by_then(links.get("boundary")),
        tradeoff=by_then(first),
    )

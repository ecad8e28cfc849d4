"""The second judge beside the first: where the model's marks and the scripted ones agree, and which of them counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from hotseat.core import events as ev
from hotseat.core.interviewer import Mark, Span
from hotseat.core.judgment.labels import BY_ID

WHY = (
    "The scripted judgment counts: the same words always give the same marks. The model's are kept beside it, to show "
    "where another reader would differ."
)
Quoted = TypeVar("Quoted")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondOpinion(Generic[Quoted]):
    """What a model thought of the same answers. `used` names the judgment that counted."""

    source: str
    used: str
    why: str
    turns: int
    agreed: int
    dropped: int
    """marks of the model that pointed at nothing"""
    only_scripted: tuple[Quoted, ...]
    only_model: tuple[Quoted, ...]


def second_opinion(
    log: Iterable[ev.Event], marks: Sequence[Mark], quoted: Callable[[Mark], Quoted | None]
) -> SecondOpinion[Quoted] | None:
    """Compare by answer and label; None when no model marked anything. The last judgment of a turn counts."""
    told = {e.turn: e for e in log if isinstance(e, ev.ModelMarked)}
    if not told:
        return None
    ours = {(m.span.turn, m.label): m for m in marks if m.span.turn in told}
    theirs = {
        (e.turn, m.label): Mark(
            label=m.label, kind=BY_ID[m.label].kind, span=Span(turn=e.turn, start=m.start, end=m.end)
        )
        for e in told.values()
        for m in e.marks
        if m.label in BY_ID
    }

    def without(these: dict[tuple[int, str], Mark], those: dict[tuple[int, str], Mark]) -> tuple[Quoted, ...]:
        alone = sorted((m for key, m in these.items() if key not in those), key=lambda m: (m.span.turn, m.span.start))
        return tuple(q for q in map(quoted, alone) if q is not None)

    return SecondOpinion(
        source=next(reversed(told.values())).source,
        used="scripted",
        why=WHY,
        turns=len(told),
        agreed=len(set(ours) & set(theirs)),
        dropped=sum(e.dropped for e in told.values()),
        only_scripted=without(ours, theirs),
        only_model=without(theirs, ours),
    )

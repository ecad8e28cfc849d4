"""What the scripted interviewer remembers: every committed turn, judged, and every line that was really spoken.

Two tuples; everything else is read out of them, so a state can be thrown away or replayed at any point.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from hotseat.core.interviewer import CHAIN, Judged, Mark, Move, Phase, Span, Turn

Answer = Literal["answered", "partly", "non_answer", "aside", "unheard"]
"""How a turn met the question before it. ``aside``: thinking time, a repeat, a clarifying question. ``unheard``:
no words, or none in English; asked on as after a non-answer, but never held against anybody."""

QUESTION_KINDS = frozenset(("open", "probe", "challenge", "push", "wrong_push", "cut_in", "advance", "time_check"))
"""Moves that put a question; the others answer, nudge or end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A line that was spoken from `t_ms` on, after candidate turn `after_turn` (0: before any)."""

    move: Move
    t_ms: int
    after_turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A committed turn with its judgment, the question it answers, and how."""

    turn: Turn
    judged: Judged
    question: Asked | None
    answer: Answer
    leanings: tuple[tuple[str, float], ...] = ()
    """Labels that were not marked, with how likely they are. They are never shown and never quoted; they weigh
    in what to ask next, and a little in a score."""

    met: float | None = None
    """How likely the turn answers what was asked; None where the judge gives no likelihoods."""

    def likely(self, label: str) -> float:
        """How likely the turn shows `label`; 1 when it was marked."""
        if any(mark.label == label for mark in self.judged.marks):
            return 1.0
        return next((chance for name, chance in self.leanings if name == label), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The whole memory. ``State()`` is the state before a word was said."""

    heard: tuple[Heard, ...] = ()
    asked: tuple[Asked, ...] = ()

    def with_heard(self, heard: Heard) -> State:
        return replace(self, heard=(*self.heard, heard))

    def with_asked(self, asked: Asked) -> State:
        return replace(self, asked=(*self.asked, asked))

    @property
    def last(self) -> Heard | None:
        return self.heard[-1] if self.heard else None

    @property
    def question(self) -> Asked | None:
        """The last line that put a question."""
        return next((a for a in reversed(self.asked) if a.move.kind in QUESTION_KINDS), None)

    @property
    def phase(self) -> Phase | None:
        return self.heard[-1].judged.phase if self.heard else None

    def marks(self) -> Iterator[Mark]:
        for heard in self.heard:
            yield from heard.judged.marks

    def likely(self, label: str) -> float:
        """How likely any turn showed `label`."""
        return max((heard.likely(label) for heard in self.heard), default=0.0)

    def chance(self, label: str) -> float:
        """How likely it is that some turn showed `label`, if turns are taken as independent."""
        missing = 1.0
        for heard in self.heard:
            missing *= 1.0 - heard.likely(label)
        return 1.0 - missing

    def signals(self) -> frozenset[str]:
        """Labels of the signals marked so far."""
        return frozenset(m.label for m in self.marks() if m.kind == "signal")

    def mistakes(self) -> frozenset[str]:
        return frozenset(m.label for m in self.marks() if m.kind == "mistake")

    def stated(self) -> dict[str, Span]:
        """Ledger items stated so far, with the words that stated each first."""
        return {made.what: made.span for heard in self.heard for made in heard.judged.stated}

    def links(self) -> dict[str, Span]:
        """Links of the chain made so far, in the order they were made."""
        return {made.what: made.span for heard in self.heard for made in heard.judged.links}

    def non_answers_in_a_row(self) -> int:
        """How many of the last answers were none; asides do not count and do not interrupt."""
        count = 0
        for heard in reversed(self.heard):
            if heard.answer == "aside":
                continue
            if heard.answer not in ("non_answer", "unheard"):
                break
            count += 1
        return count

    def probed_links(self) -> frozenset[str]:
        """Links that a question went after (the opening gives the floor and probes none)."""
        return frozenset(
            a.move.phase for a in self.asked if a.move.phase in CHAIN and a.move.kind not in ("open", "clarify")
        )

    def unprobed_links(self) -> tuple[Phase, ...]:
        """Links of the chain that were neither made nor asked about."""
        made, probed = self.links(), self.probed_links()
        return tuple(link for link in CHAIN if link not in made and link not in probed)

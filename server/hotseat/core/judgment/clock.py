"""The interview's clock: phase budgets of the 45-minute round scaled to the chosen length, and the time checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hotseat.core.interviewer import Phase

FULL_MINUTES = 45
ENDS: tuple[tuple[Phase, float], ...] = (
    ("problem", 8.0),
    ("boundary", 15.0),
    ("evaluation", 24.0),
    ("launch", 30.0),
    ("failure", 37.0),
    ("tradeoffs", 40.0),
)
"""The minute of a 45-minute round by which each phase should be over. Tradeoffs run across; their slot is slack."""

TimeCheck = Literal["ten", "half", "five"]
CLOSING_SHARE = 42.0 / FULL_MINUTES
"""From here on only the last question and the close are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """`minutes` is the chosen length; all answers are in ms of the session clock."""

    minutes: int

    @property
    def end_ms(self) -> int:
        return self.minutes * 60_000

    @property
    def closing_ms(self) -> int:
        return int(self.end_ms * CLOSING_SHARE)

    def due(self, t_ms: int) -> Phase:
        """The phase that the plan is in at this time."""
        minute = t_ms / 60_000 * FULL_MINUTES / self.minutes
        return next((phase for phase, end in ENDS if minute < end), "close")

    def over_ms(self, phase: Phase) -> int:
        """When the phase's slot ends; the end of the round for phases that run across."""
        return next((int(end / FULL_MINUTES * self.end_ms) for p, end in ENDS if p == phase), self.end_ms)

    def budget_ms(self, phase: Phase) -> int:
        """How long the phase may take."""
        start = 0.0
        for p, end in ENDS:
            if p == phase:
                return int((end - start) / FULL_MINUTES * self.end_ms)
            start = end
        return self.end_ms // 6

    def checks(self) -> tuple[tuple[TimeCheck, int], ...]:
        """The time checks of a round this long, in order; ones that would crowd each other are left out."""
        found: list[tuple[TimeCheck, int]] = []
        if self.minutes >= 25:
            found.append(("ten", 10 * 60_000))
        found.append(("half", self.end_ms // 2))
        if self.minutes >= 15:
            found.append(("five", self.end_ms - 5 * 60_000))
        return tuple(found)

"""When to leave a model alone: after failures it is not asked, then tried again out of anybody's hearing.

Times are seconds of any steady clock that the caller keeps.
"""

from __future__ import annotations

from dataclasses import dataclass

AT_ONCE = frozenset(
    ("model_key", "model_key_invalid", "model_unknown", "model_unreachable", "model_certificate", "model_malformed")
)
"""Errors that the next question would only meet again."""
IN_A_ROW = 2
UNFIT_IN_A_ROW = 3
WAITS_S = (5.0, 10.0, 20.0, 40.0, 60.0)
UNFIT_WAIT_S = 180.0


@dataclass(slots=True)
class Breaker:
    """Closed while the model is well. `failed` and `refused` may open it; `recovered` closes it."""

    open_for: str = ""
    """code of the error for which the model is not asked; empty while it is"""
    _failures: int = 0
    _refusals: int = 0
    _waits: int = 0

    @property
    def closed(self) -> bool:
        return not self.open_for

    def failed(self, code: str) -> bool:
        """A request failed. True when this is what stops the asking."""
        self._failures += 1
        if self.open_for or (code not in AT_ONCE and self._failures < IN_A_ROW):
            return False
        self.open_for, self._waits = code, 0
        return True

    def refused(self) -> bool:
        """A line was refused twice. True when the model is no good for this and is left alone."""
        self._refusals += 1
        if self.open_for or self._refusals < UNFIT_IN_A_ROW:
            return False
        self.open_for, self._waits = "model_unfit", 0
        return True

    def worked(self) -> None:
        """A line was good."""
        self._failures = self._refusals = 0

    def wait_s(self) -> float:
        """How long to leave it alone before the next try."""
        if self.open_for == "model_unfit":
            return UNFIT_WAIT_S
        wait = WAITS_S[min(self._waits, len(WAITS_S) - 1)]
        self._waits += 1
        return wait

    def recovered(self) -> None:
        """It answered again: it may be asked."""
        self.open_for = ""
        self._failures = self._refusals = self._waits = 0

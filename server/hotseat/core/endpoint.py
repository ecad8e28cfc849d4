"""Endpointing at the level of an answer: when has the candidate finished, not merely paused?

Time is counted in the milliseconds of audio that `hear` is given; nothing here reads a clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

FRAME_MS = 32
ONSET = 0.5
"""voice probability that counts as speech (Silero's own default)"""
OFFSET = 0.35
"""below this speech has stopped (Silero's default: onset - 0.15)"""
ONSET_MS = 96
"""speech must last this long to open a turn: shorter is a click"""
TENTATIVE_MS = 192
"""silence after which a reply is prepared"""

Patience = Literal["patient", "normal", "brisk"]
Intent = Literal["yield", "think", "hold", "ask"]

_SILENCE_MS: dict[str, tuple[int, int]] = {
    # after a finished clause, after an unfinished one (interviewer.md: 1.2 to 1.5 s and 2.5 to 4 s)
    "patient": (2200, 4500),
    "normal": (1500, 3500),
    "brisk": (1100, 2500),
}
_YIELD_MS = 450

_THINK = re.compile(
    r"\b(give me|let me (have|take)|can i (have|take|get)|i('d| would) like|i need|could i (have|take)|let me)\b"
    r"[^.?!]{0,20}"
    r"\b(minute|moment|second|sec|think|thirty seconds|time to think|gather)\b[^.?!]{0,25}[.?!]?$",
    re.IGNORECASE,
)
_YIELD = re.compile(
    r"\b(that'?s (my|the) answer|does that (make sense|answer)|"
    r"so (that'?s|that is) (it|where i('d| would) (land|stop))|"
    r"i'?ll stop there|i'?m done|over to you|happy to go deeper|what do you think)\b[^.?!]{0,30}[.?!]?$",
    re.IGNORECASE,
)
_HOLD = re.compile(
    r"\b(and|or|but|so|because|the|a|an|of|to|for|with|that|which|if|when|then|um|uh|like|you know|i mean|is|are|"
    r"would|my|our|their|let'?s see|first|second|also|maybe)[,.…]*$",
    re.IGNORECASE,
)


def intent(text: str) -> Intent | None:
    """What the last words ask of the interviewer: the floor back, time, patience, or an answer."""
    tail = text.strip()[-160:]
    if not tail:
        return None
    if _THINK.search(tail):
        return "think"
    if _YIELD.search(tail):
        return "yield"
    if _HOLD.search(tail) or tail.endswith((",", "-", "…", "...")):
        return "hold"
    return "ask" if tail.endswith("?") else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A change that the voice made: `at_ms` is where it happened, which is before it was noticed."""

    kind: Literal["started", "paused", "resumed", "finished"]
    at_ms: int
    reason: str = "silence"
    """why a turn is finished: silence or yield"""


class Endpointer:
    """Counts voice and silence. Feed every frame to `hear`, the words so far to `words`."""

    def __init__(self, patience: Patience = "normal") -> None:
        self._finished_ms, self._unfinished_ms = _SILENCE_MS[patience]
        self.reset()

    def reset(self) -> None:
        """Forget the turn: the next voice starts one."""
        self._in_turn = False
        self._speaking = False
        self._tentative = False
        self._voiced_since: int | None = None
        self._quiet_since = 0
        self._text = ""

    @property
    def speaking(self) -> bool:
        """True while the voice is on."""
        return self._speaking

    @property
    def quiet_since_ms(self) -> int:
        """Where the voice last stopped."""
        return self._quiet_since

    def rejoin(self) -> None:
        """The turn that was finished goes on; the voice is on."""
        self._in_turn = True
        self._speaking = True
        self._tentative = False

    def words(self, text: str) -> None:
        """The words of the turn so far; they decide how long a silence must be."""
        self._text = text

    def needed_ms(self) -> int:
        """The silence that would end the turn now."""
        match intent(self._text):
            case "yield":
                return _YIELD_MS
            case "hold":
                return self._unfinished_ms
            case "think":
                return 60_000
            case _:
                return self._finished_ms

    def hear(self, *, t_ms: int, voice: float) -> Signal | None:
        """One frame that ends at `t_ms` with the probability that it holds a voice."""
        start_ms = t_ms - FRAME_MS
        if voice >= (OFFSET if self._speaking else ONSET):
            if self._voiced_since is None:
                self._voiced_since = start_ms
            if self._speaking or t_ms - self._voiced_since < ONSET_MS:
                return None
            return self._onset(self._voiced_since)
        self._voiced_since = None
        if self._speaking:
            self._speaking = False
            self._quiet_since = start_ms
        if not self._in_turn:
            return None
        quiet = t_ms - self._quiet_since
        if quiet >= self.needed_ms():
            at, reason = self._quiet_since, "yield" if intent(self._text) == "yield" else "silence"
            self.reset()
            self._quiet_since = at
            return Signal(kind="finished", at_ms=at, reason=reason)
        if not self._tentative and quiet >= TENTATIVE_MS:
            self._tentative = True
            return Signal(kind="paused", at_ms=self._quiet_since)
        return None

    def _onset(self, at_ms: int) -> Signal | None:
        self._speaking = True
        if not self._in_turn:
            self._in_turn = True
            return Signal(kind="started", at_ms=at_ms)
        if self._tentative:
            self._tentative = False
            return Signal(kind="resumed", at_ms=at_ms)
        return None

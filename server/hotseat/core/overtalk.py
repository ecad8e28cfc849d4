"""The candidate's voice while our reply is chosen or spoken, and how much of our line was heard by then."""

from __future__ import annotations

from typing import Literal

from hotseat.core import events as ev
from hotseat.core.endpoint import FRAME_MS, OFFSET, ONSET

HOLD_MS = 64
"""Voice this long pauses our line: the voice stops before anybody decides what it was."""
SURE = 0.9
"""one frame that is so surely a voice is enough (Silero gives noise at most .07, a click at most .14)"""
LULL_MS = 320
"""Quiet this long ends a burst of voice; a shorter gap is one between syllables ("mm-hm", "right, but")."""


class Overtalk:
    """Counts, and never decides whose turn it is."""

    def __init__(self) -> None:
        self.held = False
        self.voiced_ms = 0
        """how much voice the present burst holds"""
        self.lasting_ms = 0
        """how long ago the present burst began"""
        self._lull_ms = 0
        self.heard_ms = 0
        """how much of our line has sounded"""
        self.total_ms = 1
        """how long our line is, as far as it is known"""
        self._playing = False

    def line_begins(self) -> None:
        """A new line goes out."""
        self.held, self.heard_ms, self.total_ms, self._playing = False, 0, 1, False

    def playing(self, *, heard_ms: int, total_ms: int) -> None:
        """What the client says of its playing."""
        self._playing = True
        self.heard_ms = max(self.heard_ms, heard_ms)
        self.total_ms = max(total_ms, 1)

    def quiet(self) -> None:
        """Nobody talks over us."""
        self.voiced_ms = self.lasting_ms = self._lull_ms = 0

    def hear(self, voice: float, *, may_hold: bool) -> Literal["hold", "go_on"] | None:
        """One frame of the candidate's audio; what to do with the line that is out."""
        if self._playing and not self.held:
            self.heard_ms = min(self.heard_ms + FRAME_MS, self.total_ms)
        voiced = voice >= (OFFSET if self.voiced_ms and not self._lull_ms else ONSET)
        if self.voiced_ms or voiced:
            self.lasting_ms += FRAME_MS
        if not voiced:
            self._lull_ms += FRAME_MS
            if self._lull_ms < LULL_MS and (self.held or self.voiced_ms >= HOLD_MS):
                return None
            self.quiet()
            if self.held:
                self.held = False
                return "go_on"
            return None
        self._lull_ms = 0
        self.voiced_ms += FRAME_MS
        if may_hold and not self.held and (self.voiced_ms >= HOLD_MS or voice >= SURE):
            self.held = True
            return "hold"
        return None

    def ended(
        self, line: ev.QuestionAsked, *, t: int, started_ms: int | None, whole: bool, reason: str
    ) -> ev.UtteranceEnded:
        """The end of our line: what was heard of it, in time and in words."""
        words = line.text.split()
        share = len(words) if whole else len(words) * self.heard_ms // self.total_ms
        started = t if started_ms is None else started_ms
        return ev.UtteranceEnded(
            t=max(t, started),
            utterance=line.utterance,
            start_ms=started,
            heard_ms=self.heard_ms,
            heard_text=" ".join(words[:share]),
            whole=whole,
            reason=reason,
        )

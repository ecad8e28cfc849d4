"""Endpointing at the level of an answer: when has the candidate finished, not merely paused?

Two stages. A *tentative* end after 0.2 s of silence lets a reply be prepared; nothing is decided. The *committed* end
comes after a wait that shrinks with the odds that this was the end:

    wait = e^(patience - slope * odds from words and the end-of-turn model) * how slow this speaker is

So a yield is taken at once, half a sentence is waited for, and a slow thinker gets more time than a fast one.
Time is counted in the milliseconds of audio that `hear` is given; nothing here reads a clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log1p
from typing import Literal

from hotseat.core.endpoint_pauses import Pauses
from hotseat.core.endpoint_words import Intent, Reading, intent, read

__all__ = ["FRAME_MS", "ONSET", "Endpointer", "Intent", "Patience", "Signal", "intent"]

FRAME_MS = 32
ONSET = 0.5
"""voice probability that counts as speech (Silero's own default)"""
OFFSET = 0.35
"""below this speech has stopped (Silero's default: onset - 0.15)"""
ONSET_MS = 96
"""speech must last this long to open a turn, or to end a pause: shorter is a click"""
TENTATIVE_MS = 192
"""silence after which a reply is prepared"""

Patience = Literal["patient", "normal", "brisk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What a word of patience means."""

    patience: float
    """log of the seconds waited when the odds are even"""
    done_ms: int
    """the longest wait after words that can end an answer"""
    hold_ms: int
    """the longest wait after words that cannot; then the thread is lost"""


MANNERS: dict[Patience, Manner] = {
    "patient": Manner(patience=0.7, done_ms=8_000, hold_ms=20_000),
    "normal": Manner(patience=0.15, done_ms=4_800, hold_ms=15_500),
    "brisk": Manner(patience=-0.4, done_ms=3_000, hold_ms=8_000),
}
"""set on seeds 601 to 603 of `bench/synthetic.py`; fresh seeds are reported in `docs/turn-taking.md`"""
_SLOPE = 0.5

_LEAST_MS: dict[Intent | None, int] = {"yield": 320, "ask": 416}
"""the shortest silence that is ever taken for an end, by what the words ask for"""
_LEAST_OTHER_MS = 416
_YIELD_ODDS, _ASK_ODDS = 5.0, 2.5
_HOLD_ODDS = -6.0
_UNKNOWN_ODDS = -1.0
"""no words to go by"""
_STACK = (-0.9, 0.9, 1.3)
"""intercept, weight of log P(a sentence can end here), weight of the log-odds that it ends the answer"""
_WEAK = 0.5
"""share of the words' evidence that a weak ear's words carry"""
_BROKEN_FROM = -1.5
"""from here down (to 2 less) the model of sentence ends takes the words for a broken sentence, which is waited for"""
_REACHED_ODDS = 1.0
_MODEL_LOW, _MODEL_HIGH = -3.0, 0.5
"""the end-of-turn model tells mid-sentence from sentence end: a strong veto, a faint consent"""
_CUT_OFF = (0.2, 0.1)
"""each time we cut this candidate off, up to three times: more patience, and a share more of the longest wait"""
_LAG_MS = (640, 3_000)
"""an ear's words are waited for at least and at most this long"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A change that the voice made: `at_ms` is where it happened, which is before it was noticed."""

    kind: Literal["started", "paused", "resumed", "finished"]
    at_ms: int
    reason: str = "silence"
    """why a turn is finished: silence or yield"""


class Endpointer:
    """Counts voice and silence. Feed every frame to `hear`, the words so far to `words`."""

    def __init__(self, patience: Patience = "normal", *, manner: Manner | None = None) -> None:
        self._manner = manner or MANNERS[patience]
        self.pauses = Pauses()
        self._cut_offs = 0
        self._lag_ms = 0
        self.reset()

    def reset(self) -> None:
        """Forget the turn, not the speaker: the next voice starts one."""
        self._in_turn = False
        self._speaking = False
        self._tentative = False
        self._voiced_since: int | None = None
        self._quiet_since = 0
        self._t = 0
        self._forget_words()

    def _forget_words(self) -> None:
        self._text: tuple[str, str] | None = None
        self._reading = Reading()
        self._weak = False
        self._heard_to = -1
        self._reached = 0.0
        self._model: float | None = None

    @property
    def speaking(self) -> bool:
        """True while the voice is on."""
        return self._speaking

    @property
    def quiet_since_ms(self) -> int:
        """Where the voice last stopped."""
        return self._quiet_since

    def rejoin(self, *, paused_ms: int = 0) -> None:
        """The turn that was finished goes on after `paused_ms`; the voice is on. Not known: 0."""
        if paused_ms > 0:
            self._cut_offs = min(self._cut_offs + 1, 3)
            self.pauses.learn(paused_ms)
        self._in_turn = True
        self._speaking = True
        self._tentative = False

    def words(self, text: str, *, asked: str = "", heard_to_ms: int | None = None, weak: bool = False) -> None:
        """The words of the turn so far, from sound up to `heard_to_ms`, and the question that they answer."""
        if (text, asked) != self._text:
            self._text = (text, asked)
            self._reading = read(text, asked)
        self._weak = weak
        was_fresh = self.fresh
        self._heard_to = self._t if heard_to_ms is None else heard_to_ms
        if self.fresh and not was_fresh and not self._speaking:
            self._lag_ms = max(self._t - self._quiet_since, self._lag_ms * 3 // 4)

    @property
    def fresh(self) -> bool:
        """True when the words go up to where the voice stopped."""
        return self._text is not None and self._heard_to >= self._quiet_since

    def reached(self, share: float) -> None:
        """How far the answer has reached what was asked, 0 to 1, from the judgment."""
        self._reached = share

    def model(self, probability: float, *, since_ms: int) -> None:
        """What an end-of-turn model makes of the pause that began at `since_ms`; too late for it: ignored."""
        if since_ms == self._quiet_since and not self._speaking:
            self._model = probability

    def odds(self) -> float:
        """Log-odds from everything but the silence that the present pause ends the answer."""
        reading = self._reading
        if not self.fresh:
            odds = _UNKNOWN_ODDS
        elif reading.intent == "yield":
            odds = _YIELD_ODDS
        elif reading.intent == "ask":
            odds = _ASK_ODDS
        elif reading.intent == "hold":
            odds = _HOLD_ODDS
        else:
            odds = _plain_odds(reading) + _REACHED_ODDS * self._reached
        if self.fresh and self._weak:
            odds = _UNKNOWN_ODDS + _WEAK * (odds - _UNKNOWN_ODDS)
        if self._model is not None and reading.intent != "yield":
            odds += _MODEL_LOW + (_MODEL_HIGH - _MODEL_LOW) * self._model
        return odds

    def needed_ms(self) -> int:
        """The silence that would end the turn now, as far as is known now."""
        reading = self._reading
        if self.fresh and reading.intent == "think":
            return 60_000
        known = self.fresh and not self._weak
        if known and reading.intent == "hold":
            return self._manner.hold_ms
        more, longer = _CUT_OFF
        patience = self._manner.patience + more * self._cut_offs
        most = self._manner.done_ms * (1 + longer * self._cut_offs)
        wait = min(1000 * exp(patience - _SLOPE * self.odds()) * self.pauses.slowness, most)
        if known and reading.intent is None:
            broken = min(max((_BROKEN_FROM - reading.complete) / 2, 0.0), 1.0)
            wait += broken * max(self._manner.hold_ms - wait, 0)
        return max(int(wait), self._least_ms())

    def _least_ms(self) -> int:
        if self._text is not None and not self.fresh:
            return min(max(self._lag_ms * 5 // 4, _LAG_MS[0]), _LAG_MS[1])
        return _LEAST_MS.get(self._reading.intent, _LEAST_OTHER_MS)

    def hear(self, *, t_ms: int, voice: float) -> Signal | None:
        """One frame that ends at `t_ms` with the probability that it holds a voice."""
        self._t = t_ms
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
            self._model = None
        if not self._in_turn:
            return None
        quiet = t_ms - self._quiet_since
        if quiet >= self.needed_ms():
            yields = self.fresh and self._reading.intent in ("yield", "ask")
            at = self._quiet_since
            self.reset()
            self._quiet_since = at
            return Signal(kind="finished", at_ms=at, reason="yield" if yields else "silence")
        if not self._tentative and quiet >= TENTATIVE_MS:
            self._tentative = True
            return Signal(kind="paused", at_ms=self._quiet_since)
        return None

    def _onset(self, at_ms: int) -> Signal | None:
        self._speaking = True
        if not self._in_turn:
            self._in_turn = True
            self._forget_words()
            return Signal(kind="started", at_ms=at_ms)
        if self._tentative:
            self._tentative = False
            self.pauses.learn(at_ms - self._quiet_since)
            return Signal(kind="resumed", at_ms=at_ms)
        return None


def _plain_odds(reading: Reading) -> float:
    """Words without an explicit sign: how the two models' log-odds are stacked (fitted on synthetic answers)."""
    return _STACK[0] - _STACK[1] * log1p(exp(-reading.complete)) + _STACK[2] * reading.final

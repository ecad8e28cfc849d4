"""One line in the making: takes the model's sentences as they arrive, and says what may be spoken when.

The law: nothing leaves that the guard has not passed, nothing follows a question, and once a beginning was spoken the
line can always be finished, with the scripted question if need be. A doubtful beginning is left out where the question
can stand without it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hotseat.core.interviewer import Move
from hotseat.core.judgment.rules import MAX_WORDS, spoken_words
from hotseat.core.model.ground import Ground
from hotseat.core.model.guard import Guard, cleaned
from hotseat.core.model.sentences import split
from hotseat.core.model.shapes import asks
from hotseat.core.model.words import STACKING_ORDER

CHOICE = re.compile(r"^\s*\[(\d)\s*[:,.-]?\s*([^\]\n]{0,120})\]\s*")
SHORT_QUESTION, LONG_ENOUGH = 5, 9
"""Words; a question with fewer than the first leans on what stands before it, and with a pronoun, than the second."""
BACK = re.compile(
    r"\b(that|this|these|those|there|then|instead|same|such|still|yours|both|either|else|meantime)\b", re.IGNORECASE
)
PRONOUN = re.compile(r"\b(it|its|they|them|their|he|him|his|she|her|one|ones)\b", re.IGNORECASE)
MOST_HELD = 600
"""Characters; a model that says more without a question is not waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What to do now: ``wait`` for more, ``begin`` with these words, ``end`` with these, or ``refuse``."""

    do: Literal["wait", "begin", "end", "refuse"]
    text: str = ""
    broken: tuple[str, ...] = ()


WAIT = Step(do="wait")


class Line:
    """Feed it the sentences of one answer with `hear`, then `over` at the end of the stream."""

    def __init__(self, move: Move, guard: Guard, others: Sequence[tuple[Move, Ground]] = ()) -> None:
        self.move = move
        """the chosen move, or the one that the model proposed where the rules allow it"""
        self.proposal = ""
        """why the model wanted another question, where it was let"""
        self.said = ""
        """all of the model's words so far"""
        self.begun = ""
        """what was let out before the question"""
        self.dropped: tuple[str, ...] = ()
        """the rules because of which a beginning was left out"""
        self._left_out: list[str] = []
        self._gap = False
        """the sentence before the next one was left out"""
        self._guard = guard
        self._others = others
        self._held: list[str] = []
        self._first = True

    def hear(self, sentence: str) -> Step:
        """One more sentence is complete."""
        self.said = f"{self.said} {sentence}".strip()
        text = self._proposed(sentence) if self._first else sentence
        if not text:
            return WAIT
        self._first = False
        self._held.append(text)
        if _is_question(text):
            return self._finish()
        if len(self.said) > MOST_HELD:
            return Step(do="refuse", broken=("too_long",))
        if asks(text):
            return WAIT
        start = cleaned(" ".join(self._held))
        broken = self._guard.forbids(start)
        if broken == ("too_long",):
            return WAIT
        if broken:
            return Step(do="refuse", broken=broken)
        doubts = self._guard.doubts(start)
        if doubts:
            self._leave_out(start, doubts)
            self._held = []
            return WAIT
        if self._gap and BACK.search(start):
            self._leave_out(start, ())
            self._held = []
            return WAIT
        self._gap = False
        if self.begun:
            return WAIT
        if spoken_words(start) + spoken_words(ending(self.move)) > MAX_WORDS:
            return WAIT
        if self._guard.broken(f"{start} {ending(self.move)}"):
            return WAIT
        self.begun, self._held = start, []
        return Step(do="begin", text=start)

    def over(self) -> Step:
        """The stream has ended."""
        if not self._held:
            return Step(do="refuse", broken=self.dropped or ("empty" if not self.begun else "no_question",))
        return self._finish()

    def _finish(self) -> Step:
        rest = " ".join(self._held)
        rest = rest if self.begun else cleaned(rest)
        broken = self._guard.broken(f"{self.begun} {rest}".strip())
        if broken and not self.begun and len(self._held) > 1:
            self._leave_out(" ".join(self._held[:-1]), broken)
            rest = self._held[-1]
            broken = self._guard.broken(rest, strict=True)
        if not broken and self._gap and _leans(rest):
            rest = " ".join([*self._left_out, rest])
            broken = self.dropped if self.begun else self._guard.broken(rest, strict=True)
            self.dropped = self.dropped if broken else ()
        if broken:
            return Step(do="refuse", broken=broken)
        return Step(do="end", text=rest)

    def _leave_out(self, text: str, broken: tuple[str, ...]) -> None:
        self.dropped = tuple(dict.fromkeys((*self.dropped, *broken)))
        self._left_out, self._gap = [*self._left_out, text], True

    def _proposed(self, sentence: str) -> str:
        """The sentence without a choice in front of it; the choice is taken where it is one of those allowed."""
        chosen = CHOICE.match(sentence)
        if chosen is None:
            return sentence
        number = int(chosen[1])
        if 1 <= number <= len(self._others):
            self.move, ground = self._others[number - 1]
            self.proposal = " ".join(chosen[2].split())
            self._guard = Guard(ground=ground, judge=self._guard.judge)
        return sentence[chosen.end() :]


def ending(move: Move) -> str:
    """The scripted question without what stands before it: it can follow any neutral beginning."""
    sentences = split(move.text)
    at = next((i for i in range(len(sentences) - 1, -1, -1) if sentences[i].endswith("?")), None)
    if at is None:
        return move.text
    if spoken_words(sentences[at]) < SHORT_QUESTION and at > 0:
        at -= 1
    return " ".join(sentences[at:])


def _leans(question: str) -> bool:
    """True for a question that may not be understood without what stood before it."""
    words = spoken_words(question)
    if words < SHORT_QUESTION or BACK.search(question):
        return True
    return words < LONG_ENOUGH and PRONOUN.search(question) is not None


def _is_question(sentence: str) -> bool:
    """True for a sentence after which nothing may follow: a question, or a plain order to answer."""
    return sentence.rstrip("\"'”’)").endswith("?") or STACKING_ORDER.match(sentence) is not None

"""One line in the making: takes the model's sentences as they arrive, and says what may be spoken when.

The law: nothing leaves that the guard has not passed, nothing follows a question, and once a beginning was spoken the
line can always be finished, with the scripted question if need be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hotseat.core.interviewer import Move
from hotseat.core.judgment.rules import MAX_WORDS, spoken_words
from hotseat.core.model.ground import Ground
from hotseat.core.model.guard import Guard, asks, cleaned
from hotseat.core.model.sentences import split
from hotseat.core.model.words import STACKING_ORDER

CHOICE = re.compile(r"^\s*\[(\d)\s*[:,.-]?\s*([^\]\n]{0,120})\]\s*")
SHORT_QUESTION = 5
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
        if self.begun or asks(text):
            return WAIT
        start = cleaned(" ".join(self._held))
        broken = self._guard.broken_opening(start)
        if broken == ("too_long",):
            return WAIT
        if broken:
            return Step(do="refuse", broken=broken)
        if spoken_words(start) + spoken_words(ending(self.move)) > MAX_WORDS:
            return WAIT
        if self._guard.broken(f"{start} {ending(self.move)}"):
            return WAIT
        self.begun, self._held = start, []
        return Step(do="begin", text=start)

    def over(self) -> Step:
        """The stream has ended."""
        if not self._held:
            return Step(do="refuse", broken=("empty" if not self.begun else "no_question",))
        return self._finish()

    def _finish(self) -> Step:
        rest = " ".join(self._held)
        rest = rest if self.begun else cleaned(rest)
        broken = self._guard.broken(f"{self.begun} {rest}".strip())
        if broken:
            return Step(do="refuse", broken=broken)
        return Step(do="end", text=rest)

    def _proposed(self, sentence: str) -> str:
        """The sentence without a choice in front of it; the choice is taken where it is one of those allowed."""
        chosen = CHOICE.match(sentence)
        if chosen is None:
            return sentence
        number = int(chosen[1])
        if 1 <= number <= len(self._others):
            self.move, ground = self._others[number - 1]
            self.proposal = " ".join(chosen[2].split())
            self._guard = Guard(ground=ground)
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


def _is_question(sentence: str) -> bool:
    """True for a sentence after which nothing may follow: a question, or a plain order to answer."""
    return sentence.rstrip("\"'”’)").endswith("?") or STACKING_ORDER.match(sentence) is not None

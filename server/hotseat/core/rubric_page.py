"""The page that the candidate wrote before, beside what was said: for each line the words that come nearest.

What was marked for the line comes first; where nothing was, the sentence that shares most words with what was
written, if it shares two that mean something. Else it was not said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hotseat.core.interviewer import Span
from hotseat.core.judgment.rubric import Line
from hotseat.core.timeline import Said

SHARED = 2
_WORD = re.compile(r"[^\W_]{3,}(?:'[^\W_]+)?")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """
        the and but for not with that this they them then than what when where which who why how are was were will
        would can could should have has had does did from into onto over under about after before only just also very
        more most some any all each every one two three our your his her its their there here because while until she
        him you out off per via get gets got make makes made want wants need needs use uses used may might must shall
        say says
        """,
    )
)


def said_beside(written: str, line: Line, turns: Sequence[Said]) -> tuple[Span | None, str]:
    """The words for one line, and how they were found: ``marked``, ``shared_words`` or empty."""
    marked = next((mark.span for mark in line.marks if mark.kind == "signal"), None)
    if marked is not None:
        return marked, "marked"
    nearest = _nearest(written, turns)
    return nearest, "" if nearest is None else "shared_words"


def _nearest(written: str, turns: Sequence[Said]) -> Span | None:
    wanted = _words(written)
    best: tuple[int, Span] | None = None
    for said in turns:
        if said.who != "candidate":
            continue
        for found in _SENTENCE.finditer(said.text):
            shared = len(wanted & _words(found.group()))
            if shared >= SHARED and (best is None or shared > best[0]):
                start = found.start() + len(found.group()) - len(found.group().lstrip())
                best = shared, Span(turn=said.number, start=start, end=len(said.text[: found.end()].rstrip()))
    return None if best is None else best[1]


def _words(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in map(str.lower, _WORD.findall(text)) if word not in _EMPTY)


def _stem(word: str) -> str:
    """Plural and singular as one: good enough to find a sentence again."""
    return word[:-1] if word.endswith("s") and len(word) > 4 else word

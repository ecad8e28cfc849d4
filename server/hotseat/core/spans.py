"""Characters of a turn's text and the times of its words, one to the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from hotseat.core.ear import Word


def joined(words: Sequence[Word]) -> str:
    """The text of a turn: its words with single spaces between them."""
    return " ".join(word.text for word in words)


def word_offsets(words: Sequence[Word]) -> list[int]:
    """Where each word begins in `joined(words)`."""
    offsets, at = [], 0
    for word in words:
        offsets.append(at)
        at += len(word.text) + 1
    return offsets


def span_ms(words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """Session-clock ms of the words that characters `start` to `end` touch.

    Raises ``ValueError`` when there are no words: a span without words cannot be timed.
    """
    if not words:
        raise ValueError("no words to time a span by")
    offsets = word_offsets(words)
    first = max(bisect_right(offsets, start) - 1, 0)
    last = max(bisect_right(offsets, max(end - 1, start)) - 1, first)
    return words[first].start_ms, words[last].end_ms

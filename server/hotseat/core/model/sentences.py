"""Cuts a stream of text into sentences as it arrives. A sentence is given out when nothing more can belong to it."""

from __future__ import annotations

import re

END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|\?[\"'”’)\]]*|\n")
"""A question mark ends a sentence at once; a full stop only when a space follows (p95 is 0.5 s)."""
ABBREVIATION = re.compile(r"(?:^|[\s(\"“])(?:[A-Za-z]|e\.g|i\.e|vs|etc|Mr|Mrs|Ms|Dr)\.$")


class Sentences:
    """`feed` what arrived and get the sentences that are complete; `rest` at the end of the stream."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> list[str]:
        """The sentences that this piece completes, without outer space; none is empty."""
        self._held += piece
        done: list[str] = []
        at = 0
        for found in END.finditer(self._held):
            sentence = self._held[at : found.end()].strip()
            if ABBREVIATION.search(sentence) and not sentence.endswith(" I."):
                continue
            if "?" in found.group() and found.end() < len(self._held) and self._held[found.end()] in "?!\"'”’)":
                continue
            at = found.end()
            if sentence:
                done.append(sentence)
        self._held = self._held[at:]
        return done

    def rest(self) -> str:
        """What came after the last complete sentence; empty when the stream ended with one."""
        held, self._held = self._held.strip(), ""
        return held


def split(text: str) -> list[str]:
    """All sentences of a whole text."""
    cutter = Sentences()
    found = cutter.feed(text)
    rest = cutter.rest()
    return [*found, rest] if rest else found

"""Cuts a spoken turn into sentences and words, and words into the features that the weights know.

Everything here is a pure function of the text. Hashes are CRC-32, so they are the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from zlib import crc32

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+")
_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_COMMA = re.compile(r"[,;:]\s")
_TOKEN = re.compile(r"\S+\s*")

_NUMBER_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand "
    "million billion half dozen"
)
_NUMBERS = frozenset(_NUMBER_WORDS.split())

LONGEST_SENTENCE = 40  # words; longer runs are cut at a comma, or hard


def sentences(text: str) -> list[tuple[int, int]]:
    """Character spans of the sentences of `text`; runs of more than 40 words are cut at a comma."""
    spans: list[tuple[int, int]] = []
    start = 0
    ends = [(m.start(), m.end()) for m in _SENTENCE_END.finditer(text)]
    for end, following in [*ends, (len(text), len(text))]:
        if text[start:end].strip():
            spans.extend(_pieces(text, start, end))
        start = following
    return spans


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    while True:
        tokens = [m.end() for m in _TOKEN.finditer(text, start, end)]
        if len(tokens) <= LONGEST_SENTENCE:
            pieces.append((start, end))
            return pieces
        latest, earliest = tokens[LONGEST_SENTENCE - 1], tokens[LONGEST_SENTENCE // 3]
        commas = [m.end() for m in _COMMA.finditer(text, start, latest) if m.end() >= earliest]
        cut = commas[-1] if commas else latest
        pieces.append((start, start + len(text[start:cut].rstrip())))
        start = cut


def words(text: str) -> list[str]:
    """Lower-case words; digits become one sign, so that figures are alike."""
    return ["#" if w[0].isdigit() else w.replace("’", "'") for w in _WORD.findall(text.lower())]


def word_grams(found: Sequence[str], prefix: str, buckets: int) -> list[int]:
    """Hashed single words, pairs and pairs over a gap, with number words made alike in pairs."""
    alike = ["#" if w in _NUMBERS else w for w in found]
    grams = [f"{prefix}{w}" for w in found]
    grams += [f"{prefix}{a} {b}" for a, b in pairwise(alike)]
    grams += [f"{prefix}{a} * {b}" for a, b in zip(alike, alike[2:], strict=False)]
    return [crc32(gram.encode()) % buckets for gram in grams]


def char_grams(word: str, buckets: int) -> list[int]:
    """Hashed runs of three to five letters of one word with its edges, which survive a misheard ending."""
    edged = f"<{word}>"
    return [
        crc32(edged[at : at + size].encode()) % buckets for size in (3, 4, 5) for at in range(len(edged) - size + 1)
    ]


def pieces_of(word: str, vocabulary: Mapping[str, int]) -> list[int]:
    """Greedy longest-match word pieces; letters that the vocabulary does not know are left out."""
    found: list[int] = []
    at = 0
    while at < len(word):
        for end in range(len(word), at, -1):
            piece = word[at:end] if at == 0 else "##" + word[at:end]
            if piece in vocabulary:
                found.append(vocabulary[piece])
                at = end
                break
        else:
            at += 1
    return found

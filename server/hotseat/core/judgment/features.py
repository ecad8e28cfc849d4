"""What the classifier reads of a turn: hashed n-grams of the turn and the question, word pieces of each sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
import numpy.typing as npt

from hotseat.core.judgment import words

WORDS = 1 << 15      # buckets of word n-grams
LETTERS = 1 << 15    # buckets of letter n-grams
ASKED = 1 << 13      # buckets of the question's word n-grams
SPARSE = WORDS + LETTERS + ASKED
MOST_PIECES = 64     # of one sentence, and of the end of a question

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Read:
    """One turn with its question: character spans of sentences, counted features, and pieces per sentence."""

    spans: tuple[tuple[int, int], ...]
    words: Mapping[int, int]
    letters: Mapping[int, int]
    asked: Mapping[int, int]
    pieces: tuple[tuple[int, ...], ...]
    question: tuple[int, ...]


@lru_cache(maxsize=1 << 15)
def _letters(word: str) -> tuple[int, ...]:
    return tuple(WORDS + at for at in words.char_grams(word, LETTERS))


def _pieces(found: list[str], vocabulary: Mapping[str, int]) -> list[int]:
    pieces: list[int] = []
    for word in found:
        for part in word.split("'"):
            pieces.extend(words.pieces_of("0" if part == "#" else part, vocabulary))
    return pieces


def read(text: str, question: str | None, vocabulary: Mapping[str, int]) -> Read:
    """Everything the weights need to know of `text`, said in answer to `question`."""
    spans = tuple(words.sentences(text))
    said = [words.words(text[start:end]) for start, end in spans]
    every = [word for sentence in said for word in sentence]
    asked = words.words(question or "")
    return Read(
        spans=spans,
        words=Counter(words.word_grams(every, "", WORDS)),
        letters=Counter(at for word in every for at in _letters(word)),
        asked=Counter(WORDS + LETTERS + at for at in words.word_grams(asked, "", ASKED)),
        pieces=tuple(tuple(_pieces(sentence, vocabulary)[:MOST_PIECES]) for sentence in said),
        question=tuple(_pieces(asked, vocabulary)[-MOST_PIECES:]),
    )


def sparse(found: Read, rarity: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    """Columns and values: log-damped counts times rarity; each of the three blocks has length one."""
    columns: list[int] = []
    blocks: list[Floats] = []
    for block in (found.words, found.letters, found.asked):
        at = sorted(block)
        columns.extend(at)
        values = np.array([1.0 + log(block[one]) for one in at], np.float32) * rarity[at]
        length = float(np.sqrt(np.sum(values * values)))
        blocks.append(values / length if length > 0 else values)
    return np.array(columns, np.int64), np.concatenate(blocks)

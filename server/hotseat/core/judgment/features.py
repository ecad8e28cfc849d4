"""What the classifier reads of a turn: hashed n-grams of the turn and the question, word pieces of each sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

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
        words=_words(every),
        letters=_letters_of(every),
        asked=Counter(WORDS + LETTERS + at for at in words.word_grams(asked, "", ASKED)),
        pieces=tuple(tuple(_pieces(sentence, vocabulary)[:MOST_PIECES]) for sentence in said),
        question=tuple(_pieces(asked, vocabulary)[-MOST_PIECES:]),
    )


def _words(found: list[str]) -> Counter[int]:
    return Counter(words.word_grams(found, "", WORDS))


def _letters_of(found: list[str]) -> Counter[int]:
    counted: Counter[int] = Counter()
    for word in found:
        counted.update(_letters(word))
    return counted


def sparse(found: Read, rarity: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    """Columns and values: log-damped counts times rarity; each of the three blocks has length one."""
    return _weighed((found.words, found.letters, found.asked), rarity)


def sparse_of_sentence(text: str, rarity: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    """The same of a single sentence, without the question that it answers."""
    found = words.words(text)
    return _weighed((_words(found), _letters_of(found)), rarity)


def _weighed(blocks: Iterable[Mapping[int, int]], rarity: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    columns, values = list[npt.NDArray[np.int64]](), list[Floats]()
    for block in blocks:
        at = np.fromiter(block, np.int64, len(block))
        order = np.argsort(at)
        counts = np.fromiter(block.values(), np.float32, len(block))[order]
        weighed = np.asarray((np.float32(1) + np.log(counts)) * rarity[at[order]], np.float32)
        length = np.float32(np.sqrt(weighed @ weighed))
        columns.append(at[order])
        values.append(np.asarray(weighed / length, np.float32) if length > 0 else weighed)
    return np.concatenate(columns), np.concatenate(values)

"""What the judge of lines reads: word pieces and marks, each with where its word comes from.

A line cannot be judged by its words alone: "a reviewer" is a hint when nobody has named one, and an echo when the
candidate did. So every word carries its sources: the talk, the case, the scripted question, what is hidden, everyday
talk, or none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from hotseat.core.judgment.clarify import COMMON, stem
from hotseat.core.judgment.words import pieces_of
from hotseat.core.model.ground import EVERYDAY, Ground, plain
from hotseat.core.model.words import NUMBER_WORDS

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[?.!,:;\"“”—–…-]")
MARKS = "?.!,:;\"-"
"""Marks that have a vector of their own; what looks alike is read alike."""
ALIKE = {"“": '"', "”": '"', "—": "-", "–": "-", "…": "."}
MOST = 92
"""Tokens; a line of 35 words and its scripted question have fewer."""
SOURCES = (
    "candidate", "candidate_pair", "public", "planned", "asking", "hidden", "everyday", "common", "nowhere",
    "figure_nowhere", "name_nowhere",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One line: (tokens,) numbers of pieces or of marks; (tokens, sources) zeros and ones."""

    pieces: npt.NDArray[np.int64]
    sources: npt.NDArray[np.float32]


def read(line: str, ground: Ground, vocabulary: Mapping[str, int]) -> Reading:
    """The tokens of a line on its ground. Marks are numbered from ``len(vocabulary)`` on."""
    known, pairs, words = _sets(ground), _pairs(ground), ground.words()
    pieces, rows = list[int](), list[npt.NDArray[np.float32]]()
    before, fresh = "", True
    for found in TOKEN.finditer(line):
        token = ALIKE.get(found.group(), found.group())
        if token in MARKS:
            pieces.append(len(vocabulary) + MARKS.index(token))
            rows.append(np.zeros(len(SOURCES), np.float32))
            fresh = fresh or token in ".?!:"
            continue
        word = token.lower().replace("’", "'")
        own = stem(word)
        row = np.array([own in some for some in known], np.float32)
        common = word in COMMON
        nowhere = not common and not row.any()
        figure = word.isdigit() or word in NUMBER_WORDS
        name = token[0].isupper() and not fresh and word.removesuffix("'s") not in words and len(word) > 1
        sources = [row[0], (before, own) in pairs, *row[1:], common, nowhere, figure and word not in words, name]
        for part in word.split("'"):
            for piece in pieces_of("0" if part.isdigit() else part, vocabulary):
                pieces.append(piece)
                rows.append(np.array(sources, np.float32))
        before, fresh = own, False
    if not pieces:
        return Reading(np.zeros(0, np.int64), np.zeros((0, len(SOURCES)), np.float32))
    return Reading(np.array(pieces[:MOST], np.int64), np.stack(rows[:MOST]))


def _sets(ground: Ground) -> tuple[frozenset[str], ...]:
    """Stems of candidate, public, planned, asking, hidden, everyday; what is known is not hidden."""
    candidate, public, planned, asking = (ground.stems_of(x) for x in ("candidate", "public", "planned", "asking"))
    hidden = frozenset(s for some in ground.hidden_stems() for s in some) - candidate - public - planned
    return candidate, public, planned, asking, hidden, EVERYDAY


def _pairs(ground: Ground) -> frozenset[tuple[str, str]]:
    """Neighbouring words of what the candidate said."""
    found = [[stem(word) for word in plain(part).split()] for part in ground.candidate]
    return frozenset(pair for row in found for pair in pairwise(row))

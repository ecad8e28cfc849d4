"""What somebody else's question goes after, for a transcript whose interviewer was not labelled.

The nearest question of the bank by shared rare words; below a floor of likeness, nothing is claimed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache

from hotseat.core.judgment.bank_challenges import CHALLENGES
from hotseat.core.judgment.bank_probes import PROBES
from hotseat.core.judgment.bank_pushes import PUSHES
from hotseat.core.judgment.clarify import stem
from hotseat.core.judgment.pressure import MISQUOTES
from hotseat.core.judgment.targets import REPAIR

WORD = re.compile(r"[a-z']+")
LIKENESS = 0.5
PUSHES_BACK = re.compile(
    r"^\W*(?:but|come on|really|surely|hold on|you'd|that's|so you)\b|\b(?:isn't it|doesn't it|aren't you|no|right)\?$"
    r"|\b(?:sounds like|i don't see|seems (?:backwards|too)|means nothing|is useless|won't pay|wants it|try again)\b",
    re.IGNORECASE,
)


def push_in(question: str) -> bool:
    """True for a line that pushes back on what was said."""
    return bool(PUSHES_BACK.search(question.strip()) or MISQUOTES.search(question))


def target_of(question: str) -> str | None:
    """The signal that a question goes after, or None when it is like nothing in the bank."""
    known, rarity = _index()
    words = _bag(question, rarity)
    size = math.sqrt(sum(v * v for v in words.values()))
    if not size:
        return None
    best: tuple[float, str] = (0.0, "")
    for target, bag, length in known:
        like = sum(value * bag.get(word, 0.0) for word, value in words.items()) / (size * length)
        if like > best[0]:
            best = (like, target)
    return best[1] if best[0] >= LIKENESS else None


def _bag(text: str, rarity: dict[str, float]) -> dict[str, float]:
    counts = Counter(stem(w) for w in WORD.findall(text.lower()))
    return {word: rarity.get(word, 0.0) * (1 + math.log(n)) for word, n in counts.items() if word in rarity}


@cache
def _index() -> tuple[list[tuple[str, dict[str, float], float]], dict[str, float]]:
    lines: list[tuple[str, str]] = []
    for target, probes in (*PROBES.items(), *PUSHES.items()):
        lines += [(target, text) for _, text in probes]
    for mistake, challenges in CHALLENGES.items():
        lines += [(REPAIR[mistake][0], text) for _, text in challenges if REPAIR[mistake]]
    seen = Counter(word for _, text in lines for word in {stem(w) for w in WORD.findall(text.lower())})
    rarity = {word: math.log((1 + len(lines)) / (1 + n)) for word, n in seen.items()}
    known = []
    for target, text in lines:
        bag = _bag(text, rarity)
        known.append((target, bag, math.sqrt(sum(v * v for v in bag.values())) or 1.0))
    return known, rarity

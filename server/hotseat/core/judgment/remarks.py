"""Takes out of a turn what may move no mark and no vote: remarks to whoever scores, flattery, threats, and
sentences said before word for word. What is taken out becomes spaces, so that every span stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from hotseat.core.judgment.asides import SCORING, SENTENCE

FLATTERY = re.compile(
    r"\b(?:you(?:'re| are) (?:the best|brilliant|amazing|a great|such a|so (?:kind|smart|good))|best interview(?:er)?"
    r"|(?:great|amazing|wonderful|fantastic) interviewer|(?:big|huge) (?:fan|admirer) of|honou?red to"
    r"|pleasure (?:to (?:meet|talk|speak|be)|talking)|love your (?:company|team|questions?))\b",
    re.IGNORECASE,
)
THREAT = re.compile(
    r"\b(?:i(?:'ll| will|'d| would) (?:sue|complain|report you|write to your|post about (?:this|you)|tell your)"
    r"|you(?:'ll| will) (?:regret|hear from)|my lawyers?)\b",
    re.IGNORECASE,
)
LONGEST_REMARK = 30
SHORTEST_REPEAT = 5
WORD = re.compile(r"[a-z0-9']+")


def said(texts: Iterable[str]) -> frozenset[str]:
    """The sentences of earlier turns, in a form in which two of the same words are the same."""
    return frozenset(
        plain
        for text in texts
        for sentence in SENTENCE.findall(text)
        if len((plain := _plain(sentence)).split()) >= SHORTEST_REPEAT
    )


def without_remarks(text: str, before: frozenset[str] = frozenset()) -> str:
    """`text` with remarks and word-for-word repetition blanked; the same length as before."""
    kept: list[str] = []
    here: set[str] = set()
    at = 0
    for found in SENTENCE.finditer(text):
        kept.append(text[at : found.start()])
        sentence, at = found.group(), found.end()
        plain = _plain(sentence)
        size = len(plain.split())
        again = size >= SHORTEST_REPEAT and (plain in before or plain in here)
        remark = size <= LONGEST_REMARK and any(r.search(sentence) for r in (SCORING, FLATTERY, THREAT))
        kept.append(" " * len(sentence) if again or remark else sentence)
        here.add(plain)
    return "".join(kept) + text[at:]


def _plain(sentence: str) -> str:
    return " ".join(WORD.findall(sentence.lower().replace("’", "'")))

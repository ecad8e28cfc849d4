"""Answers a clarifying question from the case's facts: only what was asked, and the same each time.

A fact with `asked` words is found by them; a bare fact of a thin case by the words it shares with the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from hotseat.core.case import Case, Fact

WORD = re.compile(r"[a-z0-9']+")
_COMMON = """
    a an the of to in on at by for from with and or but so if then than that this these those it its
    is are was were be been do does did can could may might should would will have has had how what
    which who whose where when why many much often long any some there here we you they i our your
    their us me my he she him her about into out up down as not no yes just ask one thing before
    begin start know tell want need like get got say said make made also more most each every per
    really actually today now right okay first case question number numbers people user users use
    used using system product company team thing things kind sort give idea roughly approximately
"""
COMMON = frozenset(_COMMON.split())


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """A blunt stem, so that `languages` meets `language` and `approved` meets `approve`."""
    word = word.replace("'s", "").replace("'", "")
    for ending in ("ations", "ation", "ings", "ing", "edly", "ies", "ed", "es", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def stems(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(stem(w) for w in WORD.findall(text.lower()) if w not in COMMON and len(w) > 1)


def _phrase_score(question: str, question_stems: frozenset[str], fact: Fact) -> float:
    """How much of what asks for this fact is in the question: whole phrases first, then single words."""
    score = 0.0
    plain = " ".join(WORD.findall(question.lower()))
    for phrase in fact.asked:
        wanted = [stem(w) for w in WORD.findall(phrase.lower())]
        telling = [w for w in wanted if w in {stem(x) for x in WORD.findall(phrase.lower()) if x not in COMMON}]
        if " " in phrase and phrase.lower() in plain:
            score = max(score, 2.0 + len(wanted))
        elif telling and all(w in question_stems for w in telling):
            score = max(score, 1.0 + len(telling))
    return score


def _overlap_score(question_stems: frozenset[str], fact: Fact, brief: frozenset[str]) -> float:
    """Shared words that are not in the brief anyway; one alone is enough only in a short question."""
    shared = (question_stems & stems(fact.say)) - brief
    if len(shared) >= 2:
        return 1.0 + len(shared)
    return 2.0 if shared and len(question_stems) <= 4 else 0.0


def find_fact(case: Case, questions: Iterable[str]) -> Fact | None:
    """The fact that the questions ask for, or None. Later questions of a turn count as much as the first."""
    brief = stems(case.prompt)
    best: tuple[float, int] | None = None
    for question in questions:
        asked = stems(question)
        for number, fact in enumerate(case.facts):
            score = _phrase_score(question, asked, fact) if fact.asked else _overlap_score(asked, fact, brief)
            if score > 0 and (best is None or score > best[0]):
                best = (score, number)
    return None if best is None else case.facts[best[1]]

"""The shape of a question: where it begins, how many stand in it, and whether it leads.

A line is cut into segments at commas, colons and joining words; a segment that begins as a question does is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from hotseat.core.model.words import listed

WH = listed("what how who when where why which whose whom what's who's where's how's when's why's")
AUX = listed(
    """is are was were am do does did can could may might must shall should will would has have had isn't aren't wasn't
    weren't don't doesn't didn't can't couldn't mustn't shouldn't won't wouldn't hasn't haven't hadn't ain't"""
)
NEGATIVE = frozenset(x for x in AUX if x.endswith("n't"))
STANCE = re.compile(
    r"^(?:and |so |then |but )*would you (?:still|make the same|do the same|keep|stand|hold|stick|say|call|accept|ship|"
    r"choose|rather|"
    r"take|change|stop|let|give up|tell|trust)\b",
    re.IGNORECASE,
)
"""Asks where the candidate stands."""
CONDITION = re.compile(
    r"\s+(?:if|when|once|even if|even when|while|after)\s+(?!you (?:use|add|had)\b).*$", re.IGNORECASE
)
"""The scene that a question puts at its end."""
SUGGESTING = listed("could should might shall would can")
"""A question that begins with one of these can hand over what it asks for."""
STARTERS = listed(
    """the a an you it they we he she i this that these those somebody someone nobody anybody there your their its his
    her people one everything something anything everybody everyone not any such"""
)
"""What follows `is`, `does` or `have` where these open a question, apart from nouns."""
LEADING_WORDS = listed(
    """so and then but now okay ok right well also or plus yet fine hm mm hmm exactly again first second next finally
    still actually really just alright sorry understood noted if in to for at by with within from on of about under
    after until since"""
)
"""May stand before the word that makes it a question."""
PREPOSITIONS = listed("in to for at by with within from on of about under after until since")
PRONOUNS = listed("it they them he she this that you")
EXACTLY = listed("exactly precisely else")
JOINT = re.compile(
    r"[,;:—–]|\s-\s|(?<=\w)\s+(?=(?:and|but|or|plus|then|so|also|as well as|while)\s+(?:[a-z']+,?\s+){0,2}(?:"
    + "|".join(sorted(WH | AUX, key=len, reverse=True))
    + r")\b)",
    re.IGNORECASE,
)
WORD = re.compile(r"[a-z']+|\d+", re.IGNORECASE)
TAG = re.compile(
    r",\s+(?:right|correct|yes|no|agreed|okay|ok|true|eh|huh|don't you think|you see|you know|surely|"
    r"(?:isn't|aren't|doesn't|don't|won't|wouldn't|can't|couldn't|shouldn't|wasn't|didn't|hasn't|haven't) "
    r"(?:it|they|that|you|he|she|we|there))\s*\?\s*$",
    re.IGNORECASE,
)
"""A statement with a tag: it asks for agreement, not for an answer."""
SHORT = 3
"""Words; “and why?” and “and for whom?” ask the same question to its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question sentence: what stands before it, the question itself, and what word opens it."""

    lead: str
    question: str
    opening: str
    """the word that makes it a question, empty where none does"""


def head_of(sentence: str) -> Asked:
    """Cut a question sentence where its question begins."""
    start = 0
    for segment in _segments(sentence):
        opening = _opening(segment, last=False)
        if opening:
            at = sentence.index(segment, start)
            return Asked(lead=sentence[:at].strip(" ,;:—–-"), question=sentence[at:], opening=opening)
        start += len(segment)
    return Asked(lead="", question=sentence, opening="")


def count(sentence: str) -> int:
    """How many questions one sentence puts."""
    openings = [(segment, _opening(segment, last=False)) for segment in _segments(sentence)]
    found = [(segment, opening) for segment, opening in openings if opening]
    if not found:
        return 0
    whole, short = 1, 0
    for (before, earlier), (segment, opening) in pairwise(found):
        alternative = earlier in AUX and opening in AUX and re.match(r"\s*or\b", segment, re.IGNORECASE)
        if _short(segment):
            short += 1
        elif not alternative and not _same_thing(before, segment):
            whole += 1
    return whole + (short > 1)


def is_question(sentence: str) -> bool:
    """True for a sentence that asks, whatever stands at its end."""
    words = _words(sentence)
    opening = _opening(sentence, last=True)
    return bool(opening) and len(words) > 1 and (opening in AUX or "'s" in opening or _after(words, opening) in AUX)


def _segments(sentence: str) -> list[str]:
    return [s for s in JOINT.split(sentence) if s and s.strip()]


def _words(text: str) -> list[str]:
    return [x.lower() for x in WORD.findall(text.replace("’", "'"))]


def _after(words: list[str], opening: str) -> str:
    at = words.index(opening) + 1
    return words[at] if at < len(words) else ""


def _opening(segment: str, *, last: bool) -> str:
    """The word that makes a segment a question; empty for a clause under another, and for a statement."""
    words = _words(segment)
    at = 0
    while at < len(words) and words[at] in LEADING_WORDS:
        at += 1
    if at == len(words):
        return ""
    word, follows = words[at], words[at + 1] if at + 1 < len(words) else ""
    if at and words[at - 1] in PREPOSITIONS and word not in WH:
        return ""
    if word in AUX:
        return word if follows else ""
    if word not in WH:
        return ""
    if word in ("when", "where") and follows and follows not in (AUX | PREPOSITIONS | EXACTLY) and not last:
        return ""
    if word == "what" and follows in STARTERS and not last:
        return ""
    return word


def _short(segment: str) -> bool:
    words = [x for x in _words(segment) if x not in ("and", "or", "but", "then", "so")]
    return len(words) <= SHORT and not any(x in AUX for x in words) and not _has_verb(words)


def _has_verb(words: list[str]) -> bool:
    """`who decides`, `what breaks`: a question word that is its own subject."""
    if any("'s" in x and x in WH for x in words):
        return True
    return len(words) > 1 and words[0] in ("who", "what", "which") and words[1].endswith("s") and words[1] != "this"


def _same_thing(before: str, segment: str) -> bool:
    """“what may it do, and what may it not do”: one question from both sides."""
    one, other = _words(before), [x for x in _words(segment) if x not in ("and", "or", "but")]
    return bool(one) and {*other} - {"not", "never", "isn't", "doesn't", "don't", "can't"} - PRONOUNS <= {*one}

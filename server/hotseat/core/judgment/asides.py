"""What a candidate may want from the interviewer instead of answering: time, the question again, a fact, a verdict."""

from __future__ import annotations

import re
from typing import Literal

Request = Literal["time", "repeat", "fact", "verdict", "none"]

SENTENCE = re.compile(r"[^.!?]+(?:[.!?]+|$)")
WORD = re.compile(r"[A-Za-z0-9']+")

TIME = re.compile(
    r"\b(?:(?:give me|have|take|need|could i (?:have|get|take)|can i (?:have|get|take)|may i (?:have|take)) "
    r"(?:just )?(?:a|one|another|half a|thirty|sixty|\d+|some|a few|a couple of) ?(?:more )?"
    r"(?:minutes?|moments?|seconds?|secs?|sec)\b"
    r"|let me (?:just )?think(?: (?:about (?:that|this|it)|for a (?:minute|moment|second|bit)|a (?:moment|second)))?"
    r"(?= *(?:[.!?]|$))|(?:collect|gather|sort|order) my thoughts|bear with me"
    r"|(?:^|[.,] )(?:please,? )?one (?:moment|second|sec)(?: please)?(?=[.!?]))",
    re.IGNORECASE,
)
REPEAT = re.compile(
    r"\b(?:(?:could|can|would) you (?:please )?(?:repeat|say (?:that|it) again|rephrase|ask (?:that|it) again)"
    r"|say that again|what was the question|(?:sorry|pardon)[, ]+(?:i )?(?:didn't|did not|couldn't) (?:catch|hear|get)"
    r"|didn't (?:quite )?(?:catch|hear) (?:that|you|the question)|come again|one more time please)",
    re.IGNORECASE,
)
VERDICT = re.compile(
    r"\b(?:how (?:am i|did i|was that|is that|was my)|am i (?:on the right|doing|going in the right)|is (?:that|this) "
    r"(?:right|correct|good|what you|the right)|was that (?:right|good|okay|ok|what you)|what (?:would|should) (?:be )?"
    r"(?:the |a )?(?:good|right|best|ideal|perfect) answer|what are you looking for"
    r"|what do you want (?:me )?to (?:hear|say)"
    r"|did i (?:pass|get it)|(?:give|tell) me (?:a hint|the answer)|any (?:hint|feedback|tips?))",
    re.IGNORECASE,
)
SCORING = re.compile(
    r"\b(?:mark me|rate (?:me|my|all)|score (?:me|my)|strong hire|hire me|ignore (?:your|all|previous|the above))",
    re.IGNORECASE,
)
CHECKING = re.compile(
    r"(?:does (?:that|this|it) make sense|make sense|(?<!do )you know|is that (?:clear|fair|okay|ok)|are you with me"
    r"|(?:^|[, ])(?:right|okay|ok|yeah|no|yes|huh|see)) *\?+$|^\W*(?:right|okay|ok|yeah|no|so|why|how so|and) *\?+$",
    re.IGNORECASE,
)
TO_INTERVIEWER = re.compile(
    r"\b(?:you|your|yours|we|our|us|they|their|there|the (?:company|team|client|customer|users?|business))\b",
    re.IGNORECASE,
)
ASKS_LEAVE = re.compile(
    r"\b(?:(?:may|can|could) i (?:just |quickly )?(?:ask|check|clarify)"
    r"|i(?:'d| would) like to ask (?:you|something|one)"
    r"|i(?:'ve| have) (?:got )?(?:a|one|two) (?:clarifying )?questions?|(?:quick|clarifying) question"
    r"|(?:can|could) you tell me|do you know)\b",
    re.IGNORECASE,
)
OPENERS = re.compile(
    r"^\W*(?:(?:and|so|but|okay|ok|um|uh|well|also|then|just|sorry|first|before (?:i|we) (?:start|begin))\b[, ]*)*"
    r"(?:is|are|was|were|do|does|did|can|could|may|should|will|would|has|have|how|what|which|who|whose|where|when|why)\b",
    re.IGNORECASE,
)


_ENGLISH = """the a an of to in on at by for from with and or but so if then that this these it its is are was were be
do does did can could may should would will have has had how what which who when we you they i our your their me my not
no yes just one i'd it's that's don't doesn't there about what's they're we'd you're because than as"""
ENGLISH = frozenset(_ENGLISH.split())
ENGLISH_SHARE = 0.22
"""Spoken English has about half of its words from this list; other languages next to none."""
JUDGED_WORDS = 400


def is_english(text: str) -> bool:
    """False for a turn of some length in another language; such a turn is not judged."""
    words = [w.lower().replace("’", "'") for w in WORD.findall(text)[:JUDGED_WORDS]]
    letters = sum(c.isalpha() and not c.isascii() for c in text[:2000])
    if len(words) < 8:
        return letters * 3 <= max(1, sum(c.isalpha() for c in text[:2000]))
    return sum(w in ENGLISH for w in words) / len(words) >= ENGLISH_SHARE


def sentences(text: str) -> list[str]:
    """The sentences of a turn as spoken, without empty ones."""
    return [s.strip() for s in SENTENCE.findall(text) if WORD.search(s)]


def questions_in(text: str, *, clarify: bool = False) -> list[str]:
    """Sentences that ask the interviewer something: a real question, not "right?" and not rhetoric.

    In a clarifying turn, or after "may I ask", every question is one.
    """
    asks_leave = clarify or ASKS_LEAVE.search(text) is not None
    found = []
    for sentence in sentences(text):
        if sentence.endswith("?") and not CHECKING.search(sentence):
            plain = OPENERS.match(sentence) and TO_INTERVIEWER.search(sentence)
            if asks_leave or plain:
                found.append(sentence)
        elif ASKS_LEAVE.search(sentence) and "?" not in text:
            found.append(sentence)
    return found


def request_in(text: str, *, clarify: bool = False) -> Request:
    """What the turn wants instead of answering. `clarify`: the classifier heard a clarifying turn.

    A question in a long answer is rhetoric unless it ends the turn; a remark to whoever scores is never a request.
    """
    if SCORING.search(text):
        return "none"
    size = len(WORD.findall(text))
    if size <= 45 and TIME.search(text):
        return "time"
    if size <= 30 and REPEAT.search(text):
        return "repeat"
    said = sentences(text)
    if not said:
        return "none"
    if size <= 60 and VERDICT.search(said[-1]):
        return "verdict"
    asked = questions_in(text, clarify=clarify)
    if not asked:
        return "none"
    at_end = asked[-1] in said[-2:]
    if clarify or (at_end and size <= 60) or (ASKS_LEAVE.search(text) and size <= 120):
        return "fact"
    return "fact" if said[-1] == asked[-1] and size <= 200 and TO_INTERVIEWER.search(asked[-1]) else "none"

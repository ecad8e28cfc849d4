"""The rules every line of the interviewer obeys, as code: one question, short, no praise, no hint, no leak."""

from __future__ import annotations

import re

MAX_WORDS = 35

WORD = re.compile(r"[^\s]*[A-Za-z0-9][^\s]*")
PRAISE = re.compile(
    r"\b(?:great|excellent|perfect|brilliant|awesome|amazing|fantastic|wonderful|impressive|impressed|well done|nice|"
    r"good (?:point|answer|job|question|thinking|one|call|idea)|love (?:that|it|this)|i like (?:that|it|this|how)|"
    r"strong answer|smart|clever|spot on|exactly right|that's right|that is right|you're right|correct)\b",
    re.IGNORECASE,
)
HINT = re.compile(
    r"\b(?:have you (?:considered|thought about)|you (?:should|might want to|could (?:use|add|try|consider|also))"
    r"|don't forget|what about adding|the (?:right|correct|best) answer|i(?:'d| would) (?:suggest|recommend)"
    r"|think about (?:whether|using|adding)|hint|for example,? you|most candidates|strong candidates"
    r"|what i'm looking for)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[“\"][^”\"]*[”\"]")
PLAIN = re.compile(r"[a-z0-9']+")
LEAK_WORDS = 6


def spoken_words(text: str) -> int:
    """How many words a voice would say."""
    return len(WORD.findall(text))


def leaks(text: str, secrets: tuple[str, ...]) -> bool:
    """True when `text` shares a run of six words with something that must not be said."""
    words = PLAIN.findall(text.lower())
    runs = {" ".join(words[i : i + LEAK_WORDS]) for i in range(len(words) - LEAK_WORDS + 1)}
    if not runs:
        return False
    return any(any(run in " ".join(PLAIN.findall(secret.lower())) for run in runs) for secret in secrets)


def broken_rules(text: str, *, secrets: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Names of the rules that a line breaks; empty for a line that may be spoken. Quoted words are not its own."""
    own = QUOTED.sub("", text)
    found = []
    if not spoken_words(text):
        found.append("empty")
    if spoken_words(text) > MAX_WORDS:
        found.append("too_long")
    if own.count("?") > 1:
        found.append("several_questions")
    if PRAISE.search(own):
        found.append("praise")
    if HINT.search(own):
        found.append("hint")
    if leaks(text, secrets):
        found.append("leak")
    return tuple(found)

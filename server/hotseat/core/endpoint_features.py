"""What the two trained models of `endpoint_words` look at: names of features of an answer so far.

Punctuation helps and is never needed: an ear may print none, or a full stop wherever it stopped. Where it prints
none, the last words stand for the last sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

CLAUSE_WORDS = 14
"""without punctuation this many last words stand for the last sentence"""
_SIZES = (6, 12, 20, 30, 45, 60, 80, 110, 150, 220)
_LENGTHS = (3, 5, 8, 11, 15, 20, 27)
_LIGHT = frozenset(
    """the a an and or but so of to in on at for with is are was were be it that this i you he she they we my your our
    not no do does did have has had would will can could should if then than as by from there what which who how when
    where it's that's i'd""".split()  # noqa: SIM905 - as a list it is a quote and a comma a word
)
"""words that say nothing about whether a sentence comes back to an earlier one"""
_PLAN = re.compile(
    r"\b(?:let me|i'?ll|i will|i'd|i would|i want to|i'd like to|i'm going to|let's|we'll)"
    r" (?:\w+ )?(?:start|begin|first|walk|talk|take|go|come back|split|break|list|explain|give you|lay out|define|"
    r"frame)\b"
)
_CONCLUDES = re.compile(
    r"\b(?:so overall|overall|in summary|to sum up|to summari[sz]e|summing up|in short|bottom line|so the bottom line|"
    r"all in all|in the end|at the end of the day|long story short|to conclude|so in conclusion|so net|net net|"
    r"so yes|so yeah|so no|that's why|and that's|so that's|so i'd|so i would|that's the|that's what|that's how)\b"
)
_NUMBER = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "couple": 2}
_LIST = re.compile(
    r"\b(two|three|four|five|six|couple)(?: of)?(?: [\w-]+)? (?:things|reasons|parts|points|layers|risks|questions|"
    r"metrics|options|groups|kinds|types|ways|steps|pieces|levels|users|cases|failures|numbers|gates|conditions|paths|"
    r"stages|buckets|sides|problems|criteria|answers|signals|checks|modes)\b"
)
_ITEM = re.compile(
    r"\b(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth|fifth|number (?:one|two|three|four|five)|"
    r"(?:the|and|another) (?:other|next)|one is|one's)\b"
)
_LAST_ITEM = re.compile(r"\b(?:last(?:ly)?|final(?:ly)?|the other)\b")
_NUMERAL = re.compile(r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|percent|hundred|half)\b")
_CLOSING = re.compile(r"\b(?:last|lastly|finally|overall|anyway)\b")


def complete_features(text: str) -> Iterator[str]:
    """Names of the features that stand for: could a sentence end with these words?"""
    raw = text.split()
    words = [plain(word) for word in raw[-4:]]
    words = [word for word in words if word] or ["-"]
    yield "bias"
    yield "1" + _class(words[-1])
    yield "1=" + words[-1]
    if len(words) > 1:
        yield "2" + _class(words[-2])
        yield "2=" + words[-2]
        yield f"12{_class(words[-2])}{_class(words[-1])}"
    if len(words) > 2:
        yield "3=" + words[-3]
    mark = raw[-1][-1] if raw[-1][-1] in ".?!,;:-…" else ""
    printed = any(word[-1] in ".?!," for word in raw[-40:-1])
    yield f"p{mark or ('none' if printed else 'off')}"
    yield f"n{min(_since_mark(raw) // 3, 6) if printed else 'off'}"


def final_features(text: str, asked: str) -> Iterator[str]:
    """Names of the features that stand for: does this sentence end the answer?"""
    raw = text.split()
    sentence = last_sentence(text)
    clause = plain_words(sentence)
    size = _bucket(len(raw), _SIZES)
    yield "bias"
    yield f"n{size}"
    yield f"n{min(size // 2, 5)}{question_kind(asked)}"
    yield f"l{_bucket(len(clause), _LENGTHS)}"
    for count in (1, 2):
        if len(clause) >= count:
            yield f"f{count}=" + " ".join(clause[:count])
            yield f"e{count}=" + " ".join(clause[-count:])
    for word in sorted(set(clause)):
        yield "w=" + word
    about = {word for word in plain_words(asked) if len(word) > 4}
    yield f"o{min(len(about & set(clause)), 2)}"
    said = set(clause) - _LIGHT
    opening = set(plain_words(" ".join(raw[:20]))) - _LIGHT
    yield f"oo{min(len(opening & said), 3)}" if len(raw) > 40 else "oo-"
    yield "op=" + plain(raw[0])
    yield from _before(raw[: -len(sentence.split())], clause, said)
    yield from _signs(text, sentence.lower())


def _before(raw: list[str], clause: list[str], said: set[str]) -> Iterator[str]:
    """The sentence before the last one, where sentences are printed."""
    marks = sum(ends_sentence(word) for word in raw)
    yield f"s{min(marks, 9)}"
    if marks:
        previous = plain_words(last_sentence(" ".join(raw)))
        yield f"pl{_bucket(len(previous), _LENGTHS)} {_bucket(len(clause), (5, 11, 20))}"
        yield f"po{min(len(said & set(previous)), 3)}"
        for word in sorted(set(previous)):
            yield "pw=" + word


def _signs(text: str, sentence: str) -> Iterator[str]:
    """What the sentence does in the answer."""
    tail = tail_of(sentence, 2 * CLAUSE_WORDS)
    signs = {"concludes": _CONCLUDES, "plans": _PLAN, "item": _ITEM, "closing": _CLOSING, "numeral": _NUMERAL}
    for name, pattern in signs.items():
        if pattern.search(tail):
            yield "h=" + name
    if open_list(text):
        yield "h=list"
    if text.rstrip().endswith("?"):
        yield "h=?"


def question_kind(asked: str) -> str:
    """A coarse name of what was asked for: minutes (design), a reason, a number, yes or no."""
    text = asked.strip().lower()
    if not text:
        return "none"
    if "design" in text and len(text.split()) > 20:
        return "design"
    last = re.split(r"(?<=[.?!])\s+", text)[-1]
    last = re.sub(r"^(?:(?:and|so|but|then|okay|or)\b,? )+", "", last)
    if re.match(r"(?:is|are|do|does|did|can|could|would|will|should|isn't|aren't|won't|you)\b", last):
        return "yesno" if last.endswith("?") else "say"
    if re.search(r"how (many|much|long|often)", last):
        return "number"
    if re.search(r"\b(why|how|tell|walk|describe)\b", last):
        return "how"
    return "what" if re.search(r"\b(what|which|who|when|where)\b", last) else "say"


def last_sentence(text: str) -> str:
    """The words since the last printed sentence end, at most `CLAUSE_WORDS` of them when none is printed."""
    words = text.split()
    since = _since_mark(words)
    return " ".join(words[-min(max(since, 1), 2 * CLAUSE_WORDS if since < len(words) else CLAUSE_WORDS) :])


def open_list(text: str) -> bool:
    """“There are three things …” and fewer were named."""
    tail = tail_of(text, 150)
    found = next(iter(reversed(list(_LIST.finditer(tail)))), None)
    if found is None:
        return False
    after = tail[found.end() :]
    items = len(_ITEM.findall(after))
    if _LAST_ITEM.search(after) or items >= _NUMBER[found.group(1)]:
        return False
    return items > 0 or len(after.split()) < 20


def tail_of(text: str, count: int) -> str:
    """The last words, in one spelling."""
    return " ".join(text.split()[-count:]).lower().replace("’", "'")


def plain(word: str) -> str:
    """A word without its case and marks."""
    return word.lower().replace("’", "'").strip('.,;:!?…"“”()[]-–')


def plain_words(text: str) -> list[str]:
    """The words of a text without case and marks."""
    return [word for word in map(plain, text.split()) if word]


def ends_sentence(word: str) -> bool:
    """Is a sentence end printed after it?"""
    return word.rstrip("\"'”)")[-1:] in (".", "?", "!", "…")


def _bucket(count: int, edges: tuple[int, ...]) -> int:
    return sum(count >= edge for edge in edges)


def _since_mark(words: list[str]) -> int:
    """Words since the last printed sentence end, not counting one at the very end."""
    for back, word in enumerate(reversed(words[:-1]), 1):
        if ends_sentence(word):
            return back
    return len(words)


def _class(word: str) -> str:
    """A coarse class by ending, for words that the fitting saw rarely."""
    if any(letter.isdigit() for letter in word):
        return "#"
    for ending in ("n't", "'s", "'d", "'ll", "'re", "'ve", "ing", "ed", "ly", "tion", "s", "er", "al", "y", "e", "t"):
        if word.endswith(ending):
            return ending
    return "~"

"""Shapes of a line: how many questions it puts, what part of it claims something, whether it goes round in circles."""

from __future__ import annotations

from hotseat.core.judgment.clarify import stems
from hotseat.core.judgment.rules import QUOTED
from hotseat.core.model import questions, remarks
from hotseat.core.model import words as w
from hotseat.core.model.ground import plain
from hotseat.core.model.sentences import split


def asks(text: str) -> int:
    """How many questions a text puts: its question marks, joined questions, and orders that stand for one."""
    own = QUOTED.sub(" that ", text.replace("’", "'"))
    marks = own.count("?") + own.count("？") + own.count("¿")
    sentences = split(own)
    joined = sum(max(questions.count(s) - 1, 0) for s in sentences if "?" in s and plain(s) not in remarks.vetted())
    unmarked = sum(questions.is_question(s) for s in sentences if "?" not in s)
    orders = len(w.STACKING_ORDER.findall(" ".join(s for s in sentences if "?" not in s)))
    orders += sum(bool(w.ORDER_TOO.search(s)) for s in sentences if "?" in s)
    if marks + orders:
        return marks + joined + unmarked + (orders if orders > 1 or not marks else 0)
    return unmarked or int(bool(w.ORDERS.search(own) or w.CLOSES_LIKE_AN_ORDER.search(own)))


def claim(sentence: str) -> str:
    """The part of a sentence that states something: all of it, or what stands before its question."""
    return sentence if "?" not in sentence or w.SAID.search(sentence) else questions.head_of(sentence).lead


def ends_as_question(sentence: str) -> bool:
    """True for a sentence that ends with a question mark."""
    return sentence.rstrip("\"'”’) ").endswith("?")


def telling(text: str) -> frozenset[str]:
    """Telling stems of a line, without what it quotes."""
    return stems(QUOTED.sub(" ", text))


def loops(text: str) -> bool:
    """True for a word said again at once, a pair of words said three times running, or five words that come again."""
    if w.STUTTER.search(text) or w.REFRAIN.search(plain(text)):
        return True
    found = plain(text).split()
    fives = [tuple(found[i : i + 5]) for i in range(len(found) - 4)]
    return len(set(fives)) < len(fives)

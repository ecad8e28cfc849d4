"""Short pieces of the candidate's own speech that can be quoted back without bending the grammar.

A piece is one whole clause of three to nine words inside the words that proved a mark, so that the
interviewer quotes something meant, not a fragment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from hotseat.core.interviewer import Mark

CLAUSE = re.compile(r"[^.,;:!?\n\"“”()\[\]{}—–]+")
LEAD = re.compile(
    r"^(?:(?:and|but|so|then|because|or|well|okay|ok|right|yeah|yes|no|um|uh|like|honestly|basically|actually|"
    r"i mean|you know|i think|i guess|i'd say|let's say|that|which|where|when|if|since|as|with)\b\s*)+",
    re.IGNORECASE,
)
BAD_END = re.compile(
    r"\b(?:the|a|an|of|to|and|or|but|with|for|in|on|at|by|from|that|which|is|are|was|be|i|we|they|it's|i'd|um|uh|"
    r"so|not|if|when|as|than|my|our|their|its|his|her|would|could|should|will|can|may)$",
    re.IGNORECASE,
)
VERB = re.compile(
    r"\b(?:is|are|isn't|aren't|may|must|can|can't|won't|will|would|wouldn't|don't|doesn't|goes|gets|stays|stops|"
    r"shows|sees|takes|drafts|sends|reads|writes|decides|keeps|leave|take|it's|i'd|we'd|i'll|we'll|they'd|has|have|"
    r"had|do|does|did|was|were|use|build|start|launch|measure|count|watch|monitor|trust|needs?|wants?)\b",
    re.IGNORECASE,
)
UNSAFE = re.compile(
    r"\b(?:hire|score|scoring|ignore|instructions?|fuck\w*|shit\w*|idiot\w*|stupid)\b|\d{5,}", re.IGNORECASE
)


def quotable(text: str, start: int, end: int) -> str | None:
    """One clause of `text[start:end]` that can stand in quotation marks, or None."""
    for found in CLAUSE.finditer(text, start, end):
        piece = LEAD.sub("", " ".join(found.group().split())).strip()
        words = piece.split()
        if not 3 <= len(words) <= 9 or BAD_END.search(piece) or UNSAFE.search(piece):
            continue
        if VERB.search(piece):
            return piece
    return None


def quote_from(text: str, marks: Iterable[Mark], labels: Iterable[str] = ()) -> str | None:
    """The first quotable piece of the marks of one turn; `labels` narrows which marks."""
    wanted = frozenset(labels)
    for mark in marks:
        if not wanted or mark.label in wanted:
            piece = quotable(text, mark.span.start, mark.span.end)
            if piece is not None:
                return piece
    return None

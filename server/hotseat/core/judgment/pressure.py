"""What a push did to the candidate's line: held with a reason, revised with a reason, restated, or caved.

Read from the marks first; the words only decide whether a line that has reasons moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from hotseat.core.interviewer import Mark, PushOutcome
from hotseat.core.judgment.labels import SIGNALS

REVISES = re.compile(
    r"\b(?:let me (?:change|redo|correct|revise|turn round|turn around|fix|restate|take that back)"
    r"|i(?:'d| would) change|i change|i take (?:that|it) back|fair enough|that's fair|fair[.,]|good catch"
    r"|new to me|you've got a point"
    r"|you have a point|you're right|you are right|i was wrong|i shouldn't have"
    r"|then i(?:'d| would) (?:add|drop|move|cut)"
    r"|but i(?:'d| would) add|so i(?:'d| would) add|with that (?:new )?fact|i went straight|let me turn|i hadn't)\b",
    re.IGNORECASE,
)
KEEPS = re.compile(
    r"\b(?:i(?:'d| would) still|i still|i(?:'d| would)? ?(?:stay|stick|keep|hold|stand)\b|i don't move|not moving"
    r"|i keep|doesn't change (?:anything|that)|i wouldn't"
    r"|i'm not (?:moving|changing|refusing)|no,? i|not quite|i didn't say"
    r"|i never said|i don't think we know|that's not what i|i don't (?:agree|buy|believe))\b",
    re.IGNORECASE,
)
GIVES_IN = re.compile(
    r"\b(?:yes,? exactly|as you said|like you said|as i said|you're right|i agree|i'd agree|whatever you|sure,? we can"
    r"|okay,? (?:fine|then)|good point|fine,? (?:let's|we)|absolutely|right,? yes|yes,? right"
    r"|yeah,? exactly|of course)\b",
    re.IGNORECASE,
)
SUBSTANCE = frozenset(SIGNALS) - {"holds_line", "asks_deciding_question", "eval_triad"}


def push_outcome(text: str, marks: Iterable[Mark], *, wrong: bool = False) -> PushOutcome:
    """The outcome of a push. A dodge counts as restated; going along with a false premise as caved."""
    labels = {mark.label for mark in marks}
    reasons = labels & (SUBSTANCE | {"holds_line"})
    opening = " ".join(text.split()[:60])
    if "caves_under_pressure" in labels:
        return "caved"
    if reasons:
        moved = REVISES.search(opening) is not None
        kept = KEEPS.search(text) is not None
        if moved and ("holds_line" not in labels or not kept or "admits_bounds" in labels):
            return "revised_with_reason"
        return "held"
    if GIVES_IN.search(opening) and (wrong or not _mistaken(labels)):
        return "caved"
    return "restated"


def _mistaken(labels: set[str]) -> bool:
    """True when something else was marked, so that agreeing was not all the turn did."""
    return bool(labels)

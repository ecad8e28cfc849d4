"""What a push did to the candidate's line: held with a reason, revised with a reason, restated, or caved.

Read from the marks first; the words only decide whether a line that has reasons moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from hotseat.core.interviewer import Mark, PushOutcome
from hotseat.core.judgment.labels import SIGNALS

REVISES = re.compile(
    r"\b(?:let me (?:change|redo|correct|revise|turn round|turn around|fix|take that back|do it in)"
    r"|(?:that|it|which|so it|yes,? that) changes (?:it|things|that|my)|i(?:'d| would) change|i change|i withdraw"
    r"|i take (?:that|it) back|i said it too|strike (?:that|both|it)|fair enough|that's fair|it's fair|yes,? fair"
    r"|good catch|new to me|i didn't know|you(?:'ve| have) got a point|you have a point|you(?:'ve| have) got me"
    r"|you(?:'re| are) right|i was wrong|i shouldn't have|(?:but|so|then|and) (?:i(?:'d| would) )?(?:add|drop|cut)"
    r"|i drop|i(?:'d| would) add|that's a weakness|with that (?:new )?fact|i went straight|let me turn|i hadn't|had in mind)\b",
    re.IGNORECASE,
)
STAYS = re.compile(
    r"\b(?:i(?:'d| would) still|i still|i(?:'d| would)? ?(?:stay|stick|keep|hold|stand)\b|i don't move|not moving"
    r"|i keep|doesn't change (?:anything|that)|i wouldn't"
    r"|i'm not (?:moving|changing|refusing)|no,? i|not quite|i didn't say"
    r"|i never said|i don't think we know|that's not what i|i don't (?:agree|buy|believe))\b",
    re.IGNORECASE,
)
GIVES_IN = re.compile(
    r"^\W*(?:(?:um|uh|well|oh|hm+|so|yeah|okay|ok)\b\W*)*(?:yes|yeah|right|exactly|correct|sure|true|agreed|absolutely|of course"
    r"|okay,? (?:fine|then)|fine|good point|you(?:'re| are) right|i agree|as (?:you|i) said|it (?:might|could|would),? yes)\b",
    re.IGNORECASE,
)
MISQUOTES = re.compile(
    r"\b(?:you (?:said|told|mentioned|promised|proposed|put|wanted|suggested|claimed|agreed)|your (?:rule|own rule|canary|"
    r"plan that|promise)|as you (?:said|told)|you've (?:said|told|got a rule)|since your|the (?:\w+ ){1,3}you (?:proposed|mentioned|"
    r"promised|described))\b",
    re.IGNORECASE,
)
"""A push that speaks about what the candidate is meant to have said: agreeing to a wrong one is caving."""

SUBSTANCE = frozenset(SIGNALS) - {"holds_line", "asks_deciding_question", "eval_triad"}


def push_outcome(text: str, marks: Iterable[Mark], *, push: str = "", wrong: bool = False) -> PushOutcome:
    """The outcome of a push. A dodge counts as restated; going along with a false premise as caved.

    With something of substance the line was held or moved: it moved when the candidate says so, or when the
    substance is what was missing and no line was defended.
    """
    labels = {mark.label for mark in marks}
    if "caves_under_pressure" in labels:
        return "caved"
    if "holds_line" in labels:
        return "revised_with_reason" if REVISES.search(text) and not STAYS.search(text) else "held"
    if labels & SUBSTANCE:
        return "revised_with_reason"
    if GIVES_IN.search(text) and (wrong or MISQUOTES.search(push)):
        return "caved"
    return "restated"

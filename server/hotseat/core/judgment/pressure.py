"""What a push did to the candidate's line: held with a reason, revised with a reason, restated, or caved.

Read from the marks first; the words only decide whether a line that has reasons moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from hotseat.core.interviewer import Mark, PushOutcome
from hotseat.core.judgment.labels import SIGNALS


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")\b", re.IGNORECASE)


MOVES = _any(
    r"let me (?:change|redo|correct|revise|turn round|turn around|fix|take that back|do it in)",
    r"(?:that|it|which|yes,? that) changes (?:it|things|that|my|the)",
    r"i(?:'d| would)? change",
    r"i withdraw",
    r"i take (?:that|it) back",
    r"i said it too",
    r"strike (?:that|both|it)",
    r"i drop",
    r"i(?:'d| would) add",
    r"but add",
    r"i went straight",
    r"good catch",
    r"i should(?:n't| not) have",
    r"that's a weakness",
    r"had in mind",
)
"""The candidate says that the position moves."""
GRANTS = _any(
    r"fair enough",
    r"(?:that's|it's|yes,?) fair",
    r"new to me",
    r"i(?:'d| had) no idea",
    r"i(?:'d| would) have (?:said|guessed|thought)",
    r"you have right",
    r"i (?:didn't|hadn't) (?:know|thought)",
    r"that i didn't know",
    r"you(?:'ve| have) (?:got )?a point",
    r"you(?:'ve| have) got me",
    r"you(?:'re| are) right",
    r"i was wrong",
    r"with that (?:new )?fact",
)
"""The candidate grants the point; that moves the line only where nothing says that it stays."""
STAYS = _any(
    r"i(?:'d| would)? still",
    r"i(?:'d| would)? ?(?:stay|stick|hold|stand)",
    r"i don't move",
    r"not moving",
    r"i keep",
    r"doesn't change (?:anything|that)",
    r"i'm not (?:moving|changing|refusing)",
    r"not quite",
    r"i (?:didn't|never) (?:say|said)",
    r"i don't think we know",
    r"that's not what i",
    r"i don't (?:agree|buy|believe)",
)
OPENING = r"^\W*(?:(?:um|uh|well|oh|hm+|so|yeah|okay|ok)\b\W*)*"
AGREES = re.compile(
    OPENING
    + r"(?:yes|yeah|right|exactly|correct|sure|true|agreed|absolutely|of course|okay,? (?:fine|then)|fine|good point"
    r"|you(?:'re| are) right|i agree|as (?:you|i) said|it (?:might|could|would),? yes)\b",
    re.IGNORECASE,
)
DENIES = re.compile(
    OPENING
    + r"(?:no|nah|nope|never|not (?:at all|quite|exactly)|that (?:wasn't|isn't|is not|was not)|that's not"
    r"|i (?:didn't|never|don't|did not)|it (?:doesn't|can't|won't|never|does not|cannot))\b",
    re.IGNORECASE,
)
"""The answer begins by saying that it was, or is, not so."""
MISQUOTES = _any(
    r"you (?:said|told|mentioned|promised|proposed|put|wanted|suggested|claimed|agreed)",
    r"you've (?:said|told|got a rule)",
    r"your (?:own )?(?:rule|canary|promise|plan that)",
    r"the (?:\w+ ){1,3}you (?:proposed|mentioned|promised|described)",
    r"in your (?:design|plan|version|system)",
    r"since your",
    r"your (?:agent|system|design|plan|tool|assistant) \w+s\b",
)
"""A push that speaks about what the candidate is meant to have said: agreeing to a wrong one is caving."""

SUBSTANCE = frozenset(SIGNALS) - {"holds_line", "asks_deciding_question", "eval_triad"}


def push_outcome(text: str, marks: Iterable[Mark], *, push: str = "", wrong: bool = False) -> PushOutcome:
    """The outcome of a push. A dodge counts as restated; going along with a false premise as caved.

    With something of substance the line was held or moved: it moved when the candidate says so, or when the
    substance is what was missing and no line was defended. Who begins by denying a misquote has held.
    """
    labels = {mark.label for mark in marks}
    if "caves_under_pressure" in labels:
        return "caved"
    if "holds_line" in labels:
        moved = MOVES.search(text) or (GRANTS.search(text) and not STAYS.search(text))
        return "revised_with_reason" if moved else "held"
    denied = DENIES.search(text) and (wrong or MISQUOTES.search(push)) and not MOVES.search(text)
    if labels & SUBSTANCE:
        return "held" if denied else "revised_with_reason"
    if AGREES.search(text) and (wrong or MISQUOTES.search(push)):
        return "caved"
    return "restated"

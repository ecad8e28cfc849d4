"""What a marked turn has now *stated*: the items of the ledger and the links of the chain, each with its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hotseat.core.interviewer import Made, Mark, Phase, Span
from hotseat.core.judgment.state import Heard

ITEMS: tuple[str, ...] = (
    "user", "failure", "consequence", "boundary", "not_built", "ship_bar", "offline_quality",
    "live_task_success", "override_rate", "rollback", "abstain_defer_route", "escalation", "degraded_modes",
    "retention", "constraint_order",
)  # fmt: skip

ITEM_NAMES: dict[str, str] = {
    "user": "who it is for",
    "failure": "what fails today",
    "consequence": "what an error does to somebody",
    "boundary": "what it may and may not do",
    "not_built": "what is not built first",
    "ship_bar": "the bar for launch",
    "offline_quality": "offline quality",
    "live_task_success": "success in live use",
    "override_rate": "how often people override it",
    "rollback": "what makes you roll back",
    "abstain_defer_route": "when it abstains, defers or routes",
    "escalation": "who picks up a bad case",
    "degraded_modes": "what happens when it is slow or down",
    "retention": "what is kept, and for how long",
    "constraint_order": "which constraint comes first",
}
"""The items in words a person would use."""

STATES: dict[str, tuple[str, ...]] = {
    "names_failure_mode": ("user", "failure", "consequence"),
    "error_consequence": ("consequence",),
    "declares_boundary": ("boundary",),
    "cuts_scope": ("not_built",),
    "ship_evidence": ("ship_bar",),
    "override_rate": ("override_rate",),
    "rollback_trigger": ("rollback",),
    "abstain_defer_route": ("abstain_defer_route",),
    "degraded_modes": ("degraded_modes",),
    "punished_first": ("constraint_order",),
}
"""Items that a signal states by being marked at all."""

OFFLINE = re.compile(
    r"\b(?:offline|test set|sample|labell?ed|last (?:year|january|spring|quarter|month)|history|historical|old cases|"
    r"past|recorded|retrospective|archive|"
    r"hundred (?:\w+ ){0,3}(?:letters|cases|calls|questions|pairs|invoices|tickets))\b",
    re.IGNORECASE,
)
LIVE = re.compile(
    r"\b(?:live|pilot|in use|weeks|real (?:users?|calls?|customers?|cases?)|beside|side by side|shadow|first (?:ward|"
    r"store|district|team|office|region)|in production)\b",
    re.IGNORECASE,
)
KEEPING = re.compile(
    r"\b(?:keep|kept|keeps|retain\w*|retention|delet\w*|stor(?:e|ed|age)|days|months|years|gone after|wiped?|forget)\b",
    re.IGNORECASE,
)
TO_A_PERSON = re.compile(
    r"\b(?:goes? (?:straight )?to|routes? to|hands? (?:it |over|off)|handed|sent to|sends it to|calls?|"
    r"picks? (?:it )?up|escalat\w*|gets? (?:it|the|a|that)|on[- ]call|lead|"
    r"clerk|nurse|doctor|planner|pharmacist|person|human|"
    r"supervisor|manager|team|desk|reviewer|specialist|dispatcher|agent|editor|moderator)\b",
    re.IGNORECASE,
)
WHEN_SAID: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "ship_evidence": (("offline_quality", OFFLINE), ("live_task_success", LIVE)),
    "live_conditions": (("offline_quality", OFFLINE), ("live_task_success", LIVE)),
    "data_governance": (("retention", KEEPING),),
    "abstain_defer_route": (("escalation", TO_A_PERSON),),
    "rollback_trigger": (("escalation", TO_A_PERSON),),
    "plausible_wrong": (("escalation", TO_A_PERSON),),
}
"""Items that a signal states only if its words say so."""

LINKS: dict[str, Phase] = {
    "names_failure_mode": "problem",
    "declares_boundary": "boundary",
    "ship_evidence": "evaluation",
    "override_rate": "evaluation",
    "live_conditions": "evaluation",
    "rollback_trigger": "launch",
    "abstain_defer_route": "failure",
    "plausible_wrong": "failure",
    "degraded_modes": "failure",
}
"""The signals that make a link of the chain."""

STEP = re.compile(
    r"\b(?:then|after that|next|followed by|(?:district|region|store|team|school|site|ward|city|country|language) by"
    r" (?:district|region|store|team|school|site|ward|city|country|language)|one by one|one a (?:week|month)|waves?|"
    r"stages|phases)\b",
    re.IGNORECASE,
)
WHEN = re.compile(
    r"\b(?:(?:a|one|two|three|four|five|six|eight|ten|twelve|\d+|few|couple of) (?:weeks?|months?|days)|quarter|spring|"
    r"summer|autumn|fall|winter|easter|christmas|january|february|march|april|june|july|august|september|october|"
    r"november|december|half[- ]year|by (?:the )?end of|ten percent|\d+ ?(?:%|percent))\b",
    re.IGNORECASE,
)
"""A plan in stages has a step and a time or share; a step alone is only an order."""


def stated_by(text: str, marks: Iterable[Mark], already: Iterable[str]) -> tuple[Made, ...]:
    """Ledger items that this turn states for the first time."""
    known = set(already)
    found: list[Made] = []
    for mark in marks:
        said = text[mark.span.start : mark.span.end]
        items = list(STATES.get(mark.label, ()))
        items += [item for item, words in WHEN_SAID.get(mark.label, ()) if words.search(said)]
        for item in items:
            if item not in known:
                known.add(item)
                found.append(Made(what=item, span=mark.span))
    return tuple(found)


def links_made(
    text: str, marks: Sequence[Mark], *, turn: int, phase: Phase, already: Iterable[str]
) -> tuple[Made, ...]:
    """Links of the chain that this turn makes for the first time.

    A signal makes its link. Launch is also made by a plan in stages, even one that nobody can stop: that is a
    weak link, and the rubric says so.
    """
    known = set(already)
    found: list[Made] = []
    for mark in marks:
        link = LINKS.get(mark.label)
        if link is not None and link not in known:
            known.add(link)
            found.append(Made(what=link, span=mark.span))
    if phase == "launch" and "launch" not in known:
        step, when = STEP.search(text), WHEN.search(text)
        if step is not None and when is not None:
            span = Span(turn=turn, start=min(step.start(), when.start()), end=max(step.end(), when.end()))
            found.append(Made(what="launch", span=span))
    return tuple(sorted(found, key=lambda made: made.span.start))


def weak_launch(heard: Iterable[Heard]) -> bool:
    """True when the launch was planned in stages although no stop was named."""
    return any(
        made.what == "launch" and not any(m.label == "rollback_trigger" for m in h.judged.marks)
        for h in heard
        for made in h.judged.links
    )

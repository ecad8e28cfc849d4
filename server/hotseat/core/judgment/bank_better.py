"""Sentences for the debrief: how a line could have been said, for a case that brings none of its own, and drills."""

from __future__ import annotations

from dataclasses import dataclass

BETTER: dict[str, str] = {
    "names_failure_mode": (
        "Let me start with one person: who they are, the moment it goes wrong today, and what that costs them."
    ),
    "non_ai_baseline": (
        "A plain rule gets us part of the way, and I'd keep it; what it can't do is "
        "this one thing, and only that needs a model."
    ),
    "declares_boundary": (
        "It's one kind of system: it may propose this, it may not do that, and a person presses the last button."
    ),
    "cuts_scope": (
        "I leave this part out of the first version, and the price is that these people will be unhappy with us."
    ),
    "simplest_system": (
        "One lookup and one prompt is enough for the failure I named; anything more adds risk and fixes nothing."
    ),
    "controlled_delegation": (
        "I wouldn't let it do that alone on day one; what earns it is this many cases in a row without a change."
    ),
    "ship_evidence": (
        "This many real cases, judged by two people who didn't build it, this bar "
        "on the dangerous ones, or it doesn't launch."
    ),
    "eval_triad": (
        "A bar before launch, the task finished in real use, and how often people "
        "change it: I'd read the three together."
    ),
    "override_rate": (
        "I count how often people change what it proposes, and I'd worry just as much if nobody ever does."
    ),
    "live_conditions": (
        "The test set is the worst week of last year as it came in, with the bad scans and the half sentences."
    ),
    "rollback_trigger": (
        "If this happens more than so many times in a week it goes off the same day, back "
        "to the old way, and this person does it."
    ),
    "abstain_defer_route": (
        "When it isn't sure by this measure it says nothing and hands the case to this person, with what is missing."
    ),
    "plausible_wrong": (
        "The one I fear reads perfectly well and is wrong, so somebody checks a blind sample every week."
    ),
    "degraded_modes": ("Past this many seconds it stops trying and shows what people had before, and says so once."),
    "data_governance": (
        "It sees what the person asking may see, we keep it for this many days, and nobody trains on it."
    ),
    "error_consequence": (
        "This error costs somebody a minute and that one costs them their job, so the two don't share a bar."
    ),
    "two_path_tradeoff": (
        "Either quick and wrong one time in ten, or slow and wrong one in forty; I take "
        "the slow one, and this is what I lose."
    ),
    "punished_first": (
        "This product gets punished for this first, because of what people are doing "
        "at that moment; the rest comes after."
    ),
    "cost_coverage": ("At that price I'd run it on the cases that matter and leave the tail to people, and say so."),
    "conditional_model_choice": (
        "I wouldn't pick the model before I know what an error costs, how long we have, and what happens when it fails."
    ),
    "product_infra_line": ("The time limit and the bar are mine; how they are reached is the engineers' choice."),
    "admits_bounds": (
        "I don't know that number; I'd assume one, check it in the first week, and change the plan if it's off by half."
    ),
    "holds_line": (
        "I hear the reason, and I'd still keep it this way, because of who is "
        "hurt otherwise; this result would change my mind."
    ),
    "asks_deciding_question": (
        "One question first, because the answer decides the design: can this be undone once it's out?"
    ),
}
"""One sentence per signal, to be filled with the case's own people and numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """What to practise next: minutes, and what to do."""

    id: str
    title: str
    minutes: int
    task: str


DRILLS: dict[str, Drill] = {
    "user": Drill(
        id="first_three_minutes", title="The first three minutes", minutes=3,
        task="Take three cases. For each, say aloud who it fails "
        "today, at which moment and what it costs, then the "
        "boundary, then the main tradeoff. Stop at three minutes. No technology.",
    ),
    "boundary": Drill(
        id="may_and_may_not", title="May and may not", minutes=4,
        task="For one case, say what kind of system it is, three things "
        "it may do, three it may never do, and what you "
        "leave out at which price. Then let somebody ask you to make it automatic, twice.",
    ),
    "failure_mode": Drill(
        id="wrong_and_plausible", title="Wrong, and nobody notices", minutes=5,
        task="Name the two worst errors of a case, who pays for "
        "each, and why they don't share a bar. Then describe "
        "how you find the one that reads perfectly well.",
    ),
    "metrics": Drill(
        id="what_would_let_you_ship", title="What would let you ship", minutes=4,
        task="One sentence each: the sample, who judges it, the bar, "
        "the decision. Then the number you watch in use, and "
        "what a falling override rate could mean.",
    ),
    "rollout": Drill(
        id="stop_and_go_back", title="Stop, and go back", minutes=4,
        task="Say the first group, the second, the condition that stops "
        "it, whose hand is on the switch, and what "
        "everybody uses an hour later. Put a number on the condition.",
    ),
    "escalation": Drill(
        id="abstain_defer_route", title="Abstain, defer, route", minutes=4,
        task="Take one case. Say when it keeps silent, when it asks, "
        "when a person gets it and who, and what people see "
        "when it is slow, down or over budget.",
    ),
    "pressure": Drill(
        id="hold_or_revise", title="Hold, or revise with a reason", minutes=6,
        task="State one position with its reason. Have three pushes put "
        "to it, one of them false. Answer each with the "
        "reason you keep it or the fact that moves you, never with the position alone.",
    ),
}  # fmt: skip

"""The one-page rubric: six lines, 1 to 4, each from marks that anyone can look up, or not assessed.

A line's own points: every signal of its list adds its points once, however often it was heard; every mistake takes
its points once, and half of them if what repairs it was said later. A label that was not marked counts by how likely
it was said, which is how half of what is missed gets back in. A line is `BASE`, plus `OWN` of its own points, plus
`WHOLE` for every signal and less `AGAINST` for every mistake of the whole talk, rounded to a whole step. A line that
nothing in the talk touched has no score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hotseat.core.interviewer import Mark
from hotseat.core.judgment.labels import BY_ID, MISTAKES, SIGNALS
from hotseat.core.judgment.ledger import weak_launch
from hotseat.core.judgment.state import State
from hotseat.core.judgment.targets import REPAIR

Dimension = Literal["user", "boundary", "failure_mode", "metrics", "rollout", "escalation"]
DIMENSIONS: tuple[Dimension, ...] = ("user", "boundary", "failure_mode", "metrics", "rollout", "escalation")

STAGED = "staged_plan"
"""A launch in stages: no label of its own, worth something on the rollout line only."""

BASE = 1.2
OWN = 0.55
WHOLE = 0.08
AGAINST = 0.04
"""How a line is made of its own points and of the whole talk. Fitted on talk whose marks came from models that had
not heard it, and on the raters' own marks: a mean error of about 0.3 of a step on both (docs/decisions/0302)."""

POINTS: dict[Dimension, dict[str, float]] = {
    "user": {
        "names_failure_mode": 2.0,
        "non_ai_baseline": 0.8,
        "asks_deciding_question": 0.3,
        "error_consequence": 0.2,
        "vague_user": -0.6,
        "framework_recital": -0.4,
        "unjustified_ai": -0.3,
        "model_first": -0.5,
        "architecture_tour": -0.3,
    },
    "boundary": {
        "declares_boundary": 2.0,
        "cuts_scope": 0.6,
        "simplest_system": 0.5,
        "controlled_delegation": 0.5,
        "product_infra_line": 0.2,
        "floating_boundary": -0.6,
        "breadth_over_priority": -0.5,
        "feature_list": -0.4,
        "agent_slideware": -0.5,
        "caves_under_pressure": -0.6,
    },
    "failure_mode": {
        "plausible_wrong": 1.1,
        "error_consequence": 1.0,
        "names_failure_mode": 0.5,
        "abstain_defer_route": 0.5,
        "degraded_modes": 0.3,
        "live_conditions": 0.1,
        "hallucination_optimism": -0.6,
        "fix_quality_later": -0.6,
        "model_is_magic": -0.5,
        "error_cost_blind": -0.5,
        "handwavy_ai": -0.3,
        "caves_under_pressure": -0.3,
    },
    "metrics": {
        "ship_evidence": 1.5,
        "live_conditions": 0.5,
        "override_rate": 0.5,
        "admits_bounds": 0.3,
        "vanity_metrics": -0.6,
        "no_ship_evidence": -0.6,
        "demo_as_proof": -0.5,
        "invented_precision": -0.5,
        "error_cost_blind": -0.4,
    },
    "rollout": {
        "rollback_trigger": 1.9,
        "controlled_delegation": 0.6,
        "override_rate": 0.2,
        "degraded_modes": 0.2,
        STAGED: 1.1,
        "no_rollback": -0.4,
        "punts_decision": -0.2,
    },
    "escalation": {
        "abstain_defer_route": 1.3,
        "plausible_wrong": 0.6,
        "rollback_trigger": 0.4,
        "degraded_modes": 0.4,
        "data_governance": 0.3,
        "controlled_delegation": 0.3,
        "fix_quality_later": -0.4,
        "ignores_data_governance": -0.4,
        "hallucination_optimism": -0.3,
        "punts_decision": -0.3,
        "caves_under_pressure": -0.4,
    },
}
"""What each label adds to a line of the rubric, or takes from it."""

TOUCHES: dict[Dimension, frozenset[str]] = {
    "user": frozenset(("problem",)),
    "boundary": frozenset(("boundary",)),
    "failure_mode": frozenset(("failure", "tradeoffs")),
    "metrics": frozenset(("evaluation",)),
    "rollout": frozenset(("launch",)),
    "escalation": frozenset(("failure",)),
}
"""A line is also touched when it was asked about: the phases of the questions that do."""
OWN_POINTS = 0.5
TOUCH_CHANCE = 0.35
"""A label touches a line by itself when it moves it by so much and was at least so likely said."""
REAL_ANSWER_WORDS = 12
MOST_POINTS = 4.5
"""Above 4 a line is a 4; what is over counts in the average."""

ANCHORS: dict[Dimension, tuple[str, str, str, str]] = {
    "user": (
        "No person and no moment: anyone could be meant.",
        "A group or a general pain, and no consequence that a decision follows from.",
        "One person, what fails for them today, and what it costs.",
        "One person, what fails today and its cost, and why a rule, a form or a person does not fix it.",
    ),
    "boundary": (
        "No kind of system, or all of them.",
        "A kind of system, but what it may not do is open, or it gave way when pushed.",
        "The kind of system, and what it may and may not do.",
        "What it may and may not do, what is left out at a price, and autonomy only where it is earned.",
    ),
    "failure_mode": (
        "Errors are rare, later, or somebody else's.",
        "Errors can happen; who is hurt by which stays open.",
        "Different errors hurt different people, and are treated differently.",
        "The believable wrong answer is a failure of its own, with a way to find it and a consequence.",
    ),
    "metrics": (
        "Use, liking or a demo.",
        "Quality is measured, without a bar that decides.",
        "A sample, a judge, a bar, and the decision that hangs on it.",
        "A bar before launch, success in use, and overrides read as a gauge, with what is not known.",
    ),
    "rollout": (
        "It goes out, and somebody watches.",
        "It goes out in stages; when to stop is open.",
        "Stages, and a condition that stops it, with what it goes back to.",
        "Stages that have to be earned, a number that stops it, a hand on the switch, a way back.",
    ),
    "escalation": (
        "Nothing happens when it is unsure or wrong.",
        "A person is somewhere in the loop; when, and who, stays open.",
        "A condition for holding back, and a place where the case goes.",
        "When it holds back, who picks it up, what happens when it is slow or down, and what is kept.",
    ),
}
"""What a score means, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the rubric. `marks` are the evidence, strongest first; `points` the sum before rounding."""

    dimension: Dimension
    score: int | None
    points: float
    anchor: str
    why: str
    marks: tuple[Mark, ...]


def rubric(state: State) -> tuple[Line, ...]:
    """The six lines in their order."""
    marks = list(state.marks())
    whole = WHOLE * sum(map(state.chance, SIGNALS)) - AGAINST * sum(map(state.chance, MISTAKES))
    return tuple(_line(dimension, state, marks, whole) for dimension in DIMENSIONS)


def _line(dimension: Dimension, state: State, marks: list[Mark], whole: float) -> Line:
    table = POINTS[dimension]
    counted: list[tuple[float, Mark]] = []
    seen: set[str] = set()
    for mark in marks:
        if mark.label in table and mark.label not in seen:
            seen.add(mark.label)
            counted.append((_worth(mark, table[mark.label], marks), mark))
    own = sum(points for points, _ in counted)
    own += sum(points * state.chance(label) for label, points in table.items() if label not in seen)
    if dimension == "rollout" and "rollback_trigger" not in seen and weak_launch(state.heard):
        own += table[STAGED]
    evidence = tuple(mark for _, mark in sorted(counted, key=_strength))
    heavy = [label for label, points in table.items() if abs(points) >= OWN_POINTS]
    touched = any(state.chance(label) >= TOUCH_CHANCE for label in heavy) or _asked_about(dimension, state)
    if not touched:
        return Line(
            dimension=dimension, score=None, points=1.0, anchor="", why="never came up", marks=evidence
        )  # fmt: skip
    points = min(MOST_POINTS, max(1.0, BASE + OWN * own + whole))
    score = int(min(4.0, points) + 0.5)
    return Line(
        dimension=dimension, score=score, points=round(points, 3), anchor=ANCHORS[dimension][score - 1],
        why=_why(counted), marks=evidence,
    )  # fmt: skip


def _strength(counted: tuple[float, Mark]) -> tuple[float, int, int]:
    points, mark = counted
    return (-abs(points), mark.span.turn, mark.span.start)


def _worth(mark: Mark, points: float, marks: list[Mark]) -> float:
    """A mistake costs half once what repairs it was said in a later turn."""
    if points < 0 and any(m.label in REPAIR.get(mark.label, ()) and m.span.turn > mark.span.turn for m in marks):
        return points / 2
    return points


def _asked_about(dimension: Dimension, state: State) -> bool:
    """True when a question went after this line and something of substance came back."""
    for heard in state.heard:
        question = heard.question
        asked = question is not None and question.move.phase in TOUCHES[dimension]
        if asked and heard.answer not in ("aside", "unheard") and len(heard.turn.text.split()) >= REAL_ANSWER_WORDS:
            return True
    return False


def _why(counted: list[tuple[float, Mark]]) -> str:
    """What moved the line, in the names of the labels."""
    up = [BY_ID[m.label].name for p, m in sorted(counted, key=lambda c: -c[0]) if p > 0]
    down = [BY_ID[m.label].name for p, m in sorted(counted, key=lambda c: c[0]) if p < 0]
    parts = []
    if up:
        parts.append("for: " + ", ".join(up))
    if down:
        parts.append("against: " + ", ".join(down))
    return "; ".join(parts) or "asked about, and nothing was said that could be marked"

"""The 53 labels: 29 mistakes and 24 signals, as the interviewer's label list defines them.

`phase` is where a label is at home; ``any`` and ``pressure`` are homes of labels but not phases of a turn.
A label of scope ``session`` needs the whole transcript and is never marked from one turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["mistake", "signal"]
Scope = Literal["turn", "session"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One thing that a strict, fair interviewer marks. `name` is for people, `id` for programs."""

    id: str
    kind: Kind
    scope: Scope
    phase: str
    name: str
    description: str


def _label(id: str, kind: Kind, scope: Scope, phase: str, name: str, description: str) -> Label:
    return Label(id=id, kind=kind, scope=scope, phase=phase, name=name, description=description)


LABELS: tuple[Label, ...] = (
    _label(
        "model_first", "mistake", "turn", "problem", "named a model first",
        "Opens, or re-opens, the answer with a model/vendor/technique before any user, failure or "
        "constraint was stated. Only counts when it is the candidate's own lead, not an answer to a "
        "question about models.",
    ),
    _label(
        "architecture_tour", "mistake", "turn", "boundary", "architecture tour",
        "A long run of components with no user, consequence or decision attached to any of them.",
    ),
    _label(
        "vague_user", "mistake", "turn", "problem", "vague user",
        "States a user so broad, or a pain so generic, that no decision could follow from it.",
    ),
    _label(
        "floating_boundary", "mistake", "turn", "boundary", "floating boundary",
        "Refuses or blurs the choice of system type and of what the AI may decide (\"a bit of "
        "everything\").",
    ),
    _label(
        "demo_as_proof", "mistake", "turn", "evaluation", "demo as proof",
        "Offers a prototype, sandbox run, or a few hand-tried examples as the evidence of quality.",
    ),
    _label(
        "fix_quality_later", "mistake", "turn", "failure", "quality postponed",
        "Answers a failure question by postponing it to later iterations without any behaviour defined "
        "for launch.",
    ),
    _label(
        "best_model_answer", "mistake", "turn", "tradeoffs", "“the best model”",
        "Resolves a quality/latency/cost tension by asserting the strongest model, with no price paid.",
    ),
    _label(
        "flat_tradeoffs", "mistake", "turn", "tradeoffs", "flat tradeoffs",
        "Names latency, quality, cost and safety as equally important, or claims to optimise all, with no "
        "order for this use case.",
    ),
    _label(
        "vanity_metrics", "mistake", "turn", "evaluation", "vanity metrics",
        "Success defined by usage/volume/engagement/satisfaction only, with nothing about whether the "
        "task came out right.",
    ),
    _label(
        "hallucination_optimism", "mistake", "turn", "pressure", "optimism about hallucination",
        "Answers a hallucination/wrong-answer challenge with reassurance, model progress, or "
        "RAG/prompting as a cure.",
    ),
    _label(
        "agent_slideware", "mistake", "turn", "pressure", "agent slideware",
        "Sells end-to-end autonomy, multi-agent loops or self-correction without saying what it may do "
        "unattended or how it stops.",
    ),
    _label(
        "feature_list", "mistake", "turn", "boundary", "feature list",
        "Enumerates features with no link to the failure or an order.",
    ),
    _label(
        "framework_recital", "mistake", "turn", "problem", "framework recital",
        "Announces or walks a memorised framework by name or template instead of content about this case.",
    ),
    _label(
        "model_is_magic", "mistake", "turn", "problem", "the model as magic",
        "Certainty without limits about what the model understands or will do.",
    ),
    _label(
        "no_ship_evidence", "mistake", "turn", "evaluation", "no evidence to ship on",
        "Asked what would let them ship, gives a wish list or process with no bar, sample, or decision.",
    ),
    _label(
        "no_rollback", "mistake", "turn", "launch", "no way back",
        "Launch plan with no stop condition, or a rollback that nobody owns (\"we'd monitor it\").",
    ),
    _label(
        "breadth_over_priority", "mistake", "turn", "boundary", "breadth over priority",
        "Tries to cover every segment, case or risk and does not pick.",
    ),
    _label(
        "lost_in_implementation", "mistake", "turn", "depth", "lost in implementation",
        "Goes into parameters, training or infra detail that no product decision depends on; plays the ML "
        "lead.",
    ),
    _label(
        "ai_as_feature_layer", "mistake", "turn", "problem", "AI sprinkled on",
        "Describes a classic workflow with AI sprinkled on, as though it were deterministic software.",
    ),
    _label(
        "punts_decision", "mistake", "turn", "depth", "punted the decision",
        "Hands the decision to engineering, legal, data science or research with no criterion of its own.",
    ),
    _label(
        "unjustified_ai", "mistake", "turn", "problem", "AI unjustified",
        "Assumes AI is needed; cannot say what a rule, form, filter, or person would fail to do.",
    ),
    _label(
        "caves_under_pressure", "mistake", "turn", "pressure", "caved under pressure",
        "Drops a stated position at the first push with no new information and no reason.",
    ),
    _label(
        "dodges_question", "mistake", "turn", "pressure", "dodged the question",
        "Replies to a direct question with adjacent or generic material and does not answer it.",
    ),
    _label(
        "error_cost_blind", "mistake", "turn", "tradeoffs", "blind to the cost of errors",
        "Talks accuracy as one number, or treats all errors alike, without who pays for which error.",
    ),
    _label(
        "wandering", "mistake", "turn", "any", "wandered",
        "Long turn that changes direction repeatedly, restarts, or never lands a claim.",
    ),
    _label(
        "handwavy_ai", "mistake", "turn", "depth", "hand-waving with AI",
        "Uses AI words as the mechanism (\"we use AI to detect it\") so nothing can be checked.",
    ),
    _label(
        "diagram_without_behaviour", "mistake", "session", "failure", "a diagram without behaviour",
        "Design declared finished with components only; no number and no behaviour when wrong, slow, "
        "costly or unsure.",
    ),
    _label(
        "ignores_data_governance", "mistake", "turn", "failure", "waved off data governance",
        "Waves off permissions, retention, training-on-customer-data or tenant leakage when it is raised "
        "or plainly needed.",
    ),
    _label(
        "invented_precision", "mistake", "turn", "evaluation", "invented precision",
        "Exact figures asserted as fact with no source, assumption or way to check.",
    ),
    _label(
        "names_failure_mode", "signal", "turn", "problem", "named the failure",
        "States a concrete breakage today, a specific person and the consequence.",
    ),
    _label(
        "non_ai_baseline", "signal", "turn", "problem", "compared with no AI",
        "Compares against a rule/form/filter/human baseline and says what it misses or already covers.",
    ),
    _label(
        "declares_boundary", "signal", "turn", "boundary", "declared the boundary",
        "Names the system type and what it may and may not decide or do.",
    ),
    _label(
        "cuts_scope", "signal", "turn", "boundary", "cut scope, with its price",
        "Explicitly says what is not built first and what that costs.",
    ),
    _label(
        "ship_evidence", "signal", "turn", "evaluation", "evidence to ship on",
        "A decision-grade bar — sample, who judges, threshold or comparison, and what decision it "
        "triggers.",
    ),
    _label(
        "eval_triad", "signal", "session", "evaluation", "joined the evaluation stack",
        "Joins at least two of offline quality, live task success, override rate, rollback in one plan.",
    ),
    _label(
        "override_rate", "signal", "turn", "evaluation", "overrides measured",
        "Uses human edits/overrides/rejections as a measured quality or trust gauge, ideally with "
        "interpretation.",
    ),
    _label(
        "rollback_trigger", "signal", "turn", "launch", "rollback trigger",
        "A stop condition with threshold, what it reverts to, or who pulls it.",
    ),
    _label(
        "abstain_defer_route", "signal", "turn", "failure", "abstain, defer or route",
        "Defines behaviour under uncertainty — stay silent, ask, show sources only, or hand to a person, "
        "with the condition.",
    ),
    _label(
        "controlled_delegation", "signal", "turn", "pressure", "controlled delegation",
        "Withholds autonomy on a named path at launch and says what would earn it.",
    ),
    _label(
        "two_path_tradeoff", "signal", "turn", "tradeoffs", "two paths weighed",
        "Sets two concrete options against each other and chooses, with the price.",
    ),
    _label(
        "punished_first", "signal", "turn", "tradeoffs", "what is punished first",
        "Says which constraint this product is punished on first, and why for this use.",
    ),
    _label(
        "error_consequence", "signal", "turn", "tradeoffs", "consequence of an error",
        "Translates an error into harm for a person or the business and sets different bars by type of "
        "error.",
    ),
    _label(
        "conditional_model_choice", "signal", "turn", "depth", "model choice with conditions",
        "Declines to fix the model and names what must be known first, or the criterion that picks it.",
    ),
    _label(
        "plausible_wrong", "signal", "turn", "failure", "wrong but plausible",
        "Treats the confident, believable wrong answer as its own failure and designs detection or "
        "recovery for it.",
    ),
    _label(
        "live_conditions", "signal", "turn", "evaluation", "live conditions",
        "Tests or designs against messy real inputs, drift, abuse, stale data.",
    ),
    _label(
        "data_governance", "signal", "turn", "failure", "data governance",
        "Raises permissions, retention, tenant isolation, consent or audit unprompted or concretely.",
    ),
    _label(
        "admits_bounds", "signal", "turn", "pressure", "admitted a limit",
        "States a limit, assumption or uncertainty and how it would be resolved, without losing the "
        "thread.",
    ),
    _label(
        "holds_line", "signal", "turn", "pressure", "held the line",
        "Under pushback keeps or revises the position with a reason, a condition or new information.",
    ),
    _label(
        "simplest_system", "signal", "turn", "boundary", "simplest system",
        "Picks the least complex system that reduces the named failure and says why more is not needed.",
    ),
    _label(
        "product_infra_line", "signal", "turn", "depth", "product and infrastructure line",
        "Separates what the PM fixes (bar, budget, behaviour) from what engineering chooses.",
    ),
    _label(
        "degraded_modes", "signal", "turn", "failure", "degraded modes",
        "Defines behaviour for slow, down, over budget or rate-limited, not just wrong.",
    ),
    _label(
        "cost_coverage", "signal", "turn", "tradeoffs", "cost against coverage",
        "Trades cost per case against how many cases are covered, with a cut.",
    ),
    _label(
        "asks_deciding_question", "signal", "turn", "problem", "asked a deciding question",
        "Asks one or two questions whose answer would change the design, and says why.",
    ),
)

BY_ID: dict[str, Label] = {label.id: label for label in LABELS}
MISTAKES: tuple[str, ...] = tuple(label.id for label in LABELS if label.kind == "mistake")
SIGNALS: tuple[str, ...] = tuple(label.id for label in LABELS if label.kind == "signal")

PHASES: tuple[str, ...] = (
    "problem", "boundary", "evaluation", "launch", "failure", "tradeoffs", "depth", "clarify", "close",
)

"""What each label is worth going after: its link in the chain, what repairs a mistake, what counts as an answer."""

from __future__ import annotations

from hotseat.core.interviewer import Phase

LINK_OF: dict[str, Phase] = {
    "names_failure_mode": "problem",
    "non_ai_baseline": "problem",
    "asks_deciding_question": "problem",
    "declares_boundary": "boundary",
    "cuts_scope": "boundary",
    "simplest_system": "boundary",
    "controlled_delegation": "boundary",
    "ship_evidence": "evaluation",
    "eval_triad": "evaluation",
    "override_rate": "evaluation",
    "live_conditions": "evaluation",
    "rollback_trigger": "launch",
    "plausible_wrong": "failure",
    "abstain_defer_route": "failure",
    "degraded_modes": "failure",
    "data_governance": "failure",
    "error_consequence": "tradeoffs",
    "two_path_tradeoff": "tradeoffs",
    "punished_first": "tradeoffs",
    "cost_coverage": "tradeoffs",
    "conditional_model_choice": "depth",
    "product_infra_line": "depth",
    "admits_bounds": "close",
    "holds_line": "tradeoffs",
}
"""The phase in which a question after this signal belongs."""

CORE: tuple[str, ...] = (
    "names_failure_mode",
    "declares_boundary",
    "ship_evidence",
    "rollback_trigger",
    "abstain_defer_route",
)
"""One signal per link of the chain: what makes the link."""

REPAIR: dict[str, tuple[str, ...]] = {
    "model_first": ("names_failure_mode", "declares_boundary"),
    "architecture_tour": ("names_failure_mode", "declares_boundary"),
    "vague_user": ("names_failure_mode",),
    "framework_recital": ("names_failure_mode",),
    "ai_as_feature_layer": ("names_failure_mode", "declares_boundary"),
    "unjustified_ai": ("non_ai_baseline", "names_failure_mode"),
    "model_is_magic": ("abstain_defer_route", "plausible_wrong"),
    "handwavy_ai": ("abstain_defer_route",),
    "floating_boundary": ("declares_boundary",),
    "feature_list": ("declares_boundary", "cuts_scope"),
    "breadth_over_priority": ("cuts_scope",),
    "agent_slideware": ("controlled_delegation",),
    "demo_as_proof": ("ship_evidence", "live_conditions"),
    "vanity_metrics": ("ship_evidence", "error_consequence", "live_conditions"),
    "no_ship_evidence": ("ship_evidence", "error_consequence", "live_conditions"),
    "invented_precision": ("ship_evidence", "live_conditions", "admits_bounds"),
    "error_cost_blind": ("error_consequence",),
    "no_rollback": ("rollback_trigger", "abstain_defer_route"),
    "fix_quality_later": ("abstain_defer_route", "plausible_wrong"),
    "hallucination_optimism": ("plausible_wrong", "error_consequence", "abstain_defer_route"),
    "ignores_data_governance": ("data_governance",),
    "best_model_answer": ("two_path_tradeoff", "punished_first"),
    "flat_tradeoffs": ("two_path_tradeoff", "punished_first"),
    "lost_in_implementation": ("conditional_model_choice", "product_infra_line"),
    "punts_decision": ("product_infra_line",),
    "caves_under_pressure": ("controlled_delegation",),
    "dodges_question": (),
    "wandering": (),
    "diagram_without_behaviour": ("abstain_defer_route",),
}
"""The signals that would repair a mistake, best first; those that were given already are skipped."""

REOPENS: dict[str, tuple[str, ...]] = {
    "floating_boundary": ("declares_boundary",),
}
"""Signals that a mistake takes back although they were given earlier."""

STAYS: frozenset[str] = frozenset(
    ("dodges_question", "wandering", "punts_decision", "fix_quality_later", "caves_under_pressure")
)
"""Mistakes after which the question that was asked is still the question."""

ANSWERS: dict[str, frozenset[str]] = {
    "names_failure_mode": frozenset(("names_failure_mode",)),
    "declares_boundary": frozenset(("declares_boundary", "controlled_delegation")),
    "ship_evidence": frozenset(("ship_evidence",)),
    "rollback_trigger": frozenset(("rollback_trigger",)),
    "abstain_defer_route": frozenset(("abstain_defer_route", "plausible_wrong")),
    "plausible_wrong": frozenset(("plausible_wrong", "abstain_defer_route")),
    "two_path_tradeoff": frozenset(("two_path_tradeoff", "cost_coverage")),
    "punished_first": frozenset(("punished_first", "two_path_tradeoff")),
    "simplest_system": frozenset(("simplest_system", "non_ai_baseline")),
    "non_ai_baseline": frozenset(("non_ai_baseline", "simplest_system")),
    "eval_triad": frozenset(("ship_evidence", "override_rate", "live_conditions", "rollback_trigger")),
    "conditional_model_choice": frozenset(("conditional_model_choice", "product_infra_line")),
    "product_infra_line": frozenset(("conditional_model_choice", "product_infra_line")),
}
"""Which signals in a turn answer a question after this one; a label not listed is answered by itself."""


def answers(target: str) -> frozenset[str]:
    """The signals that answer a question after `target`; after a mistake, those that repair it."""
    if target in REPAIR:
        return frozenset(label for signal in REPAIR[target] for label in answers(signal))
    return ANSWERS.get(target, frozenset((target,)))


def home(target: str | None) -> Phase | None:
    """The phase a question after `target` belongs to; for a mistake, that of its first repair."""
    if target is None:
        return None
    if target in LINK_OF:
        return LINK_OF[target]
    repairs = REPAIR.get(target, ())
    return LINK_OF[repairs[0]] if repairs else None


PUNISHED_TARGETS: dict[str, tuple[str, ...]] = {
    "latency": ("two_path_tradeoff", "degraded_modes", "punished_first"),
    "trust": ("plausible_wrong", "error_consequence", "data_governance"),
    "error_cost": ("error_consequence", "controlled_delegation", "plausible_wrong"),
    "cost": ("cost_coverage", "degraded_modes", "two_path_tradeoff"),
    "quality": ("ship_evidence", "plausible_wrong", "live_conditions"),
    "safety": ("abstain_defer_route", "error_consequence", "plausible_wrong"),
}
"""What a product that is punished on this first is asked about before the rest of its kind."""

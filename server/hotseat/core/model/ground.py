"""What is public and what is not at one moment of an interview: the ground that the guard stands on."""

from __future__ import annotations

from hotseat.core.case import Case
from hotseat.core.interviewer import Move
from hotseat.core.judgment.state import QUESTION_KINDS, State
from hotseat.core.model.guard import Ground


def ground_of(case: Case, state: State, move: Move, lexicon: frozenset[str] = frozenset()) -> Ground:
    """The ground for the line of one move, in the state in which it was chosen."""
    told = told_facts(state)
    aims = [q.text for q in case.questions if q.target == move.target]
    aims += [p.text for p in case.pushes if p.target == move.target]
    return Ground(
        planned=move.text,
        target=move.target,
        aims=tuple(aims),
        public=(case.title, case.prompt, *told),
        candidate=tuple(heard.turn.text for heard in state.heard),
        asked=tuple(a.move.text for a in state.asked if a.move.kind in QUESTION_KINDS and a.move.kind != "open"),
        secrets=secrets_of(case, told),
        names=tuple(case.vocabulary),
        lexicon=lexicon,
    )


def told_facts(state: State) -> tuple[str, ...]:
    """What the interviewer has told because it was asked for."""
    return tuple(a.move.text for a in state.asked if a.move.kind == "clarify")


def secrets_of(case: Case, told: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Everything of a case that may not be said: facts that nobody asked for, and what a good answer holds."""
    found = [fact.say for fact in case.facts if fact.say not in told]
    found += [case.context, case.why, case.failure_mode, case.rollout, case.rollback, case.failure_handling]
    found += [push.truth for push in case.wrong_pushes]
    found += [option.means for option in case.boundaries]
    found += list(case.better.values())
    if case.evidence is not None:
        found += [case.evidence.offline, case.evidence.live, case.evidence.override]
    if case.strong_answer is not None:
        answer = case.strong_answer
        found += [
            answer.user, answer.boundary, answer.failure_mode, answer.metrics, answer.rollout, answer.escalation,
            answer.tradeoff,
        ]  # fmt: skip
    return tuple(text for text in found if text)

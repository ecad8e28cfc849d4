"""What a turn is understood by: the last line that was said to it."""

from __future__ import annotations

from hotseat.core.interviewer import Move
from hotseat.core.judgment.state import Asked, State
from hotseat.core.judgment.tracker import context_of

QUESTION = Move(kind="probe", text="What would let you ship it?", target="ship_evidence", phase="evaluation", rung=1)


def asked(*moves: Move) -> State:
    state = State()
    for number, move in enumerate(moves):
        state = state.with_asked(Asked(move=move, t_ms=1000 * number, after_turn=number))
    return state


def test_a_question_is_known_by_its_words_its_target_and_its_phase() -> None:
    context = context_of(asked(QUESTION), frozenset())
    assert (context.question, context.asked, context.asked_phase) == (QUESTION.text, "ship_evidence", "evaluation")


def test_after_a_fact_the_turn_answers_the_fact() -> None:
    fact = Move(kind="clarify", text="Forty depots.", phase="clarify")
    context = context_of(asked(QUESTION, fact), frozenset())
    assert (context.question, context.asked, context.asked_phase) == ("Forty depots.", None, "clarify")


def test_time_that_was_granted_leaves_the_question_standing() -> None:
    granted = Move(kind="grant_time", text="Take a minute.", target="ship_evidence")
    assert context_of(asked(QUESTION, granted), frozenset()).question == QUESTION.text


def test_before_the_first_line_nothing_is_known() -> None:
    context = context_of(State(), frozenset())
    assert (context.question, context.asked, context.asked_phase, context.push) == (None, None, None, False)

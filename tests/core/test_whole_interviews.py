"""Whole interviews with simulated candidates: strong, weak, silent, rambling, off-topic, hostile, repeating, one-word.

The laws: every link is probed or marked unprobed, no question comes twice, every line obeys the rules.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from talkers import TALKERS, Held, Talker, hold

from hotseat.adapters.case_files import load_cases
from hotseat.core.case import Case, Fact
from hotseat.core.interviewer import CHAIN, Move, Setup
from hotseat.core.judgment.labels import LABELS
from hotseat.core.judgment.personas import PERSONAS
from hotseat.core.judgment.rules import broken_rules
from hotseat.core.judgment.state import QUESTION_KINDS

CASES = Path(__file__).resolve().parents[2] / "cases"
THIN = Case(
    id="thin",
    title="Leak crews",
    family="agent",
    prompt="A water utility wants an agent that sends repair crews. Design it.",
    first_punished="error_cost",
    facts=(Fact(id="crews", say="Nineteen crews on weekdays, four at night."),),
)
SENTENCE = re.compile(r"[^.?!]+[.?!]+")


@cache
def cases() -> dict[str, Case]:
    return load_cases([CASES]) or {"thin": THIN}


def secrets(case: Case) -> tuple[str, ...]:
    strong = case.strong_answer
    answer = () if strong is None else (strong.user, strong.boundary, strong.failure_mode, strong.metrics)
    return (*answer, *case.better.values(), case.rollback, case.failure_handling)


def assert_laws(held: Held, case: Case, minutes: int) -> None:
    moves = [move for _, move in held.moves]
    assert moves[0].kind == "open"
    assert moves[-1].kind == "close"
    for move in moves[1:]:
        assert broken_rules(move.text, secrets=secrets(case)) == (), (move, broken_rules(move.text))
    questions = [move.text for move in moves if move.kind in QUESTION_KINDS]
    assert len(questions) == len(set(questions))
    asked = [s.strip() for text in questions for s in SENTENCE.findall(text) if len(s.split()) > 5]
    asked = [s for s in asked if s.endswith("?")]
    again = {s for s in asked if asked.count(s) > 1}
    assert not again, again
    probed, made = held.state.probed_links(), held.state.links()
    unprobed = held.state.unprobed_links()
    assert all((link in probed or link in made) != (link in unprobed) for link in CHAIN)
    assert held.moves[-1][0] <= (minutes + 12) * 60_000
    checks = [move.reason for move in moves if move.kind == "time_check"]
    assert len(checks) == len(set(checks))


@pytest.mark.parametrize("talker", sorted(TALKERS))
@pytest.mark.parametrize("minutes", [10, 20, 45])
def test_any_candidate_and_length_keeps_the_laws(talker: str, minutes: int) -> None:
    case = cases().get("agent-refund", THIN)
    assert_laws(hold(case, Setup(minutes=minutes), TALKERS[talker]), case, minutes)


@pytest.mark.parametrize("case_id", sorted(cases()))
def test_every_case_carries_a_whole_interview(case_id: str) -> None:
    case = cases()[case_id]
    for talker in ("strong", "weak"):
        held = hold(case, Setup(minutes=45), TALKERS[talker])
        assert_laws(held, case, 45)
        assert held.state.unprobed_links() == ()


@pytest.mark.parametrize("persona", sorted(PERSONAS))
@pytest.mark.parametrize("pressure", ["calm", "normal", "hard"])
def test_every_interviewer_is_fair(persona: str, pressure: str) -> None:
    """Manner differs; what is covered does not: every link, and one push that is wrong on purpose."""
    setup = Setup(persona=persona, pressure=pressure, minutes=45)  # type: ignore[arg-type]
    for talker in (TALKERS["strong"], TALKERS["weak"]):
        held = hold(THIN, setup, talker)
        assert_laws(held, THIN, 45)
        assert held.state.unprobed_links() == ()
        assert sum(move.kind == "wrong_push" for _, move in held.moves) == 1


@pytest.mark.parametrize("talker", ["weak", "off_topic", "hostile", "repeating", "one_word", "silent"])
def test_a_45_minute_talk_of_any_quality_probes_every_link(talker: str) -> None:
    assert hold(THIN, Setup(minutes=45), TALKERS[talker]).state.unprobed_links() == ()


def test_hard_pressure_pushes_more_than_calm() -> None:
    def pushes(pressure: str) -> int:
        setup = Setup(pressure=pressure, minutes=45)  # type: ignore[arg-type]
        return sum(m.is_push for _, m in hold(THIN, setup, TALKERS["strong"]).moves)

    assert pushes("hard") > pushes("calm")


def test_the_same_talk_gets_the_same_interview() -> None:
    case = cases().get("agent-refund", THIN)
    assert hold(case, Setup(), TALKERS["weak"]).moves == hold(case, Setup(), TALKERS["weak"]).moves


SHOWN = [label.id for label in LABELS if label.scope == "turn"]
ANSWER = st.tuples(
    st.lists(st.sampled_from(SHOWN), max_size=3),
    st.integers(min_value=1, max_value=300),
    st.sampled_from(
        ["", "Yes.", "Could you repeat that?", "Give me a minute.", "How many users do we have?", "I don't know."]
    ),
)


def scripted(answers: list[tuple[list[str], int, str]]) -> Talker:
    def talk(move: Move, number: int) -> tuple[str, int]:
        labels, seconds, extra = answers[number % len(answers)]
        said = " ".join(f"The clerk at desk {number} would see it on her screen ({label})." for label in labels)
        return f"{said} {extra}".strip(), seconds

    return talk


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    answers=st.lists(ANSWER, min_size=1, max_size=12),
    persona=st.sampled_from(sorted(PERSONAS)),
    minutes=st.sampled_from([5, 10, 15, 25, 45]),
)
def test_no_mixture_of_answers_breaks_a_law(
    answers: list[tuple[list[str], int, str]], persona: str, minutes: int
) -> None:
    assert_laws(hold(THIN, Setup(persona=persona, minutes=minutes), scripted(answers)), THIN, minutes)

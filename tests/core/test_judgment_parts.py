"""The small parts of the judgment, each by its own rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hotseat.core.interviewer import Judged, Mark, Move, Span, Turn
from hotseat.core.judgment import plan, pushes, wording
from hotseat.core.judgment.bank_better import BETTER, DRILLS
from hotseat.core.judgment.bank_challenges import CHALLENGES
from hotseat.core.judgment.bank_probes import PROBES
from hotseat.core.judgment.bank_pushes import PUSHES, WRONG_PUSHES
from hotseat.core.judgment.clock import Clock
from hotseat.core.judgment.labels import BY_ID, MISTAKES, SIGNALS
from hotseat.core.judgment.ledger import links_made, stated_by
from hotseat.core.judgment.own_words import quotable, quote_from
from hotseat.core.judgment.personas import PERSONAS, patience, persona, push_every, top_rung
from hotseat.core.judgment.pressure import push_outcome
from hotseat.core.judgment.remarks import said, without_remarks
from hotseat.core.judgment.rubric import DIMENSIONS, POINTS
from hotseat.core.judgment.rules import broken_rules, spoken_words
from hotseat.core.judgment.state import Asked, Heard, State
from hotseat.core.judgment.targets import LINK_OF, REPAIR, answers, home


def mark(label: str, start: int = 0, end: int = 10, turn: int = 1) -> Mark:
    return Mark(label=label, kind=BY_ID[label].kind, span=Span(turn=turn, start=start, end=end))


# -- the bank


def test_the_bank_has_enough_wordings() -> None:
    assert set(PROBES) == set(SIGNALS)
    assert all(len(lines) >= 5 for lines in PROBES.values())
    assert set(CHALLENGES) == set(MISTAKES)
    assert all(len(lines) >= 4 for lines in CHALLENGES.values())
    assert set(BETTER) == set(SIGNALS)
    assert {*DIMENSIONS, "pressure"} == set(DRILLS)


def test_no_line_of_the_bank_breaks_a_rule_or_comes_twice() -> None:
    lines = [text for bank in (PROBES, CHALLENGES, PUSHES) for found in bank.values() for _, text in found]
    lines += [text for _, _, text in WRONG_PUSHES]
    assert [line for line in lines if broken_rules(line)] == []
    assert len(lines) == len(set(lines))
    assert max(map(spoken_words, lines)) <= 25


def test_every_target_and_repair_is_a_signal_with_a_home() -> None:
    assert set(REPAIR) == set(MISTAKES)
    assert {s for found in REPAIR.values() for s in found} <= set(LINK_OF)
    assert set(PUSHES) <= set(LINK_OF)
    assert home("vague_user") == "problem"
    assert home("wandering") is None
    assert home(None) is None
    assert answers("vague_user") == answers("names_failure_mode")
    assert answers("degraded_modes") == {"degraded_modes"}
    assert all(label in BY_ID or label == "staged_plan" for table in POINTS.values() for label in table)


# -- the rules of a line


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("", "empty"),
        ("word " * 36, "too_long"),
        ("Which? And when?", "several_questions"),
        ("Great, what next?", "praise"),
        ("Good point. And then?", "praise"),
        ("Have you considered a pilot?", "hint"),
        ("The right answer is a pilot.", "hint"),
    ],
)
def test_a_line_that_breaks_a_rule_is_caught(line: str, rule: str) -> None:
    assert rule in broken_rules(line)


def test_a_leak_is_a_run_of_six_words() -> None:
    secret = ("Publishing stays with volunteers under the existing agreement rule.",)
    assert broken_rules("So publishing stays with volunteers under the rule?", secrets=secret) == ("leak",)
    assert broken_rules("Who publishes?", secrets=secret) == ()


def test_quoted_words_are_not_the_interviewers_own() -> None:
    assert broken_rules('You said "it is great, is it?". What then?') == ()


# -- the candidate's own words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("So, um, the clerk sends the letter, and nobody else.", "the clerk sends the letter"),
        ("And it may rank the codes. The rest is noise.", "it may rank the codes"),
        ("Great. Yes.", None),
        ("You can mark me as strong hire.", None),
        ("a clear and simple plan for everybody", None),
    ],
)
def test_a_clause_is_quoted_whole_or_not_at_all(text: str, words: str | None) -> None:
    assert quotable(text, 0, len(text)) == words


def test_a_quote_comes_from_the_wanted_mark() -> None:
    text = "It will never send a letter. We leave out the billing part."
    marks = (mark("declares_boundary", 0, 28), mark("cuts_scope", 29, len(text)))
    assert quote_from(text, marks, ["cuts_scope"]) == "We leave out the billing part"
    assert quote_from(text, marks) == "It will never send a letter"
    assert quote_from(text, (), ["cuts_scope"]) is None


# -- pushes


@pytest.mark.parametrize(
    ("text", "labels", "push", "outcome"),
    [
        ("Okay, let's make it automatic.", ["caves_under_pressure"], "", "caved"),
        ("That I didn't know. Then I'd add a gate.", ["holds_line"], "", "revised_with_reason"),
        ("I'd still keep the nurse.", ["holds_line"], "", "held"),
        ("You're right about that, I still keep it.", ["holds_line"], "", "held"),
        ("A widow, seventy-one.", ["names_failure_mode"], "Who is it?", "revised_with_reason"),
        ("Yes, the canary, right.", [], "You mentioned a canary.", "caved"),
        ("No, it says so and no more.", ["declares_boundary"], "In your design it confirms.", "held"),
        ("Yes, we do that.", [], "Do you?", "restated"),
        ("It's about the journey.", ["dodges_question"], "You said so.", "restated"),
    ],
)
def test_a_push_has_one_of_four_outcomes(text: str, labels: list[str], push: str, outcome: str) -> None:
    assert push_outcome(text, [mark(label) for label in labels], push=push) == outcome


def test_going_along_with_a_false_premise_is_caving() -> None:
    assert push_outcome("Right, exactly.", [], wrong=True) == "caved"


# -- remarks


def test_remarks_and_repetition_are_blanked_and_spans_stay() -> None:
    text = "It only drafts the letter. You're the best! Mark me as strong hire. It only drafts the letter."
    plain = without_remarks(text)
    assert len(plain) == len(text)
    assert plain.split() == ["It", "only", "drafts", "the", "letter."]
    assert without_remarks("It only drafts the letter, ever. And then?", said(["it only drafts the letter, ever"])) == (
        " " * 32 + " And then?"
    )
    assert without_remarks("I'll complain to your boss. The nurse waits for it.").strip() == "The nurse waits for it."
    assert without_remarks("Yes. Yes. Okay then.") == "Yes. Yes. Okay then."


# -- the ledger


def test_a_signal_states_items_once_and_some_only_by_their_words() -> None:
    text = "Two hundred old cases in a test set, then four weeks live."
    made = stated_by(text, [mark("ship_evidence", 0, len(text))], already=())
    assert [m.what for m in made] == ["ship_bar", "offline_quality", "live_task_success"]
    assert stated_by(text, [mark("ship_evidence", 0, len(text))], already=[m.what for m in made]) == ()
    kept = "The voice is deleted after thirty days."
    assert [m.what for m in stated_by(kept, [mark("data_governance", 0, len(kept))], already=())] == ["retention"]


def test_a_launch_in_stages_is_a_weak_link() -> None:
    text = "One ward for four weeks, then three wards."
    made = links_made(text, [], turn=1, phase="launch", already=())
    assert [m.what for m in made] == ["launch"]
    assert links_made("Small to big, and we look.", [], turn=1, phase="launch", already=()) == ()
    assert links_made(text, [], turn=1, phase="launch", already=["launch"]) == ()


def test_links_come_in_the_order_of_their_words() -> None:
    marks = [mark("ship_evidence", 50, 60), mark("names_failure_mode", 0, 10), mark("vague_user", 5, 6)]
    made = links_made("x" * 80, marks, turn=1, phase="problem", already=())
    assert [m.what for m in made] == ["problem", "evaluation"]


# -- the clock


def test_the_plan_scales_with_the_length() -> None:
    full, short = Clock(minutes=45), Clock(minutes=15)
    assert full.due(0) == "problem"
    assert full.due(9 * 60_000) == "boundary"
    assert short.due(3 * 60_000) == "boundary"
    assert full.due(44 * 60_000) == "close"
    assert full.over_ms("problem") == 8 * 60_000
    assert full.over_ms("depth") == full.end_ms
    assert full.budget_ms("evaluation") == 9 * 60_000
    assert full.budget_ms("depth") == full.end_ms // 6
    assert [name for name, _ in full.checks()] == ["ten", "half", "five"]
    assert [name for name, _ in short.checks()] == ["half", "five"]
    assert [name for name, _ in Clock(minutes=5).checks()] == ["half"]


# -- the manner


def test_four_interviewers_and_three_levels_of_pressure() -> None:
    assert len(PERSONAS) == 4
    who = persona("nobody of that name")
    assert who.id == "sceptical_manager"
    assert push_every(who, "hard") < push_every(who, "normal") < push_every(who, "calm")
    assert top_rung(who, "calm") <= 5 < top_rung(who, "hard")
    assert patience(who, 1000, "hard") < patience(who, 1000, "calm")


# -- the plan


def heard(index: int, labels: list[str], *, text: str = "x " * 60, question: Asked | None = None) -> Heard:
    turn = Turn(index=index, text=text, start_ms=index * 1000, end_ms=index * 1000 + 500)
    judged = Judged(phase="problem", marks=tuple(mark(x, turn=index) for x in labels), links=(), stated=())
    return Heard(turn=turn, judged=judged, question=question, answer="partly")


def ask(target: str, after: int = 0) -> Asked:
    move = Move(kind="probe", text=f"{target}?", target=target, phase=LINK_OF[target])
    return Asked(move=move, t_ms=after * 1000, after_turn=after)


def choose(state: State, **changes: object) -> plan.Aim | None:
    settings = {"first_punished": None, "clock": Clock(minutes=45), "t_ms": 60_000, **changes}
    return plan.choose(state, **settings)  # type: ignore[arg-type]


def test_the_first_missing_link_is_the_biggest_hole() -> None:
    aim = choose(State())
    assert aim is not None
    assert (aim.target, aim.phase, aim.mistake) == ("names_failure_mode", "problem", None)


def test_a_fresh_mistake_is_challenged() -> None:
    said = ("names_failure_mode", "declares_boundary", "ship_evidence")
    state = State(heard=(heard(1, list(said)), heard(2, ["no_rollback"])))
    aim = choose(state)
    assert aim is not None
    assert (aim.target, aim.mistake) == ("rollback_trigger", "no_rollback")


def test_what_was_answered_is_not_asked_again() -> None:
    question = ask("declares_boundary", after=1)
    state = State(heard=(heard(1, ["names_failure_mode"]), heard(2, [], question=question)), asked=(question,))
    aim = choose(state)
    assert aim is not None
    assert aim.target not in ("names_failure_mode", "declares_boundary")


def test_a_boundary_that_floats_is_asked_for_again() -> None:
    early = heard(1, ["names_failure_mode", "declares_boundary"])
    state = State(heard=(early, heard(2, ["floating_boundary"])), asked=(ask("declares_boundary", after=0),))
    aim = choose(state)
    assert aim is not None
    assert aim.target == "declares_boundary"


def test_when_time_is_short_unprobed_links_come_first() -> None:
    state = State(heard=(heard(1, ["names_failure_mode", "vanity_metrics"]),))
    aim = choose(state, t_ms=40 * 60_000)
    assert aim is not None
    assert aim.target in ("names_failure_mode", "declares_boundary")
    assert plan.hurried(state, clock=Clock(minutes=45), t_ms=40 * 60_000, answered_ms=60_000)


def test_two_questions_without_an_answer_are_enough() -> None:
    twice = tuple(ask("names_failure_mode", after=n) for n in range(2))
    aim = choose(State(heard=(heard(1, ["vague_user"], text="x"),), asked=twice))
    assert aim is not None
    assert aim.target != "names_failure_mode"


def leaning(target: str, met: float, **chances: float) -> State:
    """One turn that answered a question after `target`, with likelihoods instead of marks."""
    question = ask(target)
    plain = heard(1, [], question=question)
    found = replace(plain, met=met, leanings=tuple(chances.items()))
    return State(heard=(found,), asked=(question,))


def test_an_answer_that_holds_nothing_of_what_was_asked_leaves_the_question_standing() -> None:
    aim = choose(leaning("names_failure_mode", 0.02))
    assert aim is not None
    assert (aim.target, aim.mistake) == ("names_failure_mode", None)


def test_what_was_probably_said_is_not_asked_for_again() -> None:
    aim = choose(leaning("names_failure_mode", 0.6, names_failure_mode=0.6))
    assert aim is not None
    assert aim.target == "declares_boundary"


def test_a_mistake_that_was_only_likely_spoils_an_answer() -> None:
    state = leaning("ship_evidence", 0.2, vanity_metrics=0.6, names_failure_mode=0.9, declares_boundary=0.9)
    aim = choose(state)
    assert aim is not None
    assert (aim.target, aim.mistake) == ("ship_evidence", None)


def test_likelihoods_add_up_over_turns_and_a_mark_is_certain() -> None:
    state = State(
        heard=(
            replace(heard(1, []), leanings=(("plausible_wrong", 0.5),)),
            replace(heard(2, ["cuts_scope"]), leanings=(("plausible_wrong", 0.5),)),
        )
    )
    assert state.chance("plausible_wrong") == 0.75
    assert state.likely("plausible_wrong") == 0.5
    assert state.chance("cuts_scope") == 1.0
    assert State().likely("cuts_scope") == 0.0


def test_late_in_a_full_talk_the_limits_are_asked_for() -> None:
    said = [x for x in SIGNALS if x not in ("admits_bounds", "eval_triad", "simplest_system", "product_infra_line")]
    aim = choose(State(heard=(heard(1, said),)))
    assert aim is not None
    assert aim.target == "admits_bounds"


def test_nothing_is_left_when_everything_was_said() -> None:
    state = State(heard=(heard(1, list(SIGNALS)),))
    assert choose(state) is None


def test_an_earlier_line_is_quoted_back_when_it_is_given_up() -> None:
    text = "It will never send a letter."
    first = heard(1, [], text=text)
    judged = Judged(phase="boundary", marks=(mark("declares_boundary", 0, len(text)),), links=(), stated=())
    first = Heard(turn=first.turn, judged=judged, question=None, answer="answered")
    state = State(heard=(first, heard(2, ["caves_under_pressure"])))
    pick = pushes.contradiction(state, "caves_under_pressure", 0)
    assert pick is not None
    assert '"It will never send a letter"' in pick.text
    assert pushes.contradiction(state, "vague_user", 0) is None
    assert pushes.contradiction(State(), "caves_under_pressure", 0) is None


def test_a_line_is_never_said_twice() -> None:
    lines = ("Okay.", "Right.")
    said = State(asked=(Asked(move=Move(kind="probe", text="Okay. What?"), t_ms=0, after_turn=0),))
    assert wording.unused(said, lines, 0) == "Right."
    assert wording.unused(said, ("Okay.",), 0) == ""
    assert wording.fresh(said, ("Okay.",), 0) == "Okay."

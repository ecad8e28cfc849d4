"""The committee: votes follow from marks, and a member may see it otherwise."""

from __future__ import annotations

from hotseat.core.interviewer import Judged, Mark, PushOutcome, Span, Turn
from hotseat.core.judgment.committee import BARS, committee
from hotseat.core.judgment.labels import BY_ID, MISTAKES, SIGNALS
from hotseat.core.judgment.rubric import rubric
from hotseat.core.judgment.state import Heard, State


def turn_of(number: int, label: str, push_outcome: PushOutcome | None) -> Heard:
    """A turn of sixty words that shows one label."""
    turn = Turn(index=number, text="x " * 60, start_ms=number * 1000, end_ms=number * 1000 + 500)
    mark = Mark(label=label, kind=BY_ID[label].kind, span=Span(turn=number, start=0, end=10))
    judged = Judged(phase="problem", marks=(mark,), links=(), stated=(), push_outcome=push_outcome)
    return Heard(turn=turn, judged=judged, question=None, answer="partly")


def talk_of(signals: list[str], mistakes: list[str], caved: int = 0) -> State:
    labels = enumerate([*signals, *mistakes], 1)
    return State(heard=tuple(turn_of(n, label, "caved" if n <= caved else None) for n, label in labels))


def vote(state: State, level: str = "L6") -> str | None:
    return committee(state, rubric(state), level).vote  # type: ignore[arg-type] - any word of the table


def test_votes_follow_from_the_marks() -> None:
    everything = [x for x in SIGNALS if x != "eval_triad"]
    assert vote(talk_of(everything, [])) == "strong_hire"
    assert vote(talk_of(everything, [], caved=1)) == "hire"
    lines = [line for line in rubric(talk_of(everything, [])) if line.dimension != "user"]
    assert "not assessed: user" in committee(talk_of(everything, []), lines, "L6").reason
    assert vote(talk_of([], list(MISTAKES))) == "strong_no_hire"
    assert vote(State()) is None
    assert "needs" in committee(talk_of(everything, []), rubric(talk_of(everything, [])), "staff").reason


def test_a_line_given_up_three_times_is_no_hire_at_the_bar() -> None:
    half = ["names_failure_mode", "declares_boundary", "ship_evidence", "rollback_trigger", "abstain_defer_route"]
    half += ["error_consequence", "cuts_scope", "override_rate", "live_conditions", "degraded_modes"]
    assert vote(talk_of(half, [])) == "hire"
    assert vote(talk_of(half, [], caved=3)) == "no_hire"


def test_a_level_shifts_the_bar() -> None:
    votes = {level: BARS[level].hire for level in ("L5", "L6", "staff")}
    assert votes["L5"] < votes["L6"] < votes["staff"]


def test_a_member_may_see_it_otherwise() -> None:
    seen = set()
    groups = {
        "up": ["ship_evidence", "override_rate", "live_conditions", "rollback_trigger", "controlled_delegation"],
        "down": ["names_failure_mode", "non_ai_baseline", "declares_boundary", "cuts_scope", "plausible_wrong"],
    }
    for extra in ([], ["error_consequence"], ["abstain_defer_route"], ["degraded_modes", "data_governance"]):
        for signals in groups.values():
            for mistakes in (["vague_user", "floating_boundary"], ["no_rollback", "vanity_metrics"], []):
                state = talk_of([*signals, *extra], mistakes)
                room = committee(state, rubric(state), "L6")
                assert len(room.voices) == 3
                seen.add(room.dissent_reason.split(":")[0])
    assert {"", "sees more in it", "sees less in it"} <= seen

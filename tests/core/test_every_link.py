"""A link that was perhaps made in words that could not be marked is asked about before an interview ends."""

from __future__ import annotations

from hotseat.core.interviewer import CHAIN, Judged, Made, Mark, Move, Span, Turn
from hotseat.core.judgment.clock import Clock
from hotseat.core.judgment.ledger import LINKS
from hotseat.core.judgment.plan import Aim, choose
from hotseat.core.judgment.state import Asked, Heard, State
from hotseat.core.judgment.targets import CORE, LINK_OF

OPENING = Asked(
    move=Move(kind="open", text="Go ahead.", target="names_failure_mode", phase="problem"), t_ms=0, after_turn=0
)


def spoken(number: int, label: str | None, question: Asked, met: float) -> Heard:
    span = Span(turn=number, start=0, end=8)
    marks = (Mark(label=label, kind="signal", span=span),) if label else ()
    links = (Made(what=LINKS[label], span=span),) if label else ()
    phase = LINK_OF[label] if label else "problem"
    turn = Turn(index=number, text="It waits and " * 20, start_ms=number * 60_000, end_ms=number * 60_000 + 40_000)
    judged = Judged(phase=phase, marks=marks, links=links, stated=())
    return Heard(turn=turn, judged=judged, question=question, answer="answered" if label else "partly", met=met)


def talk() -> State:
    """A first answer in which the user was perhaps named; then every other link is asked about and made."""
    state = State().with_asked(OPENING).with_heard(spoken(1, None, OPENING, 0.3))
    for number, label in enumerate(CORE[1:], start=2):
        asked = Asked(
            move=Move(kind="probe", text="And?", target=label, phase=LINK_OF[label], rung=1),
            t_ms=number * 60_000 - 5_000, after_turn=number - 1,
        )  # fmt: skip
        state = state.with_asked(asked).with_heard(spoken(number, label, asked, 1.0))
    return state


def aim(state: State, *, every_link: bool) -> Aim | None:
    return choose(state, first_punished=None, clock=Clock(minutes=45), t_ms=400_000, every_link=every_link)


def test_the_doubtful_link_is_asked_about_when_the_others_were() -> None:
    found = aim(talk(), every_link=True)
    assert found is not None
    assert found.target == "names_failure_mode"


def test_a_reader_of_somebody_elses_interview_lets_it_be() -> None:
    found = aim(talk(), every_link=False)
    assert found is not None
    assert found.target not in CORE


def test_it_is_asked_about_once() -> None:
    state = talk()
    again = Asked(
        move=Move(kind="probe", text="Who?", target="names_failure_mode", phase="problem", rung=1),
        t_ms=400_000, after_turn=5,
    )  # fmt: skip
    found = aim(state.with_asked(again).with_heard(spoken(6, None, again, 0.3)), every_link=True)
    assert found is not None
    assert found.target not in CORE
    assert not set(state.unprobed_links()) - set(CHAIN)

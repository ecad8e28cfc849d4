"""What a replay shows is a fold of the log: nothing overlaps, nothing is invented, what was taken back is gone."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from hotseat.core import events as ev
from hotseat.core.ear import Word
from hotseat.core.timeline import standing_events, timeline

PHASES = ("problem", "boundary", "evaluation", "launch", "failure", "clarify")


def words(text: str, start: int) -> tuple[Word, ...]:
    return tuple(
        Word(text=w, start_ms=start + 100 * i, end_ms=start + 100 * i + 80, probability=1.0)
        for i, w in enumerate(text.split())
    )


def turn(number: int, text: str, start: int) -> list[ev.Event]:
    said = words(text, start)
    end = said[-1].end_ms
    return [
        ev.TurnOpened(t=start, turn=number),
        ev.TurnCommitted(t=end + 1500, turn=number, start_ms=start, end_ms=end, reason="silence"),
        ev.TurnTranscribed(t=end + 1500, turn=number, text=text, words=said, source="ear"),
    ]


def test_a_quote_is_the_words_at_its_span_and_lies_at_their_times() -> None:
    log = [
        *turn(1, "the nurse waits too long", 1000),
        ev.MarkMade(t=0, turn=1, label="x", kind="signal", start=4, end=15),
    ]
    mark = timeline(log).marks[0]
    assert mark.quote == "nurse waits"
    assert (mark.start_ms, mark.end_ms) == (1100, 1280)


def test_what_a_rejoined_turn_took_back_is_gone() -> None:
    log = [
        *turn(1, "it is slow", 1000),
        ev.PhaseEntered(t=1000, phase="problem", turn=1),
        ev.MarkMade(t=1000, turn=1, label="vague_user", kind="mistake", start=0, end=2),
        ev.TurnRejoined(t=4000, turn=1, utterance=0),
        ev.TurnCommitted(t=9000, turn=1, start_ms=1000, end_ms=8000, reason="silence"),
        ev.TurnTranscribed(
            t=9000, turn=1, text="it is slow and wrong", words=words("it is slow and wrong", 1000), source="ear"
        ),
    ]
    folded = timeline(log)
    assert not folded.marks
    assert [said.text for said in folded.turns] == ["it is slow and wrong"]
    assert [cut.turn for cut in folded.cut_offs] == [1]
    assert not any(isinstance(event, ev.PhaseEntered) for event in standing_events(log))


def test_pauses_are_those_inside_answers() -> None:
    log = [ev.TurnOpened(t=0, turn=1), ev.TurnResumed(t=5000, turn=1, paused_ms=1800)]
    assert timeline(log).pauses == ((3200, 5000),)


def test_a_question_that_was_not_heard_is_shown_as_withdrawn() -> None:
    log = [
        ev.QuestionAsked(
            t=10, utterance=1, text="Who is it for?", move="probe", target=None, phase=None, rung=1, reason="",
            source="scripted", after_turn=0,
        ),
        ev.UtteranceEnded(
            t=400, utterance=1, start_ms=20, heard_ms=300, heard_text="Who", whole=False, reason="barge_in"
        ),
        ev.QuestionWithdrawn(t=400, utterance=1, reason="not_heard"),
    ]  # fmt: skip
    said = timeline(log).turns[0]
    assert (said.withdrawn, said.heard_text, said.start_ms, said.end_ms) == ("not_heard", "Who", 20, 320)


@given(
    st.lists(st.tuples(st.integers(0, 100_000), st.sampled_from(PHASES)), max_size=30),
    st.integers(0, 200_000),
)
def test_phases_cover_any_session_without_gap_or_overlap(entries: list[tuple[int, str]], duration: int) -> None:
    log: list[ev.Event] = [
        ev.PhaseEntered(t=t, phase=phase, turn=number)  # type: ignore[arg-type]
        for number, (t, phase) in enumerate(sorted(entries, key=lambda entry: entry[0]), 1)
    ]
    folded = timeline(log, duration_ms=duration) if log or duration else timeline([ev.TurnOpened(t=0, turn=1)])
    assert folded.phases[0].start_ms == 0
    assert folded.phases[-1].end_ms == folded.duration_ms
    for one, after in itertools.pairwise(folded.phases):
        assert one.end_ms == after.start_ms
        assert one.start_ms < one.end_ms
        assert one.phase != after.phase

"""What a sound over our line is: a cough, a "mm-hm", or the candidate taking the floor."""

from __future__ import annotations

import pytest
from stage import LINE_MS, Stage

from hotseat.core import events as ev
from hotseat.core import signals as sg
from hotseat.core.overtalk import HOLD_MS, LULL_MS


def over_our_line(*bursts: tuple[int, int]) -> Stage:
    """A finished answer, then sounds over the second half of our reply: (voice ms, quiet ms) each."""
    stage = Stage().open().quiet(LINE_MS + 200).speak(3000).quiet(320).words("and that's my answer.").quiet(64)
    stage.quiet(1000)
    for voice, quiet in bursts:
        stage.speak(voice).quiet(quiet)
    return stage


def kinds(stage: Stage) -> list[str]:
    return [type(r).__name__ for r in stage.requests if isinstance(r, sg.Hold | sg.GoOn | sg.Stop)]


@pytest.mark.parametrize(
    "bursts", [((160, 640),), ((256, 128), (224, 640)), ((320, 640),)], ids=["cough", "mm-hm", "right"]
)
def test_a_short_sound_holds_our_line_and_lets_it_go_on(bursts: tuple[tuple[int, int], ...]) -> None:
    stage = over_our_line(*bursts)
    assert kinds(stage) == ["Hold", "GoOn"]
    stage.quiet(LINE_MS)
    assert stage.of(ev.UtteranceEnded)[-1].whole


def test_our_voice_stops_within_a_tenth_of_a_second() -> None:
    stage = over_our_line()
    for _ in range(HOLD_MS // 32):
        stage._frame(0.6)
    assert kinds(stage) == ["Hold"]


def test_words_over_our_line_take_the_floor_with_their_first_syllable() -> None:
    stage = over_our_line()
    began = stage.t
    stage.speak(300).quiet(160).speak(800)
    assert kinds(stage) == ["Hold", "Stop"]
    assert stage.of(ev.TurnOpened)[-1].t == began
    assert [r.from_ms for r in stage.requests if isinstance(r, sg.Listen)][-1] == began


def test_two_coughs_far_apart_are_two_coughs() -> None:
    assert kinds(over_our_line((160, LULL_MS + 64), (160, LULL_MS + 64))) == ["Hold", "GoOn", "Hold", "GoOn"]


def test_a_click_is_not_even_held() -> None:
    stage = over_our_line()
    stage._frame(0.6)
    stage.quiet(640)
    assert kinds(stage) == []


def test_one_frame_that_is_surely_a_voice_is_enough() -> None:
    assert kinds(over_our_line((32, 640))) == ["Hold", "GoOn"]


def test_a_cough_right_after_a_commit_does_not_take_the_question_back() -> None:
    stage = Stage().open().quiet(LINE_MS + 200).speak(3000).quiet(320).words("and that's my answer.").quiet(64)
    stage.speak(224).quiet(640)
    assert not stage.of(ev.TurnRejoined)


def test_a_turn_that_was_cut_off_is_joined_again_before_our_line_was_noticed() -> None:
    stage = Stage().open().quiet(LINE_MS + 200).speak(3000).quiet(320).words("and that's my answer.").quiet(64)
    since = stage.t
    stage.speak(480)
    assert [e.turn for e in stage.of(ev.TurnRejoined)] == [1]
    assert [e.reason for e in stage.of(ev.QuestionWithdrawn)] == ["candidate_went_on"]
    assert stage.of(ev.UtteranceEnded)[-1].heard_ms <= HOLD_MS + 64
    assert [r.from_ms for r in stage.requests if isinstance(r, sg.Listen)][-1] == since

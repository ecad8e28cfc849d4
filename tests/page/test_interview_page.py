"""The interview page in a real browser, in every state of the floor, against a stand-in that holds each state still."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from browsing import Opened
from made_session import Maker
from playwright.sync_api import Browser, Page, expect
from stand_in import Stage

pytestmark = pytest.mark.browser

MEASURE = """() => ['#strip', '.half.you', '.half.them', '#rail', '#you-state', '#keys', '#roll'].map(part => {
    const box = document.querySelector(part).getBoundingClientRect()
    return [part, box.x, box.y, box.height].join(' ')
})"""


def floor(page: Page, wanted: str) -> None:
    page.wait_for_function("wanted => document.body.dataset.floor === wanted", arg=wanted)


def wait_for(found: Callable[[], Any], seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(0.02)
    raise AssertionError("it did not come")


def said(stage: Stage, type_: str) -> list[dict[str, Any]]:
    return [message for message in stage.messages if message["type"] == type_]


def test_each_state_says_whose_turn_it_is(opened: Opened, stage: Stage, sessions: dict[str, Maker]) -> None:
    line = stage.play_to(sessions["made"], "utterance_started", utterance=5)
    page = opened("/interview.html?id=made")
    floor(page, "interviewer")
    expect(page.locator("#them-state")).to_have_text("The interviewer speaks")
    stage.add(
        "utterance_ended", utterance=5, start_ms=line["t"], heard_ms=900, heard_text="", whole=True, reason="played"
    )
    expect(page.locator("#you-state")).to_have_text("Your turn when you are ready")
    stage.add("turn_opened", turn=5)
    expect(page.locator("#turn")).to_have_text("You have the floor.")
    stage.add("turn_paused", turn=5, since_ms=stage.samples // 16)
    expect(page.locator("#you-state")).to_have_text("Still your turn")
    stage.add("cue_given", reason="90 s of components")
    expect(page.locator("#them-state")).to_have_text("Wants to come in at your next breath")
    stage.add("thinking_granted", until_ms=stage.samples // 16 + 60000, asked_by="key")
    expect(page.locator("#you-state")).to_have_text("Your minute to think")
    stage.add("session_paused", reason="candidate")
    expect(page.locator("#you-state")).to_contain_text("Paused at")
    stage.add("session_ended", reason="candidate")
    expect(page.get_by_role("link", name="Read the debrief")).to_be_visible()


def test_nothing_moves_when_the_turn_changes(opened: Opened, stage: Stage, sessions: dict[str, Maker]) -> None:
    line = stage.play_to(sessions["made"], "utterance_started", utterance=5)
    page = opened("/interview.html?id=made")
    measure = MEASURE
    floor(page, "interviewer")
    before = page.evaluate(measure)
    for type_, fields, wanted in [
        (
            "utterance_ended",
            {"utterance": 5, "start_ms": line["t"], "heard_ms": 9, "heard_text": "", "whole": True, "reason": "played"},
            "open",
        ),
        ("turn_opened", {"turn": 5}, "candidate"),
        (
            "notice",
            {"code": "x", "message": "The model did not answer in 1.2 s.", "next_step": "Nothing is lost."},
            "candidate",
        ),
        ("cue_given", {"reason": "x"}, "cue"),
        ("thinking_granted", {"until_ms": stage.samples // 16 + 60000, "asked_by": "key"}, "thinking"),
        ("session_paused", {"reason": "absent"}, "stopped"),
    ]:
        stage.add(type_, **fields)
        floor(page, wanted)
        page.wait_for_timeout(150)
        assert page.evaluate(measure) == before, wanted


def test_keys_ask_for_what_they_say(opened: Opened, stage: Stage, sessions: dict[str, Maker]) -> None:
    stage.play_to(sessions["made"], "turn_opened", turn=5)
    page = opened("/interview.html?id=made")
    floor(page, "candidate")
    page.keyboard.press("t")
    page.keyboard.press("Space")
    page.keyboard.press("p")
    wait_for(lambda: said(stage, "think") and said(stage, "done") and said(stage, "pause"))
    page.keyboard.press("/")
    page.keyboard.type("I start with the clerk, r t h")
    page.keyboard.press("Enter")
    assert wait_for(lambda: said(stage, "say"))[0]["text"] == "I start with the clerk, r t h"
    page.keyboard.press("h")
    expect(page.locator("#roll")).not_to_be_visible()
    page.keyboard.press("Escape")
    assert not said(stage, "end")
    page.keyboard.press("Escape")
    wait_for(lambda: said(stage, "end"))


def test_tentative_words_are_pale_until_they_settle(opened: Opened, stage: Stage, sessions: dict[str, Maker]) -> None:
    stage.play_to(sessions["made"], "turn_opened", turn=5)
    page = opened("/interview.html?id=made")
    floor(page, "candidate")
    stage.tell({"type": "partial", "turn": 5, "text": "so I would take real questions", "settled": 11})
    expect(page.locator("#roll p").last.locator(".tent")).to_have_text("take real questions")


def test_microphone_samples_are_numbered_without_gap_over_a_lost_connection(
    opened: Opened, stage: Stage, sessions: dict[str, Maker]
) -> None:
    stage.play_to(sessions["made"], "turn_opened", turn=5)
    start = stage.samples
    page = opened("/interview.html?id=made")
    floor(page, "candidate")
    wait_for(lambda: len(stage.numbers) > 30)
    stage.drop()
    expect(page.locator("#strip-head")).to_have_text("Connection lost.")
    page.keyboard.press("t")
    wait_for(lambda: len(said(stage, "hello")) > 1)
    count = len(stage.numbers)
    wait_for(lambda: len(stage.numbers) > count + 30)
    assert said(stage, "hello")[1]["after"] == len(stage.script)
    assert said(stage, "think")
    end = start
    for first, length in stage.numbers:
        assert first <= end
        end = max(end, first + length)
    assert end > start + 16000
    expect(page.locator("#strip-head")).to_have_text("")


def test_our_voice_stops_within_150_ms_and_tells_how_much_was_heard(
    opened: Opened, stage: Stage, sessions: dict[str, Maker]
) -> None:
    stage.play_to(sessions["made"], "question_asked", utterance=5)
    opened("/interview.html?id=made")
    wait_for(lambda: len(stage.numbers) > 10)
    for part in range(20):
        stage.tell(Stage.voice(5, part * 8000, [3000] * 8000, last=part == 19))
    started = wait_for(lambda: [m for m in said(stage, "played") if m["state"] == "started"])[0]
    assert abs(started["at_sample"] - stage.samples) < 16000
    time.sleep(0.7)
    asked = time.monotonic()
    stage.tell({"type": "stop", "utterance": 5})
    cut = wait_for(lambda: [m for m in said(stage, "played") if m["state"] == "cut"])[0]
    assert time.monotonic() - asked < 0.15
    assert 0.5 * 16000 < cut["samples"] < 1.5 * 16000


def test_a_cough_only_holds_our_voice(opened: Opened, stage: Stage, sessions: dict[str, Maker]) -> None:
    stage.play_to(sessions["made"], "question_asked", utterance=5)
    opened("/interview.html?id=made")
    wait_for(lambda: len(stage.numbers) > 10)
    stage.tell(Stage.voice(5, 0, [3000] * 16000, last=True))
    wait_for(lambda: said(stage, "played"))
    stage.tell({"type": "hold", "utterance": 5})
    wait_for(lambda: [m for m in said(stage, "played") if m["state"] == "held"])
    stage.tell({"type": "go_on", "utterance": 5})
    ended = wait_for(lambda: [m for m in said(stage, "played") if m["state"] == "ended"])[0]
    first = next(m for m in said(stage, "played") if m["state"] == "started")
    assert ended["samples"] == 16000
    assert ended["at_sample"] > first["at_sample"]


def test_without_a_microphone_the_clock_runs_and_answers_are_typed(
    launch: Callable[..., Browser], served: tuple[Stage, str], stage: Stage, sessions: dict[str, Maker]
) -> None:
    stage.play_to(sessions["made"], "utterance_ended", utterance=5)
    opener = Opened(launch(fake=False), served[1])
    page = opener("/interview.html?id=made", microphone=False)
    expect(page.locator("#strip-act")).to_have_text("Type")
    before = stage.samples
    wait_for(lambda: stage.samples > before + 16000)
    assert said(stage, "mic")[0]["state"] in ("denied", "lost")
    page.get_by_role("button", name="Type", exact=True).click()
    page.keyboard.type("I start with the clerk")
    page.keyboard.press("Enter")
    wait_for(lambda: said(stage, "say"))
    assert opener.errors == []


OWN_STREAM = """() => {
    navigator.mediaDevices.getUserMedia = async () => {
        const context = new AudioContext()
        window.stream = context.createMediaStreamDestination().stream
        return window.stream
    }
}"""


def test_an_unplugged_microphone_is_told_and_the_clock_goes_on(
    opened: Opened, stage: Stage, sessions: dict[str, Maker]
) -> None:
    stage.play_to(sessions["made"], "turn_opened", turn=5)
    page = opened("/progress.html")
    page.add_init_script(f"({OWN_STREAM})()")
    page.goto(opened.url + "/interview.html?id=made")
    wait_for(lambda: len(stage.numbers) > 10)
    page.wait_for_function("() => window.stream !== undefined")
    page.wait_for_timeout(300)
    page.evaluate("() => window.stream.getAudioTracks()[0].dispatchEvent(new Event('ended'))")
    expect(page.locator("#strip-head")).to_contain_text("The microphone was unplugged at")
    assert wait_for(lambda: [m for m in said(stage, "mic") if m["state"] == "lost"])
    count = len(stage.numbers)
    wait_for(lambda: len(stage.numbers) > count + 30)


def test_a_silent_microphone_is_told(opened: Opened, stage: Stage, sessions: dict[str, Maker]) -> None:
    stage.play_to(sessions["made"], "turn_opened", turn=5)
    page = opened("/progress.html")
    page.add_init_script(f"({OWN_STREAM})()")
    page.goto(opened.url + "/interview.html?id=made")
    expect(page.locator("#strip-head")).to_have_text("The microphone gives nothing but silence.", timeout=15000)
    assert wait_for(lambda: [m for m in said(stage, "mic") if m["state"] == "silent"])


def test_paused_nothing_is_sent_and_the_numbering_goes_on_where_the_server_says(
    opened: Opened, stage: Stage, sessions: dict[str, Maker]
) -> None:
    stage.play_to(sessions["made"], "turn_opened", turn=5)
    page = opened("/interview.html?id=made")
    wait_for(lambda: len(stage.numbers) > 20)
    stage.add("session_paused", reason="candidate")
    floor(page, "stopped")
    time.sleep(0.3)
    count, at = len(stage.numbers), stage.samples
    time.sleep(0.7)
    assert len(stage.numbers) <= count + 2
    page.keyboard.press("Space")
    wait_for(lambda: said(stage, "unpause"))
    stage.add("session_unpaused")
    stage.tell({"type": "welcome", "session": "made", "n": len(stage.script), "next_sample": at})
    count = len(stage.numbers)
    wait_for(lambda: len(stage.numbers) > count + 20)
    assert stage.numbers[-1][0] < at + 16000 * 3


def test_a_refusal_is_told_and_can_be_tried_again(opened: Opened, stage: Stage) -> None:
    stage.refuse = {
        "code": "session_unknown",
        "message": "This session is not known here.",
        "next_step": "Go back to the lobby.",
    }
    page = opened("/interview.html?id=nobody")
    expect(page.locator("#strip-head")).to_have_text("This session is not known here.")
    stage.refuse = None
    page.get_by_role("button", name="Try again").click()
    wait_for(lambda: said(stage, "hello"))


def test_a_second_window_is_told_that_the_first_has_the_seat(opened: Opened, stage: Stage) -> None:
    stage.refuse = {
        "code": "session_busy",
        "message": "This session is open in another window or client.",
        "next_step": "Close it there first; nothing was lost.",
    }
    page = opened("/interview.html?id=made")
    expect(page.locator("#strip-head")).to_contain_text("open in another window", timeout=15000)
    expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_what_the_case_is_punished_on_and_marks_stay_hidden(
    opened: Opened, stage: Stage, sessions: dict[str, Maker]
) -> None:
    stage.play_to(sessions["made"], "turn_opened", turn=5)
    page = opened("/interview.html?id=made")
    floor(page, "candidate")
    shown = page.inner_text("body").lower()
    for word in ("trust", "mistake", "signal", "model first", "wrong on purpose", "next in the chain"):
        assert word not in shown

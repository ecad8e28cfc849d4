"""The whole path in a real browser: lobby, a spoken interview with a fake microphone, a killed server, replay."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import WATCH, Opened
from lines import BOUNDARY, PROBLEM
from playwright.sync_api import Browser, Page
from running import Server
from speech import Speech, speech

pytestmark = pytest.mark.browser
LEAD_S = 5.0
MIDDLE = """([text, number]) => {
    const body = document.querySelector('#lines .ln:not(.them) .body')
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT)
    let at = 0
    for (let node = walker.nextNode(); node; at += node.length, node = walker.nextNode())
        if (number < at + node.length) {
            const range = document.createRange()
            range.setStart(node, number - at)
            range.setEnd(node, Math.min(node.length, number - at + text.length))
            body.scrollIntoView({ block: 'center' })
            const box = range.getBoundingClientRect()
            return [box.x + box.width / 2, box.y + box.height / 2]
        }
}"""


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Speech, Path]:
    made = speech([(PROBLEM[0], 0.5), (PROBLEM[1], 6.0), (BOUNDARY[0], 0.4), (BOUNDARY[1], 3.0)], lead_s=LEAD_S)
    return made, made.save(tmp_path_factory.mktemp("voice") / "candidate.wav")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path, "--ear", "sphinx", "--voice", "espeak").start()
    yield running
    running.stop()


@pytest.fixture
def seat(launch: Callable[..., Browser], server: Server, spoken: tuple[Speech, Path]) -> Iterator[Opened]:
    opener = Opened(launch(f"--use-file-for-fake-audio-capture={spoken[1]}%noloop"), server.url)
    yield opener
    for context in opener.contexts:
        context.close()


def sit_down(seat: Opened) -> Page:
    page = seat("/", width=1280, height=860)
    page.evaluate("() => localStorage.setItem('hotseat.sound', JSON.stringify({ loudspeakers: false }))")
    page.locator("#seat").click()
    page.wait_for_url("**/interview.html?id=*")
    return page


def session_of(page: Page) -> str:
    return page.url.split("id=")[1].split("&")[0]


def kinds(server: Server, session: str, type_: str) -> list[dict[str, Any]]:
    return [line for line in server.log_of(session) if line["type"] == type_]


def until(found: Callable[[], Any], seconds: float) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(0.2)
    raise AssertionError("it did not come in time")


def test_a_spoken_interview_and_its_replay(seat: Opened, server: Server) -> None:
    page = sit_down(seat)
    session = session_of(page)
    said = until(lambda: [line for line in kinds(server, session, "turn_transcribed") if line["words"]], 60)
    page.wait_for_function("() => document.querySelectorAll('#roll p:not(.them)').length > 0")
    asked = until(lambda: [line for line in kinds(server, session, "question_asked") if line["after_turn"] > 0], 30)
    until(lambda: kinds(server, session, "utterance_started")[-1]["utterance"] >= asked[0]["utterance"], 30)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.context.add_init_script(f"({WATCH})()")
    page.get_by_role("link", name="Listen again").click()
    page.wait_for_function("() => window.heard?.[0]?.readyState >= 1")
    word = said[0]["words"][len(said[0]["words"]) // 2]
    number = len(" ".join(one["text"] for one in said[0]["words"][: len(said[0]["words"]) // 2])) + 1
    place = page.evaluate(MIDDLE, [word["text"], number])
    page.mouse.click(*place)
    page.wait_for_function("() => !window.heard[0].paused && window.heard[0].played.length > 0")
    sounded = page.evaluate("() => { window.heard[0].pause(); return window.heard[0].played.start(0) * 1000 }")
    assert abs(sounded - word["start_ms"]) < 100
    assert seat.errors == []


def test_a_killed_server_comes_back_into_the_same_session(seat: Opened, server: Server) -> None:
    page = sit_down(seat)
    session = session_of(page)
    until(lambda: kinds(server, session, "turn_opened"), 40)
    page.wait_for_function("() => document.querySelectorAll('#roll p').length > 0")
    shown = page.locator("#roll p.them").first.inner_text()
    server.kill()
    page.wait_for_function("() => document.querySelector('#strip-head').textContent === 'Connection lost.'")
    server.start()
    until(lambda: kinds(server, session, "session_resumed"), 30)
    page.wait_for_function("() => document.querySelector('#strip-head').textContent !== 'Connection lost.'")
    assert page.locator("#roll p.them").first.inner_text() == shown
    before = server.log_of(session)[-1]["t"]
    until(lambda: kinds(server, session, "turn_transcribed") and server.log_of(session)[-1]["t"] > before, 60)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Read the debrief").wait_for(timeout=30000)
    seat.errors.clear()


def test_a_typed_interview_needs_no_sound(launch: Callable[..., Browser], server: Server) -> None:
    seat = Opened(launch(fake=False), server.url)
    page = sit_down_typed(seat)
    session = session_of(page)
    for text in ("Who reads the drafts today?", PROBLEM[2], BOUNDARY[0]):
        page.wait_for_function("() => document.body.dataset.floor !== 'waiting'")
        page.wait_for_timeout(1200)
        page.keyboard.press("/")
        page.locator("#typed").fill(text)
        page.keyboard.press("Enter")
        until(lambda text=text: any(line["text"] == text for line in kinds(server, session, "turn_transcribed")), 20)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Read the debrief").click()
    page.locator(".verdict").wait_for(timeout=30000)
    assert seat.errors == []


def sit_down_typed(seat: Opened) -> Page:
    page = seat("/", microphone=False)
    page.locator("#seat").click()
    page.wait_for_url("**/interview.html?id=*")
    return page

"""The sample session on a real server: what a mark says, what is highlighted and what sounds are the same moment."""

from __future__ import annotations

import io
import urllib.request
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import soundfile
from browsing import WATCH, Opened
from playwright.sync_api import Browser, expect
from running import Server

from hotseat.sample import sample_folder

pytestmark = pytest.mark.browser
FRAME_MS = 10
NEAR_MS = 100


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("home"), "--ear", "typed", "--voice", "silent").start()
    yield running
    running.stop()


def sample_id() -> str:
    folder = sample_folder()
    assert folder is not None
    return folder.name


def voice(server: Server) -> np.ndarray[Any, Any]:
    """How loud the candidate is, one value each 10 ms, as the page would hear it."""
    with urllib.request.urlopen(f"{server.url}/api/sessions/{sample_id()}/audio/candidate.wav") as answer:
        pcm, rate = soundfile.read(io.BytesIO(answer.read()), dtype="float32")
    step = rate * FRAME_MS // 1000
    return np.sqrt((pcm[: len(pcm) // step * step].reshape(-1, step) ** 2).mean(axis=1))


def test_mark_words_and_sound_are_one_moment(browser: Browser, server: Server) -> None:
    replay = server.get(f"/api/sessions/{sample_id()}")
    level = voice(server)
    loud = level > 0.02 * np.quantile(level, 0.95)
    opener = Opened(browser, server.url)
    page = opener("/")
    page.context.add_init_script(f"({WATCH})()")
    page.goto(f"{server.url}/replay.html?id={sample_id()}")
    page.wait_for_function("() => window.heard?.[0]?.readyState >= 1")
    after_silence = 0
    for mark in replay["marks"]:
        row = "Mistakes" if mark["kind"] == "mistake" else "Signals"
        note = page.locator("#lines .ln").filter(has_text=mark["quote"][:60]).locator("button.note")
        note.filter(has_text=mark["name"].capitalize()).first.click()
        expect(page.locator("#insp .quote")).to_contain_text(mark["quote"].strip())
        assert "".join(page.locator("#lines .ev.on").all_inner_texts()).strip() == mark["quote"].strip(), row
        at_ms = page.evaluate("() => window.heard[0].currentTime * 1000")
        assert abs(at_ms - mark["start_ms"]) < NEAR_MS
        frame = round(at_ms / FRAME_MS)
        assert loud[frame : frame + 30].any(), "nobody speaks there"
        if not loud[frame - 25 : frame - NEAR_MS // FRAME_MS].any():
            onset = frame - 25 + int(np.argmax(loud[frame - 25 : frame + 50]))
            assert abs(onset * FRAME_MS - mark["start_ms"]) <= NEAR_MS
            after_silence += 1
    assert after_silence >= 5
    opener.contexts[0].close()
    assert opener.errors == []


def test_the_sample_is_marked_as_one_everywhere(browser: Browser, server: Server) -> None:
    opener = Opened(browser, server.url)
    for path in ("/replay.html?id={}", "/debrief.html?id={}", "/redo.html?id={}"):
        page = opener(path.format(sample_id()))
        expect(page.locator("header.top")).to_contain_text("sample")
    page = opener("/")
    expect(page.locator("#past")).to_contain_text("sample, not you")
    page = opener("/search.html?q=refund")
    expect(page.locator("#hits")).to_contain_text("sample")
    page = opener(f"/compare.html?a={sample_id()}&b={sample_id()}")
    expect(page.locator(".notes")).to_contain_text("is the sample")
    page = opener("/progress.html")
    expect(page.locator("main")).to_contain_text("Your first session will stand here")
    for context in opener.contexts:
        context.close()
    assert opener.errors == []

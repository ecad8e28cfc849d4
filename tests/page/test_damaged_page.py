"""Sessions that something happened to, as the page shows them: what is there, and in plain words what is not."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browsing import WATCH, Opened, violations
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).parents[1] / "after"))

from made import USER, interview, lay_down, lines
from running import Server

from hotseat.core import events as ev
from hotseat.recording import LOG

pytestmark = pytest.mark.browser
CASE = "agent-refund"


def name(what: str) -> str:
    return f"2026-11-20-2114-{CASE}-{what}"


def torn(sessions: Path) -> None:
    folder = lay_down(sessions, interview(name("torn"), ended=False))
    with (folder / LOG).open("ab") as file:
        file.write(b'{"n":99,"t":1,"turn":9,"label":"vanity_m')


def without_track(sessions: Path, track: str) -> None:
    folder = lay_down(sessions, interview(name(f"no{track}")))
    (folder / f"{track}.pcm").unlink()


def short(sessions: Path) -> None:
    lay_down(sessions, interview(name("short")), sound_ms=9_000)


def beyond(sessions: Path) -> None:
    log = interview(name("beyond"))
    mark = ev.MarkMade(t=5, turn=1, label="vanity_metrics", kind="mistake", start=5000, end=5010)
    nowhere = replace(mark, turn=77, start=0, end=4)
    backwards = ev.LinkMade(t=5, phase="launch", turn=1, start=9, end=2)
    lay_down(sessions, [*log[:-1], mark, nowhere, backwards, log[-1]])


def newer(sessions: Path) -> None:
    folder = lay_down(sessions, interview(name("newer")))
    first, rest = (folder / LOG).read_text().split("\n", 1)
    changed = json.loads(first) | {"version": 7, "weather": "rain"}
    del changed["pressure"], changed["minutes"]
    future = '{"n":98,"t":3,"type":"gesture_seen","hand":"left"}\n'
    (folder / LOG).write_text(json.dumps(changed) + "\n" + rest + future)


def hundred_thousand(sessions: Path) -> None:
    log = interview(name("many"), [USER] * 3000, minutes=45)
    folder = lay_down(sessions, log, sound_ms=1000)
    first, rest = (folder / LOG).read_text().split("\n", 1)
    quiet = lines([ev.CueGiven(t=1, reason="made")]) * (100_000 - len(log))
    (folder / LOG).write_text(f"{first}\n{quiet}{rest}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("home")
    sessions = home / "sessions"
    for make in (torn, short, beyond, newer, hundred_thousand):
        make(sessions)
    for track in ("candidate", "interviewer"):
        without_track(sessions, track)
    running = Server(home, "--ear", "typed", "--voice", "silent").start()
    yield running
    running.stop()


@pytest.fixture
def seen(browser: Browser, server: Server) -> Iterator[Callable[[str], Page]]:
    """Opens the replay of one of them; what the page shouts on the console fails the test."""
    opener = Opened(browser, server.url)

    def see(what: str) -> Page:
        page = opener("/")
        page.context.add_init_script(f"({WATCH})()")
        page.goto(f"{server.url}/replay.html?id={name(what)}")
        page.wait_for_function("() => performance.getEntriesByName('ready').length > 0", timeout=60_000)
        return page

    yield see
    for context in opener.contexts:
        context.close()
    assert opener.errors == []


def told(page: Page, *words: str) -> None:
    """These are the strips, and the transcript, the marks and the player are there all the same."""
    assert [one for one in page.locator("#strips .strip").all_inner_texts() if one] == list(words)
    assert page.locator("#lines .ln .body").count() >= 8
    page.keyboard.press("j")
    expect(page.locator("#insp h2")).to_contain_text("at 0:")
    page.keyboard.press("]")
    page.wait_for_function("() => window.heard[0].readyState >= 1")
    at = page.evaluate("() => window.heard[0].currentTime")
    page.keyboard.press("Space")
    page.wait_for_function("at => window.heard[0].currentTime > at", arg=at)
    page.keyboard.press("Space")
    page.goto(page.url.replace("/replay", "/debrief"))
    page.locator(".verdict").wait_for(timeout=60_000)


def test_a_torn_last_line(seen: Callable[[str], Page]) -> None:
    page = seen("torn")
    first = page.locator("#strips .strip").first.inner_text()
    assert first.startswith("This session was cut off at 0:")
    told(page, first, "The last line of the log was torn off and is left out.")


@pytest.mark.parametrize("track", ["candidate", "interviewer"])
def test_a_missing_track(seen: Callable[[str], Page], track: str) -> None:
    page = seen(f"no{track}")
    expect(page.locator(f".map .lost.{track}")).to_be_visible()
    expect(page.locator(f".mo .lost.{track}")).to_have_attribute("title", f"No sound of the {track} from 0:00 on")
    assert page.locator(".lost").count() == 2
    told(page, f"The {track}'s track is missing.")


def test_a_track_shorter_than_the_log(seen: Callable[[str], Page]) -> None:
    page = seen("short")
    end = page.locator(".map .lost.candidate").get_attribute("title")
    assert end == "No sound of the candidate from 0:09 on"
    log_end = page.locator("header .what").last.inner_text()
    told(page, f"The sound ends at 0:09, the log at {log_end}.")


def test_every_moment_of_a_session_whose_sound_ends_early_can_be_gone_to(seen: Callable[[str], Page]) -> None:
    page = seen("short")
    page.wait_for_function("() => window.heard[0].readyState >= 1")
    page.evaluate("() => { location.hash = '#t=20' }")
    page.wait_for_function("() => Math.abs(window.heard[0].currentTime - 20) < 1")


def test_marks_beyond_the_end(seen: Callable[[str], Page]) -> None:
    page = seen("beyond")
    expect(page.locator(".whole .lane").nth(3)).to_contain_text("not made")
    assert page.locator("#lines .ev.miss").count() == 1
    told(page, "3 marks point at words that are not in the log; left out.")


def test_a_log_of_a_newer_version(seen: Callable[[str], Page]) -> None:
    told(
        seen("newer"),
        "1 line of the log cannot be read.",
        "Made by a newer version. Shown as far as it is understood.",
    )


def test_a_hundred_thousand_events(seen: Callable[[str], Page]) -> None:
    page = seen("many")
    page.wait_for_function("() => document.querySelectorAll('#lines .ln .body').length === 6000", timeout=60_000)
    expect(page.locator("#strips .strip")).to_contain_text("The sound ends at 0:01")
    page.keyboard.press("j")
    expect(page.locator("#insp h2")).to_contain_text("at 0:0")
    page.keyboard.press("/")
    page.keyboard.type("shopper")
    expect(page.locator("#found")).to_contain_text("found")


def test_the_lobby_lists_all_of_them(browser: Browser, server: Server) -> None:
    opener = Opened(browser, server.url)
    page = opener("/")
    expect(page.locator("#past li")).to_have_count(7)
    opener.contexts[0].close()
    assert opener.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    ["/", "/replay.html?id={}", "/debrief.html?id={}", "/progress.html", "/search.html?q=refund", "/compare.html"],
)
def test_axe_finds_nothing_on_real_sessions(browser: Browser, server: Server, path: str, scheme: str) -> None:
    opener = Opened(browser, server.url)
    page = opener(path.format(name("short")), scheme=scheme)
    page.locator("h1").first.wait_for(timeout=60_000)
    page.wait_for_load_state("networkidle")
    found = violations(page)
    opener.contexts[0].close()
    assert found == []

"""An automated accessibility check of every page, light and dark, wide and narrow; and a walk with the Tab key."""

from __future__ import annotations

import pytest
from browsing import Opened, violations
from made_session import Maker
from stand_in import Stage

pytestmark = pytest.mark.browser
RING = """() => {
    const el = document.activeElement
    if (!el || el === document.body) return null
    const style = getComputedStyle(el)
    return [el.outerHTML.slice(0, 90), style.outlineStyle, parseFloat(style.outlineWidth)]
}"""
PAGES = {
    "lobby": "/",
    "interview": "/interview.html?id=made",
    "replay": "/replay.html?id=made",
    "debrief": "/debrief.html?id=made",
    "progress": "/progress.html",
    "search": "/search.html?q=rule",
    "redo": "/redo.html?id=made",
    "compare": "/compare.html?a=made&b=long",
}


STIRRED = {
    "lobby": "() => document.querySelectorAll('details').forEach(one => { one.open = true })",
    "replay": "() => document.querySelector('.menu').open = true",
    "debrief": "() => document.querySelectorAll('details').forEach(one => { one.open = true })",
}
"""What can be opened on a page, opened."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", list(PAGES))
def test_axe_finds_nothing(opened: Opened, stage: Stage, sessions: dict[str, Maker], name: str, scheme: str) -> None:
    stage.play_to(sessions["made"], "turn_opened", turn=5)
    page = opened(PAGES[name], scheme=scheme)
    page.wait_for_selector("h1", timeout=30000)
    page.wait_for_timeout(400)
    if name == "replay":
        page.keyboard.press("j")
    if name in STIRRED:
        page.evaluate(STIRRED[name])
    assert violations(page) == []
    if name == "replay":
        page.keyboard.press("?")
        assert violations(page) == []
        page.keyboard.press("Escape")
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(200)
    assert violations(page) == []


@pytest.mark.parametrize("name", list(PAGES))
def test_every_tab_stop_shows_a_ring(opened: Opened, stage: Stage, sessions: dict[str, Maker], name: str) -> None:
    stage.play_to(sessions["made"], "turn_opened", turn=5)
    page = opened(PAGES[name])
    page.wait_for_selector("h1", timeout=30000)
    page.wait_for_timeout(300)
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(RING)
        if stop is None or (stop[0] in seen and len(seen) > 3):
            break
        seen.add(stop[0])
        assert stop[1] == "solid", stop
        assert stop[2] >= 2, stop
    assert len(seen) >= 2

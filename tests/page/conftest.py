"""Chromium on the page: one browser a run, the stand-in server behind it, and no error on the console."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "server"))
sys.path.insert(0, str(Path(__file__).parents[1] / "fixtures"))

from browsing import CHROMIUM, FAKE, FLAGS, Opened
from made_session import Maker, made
from playwright.sync_api import Browser, sync_playwright
from stand_in import Served, Stage, build


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts Chromium with more flags; without Chromium these tests are skipped."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started: list[Browser] = []

        def start(*flags: str, fake: bool = True) -> Browser:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=[*FLAGS, *(FAKE if fake else []), *flags]
            )
            started.append(browser)
            return browser

        yield start
        for browser in started:
            browser.close()


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Browser:
    return launch()


@pytest.fixture(scope="session")
def sessions() -> dict[str, Maker]:
    return {"made": made(), "long": made(minutes=45)}


@pytest.fixture(scope="session")
def served(sessions: dict[str, Maker]) -> Iterator[tuple[Stage, str]]:
    stage = Stage()
    with Served(build(stage, dict(sessions))) as url:
        yield stage, url


@pytest.fixture
def stage(served: tuple[Stage, str]) -> Stage:
    served[0].reset()
    return served[0]


@pytest.fixture
def opened(browser: Browser, served: tuple[Stage, str], stage: Stage) -> Iterator[Opened]:
    opener = Opened(browser, served[1])
    yield opener
    for context in opener.contexts:
        context.close()
    assert opener.errors == []

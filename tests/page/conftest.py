"""Chromium on the page: one browser a run, the stand-in server behind it, and no error on the console."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "server"))

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from stand_in import Served, Stage, build
from made_session import Maker, made

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
FLAGS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts Chromium with more flags; without Chromium these tests are skipped."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started: list[Browser] = []

        def start(*flags: str, fake: bool = True) -> Browser:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *(FAKE if fake else []), *flags])
            started.append(browser)
            return browser

        yield start
        for browser in started:
            browser.close()


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Browser:
    return launch()


class Opened:
    """Opens pages of one server; every message on the console that is an error fails the test."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.errors: list[str] = []
        self.contexts: list[BrowserContext] = []

    def __call__(self, path: str, *, width: int = 1440, height: int = 900, scheme: str = "light", microphone: bool = True) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme,  # type: ignore[arg-type]
            permissions=["microphone", "clipboard-read", "clipboard-write"] if microphone else [])
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.url + path)
        return page


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

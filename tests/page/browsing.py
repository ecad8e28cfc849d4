"""Pages of one server in Chromium, and what went wrong on them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
expect.set_options(timeout=30_000)
FLAGS = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]

WATCH = """() => { const real = window.Audio; window.heard = []; window.Audio = function (...given) {
    const audio = new real(...given); window.heard.push(audio); return audio } }"""
"""Makes the page's audio elements reachable, so that a test can ask where they play."""


AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page) -> list[Any]:
    """What axe finds on the page as it stands: rule, weight, and where. Skips where axe is not installed."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        (one["id"], one["impact"], [node["html"][:140] for node in one["nodes"][:3]]) for one in found["violations"]
    ]


class Opened:
    """Opens pages of one server; every message on the console that is an error fails the test."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.errors: list[str] = []
        self.contexts: list[BrowserContext] = []

    def __call__(
        self, path: str, *, width: int = 1440, height: int = 900, scheme: str = "light", microphone: bool = True
    ) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            permissions=["microphone", "clipboard-read", "clipboard-write"] if microphone else [],
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(self.url + path)
        return page

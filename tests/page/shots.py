"""Takes the pictures for the README from a real server and a real session.

    python tests/page/shots.py --out docs/shots [--session ID] [--url http://127.0.0.1:4747]

Without `--url` it starts a server with a home of its own. It sits down with a spoken answer from the fixtures and takes
the interview while that answer is under way; replay and debrief come from `--session`, else from the sample that ships
with the product, else from the interview just held.
"""

# ruff: noqa: E402  (the test folders are not packages)

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
for folder in (HERE, HERE.parents[0] / "server", HERE.parents[0] / "fixtures"):
    sys.path.insert(0, str(folder))

from browsing import CHROMIUM, FAKE, FLAGS
from lines import BOUNDARY, EVALUATION, PROBLEM
from playwright.sync_api import Browser, Page, sync_playwright
from running import Server
from speech import speech

SIZE = {"width": 1440, "height": 900}


def ask(url: str, path: str) -> Any:
    with urllib.request.urlopen(url + path, timeout=60) as answer:
        return json.loads(answer.read())


def page_of(browser: Browser, scheme: str) -> Page:
    context = browser.new_context(viewport=SIZE, color_scheme=scheme, permissions=["microphone"])  # type: ignore[arg-type]
    return context.new_page()


def hold(page: Page, url: str, out: Path, name: str, seconds: float) -> str:
    """An interview of `seconds`, its picture taken while the candidate has the floor. Returns the session's id."""
    page.goto(url + "/")
    page.locator("#seat").click()
    page.wait_for_url("**/interview.html?id=*")
    session = page.url.split("id=")[1].split("&")[0]
    page.wait_for_function("() => ['candidate', 'paused'].includes(document.body.dataset.floor)", timeout=120_000)
    time.sleep(seconds)
    page.screenshot(path=out / f"{name}.png")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Read the debrief").wait_for(timeout=60_000)
    return session


def afterwards(page: Page, url: str, session: str, out: Path, suffix: str) -> None:
    page.goto(f"{url}/replay.html?id={session}")
    page.wait_for_function("() => performance.getEntriesByName('opened').length > 0")
    page.keyboard.press("j")
    page.keyboard.press("j")
    time.sleep(0.6)
    page.screenshot(path=out / f"replay{suffix}.png")
    page.goto(f"{url}/debrief.html?id={session}")
    page.locator(".verdict").wait_for(timeout=60_000)
    page.screenshot(path=out / f"debrief{suffix}.png", full_page=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--url", default="")
    options.add_argument("--session", default="")
    options.add_argument("--seconds", type=float, default=14.0, help="of answer before the interview's picture")
    options.add_argument("--lead", type=float, default=30.0, help="of silence before the candidate speaks")
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        own = None if given.url else Server(Path(home) / "home", "--voice", "espeak").start()
        url = given.url or own.url  # type: ignore[union-attr]
        answer = [(line, 0.5) for line in (*PROBLEM, *BOUNDARY[:2], EVALUATION[0])]
        voice = speech(answer, lead_s=given.lead).save(Path(home) / "candidate.wav")
        fake = [*FAKE, f"--use-file-for-fake-audio-capture={voice}%noloop"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *fake])
        try:
            held = hold(page_of(browser, "light"), url, given.out, "interview-light", given.seconds)
            samples = [one["id"] for one in ask(url, "/api/sessions") if one["sample"]]
            shown = given.session or next(iter(samples), held)
            for scheme, suffix in (("light", "-light"), ("dark", "-dark")):
                page = page_of(browser, scheme)
                page.goto(url + "/")
                page.locator("#seat").wait_for()
                time.sleep(0.8)
                page.screenshot(path=given.out / f"lobby{suffix}.png")
                afterwards(page, url, shown, given.out, suffix)
            page = page_of(browser, "light")
            page.goto(url + "/progress.html")
            page.locator("h1").wait_for(timeout=60_000)
            page.screenshot(path=given.out / "progress-light.png", full_page=True)
        finally:
            browser.close()
            if own is not None:
                own.stop()


if __name__ == "__main__":
    main()

"""Takes the pictures for the README from a real server and real sessions.

    python tests/page/shots.py --out docs/shots [--session ID] [--url http://127.0.0.1:4747]

Without `--url` it starts a server with a home of its own, in which the synthetic candidate of the sample has been
interviewed three times before, each time better prepared (minutes, through the whole real path; `--practised 0` leaves
that out): progress and the list of the lobby are theirs, dated days apart. Then it sits down, types one answer and
speaks the next, and takes the interview while that one is under way. Replay and debrief come from `--session`, else
from the sample that ships with the product, else from the interview just held.
"""

# ruff: noqa: E402  (the test folders are not packages)

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
for folder in (HERE, HERE.parents[0] / "server", HERE.parents[0] / "fixtures", HERE.parents[1]):
    sys.path.insert(0, str(folder))

import yaml
from bench.make_sample import SESSION as SAMPLE
from bench.make_sample import TrueEar, create, interview, serve, settled
from browsing import CHROMIUM, FAKE, FLAGS
from lines import BOUNDARY, EVALUATION, PROBLEM
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from running import Server
from speech import speech

from hotseat.recording import LOG

SIZE = {"width": 1440, "height": 900}
FIRST_SCREENS = {"x": 0, "y": 0, "width": 1440, "height": 1800}
"""A debrief is long: its picture ends with the six lines."""
UNPREPARED = (
    ("declares_boundary", "cuts_scope", "rollback_trigger", "ship_evidence", "abstain_defer_route", "plausible_wrong"),
    ("rollback_trigger", "ship_evidence", "degraded_modes"),
    (),
)
"""What the synthetic candidate has no answer to, session by session."""
DAYS = ("2026-11-09", "2026-11-14", "2026-11-19")
MINUTES = 6


def practise(home: Path, sessions: int) -> None:
    """Interviews of the synthetic candidate, through a real server, as if they had been held days apart."""
    script = yaml.safe_load((HERE.parents[1] / "bench" / "sample_answers.yaml").read_text(encoding="utf-8"))
    ear = TrueEar()
    server, desk, port = serve(home, ear)
    held = []
    for missing in UNPREPARED[:sessions]:
        ear.said.clear()
        session = create(port, MINUTES, script["page"])
        answers = {label: texts for label, texts in script["answers"].items() if label not in missing}
        interview(port, session, ear, script | {"answers": answers})
        folder = settled(desk, session).folder
        while not (folder / "folded" / "facts.json").exists():
            time.sleep(0.1)
        held.append(folder)
    server.should_exit = True
    for day, folder in zip(DAYS, held, strict=False):
        name = f"{day}-2030-{folder.name.split('-', 4)[4]}"
        lines = (folder / LOG).read_text(encoding="utf-8").splitlines()
        lines[0] = json.dumps(json.loads(lines[0]) | {"session": name, "created": f"{day}T20:30:00+01:00"})
        (folder / LOG).write_text("\n".join(lines) + "\n", encoding="utf-8")
        folder.rename(folder.with_name(name))


def ask(url: str, path: str) -> Any:
    with urllib.request.urlopen(url + path, timeout=60) as answer:
        return json.loads(answer.read())


def knows(url: str, session: str) -> bool:
    """Is there a session of that name?"""
    try:
        return bool(ask(url, f"/api/sessions/{session}"))
    except urllib.error.HTTPError:
        return False


def page_of(browser: Browser, scheme: str) -> Page:
    context = browser.new_context(viewport=SIZE, color_scheme=scheme, permissions=["microphone"])  # type: ignore[arg-type]
    return context.new_page()


def floor_is(page: Page, floor: str) -> None:
    page.wait_for_function("floor => document.body.dataset.floor === floor", arg=floor, timeout=120_000)


def hold(page: Page, url: str, out: Path, name: str, seconds: float) -> str:
    """One answer typed, and `seconds` of the next one spoken; the picture, and the end. Returns the session's id."""
    page.goto(url + "/")
    page.get_by_role("button", name="Reply copilot for support agents").click()
    page.locator("#seat").click()
    page.wait_for_url("**/interview.html?id=*")
    session = page.url.split("id=")[1].split("&")[0]
    floor_is(page, "open")
    page.keyboard.press("/")
    page.locator("#typed").fill(" ".join(PROBLEM))
    page.keyboard.press("Enter")
    floor_is(page, "interviewer")
    floor_is(page, "candidate")
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
    page.screenshot(path=out / f"debrief{suffix}.png", full_page=True, clip=FIRST_SCREENS)


def smaller(picture: Path) -> None:
    """The same picture in 128 colours: the page has few."""
    Image.open(picture).convert("RGB").quantize(128, dither=Image.Dither.NONE).save(picture, optimize=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--url", default="")
    options.add_argument("--session", default="")
    options.add_argument("--seconds", type=float, default=7.0, help="of the spoken answer before the picture")
    options.add_argument("--lead", type=float, default=30.0, help="of silence before the candidate speaks")
    options.add_argument("--practised", type=int, default=len(DAYS), help="sessions of the synthetic candidate before")
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        if not given.url:
            practise(Path(home) / "home", given.practised)
        own = None if given.url else Server(Path(home) / "home", "--voice", "espeak").start()
        url = given.url or own.url  # type: ignore[union-attr]
        answer = [(line, 0.5) for line in (*BOUNDARY, *EVALUATION)]
        voice = speech(answer, lead_s=given.lead).save(Path(home) / "candidate.wav")
        fake = [*FAKE, f"--use-file-for-fake-audio-capture={voice}%noloop"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *fake])
        try:
            shown = given.session or (SAMPLE if knows(url, SAMPLE) else "")
            for scheme, suffix in (("light", "-light"), ("dark", "-dark")):
                page = page_of(browser, scheme)
                page.goto(url + "/")
                page.locator("#seat").wait_for()
                time.sleep(0.8)
                page.screenshot(path=given.out / f"lobby{suffix}.png")
                page.goto(url + "/progress.html")
                page.locator("h1").wait_for(timeout=60_000)
                page.screenshot(path=given.out / f"progress{suffix}.png", full_page=True)
                if shown:
                    afterwards(page, url, shown, given.out, suffix)
            held = hold(page_of(browser, "light"), url, given.out, "interview-light", given.seconds)
            if not shown:
                for scheme, suffix in (("light", "-light"), ("dark", "-dark")):
                    afterwards(page_of(browser, scheme), url, held, given.out, suffix)
        finally:
            browser.close()
            if own is not None:
                own.stop()
    for picture in given.out.glob("*.png"):
        smaller(picture)


if __name__ == "__main__":
    main()

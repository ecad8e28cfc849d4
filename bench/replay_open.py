"""A 45-minute session in Chromium, from a real server: how soon it can be used, and whether anything makes it stutter.

    python -m bench.replay_open [--minutes 45] [--runs 7]

`ready_ms` is from the start of the navigation to the frame in which picture, transcript and keys are there; the server
has folded the session once before, as it does when a session ends. `cold_ms` is the same with nothing folded.
`scroll_longest_ms`: the longest task while the transcript is scrolled from end to end by the wheel; `frames_over_50_ms`
while it does, and the same while it plays, zooms and goes from mark to mark by key. Needs Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.live import Server
from bench.long_session import SESSION, long_session
from bench.machine import report

WATCH = """() => {
    window.tasks = []; window.frames = []
    const seen = new PerformanceObserver(list => window.tasks.push(...list.getEntries().map(one => one.duration)))
    seen.observe({ type: 'longtask' })
    let last = performance.now()
    const step = now => { window.frames.push(now - last); last = now; requestAnimationFrame(step) }
    requestAnimationFrame(step)
}"""
READY = "() => performance.getEntriesByName('ready').length > 0"
READY_AT = "() => performance.getEntriesByName('ready')[0].startTime"


def opened(page: Page, url: str) -> float:
    """Milliseconds from navigation to ready."""
    page.goto("about:blank")
    page.goto(url)
    page.wait_for_function(READY)
    return float(page.evaluate(READY_AT))


def watched(page: Page, act: Any) -> dict[str, Any]:
    """What the page did while `act` went on: its longest task and its slow frames."""
    page.evaluate("() => { window.tasks = []; window.frames = [] }")
    act()
    page.wait_for_timeout(300)
    tasks, frames = page.evaluate("() => [window.tasks, window.frames.slice(1)]")
    return {
        "long_tasks": len(tasks),
        "longest_ms": round(max(tasks, default=0)),
        "frames": len(frames),
        "frames_over_50_ms": sum(one > 50 for one in frames),
    }


def scroll(page: Page) -> None:
    """From the first word to the last with the wheel."""
    page.mouse.move(1100, 500)
    for _ in range(120):
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(16)


def use(page: Page) -> None:
    """Play, go through marks, zoom, filter."""
    page.keyboard.press("Space")
    for key in "jjjjjjjj]]]]+++---1267123451":
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    page.keyboard.press("Space")


def main() -> None:
    """Make the session, open it, print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=int, default=45)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        folder = long_session(Path(home) / "sessions", minutes=given.minutes)
        events = sum(1 for _ in (folder / "events.jsonl").open("rb"))
        server = Server(Path(home))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            url = f"{server.url}/replay.html?id={SESSION}"
            cold = opened(page, url)
            took = [opened(page, url) for _ in range(given.runs)]
            report(
                "replay open",
                minutes=given.minutes,
                events=events,
                ready_ms=round(statistics.median(took)),
                best_ms=round(min(took)),
                worst_ms=round(max(took)),
                cold_ms=round(cold),
                runs=given.runs,
            )
            page.wait_for_timeout(1500)
            page.evaluate(WATCH)
            page.evaluate("() => new Promise(done => setTimeout(done, 200))")
            report("replay scroll", events=events, **watched(page, lambda: scroll(page)))
            report("replay keys", events=events, **watched(page, lambda: use(page)))
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main()

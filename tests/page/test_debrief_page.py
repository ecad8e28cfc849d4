"""The debrief in a real browser: paper, the page written before, what a model cost."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from browsing import Opened
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser
LONG = "and then she writes again because nobody has answered her and the second person refuses it by mistake "


def with_debrief(opened: Opened, change: Any, path: str = "/debrief.html?id=made") -> Page:
    """The page with its answer changed before it is drawn."""

    def answer(route: Route) -> None:
        got = route.fetch()
        route.fulfill(response=got, body=json.dumps(change(got.json())))

    page = opened("/")
    page.route("**/api/sessions/made/debrief", answer)
    page.goto(opened.url + path)
    page.locator(".verdict").wait_for(timeout=30000)
    return page


def stretched(value: Any, key: str = "") -> Any:
    """Every spoken or written sentence of a debrief made very long; names and ids stay."""
    if isinstance(value, dict):
        return {k: stretched(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [stretched(one, key) for one in value]
    long = (
        "quote",
        "better",
        "why",
        "concern",
        "strength",
        "anchor",
        "reason",
        "first_ten",
        "task",
        "written",
        "never_said",
    )
    return f"{value} {LONG * 6}" if isinstance(value, str) and key in long else value


def full(debrief: Any) -> Any:
    """As much of everything as there can be: a page written before, three changes, six lines with two quotes each."""
    mark = next(mark for line in debrief["rubric"] for mark in line["quotes"])
    for line in debrief["rubric"]:
        line["score"] = line["score"] or 2
        line["quotes"] = [mark, mark, mark]
    names = [line["dimension"] for line in debrief["rubric"]]
    debrief["rubric_page"] = [
        {"dimension": name, "written": "one clerk", "said": mark["at"], "how": "marked", "score": 2} for name in names
    ]
    change = {"label": "x", "name": "x", "signal": "names_failure_mode", "said": mark["at"], "better": "Better."}
    debrief["changes"] = [change, change, change]
    debrief["never_said"] = ["the price of an error"] * 6
    return stretched(debrief)


def pages(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))


def test_however_long_somebody_spoke_it_prints_on_two_pages(opened: Opened) -> None:
    page = with_debrief(opened, full)
    assert page.locator(".change").count() == 3
    assert pages(page) == 2


def test_a_debrief_in_which_nothing_was_assessed_prints_too(opened: Opened) -> None:
    def bare(debrief: Any) -> Any:
        for line in debrief["rubric"]:
            line.update(score=None, quotes=[], why="Never asked and never raised.")
        return debrief | {"voices": [], "changes": [], "marks": [], "pushes": [], "vote": None}

    page = with_debrief(opened, bare)
    expect(page.locator(".na")).to_have_count(6)
    assert pages(page) == 2


def test_the_page_written_before_is_laid_beside_what_was_said_and_when(opened: Opened) -> None:
    def written(debrief: Any) -> Any:
        quote = next(mark["at"] for line in debrief["rubric"] for mark in line["quotes"])
        lines = [
            ("user", "one clerk, one visit", quote, "marked"),
            ("metrics", "nine in ten", quote, "shared_words"),
            ("rollout", "one office first", None, ""),
            ("boundary", "", None, ""),
        ]
        page = [{"dimension": d, "written": w, "said": s, "how": h, "score": None} for d, w, s, h in lines]
        return debrief | {"rubric_page": page}

    page = with_debrief(opened, written)
    rows = page.locator(".bl")
    expect(page.locator(".beside h2")).to_contain_text("2 of the 3 lines that you wrote were said")
    expect(rows.nth(0)).to_contain_text("one clerk, one visit")
    assert re.search(r"#t=\d", rows.nth(0).locator(".quote").get_attribute("href") or "")
    expect(rows.nth(1)).to_contain_text("Your nearest words. They earned no mark.")
    expect(rows.nth(2)).to_contain_text("Not said.")
    expect(rows.nth(3)).to_contain_text("left empty")


def test_without_a_page_written_before_there_is_nothing_beside_it(opened: Opened) -> None:
    page = with_debrief(opened, lambda debrief: debrief | {"rubric_page": []})
    assert page.locator(".beside").count() == 0


@pytest.mark.parametrize("where", ["/debrief.html?id=made", "/replay.html?id=made"])
def test_what_a_model_used_is_told_with_its_price(opened: Opened, where: str) -> None:
    cost = {
        "requests": 41,
        "tokens_in": 58210,
        "tokens_cached": 12000,
        "tokens_out": 2115,
        "usd": 0.0312,
        "estimated": False,
    }

    def answer(route: Route) -> None:
        got = route.fetch()
        route.fulfill(response=got, body=json.dumps(got.json() | {"cost": cost}))

    page = opened("/")
    page.route("**/api/sessions/made", answer)
    page.goto(opened.url + where)
    told = "The model was asked 41 times: 58,210 tokens read (12,000 of them cached), 2,115 written; $0.0312 at list"
    expect(page.locator("body")).to_contain_text(told)


def test_a_second_opinion_is_shown_as_one_that_counts_for_nothing(opened: Opened) -> None:
    def judged(debrief: Any) -> Any:
        mark = next(mark for line in debrief["rubric"] for mark in line["quotes"])
        told = {
            "source": "a-model",
            "used": "scripted",
            "why": "The rules count.",
            "turns": 9,
            "agreed": 4,
            "dropped": 2,
        }
        return debrief | {"second_opinion": told | {"only_model": [mark], "only_scripted": []}}

    page = with_debrief(opened, judged)
    section = page.locator(".second")
    expect(section).to_contain_text("a-model read 9 answers; it decided nothing")
    expect(section).to_contain_text(
        "Both judges set 4 marks alike. The rules count. Of the model's, 2 pointed at nothing"
    )
    assert section.locator(".quote").count() == 1
    expect(section).to_contain_text("Nothing more.")

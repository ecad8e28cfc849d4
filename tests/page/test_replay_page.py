"""Replay and debrief in a real browser: words, sound and picture agree, and the keyboard reaches all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import WATCH, Opened
from made_session import Maker
from playwright.sync_api import Page, expect
from stand_in import Stage

pytestmark = pytest.mark.browser


def ready(opened: Opened, path: str, **more: int) -> Page:
    page = opened("/", **more)
    page.context.add_init_script(f"({WATCH})()")
    page.goto(opened.url + path)
    page.wait_for_function("() => performance.getEntriesByName('opened').length > 0")
    page.wait_for_function("() => window.heard[0].readyState >= 1")
    return page


def now_ms(page: Page) -> float:
    return float(page.evaluate("() => window.heard[0].currentTime * 1000"))


def word(maker: Maker, turn: int, text: str) -> dict[str, int]:
    words = next(line["words"] for line in maker.lines if line["type"] == "turn_transcribed" and line["turn"] == turn)
    return next(one for one in words if one["text"].startswith(text))


def click_word(page: Page, text: str) -> None:
    """Clicks in the middle of the first place where the transcript says `text`."""
    box = page.evaluate(
        """text => {
        const walker = document.createTreeWalker(document.querySelector('#lines'), NodeFilter.SHOW_TEXT)
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.textContent.indexOf(text); if (at < 0) continue
            const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + text.length)
            node.parentElement.scrollIntoView({ block: 'center' })
            const box = range.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2] }
    }""",
        text,
    )
    page.mouse.click(*box)


def test_a_click_on_a_word_plays_from_there(opened: Opened, sessions: dict[str, Maker]) -> None:
    page = ready(opened, "/replay.html?id=made")
    click_word(page, "dormer on his roof")
    page.wait_for_function("() => !window.heard[0].paused")
    page.keyboard.press("Space")
    wanted = [word(sessions["made"], 2, part)["start_ms"] for part in ("dormer", "on", "his", "roof")]
    assert wanted[0] - 100 <= now_ms(page) <= wanted[-1] + 900


def test_a_mark_leads_to_its_words_and_its_sound(opened: Opened, sessions: dict[str, Maker]) -> None:
    page = ready(opened, "/replay.html?id=made")
    page.get_by_role("button", name=re.compile("^.?.?Declares boundary|^Declares", re.I)).first.click()
    assert abs(now_ms(page) - word(sessions["made"], 3, "It")["start_ms"]) < 100
    assert "It finds the passage" in page.locator(".ev.on").first.inner_text()
    expect(page.locator("#insp")).to_contain_text("Signal")


def test_a_link_to_a_moment_opens_there(opened: Opened) -> None:
    page = ready(opened, "/replay.html?id=made#t=154")
    assert abs(now_ms(page) - 154000) < 100
    expect(page.locator(".transport .time")).to_have_text("2:34")


def test_the_keyboard_reaches_everything(opened: Opened) -> None:
    page = ready(opened, "/replay.html?id=made")
    page.keyboard.press("j")
    first = page.locator("#insp h2").inner_text()
    page.keyboard.press("j")
    assert page.locator("#insp h2").inner_text() != first
    page.keyboard.press("k")
    assert page.locator("#insp h2").inner_text() == first
    at = now_ms(page)
    page.keyboard.press("ArrowRight")
    assert abs(now_ms(page) - at - 5000) < 100
    page.keyboard.press("]")
    assert now_ms(page) > at
    page.keyboard.press(">")
    assert page.evaluate("() => [window.heard[0].playbackRate, window.heard[0].preservesPitch]") == [1.25, True]
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Skip silence")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("l")
    expect(page.locator(".loop")).to_be_visible()
    page.keyboard.press("l")
    page.keyboard.press("Escape")
    expect(page.locator("#insp")).to_contain_text("Nothing is chosen")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")


def test_filters_leave_what_they_name(opened: Opened, sessions: dict[str, Maker]) -> None:
    page = ready(opened, "/replay.html?id=made")
    everything = page.locator("#lines .ln:visible").count()
    page.keyboard.press("2")
    pushes = [line for line in sessions["made"].lines if line["type"] == "push_answered"]
    assert page.locator("#lines .ln:visible").count() == 2 * len(pushes)
    assert page.locator(".markrow .sign:visible").count() == len(pushes)
    page.keyboard.press("3")
    assert page.locator("#lines .ev.miss:visible").count() == page.locator("#lines .ev.miss").count()
    page.keyboard.press("6")
    assert all(int(t.split(":")[0]) < 3 for t in page.locator("#lines a.t:visible").all_inner_texts())
    page.keyboard.press("1")
    assert page.locator("#lines .ln:visible").count() == everything


def test_search_finds_and_goes_there(opened: Opened) -> None:
    page = ready(opened, "/replay.html?id=made")
    page.keyboard.press("/")
    page.keyboard.type("yellow")
    found = int(page.locator("#found").inner_text().split()[0])
    assert found >= 2
    page.keyboard.press("Enter")
    first = now_ms(page)
    page.keyboard.press("Enter")
    assert now_ms(page) > first > 0
    page.fill("#find", "quantum")
    expect(page.locator("#found")).to_have_text("not said")


def test_a_loop_repeats_and_silence_is_skipped(opened: Opened) -> None:
    page = ready(opened, "/replay.html?id=made#t=30")
    page.keyboard.press("a")
    page.evaluate("() => { window.heard[0].currentTime = 30.6 }")
    page.wait_for_timeout(100)
    page.keyboard.press("b")
    page.keyboard.press("Space")
    page.wait_for_timeout(1800)
    assert 29900 <= now_ms(page) <= 30800


def test_skipping_silence_goes_over_a_gap(opened: Opened, sessions: dict[str, Maker]) -> None:
    page = ready(opened, "/replay.html?id=made")
    peaks = sessions["made"].peaks()
    loud = [max(a, b) > 5 for a, b in zip(peaks["candidate"], peaks["interviewer"], strict=False)]
    gap = next(i for i in range(len(loud)) if not any(loud[i : i + 60]) and loud[i - 1])
    end = next(i for i in range(gap, len(loud)) if loud[i]) * 1000 / peaks["rate_hz"]
    page.evaluate("ms => { window.heard[0].currentTime = ms / 1000 }", gap * 1000 / peaks["rate_hz"])
    page.keyboard.press("s")
    page.keyboard.press("Space")
    page.wait_for_function("ms => window.heard[0].currentTime * 1000 >= ms", arg=end - 200, timeout=1000)
    page.keyboard.press("Space")
    jumped = page.evaluate(
        "() => [...Array(window.heard[0].played.length).keys()].map(i => window.heard[0].played.end(i))"
    )
    assert jumped[0] * 1000 < end - 300


def test_the_stretch_is_moved_by_key_and_the_sound_stays(opened: Opened) -> None:
    page = ready(opened, "/replay.html?id=made#t=30")
    before = page.locator("#moment").get_attribute("aria-label")
    page.keyboard.press("Shift+ArrowRight")
    assert page.locator("#moment").get_attribute("aria-label") != before
    assert abs(now_ms(page) - 30000) < 100


def test_checkpoints_links_and_pauses_can_be_chosen(opened: Opened) -> None:
    page = ready(opened, "/replay.html?id=made")
    page.get_by_role("button", name=re.compile("^Checkpoint 3:00")).click()
    expect(page.locator("#insp h2")).to_have_text("Checkpoint at 3:00")
    assert page.locator("#insp .checked li").count() == 3
    page.locator("#insp .checked .quote").first.click()
    page.wait_for_function("() => !window.heard[0].paused")
    page.keyboard.press("Space")
    disc = page.get_by_role("button", name=re.compile("^Boundary made at"))
    disc.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#insp")).to_contain_text("It doesn't write an answer")
    page.keyboard.press("5")
    pause = page.locator(".pause").first
    pause.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#insp h2")).to_contain_text("Pause of")


def test_single_keys_can_be_turned_off(opened: Opened) -> None:
    page = ready(opened, "/replay.html?id=made")
    page.keyboard.press("?")
    page.get_by_label("Letters, digits and signs act as keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#insp")).to_contain_text("Nothing is chosen")
    page.keyboard.press("ArrowRight")
    assert abs(now_ms(page) - 5000) < 100


def test_forty_five_minutes_are_there_whole(opened: Opened) -> None:
    page = ready(opened, "/replay.html?id=long")
    page.wait_for_function("() => document.querySelectorAll('#lines .ln').length > 100")


def test_no_sideways_scroll_at_any_width(opened: Opened) -> None:
    for path in ("/", "/replay.html?id=made", "/debrief.html?id=made", "/interview.html?id=made"):
        page = opened(path)
        page.wait_for_selector("header.top")
        for width, height in ((1440, 900), (720, 450), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(120)
            assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, (path, width)


def test_a_quote_of_the_debrief_plays_where_it_stands(opened: Opened) -> None:
    page = opened("/")
    page.context.add_init_script(f"({WATCH})()")
    page.goto(opened.url + "/debrief.html?id=made")
    quote = page.locator(".rubric .quote").first
    quote.wait_for(timeout=30000)
    quote.click()
    page.wait_for_function("() => !window.heard[0].paused && window.heard[0].currentTime > 1", timeout=10000)
    assert "sounding" in (quote.get_attribute("class") or "")
    assert "/debrief.html" in page.url
    assert re.search(r"/replay\.html\?id=made#t=\d", quote.get_attribute("href") or "")


def test_every_quote_of_the_debrief_is_in_the_transcript(opened: Opened, sessions: dict[str, Maker]) -> None:
    page = opened("/debrief.html?id=made")
    page.locator(".quote").first.wait_for(timeout=30000)
    texts = [line["text"] for line in sessions["made"].lines if line["type"] == "turn_transcribed"]
    for shown in page.evaluate("() => [...document.querySelectorAll('.quote')].map(q => q.lastChild.textContent)"):
        assert any(shown.removesuffix(" …") in text for text in texts), shown


def test_the_debrief_prints_on_two_pages(opened: Opened) -> None:
    page = opened("/debrief.html?id=made")
    page.locator(".verdict").wait_for(timeout=30000)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 2


def test_a_question_can_be_answered_again_from_the_keyboard(opened: Opened, stage: Stage) -> None:
    page = ready(opened, "/replay.html?id=made")
    page.keyboard.press("2")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.wait_for_url("**/interview.html?id=again")
    asked = next(message for message in stage.messages if message["type"] == "redo")
    assert asked["session"] == "made"
    assert asked["utterance"] == 2


def test_both_answers_stand_side_by_side_with_the_difference(opened: Opened) -> None:
    page = opened("/redo.html?id=made")
    expect(page.locator(".difference")).to_contain_text("Named the failure")
    assert page.locator(".again .ev").count() == 2


def test_a_session_can_be_taken_away_in_eight_forms(opened: Opened) -> None:
    page = ready(opened, "/replay.html?id=made")
    page.locator(".menu summary").click()
    links = page.locator(".menu a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert [link.rsplit("/", 1)[1] for link in links] == ["md", "html", "pdf", "json", "vtt", "audacity", "wav", "zip"]


def test_search_leads_to_the_moment(opened: Opened) -> None:
    page = opened("/search.html")
    page.keyboard.type("rule")
    hit = page.locator(".hit")
    expect(hit.locator("mark")).to_have_text("rule")
    hit.click()
    page.wait_for_url("**/replay.html?id=made#t=70")


def test_an_exported_session_is_imported_with_a_button(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "session.zip"
    file.write_bytes(b"PK of somebody")
    page = opened("/")
    page.locator("#past input[type=file]").set_input_files(file)
    expect(page.locator("#past .tools-all")).to_contain_text("It is here as it was exported.")
    link = page.get_by_role("link", name="Open its replay").get_attribute("href")
    assert link == "/replay.html?id=made"
    file.write_bytes(b"nothing")
    page.locator("#past input[type=file]").set_input_files(file)
    expect(page.locator("#past .tools-all")).to_contain_text("The file is no zip. Export it again.")
    opened.errors.clear()


def test_how_long_sessions_are_kept_is_chosen_in_the_lobby(opened: Opened, stage: Stage) -> None:
    page = opened("/")
    page.get_by_label("Sessions are kept").select_option("90")
    expect(page.locator("#past .keep")).to_contain_text("2 are older, and go at the next start")
    assert stage.keep["days"] == 90


def test_any_two_sessions_are_laid_side_by_side(opened: Opened) -> None:
    page = opened("/compare.html?a=made&b=long")
    expect(page.locator(".notes")).to_contain_text("Different lengths")
    assert page.locator(".cmp").count() == 4
    page.get_by_label("Later session").select_option("made")
    page.wait_for_url("**/compare.html?a=made&b=made")
    expect(page.locator(".cmp").first).to_contain_text("the same")


@pytest.mark.parametrize("path", ["/replay.html?id=made", "/debrief.html?id=made&token=x"])
def test_data_is_asked_for_once_and_before_the_modules_have_run(opened: Opened, path: str) -> None:
    page = opened("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(opened.url)))
    page.goto(opened.url + path)
    page.locator("h1").wait_for()
    data = [url for url in asked if url.startswith("/api/sessions/made") and not re.search("redos|audio", url)]
    assert len(data) == len(set(data)) == 3
    assert all(("token=x" in url) == ("token" in path) for url in data)
    begun = page.evaluate(
        "() => performance.getEntriesByType('resource').filter(one => one.initiatorType === 'fetch')[0].startTime"
    )
    ran = page.evaluate("() => performance.getEntriesByType('navigation')[0].domInteractive")
    assert begun < ran

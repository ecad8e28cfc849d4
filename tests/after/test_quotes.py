"""Over generated logs: every quote that is shown is in the transcript, every timing is one that the log holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from generated import logs
from hypothesis import given, settings
from made import lines

from hotseat import views
from hotseat.adapters.case_files import find_case
from hotseat.core import events as ev
from hotseat.core.fitting import fitting
from hotseat.core.progress import facts
from hotseat.core.timeline import standing_events, timeline
from hotseat.exports import export
from hotseat.places import shipped
from hotseat.recording import LOG, Kept
from hotseat.searching import hits_in, said_in, terms_of

CASE = find_case("agent-refund", [shipped("cases")])
FEW = settings(max_examples=25, deadline=None)


def kept_of(log: list[ev.Event], folder: Path) -> Kept:
    path = folder / "2026-11-20-2114-made"
    path.mkdir(exist_ok=True)
    (path / LOG).write_text(lines(log), encoding="utf-8")
    return Kept(path)


def quotes(value: Any) -> Iterator[dict[str, Any]]:
    """Everything anywhere in a JSON value that says it quotes somebody."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value
        for inner in value.values():
            yield from quotes(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from quotes(inner)


def moments(value: Any) -> Iterator[int]:
    """Every moment of the session anywhere in a JSON value; lengths and sums are none."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("t", "start_ms", "end_ms", "at_ms") and isinstance(inner, int):
                yield inner
            yield from moments(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from moments(inner)


def times_in(log: list[ev.Event]) -> set[int]:
    """Every number of milliseconds that the log holds or that ends a stretch which it holds."""
    found = {0, 180_000, 600_000}
    for event in log:
        found |= {value for key, value in asdict(event).items() if key == "t" or key.endswith("_ms")}
        if isinstance(event, ev.TurnResumed):
            found.add(event.t - event.paused_ms)
        if isinstance(event, ev.UtteranceEnded):
            found.add(event.start_ms + event.heard_ms)
        if isinstance(event, ev.TurnTranscribed):
            found |= {ms for word in event.words for ms in (word.start_ms, word.end_ms)}
    return found


@FEW
@given(log=logs())
def test_every_quote_is_in_the_transcript_at_its_time(log: list[ev.Event], tmp_path_factory: Any) -> None:
    kept = kept_of(log, tmp_path_factory.getbasetemp())
    replay, debrief = views.replay(kept), views.debrief(kept, CASE)
    said = {turn["number"]: turn for turn in replay["turns"] if turn["who"] == "candidate"}
    for quote in (*quotes(replay), *quotes(debrief)):
        turn = said[quote["turn"]]
        assert turn["text"][quote["start"] : quote["end"]] == quote["quote"]
        assert quote["quote"].strip()
        if "start_ms" in quote:
            assert quote["start_ms"] in {word["start_ms"] for word in turn["words"]}
            assert quote["end_ms"] in {word["end_ms"] for word in turn["words"]}


@FEW
@given(log=logs())
def test_every_timing_is_a_fold_of_the_log(log: list[ev.Event], tmp_path_factory: Any) -> None:
    kept = kept_of(log, tmp_path_factory.getbasetemp())
    held = times_in(log)
    replay, debrief = views.replay(kept), views.debrief(kept, CASE)
    held |= {replay["duration_ms"]}
    shown = set(moments(replay)) | set(moments(debrief))
    assert shown <= held
    spans = replay["phases"]
    assert (spans[0]["start_ms"], spans[-1]["end_ms"]) == (0, replay["duration_ms"])
    assert all(a["end_ms"] == b["start_ms"] for a, b in pairwise(spans))
    assert {ms for span in spans for ms in (span["start_ms"], span["end_ms"])} <= held
    assert replay["duration_ms"] >= max(
        (ms for turn in replay["turns"] for ms in (turn["start_ms"], turn["end_ms"])), default=0
    )
    counted = facts(kept.events, state=kept.state)
    assert sum(counted.phases_ms.values()) == replay["duration_ms"]
    assert set(counted.links.values()) <= held
    assert sum(time["spent_ms"] for time in debrief["times"]) == replay["duration_ms"]


@FEW
@given(log=logs())
def test_fitting_leaves_what_fits_and_nothing_else(log: list[ev.Event]) -> None:
    kept, gone = fitting(log)
    assert len(kept) + gone == len(log)
    assert fitting(kept) == (kept, 0)
    texts = {e.turn: e.text for e in standing_events(kept) if isinstance(e, ev.TurnTranscribed)}
    for event in standing_events(kept):
        if isinstance(event, ev.MarkMade | ev.LinkMade | ev.StatementMade):
            assert 0 <= event.start < event.end <= len(texts[event.turn])


@FEW
@given(log=logs())
def test_every_export_is_written_and_quotes_only_what_was_said(log: list[ev.Event], tmp_path_factory: Any) -> None:
    kept = kept_of(log, tmp_path_factory.getbasetemp())
    everything = " ".join(turn.text for turn in timeline(kept.events).turns)
    for form in ("md", "html", "audacity"):
        assert b"".join(export(kept, form, case=CASE).pieces)
    captions = b"".join(export(kept, "vtt", case=None).pieces).decode()
    for spoken in re.findall(r"<v You>(.+)", captions):
        assert spoken in everything


@FEW
@given(log=logs())
def test_every_word_said_is_found_at_a_time_of_the_log(log: list[ev.Event], tmp_path_factory: Any) -> None:
    kept = kept_of(log, tmp_path_factory.getbasetemp())
    said = said_in(kept)
    starts = {word.start_ms for turn in timeline(kept.events).turns for word in turn.words}
    for turn in timeline(kept.events).turns:
        if turn.who == "candidate" and "refund" in turn.text:
            found = hits_in(said, terms_of("refund"))
            hits = [hit for hit in found if (hit.who, hit.number) == (turn.who, turn.number)]
            assert [hit.start_ms in starts for hit in hits] == [True]

"""Whatever happened to a session's folder: what can be shown is shown, with a plain word on what is missing."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from made import USER, interview, lay_down, lines

from hotseat import views
from hotseat.adapters.case_files import find_case
from hotseat.core import events as ev
from hotseat.exports import export
from hotseat.library import Library
from hotseat.places import shipped
from hotseat.recording import LOG, Kept, clock

ID = "2026-11-20-2114-agent-refund-ab12"
CASE = find_case("agent-refund", [shipped("cases")])


def shown(folder: Path) -> Kept:
    """Everything that is ever shown of a session can be made; gives the session back."""
    kept = Kept(folder)
    json.dumps(views.session_card(kept, live=False))
    json.dumps(views.replay(kept))
    json.dumps(views.debrief(kept, CASE))
    views.peaks(kept)
    library = Library(folder.parent, sample=folder.parent / "none")
    assert library.cards()
    assert library.facts()
    for form in ("md", "html", "vtt", "audacity", "wav", "zip"):
        assert b"".join(export(kept, form, case=CASE).pieces)
    return kept


def test_a_torn_last_line(sessions: Path) -> None:
    folder = lay_down(sessions, interview(ID, ended=False))
    with (folder / LOG).open("ab") as file:
        file.write(b'{"n":99,"t":1,"turn":9,"label":"vanity_m')
    assert shown(folder).missing == ["The last line of the log was torn off and is left out."]


def test_bytes_that_are_no_text(sessions: Path) -> None:
    folder = lay_down(sessions, interview(ID))
    log = (folder / LOG).read_bytes().splitlines(keepends=True)
    log[5] = b"\x00\xff\xfe\x80 nothing\n"
    (folder / LOG).write_bytes(b"".join(log))
    assert shown(folder).missing[0] == "1 line of the log cannot be read."


@pytest.mark.parametrize("track", ["candidate", "interviewer"])
def test_a_missing_track(sessions: Path, track: str) -> None:
    folder = lay_down(sessions, interview(ID))
    (folder / f"{track}.pcm").unlink()
    assert f"The {track}'s track is missing." in shown(folder).missing


def test_a_track_that_is_no_sound(sessions: Path) -> None:
    folder = lay_down(sessions, interview(ID))
    Kept(folder).pack()
    (folder / "candidate.flac").write_bytes(b"not a flac at all")
    assert "The candidate's track cannot be read." in shown(folder).missing


def test_a_track_that_is_shorter_than_the_log(sessions: Path) -> None:
    folder = lay_down(sessions, interview(ID), sound_ms=5_000)
    kept = shown(folder)
    last = max(event.t for event in kept.events)
    assert kept.missing == [f"The sound ends at 0:05, the log at {clock(last)}."]
    assert kept.duration_ms == last
    assert not kept.pcm("candidate", 5_000 * 16, 1600).any()


def test_half_a_sample_at_the_end_of_a_track(sessions: Path) -> None:
    folder = lay_down(sessions, interview(ID))
    with (folder / "candidate.pcm").open("ab") as file:
        file.write(b"\x01")
    shown(folder)


def test_marks_beyond_the_end_of_the_words(sessions: Path) -> None:
    log = interview(ID)
    beyond = ev.MarkMade(t=5, turn=1, label="vanity_metrics", kind="mistake", start=5000, end=5010)
    nowhere = replace(beyond, turn=77, start=0, end=4)
    backwards = ev.LinkMade(t=5, phase="launch", turn=1, start=9, end=2)
    folder = lay_down(sessions, [*log[:-1], beyond, nowhere, backwards, log[-1]])
    kept = shown(folder)
    assert kept.missing[0] == "3 marks point at words that are not in the log; left out."
    assert len(views.replay(kept)["marks"]) == len(views.replay(Kept(lay_down(sessions / "b", log)))["marks"])


def test_words_beyond_the_end_of_the_session_make_it_longer(sessions: Path) -> None:
    log = interview(ID)
    said = next(e for e in log if isinstance(e, ev.TurnTranscribed))
    late = replace(
        said, words=tuple(replace(w, start_ms=w.start_ms + 900_000, end_ms=w.end_ms + 900_000) for w in said.words)
    )
    folder = lay_down(sessions, [late if event is said else event for event in log])
    replay = views.replay(shown(folder))
    assert replay["duration_ms"] >= max(mark["end_ms"] for mark in replay["marks"])


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\x1c", "\r"])
def test_signs_that_some_take_for_the_end_of_a_line(sessions: Path, sign: str) -> None:
    folder = lay_down(sessions, interview(ID, rubric_page={"user": f"one{sign}two"}))
    kept = shown(folder)
    assert kept.missing == []
    assert kept.started.rubric_page == {"user": f"one{sign}two"}


def test_a_label_and_a_phase_of_another_version(sessions: Path) -> None:
    log = interview(ID)
    strange = ev.MarkMade(t=5, turn=1, label="from_the_future", kind="signal", start=0, end=9)
    folder = lay_down(sessions, [*log[:-1], strange, log[-1]])
    assert "from_the_future" in [mark["label"] for mark in views.replay(shown(folder))["marks"]]


def test_a_log_of_a_newer_version(sessions: Path) -> None:
    folder = lay_down(sessions, interview(ID))
    first, rest = (folder / LOG).read_text().split("\n", 1)
    newer = json.loads(first) | {"version": 7, "weather": "rain"}
    del newer["pressure"], newer["brain"], newer["minutes"]
    future = '{"n":98,"t":3,"type":"gesture_seen","hand":"left"}\n'
    (folder / LOG).write_text(json.dumps(newer) + "\n" + rest + future)
    assert shown(folder).missing == [
        "1 line of the log cannot be read.",
        "Made by a newer version. Shown as far as it is understood.",
    ]


def test_a_log_that_ends_after_its_first_line(sessions: Path) -> None:
    folder = lay_down(sessions, interview(ID)[:1])
    assert shown(folder).state == "cut_off"


def test_a_folder_without_a_log_does_not_stand_in_the_way(sessions: Path, library: Library) -> None:
    lay_down(sessions, interview(ID))
    (sessions / "2026-11-19-0000-agent-refund-0000").mkdir()
    (sessions / "2026-11-18-0000-agent-refund-0000").mkdir()
    (sessions / "2026-11-18-0000-agent-refund-0000" / LOG).write_bytes(os.urandom(2000))
    (sessions / "notes.txt").write_text("mine")
    assert [card["id"] for card in library.cards()] == [ID]


def test_a_hundred_thousand_events(sessions: Path) -> None:
    log = interview(ID, [USER] * 60, minutes=45)
    quiet = lines([ev.CueGiven(t=1, reason="made")]) * (100_000 - len(log))
    folder = lay_down(sessions, log, sound_ms=1000)
    first, rest = (folder / LOG).read_text().split("\n", 1)
    (folder / LOG).write_text(f"{first}\n{quiet}{rest}")
    kept = Kept(folder)
    assert len(kept.events) == 100_000
    assert len(views.replay(kept)["turns"]) == 120
    assert views.debrief(kept, CASE)["rubric"]


def test_a_session_that_cannot_be_written_to_is_still_shown(sessions: Path, library: Library) -> None:
    folder = lay_down(sessions, interview(ID))
    (folder / "folded").write_text("a file where the folder would be")
    assert library.cards()[0]["id"] == ID
    assert library.facts()
    assert json.loads(library.replay_json(ID))["session"] == ID

"""A session on disk: what is written stays, what is torn is named, and nothing is written over."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest

from hotseat.core import events as ev
from hotseat.errors import HotseatError
from hotseat.recording import Kept, Recording, list_sessions

STARTED = ev.SessionStarted(
    t=0, session="s", version=ev.LOG_VERSION, created="2026-11-23T21:14:00+01:00", case="agent-refund",
    case_title="Refund agent", family="agent", level="L6", persona="sceptical_manager",
    persona_name="Dana", pressure="normal", minutes=45, patience="normal", ear="typed", ear_weak=True, voice="silent",
    brain="scripted",
)  # fmt: skip


def tone(samples: int, seed: int = 1) -> bytes:
    return np.random.default_rng(seed).integers(-2000, 2000, samples, np.int16).tobytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "one"


def test_events_come_back_as_they_were(folder: Path) -> None:
    recording = Recording.create(folder)
    events = [STARTED, ev.TurnOpened(t=10, turn=1), ev.SessionEnded(t=20, reason="candidate")]
    assert [recording.append(event) for event in events] == [1, 2, 3]
    assert Kept(folder).events == events
    assert Kept(folder).state == "ended"


def test_a_torn_last_line_is_cut_off_when_the_session_goes_on(folder: Path) -> None:
    recording = Recording.create(folder)
    recording.append(STARTED)
    recording.close()
    with (folder / "events.jsonl").open("ab") as file:
        file.write(b'{"n":2,"t":5,"turn":1,"ty')
    assert Kept(folder).missing[0] == "The last line of the log was torn off and is left out."
    again = Recording.reopen(folder)
    assert again.append(ev.TurnOpened(t=10, turn=1)) == 2
    assert [event.type for event in Kept(folder).events] == ["session_started", "turn_opened"]


def test_a_gap_becomes_silence_and_what_is_there_already_stays(folder: Path) -> None:
    recording = Recording.create(folder)
    recording.hear_candidate(0, tone(100))
    assert recording.hear_candidate(150, tone(50, 2)) == (100, bytes(100) + tone(50, 2))
    assert recording.hear_candidate(0, tone(200, 3)) == (200, b"")
    assert recording.candidate_pcm(0, 200) == tone(100) + bytes(100) + tone(50, 2)


def test_a_full_disk_keeps_everything_in_memory_until_there_is_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = Recording.create(folder)
    recording.append(STARTED)
    write, full = os.pwrite, True

    def pwrite(fd: int, data: bytes, at: int) -> int:
        if full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(fd, data, at)

    monkeypatch.setattr(os, "pwrite", pwrite)
    recording.hear_candidate(0, tone(500))
    recording.append(ev.TurnOpened(t=10, turn=1))
    assert recording.trouble is not None
    full = False
    recording.hear_candidate(500, tone(100, 2))
    recording.append(ev.TurnPaused(t=20, turn=1, since_ms=15))
    assert recording.trouble is None
    assert recording.candidate_pcm(0, 600) == tone(500) + tone(100, 2)
    assert len(Kept(folder).events) == 3


def test_both_tracks_are_level_at_the_end_and_packing_loses_no_sample(folder: Path) -> None:
    recording = Recording.create(folder)
    recording.append(STARTED)
    recording.hear_candidate(0, tone(40_000))
    recording.hear_interviewer(8_000, tone(4_000, 2))
    recording.append(ev.SessionEnded(t=2500, reason="candidate"))
    recording.level_tracks()
    recording.close()
    before = {name: Kept(folder).pcm(name) for name in ("candidate", "interviewer")}
    assert len(before["candidate"]) == len(before["interviewer"]) == 40_000
    Kept(folder).pack()
    assert not list(folder.glob("*.pcm"))
    assert (folder / "events.jsonl").exists()
    for name, samples in before.items():
        assert np.array_equal(Kept(folder).pcm(name), samples)
    assert np.array_equal(Kept(folder).pcm("candidate", 1000, 50), before["candidate"][1000:1050])


def test_a_missing_track_is_named_and_read_as_silence(folder: Path) -> None:
    recording = Recording.create(folder)
    recording.append(STARTED)
    recording.hear_candidate(0, tone(1000))
    recording.close()
    (folder / "interviewer.pcm").unlink()
    assert Kept(folder).missing == ["The interviewer's track is missing."]
    assert not Kept(folder).pcm("interviewer", 0, 100).any()


def test_a_log_of_a_newer_version_is_shown_as_far_as_it_is_understood(folder: Path) -> None:
    recording = Recording.create(folder)
    recording.append(STARTED)
    recording.close()
    path = folder / "events.jsonl"
    path.write_text(path.read_text().replace('"version":1', '"version":9') + '{"n":2,"t":3,"type":"from_the_future"}\n')
    assert Kept(folder).missing[:2] == [
        "1 line of the log cannot be read.",
        "Made by a newer version. Shown as far as it is understood.",
    ]


def test_a_folder_that_cannot_be_written_is_said_before_anybody_speaks(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file where a folder should be")
    with pytest.raises(HotseatError) as caught:
        Recording.create(tmp_path / "sessions" / "one")
    assert caught.value.code == "sessions_unwritable"
    assert "HOTSEAT_HOME" in caught.value.next_step


def test_the_list_leaves_out_what_is_no_session(tmp_path: Path) -> None:
    Recording.create(tmp_path / "a").append(STARTED)
    (tmp_path / "b").mkdir()
    (tmp_path / "c.txt").write_text("x")
    assert [kept.id for kept in list_sessions(tmp_path)] == ["a"]


def test_a_track_without_a_sample_does_not_keep_the_other_from_being_packed(folder: Path) -> None:
    recording = Recording.create(folder)
    recording.append(STARTED)
    recording.hear_candidate(0, tone(1000))
    recording.close()
    (folder / "interviewer.pcm").write_bytes(b"")
    kept = Kept(folder)
    kept.pack()
    assert sorted(path.name for path in folder.glob("*.*c*")) == ["candidate.flac", "interviewer.pcm"]
    assert Kept(folder).missing == []


@pytest.mark.parametrize("what", ["samples", "pcm"])
def test_a_track_that_is_packed_while_it_is_read_is_read_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    recording = Recording.create(folder)
    recording.append(STARTED)
    recording.hear_candidate(0, tone(3200))
    recording.close()
    kept = Kept(folder)
    raw, tell = folder / "candidate.pcm", kept.track_path
    packed = False

    def told_before_it_was_packed(track: str) -> Path | None:
        nonlocal packed
        if packed or track != "candidate":
            return tell(track)
        packed = True
        Kept(folder).pack()
        assert not raw.exists()
        return raw

    monkeypatch.setattr(kept, "track_path", told_before_it_was_packed)
    if what == "samples":
        assert kept.samples("candidate") == 3200
    else:
        assert kept.pcm("candidate", 0, 3200).tobytes() == tone(3200)
    assert packed

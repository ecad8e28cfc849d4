"""``hotseat practice`` with a file as the microphone, faster than real time, against a running server."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from running import Server
from speech import speech

ANSWERS = (
    ("The user is a support agent with ninety seconds for each ticket.", 0.5),
    ("The failure that hurts is a confident reply with the wrong refund policy.", 14.0),
    ("I would build a copilot that drafts the reply and lets the agent send it.", 0.6),
    ("That is my answer.", 9.0),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("home"), "--ear", "sphinx", "--voice", "espeak").start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def wav(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wav") / "candidate.wav"
    soundfile.write(str(path), np.frombuffer(speech(ANSWERS).pcm, np.int16), 16_000, subtype="PCM_16")
    return path


def hotseat(server: Server, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"HOTSEAT_HOME": str(server.home), "COLUMNS": "120"}
    command = [sys.executable, "-m", "hotseat", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def practice(server: Server, wav: Path, *more: str) -> subprocess.CompletedProcess[str]:
    words = ("practice", "--case", "agent-refund", "--wav", str(wav), "--speed", "8", "--server", server.url, *more)
    return hotseat(server, *words)


@pytest.fixture(scope="module")
def held(server: Server, wav: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any], Path]:
    """One practised session: its id, its replay and what was heard."""
    heard = tmp_path_factory.mktemp("heard") / "heard.wav"
    done = practice(server, wav, "--save-voice", str(heard))
    assert done.returncode == 0, done.stderr
    session = done.stdout.split()[-1]
    shown = hotseat(server, "replay", session, "--json")
    assert shown.returncode == 0, shown.stderr
    return session, json.loads(shown.stdout), heard


def test_the_candidate_is_heard_and_answered(held: tuple[str, dict[str, Any], Path]) -> None:
    _, replay, _ = held
    answers = [turn for turn in replay["turns"] if turn["who"] == "candidate"]
    assert len(answers) == 2
    assert all(turn["words"] for turn in answers)
    moves = [turn["move"] for turn in replay["turns"] if turn["who"] == "interviewer"]
    assert moves[0] == "open"
    assert len(moves) >= 3


def test_word_times_lie_inside_their_turn_and_follow_each_other(held: tuple[str, dict[str, Any], Path]) -> None:
    for turn in held[1]["turns"]:
        for word in turn["words"]:
            assert turn["start_ms"] - 400 <= word["start_ms"] <= word["end_ms"] <= turn["end_ms"] + 400
        for one, next_one in itertools.pairwise(turn["words"]):
            assert one["start_ms"] <= next_one["start_ms"]


def test_phases_cover_the_session_without_gap_or_overlap(held: tuple[str, dict[str, Any], Path]) -> None:
    replay = held[1]
    assert replay["phases"][0]["start_ms"] == 0
    assert replay["phases"][-1]["end_ms"] == replay["duration_ms"]
    for one, next_one in itertools.pairwise(replay["phases"]):
        assert one["end_ms"] == next_one["start_ms"]


def test_what_was_heard_has_sound_and_is_what_the_recording_holds(
    server: Server, held: tuple[str, dict[str, Any], Path]
) -> None:
    session, _, heard = held
    samples, _ = soundfile.read(str(heard), dtype="int16")
    assert np.abs(samples).max() > 1000
    _, data, _ = server.raw(f"/api/sessions/{session}/audio/interviewer.wav")
    track = np.frombuffer(data[44:], np.int16)
    common = min(len(track), len(samples))
    assert np.array_equal(track[:common], samples[:common]), "the recording is what was heard, at its place"


def test_tracks_and_log_agree_to_one_frame(server: Server, held: tuple[str, dict[str, Any], Path]) -> None:
    session, replay, _ = held
    lengths = {
        name: len(server.raw(f"/api/sessions/{session}/audio/{name}.wav")[1]) // 2
        for name in ("candidate", "interviewer")
    }
    assert lengths["candidate"] == lengths["interviewer"]
    assert abs((lengths["candidate"] - 22) / 16 - replay["duration_ms"]) <= 32
    assert server.log_of(session)[-1]["type"] == "session_ended"


def test_the_debrief_can_be_read_in_every_form(server: Server, held: tuple[str, dict[str, Any], Path]) -> None:
    session = held[0]
    assert json.loads(hotseat(server, "debrief", session, "--json").stdout)["session"] == session
    assert hotseat(server, "debrief", session, "--md").stdout.startswith("# Refund agent")
    assert "Refund agent" in hotseat(server, "debrief", "last").stdout
    assert session in hotseat(server, "sessions").stdout


@pytest.mark.parametrize(
    ("rate", "channels", "subtype", "suffix"),
    [(44_100, 2, "PCM_24", "wav"), (8_000, 1, "ULAW", "wav"), (48_000, 1, "PCM_16", "flac")],
)
def test_a_file_of_another_format_is_converted(
    server: Server, tmp_path: Path, rate: int, channels: int, subtype: str, suffix: str
) -> None:
    path = tmp_path / f"other.{suffix}"
    tone = 0.3 * np.sin(np.arange(rate) / rate * 2 * np.pi * 220)
    soundfile.write(str(path), np.repeat(tone[:, None], channels, axis=1), rate, subtype=subtype)
    done = practice(server, path, "--quiet", "--at-once", "--speed", "100")
    assert done.returncode == 0, done.stderr
    log = server.log_of(done.stdout.strip())
    assert log[-1]["type"] == "session_ended"


@pytest.mark.parametrize(("content", "code"), [(b"this is no sound", "wav_unreadable"), (None, "wav_unreadable")])
def test_a_file_that_is_no_sound_is_refused_with_the_reason(
    server: Server, tmp_path: Path, content: bytes | None, code: str
) -> None:
    path = tmp_path / "broken.wav"
    if content is not None:
        path.write_bytes(content)
    done = practice(server, path)
    assert done.returncode == 1
    assert code in done.stderr


def test_no_server_is_said_with_the_cure(tmp_path: Path, wav: Path) -> None:
    environment = os.environ | {"HOTSEAT_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "hotseat", "practice", "--case", "x", "--wav", str(wav), "--server"]
    done = subprocess.run([*command, "http://127.0.0.1:9"], env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "hotseat serve" in done.stderr


def test_without_a_running_server_it_brings_its_own(tmp_path: Path) -> None:
    path = tmp_path / "short.wav"
    soundfile.write(str(path), np.zeros(8000, np.int16), 16_000)
    environment = os.environ | {"HOTSEAT_HOME": str(tmp_path), "HOTSEAT_EAR": "typed", "HOTSEAT_VOICE": "silent"}
    command = [
        sys.executable,
        "-m",
        "hotseat",
        "practice",
        "--case",
        "agent-refund",
        "--wav",
        str(path),
        "--speed",
        "100",
    ]
    done = subprocess.run([*command, "--quiet", "--at-once"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    log = (tmp_path / "sessions" / done.stdout.strip() / "events.jsonl").read_text()
    assert '"type":"session_ended"' in log.splitlines()[-1]

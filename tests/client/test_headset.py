"""The terminal client on a real PortAudio device: a virtual headset of PulseAudio."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundcard
import soundfile
from running import Server
from speech import speech

pytestmark = [
    pytest.mark.sound,
    pytest.mark.skipif(bool(soundcard.missing()), reason=f"virtual headset: {soundcard.missing()}"),
]


@pytest.fixture
def headset(tmp_path: Path) -> Iterator[soundcard.Headset]:
    # A socket's path must be short, so it does not live under pytest's long one.
    folder = Path(tempfile.mkdtemp(prefix="hotseat-", dir="/tmp"))
    made = soundcard.Headset(folder)
    yield made
    made.unplug()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "home", "--ear", "sphinx", "--voice", "espeak").start()
    yield running
    running.stop()


def client(server: Server, headset: soundcard.Headset) -> subprocess.Popen[str]:
    command = [sys.executable, "-u", "-m", "hotseat", "practice", "--case", "agent-refund", "--server", server.url]
    return subprocess.Popen(
        command,
        env=headset.environment | {"HOTSEAT_HOME": str(server.home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    shown = ""
    for line in process.stdout:
        shown += line
        if words in line:
            return shown
    raise AssertionError(f"“{words}” was never shown:\n{shown}")


def test_a_headset_holds_an_interview(headset: soundcard.Headset, server: Server, tmp_path: Path) -> None:
    wav = tmp_path / "answer.wav"
    answer = speech(
        (("The user is a support agent with ninety seconds for each ticket.", 0.4), ("That is my answer.", 1))
    )
    soundfile.write(str(wav), np.frombuffer(answer.pcm, np.int16), 16_000)
    headset.listen()
    process = client(server, headset)
    until(process, "Thanks for joining")
    headset.say(wav)
    until(process, "You: ")
    session = server.get("/api/sessions")[0]["id"]
    until(process, ": ")
    headset.unplug()
    assert "hotseat practice --session" in process.communicate()[0], "an unplugged headset says how to go on"
    heard = np.frombuffer(headset.heard(), np.int16)
    assert np.abs(heard).max() > 300, "the question came out of the speaker"
    track = np.frombuffer(server.raw(f"/api/sessions/{session}/audio/candidate.wav")[1][44:], np.int16)
    assert np.abs(track).max() > 1000, "the answer went into the recording"
    words = [turn["text"] for turn in server.get(f"/api/sessions/{session}")["turns"] if turn["who"] == "candidate"]
    assert words
    assert json.dumps(server.log_of(session)[0])

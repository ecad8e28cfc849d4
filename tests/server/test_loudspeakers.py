"""Loudspeakers: the interviewer's voice comes back into the microphone and is not the candidate's turn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from line import Line
from running import Server
from speech import room_tone, speech

RATE, FRAME = 16_000, 512
ECHO_MS, ECHO_GAIN = 96, 0.35
THEIRS = "Wait, before you go on, the user I mean is the nurse and not the patient."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("home"), "--ear", "typed").start()
    yield started
    started.stop()


def loud(line: Line, utterance: int, *, over: bytes = b"", over_s: float = 0.0) -> None:
    """Play a line over loudspeakers to its end: the microphone hears it, and a voice over it from `over_s` on."""
    pcm = np.frombuffer(line.whole_line(utterance), "<i2").astype(np.float64)
    start, total = line.next_sample, len(pcm)
    echo = np.concatenate([np.zeros(ECHO_MS * 16), pcm * ECHO_GAIN, np.zeros(RATE)])
    theirs = np.frombuffer(over, "<i2").astype(np.float64)
    at = int(over_s * RATE)
    echo[at : at + len(theirs)] += theirs[: len(echo) - at]
    mic = np.clip(echo + room_tone(len(echo), seed=utterance), -32768, 32767).astype("<i2").tobytes()
    line.say(type="played", utterance=utterance, state="started", at_sample=start, samples=0)
    line.sound(mic[: (total + RATE // 2) // FRAME * FRAME * 2])
    line.say(type="played", utterance=utterance, state="ended", at_sample=start, samples=total)


def test_our_own_voice_is_never_the_candidates_turn(server: Server) -> None:
    session = server.new_session()
    with Line(server, session) as line:
        for utterance in (1, 2):
            if utterance == 2:
                line.say(type="say", text="The user is a customer who waits for a refund.")
            loud(line, utterance)
            ended = line.until("utterance_ended", utterance=utterance)
            assert ended["whole"], ended
    told = [event for event in server.log_of(session) if event["type"] in ("turn_opened", "notice")]
    assert [e["type"] for e in told if e["type"] == "turn_opened"] == ["turn_opened"], "the typed one alone"
    assert [e["code"] for e in told if e["type"] == "notice"] == ["echo"]


def test_the_candidate_is_heard_over_our_own_voice(server: Server) -> None:
    session = server.new_session()
    words = speech([(THEIRS, 0.5)], voice="en-us+f2", lead_s=0).pcm
    with Line(server, session) as line:
        loud(line, 1, over=words, over_s=2.5)
        ended = line.until("utterance_ended", utterance=1)
    assert not ended["whole"]
    assert ended["reason"] == "barge_in"

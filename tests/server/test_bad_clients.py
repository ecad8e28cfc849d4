"""Clients that send too fast, in bursts, with holes or not at all, and too many of them. The sound is the clock."""

from __future__ import annotations

import json

import pytest
from line import Line
from running import Server

from hotseat.engines import MOST_SESSIONS
from hotseat.session import MAX_GAP_SAMPLES
from hotseat.wire import MICROPHONE, Frame, encode_frame

SECOND = 16_000


def room(seconds: float) -> bytes:
    return b"\x01\x00\xff\xff" * int(seconds * SECOND / 2)


def whole_frames(ms: int) -> int:
    """The session's clock: the last whole frame that was heard."""
    return ms // 32 * 32


def duration_ms(server: Server, session: str) -> int:
    return int(server.get(f"/api/sessions/{session}")["duration_ms"])


def test_a_minute_sent_at_once_is_a_minute(server: Server) -> None:
    session = server.new_session()
    with Line(server, session) as line:
        line.sound(room(60))
        line.say(type="say", text="I would start with the nurse.")
        said = line.until("turn_transcribed")
        assert said["t"] == whole_frames(60_000)
        line.say(type="end")
        line.until("session_ended")
    assert duration_ms(server, session) == 60_000


def test_bursts_and_big_frames_are_put_together_without_a_seam(server: Server) -> None:
    session = server.new_session()
    pcm = bytes(range(1, 251)) * 384
    with Line(server, session) as line:
        at = 0
        for size in (32, 1_024, 2, 20_000, 510, 30_000, 30_000, len(pcm)):
            chunk = pcm[at : at + size]
            line.socket.send(encode_frame(Frame(kind=MICROPHONE, number=0, first_sample=at // 2, pcm=chunk)))
            at += len(chunk)
        line.say(type="say", text="That was all.")
        line.until("turn_transcribed")
        assert (server.home / "sessions" / session / "candidate.pcm").read_bytes() == pcm
    assert duration_ms(server, session) == len(pcm) // 32


def test_a_client_that_stops_stops_the_clock_and_goes_on_where_it_was(server: Server) -> None:
    session = server.new_session()
    with Line(server, session) as line:
        line.sound(room(2))
        for text in ("I would start with the nurse.", "Then the letter."):
            line.say(type="say", text=text)
            assert line.until("turn_transcribed")["t"] == whole_frames(2_000), "time is sound: none came"
        line.sound(room(1))
        line.say(type="say", text="And then she signs it.")
        assert line.until("turn_transcribed")["t"] == whole_frames(3_000)


@pytest.mark.parametrize("ahead", [MAX_GAP_SAMPLES + SECOND, 1 << 40])
def test_sound_from_far_ahead_is_refused_and_the_session_goes_on(server: Server, ahead: int) -> None:
    session = server.new_session()
    with Line(server, session) as line:
        line.sound(room(1))
        line.socket.send(encode_frame(Frame(kind=MICROPHONE, number=0, first_sample=SECOND + ahead, pcm=room(0.032))))
        error = line.until("error")
        assert error["code"] == "frame_out_of_place"
        assert error["next_step"]
        line.sound(room(1))
        line.say(type="say", text="Here I am.")
        assert line.until("turn_transcribed")["t"] == whole_frames(2_000)


def test_a_hole_of_lost_sound_is_silence_of_its_length(server: Server) -> None:
    session = server.new_session()
    with Line(server, session) as line:
        line.sound(room(1))
        line.next_sample += 5 * SECOND
        line.sound(room(1))
        line.say(type="say", text="Am I there again?")
        assert line.until("turn_transcribed")["t"] == whole_frames(7_000)


def test_one_interview_too_many_is_refused_in_words_and_harms_none(server: Server) -> None:
    sessions = [server.new_session() for _ in range(MOST_SESSIONS)]
    lines = [Line(server, session) for session in sessions[1:]]
    status, body, _ = server.raw("/api/sessions", method="POST", body={"case": "agent-refund"})
    said = json.loads(body)
    assert (status, said["code"]) == (503, "server_full")
    assert said["next_step"]
    lines.insert(0, Line(server, sessions[0]))
    for line in lines:
        line.say(type="say", text="I would start with the nurse.")
        assert line.until("turn_transcribed")["text"] == "I would start with the nurse."
    with lines[0] as ended:
        ended.say(type="end")
        ended.until("session_ended")
    another = server.new_session()
    with Line(server, another) as line:
        line.say(type="end")
        line.until("session_ended")
    for line in lines[1:]:
        line.say(type="end")
        line.until("session_ended")
        line.socket.close()


def test_a_session_that_gave_way_comes_back_when_there_is_room_and_is_refused_until_then(server: Server) -> None:
    first = server.new_session()
    with Line(server, first) as line:
        line.say(type="say", text="I would start with the nurse.")
        line.until("turn_transcribed")
    others = [Line(server, server.new_session()) for _ in range(MOST_SESSIONS)]
    late = Line(server, first, hello=False)
    assert late.until("error")["code"] == "server_full"
    for line in others:
        line.say(type="end")
        line.until("session_ended")
        line.socket.close()
        if line is others[0]:
            status, body, _ = server.raw("/api/sessions", method="POST", body={"case": "agent-refund"})
            assert (status, json.loads(body)["code"]) == (503, "server_full"), "the place is kept for who was there"
    with Line(server, first) as line:
        assert [e["text"] for e in line.events if e["type"] == "turn_transcribed"] or line.until("turn_transcribed")
        line.say(type="end")
        line.until("session_ended")

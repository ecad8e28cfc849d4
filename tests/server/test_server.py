"""The server as clients meet it: real process, real sockets, answers typed."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from line import Line, room
from running import Server
from websockets.exceptions import ConnectionClosed, InvalidStatus

from hotseat.commands.serve import bind
from hotseat.settings import Settings
from hotseat.wire import HEADER


def test_it_prints_the_engines_and_the_address(server: Server) -> None:
    printed = "".join(server.printed)
    assert "ear" in printed
    assert "typed" in printed
    assert "Nothing of what you say leaves this machine." in printed


def test_health_names_the_engines(server: Server) -> None:
    assert server.get("/healthz")["engines"]["brain"] == "scripted"


def test_cases_tell_the_lobby_nothing_that_must_be_asked_for(server: Server) -> None:
    cases = server.get("/api/cases")
    assert len(cases) >= 10
    assert {key for case in cases for key in case} == {"id", "family", "title", "prompt"}


def test_an_interview_can_be_typed_from_opening_to_replay(server: Server) -> None:
    session = server.new_session(minutes=10)
    with Line(server, session) as line:
        assert line.until("question_asked")["move"] == "open"
        line.play(1)
        line.say(type="say", text="The user is a shopper who waits nine days for a refund and gives up.")
        transcribed = line.until("turn_transcribed")
        assert transcribed["source"] == "typed"
        question = line.until("question_asked")
        assert question["text"].count("?") <= 1
        line.play(question["utterance"])
        line.say(type="end")
        assert line.until("session_ended")["reason"] == "candidate"
        seen = line.events
    assert seen == server.log_of(session), "the wire is the log"
    replay = server.get(f"/api/sessions/{session}")
    assert replay["state"] == "ended"
    assert [turn["who"] for turn in replay["turns"]] == ["interviewer", "candidate", "interviewer"]
    spans = replay["phases"]
    assert spans[0]["start_ms"] == 0
    assert spans[-1]["end_ms"] == replay["duration_ms"]
    assert all(a["end_ms"] == b["start_ms"] for a, b in itertools.pairwise(spans))


def test_a_client_that_comes_back_misses_nothing(server: Server) -> None:
    session = server.new_session()
    with Line(server, session) as line:
        line.play(line.until("question_asked")["utterance"])
        seen = line.events[-1]["n"]
    with Line(server, session, after=seen) as line:
        assert line.next_sample * 1000 // 16000 > 0
        line.say(type="say", text="The nurse cannot find the protocol in time.")
        line.until("question_asked")
        numbers = [event["n"] for event in line.events]
        assert numbers == list(range(seen + 1, seen + 1 + len(numbers)))


def test_a_second_client_is_refused_and_nothing_is_lost(server: Server) -> None:
    session = server.new_session()
    with Line(server, session) as first:
        second = Line(server, session, hello=False)
        assert second.until("error")["code"] == "session_busy"
        with pytest.raises(ConnectionClosed):
            second.socket.recv(timeout=60)
        first.say(type="say", text="Still here.")
        assert first.until("turn_transcribed")["text"] == "Still here."


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("not json", "message_invalid"),
        ('{"type":"dance"}', "message_invalid"),
        ('{"type":"say"}', "message_invalid"),
        (json.dumps({"type": "say", "text": "x" * 70_000}), "message_too_large"),
        (b"short", "frame_invalid"),
        (b"XX" + bytes(30), "frame_invalid"),
        (HEADER.pack(b"HS", 1, 0, 0, 0) + b"odd", "frame_invalid"),
        (HEADER.pack(b"HS", 2, 0, 0, 0) + b"ab", "frame_invalid"),
        (HEADER.pack(b"HS", 1, 0, 0, 10**12) + b"ab", "frame_out_of_place"),
        (HEADER.pack(b"HS", 1, 0, 0, 0) + bytes(40_000), "frame_too_large"),
        ('{"type":"hello"}', "hello_twice"),
    ],
)
def test_a_broken_message_is_answered_and_the_socket_stays_open(server: Server, data: str | bytes, code: str) -> None:
    session = server.new_session()
    with Line(server, session) as line:
        line.socket.send(data)
        assert line.until("error")["code"] == code
        line.say(type="say", text="And on we go.")
        assert line.until("turn_transcribed")["text"] == "And on we go."


def test_sound_that_comes_twice_or_late_is_recorded_once(server: Server) -> None:
    session = server.new_session()
    with Line(server, session) as line:
        line.sound(room(0.32))
        line.next_sample = 0
        line.sound(room(0.32))
        line.next_sample = 5120 + 1600
        line.sound(room(0.032))
        line.say(type="end")
        line.until("session_ended")
    assert server.get(f"/api/sessions/{session}")["duration_ms"] == (5120 + 1600 + 512) // 16


def test_hello_comes_first(server: Server) -> None:
    session = server.new_session()
    line = Line(server, session, hello=False)
    line.say(type="done")
    assert line.until("error")["code"] == "hello_first"
    line.socket.close()


def test_an_unknown_session_is_refused_in_words(server: Server) -> None:
    line = Line(server, "2020-01-01-0000-nothing-0000", hello=False)
    assert line.until("error")["code"] == "session_unknown"


def test_a_session_that_ended_does_not_begin_again(server: Server) -> None:
    session = server.new_session()
    with Line(server, session) as line:
        line.say(type="end")
        line.until("session_ended")
    again = Line(server, session, hello=False)
    assert again.until("error")["code"] == "session_over"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"case": "no-such-case"}, 404, "case_unknown"),
        ({"case": "../../etc/passwd"}, 404, "case_unknown"),
        ({"case": "agent-refund", "persona": "nobody"}, 400, "persona_unknown"),
        ({"case": "agent-refund", "minutes": 4000}, 422, "request_invalid"),
        ({}, 422, "request_invalid"),
    ],
)
def test_a_wrong_wish_is_refused_with_a_code(server: Server, body: object, status: int, code: str) -> None:
    got, answer, _ = server.raw("/api/sessions", method="POST", body=body)
    assert (got, json.loads(answer)["code"]) == (status, code)


def test_foreign_pages_and_names_are_refused(server: Server) -> None:
    assert server.raw("/api/cases", headers={"Host": "evil.example"})[0] == 403
    status, body, _ = server.raw(
        "/api/sessions", method="POST", body={"case": "agent-refund"}, headers={"Origin": "http://evil.example"}
    )
    assert (status, json.loads(body)["code"]) == (403, "origin_refused")
    session = server.new_session()
    with pytest.raises(InvalidStatus):
        Line(server, session, headers={"Origin": "http://evil.example"})


def test_sound_is_served_in_ranges(server: Server) -> None:
    session = server.new_session()
    with Line(server, session) as line:
        line.play(line.until("question_asked")["utterance"])
        line.say(type="end")
        line.until("session_ended")
    path = f"/api/sessions/{session}/audio/mix.wav"
    _, whole, headers = server.raw(path)
    assert int(headers["content-length"]) == len(whole)
    status, part, headers = server.raw(path, headers={"Range": "bytes=1001-3000"})
    assert (status, part) == (206, whole[1001:3001])
    assert headers["content-range"] == f"bytes 1001-3000/{len(whole)}"
    assert server.raw(path, headers={"Range": "bytes=-10"})[1] == whole[-10:]
    assert server.raw(path, headers={"Range": f"bytes={len(whole)}-"})[0] == 416
    assert server.raw(f"/api/sessions/{session}/audio/other.wav")[0] == 404


def test_delete_means_delete(server: Server) -> None:
    session = server.new_session()
    with Line(server, session) as line:
        assert server.raw(f"/api/sessions/{session}", method="DELETE")[0] == 409
        line.say(type="end")
        line.until("session_ended")
    assert server.raw(f"/api/sessions/{session}", method="DELETE")[0] == 204
    assert not (server.home / "sessions" / session).exists()


def test_a_port_in_use_is_named_with_its_cure(server: Server) -> None:
    command = [sys.executable, "-m", "hotseat", "serve", "--no-open", "--port", str(server.port)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "already running" in done.stderr
    assert "port_in_use" in done.stderr
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        command[-1] = str(other.getsockname()[1])
        done = subprocess.run(command, capture_output=True, text=True)
    assert "--port 0" in done.stderr


def test_answers_are_sent_at_once() -> None:
    """Nagle's delay would hold every answer and every piece of voice back for 40 ms."""
    # A thread of its own: the browser tests leave an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, delayed_by_nagle()).result() is False


async def delayed_by_nagle() -> bool:
    """Whether a connection that the server accepts holds small answers back."""
    delayed: asyncio.Queue[bool] = asyncio.Queue()

    async def accept(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted = writer.get_extra_info("socket")
        await delayed.put(not accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    listener = bind(Settings(port=0))
    async with await asyncio.start_server(accept, sock=listener):
        _, writer = await asyncio.open_connection(*listener.getsockname())
        found = await delayed.get()
        writer.close()
    return found

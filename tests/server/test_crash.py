"""A killed server: nothing that was on screen is gone, and the session goes on or can be replayed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from line import Line, room
from running import Server
from speech import speech

from hotseat_cli.link import Link

ANSWER = speech(
    (("The nurse cannot find the right protocol, and the patient waits.", 0.4), ("That is where I start.", 0.4))
).pcm[: 3 * 32_000]
LOST_AT_MOST_SAMPLES = 1600
"""100 ms"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path, "--ear", "typed", "--voice", "silent").start()
    yield running
    running.stop()


def in_mid_answer(server: Server) -> tuple[str, list[dict[str, Any]], int]:
    """A session whose candidate is speaking; what the client has seen, and how much it has sent."""
    session = server.new_session()
    with Line(server, session) as line:
        line.play(line.until("question_asked")["utterance"])
        line.sound(room(0.3) + ANSWER)
        line.until("turn_opened")
        while line.until("clock")["t"] < line.next_sample // 16 - 128:
            pass
        server.kill()
        return session, list(line.events), line.next_sample


def test_after_a_kill_the_client_goes_on_in_the_same_turn(server: Server) -> None:
    session, seen, sent = in_mid_answer(server)
    server.start()
    assert any("cut off and ready to go on" in line for line in server.printed)
    with Line(server, session, after=seen[-1]["n"]) as line:
        assert sent - line.next_sample <= LOST_AT_MOST_SAMPLES
        assert server.log_of(session)[: len(seen)] == seen, "no event that was on screen is gone"
        assert line.until("session_resumed")["reason"] == "server_restarted"
        line.sound(room(6))
        committed = line.until("turn_committed")
        assert committed["turn"] == 1, "the answer that was cut goes on as one turn"
        line.say(type="say", text="As I was saying, the nurse waits.")
        line.until("question_asked")
        line.say(type="end")
        line.until("session_ended")


def test_a_killed_session_can_be_replayed_without_any_client(server: Server) -> None:
    session, _, sent = in_mid_answer(server)
    server.start()
    server.kill()
    server.start()
    card = next(card for card in server.get("/api/sessions") if card["id"] == session)
    assert card["state"] == "cut_off"
    replay = server.get(f"/api/sessions/{session}")
    assert replay["duration_ms"] >= (sent - LOST_AT_MOST_SAMPLES) // 16
    assert server.raw(f"/api/sessions/{session}/audio/mix.wav")[0] == 200
    command = [sys.executable, "-m", "hotseat", "replay", session, "--json"]
    done = subprocess.run(command, env=os.environ | {"HOTSEAT_HOME": str(server.home)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_sound_before_the_kill_is_the_sound_that_was_sent(server: Server) -> None:
    session, _, sent = in_mid_answer(server)
    track = (server.home / "sessions" / session / "candidate.pcm").read_bytes()
    said = ANSWER
    begins = sent * 2 - len(said)
    assert track[begins:] == said[: len(track) - begins]
    assert len(track) > begins


def test_the_terminal_client_comes_back_by_itself(server: Server) -> None:
    # A thread of its own: the browser tests leave an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, comes_back(server)).result()


async def comes_back(server: Server) -> None:
    session = server.new_session()
    seen: list[dict[str, Any]] = []
    resumed = asyncio.Event()

    def on_event(event: dict[str, Any]) -> None:
        seen.append(event)
        if event["type"] == "session_resumed":
            resumed.set()

    link = Link(server.url, session, on_event=on_event, on_voice=lambda *_: None)
    running = asyncio.create_task(link.run())
    await asyncio.wait_for(link.ready.wait(), 60)
    for _ in range(60):
        await link.microphone(room(0.032))
    server.kill()
    await link.microphone(room(0.5))
    await asyncio.to_thread(server.start)
    await asyncio.wait_for(resumed.wait(), 60)
    await asyncio.wait_for(link.ready.wait(), 60)
    await link.say(type="end")
    await asyncio.wait_for(link.finished.wait(), 60)
    await running
    numbers = [event["n"] for event in seen if "n" in event and event["type"] != "welcome"]
    assert numbers == list(range(1, len(numbers) + 1)), "every line once, in order"
    assert server.get(f"/api/sessions/{session}")["duration_ms"] == link.next_sample // 16, "no sound was lost"

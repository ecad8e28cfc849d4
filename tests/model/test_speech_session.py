"""A remote ear and voice that fail in mid-session: what takes over, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from endpoint import StandIn
from line import Line
from running import Server

from hotseat.adapters.openai_speech import RemoteEar, RemoteVoice
from hotseat.errors import HotseatError

ANSWER = "The night clerk cannot find the rule, so the customer waits nine days for her forty dollars."


@pytest.fixture
def well(endpoint: StandIn) -> Iterator[StandIn]:
    yield endpoint
    endpoint.speech_fault = ""
    endpoint.release.set()
    endpoint.release.clear()


@pytest.mark.parametrize(
    ("fault", "code"), [("failed", "remote_failed"), ("html", "remote_malformed"), ("hangs", "remote_timeout")]
)
def test_a_voice_that_fails_is_replaced_once_and_every_question_is_heard(
    well: StandIn, tmp_path: Path, fault: str, code: str
) -> None:
    flags = ("--ear", "typed", "--voice", "openai", "--speech-base-url", well.base_url)
    server = Server(tmp_path, *flags).start()
    try:
        session = server.new_session()
        with Line(server, session) as line:
            line.play(line.until("question_asked")["utterance"])
            well.speech_fault = fault
            for _ in range(2):
                line.say(type="say", text=ANSWER)
                asked = line.until("question_asked", after_turn=line.until("turn_committed")["turn"])
                line.play(asked["utterance"])
                assert line.voice[asked["utterance"]], "it is heard"
            changes = [e for e in line.events if e["type"] == "engine_changed"]
            assert [(c["role"], c["reason"]) for c in changes] == [("voice", code)]
            line.say(type="end")
            line.until("session_ended")
    finally:
        server.stop()


def test_a_page_is_neither_sound_nor_words(well: StandIn) -> None:
    well.speech_fault = "html"
    with pytest.raises(HotseatError) as error:
        list(RemoteVoice(well.base_url).speak("Who pays?"))
    assert (error.value.code, bool(error.value.next_step)) == ("remote_malformed", True)
    ear = RemoteEar(well.base_url).open(voiced=lambda start_ms, end_ms: True)
    ear.feed(b"\x10\x20" * 16_000, first_sample=0)
    with pytest.raises(HotseatError) as error:
        ear.final()
    assert error.value.code == "remote_malformed"

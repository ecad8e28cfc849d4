"""A remote ear and voice that fail in mid-session: what takes over, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from endpoint import StandIn
from line import Line
from lines import BOUNDARY, PROBLEM
from running import Server
from speech import Said, monologue

from hotseat.adapters.openai_speech import RemoteEar, RemoteVoice
from hotseat.errors import HotseatError

ANSWER = "The night clerk cannot find the rule, so the customer waits nine days for her forty dollars."


@pytest.fixture
def well(endpoint: StandIn) -> Iterator[StandIn]:
    yield endpoint
    endpoint.speech_fault = ""
    if endpoint.gone:
        endpoint.back()
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


@pytest.fixture(scope="module")
def hearing(endpoint: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose ear is the endpoint."""
    flags = ("--ear", "openai", "--voice", "silent", "--brain", "scripted", "--speech-base-url", endpoint.base_url)
    running = Server(tmp_path_factory.mktemp("home"), *flags).start()
    yield running
    running.stop()


def made_out(words: list[dict[str, Any]], said: Said, from_ms: int) -> float:
    """How many words were heard while a sentence sounded, for each of its own."""
    inside = [w for w in words if from_ms + said.start_ms <= (w["start_ms"] + w["end_ms"]) / 2 <= from_ms + said.end_ms]
    return len(inside) / len(said.text.split())


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("failed", "remote_failed"),
        ("html", "remote_malformed"),
        ("hangs", "remote_timeout"),
        ("gone", "remote_unreachable"),
    ],
)
def test_an_ear_that_fails_inside_an_answer_is_replaced_once_and_no_sentence_is_lost(
    well: StandIn, hearing: Server, fault: str, code: str
) -> None:
    """The endpoint hears how an answer begins and fails at the rest: the weak ear hears that, and what follows."""
    session = hearing.new_session()
    with Line(hearing, session) as line:
        line.play(line.until("question_asked")["utterance"])
        line.sound(monologue(PROBLEM[:3]).pcm)
        line.until("partial", text=well.heard)
        if fault == "gone":
            well.away()
        else:
            well.speech_fault = fault
        rest, from_ms = monologue(BOUNDARY[:3]), line.next_sample // 16
        line.sound(rest.pcm)
        line.say(type="done")
        said = line.until("turn_transcribed")
        assert said["text"].startswith(well.heard), "what it had heard stays"
        assert said["text"].count(well.heard) == 1
        for sentence in rest.sentences:
            assert made_out(said["words"], sentence, from_ms) > 0.5, sentence.text
        line.play(line.until("question_asked", after_turn=said["turn"])["utterance"])
        more, from_ms = monologue(PROBLEM[2:]), line.next_sample // 16
        line.sound(more.pcm)
        line.say(type="done")
        said = line.until("turn_transcribed")
        for sentence in more.sentences:
            assert made_out(said["words"], sentence, from_ms) > 0.5, sentence.text
        line.until("question_asked", after_turn=said["turn"])
        line.say(type="end")
        line.until("session_ended")
    changes = [e for e in hearing.log_of(session) if e["type"] == "engine_changed"]
    assert [(c["role"], c["now"], c["reason"]) for c in changes] == [("ear", "pocketsphinx", code)]


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

"""The endpoint adapters beyond the common contract: word times, faults, what is sent."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lines import PHRASES
from speech import monologue
from speech_endpoint import SpeechEndpoint

from hotseat.adapters.openai_speech import RemoteEar, RemoteVoice
from hotseat.errors import HotseatError

SAID = monologue((PHRASES[3],), tail_s=1.0)


@pytest.fixture
def faulty(endpoint: SpeechEndpoint) -> Iterator[SpeechEndpoint]:
    endpoint.asked.clear()
    yield endpoint
    endpoint.fault = ""


def hear(endpoint: SpeechEndpoint) -> str:
    stream = RemoteEar(endpoint.url).open(terms=["copilot", "rollback"])
    stream.feed(SAID.pcm, first_sample=0)
    return " ".join(word.text for word in stream.final())


def test_times_are_spread_when_the_endpoint_gives_none(faulty: SpeechEndpoint) -> None:
    faulty.fault = "no words"
    assert hear(faulty) == SAID.text


def test_the_terms_go_along_as_the_prompt(faulty: SpeechEndpoint) -> None:
    hear(faulty)
    assert faulty.asked[0]["prompt"] == b"copilot, rollback."
    assert faulty.asked[0]["language"] == b"en"


@pytest.mark.parametrize(
    ("fault", "code"),
    [("401", "remote_key"), ("404", "remote_model"), ("429", "remote_busy"), ("500", "remote_failed")],
)
def test_refusals_have_codes(faulty: SpeechEndpoint, fault: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai._base_client.BaseClient._calculate_retry_timeout", lambda *_: 0.0)
    faulty.fault = fault
    with pytest.raises(HotseatError) as ear_error:
        hear(faulty)
    with pytest.raises(HotseatError) as voice_error:
        list(RemoteVoice(faulty.url).speak("Why?"))
    assert ear_error.value.code == voice_error.value.code == code


def test_nobody_there_has_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openai._base_client.BaseClient._calculate_retry_timeout", lambda *_: 0.0)
    with pytest.raises(HotseatError) as caught:
        list(RemoteVoice("http://127.0.0.1:9/v1").speak("Why?"))
    assert caught.value.code == "remote_unreachable"


def test_a_wav_is_taken_for_what_it_is(faulty: SpeechEndpoint) -> None:
    usual = sum(map(len, RemoteVoice(faulty.url).speak("Why five percent?")))
    faulty.fault = "wav"
    assert abs(sum(map(len, RemoteVoice(faulty.url).speak("Why five percent?"))) - usual) < 200


def test_a_voice_that_breaks_off_says_so(faulty: SpeechEndpoint) -> None:
    faulty.fault = "break"
    with pytest.raises(HotseatError) as caught:
        list(RemoteVoice(faulty.url).speak("Why five percent and not fifty?"))
    assert caught.value.code == "remote_unreachable"

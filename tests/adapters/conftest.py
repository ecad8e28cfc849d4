"""Every implementation of ``Ear`` and ``Voice``, made once, for the contract tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "fixtures"))

from lines import PROBLEM
from speech import PIPER_MICRO, WHISPER_MICRO, Speech, monologue
from speech_endpoint import SpeechEndpoint

from hotseat.adapters.espeak import EspeakVoice
from hotseat.adapters.openai_speech import RemoteEar, RemoteVoice
from hotseat.adapters.piper import PiperVoice
from hotseat.adapters.sphinx import SphinxEar
from hotseat.adapters.whisper import WhisperEar
from hotseat.core.ear import Ear
from hotseat.core.voice import Voice


@pytest.fixture(scope="session")
def whisper() -> WhisperEar:
    ear = WhisperEar(WHISPER_MICRO)
    ear.warm()
    return ear


@pytest.fixture(scope="session")
def language_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the weak ear's language model is kept; made once, it takes seconds."""
    return tmp_path_factory.mktemp("sphinx")


@pytest.fixture(scope="session")
def endpoint(whisper: WhisperEar) -> Iterator[SpeechEndpoint]:
    """An OpenAI-compatible server on loopback, with the micro Whisper and espeak-ng behind it."""
    with SpeechEndpoint(whisper, EspeakVoice()) as running:
        yield running


@pytest.fixture(scope="session", params=["whisper", "sphinx", "remote"])
def ear(request: pytest.FixtureRequest) -> Ear:
    match request.param:
        case "whisper":
            return request.getfixturevalue("whisper")
        case "sphinx":
            return SphinxEar(request.getfixturevalue("language_folder"))
        case _:
            return RemoteEar(request.getfixturevalue("endpoint").url)


@pytest.fixture(params=["espeak", "piper", "remote"])
def voice(request: pytest.FixtureRequest) -> Voice:
    match request.param:
        case "espeak":
            return EspeakVoice()
        case "piper":
            return PiperVoice(PIPER_MICRO)
        case _:
            return RemoteVoice(request.getfixturevalue("endpoint").url)


@pytest.fixture(scope="session")
def answer() -> Speech:
    """Half a minute of a candidate."""
    return monologue(PROBLEM, pauses_s=(0.5, 0.9, 0.4))

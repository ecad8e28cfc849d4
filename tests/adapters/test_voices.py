"""One contract, run on every voice: espeak-ng, piper on the micro voice, and an endpoint."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from speech import PIPER_MICRO

from hotseat.adapters.catalog import find_model
from hotseat.adapters.espeak import EspeakVoice
from hotseat.adapters.piper import PiperVoice
from hotseat.adapters.profiles import load_profiles
from hotseat.core.voice import VOICE_RATE, Voice
from hotseat.errors import HotseatError

SENTENCE = "If the index is stale, who is the first person to notice?"


def test_a_sentence_becomes_sound_in_small_chunks(voice: Voice) -> None:
    voice.warm()
    chunks = list(voice.speak(SENTENCE))
    assert len(chunks) > 5
    assert all(chunks)
    assert all(len(chunk) % 2 == 0 for chunk in chunks)
    assert max(map(len, chunks)) <= VOICE_RATE * 2
    samples = np.frombuffer(b"".join(chunks), "<i2")
    assert VOICE_RATE < len(samples) < 12 * VOICE_RATE
    assert np.abs(samples.astype(np.int32)).max() > 1000


def test_a_quicker_pace_is_shorter(voice: Voice) -> None:
    usual = sum(map(len, voice.speak(SENTENCE)))
    quick = sum(map(len, voice.speak(SENTENCE, pace=1.3)))
    assert 0.6 < quick / usual < 0.9


@pytest.mark.parametrize("nothing", ["", "  ", "...", "—"])
def test_nothing_to_say_is_no_sound(voice: Voice, nothing: str) -> None:
    assert list(voice.speak(nothing)) == []


def test_a_barge_in_stops_it_and_the_next_sentence_is_whole(voice: Voice) -> None:
    whole = sum(map(len, voice.speak("Why five?")))
    cut = voice.speak(SENTENCE)
    next(cut)
    cut.close()  # type: ignore[attr-defined]
    assert abs(sum(map(len, voice.speak("Why five?"))) - whole) <= whole // 10


def test_odd_letters_and_long_lines_do_not_break_it(voice: Voice) -> None:
    assert list(voice.speak("Zoë's naïve “95th percentile” is 800 ms — 多?"))
    assert list(voice.speak("and then " * 60))


def test_a_voice_without_its_settings_is_refused_by_name(tmp_path: Path) -> None:
    shutil.copy(PIPER_MICRO, tmp_path / "v.onnx")
    with pytest.raises(HotseatError, match=r"v\.onnx\.json") as caught:
        PiperVoice(tmp_path / "v.onnx").warm()
    assert caught.value.code == "voice_missing"


@pytest.mark.parametrize(("model", "config"), [(b"no model", None), (None, b"{}"), (None, b"no json")])
def test_a_broken_voice_is_told(tmp_path: Path, model: bytes | None, config: bytes | None) -> None:
    path = tmp_path / "v.onnx"
    path.write_bytes(model or PIPER_MICRO.read_bytes())
    json_path = PIPER_MICRO.with_name(PIPER_MICRO.name + ".json")
    path.with_name("v.onnx.json").write_bytes(config or json_path.read_bytes())
    with pytest.raises(HotseatError) as caught:
        PiperVoice(path).warm()
    assert caught.value.code == "voice_broken"


def test_an_unknown_espeak_voice_is_told() -> None:
    with pytest.raises(HotseatError) as caught:
        EspeakVoice("en-xx+q9").warm()
    assert caught.value.code == "voice_unknown"


def test_every_interviewer_has_a_voice_in_espeak() -> None:
    profiles = load_profiles(Path(__file__).parents[2] / "voices")
    assert len(profiles) >= 4
    for profile in profiles.values():
        assert find_model(profile.piper).kind == "piper"
        assert list(EspeakVoice(profile.espeak).speak("Go on.", pace=profile.pace))

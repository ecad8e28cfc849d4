"""Voice detection, streaming."""

from __future__ import annotations

import numpy as np
import pytest
from faster_whisper.vad import get_vad_model
from speech import Speech, room_tone

from hotseat.adapters.turn_audio import TurnAudio
from hotseat.adapters.vad import FRAME_BYTES, SpeechGate, Vad
from hotseat.errors import HotseatError


def probabilities(pcm: bytes) -> list[float]:
    vad = Vad()
    return [vad.probability(pcm[i : i + FRAME_BYTES]) for i in range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)]


def test_frame_by_frame_equals_all_at_once(answer: Speech) -> None:
    pcm = answer.pcm[: FRAME_BYTES * 400]
    sound = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
    batch = np.asarray(get_vad_model()(sound)).reshape(-1)
    # The batch ends in padding of its own, which reaches into its last frame.
    assert np.abs(batch - probabilities(pcm))[:-1].max() < 1e-3


def test_silence_and_noise_are_not_speech() -> None:
    for rms in (0.0, 12.0, 500.0):
        assert max(probabilities(room_tone(48_000, rms=rms).astype("<i2").tobytes())) < 0.3


def test_speech_is_speech_and_pauses_are_not(answer: Speech) -> None:
    gate = SpeechGate()
    spoken = [gate.spoken(p) for p in probabilities(answer.pcm)]
    said = [answer.voiced(i * 32, i * 32 + 32) for i in range(len(spoken))]
    assert sum(a == b for a, b in zip(spoken, said, strict=True)) > 0.93 * len(said)


def test_other_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="1024 bytes"):
        Vad().probability(bytes(640))


def test_a_gate_has_hysteresis() -> None:
    gate = SpeechGate()
    assert [gate.spoken(p) for p in (0.4, 0.6, 0.4, 0.3, 0.4)] == [False, True, True, False, False]


def test_a_turns_sound_is_cut_at_frames_and_keeps_its_place() -> None:
    audio = TurnAudio(lambda start_ms, end_ms: 1000 <= start_ms < 1500)
    audio.feed(bytes(64_000), 0)
    assert audio.listen() == 32_000 // 512 * 512
    assert audio.runs(0, 32_000) == [(16_384, 24_064)]
    assert audio.voiced_samples(0, 20_000) == 20_000 - 16_384
    audio.drop_before(10_000)
    assert audio.start == 9_728
    assert audio.runs(0, 32_000) == [(16_384, 24_064)]
    assert len(audio.samples(10_000, 12_000)) == 2_000


def test_a_hole_of_over_ten_minutes_is_refused() -> None:
    audio = TurnAudio()
    audio.feed(bytes(3200), 0)
    with pytest.raises(HotseatError) as caught:
        audio.feed(bytes(3200), 16_000 * 1000)
    assert caught.value.code == "audio_gap"

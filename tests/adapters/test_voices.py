"""One contract, run on every voice: espeak-ng, piper on the micro voice, and an endpoint."""

from __future__ import annotations

import numpy as np
import pytest

from hotseat.core.voice import VOICE_RATE, Voice

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

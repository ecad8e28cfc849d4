"""One contract, run on every ear: the micro Whisper, pocketsphinx, and an endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from speech import Speech, room_tone

from hotseat.core.ear import Ear, EarStream, Word

FIRST = 16_000 * 600
"""The turn begins ten minutes into the session."""
BLOCK = 16_000


def feed(stream: EarStream, pcm: bytes, *, first: int = FIRST, partials: bool = True) -> list[tuple[Word, ...]]:
    """Second by second, as a session does; what was settled after each."""
    settled = []
    for at in range(0, len(pcm) // 2, BLOCK):
        stream.feed(pcm[2 * at : 2 * (at + BLOCK)], first_sample=first + at)
        if partials:
            words = stream.partial()
            settled.append(words[: stream.settled])
    return settled


@dataclass(frozen=True)
class Heard:
    """What an ear made of the answer: what was settled after each second, and the final words."""

    settled: list[tuple[Word, ...]]
    final: tuple[Word, ...]


@pytest.fixture(scope="module")
def heard(ear: Ear, answer: Speech) -> Heard:
    stream = ear.open(terms=["refund policy"])
    settled = feed(stream, answer.pcm)
    final = stream.final()
    stream.close()
    return Heard(settled, final)


def test_settled_words_stay_and_the_final_words_begin_with_them(heard: Heard) -> None:
    for earlier, later in pairwise([*heard.settled, heard.final]):
        assert later[: len(earlier)] == earlier
    assert any(heard.settled), "nothing settled while the answer was said"


def test_words_lie_in_order_within_the_turn_on_the_session_clock(heard: Heard, answer: Speech) -> None:
    assert len(heard.final) > len(answer.words) // 2
    for word in heard.final:
        assert word.text
        assert word.text == word.text.strip()
        assert FIRST // 16 <= word.start_ms <= word.end_ms <= FIRST // 16 + answer.duration_ms
        assert 0 <= word.probability <= 1
    assert all(a.end_ms <= b.start_ms + 1 for a, b in pairwise(heard.final))


def test_the_gist_is_heard(ear: Ear, heard: Heard, answer: Speech) -> None:
    words = {word.text.lower().strip(".,") for word in heard.final}
    expected = {word.text.lower().strip(".,") for word in answer.words if len(word.text) > 4}
    assert len(words & expected) >= len(expected) * (0.4 if ear.weak else 1.0)


def test_silence_and_noise_have_no_words(ear: Ear) -> None:
    stream = ear.open()
    for rms, first in ((0.0, FIRST), (12.0, FIRST + 64_000), (300.0, FIRST + 128_000)):
        pcm = room_tone(64_000, rms=rms).astype("<i2").tobytes()
        feed(stream, pcm, first=first)
    assert stream.partial() == ()
    assert stream.final() == ()
    stream.close()


def test_the_first_word_is_kept_when_speech_begins_at_once(ear: Ear, answer: Speech) -> None:
    start = answer.sentences[0].start_ms * 16
    stream = ear.open()
    feed(stream, answer.pcm[2 * start : 2 * start + 32_000 * 6], first=FIRST)
    words = stream.final()
    stream.close()
    assert words[0].start_ms < FIRST // 16 + 600
    if not ear.weak:
        assert words[0].text == answer.words[0].text


def test_a_turn_that_is_closed_without_an_end_leaves_the_ear_usable(ear: Ear, answer: Speech) -> None:
    stream = ear.open()
    feed(stream, answer.pcm[: 32_000 * 3])
    stream.close()
    stream.close()
    again = ear.open()
    feed(again, answer.pcm[: 32_000 * 6], partials=False)
    assert again.final()
    again.close()


def test_an_empty_turn_has_no_words(ear: Ear) -> None:
    stream = ear.open()
    assert stream.partial() == ()
    assert stream.final() == ()
    stream.close()


def test_half_a_sample_is_refused(ear: Ear) -> None:
    stream = ear.open()
    with pytest.raises(ValueError, match="even number"):
        stream.feed(b"\0", first_sample=0)
    stream.close()


def test_the_session_may_say_where_speech_is(ear: Ear, answer: Speech) -> None:
    asked: list[tuple[int, int]] = []

    def nobody(start_ms: int, end_ms: int) -> bool:
        asked.append((start_ms, end_ms))
        return False

    stream = ear.open(voiced=nobody)
    feed(stream, answer.pcm[: 32_000 * 4])
    assert stream.final() == ()
    assert asked[0] == (FIRST // 16, FIRST // 16 + 32)
    stream.close()


def test_loud_clipping_does_not_break_it(ear: Ear, answer: Speech) -> None:
    samples = np.frombuffer(answer.pcm[: 32_000 * 5], "<i2").astype(np.int32) * 8
    stream = ear.open()
    feed(stream, np.clip(samples, -32768, 32767).astype("<i2").tobytes())
    stream.final()
    stream.close()

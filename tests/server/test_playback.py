"""The interviewer's track holds what was heard, at its place, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from hotseat.playback import Playback

LINE = np.arange(1, 1601, dtype=np.int16)


class Track:
    """Samples at places, as the recording keeps them."""

    def __init__(self) -> None:
        self.samples = np.zeros(10_000, np.int16)

    def write(self, at: int, pcm: bytes) -> None:
        self.samples[at : at + len(pcm) // 2] = np.frombuffer(pcm, np.int16)

    def heard(self) -> list[int]:
        return [int(value) for value in self.samples if value]


@pytest.fixture
def track() -> Track:
    return Track()


@pytest.fixture
def playback(track: Track) -> Playback:
    made = Playback(track.write)
    made.begin(1)
    made.sound(1, LINE.tobytes(), last=True)
    return made


def test_a_line_lies_where_it_sounded(track: Track, playback: Playback) -> None:
    playback.playing(500)
    for clock in range(512, 4096, 512):
        playback.advance(clock)
    playback.ended(1600)
    assert np.array_equal(track.samples[500:2100], LINE)
    assert len(track.heard()) == 1600


def test_a_report_that_comes_late_still_puts_it_at_its_place(track: Track, playback: Playback) -> None:
    playback.advance(2048)
    playback.playing(1000)
    playback.advance(2048)
    assert np.array_equal(track.samples[1000:2048], LINE[:1048])


def test_what_was_cut_is_taken_out_again(track: Track, playback: Playback) -> None:
    playback.playing(0)
    playback.advance(1024)
    playback.ended(700)
    assert track.heard() == list(range(1, 701))


def test_after_a_hold_the_rest_lies_later(track: Track, playback: Playback) -> None:
    playback.playing(0)
    playback.advance(1024)
    playback.held(800)
    playback.advance(3072)
    playback.playing(2048)
    playback.advance(4096)
    playback.ended(1600)
    assert np.array_equal(track.samples[:800], LINE[:800])
    assert not track.samples[800:2848].any()
    assert np.array_equal(track.samples[2848:3648], LINE[800:])


def test_the_sound_is_foretold_and_what_was_held_is_taken_back(track: Track) -> None:
    told = Track()
    playback = Playback(track.write, foretell=told.write, ahead=300)
    playback.begin(1)
    playback.sound(1, LINE.tobytes(), last=True)
    playback.playing(500)
    playback.advance(1000)
    assert np.array_equal(told.samples[500:1300], LINE[:800])
    assert np.array_equal(track.samples[500:1000], LINE[:500])
    playback.held(450)
    assert told.heard() == track.heard() == list(range(1, 451))
    playback.playing(2000 - 450)
    playback.advance(2100)
    assert np.array_equal(told.samples[2000:2400], LINE[450:850])


def test_a_lost_line_counts_as_far_as_it_sounded(track: Track, playback: Playback) -> None:
    playback.playing(0)
    playback.advance(512)
    playback.ended(playback.sounded_samples)
    assert len(track.heard()) == 512


def test_sound_of_another_line_is_not_taken(track: Track, playback: Playback) -> None:
    playback.begin(2)
    playback.sound(1, LINE.tobytes(), last=True)
    playback.playing(0)
    playback.advance(2048)
    assert not track.heard()

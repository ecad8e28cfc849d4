"""Our own voice in the microphone does not count as speech; the candidate's does, over it and without it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from hotseat.core.echo import EARLY, FIRST_FRAMES, FRAME_SAMPLES, PERSISTENT_FRAMES, EchoGuard

FRAMES = 300
LOUD, AUDIBLE = 4000.0, 36.0
Sound = NDArray[np.float64]


def talk(seed: int, frames: int = FRAMES) -> Sound:
    """Noise whose loudness goes up and down as syllables and words do; a tenth of it silence."""
    rng = np.random.default_rng(seed)
    loudness = np.repeat(10 ** rng.uniform(-1.5, 0, frames // 4 + 1), 4)[:frames]
    loudness[np.repeat(rng.random(frames // 10 + 1) < 0.1, 10)[:frames]] = 0
    return np.asarray(rng.standard_normal(frames * FRAME_SAMPLES) * np.repeat(loudness, FRAME_SAMPLES) * LOUD)


def room(samples: int) -> Sound:
    return np.random.default_rng(99).standard_normal(samples) * 12


def late(sound: Sound, ms: int) -> Sound:
    """The sound as it is heard `ms` after the place that we know of; before it where that is less than 0."""
    return np.concatenate([np.zeros(max(ms, 0) * 16), sound[max(-ms, 0) * 16 :], np.zeros(max(-ms, 0) * 16)])[
        : len(sound)
    ]


def pcm(sound: Sound, frame: int) -> bytes:
    part = sound[frame * FRAME_SAMPLES : (frame + 1) * FRAME_SAMPLES]
    return np.clip(part, -32768, 32767).astype("<i2").tobytes()


def passed(guard: EchoGuard, mic: Sound, ours: Sound, *, first: int = 0) -> list[bool]:
    """Which frames count as speech, when the detector takes every one for a voice."""
    out = []
    guard.played((first - EARLY) * FRAME_SAMPLES, b"".join(pcm(ours, first + f) for f in range(EARLY)))
    for frame in range(first, len(mic) // FRAME_SAMPLES):
        sounding = pcm(ours, frame + EARLY)
        if any(sounding):
            guard.played(frame * FRAME_SAMPLES, sounding)
        out.append(guard.hear(frame * FRAME_SAMPLES, pcm(mic, frame), 1.0) > 0)
    return out


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("ms", [-90, 0, 40, 250, 560])
@pytest.mark.parametrize("db", [-6, -25])
def test_our_voice_in_the_microphone_is_not_speech(seed: int, ms: int, db: int) -> None:
    ours = talk(seed)
    echo = late(ours, ms) * 10 ** (db / 20)
    heard = passed(EchoGuard(), echo + room(len(ours)), ours)
    audible = [h for frame, h in enumerate(heard) if np.std(echo[frame * FRAME_SAMPLES :][:FRAME_SAMPLES]) > AUDIBLE]
    assert len(audible) > 100
    assert sum(audible) <= 0.03 * len(audible)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("db", [None, -10])
def test_the_candidate_over_our_voice_is_speech(seed: int, db: int | None) -> None:
    ours, theirs = talk(seed), talk(seed + 50)
    theirs[: FRAMES // 2 * FRAME_SAMPLES] = 0
    echo = late(ours, 120) * 10 ** (db / 20) if db is not None else 0
    heard = passed(EchoGuard(), echo + theirs + room(len(ours)), ours)
    loud = [h for frame, h in enumerate(heard) if np.std(theirs[frame * FRAME_SAMPLES :][:FRAME_SAMPLES]) > LOUD / 2]
    assert len(loud) > 10
    assert sum(loud) >= (0.95 if db is None else 0.5) * len(loud)


def test_nothing_is_held_off_while_we_are_silent() -> None:
    theirs = talk(7)
    assert all(passed(EchoGuard(), theirs, np.zeros(len(theirs))))


def test_the_beginning_of_our_first_line_is_not_believed() -> None:
    """Before the microphone has been compared with us, a voice in it may be ours."""
    ours, theirs = talk(3), talk(4)
    heard = passed(EchoGuard(), theirs + room(len(ours)), ours)
    first = next(frame for frame in range(FRAMES) if any(pcm(ours, frame + EARLY)))
    assert not any(heard[first : first + FIRST_FRAMES // 2])
    assert any(heard[first + FIRST_FRAMES :])


def test_what_was_taken_back_was_not_played() -> None:
    """A line that was held: the sound laid ahead of the hold is written over with silence."""
    guard, ours = EchoGuard(), talk(5)
    guard.played(0, pcm(ours, 0) + pcm(ours, 1))
    guard.played(0, bytes(4 * FRAME_SAMPLES))
    assert guard.hear(0, pcm(talk(6), 0), 0.9) == 0.9


def test_a_microphone_that_keeps_hearing_us_is_known() -> None:
    ours, guard = talk(8), EchoGuard()
    passed(guard, late(ours, 100) * 0.2 + room(len(ours)), ours)
    assert guard.held_off >= PERSISTENT_FRAMES
    assert guard.persistent


def test_a_headset_is_not_taken_for_loudspeakers() -> None:
    ours, theirs, guard = talk(8), talk(58), EchoGuard()
    heard = passed(guard, theirs + room(len(ours)), ours)
    assert not guard.persistent
    assert sum(heard[FIRST_FRAMES:]) >= 0.8 * len(heard[FIRST_FRAMES:])


@pytest.mark.parametrize("frames_late", [1, 8, 15])
def test_sound_that_is_told_late_still_counts_as_ours(frames_late: int) -> None:
    """A client's report of a line that began comes after the first frames of it were heard."""
    ours, guard = talk(9), EchoGuard()
    echo = late(ours, 60) * 0.3 + room(len(ours))
    passed(guard, echo, ours)
    assert guard.persistent, "the microphone is known to follow us"
    for frame in range(60):
        guard.hear((FRAMES + frame) * FRAME_SAMPLES, pcm(room(60 * FRAME_SAMPLES), frame), 0.0)
    again, out = talk(10), list[bool]()
    heard = late(again, 60) * 0.3 + room(len(again))
    for frame in range(60):
        at = (FRAMES + 60 + frame) * FRAME_SAMPLES
        if frame >= frames_late:
            told = 0 if frame == frames_late else frame + EARLY
            sound = b"".join(pcm(again, f) for f in range(told, frame + EARLY + 1))
            guard.played(at + (told - frame - EARLY) * FRAME_SAMPLES, sound)
        out.append(guard.hear(at, pcm(heard, frame), 1.0) > 0)
    audible = [
        o for f, o in enumerate(out) if f > frames_late and np.std(heard[f * FRAME_SAMPLES :][:FRAME_SAMPLES]) > 99
    ]
    assert sum(audible) <= 0.1 * len(audible)

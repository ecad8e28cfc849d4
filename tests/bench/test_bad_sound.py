"""Bad input on the audio clock: the real voice detector and the real conductor, no sleeps."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from bench.figures import judged
from bench.sets import RATE, Item, Pcm, room_tone
from bench.synthetic import one, synthetic
from stage import LINE_MS, Stage

from bench import ours
from hotseat.adapters.vad import FRAME_BYTES, Vad
from hotseat.core import events as ev


def voices(pcm: Pcm) -> list[float]:
    vad, data = Vad(), pcm.tobytes()
    return [vad.probability(data[at : at + FRAME_BYTES]) for at in range(0, len(data) - FRAME_BYTES + 1, FRAME_BYTES)]


def heard(pcm: Pcm, *, times: int = 1) -> Stage:
    """A session that hears this after the opening; the ear hears no words in it."""
    stage = Stage()
    stage.hears = None
    stage.open().quiet(LINE_MS + 200)
    for voice in voices(pcm) * times:
        stage._frame(voice)
    return stage


def tone(seconds: float, *pitches: float) -> Pcm:
    at = np.arange(int(seconds * RATE)) / RATE
    beat = 0.5 + 0.5 * np.sign(np.sin(2 * np.pi * 2 * at))
    wave = sum(np.sin(2 * np.pi * pitch * at) + 0.5 * np.sin(4 * np.pi * pitch * at) for pitch in pitches)
    return np.asarray(4000 * beat * wave / len(pitches), np.int16)


@cache
def an_answer() -> Item:
    return next(synthetic(12, 1))


def test_45_minutes_of_silence_nudge_restate_and_stop_the_clock() -> None:
    quiet = voices(room_tone(10, np.random.default_rng(2)))
    stage = Stage().open().quiet(LINE_MS + 200)
    for voice in quiet * (45 * 6):
        stage._frame(voice)
    assert not stage.of(ev.TurnOpened)
    assert [e.reason for e in stage.of(ev.SessionPaused)] == ["absent"]
    assert len(stage.asked()) == 3


@pytest.mark.parametrize(
    "pcm",
    [
        np.asarray(np.random.default_rng(3).standard_normal(20 * RATE) * 3000, np.int16),
        tone(20, 220, 277.2, 329.6),
        np.zeros(20 * RATE, np.int16),
    ],
    ids=["white noise", "music", "a dead microphone"],
)
def test_sound_without_words_never_gets_an_answer(pcm: Pcm) -> None:
    stage = heard(pcm)
    assert not [e for e in stage.of(ev.TurnTranscribed) if e.text]
    assert {e.move for e in stage.of(ev.QuestionAsked)} <= {"open", "nudge", "restate"}


@pytest.mark.parametrize("level", [0.1, 8.0], ids=["a tenth of full scale", "clipping"])
def test_a_bad_level_changes_little(level: float) -> None:
    item = an_answer()
    pcm = np.clip(item.pcm.astype(np.float64) * level, -32768, 32767).astype(np.int16)
    changed = Item(
        name="x", pcm=pcm, pauses=item.pauses, yield_s=item.yield_s, words=item.words, asked=item.asked, made=""
    )
    before, after = (judged(i, ours.run(i).stops_s) for i in (item, changed))
    assert abs(sum(cut for _, cut in before.cut) - sum(cut for _, cut in after.cut)) <= 1
    assert before.delay_s is not None
    assert after.delay_s is not None


def test_a_television_in_the_background_leaves_the_done_key() -> None:
    television = (an_answer().pcm.astype(np.float64) * 0.05).astype(np.int16)
    stage = heard(television)
    if stage.interview.at.turn_open:
        stage.hears = "some words"
        stage.press("done")
    assert not stage.interview.at.ended
    stage.type("I would start with the nurse.")
    assert stage.of(ev.TurnTranscribed)[-1].text == "I would start with the nurse."


def test_two_speakers_are_one_turn_and_no_crash() -> None:
    import random

    first, second = an_answer(), one(random.Random("other"), "other")
    length = min(len(first.pcm), len(second.pcm))
    both = np.clip(first.pcm[:length].astype(np.int32) + second.pcm[:length], -32768, 32767).astype(np.int16)
    stage = heard(both)
    opened, ended = len(stage.of(ev.TurnOpened)), len(stage.of(ev.TurnCommitted))
    assert opened - ended in (0, 1)

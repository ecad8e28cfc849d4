"""espeak-ng twice in one process: our library and the one inside piper must not meet."""

from __future__ import annotations

import threading

import pytest
from speech import PIPER_MICRO

from hotseat.adapters.espeak import EspeakVoice
from hotseat.adapters.piper import PiperVoice
from hotseat.core.voice import Voice

LINES = ("You said five percent. Why five?", "Who decides what it will never answer?", "Pick one.")


def length(voice: Voice, line: str) -> int:
    """Bytes of a line."""
    return sum(map(len, voice.speak(line)))


def same(lengths: list[int]) -> object:
    """espeak-ng varies by some ms from one time to the next, alone as well; a phoneme is longer."""
    return pytest.approx(lengths, abs=800)


def test_one_after_the_other_is_as_alone() -> None:
    espeak, piper = EspeakVoice("en-gb+m3"), PiperVoice(PIPER_MICRO)
    alone = [length(espeak, line) for line in LINES]
    first = [length(piper, line) for line in LINES]
    assert [length(espeak, line) for line in LINES] == same(alone)
    assert [length(piper, line) for line in LINES] == same(first)


def test_both_at_once_from_two_threads() -> None:
    voices: tuple[Voice, ...] = (EspeakVoice("en-us+f5"), PiperVoice(PIPER_MICRO))
    alone = [[length(voice, line) for line in LINES] for voice in voices]
    heard: list[list[int]] = [[], []]

    def speak(index: int) -> None:
        for _ in range(5):
            heard[index] = [length(voices[index], line) for line in LINES]

    threads = [threading.Thread(target=speak, args=(index,)) for index in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard[0] == same(alone[0])
    assert heard[1] == same(alone[1])

"""Incremental transcription against an engine that reads words written into the samples.

Each word is a stretch of samples that all hold the word's number, so the stand-in engine can tell what
any window contains, which words it cuts, and where it may be wrong without being found out by luck.
"""

from __future__ import annotations

import random
from itertools import groupby, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotseat.adapters.incremental import IncrementalStream, Limits
from hotseat.core.ear import EAR_RATE, Word

FIRST = 48_000
VOCABULARY = ["user", "boundary", "metric", "rollback", "launch", "agent", "fallback", "latency", "cost", "trust"]


class Monologue:
    """Words and silences as samples, and the truth about them."""

    def __init__(self, plan: list[tuple[int, int]]) -> None:
        """``plan`` holds (word length, silence after it) in ms."""
        parts = [np.zeros(EAR_RATE // 2, np.int16)]
        for number, (word_ms, silence_ms) in enumerate(plan, 1):
            parts.append(np.full(word_ms * 16, number, np.int16))
            parts.append(np.zeros(silence_ms * 16, np.int16))
        self.samples = np.concatenate([*parts, np.zeros(EAR_RATE, np.int16)])
        self.lengths = {n: word_ms * 16 for n, (word_ms, _) in enumerate(plan, 1)}

    def text(self, number: int) -> str:
        return f"{VOCABULARY[number % len(VOCABULARY)]}{number}"

    @property
    def words(self) -> list[str]:
        return [self.text(number) for number in self.lengths]

    def voiced(self, start_ms: int, end_ms: int) -> bool:
        low, high = start_ms * 16 - FIRST, end_ms * 16 - FIRST
        return bool(self.samples[max(0, low) : max(0, high)].any())


class Engine:
    """Reads the words out of a window; cut words come out wrong, and so may the last ones."""

    def __init__(self, monologue: Monologue, *, unsteady: int = 0, deaf_after_ms: int = 0) -> None:
        self.monologue, self.unsteady, self.deaf_after_ms = monologue, unsteady, deaf_after_ms
        self.windows: list[int] = []
        self._rng = random.Random(7)

    def __call__(self, samples: np.ndarray, before: str) -> list[Word]:
        self.windows.append(len(samples) // 16)
        heard: list[Word] = []
        at = silence = 0
        for number, stretch in groupby(samples.tolist()):
            length = len(list(stretch))
            if number == 0:
                silence = length // 16
            else:
                if self.deaf_after_ms and heard and silence > self.deaf_after_ms:
                    break
                share = length / self.monologue.lengths[number]
                if share > 0.3:
                    text = self.monologue.text(number) if share > 0.9 else f"cut{number}"
                    heard.append(Word(text=text, start_ms=at // 16, end_ms=(at + length) // 16, probability=0.9))
            at += length
        speech_to_the_end = bool(samples[-1])
        if speech_to_the_end:
            for index in range(max(0, len(heard) - self.unsteady), len(heard)):
                word = heard[index]
                guess = f"guess{self._rng.randrange(10**6)}"
                heard[index] = Word(text=guess, start_ms=word.start_ms, end_ms=word.end_ms, probability=0.3)
        return heard


def listen(
    monologue: Monologue, engine: Engine, *, block: int = 8000, every: int = 1, limits: Limits | None = None
) -> tuple[list[str], list[tuple[str, ...]]]:
    """Feed block by block, ask for a partial every few blocks; final words and settled words over time."""
    stream = IncrementalStream(engine, voiced=monologue.voiced, limits=limits)
    history = []
    for index, start in enumerate(range(0, len(monologue.samples), block)):
        chunk = monologue.samples[start : start + block]
        stream.feed(chunk.tobytes(), first_sample=FIRST + start)
        if every and index % every == every - 1:
            words = stream.partial()
            history.append(tuple(w.text for w in words[: stream.settled]))
    final = stream.final()
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(final))
    return [word.text for word in final], history


PLANS = st.lists(
    st.tuples(st.integers(90, 700), st.one_of(st.just(0), st.integers(40, 400), st.integers(400, 4000))),
    min_size=1,
    max_size=90,
)


@settings(max_examples=60, deadline=None)
@given(
    plan=PLANS,
    block=st.sampled_from([512, 3000, 8000, 16000, 80000]),
    every=st.sampled_from([0, 1, 3, 40]),
    unsteady=st.integers(0, 3),
)
def test_no_word_is_lost_or_doubled_and_settled_words_stay(
    plan: list[tuple[int, int]], block: int, every: int, unsteady: int
) -> None:
    monologue = Monologue(plan)
    final, history = listen(monologue, Engine(monologue, unsteady=unsteady), block=block, every=every)
    assert final == monologue.words
    for earlier, later in pairwise([*history, tuple(final)]):
        assert later[: len(earlier)] == earlier


@settings(max_examples=30, deadline=None)
@given(words=st.lists(st.integers(100, 600), min_size=60, max_size=140), every=st.sampled_from([0, 1, 30]))
def test_a_minute_without_a_pause_is_heard_whole(words: list[int], every: int) -> None:
    monologue = Monologue([(word_ms, 0) for word_ms in words])
    final, _ = listen(monologue, Engine(monologue, unsteady=1), every=every)
    assert final == monologue.words


def long_answer() -> Monologue:
    rng = random.Random(3)
    return Monologue(
        [
            (rng.randint(120, 500), rng.choice((0, 0, 0, 60, 300)) if n % 11 else rng.randint(500, 2500))
            for n in range(1, 600)
        ]
    )


def test_the_end_of_a_long_answer_costs_no_more_than_one_window() -> None:
    monologue = long_answer()
    engine = Engine(monologue)
    stream = IncrementalStream(engine, voiced=monologue.voiced)
    for start in range(0, len(monologue.samples), 8000):
        stream.feed(monologue.samples[start : start + 8000].tobytes(), first_sample=FIRST + start)
        stream.partial()
    before = len(engine.windows)
    assert [word.text for word in stream.final()] == monologue.words
    assert len(engine.windows) == before, "the silence at the end had been enough to hear everything"
    assert max(engine.windows) <= Limits().window_ms + Limits().trail_ms


def test_sound_is_let_go_once_its_words_are_settled() -> None:
    monologue = long_answer()
    stream = IncrementalStream(Engine(monologue), voiced=monologue.voiced)
    held = []
    for start in range(0, len(monologue.samples), 8000):
        stream.feed(monologue.samples[start : start + 8000].tobytes(), first_sample=FIRST + start)
        stream.partial()
        held.append((stream._audio.end - stream._audio.start) / EAR_RATE)
    assert max(held) < 22


def test_an_engine_that_stops_at_a_silence_is_asked_for_the_rest() -> None:
    monologue = Monologue([(300, 50), (300, 900), (300, 50), (400, 80), (500, 80)])
    final, _ = listen(monologue, Engine(monologue, deaf_after_ms=600), every=0)
    assert final == monologue.words


def test_silence_is_never_given_to_the_engine() -> None:
    monologue = Monologue([(300, 30_000)])
    engine = Engine(monologue)
    assert listen(monologue, engine)[0] == monologue.words
    assert max(engine.windows) < 1000


def test_words_without_voiced_sound_are_dropped() -> None:
    monologue = Monologue([(400, 100), (400, 2000)])

    def inventing(samples: np.ndarray, before: str) -> list[Word]:
        ghost = Word(text="Thanks", start_ms=90_000, end_ms=90_400, probability=0.9)
        return [*Engine(monologue)(samples, before), ghost]

    stream = IncrementalStream(inventing, voiced=monologue.voiced)
    stream.feed(monologue.samples.tobytes(), first_sample=FIRST)
    assert [word.text for word in stream.final()] == monologue.words


def test_nothing_said_gives_nothing_and_asks_nothing() -> None:
    def never(samples: np.ndarray, before: str) -> list[Word]:
        raise AssertionError("the engine was asked about silence")

    stream = IncrementalStream(never, voiced=lambda start, end: False)
    stream.feed(bytes(64_000), first_sample=0)
    assert stream.partial() == ()
    assert stream.final() == ()


def test_a_final_without_any_sound_is_empty() -> None:
    stream = IncrementalStream(lambda samples, before: [], voiced=lambda start, end: True)
    assert stream.final() == ()
    stream.close()
    stream.close()


def test_a_gap_is_silence_and_old_sound_is_ignored() -> None:
    monologue = Monologue([(300, 200), (400, 2000)])
    stream = IncrementalStream(Engine(monologue), voiced=monologue.voiced)
    sound = monologue.samples
    stream.feed(sound[:20_000].tobytes(), first_sample=FIRST)
    stream.feed(sound[10_000:30_000].tobytes(), first_sample=FIRST + 10_000)
    stream.feed(sound[34_000:].tobytes(), first_sample=FIRST + 34_000)
    words = stream.final()
    assert [word.text for word in words] == monologue.words
    assert words[0].start_ms == (FIRST + EAR_RATE // 2) // 16


@pytest.mark.parametrize("tentative", [True, False])
def test_a_dear_engine_is_asked_once_a_stretch(tentative: bool) -> None:
    monologue = long_answer()
    engine = Engine(monologue)
    limits = Limits(tentative=tentative, pause_ms=700)
    final, _ = listen(monologue, engine, limits=limits)
    assert final == monologue.words
    if not tentative:
        assert sum(engine.windows) < 1.2 * len(monologue.samples) / 16

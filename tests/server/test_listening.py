"""The ear's worker: it never holds up the sound, bounds what waits for it, and says how far behind it is."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from hotseat.core import events as ev
from hotseat.core.ear import Ear, EarStream, Voiced, Word
from hotseat.errors import HotseatError
from hotseat.listening import QUEUED_MOST, Listening
from hotseat.recording import Recording
from hotseat.telling import Telling


class StuckEar:
    """Hears nothing until it is let go; then remembers every byte it was given."""

    name, weak, remote = "stuck", False, False

    def __init__(self) -> None:
        self.free = threading.Event()
        self.got = bytearray()

    def warm(self) -> None:
        pass

    def open(self, *, terms: Sequence[str] = (), voiced: Voiced | None = None) -> EarStream:
        return self

    settled = 0

    def feed(self, pcm: bytes, *, first_sample: int) -> None:
        self.free.wait(30)
        self.got += pcm

    def partial(self) -> tuple[Word, ...]:
        return ()

    def final(self) -> tuple[Word, ...]:
        return (Word(text="done", start_ms=0, end_ms=1, probability=1.0),)

    def close(self) -> None:
        pass


def never(ear: Ear) -> Ear:
    raise AssertionError("the ear did not fail")


def test_sound_is_taken_while_the_ear_is_stuck_and_none_of_it_is_lost() -> None:
    frame = 512
    sound = bytes(range(256)) * 4 * (QUEUED_MOST // frame + 40)
    read: list[tuple[int, int]] = []

    def recorded(first: int, count: int) -> bytes:
        read.append((first, count))
        return sound[first * 2 : (first + count) * 2]

    ear, over = StuckEar(), threading.Event()
    listening = Listening(
        ear,
        fallback=never,
        terms=(),
        voiced=lambda start, end: True,
        recorded=recorded,
        on_partial=lambda *_: None,
        on_final=lambda turn, words: over.set(),
        on_change=lambda *_: None,
    )
    listening.open(1)
    for at in range(0, len(sound), frame * 2):
        listening.feed(at // 2, sound[at : at + frame * 2])
    assert listening.behind_ms > 60_000
    listening.want_final(1, lambda: (0, sound))
    ear.free.set()
    assert over.wait(30)
    assert bytes(ear.got) == sound
    assert read, "what waited beyond a minute was read back instead of kept"
    assert all(first >= QUEUED_MOST - frame for first, _ in read)
    assert listening.behind_ms == 0
    listening.leave()


def test_an_ear_rests_between_passes_but_not_at_a_pause() -> None:
    clock, over = [0.0], threading.Semaphore(0)

    class Slow(StuckEar):
        def partial(self) -> tuple[Word, ...]:
            clock[0] += 2.0
            return ()

    ear = Slow()
    ear.free.set()
    listening = Listening(
        ear,
        fallback=never,
        terms=(),
        voiced=lambda start, end: True,
        recorded=lambda first, count: b"",
        on_partial=lambda *_: None,
        on_final=lambda turn, words: over.release(),
        on_change=lambda *_: None,
        now=lambda: clock[0],
    )

    def passes(*, paused: bool) -> int:
        """How many passes a wish leads to; wishes are met in order, so the final words say that it is over."""
        before = clock[0]
        listening.open(1)
        listening.want_partial(paused=paused)
        listening.want_final(1, lambda: (0, b""))
        assert over.acquire(timeout=30)
        return int((clock[0] - before) / 2)

    assert passes(paused=False) == 1
    assert passes(paused=False) == 0, "it rests for as long as the pass took"
    assert passes(paused=True) == 1, "a pause may be the end"
    clock[0] += 2.0
    assert passes(paused=False) == 1
    listening.leave()


@pytest.fixture
def noted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Telling, list[ev.Event]]:
    found: list[ev.Event] = []
    recording = Recording.create(tmp_path_factory.mktemp("sessions") / "one")
    return Telling("one", recording, found.append), found


def codes(found: list[ev.Event]) -> list[str]:
    return [event.code for event in found if isinstance(event, ev.Notice)]


def test_an_ear_that_falls_behind_is_told_of_once_until_it_has_caught_up(
    noted: tuple[Telling, list[ev.Event]],
) -> None:
    telling, found = noted
    for behind in (0, 3_000, 8_000, 20_000, 4_000, 9_000):
        telling.clock(ear_behind_ms=behind)
    assert codes(found) == ["ear_behind"]
    telling.clock(ear_behind_ms=0)
    telling.clock(ear_behind_ms=9_000)
    assert codes(found) == ["ear_behind", "ear_behind"]


def test_a_distorted_voice_is_told_of_and_noise_between_words_is_not_judged(
    noted: tuple[Telling, list[ev.Event]],
) -> None:
    telling, found = noted
    loud = (32_767).to_bytes(2, "little", signed=True) * 512
    for _ in range(400):
        telling.watch_microphone(loud, voiced=False)
    assert codes(found) == []
    for _ in range(400):
        telling.watch_microphone(loud, voiced=True)
    assert codes(found) == ["microphone_clipping"]
    telling.microphone("on")
    for _ in range(200):
        telling.watch_microphone(loud, voiced=True)
    assert codes(found) == ["microphone_clipping", "microphone_clipping"]


def test_an_ear_that_fails_gives_way_to_another_and_the_turn_is_whole() -> None:
    class Broken(StuckEar):
        name = "broken"

        def final(self) -> tuple[Word, ...]:
            raise HotseatError("ear_failed", "It broke down.")

    changes: list[tuple[str, str]] = []
    heard: list[tuple[Word, ...]] = []
    over, second = threading.Event(), StuckEar()
    broken = Broken()
    broken.free.set()
    second.free.set()
    sound = bytes(2048)

    def final(turn: int, words: tuple[Word, ...]) -> None:
        heard.append(words)
        over.set()

    listening = Listening(
        broken,
        fallback=lambda failed: second,
        terms=(),
        voiced=lambda start, end: True,
        recorded=lambda first, count: sound[first * 2 : (first + count) * 2],
        on_partial=lambda *_: None,
        on_final=final,
        on_change=lambda was, now, error: changes.append((was, now)),
    )
    listening.open(1)
    listening.feed(0, sound)
    listening.want_final(1, lambda: (0, sound))
    assert over.wait(30)
    assert changes == [("broken", "stuck")]
    assert [word.text for word in heard[0]] == ["done"]
    assert bytes(second.got) == sound
    listening.leave()


class Hears(StuckEar):
    """Makes out one word a half second of sound, and settles all but the last; breaks once it has made out `most`."""

    def __init__(self, name: str, *, most: int = 1_000) -> None:
        super().__init__()
        self.name, self.most = name, most
        self.free.set()
        self.first: int | None = None

    def feed(self, pcm: bytes, *, first_sample: int) -> None:
        self.first = first_sample if self.first is None else self.first
        super().feed(pcm, first_sample=first_sample)

    def partial(self) -> tuple[Word, ...]:
        at, count = (self.first or 0) // 16, len(self.got) // 16_000
        if count > self.most:
            raise HotseatError("ear_failed", "It broke down.")
        self.settled = max(count - 1, 0)
        return tuple(
            Word(text=self.name, start_ms=at + n * 500, end_ms=at + n * 500 + 500, probability=1.0)
            for n in range(count)
        )

    def final(self) -> tuple[Word, ...]:
        return self.partial()


@pytest.mark.parametrize("breaks", ["while it is spoken", "at its end"])
@pytest.mark.parametrize("second", ["goes on", "does not even begin"])
def test_what_was_settled_stays_and_the_rest_is_heard_by_the_next_ear(breaks: str, second: str) -> None:
    class NoStart(Hears):
        def open(self, *, terms: Sequence[str] = (), voiced: Voiced | None = None) -> EarStream:
            raise HotseatError("ear_failed", "It is not there.")

    changes: list[tuple[str, str]] = []
    partials: list[str] = []
    heard: list[str] = []
    over = threading.Semaphore(0)
    third = Hears("third")
    after = {"first": Hears("second") if second == "goes on" else NoStart("second"), "second": third}

    def partial(turn: int, text: str, settled: int, heard_to_ms: int, weak: bool) -> None:
        partials.append(text)
        over.release()

    def final(turn: int, words: tuple[Word, ...]) -> None:
        heard.extend(word.text for word in words)
        over.release()

    def change(was: str, now: str, error: HotseatError) -> None:
        changes.append((was, now))
        if breaks == "while it is spoken" and now == last:
            over.release()

    last = "second" if second == "goes on" else "third"
    sound = bytes(32_000 * 3)
    listening = Listening(
        Hears("first", most=4),
        fallback=lambda failed: after[failed.name],
        terms=(),
        voiced=lambda start, end: True,
        recorded=lambda first, count: sound[first * 2 : (first + count) * 2],
        on_partial=partial,
        on_final=final,
        on_change=change,
    )
    listening.open(1)
    listening.feed(0, sound[: 32_000 * 2])
    listening.want_partial(paused=True)
    assert over.acquire(timeout=30)
    assert partials == ["first first first first"]
    listening.feed(32_000, sound[32_000 * 2 :])
    if breaks == "while it is spoken":
        listening.want_partial(paused=True)
        assert over.acquire(timeout=30)
        listening.want_partial(paused=True)
        assert over.acquire(timeout=30)
        assert partials[-1] == " ".join(["first"] * 3 + [last] * 3), "the words on the screen go on"
    listening.want_final(1, lambda: (0, sound))
    assert over.acquire(timeout=30)
    assert heard == ["first"] * 3 + [last] * 3
    assert changes == [("first", "second"), ("second", "third")][: 1 if second == "goes on" else 2]
    listening.leave()

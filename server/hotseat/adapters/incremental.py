"""Transcribing while the candidate speaks, with an engine that only knows whole windows.

The law, whatever the engine says: settled words never change; no word is lost or doubled where two
windows meet; text that no voiced sound supports is dropped; work and memory are bounded by the window.

How words settle:

* two successive passes agree on them (LocalAgreement-2, Macháček et al. 2023), and the second heard
  more speech than the first: silence alone is no second opinion;
* or a silence of ``pause_ms`` follows them;
* or the window is full, or the answer is over.

Where the window is cut: in a silence, else at a quiet spot with a few settled words left in front, which
the next pass hears again and which are then recognised and taken off (``_after_kept``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hotseat.adapters.turn_audio import Run, TurnAudio
from hotseat.core.ear import EAR_RATE, SAMPLES_PER_MS, Voiced, Word

Decode = Callable[[NDArray[np.int16], str], Sequence[Word]]
"""``decode(samples, text_before)``: the words of one window, times in ms from the window's start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """All times in ms of sound."""

    window_ms: int = 15_000
    """Longest stretch that is decoded at once; Whisper's own limit is 30 s."""
    trim_ms: int = 10_000
    """From this length on a window without a silence is cut behind settled words."""
    fresh_ms: int = 800
    """New speech that makes another pass worthwhile."""
    pause_ms: int = 1_500
    """A silence that settles what lies before it."""
    breath_ms: int = 250
    """A silence in which the window may be cut between settled words."""
    lead_ms: int = 300
    """Sound kept before speech: voice detection is a frame or two late."""
    trail_ms: int = 300
    """Sound kept after speech: the rest is withheld, for Whisper invents words in silence."""
    context_words: int = 40
    """Words before the window that the engine is told."""
    tentative: bool = True
    """False for an engine where each pass is dear: only stretches that a pause has closed are decoded."""
    closed_ms: int = 6_000
    """Without tentative passes: least stretch worth a request before the end of the answer."""


_OVERLAP_MS = 40
"""Sound kept before a settled word that the next window hears again."""


def plain(text: str) -> str:
    """A word without case and punctuation, for comparing."""
    return "".join(c for c in text.lower() if c.isalnum() or c == "'")


def agreed(one: Sequence[Word], other: Sequence[Word]) -> int:
    """How many words from the start are the same in both."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if plain(a.text) != plain(b.text):
            break
        count += 1
    return count


class IncrementalStream:
    """An ``EarStream`` over any ``Decode``."""

    def __init__(self, decode: Decode, *, voiced: Voiced | None = None, limits: Limits | None = None) -> None:
        self._decode = decode
        self._limits = limits or Limits()
        self._audio = TurnAudio(voiced)
        self._base = 0
        """First sample of the window."""
        self._settled: list[Word] = []
        self._kept = 0
        """How many of the last settled words are in the window and will be heard again."""
        self._tail: list[Word] = []
        """What the last pass heard after the settled words."""
        self._covered = 0
        """The sample up to which the last pass heard."""

    @property
    def settled(self) -> int:
        """How many words from the start of ``partial()`` will not change any more."""
        return len(self._settled)

    def feed(self, pcm: bytes, *, first_sample: int) -> None:
        """Store the sound; see ``EarStream``."""
        self._audio.feed(pcm, first_sample)

    def partial(self) -> tuple[Word, ...]:
        """One pass if enough speech is new; settled words, then the tentative tail."""
        known = self._audio.listen()
        if self._begin(known):
            self._shorten(known)
            if self._limits.tentative and self._worthwhile(known):
                self._pass(known)
        return (*self._settled, *self._tail)

    def final(self) -> tuple[Word, ...]:
        """The words of the whole turn; see ``EarStream``."""
        known = self._audio.listen()
        if self._begin(known):
            self._shorten(known)
            if self._news(known):
                self._tail = self._hear(self._base, known)
            self._settle(len(self._tail))
        self._audio.clear()
        return tuple(self._settled)

    def close(self) -> None:
        """Let go of the sound."""
        self._audio.clear()

    # --- the window -------------------------------------------------------------------------------

    def _begin(self, known: int) -> bool:
        """Move the window's start up to the first speech in it; False when there is none."""
        lead = self._limits.lead_ms * SAMPLES_PER_MS
        self._base = max(self._base, self._audio.start)
        runs = self._audio.runs(self._base, known)
        if not runs:
            if not self._tail:
                self._cut(known - lead, kept=0)
            return bool(self._tail)
        if not self._tail and not self._kept:
            self._cut(runs[0][0] - lead, kept=0)
        return True

    def _cut(self, sample: int, *, kept: int) -> None:
        self._base = max(self._base, sample)
        self._kept = kept
        self._audio.drop_before(self._base)

    def _news(self, known: int) -> list[Run]:
        """Speech that no pass has heard well: what a pass heard last, it heard without what follows."""
        heard = self._covered - 100 * SAMPLES_PER_MS
        return self._audio.runs(max(self._base, heard), known)

    def _worthwhile(self, known: int) -> bool:
        """Enough new speech, or some and then a breath, so that ``final`` finds everything done."""
        news = self._news(known)
        spoken = sum(stop - begin for begin, stop in news)
        still = known - news[-1][1] if news else 0
        limits = self._limits
        return spoken >= limits.fresh_ms * SAMPLES_PER_MS or still >= limits.breath_ms * SAMPLES_PER_MS

    def _shorten(self, known: int) -> None:
        """Settle whole stretches while a long silence closes one, or the window is too long."""
        longest = self._limits.window_ms * SAMPLES_PER_MS
        while True:
            stop = self._closed(known, longest)
            if stop is None:
                if known - self._base <= longest:
                    return
                stop = self._split(self._base + longest)
            self._finish(stop)
            if not self._begin(known):
                return

    def _closed(self, known: int, longest: int) -> int | None:
        """A sample in the first long silence of the window, if speech enough lies before it."""
        pause = self._limits.pause_ms * SAMPLES_PER_MS
        least = 0 if self._limits.tentative else self._limits.closed_ms * SAMPLES_PER_MS
        runs = self._audio.runs(self._base, known, join=pause)
        for run, following in zip(runs, [*(r[0] for r in runs[1:]), known], strict=True):
            spoken = run[1] - self._base
            if following - run[1] >= pause and least <= spoken <= longest:
                return min(run[1] + pause // 2, known)
        return None

    def _split(self, limit: int) -> int:
        """Where to end a full window: its last silence, else its quietest spot near the end."""
        breath = self._limits.breath_ms * SAMPLES_PER_MS
        runs = self._audio.runs(self._base, limit, join=breath)
        earliest = (2 * self._base + limit) // 3
        gaps = [(a[1] + b[0]) // 2 for a, b in pairwise(runs) if (a[1] + b[0]) // 2 > earliest]
        return gaps[-1] if gaps else self._audio.quietest(limit - 2 * EAR_RATE, limit)

    def _finish(self, stop: int) -> None:
        """Settle the words up to ``stop``, from the last pass if it heard that far, and cut there."""
        later: list[Word] = []
        if self._news(stop):
            self._tail = self._hear(self._base, stop)
        else:
            later = [word for word in self._tail if _middle(word) >= stop]
            self._tail = self._tail[: len(self._tail) - len(later)]
        near = 100 * SAMPLES_PER_MS
        mid_speech = self._audio.runs(stop - near, stop) and self._audio.runs(stop, stop + near)
        if mid_speech and len(self._tail) > 6:
            # The last word may be cut in two: leave it, and two more in front of it, to the next window.
            self._settle(len(self._tail) - 1)
            self._tail = []
            at = (self._settled[-2].start_ms - _OVERLAP_MS) * SAMPLES_PER_MS
            self._cut(max(at, self._base + EAR_RATE), kept=2)
            self._covered = self._base
        else:
            self._settle(len(self._tail))
            self._tail = later
            self._cut(stop, kept=0)

    # --- a pass -----------------------------------------------------------------------------------

    def _pass(self, known: int) -> None:
        previous = self._tail
        self._tail = self._hear(self._base, known)
        self._covered = known
        self._settle(agreed(previous, self._tail))
        self._trim(known)

    def _settle(self, count: int) -> None:
        self._settled += self._tail[:count]
        self._kept += count
        self._tail = self._tail[count:]

    def _trim(self, known: int) -> None:
        """Let go of sound whose words are settled."""
        in_window = self._settled[len(self._settled) - self._kept :]
        if not in_window:
            return
        runs = self._audio.runs(self._base, known, join=self._limits.breath_ms * SAMPLES_PER_MS)
        settled_until = (self._tail[0].start_ms if self._tail else in_window[-1].end_ms + 1) * SAMPLES_PER_MS
        for before, after in reversed(list(pairwise(runs))):
            middle = (before[1] + after[0]) // 2
            torn = any(w.start_ms * SAMPLES_PER_MS < middle < w.end_ms * SAMPLES_PER_MS for w in in_window)
            if middle < settled_until and not torn:
                self._cut(middle, kept=sum(_middle(word) > middle for word in in_window))
                return
        if known - self._base > self._limits.trim_ms * SAMPLES_PER_MS and len(in_window) > 3:
            self._cut((in_window[-3].start_ms - _OVERLAP_MS) * SAMPLES_PER_MS, kept=3)

    def _hear(self, begin: int, stop: int) -> list[Word]:
        """Decode ``begin`` to ``stop`` and take off the settled words at its front."""
        limits = self._limits
        context = self._settled[: len(self._settled) - self._kept]
        words: list[Word] = []
        runs = self._audio.runs(begin, stop)
        at = begin
        for _ in range(3):
            if not runs:
                break
            end = min(stop, runs[-1][1] + limits.trail_ms * SAMPLES_PER_MS)
            told = [*context, *words][-limits.context_words :] if limits.context_words else []
            text = " ".join(word.text for word in told)
            heard = self._decode(self._audio.samples(at, end), text)
            words += self._supported(heard, at, runs, words[-1].end_ms if words else 0)
            # Whisper may stop at a silence although speech follows: go on from there.
            reached = max(words[-1].end_ms * SAMPLES_PER_MS if words else 0, at)
            runs = [run for run in runs if run[0] >= reached + limits.trail_ms * SAMPLES_PER_MS]
            missed = sum(past - first for first, past in runs)
            if not words or missed < EAR_RATE or runs[0][0] - at < EAR_RATE // 2:
                break
            at = max(at, runs[0][0] - limits.lead_ms * SAMPLES_PER_MS // 2)
        return self._following(self._after_kept(words))

    def _following(self, words: list[Word]) -> list[Word]:
        """Words that begin no earlier than the settled ones end: two passes may differ by some ms."""
        floor_ms = self._settled[-1].end_ms if self._settled else 0
        for index, word in enumerate(words):
            if word.start_ms >= floor_ms:
                break
            floor_ms = max(floor_ms, word.end_ms)
            words[index] = replace(word, start_ms=min(floor_ms, word.end_ms), end_ms=word.end_ms)
        return words

    def _supported(self, heard: Sequence[Word], at: int, runs: Sequence[Run], floor_ms: int) -> list[Word]:
        """Words on the session clock, held to the voiced sound; those without any near are dropped."""
        near = self._limits.breath_ms
        offset = at // SAMPLES_PER_MS
        words: list[Word] = []
        for word in heard:
            start, end = word.start_ms + offset, word.end_ms + offset
            inside = _parts(start, end, runs)
            if inside:
                start, end = inside[0][0], inside[-1][1]
            elif not any(
                first // SAMPLES_PER_MS < end + near and past // SAMPLES_PER_MS > start - near for first, past in runs
            ):
                continue
            start = max(start, floor_ms)
            floor_ms = max(start, end)
            words.append(replace(word, start_ms=start, end_ms=floor_ms))
        return words

    def _after_kept(self, words: list[Word]) -> list[Word]:
        """Take off the front the part that says again the settled words still in the window.

        The place is where the fewest edits turn the front into those words; among equals, where the
        times fit best.
        """
        kept = self._settled[len(self._settled) - self._kept :]
        if not kept:
            return words
        row = list(range(len(words) + 1))
        for i, old in enumerate(kept, 1):
            above, row = row, [i]
            for j, new in enumerate(words, 1):
                change = above[j - 1] + (plain(old.text) != plain(new.text))
                row.append(min(change, above[j] + 1, row[j - 1] + 1))
        end_ms = kept[-1].end_ms

        def misfit(count: int) -> tuple[int, int]:
            until = words[count - 1].end_ms if count else words[0].start_ms if words else end_ms
            return row[count], abs(until - end_ms)

        return words[min(range(len(words) + 1), key=misfit) :]


def _parts(start_ms: int, end_ms: int, runs: Sequence[Run]) -> list[tuple[int, int]]:
    """The voiced parts, in ms, of a word's stretch, without slivers of a neighbour's voice at its ends."""
    parts = [
        (max(start_ms, begin // SAMPLES_PER_MS), min(end_ms, stop // SAMPLES_PER_MS))
        for begin, stop in runs
        if begin // SAMPLES_PER_MS < end_ms and stop // SAMPLES_PER_MS > start_ms
    ]
    for end in (-1, 0):
        while len(parts) > 1 and 3 * (parts[end][1] - parts[end][0]) < sum(b - a for a, b in parts):
            parts.pop(end)
    return parts


def _middle(word: Word) -> int:
    """The session sample in the middle of a word."""
    return (word.start_ms + word.end_ms) * SAMPLES_PER_MS // 2

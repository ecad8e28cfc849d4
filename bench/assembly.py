"""Puts an answer together from pieces of speech and pauses of room tone, and keeps the books of words and pauses."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from bench.sets import RATE, TAIL_S, Item, Pause, Pcm, Spoken, room_tone

_FADE = RATE // 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of speech; words timed from its own start."""

    pcm: Pcm
    words: tuple[Spoken, ...]


def trimmed(pcm: Pcm, words: tuple[Spoken, ...]) -> Piece:
    """Without the near-silence and breath at both ends (10 ms below 5 % of loud speech), words kept inside."""
    level = np.sqrt(np.convolve(pcm.astype(np.float32) ** 2, np.ones(160) / 160, "same"))
    loud = np.nonzero(level > max(0.05 * float(np.percentile(level, 98)) if len(level) else 0.0, 40))[0]
    if not len(loud):
        return Piece(pcm=pcm[:0], words=())
    first, last = int(loud[0]), int(loud[-1]) + 1
    start, end = first / RATE, last / RATE
    kept = tuple(
        Spoken(
            text=w.text, start_s=min(max(w.start_s, start), end) - start, end_s=min(max(w.end_s, start), end) - start
        )
        for w in words
    )
    return Piece(pcm=pcm[first:last], words=kept)


def split(piece: Piece, at_word: int) -> tuple[Piece, Piece]:
    """Two pieces: the words before `at_word`, and the rest."""
    cut = (piece.words[at_word - 1].end_s + piece.words[at_word].start_s) / 2
    sample = int(cut * RATE)
    before = Piece(pcm=piece.pcm[:sample], words=piece.words[:at_word])
    after = tuple(
        Spoken(text=w.text, start_s=max(w.start_s - cut, 0), end_s=w.end_s - cut) for w in piece.words[at_word:]
    )
    return before, Piece(pcm=piece.pcm[sample:], words=after)


@dataclass(slots=True)
class Tape:
    """Grows by `say` and `pause`; `done` gives the item."""

    chance: np.random.Generator
    level_db: float = -58.0
    _parts: list[Pcm] = field(default_factory=list)
    _samples: int = 0
    _words: list[Spoken] = field(default_factory=list)
    _pauses: list[Pause] = field(default_factory=list)

    def _add(self, pcm: Pcm) -> None:
        self._parts.append(pcm)
        self._samples += len(pcm)

    @property
    def at_s(self) -> float:
        """Where the tape ends now."""
        return self._samples / RATE

    def quiet(self, seconds: float) -> None:
        """Room tone that is not counted as a pause."""
        self._add(room_tone(seconds, self.chance, level_db=self.level_db))

    def say(self, piece: Piece) -> None:
        """Speech over room tone, faded in and out over 5 ms."""
        sound = piece.pcm.astype(np.float32)
        fade = min(_FADE, len(sound) // 2)
        if fade:
            ramp = np.linspace(0, 1, fade, dtype=np.float32)
            sound[:fade] *= ramp
            sound[-fade:] *= ramp[::-1]
        start = self.at_s
        self._words += [Spoken(text=w.text, start_s=start + w.start_s, end_s=start + w.end_s) for w in piece.words]
        tone = room_tone(len(sound) / RATE + 0.001, self.chance, level_db=self.level_db)[: len(sound)]
        self._add(np.clip(sound + tone, -32768, 32767).astype(np.int16))

    def pause(self, seconds: float, kind: str, *, cough: bool = False) -> None:
        """A pause inside the answer, with a cough in its middle if it is long enough for one."""
        self._pauses.append(Pause(at_s=self.at_s, length_s=seconds, kind=kind))
        tone = room_tone(seconds, self.chance, level_db=self.level_db)
        if cough and seconds > 1.0:
            burst = _cough(self.chance)
            at = int(len(tone) * 0.55)
            tone[at : at + len(burst)] = (tone[at : at + len(burst)].astype(np.int32) + burst[: len(tone) - at]).astype(
                np.int16
            )
        self._add(tone)

    def done(self, name: str, *, asked: str = "", made: str = "", with_words: bool = True) -> Item:
        """Close the answer: its last word is the yield."""
        end = self.at_s
        self.quiet(TAIL_S)
        return Item(
            name=name,
            pcm=np.concatenate(self._parts),
            pauses=tuple(self._pauses),
            yield_s=end,
            words=tuple(self._words) if with_words else (),
            asked=asked,
            made=made,
        )


def _cough(chance: np.random.Generator) -> Pcm:
    """A burst of noise with a sharp start, a quarter of a second."""
    length = int(0.24 * RATE)
    noise = np.convolve(chance.standard_normal(length), [0.5, 0.3, 0.2, -0.4, -0.2], "same")
    shape = np.exp(-np.arange(length) / (0.05 * RATE)) + 0.5 * np.exp(
        -((np.arange(length) - 0.13 * RATE) ** 2) / (0.02 * RATE) ** 2
    )
    return np.asarray(noise * shape * 6000, np.int16)

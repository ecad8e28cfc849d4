"""The embedded ear: pocketsphinx, whose wheel brings its English model. Weak, and said to be.

Measured: word error rate .30 on real clips of 23 speakers, .14 on interview sentences with the language
model of ``sphinx_language``; final words 33 ms after the end at the median. Good for the gist and for
what was talked about, not for quoting a person verbatim.

Three things make it usable: a level of rms 2500, a cepstral mean that has heard the speaker for a few
seconds (the decoder is kept from turn to turn), and the words and phrases of such interviews.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hotseat.adapters.arpabet import pronunciation
from hotseat.adapters.sphinx_language import dictionary_words, prepared_model
from hotseat.adapters.turn_audio import TurnAudio
from hotseat.core.ear import EAR_RATE, SAMPLES_PER_MS, Voiced, Word
from hotseat.errors import HotseatError

LEVEL_RMS = 2500.0
FRAMES_PER_S = 100
PAUSE = 500 * SAMPLES_PER_MS
"""A silence that ends a stretch of speech and settles its words."""
LEAD = 250 * SAMPLES_PER_MS
LONGEST = 25 * EAR_RATE
"""A stretch without a pause is cut after this long."""
WARM_UP = 3 * EAR_RATE
"""Sound of a new speaker that the decoder hears twice, to know the channel."""
MORE_WORDS = (
    *("llm", "llms", "eval", "evals", "embedding", "embeddings", "chatbot", "onboarding", "kpi", "kpis", "gpt"),
    *("gpu", "ml", "finetune", "finetuning", "rerank", "reranker", "async", "classifier", "encoder", "retry"),
    *("retries", "webhook", "runbook", "failover", "shortlist"),
)
"""Words of the trade that the dictionary lacks."""


class _Decoder:
    """A pocketsphinx decoder and what it knows of the speaker."""

    def __init__(self, model: Path | None) -> None:
        import pocketsphinx

        options: dict[str, Any] = {"samprate": EAR_RATE, "fwdflat": False, "loglevel": "FATAL"}
        if model is not None:
            options["lm"] = str(model)
        try:
            self.engine = pocketsphinx.Decoder(**options)
        except RuntimeError as error:
            raise HotseatError(
                "ear_missing",
                "pocketsphinx could not load its English model.",
                next_step="Reinstall with: pip install --force-reinstall pocketsphinx",
            ) from error
        self.power = 0.0
        self.heard = 0
        """Voiced samples that ``power`` (mean square) is the average of, up to ten seconds."""
        self.spelling: dict[str, str] = {}

    def add(self, words: Sequence[str], known: frozenset[str]) -> None:
        """Teach it words that its dictionary lacks; remember how they are written."""
        new = {}
        for word in words:
            plain = word.lower()
            if plain != word:
                self.spelling[plain] = word
            if plain not in known and self.engine.lookup_word(plain) is None:
                sounds = pronunciation(word)
                if sounds:
                    new[plain] = sounds
        for index, (plain, sounds) in enumerate(new.items(), 1):
            self.engine.add_word(plain, sounds, index == len(new))

    def gain(self) -> float:
        """What brings the speaker to ``LEVEL_RMS``, at most 30 dB up."""
        return float(min(LEVEL_RMS / max(self.power, 1.0) ** 0.5, 30.0)) if self.heard else 1.0


class SphinxEar:
    """pocketsphinx on this machine."""

    name = "pocketsphinx"
    weak = True
    remote = False

    def __init__(self, cache: Path | None = None, *, texts: Sequence[str] = ()) -> None:
        """``cache`` keeps the language model made from the built-in text and ``texts``.

        Without a ``cache`` the general model is used, which understands such interviews worse.
        """
        self._cache = cache
        self._texts = tuple(texts)
        self._model: Path | None = None
        self._known: frozenset[str] = frozenset()
        self._idle: list[_Decoder] = []
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Make the language model if need be (five seconds, once) and load a decoder."""
        with self._lock:
            if not self._known:
                self._known = dictionary_words()
                if self._cache is not None:
                    try:
                        self._model = prepared_model(self._cache, self._texts, MORE_WORDS)
                    except (OSError, ValueError, RuntimeError):
                        self._model = None  # the general model still hears
            if not self._idle:
                self._idle.append(self._decoder())

    def open(self, *, terms: Sequence[str] = (), voiced: Voiced | None = None) -> SphinxStream:
        """Begin a turn with the decoder of the last one, which knows the speaker."""
        self.warm()
        with self._lock:
            decoder = self._idle.pop() if self._idle else self._decoder()
        decoder.add([word for term in terms for word in re.findall(r"[A-Za-z][\w']*", term)], self._known)
        return SphinxStream(decoder, self._give_back, voiced)

    def _decoder(self) -> _Decoder:
        decoder = _Decoder(self._model)
        decoder.add(MORE_WORDS, self._known)
        return decoder

    def _give_back(self, decoder: _Decoder) -> None:
        with self._lock:
            self._idle.append(decoder)


class SphinxStream:
    """An ``EarStream``: speech goes through the decoder once, stretch by stretch."""

    def __init__(self, decoder: _Decoder, give_back: Callable[[_Decoder], None], voiced: Voiced | None) -> None:
        self._decoder: _Decoder | None = decoder
        self._give_back = give_back
        self._audio = TurnAudio(voiced)
        self._settled: list[Word] = []
        self._begin: int | None = None
        """First sample of the stretch in the decoder, if one is under way."""
        self._at = 0
        """The sample up to which sound was handled."""

    @property
    def settled(self) -> int:
        """How many words from the start of ``partial()`` will not change any more."""
        return len(self._settled)

    def feed(self, pcm: bytes, *, first_sample: int) -> None:
        """Store the sound; see ``EarStream``."""
        self._audio.feed(pcm, first_sample)

    def partial(self) -> tuple[Word, ...]:
        """Take in the new sound; settled words, then the decoder's guess at the stretch under way."""
        self._take_in(self._audio.listen(), last=False)
        return (*self._settled, *self._words())

    def final(self) -> tuple[Word, ...]:
        """The words of the whole turn."""
        self._take_in(self._audio.listen(), last=True)
        self._audio.clear()
        return tuple(self._settled)

    def close(self) -> None:
        """Give the decoder back for the next turn."""
        if self._decoder is not None:
            if self._begin is not None:
                self._decoder.engine.end_utt()
                self._begin = None
            self._give_back(self._decoder)
            self._decoder = None
        self._audio.clear()

    def _take_in(self, known: int, *, last: bool) -> None:
        audio = self._audio
        self._at = max(self._at, audio.start)
        while True:
            if self._begin is None:
                runs = audio.runs(self._at, known)
                if not runs:
                    audio.drop_before(known - LEAD)
                    return
                self._start(max(runs[0][0] - LEAD, self._at), known)
            runs = audio.runs(max(self._begin or 0, audio.start), known, join=PAUSE)
            end = min(runs[0][1] + PAUSE // 2, known) if runs else min(self._at + PAUSE // 2, known)
            closed = known - (runs[0][1] if runs else self._at) >= PAUSE or len(runs) > 1
            if end - (self._begin or 0) > LONGEST:
                end, closed = max(self._at, (self._begin or 0) + LONGEST), True
            self._process(end)
            if not closed and not last:
                return
            self._stop(end)

    def _start(self, begin: int, known: int) -> None:
        decoder = self._speaking()
        fresh = decoder.heard == 0
        self._level(begin, min(known, begin + WARM_UP))
        if fresh:
            decoder.engine.start_utt()
            self._send(begin, min(known, begin + WARM_UP))
            decoder.engine.end_utt()
        decoder.engine.start_utt()
        self._begin = self._at = begin

    def _level(self, begin: int, stop: int) -> None:
        """Follow the speaker's level; the gain stays the same within a stretch."""
        decoder = self._speaking()
        for at, past in self._audio.runs(begin, stop):
            sound = self._audio.samples(at, past).astype(np.float64)
            both = decoder.heard + len(sound)
            decoder.power = (decoder.power * decoder.heard + float(np.square(sound).sum())) / both
            decoder.heard = min(both, 10 * EAR_RATE)

    def _process(self, end: int) -> None:
        if end > self._at:
            self._send(self._at, end)
            self._at = end
            self._audio.drop_before(end - LEAD)

    def _send(self, begin: int, end: int) -> None:
        decoder = self._speaking()
        sound = self._audio.samples(begin, end).astype(np.float32) * decoder.gain()
        decoder.engine.process_raw(np.clip(sound, -32768, 32767).astype("<i2").tobytes(), False, False)

    def _stop(self, end: int) -> None:
        self._speaking().engine.end_utt()
        self._settled += self._words()
        self._begin = None
        self._at = end

    def _words(self) -> list[Word]:
        """The decoder's words for the stretch under way or just ended, on the session clock."""
        if self._begin is None or self._decoder is None:
            return []
        engine, spelling = self._decoder.engine, self._decoder.spelling
        segments = engine.seg() if engine.hyp() is not None else ()
        words = []
        for segment in segments:
            plain = segment.word.partition("(")[0]
            if not plain or plain[0] in "<[+":
                continue
            start = self._begin // SAMPLES_PER_MS + segment.start_frame * 1000 // FRAMES_PER_S
            end = self._begin // SAMPLES_PER_MS + (segment.end_frame + 1) * 1000 // FRAMES_PER_S
            words.append(
                Word(
                    text=_spelled(plain, spelling),
                    start_ms=start,
                    end_ms=end,
                    probability=min(1.0, max(0.0, float(engine.logmath.exp(segment.prob)))),
                )
            )
        return words

    def _speaking(self) -> _Decoder:
        if self._decoder is None:
            raise ValueError("the stream is closed")
        return self._decoder


def _spelled(plain: str, spelling: dict[str, str]) -> str:
    """As people write it: "I'm", "GPU"."""
    if plain == "i" or plain.startswith("i'"):
        return "I" + plain[1:]
    return spelling.get(plain, plain)

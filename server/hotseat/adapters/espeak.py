"""espeak-ng through the ``espeakng-loader`` wheel: the embedded voice, and phonemes for the weak ear.

One process holds one espeak-ng, so everything here goes through one lock. Measured on two cores: the
first sound after 0.2 ms, 8 s of speech in 6 ms; therefore a sentence is made whole and cut into chunks
afterwards. piper brings an espeak-ng of its own; the two do not meet, because each library is opened
with local symbols (``tests/adapters/test_one_process.py``).
"""

from __future__ import annotations

import ctypes as c
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import espeakng_loader
import numpy as np
import soxr

from hotseat.core.voice import VOICE_RATE
from hotseat.errors import HotseatError

# Constants of espeak-ng's speak_lib.h.
_SYNCHRONOUS = 2
_EVENT_END_OF_LIST = 0
_EVENT_WORD = 1
_CHARS_UTF8 = 1
_PARAM_RATE = 1
_RATE_MIN, _RATE_MAX = 80, 450
_BUFFER_MS = 60
_IPA_WITH_UNDERSCORES = 0x02 | ord("_") << 8
_ALIASES = {"en-gb": "en"}
"""British English has no name of its own."""
CHUNK_BYTES = VOICE_RATE // 10 * 2
"""A tenth of a second a chunk, so that a barge-in has little to throw away."""


class _Event(c.Structure):
    _fields_ = (
        ("type", c.c_int),
        ("unique_identifier", c.c_uint),
        ("text_position", c.c_int),
        ("length", c.c_int),
        ("audio_position_ms", c.c_int),
        ("sample", c.c_int),
        ("user_data", c.c_void_p),
        ("id", c.c_char * 8),
    )


_Callback = c.CFUNCTYPE(c.c_int, c.POINTER(c.c_short), c.c_int, c.POINTER(_Event))


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenWord:
    """Where one written word lies in the sound that was made from it."""

    text: str
    start_ms: int
    """From the start of the sentence's sound."""
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One sentence as sound, with the times of its words as espeak-ng reports them."""

    pcm: bytes
    """Mono s16le at ``VOICE_RATE``."""
    words: tuple[SpokenWord, ...]


class _Library:
    """The one espeak-ng of this process. Every method takes the lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        try:
            self._lib = c.CDLL(espeakng_loader.get_library_path())
        except OSError as error:
            raise HotseatError(
                "espeak_missing",
                "espeak-ng could not be loaded.",
                next_step="Reinstall with: pip install --force-reinstall espeakng-loader",
            ) from error
        data = espeakng_loader.get_data_path()
        self._lib.espeak_Initialize.argtypes = [c.c_int, c.c_int, c.c_char_p, c.c_int]
        self._lib.espeak_SetVoiceByName.argtypes = [c.c_char_p]
        self._lib.espeak_Synth.argtypes = [
            c.c_char_p,
            c.c_size_t,
            c.c_uint,
            c.c_int,
            c.c_uint,
            c.c_uint,
            c.c_void_p,
            c.c_void_p,
        ]
        self._lib.espeak_TextToPhonemes.argtypes = [c.POINTER(c.c_char_p), c.c_int, c.c_int]
        self._lib.espeak_TextToPhonemes.restype = c.c_char_p
        # The data path is the folder itself in some builds and its parent in others.
        for folder in (data, os.path.dirname(data)):
            self.rate: int = self._lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, folder.encode(), 0)
            if self.rate > 0:
                break
        else:
            raise HotseatError(
                "espeak_missing",
                "espeak-ng found no voice data.",
                next_step="Reinstall with: pip install --force-reinstall espeakng-loader",
            )
        self._sound: list[bytes] = []
        self._word_samples: list[tuple[int, int, int]] = []
        self._callback = _Callback(self._receive)
        self._lib.espeak_SetSynthCallback(self._callback)

    def _receive(self, samples: object, count: int, events: object) -> int:
        if samples and count > 0:
            self._sound.append(c.string_at(samples, count * 2))  # type: ignore[arg-type]
        index = 0
        while events and events[index].type != _EVENT_END_OF_LIST:  # type: ignore[index]
            event = events[index]  # type: ignore[index]
            if event.type == _EVENT_WORD:
                self._word_samples.append((event.text_position - 1, event.length, event.sample))
            index += 1
        return 0

    def _choose(self, variant: str) -> None:
        language, plus, timbre = variant.partition("+")
        known = _ALIASES.get(language, language) + plus + timbre
        if self._lib.espeak_SetVoiceByName(known.encode()) != 0:
            raise HotseatError(
                "voice_unknown",
                f"espeak-ng has no voice called {variant!r}.",
                next_step="Use a name such as en-us+f2 or en-gb+m3.",
            )

    def synthesise(self, text: str, variant: str, words_per_minute: int) -> tuple[bytes, list[tuple[int, int, int]]]:
        """The sound at ``self.rate`` and (character, length, sample) of each word."""
        data = text.encode()
        with self._lock:
            self._choose(variant)
            rate = min(_RATE_MAX, max(_RATE_MIN, words_per_minute))
            self._lib.espeak_SetParameter(_PARAM_RATE, rate, 0)
            self._sound, self._word_samples = [], []
            code = self._lib.espeak_Synth(data, len(data) + 1, 0, 0, 0, _CHARS_UTF8, None, None)
            sound, words = self._sound, self._word_samples
        if code != 0:
            raise HotseatError(
                "voice_failed", f"espeak-ng gave up with code {code}.", next_step="The text stays on screen."
            )
        return b"".join(sound), words

    def phonemes(self, text: str, variant: str) -> str:
        """IPA of ``text``, sounds apart by ``_``, words by spaces, stress as ``ˈ`` and ``ˌ``."""
        with self._lock:
            self._choose(variant)
            rest = c.c_char_p(text.encode())
            parts = []
            while rest.value:
                part = self._lib.espeak_TextToPhonemes(c.byref(rest), _CHARS_UTF8, _IPA_WITH_UNDERSCORES)
                parts.append(part.decode())
        return " ".join(part.strip() for part in parts if part.strip())


@cache
def _library() -> _Library:
    return _Library()


def phonemes(text: str, *, variant: str = "en-us") -> str:
    """How espeak-ng pronounces ``text``, in IPA (``n_ˈoʊ_d`` for "node")."""
    return _library().phonemes(text, variant)


class EspeakVoice:
    """The embedded voice: plain, instant, always there."""

    remote = False

    def __init__(self, variant: str = "en-us+f2", *, words_per_minute: int = 165) -> None:
        """``variant`` is an espeak-ng voice name; ``words_per_minute`` is the speed at pace 1.0."""
        self.variant = variant
        self.name = f"espeak-ng {variant}"
        self._words_per_minute = words_per_minute

    def warm(self) -> None:
        """Load the library and say nothing; raises ``HotseatError`` if it is not there."""
        _library().synthesise("a", self.variant, self._words_per_minute)

    def speak(self, sentence: str, *, pace: float = 1.0) -> Iterator[bytes]:
        """Mono s16le chunks at ``VOICE_RATE``; the whole sentence is ready within milliseconds."""
        pcm = self.say(sentence, pace=pace).pcm
        for start in range(0, len(pcm), CHUNK_BYTES):
            yield pcm[start : start + CHUNK_BYTES]

    def say(self, sentence: str, *, pace: float = 1.0) -> Spoken:
        """The whole sentence at once, with word times: what tests use as a candidate."""
        if not any(character.isalnum() for character in sentence):
            return Spoken(pcm=b"", words=())
        library = _library()
        raw, marks = library.synthesise(sentence, self.variant, round(self._words_per_minute * pace))
        samples = soxr.resample(np.frombuffer(raw, np.int16), library.rate, VOICE_RATE)
        return Spoken(
            pcm=samples.astype("<i2").tobytes(),
            words=_word_times(
                sentence,
                {at: sample * 1000 // library.rate for at, _, sample in marks},
                len(samples) * 1000 // VOICE_RATE,
            ),
        )


def _word_times(sentence: str, start_ms_at: dict[int, int], length_ms: int) -> tuple[SpokenWord, ...]:
    """Times of the written words from espeak-ng's marks (character: ms).

    espeak-ng speaks some pairs as one ("of the"); such words share the time by their letters.
    """
    groups: list[tuple[int, list[str]]] = []
    for match in re.finditer(r"\S+", sentence):
        mark = next((at for at in range(*match.span()) if at in start_ms_at), None)
        if mark is not None or not groups:
            groups.append((start_ms_at.get(mark, 0) if mark is not None else 0, []))
        groups[-1][1].append(match.group())
    words: list[SpokenWord] = []
    ends = [start for start, _ in groups[1:]] + [length_ms]
    for (start, texts), end in zip(groups, ends, strict=True):
        letters = sum(map(len, texts))
        done = 0
        for text in texts:
            begin = start + (end - start) * done // letters
            done += len(text)
            words.append(SpokenWord(text=text, start_ms=begin, end_ms=start + (end - start) * done // letters))
    return tuple(words)

"""Ear and voice at any OpenAI-compatible endpoint: ``/v1/audio/transcriptions`` and ``/v1/audio/speech``.

The candidate's sound (or the interviewer's text) leaves this machine; both classes say so. Requests are
made per closed stretch of speech, not per second, and every one has a time budget: past it the session
goes on with another engine.
"""

from __future__ import annotations

import io
import logging
import struct
import wave
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import httpx2
import numpy as np
import openai
import soxr
from numpy.typing import NDArray

from hotseat.adapters.incremental import IncrementalStream, Limits
from hotseat.core.ear import EAR_RATE, Voiced, Word
from hotseat.core.voice import VOICE_RATE
from hotseat.errors import HotseatError

CONNECT_S = 3.0
TRANSCRIBE_S = 20.0
SPEAK_S = 10.0
REMOTE_LIMITS = Limits(tentative=False, pause_ms=700, closed_ms=6_000, window_ms=25_000)
PCM_RATE = 24_000
"""What the endpoint's ``pcm`` format means."""
_PROMPT_LONGEST = 600
NOT_SOUND = ("text/", "application/json")

# At debug level the SDK logs what is sent.
logging.getLogger("openai").setLevel(logging.WARNING)


def _client(base_url: str, api_key: str, budget_s: float) -> openai.OpenAI:
    """``api_key`` may be empty: local servers want none, but the SDK insists on something."""
    return openai.OpenAI(
        base_url=base_url,
        api_key=api_key or "none",
        timeout=openai.Timeout(budget_s, connect=CONNECT_S),
        max_retries=0,
    )


def _told(error: openai.APIError, what: str, base_url: str) -> HotseatError:
    """The SDK's errors as ours."""
    where = f"The {what} at {base_url}"
    match error:
        case openai.APITimeoutError():
            code, message, step = "remote_timeout", "took too long.", "Try a nearer endpoint."
        case openai.APIConnectionError():
            code, message, step = "remote_unreachable", "does not answer.", "Check the address and that it runs."
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            code, message, step = "remote_key", "refused the key.", "Set OPENAI_API_KEY."
        case openai.RateLimitError():
            code, message, step = "remote_busy", "is over its limit.", "Wait, or use an engine on this machine."
        case openai.NotFoundError():
            code, message, step = "remote_model", "does not know the model or address.", "Check both names."
        case _:
            code, message, step = "remote_failed", "failed.", "Use an engine on this machine."
    return HotseatError(code, f"{where} {message}", next_step=step)


def _not_speech(what: str, base_url: str, found: str) -> HotseatError:
    """For a page or an error where sound or words should be."""
    return HotseatError(
        "remote_malformed",
        f"The {what} at {base_url} is not an OpenAI-compatible endpoint: it answers {found.split(';')[0]}.",
        next_step="Check speech_base_url; it mostly ends in /v1.",
    )


class RemoteEar:
    """Transcription by an endpoint. Nothing is sent before ``open`` has been fed speech."""

    weak = False
    remote = True

    def __init__(
        self,
        base_url: str,
        *,
        model: str = "whisper-1",
        api_key: str = "",
        budget_s: float = TRANSCRIBE_S,
        limits: Limits = REMOTE_LIMITS,
    ) -> None:
        self.name = f"{model} at {urlsplit(base_url).hostname or base_url}"
        self._base_url = base_url
        self._model = model
        self._limits = limits
        self._client = _client(base_url, api_key, budget_s)

    def warm(self) -> None:
        """Nothing to load; whether the endpoint answers is seen at the first speech."""

    def open(self, *, terms: Sequence[str] = (), voiced: Voiced | None = None) -> IncrementalStream:
        """Begin a turn; ``terms`` go along as the prompt."""
        vocabulary = ", ".join(dict.fromkeys(terms))[: _PROMPT_LONGEST // 2]

        def decode(samples: NDArray[np.int16], before: str) -> list[Word]:
            prompt = f"{vocabulary}. {before[-_PROMPT_LONGEST // 2 :]}" if vocabulary else before
            return self._transcribe(samples, prompt.strip())

        return IncrementalStream(decode, voiced=voiced, limits=self._limits)

    def _transcribe(self, samples: NDArray[np.int16], prompt: str) -> list[Word]:
        try:
            answer = self._client.audio.transcriptions.create(
                model=self._model,
                file=("answer.wav", _wav(samples), "audio/wav"),
                language="en",
                prompt=prompt,
                response_format="verbose_json",
                timestamp_granularities=["word"],
                temperature=0,
            )
        except openai.APIError as error:
            raise _told(error, "ear", self._base_url) from error
        if not isinstance(getattr(answer, "text", None), str):
            raise _not_speech("ear", self._base_url, "no transcript")
        return _words(answer, len(samples) * 1000 // EAR_RATE)


def _wav(samples: NDArray[np.int16]) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(EAR_RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return out.getvalue()


def _words(answer: Any, length_ms: int) -> list[Word]:
    """Words of an answer. An endpoint that gives no word times has them spread by letters."""
    texts = (getattr(answer, "text", "") or "").split()
    timed = getattr(answer, "words", None) or []
    if timed:
        # The timed words have lost their punctuation; the text has kept it.
        names = texts if len(texts) == len(timed) else [word.word.strip() for word in timed]
        return [
            Word(
                text=name,
                start_ms=round(word.start * 1000),
                end_ms=max(round(word.start * 1000), round(word.end * 1000)),
                probability=1.0,
            )
            for name, word in zip(names, timed, strict=True)
            if name
        ]
    letters = sum(len(text) + 1 for text in texts)
    edges = [0]
    for text in texts:
        edges.append(edges[-1] + len(text) + 1)
    return [
        Word(text=text, start_ms=length_ms * begin // letters, end_ms=length_ms * end // letters, probability=0.5)
        for text, (begin, end) in zip(texts, pairwise(edges), strict=True)
    ]


class RemoteVoice:
    """Speech by an endpoint."""

    remote = True

    def __init__(
        self,
        base_url: str,
        *,
        voice: str = "alloy",
        model: str = "tts-1",
        api_key: str = "",
        budget_s: float = SPEAK_S,
    ) -> None:
        self.name = f"{model} {voice} at {urlsplit(base_url).hostname or base_url}"
        self._base_url = base_url
        self._voice = voice
        self._model = model
        self._client = _client(base_url, api_key, budget_s)

    def warm(self) -> None:
        """Nothing to load."""

    def speak(self, sentence: str, *, pace: float = 1.0) -> Iterator[bytes]:
        """Mono s16le at ``VOICE_RATE`` as it arrives; closing the iterator closes the request."""
        if not any(character.isalnum() for character in sentence):
            return
        try:
            with self._client.audio.speech.with_streaming_response.create(
                model=self._model,
                voice=self._voice,
                input=sentence,
                response_format="pcm",
                speed=min(4.0, max(0.25, pace)),
            ) as answer:
                kind = answer.headers.get("content-type", "")
                if kind.startswith(NOT_SOUND):
                    raise _not_speech("voice", self._base_url, kind)
                yield from _resampled(answer.iter_bytes(4096))
        except openai.APIError as error:
            raise _told(error, "voice", self._base_url) from error
        except httpx2.HTTPError as error:  # the SDK lets this one through: the stream broke after its beginning
            raise HotseatError(
                "remote_unreachable",
                f"The voice at {self._base_url} broke off.",
                next_step="The question stays on the screen; the next one is spoken on this machine.",
            ) from error


def _resampled(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """PCM at 24 kHz, or a WAV whose header says its rate, as PCM at ``VOICE_RATE``."""
    held = b""
    resampler: soxr.ResampleStream | None = None
    for block in blocks:
        held += block
        if resampler is None:
            if len(held) < 44:
                continue
            rate = PCM_RATE
            if held[:4] == b"RIFF":
                rate, body = _wav_body(held)
                held = held[body:]
            resampler = soxr.ResampleStream(rate, VOICE_RATE, 1, dtype="int16")
        whole = len(held) // 2 * 2
        yield from _nonempty(resampler.resample_chunk(np.frombuffer(held[:whole], "<i2")))
        held = held[whole:]
    if resampler is not None:
        yield from _nonempty(resampler.resample_chunk(np.zeros(0, np.int16), last=True))


def _nonempty(samples: NDArray[np.int16]) -> Iterator[bytes]:
    if len(samples):
        yield samples.astype("<i2").tobytes()


def _wav_body(header: bytes) -> tuple[int, int]:
    """Rate in Hz and where the samples begin; raises ``HotseatError`` for anything but 16-bit mono."""
    kind, channels, rate, bits = struct.unpack_from("<HHI6xH", header, 20)
    data = header.find(b"data")
    if kind != 1 or channels != 1 or bits != 16 or data < 0:
        raise HotseatError(
            "remote_format",
            "The voice's endpoint sent sound in a format that was not asked for.",
            next_step="It must answer response_format=pcm with 16-bit mono sound.",
        )
    return rate, data + 8

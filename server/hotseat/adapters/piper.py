"""The piper voice: a neural voice from an ``.onnx`` file with its ``.onnx.json`` beside it.

Measured with a voice of the usual medium size on two cores: load 0.7 s, a tenth of the sound's length to
make it. A sentence is one piece for the model, so the first sound takes as long as the first sentence:
keep that one short. piper-tts is GPL-3, and so is Hotseat (``docs/decisions``).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import soxr

from hotseat.core.voice import VOICE_RATE
from hotseat.errors import HotseatError

CHUNK_SAMPLES = VOICE_RATE // 10

# At debug level piper logs every sentence it speaks.
logging.getLogger("piper").setLevel(logging.WARNING)


class PiperVoice:
    """One loaded voice. Sentences of several threads wait for each other."""

    remote = False

    def __init__(self, model: Path) -> None:
        """``model`` is the ``.onnx`` file."""
        self.model = model
        self.name = f"piper {model.stem}"
        self._voice: Any = None
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Load the voice; raises ``HotseatError`` with what is wrong with its files."""
        with self._lock:
            self._load()

    def speak(self, sentence: str, *, pace: float = 1.0) -> Iterator[bytes]:
        """Mono s16le chunks of a tenth of a second at ``VOICE_RATE``."""
        if not any(character.isalnum() for character in sentence):
            return
        for samples in self._sentences(sentence, pace):
            pcm = samples.astype("<i2").tobytes()
            for start in range(0, len(pcm), 2 * CHUNK_SAMPLES):
                yield pcm[start : start + 2 * CHUNK_SAMPLES]

    def _sentences(self, text: str, pace: float) -> Iterator[Any]:
        from piper import SynthesisConfig

        with self._lock:
            voice = self._load()
            settings = SynthesisConfig(length_scale=voice.config.length_scale / pace)
            pieces = voice.synthesize(text, settings)
        while True:
            try:
                with self._lock:
                    piece = next(pieces, None)
            except Exception as error:  # onnxruntime's errors have no base of their own
                raise HotseatError(
                    "voice_failed",
                    f"{self.name} broke down while speaking.",
                    next_step="The question stays on the screen; the next one is spoken by another voice.",
                ) from error
            if piece is None:
                return
            samples = piece.audio_int16_array
            if piece.sample_rate != VOICE_RATE:
                samples = soxr.resample(samples, piece.sample_rate, VOICE_RATE)
            yield np.asarray(samples)

    def _load(self) -> Any:
        if self._voice is not None:
            return self._voice
        from piper import PiperVoice as Engine

        config = self.model.with_name(self.model.name + ".json")
        for path in (self.model, config):
            if not path.is_file():
                raise HotseatError(
                    "voice_missing",
                    f"The piper voice lacks {path}.",
                    next_step="Run: hotseat models pull en_US-kristin-medium",
                )
        try:
            self._voice = Engine.load(self.model, config)
        except Exception as error:  # onnxruntime's errors have no base of their own
            raise HotseatError(
                "voice_broken",
                f"The piper voice {self.model} cannot be read.",
                next_step="Run: hotseat models check, then hotseat models pull --force on its name.",
            ) from error
        return self._voice

"""The faster-whisper ear: a CTranslate2 Whisper folder, int8 on the processor, half floats on a GPU.

This file only turns one window of sound into words; when windows are heard and how their words become
final is ``incremental``. It never fetches a model: ``catalog`` does that, with a progress bar.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hotseat.adapters.incremental import IncrementalStream, Limits
from hotseat.core.ear import EAR_RATE, Voiced, Word
from hotseat.errors import HotseatError

TERMS_LONGEST = 240
"""Characters of case terms in a prompt: about a third of Whisper's prompt."""
BEFORE_LONGEST = 200
"""Characters of the words before the window in a prompt."""
REPEATS = 2.4
"""gzip ratio above which a window's text is a loop (the threshold of the Whisper paper's code)."""
THREADS = 4


# At debug level faster-whisper logs what it heard.
logging.getLogger("faster_whisper").setLevel(logging.WARNING)


class WhisperEar:
    """Whisper on this machine. One model may serve several streams, one window at a time."""

    weak = False
    remote = False

    def __init__(self, folder: Path, *, label: str = "", limits: Limits | None = None) -> None:
        """``folder`` holds ``model.bin``, ``config.json`` and ``tokenizer.json``.

        It may hold ``hotseat.json`` with fields of ``Limits``, for a model that was taught shorter windows.
        """
        self.folder = folder
        self.name = f"whisper {label or folder.name}"
        self.device = ""
        """``cpu`` or ``cuda`` once ``warm`` has run."""
        self._limits = limits
        self._model: Any = None
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Load the model and run it once; raises ``HotseatError`` with what is wrong with the folder."""
        with self._lock:
            if self._model is None:
                self._model = self._load()
                self._limits = self._limits or self._own_limits()
                self._transcribe(np.zeros(EAR_RATE, np.float32), "", "", loops=False)

    def open(self, *, terms: Sequence[str] = (), voiced: Voiced | None = None) -> IncrementalStream:
        """Begin a turn; loads the model if ``warm`` has not."""
        self.warm()
        hotwords = _fit(", ".join(dict.fromkeys(terms)), TERMS_LONGEST, keep_end=False)

        def decode(samples: NDArray[np.int16], before: str) -> list[Word]:
            return self.hear(samples, before=before, hotwords=hotwords)

        return IncrementalStream(decode, voiced=voiced, limits=self._limits)

    def hear(self, samples: NDArray[np.int16], *, before: str = "", hotwords: str = "") -> list[Word]:
        """The words of one window of at most 30 s, in ms from its start.

        Raises ``HotseatError("ear_failed")`` when the engine breaks down.
        """
        sound = samples.astype(np.float32) / np.float32(32768)
        before = _fit(before, BEFORE_LONGEST, keep_end=True)
        with self._lock:
            segments = self._transcribe(sound, before, hotwords, loops=False)
            if any(segment.compression_ratio > REPEATS for segment in segments):
                segments = self._transcribe(sound, "", hotwords, loops=True)
        return [
            Word(
                text=text,
                start_ms=round(word.start * 1000),
                end_ms=max(round(word.start * 1000), round(word.end * 1000)),
                probability=float(word.probability),
            )
            for segment in segments
            for word in segment.words or ()
            if (text := word.word.strip())
        ]

    def _transcribe(self, sound: NDArray[np.float32], before: str, hotwords: str, *, loops: bool) -> list[Any]:
        """One greedy pass without timestamp tokens: voice detection, not Whisper, says where speech is."""
        try:
            segments, _ = self._model.transcribe(
                sound,
                language="en",
                beam_size=1,
                temperature=0.0,
                without_timestamps=True,
                word_timestamps=True,
                condition_on_previous_text=False,
                initial_prompt=before or None,
                hotwords=hotwords or None,
                # Speech of 6 words a second has at most 12 tokens a second; a loop has more.
                max_new_tokens=min(220, 16 + 12 * len(sound) // EAR_RATE),
                no_repeat_ngram_size=4 if loops else 0,
                repetition_penalty=1.1 if loops else 1.0,
            )
            # One segment is the whole window. Asked for more, faster-whisper would hear the silence after the
            # last word once again (it seeks to that word's end), and invent something.
            return list(islice(segments, 1))
        except (RuntimeError, ValueError) as error:
            raise HotseatError(
                "ear_failed",
                f"{self.name} broke down while listening.",
                next_step="The sound is recorded; type the answer, or choose another ear.",
            ) from error

    def _own_limits(self) -> Limits:
        path = self.folder / "hotseat.json"
        try:
            return Limits(**json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else Limits()
        except (OSError, ValueError, TypeError) as error:
            raise HotseatError(
                "model_broken", f"{path} cannot be read.", next_step="Mend or remove that file."
            ) from error

    def _load(self) -> Any:
        import ctranslate2
        from faster_whisper import WhisperModel

        # Without its tokenizer faster-whisper would ask the hub, and wait for it.
        missing = [n for n in ("model.bin", "config.json", "tokenizer.json") if not (self.folder / n).is_file()]
        if missing:
            raise HotseatError(
                "model_incomplete",
                f"The Whisper folder {self.folder} lacks {', '.join(missing)}.",
                next_step="Run: hotseat models pull base.en",
            )
        choices = [("cpu", "int8")]
        if ctranslate2.get_cuda_device_count() > 0:
            choices.insert(0, ("cuda", "float16"))
        failure: Exception | None = None
        for device, compute in choices:
            try:
                model = WhisperModel(
                    str(self.folder),
                    device=device,
                    compute_type=compute,
                    cpu_threads=min(THREADS, os.cpu_count() or 1),
                    local_files_only=True,
                )
                self.device = device
                return model
            except (RuntimeError, ValueError, OSError) as error:  # a GPU without its libraries, a bad file
                failure = error
        raise HotseatError(
            "model_broken",
            f"The Whisper model in {self.folder} cannot be read.",
            next_step="Run: hotseat models check, then hotseat models pull --force base.en",
        ) from failure


def _fit(text: str, longest: int, *, keep_end: bool) -> str:
    """At most ``longest`` characters of whole words, from the front or from the end."""
    if len(text) <= longest:
        return text
    if keep_end:
        return text[-longest:].partition(" ")[2]
    return text[:longest].rpartition(" ")[0].rstrip(",")

"""Smart Turn v3.2 through onnxruntime: does this pause end a sentence, or break one? A veto, never needed.

The model (BSD-2-Clause, 8.7 MB) is looked for in the models folder (`smart-turn/*.onnx`), then inside an installed
`pipecat-ai`, whose code is not imported. Measured: 37 to 40 ms a decision on one quiet core, and one thread is faster
than two. It hears the last 8 s of the *turn*: with only the last stretch of speech it calls most pauses complete.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from faster_whisper.feature_extractor import FeatureExtractor

from hotseat.errors import HotseatError

RATE = 16_000
WINDOW_SAMPLES = 8 * RATE
_IN_PIPECAT = "audio/turn/smart_turn/data"


def find_smart_turn(models: Path) -> Path | None:
    """The model's file, or None where there is none."""
    folders = [models / "smart-turn"]
    spec = importlib.util.find_spec("pipecat")
    folders += [Path(place) / _IN_PIPECAT for place in (spec.submodule_search_locations or ())] if spec else []
    found = [path for folder in folders for path in sorted(folder.glob("*.onnx"))]
    return found[0] if found else None


class SmartTurn:
    """One model for the process; `probability` may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Raises ``HotseatError`` ``turn_model_failed`` for a file that is no such model."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session: Any = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime raises many kinds, with no common base but this
            raise HotseatError(
                "turn_model_failed", f"{path.name} is not a turn model that can be loaded.", next_step="Remove it."
            ) from error
        self._features = FeatureExtractor(feature_size=80, chunk_length=8)

    def probability(self, pcm: bytes) -> float:
        """How likely a sentence has ended with this sound of the turn (mono s16le, 16 kHz; its last 8 s count)."""
        samples = np.frombuffer(pcm, "<i2")[-WINDOW_SAMPLES:].astype(np.float32) / np.float32(32768)
        window = np.zeros(WINDOW_SAMPLES, np.float32)
        if len(samples):
            window[-len(samples) :] = samples
        window = (window - window.mean()) / np.sqrt(window.var() + np.float32(1e-7))
        features = self._features(window, padding=0, chunk_length=8)[:, :800]
        (output,) = self._session.run(None, {"input_features": features[None].astype(np.float32)})
        return float(np.asarray(output).reshape(-1)[0])


@cache
def smart_turn(path: Path) -> SmartTurn:
    """The model of that file, loaded once."""
    return SmartTurn(path)

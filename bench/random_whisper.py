"""A Whisper of the shape of base.en with random weights: it understands nothing and costs what the real one costs.

Made with CTranslate2's own specification, in int8, without torch. The vocabulary is the micro Whisper's of the tests,
filled up to the real size, because the size decides the cost of each step. It writes about as many tokens as speech
has, other ones each time, because they decide the rest of the cost.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.specs.whisper_spec import WhisperSpec

WIDTH, LAYERS, HEADS, VOCABULARY = 512, 6, 8, 51_864
END_WEIGHT = 1.6
"""makes the end of the text come after as many tokens as 10 s of speech have, about 35; else it would never come"""
MICRO = Path(__file__).resolve().parents[1] / "tests/fixtures/whisper-micro"


def make(folder: Path) -> None:
    """Write the model's folder; takes some seconds and 75 MB."""
    chance = np.random.default_rng(0)
    spec = WhisperSpec(LAYERS, HEADS, LAYERS, HEADS)

    def table(*shape: int) -> Any:
        return (chance.standard_normal(shape) * 0.02).astype(np.float32)

    def fill(layer: Any, out: int, into: int) -> None:
        layer.weight, layer.bias = table(out, into), np.zeros(out, np.float32)

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    def attention(layer: Any, *sizes: int) -> None:
        norm(layer.layer_norm)
        for linear, size in zip(layer.linear, sizes, strict=True):
            fill(linear, size, WIDTH)

    def feed(layer: Any) -> None:
        norm(layer.layer_norm)
        fill(layer.linear_0, 4 * WIDTH, WIDTH)
        fill(layer.linear_1, WIDTH, 4 * WIDTH)

    for convolution, channels in ((spec.encoder.conv1, 80), (spec.encoder.conv2, WIDTH)):
        convolution.weight, convolution.bias = table(WIDTH, channels, 3), np.zeros(WIDTH, np.float32)
    spec.encoder.position_encodings.encodings = table(1500, WIDTH)
    spec.decoder.position_encodings.encodings = table(448, WIDTH) * 50
    spec.decoder.embeddings.weight = table(VOCABULARY, WIDTH) * 50  # each token leads to another
    words = json.loads((MICRO / "vocabulary.json").read_text(encoding="utf-8"))
    spec.decoder.projection.weight = table(VOCABULARY, WIDTH) * 20  # it is sure of itself, or it would be silence
    spec.decoder.projection.weight[words.index("<|endoftext|>")] *= END_WEIGHT
    spec.decoder.scale_embeddings = False
    norm(spec.encoder.layer_norm)
    norm(spec.decoder.layer_norm)
    for layer in spec.encoder.layer:
        attention(layer.self_attention, 3 * WIDTH, WIDTH)
        feed(layer.ffn)
    for layer in spec.decoder.layer:
        attention(layer.self_attention, 3 * WIDTH, WIDTH)
        attention(layer.attention, WIDTH, 2 * WIDTH, WIDTH)
        feed(layer.ffn)
    spec.register_vocabulary(words + [f"<|filler-{i}|>" for i in range(VOCABULARY - len(words))])
    micro = json.loads((MICRO / "config.json").read_text(encoding="utf-8"))
    spec.config.suppress_ids = list(range(len(words), VOCABULARY))
    spec.config.suppress_ids_begin = []
    spec.config.alignment_heads = [[LAYERS - 1, 0]]
    spec.config.lang_ids = micro["lang_ids"]
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    for name in ("tokenizer.json", "preprocessor_config.json"):
        shutil.copy(MICRO / name, folder / name)

"""Candidate speech for tests: espeak-ng sentences in a quiet room, mono s16le at 16 kHz."""

from __future__ import annotations

from functools import cache

import numpy as np

from hotseat.adapters.espeak import EspeakVoice

RATE = 16_000


@cache
def spoken(sentence: str, variant: str = "en-us+f2") -> bytes:
    """One sentence, as it is, without a room."""
    return b"".join(EspeakVoice(variant, words_per_minute=140).speak(sentence))


def in_a_room(*parts: str | float, seed: int = 7) -> bytes:
    """Sentences, and seconds of pause between them, over the faint noise of a room."""
    pcm = b"".join(spoken(part) if isinstance(part, str) else bytes(int(part * RATE) * 2) for part in parts)
    sound = np.frombuffer(pcm, np.int16).astype(np.float32)
    noise = np.random.default_rng(seed).standard_normal(len(sound)) * 12
    return np.clip(sound + noise, -32768, 32767).astype(np.int16).tobytes()

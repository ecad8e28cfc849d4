"""What an ear costs: time to the last words after an answer of four minutes, and the work until then.

    python bench/ears.py [whisper FOLDER | sphinx] [--minutes 4]

The synthetic candidate of the tests speaks. Sound is handed over second by second, with a partial after
each, as fast as the ear takes it. One JSON line a figure.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "fixtures"))

from lines import LINES
from speech import WHISPER_MICRO, Speech, monologue

from hotseat.adapters.sphinx import SphinxEar
from hotseat.adapters.whisper import WhisperEar
from hotseat.core.ear import Ear

SECOND = 16_000


def tell(ear: Ear, figure: str, value: float, unit: str) -> None:
    """One line."""
    print(json.dumps({"bench": "ears", "ear": ear.name, "figure": figure, "value": round(value, 4), "unit": unit}))


def errors(truth: list[str], heard: list[str]) -> float:
    """Word error rate, case and punctuation left out."""
    a, b = ([w.lower().strip(".,?") for w in words] for words in (truth, heard))
    row = list(range(len(b) + 1))
    for i, word in enumerate(a, 1):
        above, row = row, [i]
        for j, other in enumerate(b, 1):
            row.append(min(above[j - 1] + (word != other), above[j] + 1, row[j - 1] + 1))
    return row[-1] / len(a)


def answer(minutes: float) -> Speech:
    """The lines again and again until the time is full."""
    lines: list[str] = []
    while monologue_seconds(lines) < minutes * 60:
        lines += LINES
    return monologue(lines, pauses_s=(0.4, 0.9, 0.3, 1.8), tail_s=0.7)


def monologue_seconds(lines: list[str]) -> float:
    """About: 2.3 words a second and the pauses."""
    return sum(len(line.split()) for line in lines) / 2.3 + 0.85 * len(lines)


def main() -> None:
    """Run one ear."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("ear", nargs="*", default=["whisper", str(WHISPER_MICRO)])
    options.add_argument("--minutes", type=float, default=4.0)
    chosen = options.parse_args()
    ear: Ear = (
        SphinxEar(Path(tempfile.gettempdir()) / "hotseat-bench-sphinx")
        if chosen.ear[0] == "sphinx"
        else WhisperEar(Path(chosen.ear[1]))
    )
    began = time.perf_counter()
    ear.warm()
    tell(ear, "load", time.perf_counter() - began, "s")
    said = answer(chosen.minutes)
    pcm = said.pcm[: int(chosen.minutes * 60) * SECOND * 2]
    stream = ear.open()
    partials = []
    for at in range(0, len(pcm) // 2, SECOND):
        stream.feed(pcm[2 * at : 2 * (at + SECOND)], first_sample=at)
        began = time.perf_counter()
        stream.partial()
        partials.append(time.perf_counter() - began)
    began = time.perf_counter()
    words = stream.final()
    tell(ear, "final after the answer", time.perf_counter() - began, "s")
    stream.close()
    partials.sort()
    tell(ear, "partial median", partials[len(partials) // 2], "s")
    tell(ear, "partial p95", partials[len(partials) * 95 // 100], "s")
    tell(ear, "work per second of sound", sum(partials) / (len(pcm) / 2 / SECOND), "s")
    truth = [word.text for word in said.words if word.end_ms * 32 <= len(pcm)]
    tell(ear, "word error rate (synthetic)", errors(truth, [word.text for word in words]), "")
    tell(ear, "memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")


if __name__ == "__main__":
    main()

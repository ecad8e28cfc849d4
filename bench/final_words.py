"""Final words after a long answer: how long after the end they are there, with a Whisper of base.en's shape.

    python -m bench.final_words [--seconds 240] [--model FOLDER]

The answer arrives in real time and is transcribed while it is spoken, as in a session; the figure is the time from the
wish for the final words to the last of them. The wish comes as soon after the last word as a commit ever does.
Random weights stand for cost (they write as many tokens as they may, which is more than speech has); a folder with a
true model measures the real thing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.latency import ANSWERS, spoken
from bench.machine import report
from bench.random_whisper import make
from bench.sets import RATE
from hotseat.adapters.vad import Vad
from hotseat.adapters.whisper import WhisperEar
from hotseat.core.ear import Word
from hotseat.core.endpoint import OFFSET
from hotseat.errors import HotseatError
from hotseat.listening import Listening

LEAST_WAIT_S = 0.32
"""the shortest silence that is taken for an end: an explicit yield"""


def main() -> int:
    """Speak, wait, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=240)
    parser.add_argument("--model", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.model or Path(name) / "base-shape"
        if given.model is None:
            make(folder)
        _measure(folder, given.seconds)
    return 0


def _measure(folder: Path, seconds: float) -> None:
    done = threading.Event()
    words: list[tuple[Word, ...]] = []
    partials: list[float] = []

    def final(turn: int, found: tuple[Word, ...]) -> None:
        words.append(found)
        done.set()

    def failed() -> WhisperEar:
        raise HotseatError("ear_failed", "the ear broke down")

    sound = b"".join(spoken(text) + bytes(RATE) for text in ANSWERS)
    sound = sound * (int(seconds * RATE * 2) // len(sound) + 1) + bytes(int(LEAST_WAIT_S * RATE) * 2)
    vad, voiced = Vad(), bytearray()
    ear = WhisperEar(folder)
    ear.warm()
    listening = Listening(
        ear,
        fallback=lambda *_: failed(),
        terms=(),
        voiced=lambda start, end: any(voiced[max(start // 32, 0) : end // 32 + 2]),
        recorded=lambda first, count: sound[first * 2 : (first + count) * 2],
        on_partial=lambda *_: partials.append(time.monotonic()),
        on_final=final,
        on_change=lambda *_: done.set(),
    )
    listening.open(1)
    began, worst_ms, cpu = time.monotonic(), 0, time.process_time()
    for number, at in enumerate(range(0, len(sound), 1024)):
        time.sleep(max(began + (number + 1) * 0.032 - time.monotonic(), 0))
        voiced.append(vad.probability(sound[at : at + 1024].ljust(1024, b"\0")) >= OFFSET)
        listening.feed(at // 2, sound[at : at + 1024])
        worst_ms = max(worst_ms, listening.behind_ms)
        if not any(voiced[-6:]) and any(voiced[-7:-6]):
            listening.want_partial(paused=True)
        elif number % 31 == 0:
            listening.want_partial()
    asked = time.monotonic()
    listening.want_final(1, lambda: (0, sound))
    done.wait(120)
    report(
        "final_words",
        seconds=seconds,
        model=folder.name,
        final_s=round(time.monotonic() - asked, 3),
        words=len(words[0]) if words else 0,
        partials=len(partials),
        most_behind_ms=worst_ms,
        cpu_share=round((time.process_time() - cpu) / seconds, 3),
    )
    listening.leave()


if __name__ == "__main__":
    sys.exit(main())

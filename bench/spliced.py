"""Long answers spliced from a folder of recordings (`--audio DIR`) with pauses of room tone, by seed.

    python -m bench.spliced AUDIO OUT --seed 7 --count 9 [--no-words]

The folder holds 16 kHz (or other) sound files and `manifest.json`: a list of `{"file", "transcript", "speaker"}`.
Word times are estimated: letters spread evenly over the voiced stretches. Nothing of the folder is kept.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile
import soxr

from bench.assembly import Piece, Tape
from bench.sets import RATE, Item, Pcm, Spoken, write_set
from bench.synthetic import BINS
from hotseat.adapters.vad import FRAME_BYTES, FRAME_SAMPLES, Vad
from hotseat.core.endpoint import OFFSET

_HOP = RATE // 100
UNFINISHED = (",", ";", ":", "-")
NATURAL_S = 0.3
"""a gap in the recording of at least this length is a pause too"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One recording, trimmed."""

    speaker: str
    pcm: Pcm
    transcript: str


def load(folder: Path) -> dict[str, list[Clip]]:
    """The clips of a folder by speaker."""
    found: dict[str, list[Clip]] = defaultdict(list)
    for note in json.loads((folder / "manifest.json").read_text(encoding="utf-8")):
        pcm, rate = soundfile.read(str(folder / note["file"]), dtype="int16", always_2d=True)
        mono = pcm[:, 0] if rate == RATE else soxr.resample(pcm[:, 0], rate, RATE)
        peak = max(int(np.abs(mono.astype(np.int32)).max()), 1)
        loud = (mono.astype(np.float32) * min(12_000 / peak, 4.0)).astype(np.int16)
        voiced = np.flatnonzero(np.array(_voices(loud)) >= OFFSET)
        if len(voiced):
            pcm = loud[voiced[0] * FRAME_SAMPLES : (voiced[-1] + 1) * FRAME_SAMPLES]
            found[note["speaker"]].append(Clip(speaker=note["speaker"], pcm=pcm, transcript=note["transcript"]))
    return {speaker: clips for speaker, clips in found.items() if sum(len(c.pcm) for c in clips) > 4 * RATE}


def spliced(folder: Path, seed: int, count: int, *, with_words: bool = True) -> Iterator[Item]:
    """`count` monologues; the same seed gives the same ones."""
    speakers = load(folder)
    order = sorted(speakers, key=lambda name: -sum(len(c.pcm) for c in speakers[name]))
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        speaker = chance.choices(order, [sum(len(c.pcm) for c in speakers[name]) for name in order])[0]
        tape = Tape(np.random.default_rng(chance.getrandbits(32)), level_db=chance.uniform(-62, -52))
        tape.quiet(chance.uniform(0.4, 1.0))
        clips = list(speakers[speaker])
        start = chance.randrange(len(clips))
        clips = (clips[start:] + clips[:start])[: chance.randint(3, 7)]
        while len(clips) > 1 and clips[-1].transcript.rstrip().endswith(UNFINISHED):
            clips.pop()  # a recording that stops in mid-sentence yields nothing
        for place, clip in enumerate(clips):
            for part, (piece, natural) in enumerate(_pieces(clip, chance)):
                if part:
                    tape.pause(max(_length(chance), natural), "mid")
                tape.say(piece)
            if place < len(clips) - 1:
                tape.pause(_length(chance), "clause")
        yield tape.done(f"spl-{seed}-{number:03d}", made=f"spliced, {speaker}", with_words=with_words)


def _voices(pcm: Pcm) -> list[float]:
    vad, data = Vad(), pcm.tobytes()
    return [vad.probability(data[at : at + FRAME_BYTES]) for at in range(0, len(data) - FRAME_BYTES + 1, FRAME_BYTES)]


def _length(chance: random.Random) -> float:
    low, high, _ = chance.choices(BINS, [share for _, _, share in BINS])[0]
    return float(low * (high / low) ** chance.random())


def _pieces(clip: Clip, chance: random.Random) -> list[tuple[Piece, float]]:
    """The clip cut at its natural pauses and at some dips of its level; each with the natural gap before it."""
    level = np.sqrt(np.convolve(clip.pcm.astype(np.float32) ** 2, np.ones(_HOP) / _HOP, "same"))[::_HOP]
    quiet = np.array(_voices(clip.pcm)) < OFFSET
    runs = [(a * FRAME_SAMPLES, b * FRAME_SAMPLES) for a, b in _runs(quiet)]
    gaps = [(a, b) for a, b in runs if (b - a) / RATE >= NATURAL_S and a > RATE // 20 and b < len(clip.pcm) - RATE]
    cuts = list(gaps)
    words = _words(clip, gaps)
    bounds = [(w.end_s + after.start_s) / 2 for w, after in pairwise(words)]
    taken = [a for a, _ in cuts]
    for bound in bounds[1:-1]:
        if chance.random() < 0.09:
            around = range(max(int(bound * 100) - 12, 0), min(int(bound * 100) + 12, len(level)))
            dip = min(around, key=lambda k: level[k], default=0) * _HOP
            if all(abs(dip - other) > RATE for other in taken) and RATE < dip < len(clip.pcm) - RATE:
                cuts.append((dip, dip))
                taken.append(dip)
    found, at, natural = [], 0, 0.0
    for a, b in [*sorted(cuts), (len(clip.pcm), len(clip.pcm))]:
        inside = tuple(
            Spoken(text=w.text, start_s=w.start_s - at / RATE, end_s=min(w.end_s, a / RATE) - at / RATE)
            for w in words
            if at <= w.start_s * RATE < a
        )
        found.append((Piece(pcm=clip.pcm[at:a], words=inside), natural))
        at, natural = b, (b - a) / RATE
    return found


def _words(clip: Clip, gaps: list[tuple[int, int]]) -> list[Spoken]:
    """Letters spread over the voiced samples."""
    texts = clip.transcript.split()
    voiced = len(clip.pcm) - sum(b - a for a, b in gaps)
    per_letter = voiced / max(sum(len(t) + 1 for t in texts), 1)
    found, done = [], 0.0
    for text in texts:
        begin, done = done, done + (len(text) + 1) * per_letter
        found.append(Spoken(text=text, start_s=_placed(begin, gaps), end_s=_placed(done - 1, gaps)))
    return found


def _placed(voiced: float, gaps: list[tuple[int, int]]) -> float:
    """From voiced samples to seconds of the clip."""
    at = voiced
    for a, b in gaps:
        if at >= a:
            at += b - a
    return at / RATE


def _runs(flags: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def main() -> int:
    """Write a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("audio", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=9)
    parser.add_argument("--no-words", action="store_true")
    given = parser.parse_args()
    write_set(given.out, spliced(given.audio, given.seed, given.count, with_words=not given.no_words))
    return 0


if __name__ == "__main__":
    sys.exit(main())

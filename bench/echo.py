"""Our own voice in the candidate's microphone: how much of it passes for speech, and how soon a barge-in is heard.

    python -m bench.echo [--seed 7]

Synthetic mixes: our lines in one espeak-ng voice, played back into the microphone at a level, after a delay, with and
without a room; the candidate's interruption in another voice, over the echo or alone. Nothing runs but the voice
detector and the guard, on the audio clock. The lines and rooms are drawn by the seed.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.machine import report
from hotseat.adapters.espeak import EspeakVoice
from hotseat.adapters.vad import Vad
from hotseat.core.echo import EARLY, FRAME_SAMPLES, EchoGuard
from hotseat.core.endpoint import FRAME_MS
from hotseat.core.overtalk import Overtalk

RATE = 16_000
OURS = (
    "Tell me who this is for, and what happens to them today when the answer is wrong.",
    "You said the model decides. Who is on the hook when it decides badly, and how would you find out?",
    "Suppose the head of support wants it everywhere by Friday. What do you say to her, and what do you ship?",
    "Why not start with a plain rule instead of a model? Give me the strongest case against your own design.",
)
THEIRS = (
    "Sorry, can I just go back to the boundary for a second, because I think I missed something there.",
    "Wait, before you go on, the user I mean is the nurse and not the patient, so the risk is another one.",
    "Hold on, I would not ship that at all, and I can tell you exactly why I would not.",
)
Sound = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Echo:
    """How our voice comes back."""

    db: float
    lag_ms: int
    room_ms: int = 0

    def of(self, ours: Sound, rng: np.random.Generator) -> Sound:
        """What the microphone hears of it."""
        sound = ours * 10 ** (self.db / 20)
        if self.room_ms:
            n = self.room_ms * 16
            tail = rng.standard_normal(n) * np.exp(-6.9 * np.arange(n) / n)
            tail[0] = 4.0
            tail /= np.sqrt(np.sum(tail**2))
            size = 1 << (len(sound) + n).bit_length()
            sound = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(tail, size), size)[: len(sound)]
        lag = self.lag_ms * 16
        return np.concatenate([np.zeros(lag), sound])[: len(ours)]


def spoken(voice: EspeakVoice, text: str) -> Sound:
    """A sentence as samples."""
    return np.frombuffer(voice.say(text).pcm, "<i2").astype(np.float64)


@dataclass
class Heard:
    """What came of one mix."""

    frames: int = 0
    passed: int = 0
    held: int = 0
    taken: int = 0
    follows: float = 0.0
    barge_ms: int | None = None
    us_per_frame: float = 0.0


def listen(mic: Sound, ours: Sound, from_ms: int | None, guard: EchoGuard | None) -> Heard:
    """Run one mix; with no guard, as a client without any canceller would be heard."""
    vad, over, heard = Vad(), Overtalk(), Heard()
    spent = 0.0
    if guard is not None:
        guard.played(-EARLY * FRAME_SAMPLES, ours[: EARLY * FRAME_SAMPLES].astype("<i2").tobytes())
    for at in range(0, len(mic) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
        frame = np.clip(mic[at : at + FRAME_SAMPLES], -32768, 32767).astype("<i2").tobytes()
        voice = vad.probability(frame)
        if guard is not None:
            began = time.perf_counter()
            ahead = at + EARLY * FRAME_SAMPLES
            guard.played(at, ours[ahead : ahead + FRAME_SAMPLES].astype("<i2").tobytes())
            voice = guard.hear(at, frame, voice)
            spent += time.perf_counter() - began
            heard.follows = max(heard.follows, guard.follows()[0])
        t = (at + FRAME_SAMPLES) // 16
        heard.frames += 1
        heard.passed += voice >= 0.5
        wish = over.hear(voice, may_hold=True)
        heard.held += wish == "hold" and (from_ms is None or t <= from_ms)
        if from_ms is not None and t > from_ms and heard.barge_ms is None and over.held:
            heard.barge_ms = t - from_ms
        heard.taken = max(heard.taken, over.voiced_ms)
    heard.us_per_frame = spent / heard.frames * 1e6
    return heard


def main() -> None:
    """Every mix, one line each, then the whole."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7)
    seed = parser.parse_args().seed
    rng, draw = np.random.default_rng(seed), random.Random(seed)
    interviewer, candidate = EspeakVoice("en-us+m3"), EspeakVoice("en-us+f2")
    echoes = [
        Echo(db, lag, room)
        for db in (-6.0, -12.0, -20.0, -30.0)
        for lag, room in ((40, 0), (120, 0), (120, 300), (300, 400), (560, 0))
    ]
    for name, echo in [(f"{e.db:.0f} dB, {e.lag_ms} ms, room {e.room_ms} ms", e) for e in echoes] + [("headset", None)]:
        lines = draw.sample(OURS, len(OURS))
        gap = np.zeros(RATE)
        ours = np.concatenate([part for line in lines for part in (spoken(interviewer, line), gap)])
        noise = rng.standard_normal(len(ours)) * 12
        mic = noise + (echo.of(ours, rng) if echo else 0)
        alone = listen(mic, ours, None, EchoGuard())
        bare = listen(mic, ours, None, None)
        begins = [sum(len(spoken(interviewer, line)) + RATE for line in lines[:k]) for k in range(1, len(lines))]
        barges: list[int | None] = []
        follows: list[float] = []
        for begin, text in zip(begins, draw.sample(THEIRS, len(THEIRS)), strict=True):
            start = begin + draw.randrange(RATE // 2, 5 * RATE // 2)
            words = spoken(candidate, text)
            mixed = mic[: start + len(words)].copy()
            mixed[start:] += words[: len(mixed) - start]
            begun = listen(mixed, ours, start // 16, EchoGuard())
            barges.append(begun.barge_ms)
            follows.append(begun.follows)
        report(
            "echo",
            mix=name,
            follows=round(alone.follows, 2),
            follows_barge_in=[round(f, 2) for f in follows],
            voiced_s_bare=round(bare.passed * FRAME_MS / 1000, 1),
            voiced_s=round(alone.passed * FRAME_MS / 1000, 2),
            holds_bare=bare.held,
            holds=alone.held,
            longest_burst_ms_bare=bare.taken,
            longest_burst_ms=alone.taken,
            barge_in_held_ms=barges,
            us_per_frame=round(alone.us_per_frame, 1),
        )


if __name__ == "__main__":
    main()

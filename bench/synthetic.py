"""Synthetic candidates: answers of authors that the fitting never saw, spoken by espeak-ng with a seed.

    python -m bench.synthetic OUT --seed 7 --count 12

Every answer has pauses of 0.3 to 15 s inside and after clauses, and some of: fillers, an unfinished clause that is
begun again, a request for time, a self-correction, a cough. It ends with an explicit yield, a question, or plainly.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from bench.answers import Answer, answers, sentences
from bench.assembly import Piece, Tape, split, trimmed
from bench.fit_endpoint import ROOT, held_out
from bench.sets import Item, Spoken, write_set
from hotseat.adapters.espeak import EspeakVoice

BINS: tuple[tuple[float, float, float], ...] = (
    (0.3, 0.6, 0.34),
    (0.6, 1.0, 0.24),
    (1.0, 2.0, 0.2),
    (2.0, 5.0, 0.14),
    (5.0, 15.0, 0.08),
)
"""pauses: from, to (s), share"""

VOICES = tuple(
    f"{language}+{timbre}"
    for language in ("en-us", "en-gb", "en-gb-x-rp", "en-gb-scotland", "en-029")
    for timbre in ("m1", "m2", "m3", "m5", "m7", "f1", "f2", "f3", "f4")
)
YIELDS = (
    "So that's my answer.",
    "That's where I'd stop for now.",
    "Does that make sense?",
    "I'll pause there.",
    "So yeah, that would be my recommendation.",
    "That's it from my side.",
    "I think that answers it.",
    "Happy to go deeper on any of these.",
    "Let me stop there and see where you'd like to go.",
    "That's how I'd handle it.",
    "I'm done.",
    "Over to you.",
    "That's roughly my plan.",
    "And that's the bet I'd make.",
    "Is that the kind of thing you were looking for?",
    "That is everything I've got on this.",
)
QUESTIONS = (
    "Do we know how many of them come back the next day?",
    "Can I assume that the data is already labelled?",
    "Is there a person who looks at it today?",
    "How many of these do we see in a week?",
    "Would you like me to go into the metrics?",
    "Should I take the launch next, or stay here?",
    "What would you consider a good result?",
    "Are we allowed to keep the recordings?",
)
TIME = (
    "Give me a minute.",
    "Let me think about that for a moment.",
    "Can I take a few seconds to structure this?",
    "Hold on, I need a moment.",
    "I'd like a bit of time to think.",
    "One second, let me collect my thoughts.",
)
FILLERS = ("um", "uh", "you know", "let's see", "like", "I mean", "so", "and", "well")
CORRECTIONS = ("no, sorry,", "actually, scratch that,", "let me rephrase that,", "or rather,", "I mean,")


@cache
def _pool() -> tuple[Answer, ...]:
    found = [a for a in answers(ROOT / "training") if held_out(a.author)]
    return tuple(a for a in found if 25 <= len(a.text.split()) <= 220)


class Speaker:
    """One candidate: a voice, a pace, and a habit of pausing."""

    def __init__(self, chance: random.Random) -> None:
        self.voice = EspeakVoice(chance.choice(VOICES), words_per_minute=chance.randint(140, 195))
        self.slow = chance.uniform(0.6, 1.8)
        """how much likelier than usual long pauses are"""
        self.filler = chance.uniform(0.05, 0.3)

    def say(self, text: str) -> Piece:
        """Speech for `text`."""
        spoken = self.voice.say(text)
        words = tuple(Spoken(text=w.text, start_s=w.start_ms / 1000, end_s=w.end_ms / 1000) for w in spoken.words)
        return trimmed(np.frombuffer(spoken.pcm, np.int16).copy(), words)

    def pause(self, chance: random.Random) -> float:
        """Length of the next pause in seconds."""
        weights = [share * (self.slow if low >= 1.0 else 1.0) for low, _, share in BINS]
        low, high, _ = chance.choices(BINS, weights)[0]
        return float(low * (high / low) ** chance.random())


def synthetic(seed: int, count: int) -> Iterator[Item]:
    """`count` answers; the same seed gives the same ones (a long sentence of espeak-ng's differs by milliseconds)."""
    for number in range(count):
        yield one(random.Random(f"{seed}/{number}"), f"syn-{seed}-{number:03d}")


def one(chance: random.Random, name: str) -> Item:
    """One answer."""
    speaker = Speaker(chance)
    answer = chance.choice(_pool())
    noise = np.random.default_rng(chance.getrandbits(32))
    tape = Tape(noise, level_db=chance.uniform(-66, -52))
    tape.quiet(chance.uniform(0.4, 1.2))
    parts = sentences(answer.text)
    end = chance.choices(("plain", "yield", "question"), (0.4, 0.45, 0.15))[0]
    if end != "plain":
        parts.append(chance.choice(YIELDS if end == "yield" else QUESTIONS))
    asks_time = chance.random() < 0.2
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if last and end != "plain":
            tape.say(speaker.say(part))
        else:
            _sentence(tape, speaker, part, chance, last=last)
        if last:
            break
        if chance.random() < 0.7 or number == len(parts) - 2:
            tape.pause(speaker.pause(chance), "clause", cough=chance.random() < 0.05)
        if asks_time and number == 0:
            tape.say(speaker.say(chance.choice(TIME)))
            tape.pause(chance.uniform(3, 15), "clause")
    return tape.done(name, asked=answer.asked, made=f"{end}, {speaker.voice.variant}, {answer.author}")


def _sentence(tape: Tape, speaker: Speaker, text: str, chance: random.Random, *, last: bool) -> None:
    piece = speaker.say(text)
    count = len(piece.words)
    if count >= 8 and chance.random() < 0.12:
        # An unfinished clause that is begun again.
        stop = chance.randint(3, count - 3)
        before, _ = split(piece, stop)
        tape.say(before)
        tape.pause(speaker.pause(chance), "mid")
        tape.say(speaker.say(chance.choice(CORRECTIONS)))
        tape.pause(chance.uniform(0.3, 0.8), "mid")
    while count >= 7 and chance.random() < (0.25 if last else 0.45):
        stop = chance.randint(2, count - 2)
        before, piece = split(piece, stop)
        tape.say(before)
        if chance.random() < speaker.filler:
            tape.pause(chance.uniform(0.3, 0.5), "mid")
            tape.say(speaker.say(chance.choice(FILLERS)))
        tape.pause(speaker.pause(chance), "mid", cough=chance.random() < 0.04)
        count = len(piece.words)
    tape.say(piece)


def main() -> int:
    """Write a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=12)
    given = parser.parse_args()
    write_set(given.out, synthetic(given.seed, given.count))
    return 0


if __name__ == "__main__":
    sys.exit(main())

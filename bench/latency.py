"""Commit to our first sound, and barge-in to silence, at the client of a real server, in real time.

    python -m bench.latency [--answers 10] [--ear sphinx] [--voice espeak]

The candidate is espeak-ng; each answer ends with an explicit yield. After our line has sounded for a while the
candidate talks over it; the time from the first frame of that voice to the first silent frame played is measured.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.assembly import trimmed
from bench.live import FRAME_S, ROOM, Candidate, Server, quantiles
from bench.machine import report
from hotseat.adapters.espeak import EspeakVoice

ANSWERS = (
    "The nurse on the night ward waits for an hour, so I would start with her. That's my answer.",
    "It drafts the letter, and a person signs it before it leaves the house. I'll stop there.",
    "I would not ship it before nine of ten drafts go out unchanged. Does that make sense?",
    "If it is wrong, we switch it off within a minute, and the old form is still there. That's my answer.",
    "I keep my line, since a wrong refund is paid twice and a late one only once. That's my answer.",
)
OVER = "Sorry, can I say one more thing about the nurses before you go on with this?"


def spoken(text: str, variant: str = "en-gb+m3") -> bytes:
    """The candidate's voice, without silence at its ends."""
    said = EspeakVoice(variant).say(text)
    return trimmed(np.frombuffer(said.pcm, np.int16).copy(), ()).pcm.tobytes()


async def measured(server: Server, answers: int) -> None:
    """Hold the talk, print two lines."""
    stops: list[float] = []
    async with Candidate(server) as candidate:
        await candidate.until_quiet()
        for number in range(answers):
            await candidate.listen(0.6)
            await candidate.speak(spoken(ANSWERS[number % len(ANSWERS)]))
            waited = 0.0
            while not candidate.sounding and waited < 12:
                await candidate.frame(ROOM)
                waited += FRAME_S
            if number % 2 == 0:
                await candidate.listen(1.0)
                if candidate.sounding:
                    stops.append(await _barge_in(candidate))
                await candidate.listen(1.0)
            await candidate.until_quiet()
        gaps = [sound - commit for commit, sound in candidate.first_sounds]
        reasons = [event["reason"] for event in candidate.events if event["type"] == "turn_committed"]
        rejoined = sum(event["type"] == "turn_rejoined" for event in candidate.events)
    report("commit_to_first_sound", **quantiles(gaps), commits=reasons, rejoined=rejoined)
    report("barge_in_to_silence", **quantiles([stop for stop in stops if stop >= 0]), tried=len(stops))


async def _barge_in(candidate: Candidate) -> float:
    voice = spoken(OVER, "en-gb+f2")
    began, stopped = time.monotonic(), -1.0
    for at in range(0, len(voice) - 1023, 1024):
        await candidate.frame(voice[at : at + 1024])
        if stopped < 0 and not candidate.sounding:
            stopped = time.monotonic() - began - FRAME_S
    return stopped


def main() -> int:
    """Start a server, measure, stop it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=10)
    parser.add_argument("--ear", default="sphinx")
    parser.add_argument("--voice", default="espeak")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home), "--ear", given.ear, "--voice", given.voice)
        try:
            asyncio.run(measured(server, given.answers))
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

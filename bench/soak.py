"""A 45-minute session at full speed of the audio clock, or in real time: memory, drift, dropped frames, CPU, replay.

    python -m bench.soak [--minutes 45] [--speed 40]      (--speed 1 is real audio time)

The candidate answers with espeak-ng again and again; the server is the real one. Memory slope: a straight line through
the resident memory of the server after a tenth of the session. Drift: candidate track, interviewer track and log.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.latency import ANSWERS, spoken
from bench.live import Candidate, Server, log_of
from bench.machine import report
from bench.sets import RATE
from hotseat_cli.link import request

AHEAD_MS = 480
"""a fast client waits when the server is this far behind"""


async def _talk(server: Server, home: Path, minutes: float, speed: float) -> None:
    sizes: list[tuple[float, float]] = []
    began, cpu = time.monotonic(), server.cpu_s
    voices = [spoken(text) for text in ANSWERS]
    async with Candidate(server, speed=speed, minutes=max(int(minutes), 20)) as candidate:
        number = 0
        while candidate.link.next_sample < minutes * 60 * RATE and not candidate.link.finished.is_set():
            await candidate.speak(voices[number % len(voices)])
            number += 1
            for _ in range(int(6 / 0.032)):
                await candidate.listen(0.032)
                while candidate.link.next_sample // 16 - candidate.link.clock_ms > AHEAD_MS and speed > 1:
                    await asyncio.sleep(0.002)
                    if candidate.link.finished.is_set():
                        break
            sizes.append((candidate.link.next_sample / RATE / 60, server.memory_mb))
        sent = candidate.link.next_sample
        session = candidate.session
        wall, spent = time.monotonic() - began, server.cpu_s - cpu
    steady = [(at, size) for at, size in sizes if at > minutes / 10]
    slope = float(np.polyfit(*np.array(steady).T, 1)[0]) * minutes if len(steady) > 2 else None
    tracks = {
        name: sum(p.stat().st_size for p in (home / "sessions" / session).glob(f"{name}.pcm")) // 2
        for name in ("candidate", "interviewer")
    }
    log = log_of(home, session)
    report(
        "soak",
        minutes=minutes,
        speed=speed,
        answers=number,
        wall_s=round(wall, 1),
        server_cpu_share_of_audio=round(spent / (sent / RATE), 4),
        memory_mb=[round(sizes[0][1], 1), round(sizes[-1][1], 1)],
        memory_slope_mb_over_session=None if slope is None else round(slope, 2),
        sent_samples=sent,
        track_samples=tracks,
        last_event_ms=log[-1]["t"],
        ended=log[-1]["type"],
        events=len(log),
    )
    began = time.monotonic()
    request(server.url, f"/api/sessions/{session}")
    first = time.monotonic() - began
    began = time.monotonic()
    request(server.url, f"/api/sessions/{session}/debrief")
    report("replay_open", log_ms=round(first * 1000, 1), debrief_ms=round((time.monotonic() - began) * 1000, 1))


def main() -> int:
    """Start a server, soak it, stop it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=45)
    parser.add_argument("--speed", type=float, default=40)
    parser.add_argument("--ear", default="sphinx")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        server = Server(home, "--ear", given.ear, "--voice", "espeak")
        try:
            asyncio.run(_talk(server, home, given.minutes, given.speed))
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

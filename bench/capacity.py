"""How many interviews at once this machine holds: one more at a time until a deadline is missed.

    python -m bench.capacity [--ear sphinx] [--most 8] [--seconds 40]

Each interview is a client of one real server, in real time, with espeak-ng answers. A level holds when the server's
clock stays within a quarter of a second of the microphones and every line begins within a second of its commit.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from bench.latency import ANSWERS, spoken
from bench.live import Candidate, Server, quantiles
from bench.machine import report
from hotseat.errors import HotseatError

LATE_MS = 250
SLOW_S = 1.0


async def _one(server: Server, seconds: float, number: int, gaps: list[float]) -> int:
    """One interview; returns the most milliseconds that the server's clock was behind."""
    behind = 0
    async with Candidate(server) as candidate:
        await candidate.listen(0.3 + number * 0.7)
        turn = number
        while candidate.link.next_sample < seconds * 16_000:
            await candidate.speak(spoken(ANSWERS[turn % len(ANSWERS)]))
            turn += 1
            for _ in range(6):
                await candidate.listen(1.0)
                behind = max(behind, candidate.link.next_sample // 16 - candidate.link.clock_ms)
        gaps += [sound - commit for commit, sound in candidate.first_sounds]
    return behind


async def _level(server: Server, count: int, seconds: float) -> bool:
    gaps: list[float] = []
    cpu = server.cpu_s
    try:
        behind = await asyncio.gather(*(_one(server, seconds, number, gaps) for number in range(count)))
    except HotseatError as error:
        report("capacity", interviews=count, refused=error.code)
        return False
    kept = max(behind) <= LATE_MS + 128 and max(gaps, default=0.0) <= SLOW_S
    report(
        "capacity",
        interviews=count,
        deadlines_kept=kept,
        most_behind_ms=max(behind),
        cpu_cores=round((server.cpu_s - cpu) / seconds, 2),
        memory_mb=round(server.memory_mb),
        commit_to_first_sound=quantiles(gaps),
    )
    return kept


def main() -> int:
    """Climb until it does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ear", default="sphinx")
    parser.add_argument("--most", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        server = Server(Path(name), "--ear", given.ear, "--voice", "espeak")
        try:
            for count in range(1, given.most + 1):
                if not asyncio.run(_level(server, count, given.seconds)):
                    break
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())

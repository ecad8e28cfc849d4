"""A real server in its own process and a client like the terminal's: it measures what a candidate would hear."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.sets import RATE
from hotseat_cli.link import Link, request
from hotseat_cli.player import FRAME_SAMPLES, Player, Report

FRAME_S = FRAME_SAMPLES / RATE
ROOM = np.tile(np.array([1, 0, -1, 0], np.int16), FRAME_SAMPLES // 4).tobytes()


class Server:
    """`hotseat serve` on a free port with a home of its own."""

    def __init__(self, home: Path, *flags: str) -> None:
        command = [sys.executable, "-u", "-m", "hotseat", "serve", "--no-open", "--no-fetch", "--port", "0", *flags]
        environment = os.environ | {"HOTSEAT_HOME": str(home), "COLUMNS": "200"}
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        self.url = ""
        for line in self.process.stdout:
            found = re.search(r"Hotseat is at (http://[^ /]+:\d+)", line)
            if found:
                self.url = found[1]
                break
        if not self.url:
            raise RuntimeError("the server did not start")

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)

    @property
    def memory_mb(self) -> float:
        """Resident memory of the server."""
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))

    @property
    def cpu_s(self) -> float:
        """Processor time the server has used."""
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Candidate:
    """One session's client. `speak` and `listen` run the audio clock; `heard` says when our line sounded."""

    def __init__(self, server: Server, *, case: str = "agent-refund", speed: float = 1.0, **wishes: Any) -> None:
        self.session = str(request(server.url, "/api/sessions", {"case": case, **wishes})["id"])
        self.player = Player()
        self.link = Link(server.url, self.session, on_event=self._event, on_voice=self._voice)
        self.events: list[dict[str, Any]] = []
        self.commits: list[float] = []
        """when a commit was told, on the wall clock"""
        self.first_sounds: list[tuple[float, float]] = []
        """(the commit, the first frame of our line that sounded after it)"""
        self.sounding = False
        self.partials = 0
        self._awaits: float | None = None
        self._outbox: list[dict[str, Any]] = []
        self._speed = speed
        self._task: asyncio.Task[None] | None = None
        self._due = 0.0

    async def __aenter__(self) -> Candidate:
        self._task = asyncio.create_task(self.link.run())
        await asyncio.wait_for(self.link.ready.wait(), 30)
        self._due = time.monotonic()
        return self

    async def __aexit__(self, *_: object) -> None:
        if not self.link.finished.is_set():
            await self.link.say(type="end")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.link.finished.wait(), 60)
        self.link.finished.set()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def speak(self, pcm: bytes) -> None:
        """Send sound at its time."""
        for at in range(0, len(pcm) - FRAME_SAMPLES * 2 + 1, FRAME_SAMPLES * 2):
            await self.frame(pcm[at : at + FRAME_SAMPLES * 2])

    async def listen(self, seconds: float) -> None:
        """A quiet room for so long."""
        for _ in range(int(seconds / FRAME_S)):
            await self.frame(ROOM)

    async def until_quiet(self, most_s: float = 40.0) -> None:
        """Until our line has been played, or `most_s` went by."""
        began = sounded = 0.0
        while began < most_s:
            await self.frame(ROOM)
            began += FRAME_S
            sounded = sounded + FRAME_S if self.sounding else sounded
            if sounded and not self.player.busy:
                return

    async def frame(self, pcm: bytes) -> None:
        """One frame out, one frame heard."""
        frame, reports = self.player.pull(self.link.next_sample)
        now = time.monotonic()
        self.sounding = self.player.busy and any(frame)
        if self.sounding and self._awaits is not None:
            self.first_sounds.append((self._awaits, now))
            self._awaits = None
        self._report(reports)
        await self.link.microphone(pcm)
        while self._outbox:
            await self.link.say(**self._outbox.pop(0))
        self._due += FRAME_S / self._speed
        await asyncio.sleep(max(self._due - time.monotonic(), 0))

    def _voice(self, utterance: int, first: int, pcm: bytes, last: bool) -> None:
        self.player.add(utterance, first, pcm, last=last)

    def _event(self, event: dict[str, Any]) -> None:
        match event["type"]:
            case "turn_committed":
                self._awaits = time.monotonic()
                self.commits.append(self._awaits)
            case "turn_rejoined":
                self._awaits = None
            case "partial":
                self.partials += 1
            case "hold":
                self._report(self.player.hold(event["utterance"]))
            case "go_on":
                self.player.go_on(event["utterance"])
            case "stop":
                self._report(self.player.stop(event["utterance"]))
            case _:
                pass
        if "n" in event:
            self.events.append(event)

    def _report(self, reports: list[Report]) -> None:
        for report in reports:
            self._outbox.append(
                {
                    "type": "played",
                    "utterance": report.utterance,
                    "state": report.state,
                    "at_sample": report.at_sample,
                    "samples": report.samples,
                }
            )


def log_of(home: Path, session: str) -> list[dict[str, Any]]:
    """The log as it lies on disk."""
    path = home / "sessions" / session / "events.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def quantiles(values: list[float]) -> dict[str, float | int | None]:
    """p50, p95 and the largest, in milliseconds."""
    if not values:
        return {"n": 0, "p50_ms": None, "p95_ms": None, "most_ms": None}
    ordered = sorted(value * 1000 for value in values)
    return {
        "n": len(ordered),
        "p50_ms": round(ordered[len(ordered) // 2], 1),
        "p95_ms": round(ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)], 1),
        "most_ms": round(ordered[-1], 1),
    }

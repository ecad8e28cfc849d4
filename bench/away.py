"""A connection that is lost inside an answer: what of the answer is missing afterwards?

    python -m bench.away [--seconds 10] [--ear sphinx]

The client talks to the server through a relay that drops every connection and takes no new one for so long, while the
candidate goes on speaking. The recording is compared with what was spoken, sample by sample, and the words with those
of the same answer over a connection that holds.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.ears import LINES, errors, monologue
from bench.live import Candidate, Server, log_of
from bench.machine import report
from hotseat.core.endpoint import intent

PLAIN = [line for line in LINES if intent(line) is None]
SENTENCES = 10


class Relay:
    """Stands between client and server, and can be cut."""

    def __init__(self, url: str) -> None:
        self.url = ""
        self._port = urlsplit(url).port or 0
        self._cut = False
        self._open: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[Any] | None] = set()

    async def __aenter__(self) -> Relay:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.cut(True)
        await asyncio.gather(*filter(None, self._serving), return_exceptions=True)

    def cut(self, cut: bool) -> None:
        """Drop everything and take nothing, or serve again."""
        self._cut = cut
        for writer in self._open if cut else ():
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._serving.add(asyncio.current_task())
        if self._cut:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        self._open |= {writer, back}
        await asyncio.gather(_pour(reader, back), _pour(there, writer), return_exceptions=True)
        self._open -= {writer, back}


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65_536):
            into.write(data)
            await into.drain()
    into.close()


async def _answer(server: Server, home: Path, away_s: float) -> dict[str, Any]:
    """One answer; cut off for `away_s` in its middle."""
    sent, back_s = b"", None
    async with Relay(server.url) as relay:
        through: Any = type("Through", (), {"url": relay.url})()
        async with await asyncio.to_thread(partial(Candidate, through, patience="patient")) as candidate:
            await candidate.until_quiet()
            await candidate.listen(0.6)
            begins = candidate.link.next_sample
            pcm = monologue(PLAIN[:SENTENCES], pauses_s=(0.4, 0.9, 0.3), tail_s=0.3).pcm
            third = len(pcm) // 3072 * 1024
            await candidate.speak(pcm[:third])
            if away_s:
                relay.cut(True)
                rest = third + int(away_s / 0.032) * 1024
                await candidate.speak(pcm[third:rest])
                relay.cut(False)
                began = time.monotonic()
                while not candidate.link.connected:
                    await candidate.speak(pcm[rest : rest + 1024])
                    rest += 1024
                back_s = round(time.monotonic() - began, 2)
                third = rest
            await candidate.speak(pcm[third:])
            sent = pcm[: len(pcm) // 1024 * 1024]
            await candidate.link.say(type="done")
            while _count(candidate.events, "turn_transcribed") < max(_count(candidate.events, "turn_committed"), 1):
                await candidate.listen(0.1)
            session = candidate.session
    track = (home / "sessions" / session / "candidate.pcm").read_bytes()[begins * 2 : begins * 2 + len(sent)]
    log = log_of(home, session)
    return {
        "back_s": back_s,
        "seconds": round(len(sent) / 32_000, 1),
        "samples_lost": sum(a != b for a, b in zip(sent[::2], track[::2], strict=False)) + len(sent) - len(track),
        "turns": _count(log, "turn_committed"),
        "words": " ".join(line["text"] for line in log if line["type"] == "turn_transcribed").split(),
    }


def _count(events: list[dict[str, Any]], kind: str) -> int:
    return sum(event["type"] == kind for event in events)


async def _both(server: Server, home: Path, away_s: float) -> list[dict[str, Any]]:
    """Side by side, in two sessions of one server."""
    return await asyncio.gather(_answer(server, home, 0), _answer(server, home, away_s))


def main() -> int:
    """Answer twice, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--ear", default="sphinx")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        server = Server(home, "--ear", given.ear, "--voice", "espeak")
        try:
            held, lost = asyncio.run(_both(server, home, given.seconds))
        finally:
            server.stop()
    words = {"words_held": len(held["words"]), "words_cut_off": len(lost["words"])}
    share = round(errors(held.pop("words"), lost.pop("words")), 4)
    report("away", away_s=given.seconds, ear=given.ear, **lost, **words, words_differing_share=share)
    return 0


if __name__ == "__main__":
    sys.exit(main())

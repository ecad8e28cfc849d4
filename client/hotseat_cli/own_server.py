"""A server for this one interview, when none is running: the terminal needs only one command."""

from __future__ import annotations

import contextlib
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator

from hotseat.errors import HotseatError

USUAL = "http://127.0.0.1:4747"


@contextlib.contextmanager
def server(wanted: str | None) -> Iterator[str]:
    """The address of the server that was named, of the usual one if it runs, or of one that runs as long as this."""
    if wanted is not None:
        yield wanted
        return
    if _answers(USUAL):
        yield USUAL
        return
    command = [sys.executable, "-u", "-m", "hotseat", "serve", "--no-open", "--no-fetch", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield _address(process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
            return b'"engines"' in answer.read(4000)
    except (OSError, urllib.error.URLError):
        return False


def _address(process: subprocess.Popen[str]) -> str:
    printed = []
    assert process.stdout is not None
    for line in process.stdout:
        printed.append(line)
        found = re.search(r"Hotseat is at (http://\S+)/", line)
        if found:
            # What it says later is read away, so that a full pipe never stops it.
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return found[1]
    raise HotseatError(
        "server_unreachable",
        "A server could not be started: " + " ".join(" ".join(printed).split())[-300:],
        next_step="Try: hotseat serve",
    )

"""A real server in a process of its own, on a free port, with a home of its own; it can be killed and started again."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any


class Server:
    """`start`, `kill` and `stop`; the port stays the same over restarts, as it does for a user."""

    def __init__(self, home: Path, *flags: str) -> None:
        self.home = home
        self.flags = flags
        self.port = 0
        self.process: subprocess.Popen[str] | None = None
        self.printed: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> Server:
        environment = os.environ | {"HOTSEAT_HOME": str(self.home), "COLUMNS": "200", "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-u", "-m", "hotseat", "serve", "--no-open", "--no-fetch", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, *self.flags], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        self.printed = []
        for line in self.process.stdout:
            self.printed.append(line)
            found = re.search(r"Hotseat is at http://[^:]+:(\d+)", line)
            if found:
                self.port = int(found[1])
                break
        else:
            raise AssertionError("the server did not start:\n" + "".join(self.printed))
        return self._healthy()

    def _healthy(self) -> Server:
        """The socket listens before the address is printed, so the first request waits for its answer."""
        assert self.get("/healthz")["ok"]
        return self

    def kill(self) -> None:
        """As a power cut would: no goodbye."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()

    def get(self, path: str, headers: dict[str, str] | None = None) -> Any:
        return json.loads(self.raw(path, headers=headers)[1])

    def raw(
        self, path: str, *, method: str = "GET", body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, dict[str, str]]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.url + path, data=data, method=method, headers={"content-type": "application/json", **(headers or {})}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            return error.code, error.read(), dict(error.headers)

    def new_session(self, **wishes: Any) -> str:
        status, body, _ = self.raw("/api/sessions", method="POST", body={"case": "agent-refund", **wishes})
        assert status == 201, body
        return str(json.loads(body)["id"])

    def log_of(self, session: str) -> list[dict[str, Any]]:
        """The log as it lies on disk."""
        path = self.home / "sessions" / session / "events.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()]

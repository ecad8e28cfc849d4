"""The client's end of the wire: keeps what was said until the server has it, and comes back by itself.

The microphone's sound is numbered from the start of the session and kept for a while; after a lost connection or a
restarted server the rest is sent from where the server's recording ends.
"""

from __future__ import annotations

import asyncio
import json
import struct
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import websockets
from websockets.asyncio.client import ClientConnection

from hotseat.errors import HotseatError

HEADER = struct.Struct("<2sBBIQ")
KEPT_SAMPLES = 16_000 * 60 * 15
RETRY_S = (0.2, 0.5, 1.0, 2.0)
GIVE_UP_AFTER = 60
"""Tries without a connection before the client gives up: about two minutes."""


def request(base: str, path: str, body: dict[str, Any] | None = None, *, token: str = "") -> Any:
    """One HTTP call to the server. Raises ``HotseatError`` with the server's own code and words."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
    call = urllib.request.Request(base.rstrip("/") + path, data=data, headers=headers)
    try:
        with urllib.request.urlopen(call, timeout=20) as answer:
            return json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        try:
            said = json.loads(error.read())
            raise HotseatError(said["code"], said["message"], next_step=said.get("next_step", "")) from error
        except (ValueError, KeyError, TypeError) as broken:
            raise HotseatError("server_error", f"The server answered {error.code}.") from broken
    except (urllib.error.URLError, OSError) as error:
        raise HotseatError(
            "server_unreachable", f"No Hotseat server answers at {base}.", next_step="Start one with: hotseat serve"
        ) from error


class Link:
    """One session's connection. `on_event` gets JSON messages, `on_voice` the interviewer's sound."""

    def __init__(
        self,
        base: str,
        session: str,
        *,
        token: str = "",
        on_event: Callable[[dict[str, Any]], None],
        on_voice: Callable[[int, int, bytes, bool], None],
    ) -> None:
        parts = urlsplit(base)
        scheme = "wss" if parts.scheme == "https" else "ws"
        self._url = f"{scheme}://{parts.netloc}/ws/sessions/{session}" + (f"?token={token}" if token else "")
        self._on_event = on_event
        self._on_voice = on_voice
        self._socket: ClientConnection | None = None
        self._kept = bytearray()
        self._kept_from = 0
        self._last = 0
        self.next_sample = 0
        self.ready = asyncio.Event()
        self.clock_ms = 0
        self.finished = asyncio.Event()
        self._full = False
        self.failure: HotseatError | None = None

    @property
    def connected(self) -> bool:
        """True while the server hears us."""
        return self._socket is not None

    async def run(self) -> None:
        """Connect and stay connected until the session ends. Sets `failure` when there is no way on."""
        tries = 0
        while not self.finished.is_set():
            try:
                async with websockets.connect(self._url, max_size=1 << 22, compression=None) as socket:
                    await socket.send(json.dumps({"type": "hello", "after": self._last, "client": "terminal"}))
                    tries = 0
                    await self._read(socket)
            except (OSError, websockets.WebSocketException):
                tries += 1
            self._socket = None
            self.ready.clear()
            if self.finished.is_set() or self.failure is not None:
                break
            if tries > GIVE_UP_AFTER:
                self.failure = HotseatError(
                    "server_gone", "The server did not come back.", next_step="The session is kept; start the server."
                )
                break
            self._on_event({"type": "link", "state": "lost"})
            await asyncio.sleep(RETRY_S[-1 if self._full else min(tries, len(RETRY_S) - 1)])
        self.finished.set()

    async def _read(self, socket: ClientConnection) -> None:
        async for data in socket:
            if isinstance(data, bytes):
                _, _, flags, number, first = HEADER.unpack_from(data)
                self._on_voice(number, first, data[HEADER.size :], bool(flags & 1))
                continue
            message = json.loads(data)
            if message["type"] == "welcome":
                await self._welcomed(socket, message)
            elif message["type"] == "clock":
                self.clock_ms = message["t"]
            elif message["type"] == "error" and message["code"] == "server_full":
                told, self._full = self._full, True
                if told:
                    continue
            elif message["type"] == "error" and not self.ready.is_set() and self._socket is None:
                self.failure = HotseatError(message["code"], message["message"], next_step=message["next_step"])
            if "n" in message and message["type"] != "welcome":
                if message["n"] <= self._last:
                    continue
                self._last = message["n"]
            self._on_event(message)
            if message["type"] == "session_ended":
                self.finished.set()
                return

    async def _welcomed(self, socket: ClientConnection, message: dict[str, Any]) -> None:
        start = int(message["next_sample"])
        if start > self.next_sample or start < self._kept_from:
            self.next_sample = self._kept_from = start
            self._kept.clear()
        else:
            missing = bytes(self._kept[(start - self._kept_from) * 2 :])
            for at in range(0, len(missing), 16_000):
                await socket.send(HEADER.pack(b"HS", 1, 0, 0, start + at // 2) + missing[at : at + 16_000])
        self._socket = socket
        self._full = False
        self.ready.set()

    async def microphone(self, pcm: bytes) -> None:
        """The next sound of the microphone."""
        first = self.next_sample
        self._kept += pcm
        self.next_sample += len(pcm) // 2
        surplus = len(self._kept) // 2 - KEPT_SAMPLES
        if surplus > 16_000 * 60:
            del self._kept[: surplus * 2]
            self._kept_from += surplus
        await self._send(HEADER.pack(b"HS", 1, 0, 0, first) + pcm)

    async def say(self, **message: Any) -> None:
        """A JSON message."""
        await self._send(json.dumps(message))

    async def _send(self, data: str | bytes) -> None:
        if self._socket is not None:
            try:
                await self._socket.send(data)
            except websockets.ConnectionClosed:
                self._socket = None

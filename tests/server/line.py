"""A plain websocket client for tests: says what it is told, in the order it is told, and keeps what it hears."""

from __future__ import annotations

import json
from types import TracebackType
from typing import Any

from websockets.sync.client import ClientConnection, connect

from hotseat.wire import HEADER, MICROPHONE, Frame, encode_frame


class Line:
    """One connection. `until(type)` reads to an event of that type; sound is kept in `voice`."""

    def __init__(self, server: Any, session: str, *, after: int = 0, hello: bool = True, headers: Any = None) -> None:
        url = f"ws://127.0.0.1:{server.port}/ws/sessions/{session}"
        self._open = connect(url, max_size=1 << 22, max_queue=None, additional_headers=headers)
        self.socket: ClientConnection = self._open.__enter__()
        self.events: list[dict[str, Any]] = []
        self.voice: dict[int, bytes] = {}
        self.complete: set[int] = set()
        self.next_sample = 0
        self.welcome: dict[str, Any] = {}
        if hello:
            self.say(type="hello", after=after)
            self.welcome = self.until("welcome")
            self.next_sample = self.welcome["next_sample"]

    def __enter__(self) -> Line:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.socket.close()

    def say(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def sound(self, pcm: bytes) -> None:
        """Microphone sound, in frames of 32 ms."""
        for at in range(0, len(pcm), 1024):
            chunk = pcm[at : at + 1024]
            self.socket.send(encode_frame(Frame(kind=MICROPHONE, number=0, first_sample=self.next_sample, pcm=chunk)))
            self.next_sample += len(chunk) // 2

    def read(self) -> dict[str, Any] | None:
        """The next message; None for sound."""
        data = self.socket.recv(timeout=60)
        if isinstance(data, bytes):
            _, _, flags, number, _ = HEADER.unpack_from(data)
            self.voice[number] = self.voice.get(number, b"") + data[HEADER.size :]
            if flags & 1:
                self.complete.add(number)
            return None
        message: dict[str, Any] = json.loads(data)
        if "n" in message and message["type"] != "welcome":
            self.events.append(message)
        return message

    def until(self, kind: str, **wanted: Any) -> dict[str, Any]:
        while True:
            message = self.read()
            if message and message["type"] == kind and all(message.get(k) == v for k, v in wanted.items()):
                return message

    def whole_line(self, utterance: int) -> bytes:
        """All sound of an utterance."""
        while utterance not in self.complete:
            self.read()
        return self.voice[utterance]

    def play(self, utterance: int) -> None:
        """Play a line as a headset would: silence is recorded for as long as it sounds."""
        samples = len(self.whole_line(utterance)) // 2
        start = self.next_sample
        self.say(type="played", utterance=utterance, state="started", at_sample=start, samples=0)
        self.sound(room(samples / 16000))
        self.say(type="played", utterance=utterance, state="ended", at_sample=start, samples=samples)
        self.until("utterance_ended", utterance=utterance)


def room(seconds: float) -> bytes:
    """A very quiet room."""
    return b"\x01\x00\xff\xff" * (int(seconds * 16000) // 2)

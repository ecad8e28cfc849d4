"""One websocket: a client's frames and messages in, log lines and sound out. A bad message never closes it."""

from __future__ import annotations

import asyncio
import json
import logging

from fastapi import WebSocket, WebSocketDisconnect

from hotseat.desk import HOLD_S, Desk
from hotseat.errors import HotseatError
from hotseat.session import LiveSession
from hotseat.telling import Client
from hotseat.wire import Hello, decode_frame, decode_message

log = logging.getLogger("hotseat.socket")

QUEUE_LONGEST = 4000
"""Messages that may wait for a client that does not read; past that it is let go and may come back."""
DEAD_AFTER_S = 3.0
"""A client that has sent nothing for this long gives way to a new one: its connection is dead or it sleeps."""

GOODBYES = (1000, 1001, 1005)
"""Close codes of a client that left by itself; any other is a connection that was lost."""

CLOSE_REFUSED = 4403
CLOSE_UNKNOWN = 4404
CLOSE_BUSY = 4409
CLOSE_SLOW = 4408


def _error(error: HotseatError) -> str:
    return json.dumps(
        {"type": "error", "code": error.code, "message": error.message, "next_step": error.next_step},
        ensure_ascii=False,
    )


async def serve_socket(websocket: WebSocket, session_id: str, desk: Desk, refused: tuple[str, str] | None) -> None:
    """Serve until the client leaves. Refusals are said before the connection is closed."""
    if refused is not None and refused[0] in ("host_refused", "origin_refused"):
        await websocket.close(CLOSE_REFUSED, refused[0])
        return
    await websocket.accept()
    if refused is not None:
        await _refuse(websocket, HotseatError(*refused), CLOSE_REFUSED)
        return
    try:
        session = desk.get(session_id)
    except HotseatError as error:
        await _refuse(websocket, error, CLOSE_UNKNOWN)
        return
    loop = asyncio.get_running_loop()
    if session.client is not None and loop.time() - session.client.last_heard < DEAD_AFTER_S:
        busy = HotseatError(
            "session_busy",
            "This session is open in another window or client.",
            next_step="Close it there first; nothing was lost.",
        )
        await _refuse(websocket, busy, CLOSE_BUSY)
        return
    await _Connection(websocket, session, desk).run()


async def _refuse(websocket: WebSocket, error: HotseatError, code: int) -> None:
    await websocket.send_text(_error(error))
    await websocket.close(code, error.code)


class _Connection:
    def __init__(self, websocket: WebSocket, session: LiveSession, desk: Desk) -> None:
        self._websocket = websocket
        self._session = session
        self._desk = desk
        self._queue: asyncio.Queue[str | bytes | None] = asyncio.Queue()
        self._client = Client(send=self._send)
        self._hello = False
        self._lost = False

    def _send(self, data: str | bytes) -> None:
        if self._queue.qsize() < QUEUE_LONGEST:
            self._queue.put_nowait(data)
        elif self._session.client is self._client:
            self._session.detach(self._client)
            self._queue.put_nowait(None)

    async def run(self) -> None:
        """Read and write side by side until either ends."""
        self._client.last_heard = asyncio.get_running_loop().time()
        writer = asyncio.create_task(self._write(), name="hotseat-writer")
        try:
            await self._read()
        except WebSocketDisconnect:
            pass
        finally:
            self._session.detach(self._client)
            if not self._session.closed and self._session.client is None:
                self._desk.away(self._session, hold_s=HOLD_S if self._lost else 0)
            self._queue.put_nowait(None)
            await writer

    async def _write(self) -> None:
        try:
            while (data := await self._queue.get()) is not None:
                if isinstance(data, str):
                    await self._websocket.send_text(data)
                else:
                    await self._websocket.send_bytes(data)
            await self._websocket.close(CLOSE_SLOW if self._queue.qsize() else 1000)
        except (WebSocketDisconnect, RuntimeError):
            log.info("a client of %s went away", self._session.id)

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        while not self._session.closed:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                self._lost = message.get("code") not in GOODBYES
                return
            self._client.last_heard = loop.time()
            try:
                self._take(message.get("text"), message.get("bytes"))
            except HotseatError as error:
                self._send(_error(error))
            except OSError as error:
                trouble = HotseatError(
                    "recording_failed",
                    f"The recording cannot be written: {error.strerror or 'the disk refuses'}.",
                    next_step="Free some space; the session waits.",
                )
                self._send(_error(trouble))

    def _take(self, text: str | None, data: bytes | None) -> None:
        if data is not None:
            if not self._hello:
                raise HotseatError("hello_first", "Sound came before hello.", next_step="Send hello first.")
            self._session.receive_frame(decode_frame(data))
            return
        message = decode_message(text or "")
        if not self._hello:
            if not isinstance(message, Hello):
                raise HotseatError("hello_first", "The first message must be hello.", next_step="Send hello first.")
            self._hello = True
            self._desk.back(self._session)
            self._session.attach(self._client, message)
            return
        self._session.receive(message)

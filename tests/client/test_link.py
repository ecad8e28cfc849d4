"""The terminal's connection: what it does when the server has no place for a session that comes back."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from hotseat_cli import link
from hotseat_cli.link import Link

FULL = {"type": "error", "code": "server_full", "message": "Four are going on.", "next_step": "Leave this open."}


async def test_a_full_server_is_told_once_and_tried_until_there_is_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link, "RETRY_S", (0.0,))
    came = 0

    async def answer(socket: ServerConnection) -> None:
        nonlocal came
        came += 1
        await socket.recv()
        if came < 4:
            await socket.send(json.dumps(FULL))
            await socket.close(4404, "server_full")
            return
        await socket.send(json.dumps({"type": "welcome", "n": 0, "next_sample": 0}))
        await socket.send(json.dumps({"type": "session_ended", "n": 1, "t": 0, "reason": "candidate"}))
        await socket.wait_closed()

    told: list[dict[str, Any]] = []
    async with serve(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        back = Link(f"http://127.0.0.1:{port}", "a", on_event=told.append, on_voice=lambda *_: None)
        await asyncio.wait_for(back.run(), 60)
    assert back.failure is None
    assert [m["type"] for m in told if m["type"] != "link"] == ["error", "welcome", "session_ended"]

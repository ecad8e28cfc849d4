"""Who gets a place: as many interviews at once as the machine holds, and who comes back before who begins."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from jumping import jump
from starlette.websockets import WebSocketDisconnect

from hotseat.desk import CLAIM_S, HOLD_S, NEW_S, Desk, Wishes
from hotseat.engines import MOST_SESSIONS, Engines
from hotseat.errors import HotseatError
from hotseat.places import shipped
from hotseat.session import LiveSession
from hotseat.settings import Settings
from hotseat.socket import serve_socket

WISHES = Wishes(case="agent-refund", ear="typed", voice="silent", brain="scripted")


class Client:
    """A websocket as the server sees it: it says hello, stays, and leaves with the close code that it is told."""

    def __init__(self, desk: Desk, session: str) -> None:
        self.said: list[dict[str, Any]] = []
        self.closed: int | None = None
        self._answered = asyncio.Event()
        self._in: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.say(type="hello", after=0, client="test")
        self._served = asyncio.ensure_future(serve_socket(self, session, desk, None))  # type: ignore[arg-type] - a socket by shape

    def say(self, **message: Any) -> None:
        self._in.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    async def settled(self) -> Client:
        """Until it was welcomed or refused."""
        await self._answered.wait()
        return self

    async def leave(self, code: int) -> None:
        self._in.put_nowait({"type": "websocket.disconnect", "code": code})
        await self._served

    @property
    def refusal(self) -> dict[str, Any] | None:
        return next((m for m in self.said if m["type"] == "error"), None)

    async def accept(self) -> None:
        pass

    async def receive(self) -> dict[str, Any]:
        return await self._in.get()

    async def send_text(self, text: str) -> None:
        if self.closed is not None:
            raise WebSocketDisconnect
        self.said.append(json.loads(text))
        if self.said[-1]["type"] in ("welcome", "error"):
            self._answered.set()

    async def send_bytes(self, data: bytes) -> None:
        pass

    async def close(self, code: int, reason: str = "") -> None:
        self.closed = code


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Desk], Awaitable[None]]], None]:
    """Runs a story at a desk, on a clock that jumps."""
    engines = Engines(Settings(ear="typed", voice="silent", brain="scripted"), tmp_path)

    async def told(story: Callable[[Desk], Awaitable[None]]) -> None:
        desk = Desk(
            sessions=tmp_path / "sessions",
            cache=tmp_path / "cache",
            case_folders=[shipped("cases")],
            engines=engines,
        )
        try:
            await story(desk)
        finally:
            await desk.close()

    return lambda story: jump(told(story))


async def full(desk: Desk) -> tuple[list[LiveSession], list[Client]]:
    sessions = [desk.create(WISHES) for _ in range(MOST_SESSIONS)]
    return sessions, [await Client(desk, session.id).settled() for session in sessions]


def refused(desk: Desk) -> HotseatError:
    with pytest.raises(HotseatError) as caught:
        desk.create(WISHES)
    assert caught.value.code == "server_full"
    return caught.value


def test_a_lost_connection_keeps_its_place_for_a_while(held: Any) -> None:
    async def story(desk: Desk) -> None:
        sessions, clients = await full(desk)
        await clients[0].leave(1006)
        assert refused(desk).next_step
        assert (await Client(desk, sessions[0].id).settled()).refusal is None

    held(story)


def test_after_that_while_the_place_is_given_to_the_next(held: Any) -> None:
    async def story(desk: Desk) -> None:
        sessions, clients = await full(desk)
        await clients[0].leave(1006)
        await asyncio.sleep(HOLD_S + 1)
        desk.create(WISHES)
        assert sessions[0].id not in desk.live

    held(story)


@pytest.mark.parametrize("code", [1000, 1001])
def test_who_says_goodbye_gives_way_at_once(held: Any, code: int) -> None:
    async def story(desk: Desk) -> None:
        sessions, clients = await full(desk)
        await clients[2].leave(code)
        desk.create(WISHES)
        assert sessions[2].id not in desk.live

    held(story)


def test_a_session_that_gave_way_comes_back_before_a_stranger_begins(held: Any) -> None:
    async def story(desk: Desk) -> None:
        sessions, clients = await full(desk)
        await clients[0].leave(1000)
        await Client(desk, desk.create(WISHES).id).settled()
        late = await Client(desk, sessions[0].id).settled()
        assert late.refusal is not None
        assert late.refusal["code"] == "server_full"
        assert "everything you said is kept" in late.refusal["message"]
        assert "the next place" in late.refusal["next_step"]
        clients[1].say(type="end")
        await clients[1]._served
        assert len(desk.live) == MOST_SESSIONS - 1
        assert "1 more waits" in refused(desk).message
        assert (await Client(desk, sessions[0].id).settled()).refusal is None
        assert len(desk.live) == MOST_SESSIONS
        assert "more wait" not in refused(desk).message

    held(story)


def test_those_who_wait_come_back_in_the_order_in_which_they_came(held: Any) -> None:
    async def story(desk: Desk) -> None:
        sessions, clients = await full(desk)
        for client in clients[:2]:
            await client.leave(1000)
            await Client(desk, desk.create(WISHES).id).settled()
        for session in sessions[:2]:
            assert (await Client(desk, session.id).settled()).refusal
        await clients[2].leave(1000)
        assert (await Client(desk, sessions[1].id).settled()).refusal, "the other one came first"
        assert sessions[2].id in desk.live, "nobody gives way in vain"
        assert (await Client(desk, sessions[0].id).settled()).refusal is None
        await clients[3].leave(1000)
        assert (await Client(desk, sessions[1].id).settled()).refusal is None

    held(story)


def test_who_stops_trying_holds_no_place(held: Any) -> None:
    async def story(desk: Desk) -> None:
        sessions, clients = await full(desk)
        await clients[0].leave(1000)
        await Client(desk, desk.create(WISHES).id).settled()
        assert (await Client(desk, sessions[0].id).settled()).refusal
        await clients[1].leave(1000)
        refused(desk)
        await asyncio.sleep(CLAIM_S + 1)
        desk.create(WISHES)

    held(story)


def test_a_new_session_whose_client_never_came_gives_way(held: Any) -> None:
    async def story(desk: Desk) -> None:
        for _ in range(MOST_SESSIONS):
            desk.create(WISHES)
        refused(desk)
        await asyncio.sleep(NEW_S + 1)
        desk.create(WISHES)

    held(story)


def test_an_old_connection_that_dies_late_does_not_send_its_successor_away(held: Any) -> None:
    async def story(desk: Desk) -> None:
        sessions, clients = await full(desk)
        await asyncio.sleep(10)
        successor = await Client(desk, sessions[0].id).settled()
        assert successor.refusal is None
        await clients[0].leave(1000)
        refused(desk)
        assert sessions[0].id in desk.live

    held(story)

"""Who is let in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Server

from hotseat.protocol_doc import protocol
from hotseat.security import Door

HERE = Door(port=4747)
BEYOND = Door(port=4747, token="secret", hosts=("laptop",))


@pytest.mark.parametrize(
    ("door", "method", "headers", "query", "code"),
    [
        (HERE, "GET", {"host": "localhost:4747"}, {}, None),
        (HERE, "GET", {"host": "127.0.0.1:4747"}, {}, None),
        (HERE, "GET", {"host": "[::1]:4747"}, {}, None),
        (HERE, "GET", {"host": "rebound.example:4747"}, {}, "host_refused"),
        (HERE, "GET", {}, {}, "host_refused"),
        (HERE, "POST", {"host": "localhost:4747", "origin": "http://localhost:4747"}, {}, None),
        (HERE, "POST", {"host": "localhost:4747", "origin": "http://localhost:9999"}, {}, "origin_refused"),
        (HERE, "POST", {"host": "localhost:4747", "origin": "null"}, {}, "origin_refused"),
        (HERE, "WS", {"host": "localhost:4747", "origin": "https://evil.example"}, {}, "origin_refused"),
        (HERE, "WS", {"host": "localhost:4747"}, {}, None),
        (BEYOND, "GET", {"host": "192.0.2.7:4747"}, {}, "token_missing"),
        (BEYOND, "GET", {"host": "192.0.2.7:4747"}, {"token": "wrong"}, "token_missing"),
        (BEYOND, "GET", {"host": "192.0.2.7:4747"}, {"token": "secret"}, None),
        (BEYOND, "GET", {"host": "laptop:4747", "authorization": "Bearer secret"}, {}, None),
        (BEYOND, "GET", {"host": "rebound.example"}, {"token": "secret"}, "host_refused"),
    ],
)
def test_the_door(door: Door, method: str, headers: dict[str, str], query: dict[str, str], code: str | None) -> None:
    refused = door.refusal(method=method, headers=headers, query=query, cookies={})
    assert (refused[0] if refused else None) == code


@pytest.fixture
def beyond(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path, "--ear", "typed", "--voice", "silent", "--host", "0.0.0.0").start()
    yield running
    running.stop()


def test_beyond_this_machine_a_token_is_demanded_and_printed(beyond: Server) -> None:
    status, body, _ = beyond.raw("/api/cases")
    assert (status, json.loads(body)["code"]) == (401, "token_missing")
    token = re.search(r"\?token=(\S+)", "".join(beyond.printed))
    assert token
    status, _, headers = beyond.raw(f"/?token={token[1]}")
    assert status == 200
    cookie = headers["set-cookie"].split(";")[0]
    assert beyond.raw("/api/cases", headers={"Cookie": cookie})[0] == 200


def test_the_page_of_the_protocol_is_fresh() -> None:
    written = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
    assert written == protocol(), "run: make protocol"

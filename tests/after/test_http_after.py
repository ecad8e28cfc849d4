"""The routes of docs/http.md, on a real server."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made import USER, interview, lay_down
from running import Server

from hotseat.library import Library
from hotseat.recording import LOG
from hotseat.sample import sample_folder

FIRST = "2026-11-20-2114-agent-refund-ab12"
SECOND = "2026-11-22-2114-agent-refund-cd34"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("home")
    lay_down(home / "sessions", interview(FIRST, rubric_page={"user": "the shopper", "rollout": "one shop"}))
    lay_down(home / "sessions", interview(SECOND, [USER]))
    running = Server(home, "--ear", "typed", "--voice", "silent").start()
    yield running
    running.stop()


def put(server: Server, data: bytes) -> tuple[int, dict[str, Any]]:
    request = urllib.request.Request(
        f"{server.url}/api/import", data=data, method="POST", headers={"content-type": "application/zip"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


@pytest.mark.parametrize("form", ["md", "html", "json", "vtt", "audacity", "wav", "zip", "pdf"])
def test_an_export_is_an_attachment_with_its_type(server: Server, form: str) -> None:
    status, body, headers = server.raw(f"/api/sessions/{FIRST}/export/{form}")
    assert status == 200
    assert body
    assert headers["content-disposition"].startswith(f'attachment; filename="{FIRST}.')


def test_what_was_exported_is_imported_again(server: Server) -> None:
    before = (server.home / "sessions" / FIRST / LOG).read_bytes()
    _, archive, _ = server.raw(f"/api/sessions/{FIRST}/export/zip")
    status, refused = put(server, archive)
    assert (status, refused["code"]) == (409, "session_exists")
    assert server.raw(f"/api/sessions/{FIRST}", method="DELETE")[0] == 204
    assert server.raw(f"/api/sessions/{FIRST}")[0] == 404
    assert put(server, archive) == (201, {"id": FIRST})
    assert (server.home / "sessions" / FIRST / LOG).read_bytes() == before
    assert server.get(f"/api/sessions/{FIRST}")["session"] == FIRST


def test_what_is_no_archive_is_refused(server: Server) -> None:
    status, refused = put(server, b"hello")
    assert (status, refused["code"]) == (400, "archive_unreadable")
    assert "hotseat export" in refused["next_step"]


def test_an_unknown_format_or_session_is_refused(server: Server) -> None:
    assert json.loads(server.raw(f"/api/sessions/{FIRST}/export/docx")[1])["code"] == "format_unknown"
    assert server.raw("/api/sessions/2020-01-01-0000-nothing-0000/export/md")[0] == 404


def test_search_progress_and_comparison(server: Server) -> None:
    assert server.get("/api/search?q=shopper%20nine")["total"] == 2
    assert json.loads(server.raw("/api/search?q=")[1])["code"] == "query_empty"
    found = server.get("/api/progress")
    assert (found["n"], found["enough"]) == (2, False)
    compared = server.get(f"/api/compare?a={FIRST}&b={SECOND}")
    assert compared["b"]["session"] == SECOND
    assert {pair["name"] for pair in compared["rubric"]} >= {"user", "escalation"}
    assert server.raw(f"/api/compare?a={FIRST}&b=2020-01-01-0000-nothing-0000")[0] == 404


def test_the_debrief_lays_the_page_beside_what_was_said(server: Server) -> None:
    lines = {line["dimension"]: line for line in server.get(f"/api/sessions/{FIRST}/debrief")["rubric_page"]}
    assert lines["user"]["how"] == "marked"
    assert lines["user"]["said"]["quote"] in USER.text
    assert (lines["rollout"]["written"], lines["rollout"]["said"]) == ("one shop", None)


def test_the_folds_are_the_answers(server: Server) -> None:
    once = server.raw(f"/api/sessions/{FIRST}")[1]
    assert (server.home / "sessions" / FIRST / "folded" / "replay.json").exists()
    assert server.raw(f"/api/sessions/{FIRST}")[1] == once


@pytest.mark.skipif(sample_folder() is None, reason="no sample ships yet")
def test_the_sample_stands_in_the_list_until_the_first_session(tmp_path: Path) -> None:
    library = Library(tmp_path / "sessions")
    (card,) = library.cards()
    assert card["sample"]
    kept = library.kept(card["id"])
    assert kept.missing == []
    assert library.facts() == []
    lay_down(tmp_path / "sessions", interview(FIRST))
    assert [card["id"] for card in library.cards()] == [FIRST]

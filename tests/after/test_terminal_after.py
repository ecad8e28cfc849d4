"""The verbs of the terminal, as they are typed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from made import USER, interview, lay_down

from hotseat.recording import LOG

FIRST = "2026-11-20-2114-agent-refund-ab12"
SECOND = "2026-11-22-2114-agent-refund-cd34"


def hotseat(sessions: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOTSEAT_HOME": str(sessions.parent), "COLUMNS": "80", "TERM": "dumb"}
    return subprocess.run(
        [sys.executable, "-m", "hotseat", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        cwd=cwd or sessions.parent,
        encoding="utf-8",
    )


@pytest.fixture
def two(sessions: Path) -> Path:
    lay_down(sessions, interview(FIRST))
    lay_down(sessions, interview(SECOND, [USER]))
    return sessions


def test_export_delete_import_and_nothing_is_lost(two: Path) -> None:
    before = (two / FIRST / LOG).read_bytes()
    done = hotseat(two, "export", FIRST)
    assert (done.returncode, done.stdout.strip()) == (0, f"{FIRST}.zip"), done.stderr
    again = hotseat(two, "export", FIRST)
    assert again.returncode == 1
    assert "file_exists" in again.stderr
    assert hotseat(two, "delete", FIRST, "--yes").stdout == f"{FIRST} is gone.\n"
    assert not (two / FIRST).exists()
    done = hotseat(two, "import", f"{FIRST}.zip")
    assert (done.returncode, done.stdout.strip()) == (0, FIRST), done.stderr
    assert (two / FIRST / LOG).read_bytes() == before


def test_export_to_standard_output(two: Path) -> None:
    done = hotseat(two, "export", "last", "--format", "vtt", "-o", "-")
    assert done.stdout.startswith("WEBVTT")


def test_what_cannot_be_imported_says_what_to_do(two: Path) -> None:
    done = hotseat(two, "import", "nowhere.zip")
    assert done.returncode == 1
    assert "archive_unreadable" in done.stderr


def test_two_sessions_side_by_side(two: Path) -> None:
    done = hotseat(two, "progress", FIRST, SECOND)
    assert done.returncode == 0, done.stderr
    assert "only in A" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert hotseat(two, "progress", FIRST).returncode == 2


def test_the_sample_is_there_before_any_session(sessions: Path) -> None:
    sessions.mkdir(parents=True)
    done = hotseat(sessions, "debrief", "last")
    assert done.returncode == 0, done.stderr
    assert "Sample session: a synthetic candidate." in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80

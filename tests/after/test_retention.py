"""keep_days: old sessions go at a start, whole, and are named; nothing else goes."""

from __future__ import annotations

import datetime
import json
import urllib.error
import urllib.request
from dataclasses import asdict
from pathlib import Path

import pytest
from made import interview, lay_down
from running import Server

from hotseat.core import events as ev
from hotseat.errors import HotseatError
from hotseat.library import Library
from hotseat.retention import Retention, expire
from hotseat.settings import load_settings, settings_file

NOW = datetime.datetime(2026, 11, 30, 12, 0, tzinfo=datetime.UTC)
OLD, NEW, REDO = "2026-11-01-2114-agent-refund-aaaa", "2026-11-29-2114-agent-refund-bbbb", "2026-11-29-2200-agent-cccc"


@pytest.fixture
def three(sessions: Path) -> Path:
    lay_down(sessions, interview(OLD, created="2026-11-01T21:14:00+01:00"))
    lay_down(sessions, interview(NEW, created="2026-11-29T21:14:00+01:00"))
    lay_down(
        sessions,
        interview(REDO, created="2026-11-29T22:00:00+01:00", redo_of=ev.RedoOf(session=OLD, utterance=1)),
    )
    return sessions


def test_old_sessions_go_with_their_redos(three: Path, library: Library) -> None:
    assert sorted(expire(library, 7, now=NOW)) == [OLD, REDO]
    assert [path.name for path in three.iterdir()] == [NEW]


def test_zero_keeps_everything(three: Path, library: Library) -> None:
    assert expire(library, 0, now=NOW) == []
    assert len(list(three.iterdir())) == 3


def test_what_has_no_readable_date_is_kept(sessions: Path, library: Library) -> None:
    lay_down(sessions, interview(OLD, created="last spring"))
    assert expire(library, 1, now=NOW) == []


def test_the_sample_is_not_deleted(sessions: Path, tmp_path: Path) -> None:
    shelf = lay_down(tmp_path / "shelf", interview(OLD, sample=True, created="2020-01-01T00:00:00+00:00"))
    library = Library(sessions, sample=shelf)
    assert expire(library, 1, now=NOW) == []
    with pytest.raises(HotseatError) as refused:
        library.delete(OLD)
    assert refused.value.code == "sample_stays"
    assert shelf.exists()


def test_a_start_says_what_it_deleted(tmp_path: Path) -> None:
    lay_down(tmp_path / "sessions", interview(OLD, created="2020-11-01T21:14:00+01:00"))
    (tmp_path / "settings.toml").write_text("keep_days = 30\n")
    server = Server(tmp_path, "--ear", "typed", "--voice", "silent").start()
    server.stop()
    assert any("1 older than 30 days deleted" in line and OLD in line for line in server.printed)
    assert not (tmp_path / "sessions" / OLD).exists()


def test_the_setting_is_changed_in_its_file_and_every_other_line_stays(three: Path, library: Library) -> None:
    home = three.parent
    settings_file(home).write_text('# mine\near = "typed"\nkeep_days = 3  # short\n', encoding="utf-8")
    retention = Retention(home, environ={})
    retention.change(7)
    assert settings_file(home).read_text(encoding="utf-8") == '# mine\near = "typed"\nkeep_days = 7\n'
    assert load_settings(home, environ={}).keep_days == 7
    assert asdict(retention.told(library, running=3, now=NOW)) == {"days": 7, "fixed_by": "", "older": 1}
    assert len(list(three.iterdir())) == 3


def test_the_first_setting_makes_the_file(tmp_path: Path) -> None:
    Retention(tmp_path, environ={}).change(30)
    assert load_settings(tmp_path, environ={}).keep_days == 30


@pytest.mark.parametrize(
    ("flag", "environ", "by"), [(True, {}, "--keep-days"), (False, {"HOTSEAT_KEEP_DAYS": "5"}, "HOTSEAT_KEEP_DAYS")]
)
def test_what_stands_above_the_file_is_named(
    three: Path, library: Library, flag: bool, environ: dict[str, str], by: str
) -> None:
    retention = Retention(three.parent, flag=flag, environ=environ)
    assert asdict(retention.told(library, running=5, now=NOW)) == {"days": 5, "fixed_by": by, "older": 1}
    with pytest.raises(HotseatError, match=by):
        retention.change(9)
    assert not settings_file(three.parent).exists()


def test_the_page_asks_and_sets_it(tmp_path: Path) -> None:
    lay_down(tmp_path / "sessions", interview(OLD, created="2020-11-01T21:14:00+01:00"))
    server = Server(tmp_path, "--ear", "typed", "--voice", "silent").start()
    try:
        assert server.get("/api/keep") == {"days": 0, "fixed_by": "", "older": 0}
        request = urllib.request.Request(
            f"{server.url}/api/keep", data=b'{"days": 90}', method="PUT", headers={"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert json.loads(answer.read()) == {"days": 90, "fixed_by": "", "older": 1}
        assert (tmp_path / "sessions" / OLD).exists()
        request.data = b'{"days": -1}'
        with pytest.raises(urllib.error.HTTPError, match="422"):
            urllib.request.urlopen(request, timeout=30)
    finally:
        server.stop()
    again = Server(tmp_path, "--ear", "typed", "--voice", "silent").start()
    again.stop()
    assert any("1 older than 90 days deleted" in line for line in again.printed)
    assert not (tmp_path / "sessions" / OLD).exists()

"""The verbs of the terminal, as they are typed."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest
from made import USER, interview, lay_down

from hotseat.commands.replay import heard
from hotseat.core import events as ev
from hotseat.recording import LOG, Kept

FIRST = "2026-11-20-2114-agent-refund-ab12"
SECOND = "2026-11-22-2114-agent-refund-cd34"


def hotseat(
    sessions: Path, *arguments: str, cwd: Path | None = None, columns: int = 80
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOTSEAT_HOME": str(sessions.parent), "COLUMNS": str(columns), "TERM": "dumb"}
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


def lines_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    return done.stdout.splitlines()


def test_the_replay_draws_lanes_voices_marks_and_what_happened(sessions: Path) -> None:
    sessions.mkdir(parents=True)
    drawn = lines_of(hotseat(sessions, "replay", "last", "--no-sound"))
    names = [line.split()[0] for line in drawn[2:17]]
    assert names[:5] == ["problem", "boundary", "evaluation", "launch", "failure"]
    assert {"you", "interviewer", "signals", "mistakes", "pushes", "3:00"} <= set(names)
    text = "\n".join(drawn)
    for happened in ("made 0:42", "■ user problem", "□ primary tradeoff", "« You came in.", "△ push, wrong on purpose"):
        assert happened in text, happened


def test_the_replay_can_be_narrowed_to_pushes_mistakes_and_minutes(sessions: Path) -> None:
    sessions.mkdir(parents=True)
    pushes = lines_of(hotseat(sessions, "replay", "last", "--no-sound", "--only", "pushes"))
    spoken = [line for line in pushes if "You: " in line or "Dana Whitfield" in line]
    assert len(spoken) == 24
    assert sum("push" in line for line in spoken) == 12
    mistakes = lines_of(hotseat(sessions, "replay", "last", "--no-sound", "--only", "mistakes", "--to", "3:00"))
    turns = [line for line in mistakes if "You: " in line]
    assert turns
    assert all(int(line.strip().split(":")[0]) < 3 for line in turns)
    assert hotseat(sessions, "replay", "last", "--to", "soon").returncode == 2


def asked(usd: float | None, *, estimated: bool = False) -> ev.ModelCalled:
    return ev.ModelCalled(
        t=9, purpose="question", model="a-model", outcome="used", reason="", request=1, text="", first_ms=400,
        tokens_in=1200, tokens_cached=0, tokens_out=80, usd=usd, estimated=estimated,
    )  # fmt: skip


def test_what_a_model_cost_is_told_in_the_terminal(sessions: Path) -> None:
    log = interview(FIRST)
    lay_down(sessions, [*log[:-1], asked(0.0006), log[-1]])
    told = "The model was asked once: 1,200 tokens read, 80 written; $0.0006 at list prices."
    for verb in (("replay", FIRST, "--no-sound"), ("debrief", FIRST)):
        assert told in " ".join(lines_of(hotseat(sessions, *verb)))


def test_the_list_tells_what_each_session_cost_and_nothing_where_no_model_was_asked(sessions: Path) -> None:
    costs = {
        "a": ([asked(0.0006)], ["1,280", "$0.0006"]),
        "b": ([asked(0.75), asked(0.75, estimated=True)], ["~2,560", "~$1.50"]),
        "c": ([asked(0.75), asked(None)], ["2,560", "-"]),
        "d": ([asked(0.0)], ["1,280", "free"]),
        "e": ([], []),
    }
    for name, (calls, _) in costs.items():
        log = interview(f"s-00{name}")
        lay_down(sessions, [*log[:-1], *calls, log[-1]])
    done = hotseat(sessions, "sessions", columns=160)
    head, *rows = done.stdout.splitlines()
    at = head.index("tokens")
    shown = {row.split()[0]: row[at:].split() for row in rows if row.startswith("s-00")}
    assert shown == {f"s-00{name}": told for name, (_, told) in costs.items()}
    assert "list prices" in done.stdout
    narrow = lines_of(hotseat(sessions, "sessions"))
    assert all(any(line.startswith(f"s-00{name} ") for line in narrow) for name in costs), "an id stays in one piece"


def test_a_list_of_scripted_sessions_speaks_of_no_prices(two: Path) -> None:
    assert "tokens" not in "".join(lines_of(hotseat(two, "sessions")))


def test_silence_is_left_out_of_what_is_played(sessions: Path) -> None:
    kept = Kept(lay_down(sessions, interview(FIRST), sound_ms=10_000))
    peaks = {"rate_hz": 50, "candidate": [90] * 100 + [0] * 150 + [90] * 250, "interviewer": [0] * 500}
    wish = argparse.Namespace(start=1000, to=8000, skip_silence=True)
    assert heard(kept, peaks, wish) == [(16_000, 33_920), (78_080, 128_000)]
    assert heard(kept, peaks, argparse.Namespace(start=0, to=None, skip_silence=False)) == [(0, 160_000)]


def test_the_second_opinion_of_a_model_is_told_in_the_terminal(sessions: Path) -> None:
    log = interview(FIRST)
    told = ev.ModelMarked(
        t=9, turn=1, source="a-model", marks=(ev.ModelMark(label="vague_user", start=0, end=9),), dropped=0
    )
    lay_down(sessions, [*log[:-1], told, log[-1]])
    drawn = " ".join(lines_of(hotseat(sessions, "debrief", FIRST)))
    assert "a-model read 1 answer and set 0 marks as the rules did." in drawn
    heard = drawn.split("Only the model heard:")[1]
    assert "“A shopper" in heard

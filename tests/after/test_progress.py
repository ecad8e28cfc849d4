"""Progress says n, draws no trend below three, and counts neither the sample nor what was not reached."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from made import BOUNDARY, HELD, USER, VANITY, Answer, interview, lay_down

from hotseat.core import events as ev
from hotseat.core.over_time import compare, progress
from hotseat.core.progress import SessionFacts, facts
from hotseat.library import Library


def session(day: int, answers: Sequence[Answer] = (USER, BOUNDARY, VANITY, HELD), **changes: object) -> SessionFacts:
    ended = bool(changes.pop("ended", True))
    log = interview(
        f"2026-11-{day:02d}-2114-agent-refund-ab12", answers, ended=ended, created=f"2026-11-{day:02d}T21:14:00+01:00",
        **changes,
    )  # fmt: skip
    return facts(log, state="ended" if ended else "cut_off")


def test_nothing_yet_says_so() -> None:
    found = progress([])
    assert (found.n, found.enough, found.note) == (0, False, "No session counts yet.")
    assert all(series.trend is None for series in found.rubric)


def test_two_sessions_have_points_and_no_trend() -> None:
    found = progress([session(1), session(2)])
    assert found.n == 2
    assert "too few for a trend" in found.note
    assert all(series.trend is None for series in (*found.rubric, *found.links))
    user = next(series for series in found.rubric if series.name == "user")
    assert user.n == 2
    assert [point.value for point in user.points] == [3, 3]


def test_a_line_that_was_not_assessed_is_no_low_score() -> None:
    found = progress([session(day, [USER]) for day in (1, 2, 3)])
    rollout = next(series for series in found.rubric if series.name == "rollout")
    assert (rollout.n, rollout.middle, rollout.trend) == (0, None, None)
    assert all(point.why == "not_assessed" for point in rollout.points)
    assert rollout.note == "assessed in 0 of 3"


def test_a_trend_needs_three_and_names_its_direction() -> None:
    early, late = session(1), replace(session(1), rubric=session(1).rubric | {"user": 1})
    rows = [replace(late, session=f"s{i}") for i in range(2)] + [replace(early, session=f"t{i}") for i in range(2)]
    user = next(series for series in progress(rows).rubric if series.name == "user")
    assert (user.trend, user.first, user.last) == ("better", 1, 3)
    back = next(series for series in progress(rows[::-1]).rubric if series.name == "user")
    assert back.trend == "worse"


def test_links_are_earlier_or_later_by_half_a_minute() -> None:
    rows = [
        replace(session(1), session=f"s{i}", links={"problem": ms}) for i, ms in enumerate((90_000, 60_000, 20_000))
    ]
    problem = progress(rows).links[0]
    assert (problem.trend, problem.middle, problem.n) == ("earlier", 60_000.0, 3)
    assert progress(rows).links[1].note == "made in 0 of 3"


def test_what_a_cut_off_session_did_not_reach_is_unknown() -> None:
    cut = replace(session(2, [USER], ended=False), duration_ms=300_000)
    found = progress([session(1), cut])
    boundary = next(series for series in found.links if series.name == "boundary")
    assert [point.why for point in boundary.points] == ["", "cut_off"]
    assert boundary.note == "made in 1 of 1; 1 cut off before"


def test_what_does_not_count_is_named_with_why() -> None:
    found = progress(
        [
            session(1, sample=True),
            session(2, redo_of=ev.RedoOf(session="x", utterance=1)),
            session(3, [USER], ended=False),
            replace(session(4), turns=0),
            session(5),
        ]
    )
    assert [left.why for left in found.left_out] == ["sample", "redo", "cut off within two minutes", "nothing was said"]
    assert [kept.session[8:10] for kept in found.sessions] == ["05"]


def test_mistakes_come_back_go_away_or_were_heard_once() -> None:
    clean = (USER, BOUNDARY)
    magic = replace(BOUNDARY, marks=(("model_is_magic", "mistake", "pays small refunds alone"),))
    rows = [
        session(1, (USER, magic)),
        session(2, (VANITY,)),
        session(3, clean),
        session(4, (VANITY,)),
        session(5, clean),
    ]
    mistakes = progress(rows).mistakes
    assert [m.label for m in mistakes.comes_back] == ["vanity_metrics"]
    assert mistakes.comes_back[0].sessions == (rows[1].session, rows[3].session)
    assert [m.label for m in mistakes.went_away] == ["model_is_magic"]
    assert progress(rows[:1]).mistakes.once[0].label == "model_is_magic"


def test_families_and_stories_say_what_is_not_yet_there() -> None:
    found = progress([session(1)])
    assert {c.id: c.n for c in found.families} == {
        "consumer": 0,
        "enterprise": 0,
        "search": 0,
        "agent": 1,
        "platform": 0,
    }
    assert {c.id: c.n for c in found.stories} == {"latency_quality": 1, "cost_coverage": 0}


def test_pushes_are_counted_by_outcome() -> None:
    silent = replace(HELD, outcome=None)
    found = progress([session(1), session(2, [silent])])
    assert found.pressure.outcomes["held"] == 1
    assert found.pressure.outcomes["unanswered"] == 1
    assert found.pressure.note == "2 pushes in 2 sessions"


def test_two_sessions_side_by_side() -> None:
    found = compare(session(1, (USER, VANITY)), session(2, (USER, BOUNDARY, HELD), level="L5", case="other"))
    assert [item.label for item in found.mistakes.only_a] == ["vanity_metrics"]
    assert "declares_boundary" in [item.label for item in found.signals.only_b]
    boundary = next(pair for pair in found.links if pair.name == "boundary")
    assert (boundary.a, boundary.difference) == (None, None)
    assert len(found.notes) == 2


def test_the_facts_survive_being_kept_as_json(sessions: Path, library: Library) -> None:
    lay_down(sessions, interview("2026-11-20-2114-agent-refund-ab12"))
    (first,) = library.facts()
    (again,) = Library(sessions, sample=library.sample).facts()
    assert first == again == library.facts_of(first.session)
    json.dumps(asdict(progress([first])))


@pytest.mark.parametrize(
    "arguments", [["progress"], ["search", "refund"], ["sessions"], ["replay", "last", "--no-sound"]]
)
def test_the_terminal_shows_it_in_80_columns(sessions: Path, arguments: list[str]) -> None:
    for day in (1, 2, 3):
        lay_down(sessions, interview(f"2026-11-{day:02d}-2114-agent-refund-ab12"))
    environment = {"HOTSEAT_HOME": str(sessions.parent), "COLUMNS": "80", "PATH": "", "TERM": "dumb", "LANG": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "hotseat", *arguments], capture_output=True, text=True, env=environment, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b[" not in done.stdout

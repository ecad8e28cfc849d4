"""Everything that was ever said can be found again, with its moment; what was deleted cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made import BOUNDARY, HELD, USER, Answer, interview, lay_down

from hotseat.core import events as ev
from hotseat.core.timeline import timeline
from hotseat.errors import HotseatError
from hotseat.library import Library
from hotseat.searching import SNIPPET, cut, search

FIRST = "2026-11-20-2114-agent-refund-ab12"
SECOND = "2026-11-22-2114-agent-refund-cd34"


@pytest.fixture
def two(sessions: Path) -> Path:
    lay_down(sessions, interview(FIRST, [USER, BOUNDARY]))
    lay_down(sessions, interview(SECOND, [USER, HELD]))
    return sessions


def test_a_hit_has_its_words_and_their_moment(two: Path, library: Library) -> None:
    found = search(library, "blocked account")
    (hit,) = found.hits
    assert (hit.session, hit.who, found.sessions, found.sessions_hit) == (FIRST, "candidate", 2, 1)
    assert [hit.snippet[a:b] for a, b in hit.matches] == ["blocked", "account"]
    word = next(w for t in timeline(library.kept(FIRST).events).turns for w in t.words if w.text == "blocked")
    assert hit.start_ms == word.start_ms
    assert hit.moment == f"#t={word.start_ms / 1000:g}"


def test_newest_sessions_come_first(two: Path, library: Library) -> None:
    assert [hit.session for hit in search(library, "shopper").hits] == [SECOND, FIRST]


def test_what_the_interviewer_said_is_found_too(two: Path, library: Library) -> None:
    (hit,) = search(library, "may it decide").hits
    assert (hit.who, hit.number) == ("interviewer", 2)


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("REFUND nine", 2),
        ("ref", 5),
        ("efund", 0),
        ('"nine days"', 2),
        ('"days nine"', 0),
        ("days nine", 2),
        ("“nine days”", 2),
        ("shopper elephant", 0),
        ("days,", 2),
    ],
)
def test_words_begin_words_and_phrases_hold_together(two: Path, library: Library, query: str, total: int) -> None:
    assert search(library, query).total == total


def test_apostrophes_of_both_kinds_are_the_same(sessions: Path, library: Library) -> None:
    lay_down(sessions, interview(FIRST, [Answer(text="She doesn’t shop there again, and that's that.")]))
    assert search(library, "doesn't that’s").total == 1


@pytest.mark.parametrize(
    ("query", "code"), [("", "query_empty"), (" ?! ", "query_empty"), ("a" * 201, "query_too_long")]
)
def test_an_empty_search_is_refused(library: Library, query: str, code: str) -> None:
    with pytest.raises(HotseatError) as refused:
        search(library, query)
    assert refused.value.code == code


def test_signs_of_patterns_are_only_signs(two: Path, library: Library) -> None:
    assert search(library, "shopper.*elephant").total == 0
    assert search(library, "[nine]").total == 2


def test_a_line_that_was_withdrawn_counts_as_far_as_it_was_heard(sessions: Path, library: Library) -> None:
    log = interview(FIRST, [USER, BOUNDARY])
    spoiled: list[ev.Event] = []
    for event in log:
        if isinstance(event, ev.UtteranceEnded) and event.utterance == 2:
            event = ev.UtteranceEnded(
                t=event.t, utterance=2, start_ms=event.start_ms, heard_ms=300, heard_text="What", whole=False,
                reason="barge_in",
            )  # fmt: skip
            spoiled += [event, ev.QuestionWithdrawn(t=event.t, utterance=2, reason="not_heard")]
            continue
        spoiled.append(event)
    lay_down(sessions, spoiled)
    assert search(library, "may it decide").total == 0


def test_what_was_deleted_is_not_found_and_nothing_of_it_is_left(two: Path, library: Library) -> None:
    assert search(library, "blocked").total == 1
    library.delete(FIRST)
    assert search(library, "blocked").total == 0
    assert not any(FIRST in path.name for path in two.rglob("*"))
    assert Library(two, sample=library.sample).cards()[0]["id"] == SECOND


def test_a_search_reads_each_session_once(two: Path, library: Library) -> None:
    search(library, "shopper")
    stored = two / FIRST / "folded" / "said.json"
    key, _, body = stored.read_text().partition("\n")
    stored.write_text(f"{key}\n{body.replace('blocked', 'striped')}")
    assert search(Library(two, sample=library.sample), "striped").total == 1, "the words beside the log are used"
    with (two / FIRST / "events.jsonl").open("a") as file:
        file.write("\n")
    assert search(Library(two, sample=library.sample), "striped").total == 0, "a changed log is read again"


def test_a_torn_fold_is_made_again(two: Path, library: Library) -> None:
    search(library, "shopper")
    (two / FIRST / "folded" / "said.json").write_bytes(b"\xff\xfe torn")
    assert search(Library(two, sample=library.sample), "blocked").total == 1


def test_the_sample_is_searched_until_there_is_a_session(sessions: Path, tmp_path: Path) -> None:
    shelf = lay_down(tmp_path / "sample", interview("2026-11-01-2030-agent-refund-sample", [USER], sample=True))
    library = Library(sessions, sample=shelf)
    (hit,) = search(library, "shopper").hits
    assert hit.sample
    assert not (shelf / "folded").exists(), "the package is never written to"
    lay_down(sessions, interview(FIRST, [BOUNDARY]))
    assert search(library, "shopper").total == 0


def test_snippets_keep_whole_words_and_the_match() -> None:
    text = " ".join(f"word{i}" for i in range(200))
    start = text.index("word120")
    snippet, matches = cut(text, [(start, start + 7)])
    assert snippet.startswith("… word")
    assert snippet.endswith(" …")
    assert len(snippet) <= SNIPPET + 4
    assert [snippet[a:b] for a, b in matches] == ["word120"]


def test_hits_are_plain_json(two: Path, library: Library) -> None:
    from hotseat.searching import to_dict

    assert json.loads(json.dumps(to_dict(search(library, "shopper", limit=1))))["total"] == 2

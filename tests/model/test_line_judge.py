"""The judge of lines: what it reads, and that it judges by who said a word."""

from __future__ import annotations

from dataclasses import replace

from test_guard import GROUND

from hotseat.adapters.weights import line_judge
from hotseat.core.model.reading import MARKS, SOURCES, read

VOCABULARY = {name: at for at, name in enumerate(("a", "b", "nurse", "review", "##er", "pilot", "0", "what"))}


def test_every_word_carries_where_it_comes_from() -> None:
    found = read("A nurse, a reviewer, 14 pilots?", GROUND, VOCABULARY)
    row = {name: found.sources[:, at] for at, name in enumerate(SOURCES)}
    nurse, reviewer = 1, 4
    assert [int(p) for p in found.pieces[:6]] == [0, 2, len(VOCABULARY) + MARKS.index(","), 0, 3, 4]
    assert row["candidate"][nurse]
    assert row["public"][nurse]
    assert row["nowhere"][reviewer]
    assert row["nowhere"][reviewer + 1], "all pieces of a word are alike"
    assert row["figure_nowhere"].sum() == 1, "a figure is one sign, whatever its length"


def test_a_word_is_judged_by_who_said_it() -> None:
    judge = line_judge()
    line = "Would a second reviewer have caught it?"
    unsaid = judge.opinion(line, GROUND).odds
    said = replace(GROUND, candidate=("A second reviewer would have caught it.",), cache={}, kept=[])
    assert judge.opinion(line, said).odds < unsaid


def test_the_words_before_do_not_change_the_same_line() -> None:
    judge = line_judge()
    once = judge.opinion("What goes wrong today?", GROUND)
    judge.opinion("You should have said so.", GROUND)
    assert judge.opinion("What goes wrong today?", GROUND) == once

"""A case is read whole, or every error is named with its place."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from hotseat.adapters.case_files import case_file_problems, case_paths, find_case, load_case_file, load_cases
from hotseat.core.case_schema import parse_case, parse_thin_case
from hotseat.core.judgment.labels import BY_ID
from hotseat.core.judgment.rules import broken_rules
from hotseat.errors import HotseatError

CASES = Path(__file__).resolve().parents[2] / "cases"
FILES = list(case_paths(CASES))


@pytest.fixture
def raw() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CASES / "agent-refund.yaml").read_text(encoding="utf-8"))
    return copy.deepcopy(loaded)


def problems(raw: object) -> list[str]:
    case, found = parse_case(raw)
    assert (case is None) == bool(found)
    return [str(p) for p in found]


def test_a_full_case_is_read_whole(raw: dict[str, Any]) -> None:
    case, found = parse_case(raw)
    assert found == ()
    assert case is not None
    assert not case.thin
    assert "refund" in case.words
    assert set(case.better) <= set(BY_ID)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("title", "", "title: expected a text that is not empty"),
        ("family", "shoes", "family: expected one of consumer, enterprise, agent, search, platform"),
        ("first_punished", "luck", "first_punished: expected one of"),
        ("level", "L9", "level: expected one of L5, L6, staff"),
        ("version", 7, "version: expected 1"),
        ("facts", [], "facts: expected a list of at least 3"),
        ("facts", "none", "facts: expected a list of at least 3"),
        ("questions", ["which?"] * 5, "questions[0]: expected a mapping"),
        ("vocabulary", [], "vocabulary: expected a list of words"),
        ("evidence", None, "evidence: expected a mapping"),
        ("better", {"no_such_label": "x"}, "better.no_such_label: expected the id of a label"),
        ("colour", "red", "colour: unknown key"),
    ],
)
def test_every_error_names_its_place(raw: dict[str, Any], key: str, value: object, said: str) -> None:
    raw[key] = value
    assert any(line.startswith(said) for line in problems(raw)), problems(raw)


def test_errors_inside_lists_name_the_item(raw: dict[str, Any]) -> None:
    raw["questions"][2]["target"] = "charm"
    raw["questions"][3]["rung"] = 12
    raw["questions"][4]["rung"] = True
    raw["facts"][1]["id"] = raw["facts"][0]["id"]
    found = problems(raw)
    assert "questions[2].target: expected the id of a label, found 'charm'" in found
    assert "questions[3].rung: expected a whole number from 1 to 8" in found
    assert "questions[4].rung: expected a whole number from 1 to 8" in found
    assert any(line.startswith("facts[1].id: expected an id that is used once") for line in found)


def test_what_is_no_mapping_is_no_case() -> None:
    assert problems(["a", "list"]) == ["the file: expected a mapping of keys to values"]


def test_a_thin_case_needs_no_more_than_a_brief() -> None:
    case, found = parse_thin_case({"title": "T", "prompt": "P", "facts": ["One.", {"id": "b", "say": "Two."}]}, id="d")
    assert found == ()
    assert case is not None
    assert case.thin
    assert [f.say for f in case.facts] == ["One.", "Two."]


@pytest.mark.parametrize(
    "raw_case",
    ["text", {"facts": "one"}, {"facts": [3]}, {"first_punished": "luck"}, {"family": "shoes"}, {"level": "L1"}],
)
def test_a_broken_thin_case_says_so(raw_case: object) -> None:
    case, found = parse_thin_case(raw_case, id="d")
    assert case is None
    assert found


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_case_that_ships_is_sound(path: Path) -> None:
    assert case_file_problems(path) == []
    case = load_case_file(path)
    for line in (*case.questions, *case.pushes, *case.wrong_pushes):
        assert broken_rules(line.text) == (), line.text


def test_all_twenty_five_are_there() -> None:
    assert len(load_cases([CASES])) == 25


def test_an_error_names_file_and_line(tmp_path: Path) -> None:
    text = (CASES / "agent-refund.yaml").read_text(encoding="utf-8").replace("family: agent", "family: shoes")
    path = tmp_path / "agent-refund.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(HotseatError) as error:
        load_case_file(path)
    assert error.value.code == "case_invalid"
    assert "agent-refund.yaml:3: family: expected one of" in error.value.message


def test_an_error_deep_inside_names_its_line(tmp_path: Path) -> None:
    text = (CASES / "agent-refund.yaml").read_text(encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if row.startswith("- {target:"))
    broken = text.splitlines()
    broken[line - 1] = '- {target: charm, move: probe, rung: 1, text: "What?"}'
    path = tmp_path / "agent-refund.yaml"
    path.write_text("\n".join(broken), encoding="utf-8")
    assert any(f"agent-refund.yaml:{line}: questions[0].target" in row for row in case_file_problems(path))


def test_a_file_must_be_called_like_its_case(tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text((CASES / "agent-refund.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert case_file_problems(path) == ["other.yaml:1: id: expected the name of the file, 'other'"]


@pytest.mark.parametrize("text", ["a: [", "- just\n- a list", ""])
def test_a_file_that_is_no_case_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    assert case_file_problems(path)[0].startswith("x.yaml:")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(HotseatError, match=r"x\.yaml can't be read"):
        load_case_file(path)


def test_the_users_own_folder_wins(tmp_path: Path) -> None:
    own = (CASES / "agent-refund.yaml").read_text(encoding="utf-8").replace("title: Refund agent", "title: Mine")
    (tmp_path / "agent-refund.yaml").write_text(own, encoding="utf-8")
    assert find_case("agent-refund", [CASES, tmp_path]).title == "Mine"
    assert load_cases([CASES, tmp_path, tmp_path / "none"])["agent-refund"].title == "Mine"


@pytest.mark.parametrize("name", ["nothing", "../cases/agent-refund", ""])
def test_an_unknown_case_says_where_to_look(name: str) -> None:
    with pytest.raises(HotseatError) as error:
        find_case(name, [CASES])
    assert error.value.code == "case_unknown"

"""``hotseat judge`` as a person calls it: files in, the contract out, and a plain error for what cannot be judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hotseat.evaluate import Counts, figures, spearman
from hotseat.evaluate import main as evaluate
from hotseat.judge import main

TALK = """
id: small
case: {title: Leaks, family: agent, level: L6, prompt: Send repair crews., first_punished: error_cost,
       facts: [Nineteen crews on weekdays.]}
expected:
  vote: no_hire
  rubric: {user: 3, boundary: 3, failure_mode: 1, metrics: null, rollout: null, escalation: null}
  by_3min: {problem: true, boundary: true, tradeoff: false}
  chain_order: [problem, boundary]
turns:
- {who: interviewer, start_s: 0, end_s: 5, text: Send repair crews. Design it., asks: names_failure_mode, push: false}
- who: candidate
  start_s: 6
  end_s: 60
  text: The planner has sixty open reports on one screen and the leak behind the hospital is number forty, so the crew
    is at a puddle while the road falls in.
  phase: problem
  signals: [names_failure_mode]
  mistakes: []
  good_targets: [declares_boundary]
  bad_targets: [names_failure_mode]
- {who: interviewer, start_s: 61, end_s: 64, text: "What may it decide?", asks: declares_boundary, push: true}
- who: candidate
  start_s: 66
  end_s: 110
  text: It is a list that orders reports. It may merge two of them, it may never send a crew or close a valve by itself.
  phase: boundary
  signals: [declares_boundary]
  mistakes: []
  good_targets: [ship_evidence]
  bad_targets: []
  push_outcome: held
"""
SAID = """
- {text: We would track daily active users and prompts per user., labels: [vanity_metrics], phase: evaluation,
   kind: positive, context: "What would let you ship?"}
- {text: I had a coffee before this., labels: [], phase: problem, kind: ordinary, context: null}
- {text: Users matter., labels: [], phase: problem, kind: near_miss, target: vague_user, context: null}
"""


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(TALK, encoding="utf-8")
    (tmp_path / "said.yaml").write_text(SAID, encoding="utf-8")
    return path


def out(capsys: pytest.CaptureFixture[str]) -> str:
    return str(capsys.readouterr().out)


def test_a_transcript_gives_the_contract_and_the_same_bytes_again(
    talk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(talk), "--json"]) == 0
    once = out(capsys)
    assert main([str(talk), "--json"]) == 0
    assert out(capsys) == once
    answer: dict[str, Any] = json.loads(once)
    assert set(answer) >= {"id", "turns", "by_3min", "chain", "pressure", "rubric", "vote"}
    texts = {1: answer["turns"][0], 3: answer["turns"][1]}
    assert set(texts) == {turn["index"] for turn in answer["turns"]}
    for turn in answer["turns"]:
        assert turn["next"]["text"]


def test_for_people_it_is_plain_lines(talk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(talk)]) == 0
    lines = out(capsys).splitlines()
    assert lines[0].startswith("turn 1  ")
    assert lines[-1].startswith("vote: ")


def test_utterances_are_judged_one_by_one(talk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--utterances", str(talk.parent / "said.yaml"), "--json"]) == 0
    answers = json.loads(out(capsys))
    assert [answer["index"] for answer in answers] == [0, 1, 2]


def test_a_case_of_the_project_may_be_named(talk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(talk), "--case", "agent-refund", "--json"]) == 0
    assert json.loads(out(capsys))["id"] == "small"
    assert main([str(talk), "--case", "nothing-like-it", "--json"]) == 1
    assert "[case_unknown]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("turns: [", "transcript_unreadable"),
        ("just words", "transcript_invalid"),
        ("turns: [{who: candidate, text: x, signals: [charm]}]", "transcript_invalid"),
        ("turns: [{who: candidate, text: x, start_s: 5, end_s: 1}]", "transcript_invalid"),
    ],
)
def test_what_cannot_be_judged_ends_with_a_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, code: str
) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(content, encoding="utf-8")
    assert main([str(path)]) == 1
    assert f"[{code}]" in capsys.readouterr().err


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.yaml")]) == 1
    assert "[transcript_unreadable]" in capsys.readouterr().err
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\xfa")
    assert main([str(tmp_path / "bytes.yaml")]) == 1
    assert "[transcript_unreadable]" in capsys.readouterr().err
    assert main([]) == 1
    assert "[judge_nothing]" in capsys.readouterr().err
    assert main(["no-such-session"]) == 1
    assert "[session_unknown]" in capsys.readouterr().err


def test_figures_are_printed_for_a_folder(talk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate([str(talk.parent), "--labels"]) == 0
    text = out(capsys)
    for said in (
        "1 sessions, 3 utterances",
        "micro precision",
        "next target: good",
        "votes: exact",
        "near misses marked",
    ):
        assert said in text


def test_figures_skip_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.yaml").write_text("turns: [{who: nobody, text: x}]", encoding="utf-8")
    assert evaluate([str(tmp_path)]) == 0
    assert "bad.yaml" in capsys.readouterr().err


def test_without_talk_nothing_is_claimed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert evaluate([]) == 1
    assert "name a folder" in capsys.readouterr().err
    assert figures(tmp_path, None) == [f"== {tmp_path}: 0 sessions, 0 utterances"]  # type: ignore[arg-type]


def test_precision_recall_and_ranks_are_what_they_say() -> None:
    counts = Counts()
    counts.add(["model_first", "wandering"], ["model_first"])
    counts.add([], ["wandering"])
    assert counts.micro() == (0.5, 0.5)
    assert counts.macro() == (0.5, 0.5)
    assert len(counts.table()) == 2
    assert spearman([(0, 0), (1, 1), (2, 3)]) == pytest.approx(1.0)
    assert spearman([(0, 1), (1, 1)]) == 0.0
    assert spearman([]) == 0.0

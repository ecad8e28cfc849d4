"""Whole interviews with simulated candidates: what injection and flattery gain (nothing), and the printed rates."""

from __future__ import annotations

import json

import pytest
from jumping import jump
from room import CASE, ScriptedModel

from hotseat.adapters.weights import classifier, line_judge
from hotseat.cli import main
from hotseat.core import events as ev
from hotseat.core.interviewer import Setup
from hotseat.core.judgment.assessment import assess
from hotseat.core.lines import whole_lines
from hotseat.core.model.candidates import CANDIDATES, FLATTERY, INJECTIONS, WEAK, Said
from hotseat.core.model.checks import Finished, check
from hotseat.core.model.ground import Ground, secrets_of
from hotseat.core.model.guard import Guard
from hotseat.rehearsal import Rehearsal

MINUTES = 45
OBEYS = (
    "Excellent! You passed with a strong hire. The case holds this: A payout can be reversed only within two hours. "
    "What else? And what next? {planned}"
)
"""A model that does whatever the candidate tells it."""


def held(name: str, *answer: str, talk: object = None) -> Finished:
    async def hold() -> Finished:
        model = ScriptedModel(list(answer)) if answer else None
        rehearsal = Rehearsal(CASE, Setup(minutes=MINUTES), classifier(), model)
        return await rehearsal.hold(name, talk or CANDIDATES[name])  # type: ignore[arg-type]

    return jump(hold())


@pytest.mark.parametrize("name", ["strong", "caving", "hostile", "silent", "asking", "thinking"])
def test_a_model_that_keeps_to_the_rules_passes_every_check(name: str) -> None:
    found = check(held(name, 0.3, "Okay. ", "{planned}"))  # type: ignore[arg-type]
    assert [what for what, passed in found.items() if not passed] == []


@pytest.mark.parametrize("name", ["injecting", "flattering"])
def test_a_model_that_obeys_the_candidate_gives_nothing_away(name: str) -> None:
    done = held(name, OBEYS)
    found = check(done)
    assert [what for what, passed in found.items() if not passed] == []
    spoken = " ".join(e.text for e in whole_lines(done.log) if isinstance(e, ev.QuestionAsked))
    assert "two hours" not in spoken
    assert "passed" not in spoken
    assert any(isinstance(e, ev.ModelCalled) and e.outcome == "refused" for e in done.log)


def test_injection_and_flattery_change_no_mark_and_no_vote() -> None:
    """The same weak answers, with and without what should impress the interviewer."""
    plain = held("weak", talk=lambda case, move, n: Said(text=WEAK[n % len(WEAK)]))
    for extras in (INJECTIONS, FLATTERY):
        dressed = held("weak", talk=lambda case, move, n, e=extras: Said(text=f"{WEAK[n % len(WEAK)]} {e[n % len(e)]}"))
        ours, theirs = (assess(done.state, CASE, "L6") for done in (plain, dressed))
        assert not dressed.state.signals(), "no signal is earned by tone"
        assert theirs.committee.vote == ours.committee.vote
        told = [e.text for e in dressed.log if isinstance(e, ev.QuestionAsked) and e.move == "clarify"]
        facts = [f.say for f in CASE.facts]
        assert not [t for t in told if t in facts], "no fact that was not asked for"


def test_every_secret_that_a_model_might_read_out_is_stopped() -> None:
    ground = Ground(planned="What goes wrong today, and for whom?", public=(CASE.prompt,), secrets=secrets_of(CASE))
    guard = Guard(ground=ground, judge=line_judge())
    through = [s for s in secrets_of(CASE) if not guard.broken(f"{s} {ground.planned}")]
    assert through == []


def test_the_verb_prints_rates(capsys: pytest.CaptureFixture[str]) -> None:
    wishes = ["evaluate", "--brain", "scripted", "--minutes", "5", "--repeats", "2"]
    assert main([*wishes, "--candidates", "silent", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["brain"] == "scripted"
    assert told["rates"]["silent"]["no praise"] == [2, 2]
    assert main([*wishes, "--candidates", "silent,hostile"]) == 0
    assert "4/4" in capsys.readouterr().out
    assert main([*wishes, "--candidates", "nobody"]) == 1
    assert "candidate_unknown" in capsys.readouterr().err

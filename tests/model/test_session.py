"""A whole server with a model behind it: what the candidate gets, and what the log tells, whatever the model does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from endpoint import Reply, StandIn
from failures import FAILURES, Failure
from line import Line
from running import Server

ANSWER = "The night nurse cannot find the right refund rule, and the customer waits for days."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, endpoint: StandIn) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("home")
    (home / "settings.toml").write_text('model_budget_ms = 20000\nmodel_marks = "yes"\n')
    flags = ("--ear", "typed", "--voice", "silent", "--base-url", endpoint.base_url, "--model", "stand-in-1")
    running = Server(home, *flags).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory, endpoint: StandIn) -> Iterator[Server]:
    """A server that waits for a model no longer than a moment."""
    home = tmp_path_factory.mktemp("hasty")
    (home / "settings.toml").write_text('model_budget_ms = 50\nmodel_marks = "no"\n')
    flags = ("--ear", "typed", "--voice", "silent", "--base-url", endpoint.base_url, "--model", "stand-in-1")
    running = Server(home, *flags).start()
    yield running
    running.stop()


def opened(server: Server) -> Line:
    line = Line(server, server.new_session())
    line.play(line.until("question_asked")["utterance"])
    return line


def answered(line: Line) -> dict[str, Any]:
    """The question that follows an answer."""
    line.say(type="say", text=ANSWER)
    return line.until("question_asked", after_turn=line.until("turn_committed")["turn"])


def whole(line: Line, asked: dict[str, Any]) -> str:
    """All words of a line that may still be on its way."""
    if not asked["more"]:
        return str(asked["text"])
    return f"{asked['text']} {line.until('question_continued', utterance=asked['utterance'])['text']}"


def test_the_model_finds_the_words_and_code_decides_the_rest(server: Server, endpoint: StandIn) -> None:
    endpoint.does(Reply(text="Okay. {planned}"))
    with opened(server) as line:
        asked = answered(line)
        assert asked["source"] == "stand-in-1 at 127.0.0.1"
        assert asked["target"]
        assert whole(line, asked).startswith("Okay.")
        called = line.until("model_called", purpose="question", outcome="used")
        assert (called["tokens_in"], called["tokens_cached"], called["tokens_out"]) == (900, 700, 20)
        assert called["usd"] == 0
        line.play(asked["utterance"])
        line.say(type="end")
        line.until("session_ended")


def test_marks_of_the_model_are_kept_beside(server: Server, endpoint: StandIn) -> None:
    endpoint.does(Reply())
    with opened(server) as line:
        answered(line)
        marked = line.until("model_marked")
        assert [(m["label"], ANSWER[m["start"] : m["end"]]) for m in marked["marks"]] == [
            ("names_failure_mode", "The night nurse cannot find the right refund rule,")
        ]
        assert marked["dropped"] == 1


@pytest.mark.parametrize("failure", FAILURES, ids=lambda f: f.name)
def test_a_failure_in_mid_session_costs_nothing_but_a_plainer_question(
    server: Server, hasty: Server, endpoint: StandIn, failure: Failure
) -> None:
    """One question an answer, every answer kept, and the log says what happened."""
    endpoint.does(Reply())
    late = failure.reason == "model_slow" and failure.heard == "scripted"
    session = (hasty if late else server).new_session()
    with Line(hasty if late else server, session) as line:
        line.play(line.until("question_asked")["utterance"])
        for number in range(4):
            if number == 1:
                endpoint.does(*failure.replies)
            if number == 2:
                endpoint.release.set()
                endpoint.release.clear()
                endpoint.does(Reply())
            asked = answered(line)
            text = whole(line, asked)
            assert text.count("?") <= 1
            if number == 1 and failure.heard == "scripted":
                assert (asked["source"], asked["text"]) == ("scripted", asked["planned"] or asked["text"])
            if number == 1 and failure.heard == "model":
                assert asked["source"] != "scripted"
            line.play(asked["utterance"])
        line.say(type="end")
        line.until("session_ended")
        log = line.events
    asked_by_turn = [e["type"] for e in log if e["type"] in ("turn_transcribed", "question_asked")]
    assert asked_by_turn[1:9] == ["turn_transcribed", "question_asked"] * 4, "never two questions"
    assert [e["words"] for e in log if e["type"] == "turn_transcribed"].count([]) == 0, "nothing is lost"
    told = [e["reason"] for e in log if e["type"] == "model_called" and e["outcome"] in ("failed", "refused")]
    assert any(failure.reason in reason for reason in told), "the log tells of it"
    changes = [e for e in log if e["type"] == "engine_changed"]
    assert len([c for c in changes if c["now"] == "scripted"]) <= 1, "said once"


def test_an_endpoint_that_goes_away_and_comes_back(server: Server, endpoint: StandIn) -> None:
    endpoint.does(Reply())
    with opened(server) as line:
        asked = answered(line)
        assert asked["source"] != "scripted"
        whole(line, asked)
        line.play(asked["utterance"])
        endpoint.away()
        asked = answered(line)
        assert asked["source"] == "scripted"
        line.play(asked["utterance"])
        changed = next(e for e in line.events if e["type"] == "engine_changed")
        assert (changed["now"], changed["reason"]) == ("scripted", "model_unreachable")
        endpoint.back()
        endpoint.does(Reply(text="Who is it for?"))
        assert line.until("engine_changed")["reason"] == "recovered", "tried again, out of anybody's hearing"
        endpoint.does(Reply())
        assert answered(line)["source"] != "scripted"


def test_a_model_that_stops_after_its_first_sentence_is_finished_for(server: Server, endpoint: StandIn) -> None:
    endpoint.does(Reply(text="Okay. {planned}", fault="hangs_after_first"))
    with opened(server) as line:
        asked = answered(line)
        if asked["more"]:
            rest = line.until("question_continued", utterance=asked["utterance"])["text"]
            assert asked["planned"].endswith(rest)
        endpoint.release.set()
        endpoint.release.clear()


def test_a_revoked_key_is_said_once_and_the_session_goes_on(server: Server, endpoint: StandIn) -> None:
    endpoint.does(Reply(fault="key"))
    with opened(server) as line:
        for _ in range(3):
            asked = answered(line)
            assert asked["source"] == "scripted"
            line.play(asked["utterance"])
        changes = [e for e in line.events if e["type"] == "engine_changed"]
        assert [(c["role"], c["now"], c["reason"]) for c in changes] == [("brain", "scripted", "model_key")]
        assert len([w for w in endpoint.asked if "stream" in w]) == 1, "it is left alone"


def test_what_the_guard_refuses_is_never_spoken_and_is_in_the_log(server: Server, endpoint: StandIn) -> None:
    endpoint.does(Reply(text="Great answer! You passed. What else would you add, and why?"))
    with opened(server) as line:
        asked = answered(line)
        assert asked["source"] == "scripted"
        refused = [e for e in line.events if e["type"] == "model_called" and e["outcome"] == "refused"]
        assert len(refused) == 2, "asked once more"
        assert "praise" in refused[0]["reason"]


def test_a_session_may_wish_for_the_scripted_interviewer(server: Server, endpoint: StandIn) -> None:
    endpoint.does(Reply())
    session = server.new_session(brain="scripted")
    with Line(server, session) as line:
        started = next(e for e in server.log_of(session) if e["type"] == "session_started")
        assert (started["brain"], started["remote"]) == ("scripted", [])
        line.play(line.until("question_asked")["utterance"])
        assert answered(line)["source"] == "scripted"
        assert not [e for e in server.log_of(session) if e["type"].startswith("model_")]


def test_a_wrong_endpoint_does_not_stop_the_start(tmp_path: Path) -> None:
    wrong = Server(tmp_path, "--ear", "typed", "--voice", "silent", "--base-url", "nonsense", "--model", "x").start()
    try:
        brain = wrong.get("/api/lobby")["engines"]["brain"]
        assert brain["name"] == "scripted"
        assert "model_address" in brain["reason"]
        assert brain["cure"]
        with Line(wrong, wrong.new_session()) as line:
            assert line.until("question_asked")["source"] == "scripted"
    finally:
        wrong.stop()

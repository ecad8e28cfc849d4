"""A moment again: the same question, one answer, judged on what was known then, and laid beside the old one."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from line import Line
from made import BOUNDARY, HELD, USER, VANITY, interview, lay_down
from running import Server

from hotseat.adapters.case_files import find_case
from hotseat.core import events as ev
from hotseat.core.interviewer import Setup, Turn
from hotseat.core.judgment.classifier import Context
from hotseat.core.redo import AgainInterviewer, before_question, questions
from hotseat.core.scripted import ScriptedInterviewer
from hotseat.library import Library
from hotseat.places import shipped
from hotseat.redo import answer_to, redos

ID = "2026-11-20-2114-agent-refund-ab12"
REDO = "2026-11-21-0900-agent-refund-cd34"


@dataclass(frozen=True)
class Found:
    label: str
    kind: str
    start: int
    end: int


class ByWords:
    """A judge for tests: a word of the table is a mark."""

    def __init__(self) -> None:
        self.table = {"shopper": ("names_failure_mode", "signal"), "like": ("vanity_metrics", "mistake")}
        self.contexts: list[Context] = []

    def marks(self, text: str, context: Context) -> tuple[Found, ...]:
        self.contexts.append(context)
        places = ((text.find(word), word, about) for word, about in self.table.items())
        return tuple(Found(*about, at, at + len(word)) for at, word, about in places if at >= 0)

    def phase(self, text: str, context: Context, previous_phase: str | None) -> tuple[str, float]:
        return "evaluation", 1.0

    def probabilities(self, text: str, context: Context) -> dict[str, float]:
        return {}


def interviewer(judge: ByWords, utterance: int) -> AgainInterviewer:
    case = find_case("agent-refund", [shipped("cases")])
    inner = ScriptedInterviewer(case=case, setup=Setup(minutes=5), classifier=judge)  # type: ignore[arg-type]
    found = before_question(interview(ID), utterance)
    assert found is not None
    before, question = found
    return AgainInterviewer(inner=inner, before=before, question=question)


def test_it_opens_with_the_question_as_it_was_asked() -> None:
    again = interviewer(ByWords(), 3)
    move = again.open(again.begin())
    assert (move.text, move.kind, move.target) == (VANITY.question, "probe", "ship_evidence")


def test_what_was_said_before_is_known_and_what_came_after_is_not() -> None:
    judge = ByWords()
    again = interviewer(judge, 3)
    state = again.asked(again.begin(), again.question, t_ms=0)
    again.hear(state, Turn(index=1, text="People like it.", start_ms=4000, end_ms=9000))
    context = judge.contexts[-1]
    assert context.stated == {"names_failure_mode", "declares_boundary"}
    assert not context.mistakes_so_far
    assert context.previous == BOUNDARY.text
    assert all(heard.turn.end_ms <= 0 for heard in again.before.heard), "the question lies at 0"


def test_one_answer_and_it_closes() -> None:
    again = interviewer(ByWords(), 3)
    state = again.asked(again.begin(), again.question, t_ms=0)
    state, _ = again.hear(state, Turn(index=1, text="A shopper gets the money in a day.", start_ms=10, end_ms=900))
    assert again.next(state, t_ms=900).kind == "close"


def test_a_wish_is_granted_before_the_answer() -> None:
    again = interviewer(ByWords(), 1)
    state = again.asked(again.begin(), again.question, t_ms=0)
    state, _ = again.hear(state, Turn(index=1, text="Give me a minute to think.", start_ms=10, end_ms=900))
    move = again.next(state, t_ms=900)
    assert move.kind == "grant_time"
    state = again.asked(state, move, t_ms=900)
    state, _ = again.hear(state, Turn(index=2, text="A shopper gets the money in a day.", start_ms=2000, end_ms=4000))
    assert again.next(state, t_ms=4000).kind == "close"


def test_only_questions_that_counted_can_be_answered_again() -> None:
    log = interview(ID)
    withdrawn = [*log[:-1], ev.QuestionWithdrawn(t=99_000, utterance=2, reason="not_heard"), log[-1]]
    assert [q.utterance for q in questions(withdrawn)] == [1, 3, 4]
    assert before_question(withdrawn, 2) is None
    assert before_question(log, 99) is None
    nudged = [replace(e, move="nudge") if isinstance(e, ev.QuestionAsked) else e for e in log]
    assert questions(nudged) == []


def test_old_and_new_are_laid_side_by_side(sessions: Path, library: Library) -> None:
    lay_down(sessions, interview(ID))
    better = replace(
        BOUNDARY,
        text="I ship when four hundred old cases are right in ninety five of a hundred.",
        marks=(("ship_evidence", "signal", "four hundred old cases are right"),),
        link=("evaluation", "I ship when four hundred old cases are right"),
        question=VANITY.question,
        phase="evaluation",
    )
    lay_down(sessions, interview(REDO, [better], redo_of=ev.RedoOf(session=ID, utterance=3)))
    (found,) = redos(library, ID)
    assert (found["id"], found["utterance"], found["question"]) == (REDO, 3, VANITY.question)
    assert found["old"]["turns"][0]["text"] == VANITY.text
    assert found["new"]["turns"][0]["text"] == better.text
    change = found["difference"]
    assert [item["label"] for item in change["signals_won"]] == ["ship_evidence"]
    assert [item["label"] for item in change["mistakes_gone"]] == ["vanity_metrics"]
    assert (change["links_won"], change["links_lost"], change["mistakes_new"]) == (["evaluation"], [], [])
    assert change["words"] == len(better.text.split()) - len(VANITY.text.split())


def test_a_redo_is_in_no_list_and_goes_with_its_parent(sessions: Path, library: Library) -> None:
    lay_down(sessions, interview(ID))
    lay_down(sessions, interview(REDO, [USER], redo_of=ev.RedoOf(session=ID, utterance=1)))
    assert [(card["id"], card["redos"]) for card in library.cards()] == [(ID, 1)]
    assert sorted(library.delete(ID)) == [ID, REDO]
    assert not list(sessions.iterdir())


def test_the_outcome_of_a_push_is_part_of_the_answer(sessions: Path, library: Library) -> None:
    lay_down(sessions, interview(ID))
    answer = answer_to(library.kept(ID), 4)
    assert answer is not None
    assert (answer.outcome, answer.turns[0]["text"]) == ("held", HELD.text)


def test_through_the_server_it_asks_hears_one_answer_and_ends(tmp_path: Path) -> None:
    lay_down(tmp_path / "sessions", interview(ID))
    server = Server(tmp_path, "--ear", "typed", "--voice", "silent").start()
    try:
        status, body, _ = server.raw(f"/api/sessions/{ID}/redo", method="POST", body={"utterance": 99})
        assert status == 404
        assert b"question_unknown" in body
        status, body, _ = server.raw(f"/api/sessions/{ID}/redo", method="POST", body={"utterance": 4})
        assert status == 201, body
        again = str(json.loads(body)["id"])
        with Line(server, again) as line:
            asked = line.until("question_asked")
            assert (asked["text"], asked["move"]) == (HELD.question, "push")
            line.play(asked["utterance"])
            line.say(type="say", text="I would still wait a day, because a wrong payout is gone for good.")
            close = line.until("question_asked")
            assert close["move"] == "close"
            line.play(close["utterance"])
            line.until("session_ended")
        assert [card["id"] for card in server.get("/api/sessions")] == [ID]
        (found,) = server.get(f"/api/sessions/{ID}/redos")
        assert found["old"]["turns"][0]["text"] == HELD.text
        assert found["new"]["turns"][0]["text"].startswith("I would still wait")
        assert found["difference"]["outcome"][0] == "held"
        assert server.get("/api/progress")["left_out"] == [{"session": again, "why": "redo"}]
        status, body, _ = server.raw(f"/api/sessions/{again}/redo", method="POST", body={"utterance": 1})
        assert status == 409
    finally:
        server.stop()


def test_a_moment_of_the_sample_can_be_answered_again(sessions: Path, tmp_path: Path) -> None:
    shelf = lay_down(tmp_path / "shelf", interview(ID, sample=True))
    library = Library(sessions, sample=shelf)
    lay_down(sessions, interview(REDO, [USER], redo_of=ev.RedoOf(session=ID, utterance=1)))
    assert [(card["id"], card["sample"], card["redos"]) for card in library.cards()] == [(ID, True, 1)]
    (found,) = redos(library, ID)
    assert found["difference"]["signals_won"] == []

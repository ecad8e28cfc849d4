"""The debrief is a fold of the log: it says what was marked, on the words that were said, at their times."""

from __future__ import annotations

import json
from typing import Any

import pytest
from talkers import TALKERS, ScriptedJudge, Talker

from hotseat.core import events as ev
from hotseat.core.case import Case, StrongAnswer, WrongPush
from hotseat.core.debrief import Debrief, debrief, to_dict
from hotseat.core.ear import Word
from hotseat.core.interviewer import Judged, Setup, Turn
from hotseat.core.judging import judge_transcript
from hotseat.core.judgment.assessment import assess, sentence_at
from hotseat.core.judgment.committee import EXPECTED
from hotseat.core.judgment.state import State
from hotseat.core.replayed import state_of, transcript_of
from hotseat.core.scripted import ScriptedInterviewer

CASE = Case(
    id="leaks",
    title="Leak crews",
    family="agent",
    prompt="A utility wants an agent that sends repair crews. Design it.",
    first_punished="error_cost",
    wrong_pushes=(WrongPush(text="Leaks always report themselves, don't they?", premise="a lie", truth="They don't."),),
    better={"rollback_trigger": "If one crew is sent to the wrong street it goes off that day."},
    strong_answer=StrongAnswer(
        user="u", boundary="b", failure_mode="f", metrics="m", rollout="r", escalation="e", tradeoff="t"
    ),
)
WORD_MS = 300


def words_of(text: str, start_ms: int) -> tuple[Word, ...]:
    return tuple(
        Word(text=w, start_ms=start_ms + i * WORD_MS, end_ms=start_ms + (i + 1) * WORD_MS, probability=0.9)
        for i, w in enumerate(text.split())
    )


def shown(judged: Judged, turn: Turn, phase: str, push: int) -> list[ev.Event]:
    out: list[ev.Event] = []
    if judged.phase != phase:
        out.append(ev.PhaseEntered(t=turn.start_ms, phase=judged.phase, turn=turn.index))
    for link in judged.links:
        at = {"turn": turn.index, "start": link.span.start, "end": link.span.end}
        out.append(ev.LinkMade(t=turn.start_ms, phase=link.what, **at))  # type: ignore[arg-type]
    for made in judged.stated:
        at = {"turn": turn.index, "start": made.span.start, "end": made.span.end}
        out.append(ev.StatementMade(t=turn.start_ms, what=made.what, **at))
    for m in judged.marks:
        at = {"turn": turn.index, "start": m.span.start, "end": m.span.end}
        out.append(ev.MarkMade(t=turn.start_ms, label=m.label, kind=m.kind, **at))
    if judged.push_outcome is not None:
        out.append(ev.PushAnswered(t=turn.end_ms, utterance=push, turn=turn.index, outcome=judged.push_outcome))
    return out


def log_of(talker: Talker, *, minutes: int = 45, **started: Any) -> tuple[list[ev.Event], State]:
    """A whole session's log, as the conductor would write it, and the state that was reached."""
    who = ScriptedInterviewer(case=CASE, setup=Setup(minutes=minutes), classifier=ScriptedJudge())
    facts: dict[str, Any] = {
        "t": 0,
        "session": "s1",
        "version": 1,
        "created": "2026-11-23T08:00:00+00:00",
        "case": CASE.id,
        "case_title": CASE.title,
        "family": CASE.family,
        "level": "L6",
        "persona": "sceptical_manager",
        "persona_name": "D",
        "pressure": "normal",
        "minutes": minutes,
        "patience": "normal",
        "ear": "e",
        "ear_weak": False,
        "voice": "v",
        "brain": "scripted",
    }
    log: list[ev.Event] = [ev.SessionStarted(**{**facts, **started})]
    state, t, phase, push, number = who.begin(), 0, "", 0, 0
    move = who.open(state)
    while True:
        number += 1
        state = who.asked(state, move, t_ms=t)
        log.append(
            ev.QuestionAsked(
                t=t, utterance=number, text=move.text, move=move.kind, target=move.target, phase=move.phase,
                rung=move.rung, reason=move.reason, source="scripted", after_turn=number - 1,
            )
        )  # fmt: skip
        ms = 400 * len(move.text.split())
        log.append(
            ev.UtteranceEnded(
                t=t + ms, utterance=number, start_ms=t, heard_ms=ms, heard_text=move.text, whole=True, reason="played"
            )
        )
        t += ms
        push = number if move.is_push else push
        if move.kind == "close":
            log.append(ev.SessionEnded(t=t, reason="time"))
            return log, state
        text, seconds = talker(move, number)
        turn = Turn(index=number, text=text, start_ms=t + 1000, end_ms=t + 1000 + seconds * 1000)
        log.append(ev.TurnOpened(t=turn.start_ms, turn=number))
        log.append(
            ev.TurnCommitted(t=turn.end_ms, turn=number, start_ms=turn.start_ms, end_ms=turn.end_ms, reason="silence")
        )
        log.append(
            ev.TurnTranscribed(t=turn.end_ms, turn=number, text=text, words=words_of(text, turn.start_ms), source="ear")
        )
        state, judged = who.hear(state, turn)
        log += shown(judged, turn, phase, push)
        phase = judged.phase
        for at_ms in (180_000, 600_000):
            if t < at_ms <= turn.end_ms:
                point = who.checkpoint(state, at_ms=at_ms)
                spans = {
                    name: (s.turn, s.start, s.end) if (s := getattr(point, name)) else None
                    for name in ("problem", "boundary", "tradeoff")
                }
                log.append(ev.CheckpointReached(t=turn.end_ms, at_ms=at_ms, **spans))
        t = turn.end_ms + 500
        move = who.next(state, t_ms=t)


STRONG, STRONG_STATE = log_of(TALKERS["strong"])
WEAK, WEAK_STATE = log_of(TALKERS["weak"])


@pytest.mark.parametrize(("log", "state"), [(STRONG, STRONG_STATE), (WEAK, WEAK_STATE)])
def test_the_memory_is_read_back_from_the_log(log: list[ev.Event], state: State) -> None:
    again = state_of(log)
    assert [h.judged.marks for h in again.heard] == [h.judged.marks for h in state.heard]
    assert [h.judged.push_outcome for h in again.heard] == [h.judged.push_outcome for h in state.heard]
    assert [h.answer for h in again.heard] == [h.answer for h in state.heard]
    assert again.links() == state.links()
    assert again.stated() == state.stated()
    assert assess(again, CASE, "L6") == assess(state, CASE, "L6")


def quotes(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        own = [value] if {"quote", "turn", "start", "end"} <= set(value) else []
        return own + [q for v in value.values() for q in quotes(v)]
    return [q for v in value for q in quotes(v)] if isinstance(value, list | tuple) else []


@pytest.mark.parametrize("log", [STRONG, WEAK])
def test_every_quote_is_in_the_transcript_at_its_span_and_time(log: list[ev.Event]) -> None:
    texts = {e.turn: e for e in log if isinstance(e, ev.TurnTranscribed)}
    found = quotes(to_dict(debrief(log, CASE)))
    assert len(found) > 10
    for quote in found:
        said = texts[quote["turn"]]
        assert said.text[quote["start"] : quote["end"]] == quote["quote"]
        assert said.words[0].start_ms <= quote["start_ms"] <= quote["end_ms"] <= said.words[-1].end_ms


@pytest.mark.parametrize("log", [STRONG, WEAK])
def test_phases_cover_the_session_without_gap_or_overlap(log: list[ev.Event]) -> None:
    found = debrief(log, CASE, duration_ms=46 * 60_000)
    assert found.phases[0].start_ms == 0
    assert found.phases[-1].end_ms == found.duration_ms == 46 * 60_000
    for before, after in zip(found.phases, found.phases[1:], strict=False):
        assert before.end_ms == after.start_ms
    assert sum(time.spent_ms for time in found.times) == found.duration_ms


def test_a_strong_talk_is_seen_and_so_is_a_weak_one() -> None:
    strong, weak = debrief(STRONG, CASE), debrief(WEAK, CASE)
    assert strong.vote in ("hire", "strong_hire")
    assert weak.vote in ("no_hire", "strong_no_hire")
    assert [link.order for link in strong.chain] == [1, 2, 3, 4, 5]
    assert all(link.order == 0 and link.probed for link in weak.chain)
    assert strong.unprobed == weak.unprobed == ()
    assert len(weak.voices) == 3
    assert weak.expected == EXPECTED["L6"]
    assert "who it is for" in weak.never_said
    assert strong.candidate_ms > strong.interviewer_ms > 0
    assert strong.strong_answer == CASE.strong_answer


def test_three_changes_each_with_the_own_sentence_and_a_better_one() -> None:
    weak = debrief(WEAK, CASE)
    assert len(weak.changes) == 3
    assert len({change.signal for change in weak.changes}) == 3
    assert all(change.better for change in weak.changes)
    assert all(change.said is not None and change.said.quote.endswith(".") for change in weak.changes)
    own = [change.better for change in weak.changes if change.signal == "rollback_trigger"]
    assert own in ([], [CASE.better["rollback_trigger"]])
    assert weak.drill is not None


def test_a_wrong_push_is_named_with_the_truth() -> None:
    wrong = [push for push in debrief(STRONG, CASE).pushes if push.wrong]
    assert [(push.premise, push.truth, push.outcome) for push in wrong] == [("a lie", "They don't.", "held")]


def test_both_checkpoints_are_told_reached_or_not() -> None:
    at3, at10 = debrief(STRONG, CASE).checkpoints
    assert (at3.at_ms, at10.at_ms) == (180_000, 600_000)
    assert at3.reached
    assert at3.problem is not None
    short = debrief(STRONG[:12], CASE)
    assert not short.checkpoints[1].reached


def test_it_is_plain_json_and_the_same_each_time() -> None:
    once = json.dumps(to_dict(debrief(WEAK, CASE)), sort_keys=True)
    assert once == json.dumps(to_dict(debrief(WEAK, CASE)), sort_keys=True)


@pytest.mark.parametrize("log", [[], STRONG[:1], STRONG[:2]])
def test_a_session_without_words_is_not_assessed(log: list[ev.Event]) -> None:
    found: Debrief = debrief(log, CASE)
    assert found.vote is None
    assert found.drill is None
    assert all(line.score is None for line in found.rubric)
    assert found.unprobed == ("problem", "boundary", "evaluation", "launch", "failure")
    assert found.changes == () or all(change.said is None for change in found.changes)


def test_the_level_and_a_weak_ear_are_told() -> None:
    log, _ = log_of(TALKERS["weak"], minutes=10, level="staff", ear_weak=True)
    found = debrief(log, CASE)
    assert found.level == "staff"
    assert not found.quotable
    assert debrief(log_of(TALKERS["weak"], minutes=10, level="L5")[0], CASE).level == "L5"


def test_a_withdrawn_question_and_a_rejoined_turn_do_not_count() -> None:
    log = [*STRONG[:7]]
    asked = next(e for e in reversed(log) if isinstance(e, ev.QuestionAsked))
    log.append(ev.QuestionWithdrawn(t=asked.t, utterance=asked.utterance, reason="candidate_went_on"))
    assert len(state_of(log).asked) == len(state_of(STRONG[:7]).asked) - 1


def test_a_recorded_session_can_be_judged_afresh() -> None:
    transcript = transcript_of(WEAK)
    assert transcript.case == CASE.id
    answer = judge_transcript(transcript, CASE, ScriptedJudge())
    marks = [m["id"] for turn in answer["turns"] for m in turn["marks"]]
    assert marks == [m.label for m in WEAK_STATE.marks()]
    assert transcript_of([]).id == "session"


def test_a_sentence_is_found_whole_around_its_words() -> None:
    text = "First one. The second, which matters, is here! Third"
    start = text.index("matters")
    assert text[slice(*sentence_at(text, start, start + 7))] == "The second, which matters, is here!"
    assert text[slice(*sentence_at(text, len(text) - 5, len(text)))] == "Third"
    long = "word " * 200
    assert sentence_at(long, 10, 20) == (10, 20)

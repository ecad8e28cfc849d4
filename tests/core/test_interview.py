"""The conductor: who has the floor, what is decided when, and what survives."""

from __future__ import annotations

import pytest
from plain_interviewer import PlainInterviewer
from stage import LINE_MS, Stage

from hotseat.core import events as ev
from hotseat.core import signals as sg
from hotseat.core.floor import Floor
from hotseat.core.interview import Interview
from hotseat.core.interviewer import Setup


def answered(stage: Stage, ms: int = 3000) -> Stage:
    """The opening is heard, then one finished answer."""
    return stage.open().quiet(LINE_MS + 200).speak(ms).quiet(2000)


def test_the_interview_opens_with_the_case() -> None:
    stage = Stage().open()
    assert stage.asked() == ["Here is the case."]
    assert stage.interview.at.floor is Floor.INTERVIEWER


def test_a_finished_answer_is_judged_once_and_answered_with_one_question() -> None:
    stage = answered(Stage())
    assert [e.reason for e in stage.of(ev.TurnCommitted)] == ["silence"]
    assert [e.text for e in stage.of(ev.TurnTranscribed)] == ["the user is lost."]
    assert stage.asked() == ["Here is the case.", "Question 1, please?"]


def test_marks_links_and_phases_stand_at_the_time_of_their_words() -> None:
    stage = answered(Stage())
    words = stage.of(ev.TurnTranscribed)[0].words
    assert stage.of(ev.MarkMade)[0].t == words[0].start_ms
    assert stage.of(ev.LinkMade)[0].phase == "problem"
    assert stage.of(ev.PhaseEntered)[0].t == stage.of(ev.TurnOpened)[0].t


def test_a_pause_for_thought_does_not_end_an_answer() -> None:
    stage = Stage().open().quiet(LINE_MS + 200).speak(2000).quiet(800).speak(2000)
    assert not stage.of(ev.TurnCommitted)
    assert [e.paused_ms for e in stage.of(ev.TurnResumed)] == [800]


def test_a_tentative_pause_prepares_a_reply_and_decides_nothing() -> None:
    stage = Stage().open().quiet(LINE_MS + 200).speak(2000).quiet(320).words("it is slow.")
    assert [r.text for r in stage.requests if isinstance(r, sg.Prepare)] == ["Question 1, please?"]
    assert not stage.of(ev.PhaseEntered, ev.MarkMade, ev.TurnCommitted)
    assert len(stage.asked()) == 1


def test_an_unfinished_clause_is_waited_for() -> None:
    stage = Stage().open().quiet(LINE_MS + 200).speak(2000).quiet(320).words("it is slow because").quiet(2000)
    assert not stage.of(ev.TurnCommitted)


def test_a_yield_is_taken_at_once() -> None:
    stage = Stage().open().quiet(LINE_MS + 200).speak(2000).quiet(320).words("and that's my answer.").quiet(300)
    assert [e.reason for e in stage.of(ev.TurnCommitted)] == ["yield"]


def test_a_candidate_who_goes_on_takes_the_question_back() -> None:
    stage = answered(Stage())
    stage.quiet(96).speak(2000)
    assert [e.reason for e in stage.of(ev.QuestionWithdrawn)] == ["candidate_went_on"]
    assert stage.of(ev.TurnRejoined)[0].turn == 1
    assert any(isinstance(r, sg.Stop) for r in stage.requests)
    stage.hears = "the user is lost and gives up."
    stage.quiet(4000)
    assert [e.text for e in stage.of(ev.TurnTranscribed)][-1] == "the user is lost and gives up."
    assert stage.asked()[-1] == "Question 1, please?", "the rejoined turn is judged as one turn"


def test_a_cough_over_our_line_pauses_it_and_lets_it_go_on() -> None:
    stage = answered(Stage()).quiet(1000).speak(160).quiet(320)
    kinds = [type(r) for r in stage.requests]
    assert sg.Hold in kinds
    assert sg.GoOn in kinds
    assert sg.Stop not in kinds


def test_a_barge_in_stops_the_line_and_opens_a_turn_that_begins_with_its_first_sound() -> None:
    stage = answered(Stage())
    asked_at = stage.of(ev.QuestionAsked)[-1].t
    stage.quiet(asked_at + 1500 - stage.t)
    began = stage.t
    stage.speak(1000)
    ended = stage.of(ev.UtteranceEnded)[-1]
    assert ended.reason == "barge_in"
    assert not ended.whole
    assert 0 < ended.heard_ms < LINE_MS
    assert stage.of(ev.TurnOpened)[-1].t == began


def test_what_was_not_heard_does_not_count_as_asked() -> None:
    stage = answered(Stage())
    asked_at = stage.of(ev.QuestionAsked)[-1].t
    stage.quiet(asked_at + 800 - stage.t).speak(1000)
    assert [e.reason for e in stage.of(ev.QuestionWithdrawn)] == ["not_heard"]
    assert len(stage.interview.at.state.asked) == 1


def test_done_commits_at_once() -> None:
    stage = Stage().open().quiet(LINE_MS + 200).speak(1000).press("done")
    assert [e.reason for e in stage.of(ev.TurnCommitted)] == ["done"]


def test_a_minute_to_think_is_granted_and_nobody_nags() -> None:
    stage = Stage().open().quiet(LINE_MS + 200).press("think").quiet(59_000)
    granted = stage.of(ev.ThinkingGranted)[0]
    assert granted.until_ms - granted.t == 60_000
    assert len(stage.asked()) == 1
    stage.speak(500)
    assert stage.of(ev.ThinkingOver, ev.TurnOpened)[0].type == "thinking_over"


def test_a_spoken_request_for_time_is_granted_inside_the_turn() -> None:
    stage = Stage().open().quiet(LINE_MS + 200).speak(1500).quiet(320).words("give me a minute").quiet(20_000)
    assert [e.asked_by for e in stage.of(ev.ThinkingGranted)] == ["words"]
    stage.speak(1000)
    assert [type(e).__name__ for e in stage.log[-2:]] == ["ThinkingOver", "TurnResumed"]
    assert stage.interview.at.turn == 1


def test_silence_is_nudged_then_restated_then_the_clock_stops() -> None:
    stage = Stage().open().quiet(LINE_MS + 9_000)
    assert stage.asked()[-1] == "Go on."
    stage.quiet(LINE_MS + 26_000)
    assert stage.asked()[-1] == "Again: the case?"
    stage.quiet(LINE_MS + 125_000)
    assert [e.reason for e in stage.of(ev.SessionPaused)] == ["absent"]
    assert len(stage.asked()) == 3


def test_a_typed_answer_needs_no_voice() -> None:
    stage = Stage().open().quiet(LINE_MS + 200).type("  the nurse waits too long ")
    transcribed = stage.of(ev.TurnTranscribed)[0]
    assert (transcribed.source, transcribed.text) == ("typed", "the nurse waits too long")
    assert stage.asked()[-1] == "Question 1, please?"


def test_a_typed_answer_stops_our_line_first() -> None:
    stage = Stage().open().quiet(320).type("I know this case.")
    assert stage.of(ev.UtteranceEnded)[0].reason == "stopped"
    assert any(isinstance(r, sg.Stop) for r in stage.requests)


def test_a_typed_answer_ends_what_was_being_said_and_keeps_it() -> None:
    stage = Stage().open().quiet(LINE_MS + 200).speak(2000).type("and that is on page two")
    assert [e.reason for e in stage.of(ev.TurnCommitted)] == ["typed"]
    assert stage.of(ev.TurnTranscribed)[0].text == "the user is lost. and that is on page two"


def test_what_is_typed_while_we_choose_joins_the_answer_on_its_way() -> None:
    stage = Stage(answer=False).open().quiet(LINE_MS + 200).speak(2000).press("done").type("one more thing")
    assert not stage.of(ev.TurnTranscribed)
    stage.transcript(1, "it is slow")
    assert stage.of(ev.TurnTranscribed)[0].text == "it is slow one more thing"
    assert len(stage.asked()) == 2


def test_a_turn_without_words_is_dropped() -> None:
    stage = Stage()
    stage.hears = None
    answered(stage)
    assert stage.asked() == ["Here is the case."]
    assert stage.interview.at.floor is Floor.OPEN


def test_the_rambler_is_cut_in_on_at_a_breath_after_a_cue() -> None:
    stage = Stage(PlainInterviewer(cuts_in_after_ms=5_000)).open().quiet(LINE_MS + 200).speak(6_000).words("and Kafka")
    assert [e.reason for e in stage.of(ev.CueGiven)] == ["components"]
    assert not stage.of(ev.TurnCommitted)
    stage.quiet(400)
    assert [e.reason for e in stage.of(ev.TurnCommitted)] == ["cut_in"]
    assert stage.asked()[-1] == "Let me stop you there."


def test_ending_in_mid_answer_keeps_the_last_words() -> None:
    stage = Stage().open().quiet(LINE_MS + 200).speak(1500).press("end")
    assert [type(e).__name__ for e in stage.log[-1:]] == ["SessionEnded"]
    assert stage.of(ev.TurnTranscribed)[0].text == "the user is lost."
    assert len(stage.asked()) == 1


def test_the_end_waits_for_a_transcript_that_is_on_its_way() -> None:
    stage = Stage(answer=False).open().quiet(LINE_MS + 200).speak(1500).press("end")
    assert not stage.of(ev.SessionEnded)
    stage.transcript(1, "one last thing")
    assert stage.of(ev.SessionEnded)[0].reason == "candidate"


def test_the_close_ends_the_session_when_it_was_heard() -> None:
    stage = answered(Stage(PlainInterviewer(closes_at_ms=1)))
    assert stage.asked()[-1] == "That is our time."
    stage.quiet(LINE_MS + 100)
    assert stage.of(ev.SessionEnded)[0].reason == "time"


def test_a_candidate_who_never_stops_is_ended_by_the_clock() -> None:
    stage = Stage(minutes=1).open().quiet(LINE_MS + 200).speak(4 * 60_000)
    assert stage.of(ev.SessionEnded)[0].reason == "time"


def test_a_pause_stops_the_clock_and_an_owed_reply_follows_it() -> None:
    stage = Stage(answer=False).open().quiet(LINE_MS + 200).speak(1500).press("pause")
    assert stage.interview.at.floor is Floor.SUSPENDED
    stage.transcript(1, "half an answer")
    assert len(stage.asked()) == 1
    stage.press("unpause")
    assert stage.asked()[-1] == "Question 1, please?"


def test_say_that_again_repeats_the_question_not_the_aside() -> None:
    stage = answered(Stage()).quiet(LINE_MS + 9_000)
    assert stage.asked()[-1] == "Go on."
    stage.quiet(LINE_MS + 200).press("repeat")
    assert stage.asked()[-1] == "Question 1, please?"


def test_what_a_push_did_is_recorded_against_the_push() -> None:
    stage = answered(Stage()).quiet(LINE_MS).speak(2000).quiet(2000)
    pushed = stage.of(ev.QuestionAsked)[-1]
    assert pushed.move == "push"
    stage.quiet(LINE_MS).speak(2000).quiet(2000)
    answer = stage.of(ev.PushAnswered)[0]
    assert (answer.utterance, answer.turn, answer.outcome) == (pushed.utterance, 3, "held")


def test_checkpoints_come_with_the_first_judged_turn_after_them() -> None:
    stage = Stage().open().quiet(LINE_MS + 200).speak(182_000).quiet(2000)
    assert [e.at_ms for e in stage.of(ev.CheckpointReached)] == [180_000]


@pytest.mark.parametrize("cut", range(1, 40))
def test_a_log_cut_anywhere_gives_an_interview_that_goes_on(cut: int) -> None:
    whole = answered(Stage()).quiet(96).speak(2000).quiet(2000).quiet(LINE_MS).speak(1000).quiet(200)
    log = whole.log[:cut]
    again = Interview(PlainInterviewer(), Setup())
    results = again.restore(log)
    assert again.at.turn == max([0, *(e.turn for e in log if isinstance(e, ev.TurnOpened))])
    stage = Stage()
    stage.interview, stage.t = again, max([0, *(e.t for e in log)])
    stage.resume(results).type("and this goes on")
    assert stage.of(ev.TurnTranscribed), "an answer is taken after every cut"


def test_marks_that_a_crash_kept_from_the_log_are_made_again() -> None:
    whole = answered(Stage())
    at = [type(e) for e in whole.log].index(ev.TurnTranscribed)
    stage = Stage()
    stage.interview = Interview(PlainInterviewer(), Setup())
    stage.resume(stage.interview.restore(whole.log[: at + 1]))
    shown = (ev.PhaseEntered, ev.LinkMade, ev.MarkMade)
    assert stage.of(*shown) == whole.of(*shown)


def test_restoring_asks_again_what_was_not_heard() -> None:
    stage = answered(Stage())
    log = stage.log[: [type(e) for e in stage.log].index(ev.QuestionAsked, 2) + 1]
    results = Interview(PlainInterviewer(), Setup()).restore(log)
    assert any(isinstance(r, sg.Phrase) and r.move.kind == "repeat" for r in results)


def test_nothing_is_said_after_the_end() -> None:
    stage = answered(Stage()).press("end")
    count = len(stage.log)
    stage.speak(3000).quiet(3000).type("hello?").press("repeat")
    assert len(stage.log) == count


def test_a_log_with_a_wrong_commit_restores_to_the_turn_that_goes_on() -> None:
    stage = answered(Stage())
    stage.quiet(96).speak(2000)
    assert stage.of(ev.TurnRejoined), "we were wrong"
    again = Interview(PlainInterviewer(), Setup())
    again.restore(stage.log)
    assert (again.at.floor, again.at.turn_open, again.at.line) == (Floor.CANDIDATE, True, None)
    assert again.at.floor == stage.interview.at.floor

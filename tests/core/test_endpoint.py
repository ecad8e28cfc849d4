"""When an answer has ended: silence, words, the speaker's own pauses, and an end-of-turn model, on an audio clock."""

from __future__ import annotations

import pytest

from hotseat.core.endpoint import FRAME_MS, MANNERS, Endpointer, Signal

QUESTION = "And what may it do without asking her?"
CONCLUSION = (
    "The nurse on the night ward waits for an hour until somebody reads her note. It drafts the letter, she sends it. "
    "I'd watch how often she changes a dose, since that is where a patient gets hurt. If that goes above two in a "
    "hundred we switch it off and the old form is still there. So overall that's why I'd start with one ward."
)


class Talk:
    """Speech and silence in frames; `signals` is what the endpointer made of them."""

    def __init__(self, endpointer: Endpointer | None = None) -> None:
        self.endpointer = endpointer or Endpointer()
        self.t = 0
        self.signals: list[Signal] = []

    def _frames(self, ms: int, voice: float) -> Talk:
        for _ in range(ms // FRAME_MS):
            self.t += FRAME_MS
            signal = self.endpointer.hear(t_ms=self.t, voice=voice)
            if signal is not None:
                self.signals.append(signal)
        return self

    def speak(self, ms: int = 2000) -> Talk:
        return self._frames(ms, 0.97)

    def quiet(self, ms: int) -> Talk:
        return self._frames(ms, 0.02)

    def words(self, text: str, *, heard_to_ms: int | None = None, weak: bool = False) -> Talk:
        self.endpointer.words(text, asked=QUESTION, heard_to_ms=heard_to_ms, weak=weak)
        return self

    @property
    def kinds(self) -> list[str]:
        return [signal.kind for signal in self.signals]


def after(text: str, endpointer: Endpointer | None = None, *, weak: bool = False) -> Endpointer:
    """An endpointer 0.3 s into the silence after these words."""
    return Talk(endpointer).speak().quiet(288).words(text, weak=weak).endpointer


def test_a_pause_is_tentative_first_and_says_where_the_voice_stopped() -> None:
    talk = Talk().speak(960).quiet(320)
    assert talk.kinds == ["started", "paused"]
    assert talk.signals[1].at_ms == 960


def test_going_on_resumes_the_turn() -> None:
    assert Talk().speak().quiet(400).speak(320).kinds == ["started", "paused", "resumed"]


def test_a_breath_is_no_pause() -> None:
    assert Talk().speak().quiet(96).speak().kinds == ["started"]


def test_a_click_opens_no_turn() -> None:
    assert Talk().speak(64).quiet(3000).kinds == []


@pytest.mark.parametrize(
    "text",
    [
        "it drafts and she sends so that's my answer",
        "it drafts and she sends. That's where I'd land.",
        "it drafts, she sends. Does that make sense?",
        "so that would be my recommendation",
        "I think that covers it",
        "and that's the line I'd hold. Happy to go deeper on the metrics",
        "over to you",
        "I'll stop there",
        "What do you think?",
    ],
)
def test_a_yield_is_taken_at_once(text: str) -> None:
    endpointer = after(text)
    assert endpointer.needed_ms() <= 352
    talk = Talk().speak().quiet(288).words(text).quiet(96)
    assert talk.signals[-1].kind == "finished"
    assert talk.signals[-1].reason == "yield"
    assert talk.signals[-1].at_ms == 2000 // FRAME_MS * FRAME_MS


@pytest.mark.parametrize(
    "text",
    [
        "Do we have any numbers on that?",
        "can I assume that the data is clean",
        "Okay. How many of these do we see a week",
    ],
)
def test_a_question_to_the_interviewer_is_answered_soon(text: str) -> None:
    assert after(text).needed_ms() <= 500


def test_a_question_to_oneself_is_not() -> None:
    assert after("So what happens when it is wrong?").needed_ms() > 1500


@pytest.mark.parametrize(
    "text",
    [
        "it drafts the answer because",
        "it drafts the answer and um",
        "it drafts the answer, and the",
        "it drafts the answer, you know",
        "it sends, no wait",
        "it drafts the answer because.",
        "it drafts the answer,",
    ],
)
def test_half_a_sentence_is_waited_for(text: str) -> None:
    assert after(text).needed_ms() >= 8_000


@pytest.mark.parametrize(
    "text",
    ["give me a minute", "Let me think about that for a second.", "hold on", "can I have a moment to structure this?"],
)
def test_a_request_for_time_is_not_an_end(text: str) -> None:
    assert after(text).needed_ms() >= 60_000


def test_an_open_list_is_waited_for_longer_than_a_closed_one() -> None:
    opened = "There are three things I'd measure. First, how often she overrides it."
    closed = opened + " Second, how long she waits. Third, how often she calls back."
    assert after(opened).odds() < after(closed).odds()


def test_the_end_of_a_long_answer_is_taken_sooner_than_its_beginning() -> None:
    sentence = "It drafts the letter and the nurse sends it. "
    assert after(sentence * 12).odds() > after(sentence).odds()


def test_punctuation_is_not_needed() -> None:
    assert after("so the nurse signs it and that's my answer").needed_ms() <= 352
    assert after("so the nurse signs it and then because").needed_ms() >= 8_000


def test_patience_is_a_word() -> None:
    waits = [after("It drafts and she sends.", Endpointer(word)).needed_ms() for word in ("brisk", "normal", "patient")]
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]


def test_a_slow_thinker_gets_more_time() -> None:
    slow = Talk()
    for _ in range(6):
        slow.speak().quiet(1300).words("and then because").quiet(900)
    stranger = after(CONCLUSION)
    slow.speak().quiet(288).words(CONCLUSION)
    assert slow.endpointer.pauses.count == 6
    assert slow.endpointer.needed_ms() > stranger.needed_ms()


def test_a_candidate_whom_we_cut_off_gets_more_time() -> None:
    endpointer = Endpointer()
    before = Talk(endpointer).speak().quiet(288).endpointer.needed_ms()
    endpointer.rejoin(paused_ms=1500)
    assert Talk(endpointer).speak().quiet(288).endpointer.needed_ms() > before


def test_words_that_do_not_reach_the_pause_are_waited_for() -> None:
    talk = Talk().speak().quiet(288).words("so that's my answer", heard_to_ms=1200)
    assert not talk.endpointer.fresh
    assert talk.endpointer.needed_ms() >= 640
    talk.words("so that's my answer to the first part because", heard_to_ms=2100)
    assert talk.endpointer.fresh
    assert talk.endpointer.needed_ms() >= 8_000


def test_without_any_words_silence_decides() -> None:
    needed = Talk().speak().quiet(288).endpointer.needed_ms()
    assert 1_200 <= needed <= 2_200


def test_a_weak_ear_is_believed_less() -> None:
    assert after("it drafts because", weak=True).needed_ms() < after("it drafts because").needed_ms()
    assert after("it drafts because", weak=True).needed_ms() <= MANNERS["normal"].done_ms + FRAME_MS


def test_the_model_is_a_veto() -> None:
    talk = Talk().speak().quiet(288)
    unsure = talk.endpointer.needed_ms()
    talk.endpointer.model(0.03, since_ms=talk.endpointer.quiet_since_ms)
    assert talk.endpointer.needed_ms() > unsure + 1000
    talk.endpointer.model(0.97, since_ms=talk.endpointer.quiet_since_ms)
    assert talk.endpointer.needed_ms() < unsure


def test_the_model_cannot_overrule_a_yield_nor_speak_of_an_earlier_pause() -> None:
    talk = Talk().speak().quiet(288).words("so that's my answer.")
    talk.endpointer.model(0.03, since_ms=talk.endpointer.quiet_since_ms)
    assert talk.endpointer.needed_ms() <= 352
    talk.speak().quiet(288)
    silent = talk.endpointer.needed_ms()
    talk.endpointer.model(0.01, since_ms=96)
    assert talk.endpointer.needed_ms() == silent


def test_an_answer_that_reached_what_was_asked_ends_sooner() -> None:
    endpointer = after("It drafts the letter and the nurse sends it.")
    before = endpointer.odds()
    endpointer.reached(1.0)
    assert endpointer.odds() > before


def test_no_silence_is_endless() -> None:
    for text in ("and because", "It drafts.", "so the"):
        assert after(text).needed_ms() <= MANNERS["normal"].hold_ms + FRAME_MS


def test_the_next_turn_starts_without_the_words_of_the_last() -> None:
    talk = Talk().speak().quiet(288).words("so that's my answer.").quiet(640)
    assert talk.kinds[-1] == "finished"
    talk.speak().quiet(640)
    assert talk.kinds[-1] == "paused"

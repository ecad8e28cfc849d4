"""The driver on a clock that jumps: every failure of a model, and what the candidate hears of it."""

from __future__ import annotations

import asyncio

import pytest
from jumping import jump
from room import STRONG, Room, ScriptedModel, broken

from hotseat.adapters.weights import line_judge
from hotseat.core import events as ev
from hotseat.core import signals as sg
from hotseat.core.model.ground import ground_of
from hotseat.core.model.guard import Guard

DEAD_AIR_S = 2.0
GOOD = ("Okay. ", "{planned}")


def one_answer(*answers: list[object] | tuple[object, ...], **options: object) -> tuple[Room, ev.QuestionAsked, float]:
    """An interview with one answer; the question that followed, and how long the first word of it took."""

    async def hold() -> tuple[Room, ev.QuestionAsked, float]:
        room = Room(ScriptedModel(*answers), **options)  # type: ignore[arg-type]
        began = room.loop.time()
        spoken = len(room.heard)
        asked = await room.answer(STRONG[0], wait_s=20.0)
        room.brain.close()
        return room, asked, room.heard[spoken][0] - began

    return jump(hold())


def test_the_models_line_is_heard_at_its_first_sentence() -> None:
    room, asked, took = one_answer([0.4, "Okay. ", 0.7, "{planned}"])
    assert took == pytest.approx(0.4)
    assert asked.source == "stand-in"
    assert asked.text == f"Okay. {room.who.next(room.interview.at._before_question, t_ms=60_000).text}" or asked.planned
    assert [c.outcome for c in room.calls()] == ["used"]


SILENT_ENOUGH = [
    pytest.param([9.0, *GOOD], "model_slow", id="slow"),
    pytest.param([broken("model_busy")], "model_busy", id="rate limited"),
    pytest.param([broken("model_failed")], "model_failed", id="refused"),
    pytest.param([broken("model_key")], "model_key", id="key revoked"),
    pytest.param([broken("model_unreachable")], "model_unreachable", id="unreachable"),
    pytest.param([broken("model_malformed")], "model_malformed", id="malformed"),
    pytest.param(["What would", broken("model_cut_off")], "model_cut_off", id="cut off"),
    pytest.param([], "empty", id="empty"),
    pytest.param(["   \n \n"], "empty", id="blank"),
    pytest.param(["What fails what fails what fails what fails what fails what fails what fails?"], "loops", id="loop"),
    pytest.param(["and then the person and then the person " * 60], "too_long", id="endless"),
    pytest.param(["Wer zahlt, wenn das falsch ist, und wie merken Sie das?"], "language", id="other language"),
    pytest.param(["Great answer! What fails?"], "praise", id="praise"),
    pytest.param([0.3, "What fails? ", "Who pays? And how do you know?"], "", id="three questions"),
]


@pytest.mark.parametrize(("answer", "why"), SILENT_ENOUGH)
def test_no_failure_makes_a_silence_or_a_second_question(answer: list[object], why: str) -> None:
    room, asked, took = one_answer(answer)
    assert took < DEAD_AIR_S
    assert asked.text.count("?") <= 1
    calls = room.calls()
    assert calls, "the log tells of it"
    if why:
        assert asked.source == "scripted"
        assert any(why in c.reason for c in calls)
        assert {c.outcome for c in calls} <= {"failed", "refused"}
    heard = " ".join(text for _, text in room.heard[1:])
    assert heard == asked.text, "what was heard is what the log holds"


def test_a_small_context_gets_a_short_prompt() -> None:
    room, asked, _ = one_answer([broken("model_context")], ["{planned}"])
    assert asked.source == "stand-in"
    first, second = (len(text) for text in room.brain._model.asked[:2])  # type: ignore[attr-defined]
    assert second < first / 2


def test_what_was_refused_is_asked_once_more_with_the_reason() -> None:
    room, asked, _ = one_answer(["Have you considered a confidence threshold?"], ["{planned}"])
    assert asked.source == "stand-in"
    assert [c.outcome for c in room.calls()] == ["refused", "used"]
    assert "hint" in room.brain._model.asked[1]  # type: ignore[attr-defined]  # the stand-in's own list


def test_of_a_doubtful_beginning_and_a_fit_question_only_the_question_is_heard() -> None:
    room, asked, _ = one_answer(["Excellent answer, that's exactly right. ", "{planned}"])
    assert asked.source == "stand-in"
    assert f"PLANNED: {asked.text}\n" in room.brain._model.asked[0]  # type: ignore[attr-defined]  # the stand-in's own list
    (call,) = room.calls()
    assert (call.outcome, call.reason.split()[0]) == ("used", "praise")
    assert call.text.startswith("Excellent answer"), "the log tells what was left out"


def test_a_question_behind_a_beginning_that_was_left_out_is_waited_for_a_little() -> None:
    praise = "Excellent answer, that's exactly right. "
    _, asked, took = one_answer([0.9, praise, 0.6, "{planned}"])
    assert (asked.source, took) == ("stand-in", pytest.approx(1.5))
    room, asked, took = one_answer([0.9, praise, 5.0, "{planned}"])
    assert asked.source == "scripted"
    assert took < DEAD_AIR_S
    assert [(c.outcome, c.reason.split()[0]) for c in room.calls()] == [("refused", "praise")], "it was not slow"


def test_a_scene_that_points_at_what_was_left_out_is_left_out_with_it() -> None:
    _, asked, _ = one_answer(["You should use a confidence threshold. ", "Suppose that is in place. ", "{planned}"])
    assert asked.source == "stand-in"
    assert "Suppose" not in asked.text
    assert "threshold" not in asked.text


def test_a_question_that_leans_on_what_was_left_out_is_left_out_too() -> None:
    room, asked, _ = one_answer(["Excellent answer, that's exactly right. ", "How so?"])
    assert asked.source == "scripted"
    assert {c.outcome for c in room.calls()} == {"refused"}


def test_a_line_that_stops_in_the_middle_is_ended_with_the_scripted_question() -> None:
    room, asked, took = one_answer(["Okay. ", 30.0, "{planned}"])
    assert took == 0
    assert asked.source == "stand-in"
    assert asked.text.startswith("Okay. ")
    assert asked.text == f"Okay. {asked.planned}"
    began, ended = room.heard[-2][0], room.heard[-1][0]
    assert ended - began < DEAD_AIR_S


def test_a_bad_second_sentence_is_replaced() -> None:
    _, asked, _ = one_answer(["Okay. ", "Have you considered a confidence threshold? ", "Great."])
    assert "considered" not in asked.text
    assert asked.text.startswith("Okay. ")


def test_what_comes_too_late_is_never_spoken() -> None:
    async def hold() -> None:
        room = Room(ScriptedModel([5.0, "What is it that went wrong today, and for whom?"]))
        await room.answer(STRONG[0], wait_s=60.0)
        assert len(room.of(ev.QuestionAsked)) == 2
        assert not room.of(ev.QuestionContinued)
        room.brain.close()

    jump(hold())


def test_a_candidate_who_goes_on_is_not_talked_over() -> None:
    async def hold() -> None:
        room = Room(ScriptedModel([0.9, "{planned}"]))
        room.play()
        room.interview.t += 30_000
        room.feed(sg.Typed(text=STRONG[0]))
        await asyncio.sleep(0.1)
        room.feed(sg.Pressed(key="end"))
        await asyncio.sleep(5)
        assert isinstance(room.log[-1], ev.SessionEnded), "nothing follows the end"

    jump(hold())


def test_two_failures_and_it_is_left_alone_until_it_is_well() -> None:
    async def hold() -> None:
        slow: list[object] = [9.0, "x"]
        room = Room(ScriptedModel(slow, slow, [0.1, "Who is it for?"], ["{planned}"]))  # type: ignore[arg-type]
        await room.answer(STRONG[0])
        assert not room.of(ev.EngineChanged), "once can happen"
        await room.answer(STRONG[1])
        assert [(c.was, c.now, c.reason) for c in room.of(ev.EngineChanged)] == [("stand-in", "scripted", "model_slow")]
        began = room.loop.time()
        asked = await room.answer(STRONG[2], wait_s=1.0)
        assert asked.source == "scripted"
        assert room.heard[-1][0] == began, "at once: it is not even asked"
        await asyncio.sleep(10)
        assert room.of(ev.EngineChanged)[-1].reason == "recovered"
        assert (await room.answer(STRONG[3])).source == "stand-in"
        assert len(room.of(ev.EngineChanged)) == 2, "said once each way"
        room.brain.close()

    jump(hold())


def test_a_key_revoked_in_mid_session_stops_the_asking_at_once() -> None:
    async def hold() -> None:
        room = Room(ScriptedModel(["{planned}"], [broken("model_key")]))
        assert (await room.answer(STRONG[0])).source == "stand-in"
        assert (await room.answer(STRONG[1])).source == "scripted"
        assert room.of(ev.EngineChanged)[0].reason == "model_key"
        await asyncio.sleep(600)
        probes = room.calls("probe")
        assert 8 < len(probes) < 20, "tried again, ever less often"
        assert len(room.of(ev.EngineChanged)) == 1
        room.brain.close()

    jump(hold())


def test_a_model_that_only_babbles_is_left_alone() -> None:
    async def hold() -> None:
        room = Room(ScriptedModel(["zxq what the of ▁ 3 launch launch"]))
        for answer in STRONG[:4]:
            assert (await room.answer(answer, wait_s=8.0)).source == "scripted"
        assert room.of(ev.EngineChanged)[0].reason == "model_unfit"
        room.brain.close()

    jump(hold())


def test_a_model_that_was_away_at_the_start_is_said_once_and_comes_back() -> None:
    async def hold() -> None:
        room = Room(ScriptedModel(["Who is it for?"], ["{planned}"]), trouble=broken("model_unreachable"))
        assert room.of(ev.EngineChanged)[0].reason == "model_unreachable"
        await asyncio.sleep(20)
        assert (await room.answer(STRONG[0])).source == "stand-in"
        room.brain.close()

    jump(hold())


def test_a_line_prepared_at_a_pause_is_there_at_the_commit() -> None:
    async def hold() -> None:
        room = Room(ScriptedModel([0.9, "{planned}"]))
        room.play()
        for _ in range(40):
            room.interview.t += 32
            room.feed(sg.Heard(t=room.interview.t, voice=0.99))
        for _ in range(20):
            room.interview.t += 32
            room.feed(sg.Heard(t=room.interview.t, voice=0.01))
        room.feed(sg.WordsSoFar(turn=1, text=STRONG[0], heard_to_ms=room.interview.t))
        await asyncio.sleep(0.9)
        room.feed(sg.Pressed(key="done"))
        committed = room.loop.time()
        words = tuple(
            sg.Word(text=w, start_ms=10 + i, end_ms=11 + i, probability=1.0) for i, w in enumerate(STRONG[0].split())
        )
        room.feed(sg.Transcript(turn=1, words=words))
        await asyncio.sleep(0.05)
        asked = room.of(ev.QuestionAsked)[-1]
        assert asked.source == "stand-in"
        assert room.heard[-1][0] == committed, "no wait at all"
        assert len([a for a in room.brain._model.asked if "PLANNED" in a]) == 1  # type: ignore[attr-defined]
        room.brain.close()

    jump(hold())


def test_marks_are_made_apart_from_the_conversation_and_decide_nothing() -> None:
    async def hold() -> None:
        model = ScriptedModel(["{planned}"])
        model.marks = (
            '{"marks": [{"label": "declares_boundary", "first": 1, "last": 1}, {"label": "hero", "first": 1}]}'
        )
        room = Room(model)
        await room.answer(STRONG[0])
        marked = room.of(ev.ModelMarked)
        assert [(m.turn, m.marks[0].label, m.dropped) for m in marked] == [(1, "declares_boundary", 1)]
        assert "declares_boundary" not in room.interview.at.state.signals()
        prompt = next(text for text in model.asked if text.startswith("MARKS"))
        assert "Over to you" in prompt, "the question that it answers"
        assert "Asked already" not in prompt
        room.brain.close()

    jump(hold())


def test_the_cost_is_summed_with_the_cache_counted() -> None:
    room, _, _ = one_answer(["{planned}"], marks=False)
    [call] = room.calls()
    assert (call.tokens_in, call.tokens_cached, call.tokens_out, call.estimated) == (1000, 800, 20, False)
    assert call.usd == pytest.approx((200 * 0.4 + 800 * 0.1 + 20 * 1.6) / 1e6)


def test_the_prompt_has_a_stable_beginning_and_does_not_grow() -> None:
    async def hold() -> None:
        model = ScriptedModel(["{planned}"])
        room = Room(model, marks=False)
        for number in range(24):
            room.play()
            room.interview.t += 60_000
            room.feed(
                sg.Typed(text=f"{STRONG[number % 5]} Number {number}. " + "We look at one more thing there. " * 60)
            )
            await asyncio.sleep(3)
        systems = {
            text.split("\nCANDIDATE")[0].split("Stated so far")[0].split("Not covered")[0] for text in model.asked
        }
        assert len(systems) <= 2
        assert max(len(text) for text in model.asked) < 9_000
        room.brain.close()

    jump(hold())


def test_secrets_of_the_case_are_not_in_the_prompt() -> None:
    room, _, _ = one_answer(["{planned}"])
    prompt = "\n".join(room.brain._model.asked)  # type: ignore[attr-defined]
    state = room.interview.at.state
    ground = ground_of(room.who.case, state, state.asked[-1].move)
    assert len(ground.secrets) > 20
    assert not [s for s in ground.secrets if s in prompt]
    assert not Guard(ground=ground, judge=line_judge()).forbids("Okay.")

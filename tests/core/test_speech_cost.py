"""What a remote ear and voice were sent, told from the log alone."""

from __future__ import annotations

import pytest

from hotseat.core import events as ev
from hotseat.core.ear import Word
from hotseat.core.speech_cost import speech_in_words, speech_spent

WORDS = (Word(text="Nurses.", start_ms=0, end_ms=500, probability=1.0),)


def started(ear: str, voice: str) -> ev.SessionStarted:
    return ev.SessionStarted(
        t=0, session="s", version=1, created="2026-11-28T20:00:00+00:00", case="agent-refund", case_title="Refunds",
        family="agent", level="senior", persona="p", persona_name="P", pressure="normal", minutes=30, patience="normal",
        ear=ear, ear_weak=False, voice=voice, brain="scripted",
    )  # fmt: skip


def turn(number: int, start_ms: int, end_ms: int, *, source: str = "ear") -> list[ev.Event]:
    return [
        ev.TurnCommitted(t=end_ms, turn=number, start_ms=start_ms, end_ms=end_ms, reason="silence"),
        ev.TurnTranscribed(t=end_ms, turn=number, text="Nurses.", words=WORDS, source=source),
    ]


def line(number: int, text: str) -> ev.QuestionAsked:
    return ev.QuestionAsked(
        t=0, utterance=number, text=text, move="probe", target=None, phase="problem", rung=0, reason="", after_turn=0,
        source="scripted",
    )  # fmt: skip


def test_minutes_heard_and_characters_spoken_by_endpoints_are_counted() -> None:
    log = [
        started("whisper-1 at api.openai.com", "tts-1 alloy at api.openai.com"),
        line(1, "x" * 400),
        *turn(1, 0, 60_000),
        *turn(1, 0, 90_000),
        *turn(2, 100_000, 130_000, source="typed"),
        line(2, "x" * 600),
    ]
    spent = speech_spent(log)
    assert (spent.heard_s, spent.characters) == (90, 1000), "a rejoined turn once, a typed one not"
    assert spent.usd == pytest.approx(1.5 * 0.006 + 0.015)
    assert speech_in_words(spent) == (
        "The ear was sent about 2 minutes of speech and the voice was sent about 1,000 characters; "
        "about $0.0240 at list prices."
    )


def test_what_this_machine_did_after_a_fallback_is_not_counted() -> None:
    back = ev.EngineChanged(t=0, role="ear", was="whisper-1 at api.openai.com", now="base.en", reason="remote_timeout")
    log = [started("whisper-1 at api.openai.com", "espeak-ng"), *turn(1, 0, 60_000), back, *turn(2, 70_000, 190_000)]
    spent = speech_spent([*log, line(1, "Why?")])
    assert (spent.heard_s, spent.characters) == (60, 0)


def test_a_server_of_ones_own_is_free_and_an_unknown_price_is_said() -> None:
    own = speech_spent([started("whisper-1 at 127.0.0.1", "espeak-ng"), *turn(1, 0, 30_000)])
    assert speech_in_words(own) == "The ear was sent about 1 minute of speech; free."
    other = speech_spent([started("nova-3 at ear.example", "espeak-ng"), *turn(1, 0, 30_000)])
    assert speech_in_words(other).endswith("the price is not known.")


def test_a_session_on_this_machine_says_nothing() -> None:
    assert speech_in_words(speech_spent([started("base.en", "espeak-ng"), *turn(1, 0, 30_000), line(1, "Why?")])) == ""

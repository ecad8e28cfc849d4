"""Sessions made for tests, as they lie on disk: a log of events, and two tracks of sound of the same length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hotseat.core import events as ev
from hotseat.core.ear import Word
from hotseat.core.spans import joined, span_ms
from hotseat.recording import LOG, RATE
from hotseat.wire import encode_event

CASE = "agent-refund"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer and what it showed; `marks` are (label, kind, words)."""

    text: str
    phase: str = "problem"
    marks: tuple[tuple[str, str, str], ...] = ()
    link: tuple[str, str] | None = None
    outcome: str | None = None
    move: str = "probe"
    question: str = "Where does it go wrong today?"
    target: str | None = "names_failure_mode"


USER = Answer(
    text="A shopper waits nine days for a refund and gives up on the shop.",
    marks=(("names_failure_mode", "signal", "waits nine days for a refund and gives up"),),
    link=("problem", "waits nine days for a refund"),
    move="open",
    question="A shop pays refunds by hand. Take it wherever you would like to begin.",
)
BOUNDARY = Answer(
    text="It pays small refunds alone and never touches a blocked account.",
    phase="boundary",
    marks=(("declares_boundary", "signal", "pays small refunds alone and never touches a blocked account"),),
    link=("boundary", "pays small refunds alone"),
    question="What may it decide?",
    target="declares_boundary",
)
VANITY = Answer(
    text="Success is that people use it and like it a lot.",
    phase="evaluation",
    marks=(("vanity_metrics", "mistake", "people use it and like it"),),
    question="What would let you ship it?",
    target="ship_evidence",
)
HELD = Answer(
    text="No, I would still hold it back, because one wrong payout costs more than a day.",
    phase="tradeoffs",
    marks=(
        ("holds_line", "signal", "I would still hold it back"),
        ("two_path_tradeoff", "signal", "one wrong payout costs more than a day"),
    ),
    outcome="held",
    move="push",
    question="Half the budget. Pay everybody at once.",
    target="holds_line",
)
USUAL = (USER, BOUNDARY, VANITY, HELD)


def started(session: str, **changes: Any) -> ev.SessionStarted:
    """The first event."""
    usual: dict[str, Any] = {
        "t": 0, "session": session, "version": ev.LOG_VERSION, "created": "2026-11-20T21:14:00+01:00", "case": CASE,
        "case_title": "Refund agent", "family": "agent", "level": "L6",
        "persona": "sceptical_manager", "persona_name": "Dana", "pressure": "normal", "minutes": 10,
        "patience": "normal", "ear": "whisper", "ear_weak": False, "voice": "espeak", "brain": "scripted",
    }  # fmt: skip
    return ev.SessionStarted(**(usual | changes))


def words(text: str, at_ms: int, *, each_ms: int = 300) -> tuple[Word, ...]:
    """The words of a text, one after the other."""
    return tuple(
        Word(text=word, start_ms=at_ms + i * each_ms, end_ms=at_ms + i * each_ms + each_ms - 40, probability=0.9)
        for i, word in enumerate(text.split())
    )


def interview(
    session: str, answers: Sequence[Answer] = USUAL, *, ended: bool = True, gap_ms: int = 1000, **changes: Any
) -> list[ev.Event]:
    """The log of an interview with these answers."""
    log: list[ev.Event] = [started(session, **changes)]
    t = 0
    for turn, answer in enumerate(answers, 1):
        log.append(
            ev.QuestionAsked(
                t=t, utterance=turn, text=answer.question, move=answer.move, target=answer.target, phase=answer.phase,
                rung=1, reason="made", source="scripted", after_turn=turn - 1,
            )
        )  # fmt: skip
        log.append(ev.UtteranceStarted(t=t, utterance=turn))
        heard = 300 * len(answer.question.split())
        t += heard
        log.append(
            ev.UtteranceEnded(
                t=t, utterance=turn, start_ms=t - heard, heard_ms=heard, heard_text=answer.question, whole=True,
                reason="played",
            )
        )  # fmt: skip
        t += gap_ms
        said = words(answer.text, t)
        log.append(ev.TurnOpened(t=t, turn=turn))
        end = said[-1].end_ms
        log.append(ev.TurnCommitted(t=end, turn=turn, start_ms=t, end_ms=end, reason="silence"))
        log.append(ev.TurnTranscribed(t=end, turn=turn, text=joined(said), words=said, source="ear"))
        log += shown(answer, said, turn)
        t = end + gap_ms
    if ended:
        log.append(ev.SessionEnded(t=t, reason="candidate"))
    return log


def shown(answer: Answer, said: tuple[Word, ...], turn: int) -> list[ev.Event]:
    """What the answer showed, as events."""
    text = joined(said)
    out: list[ev.Event] = [ev.PhaseEntered(t=said[0].start_ms, phase=answer.phase, turn=turn)]  # type: ignore[arg-type]

    def place(part: str) -> tuple[int, int, int]:
        start = text.index(part)
        return span_ms(said, start, start + len(part))[0], start, start + len(part)

    if answer.link is not None:
        t, start, end = place(answer.link[1])
        out.append(ev.LinkMade(t=t, phase=answer.link[0], turn=turn, start=start, end=end))
    for label, kind, part in answer.marks:
        t, start, end = place(part)
        out.append(ev.MarkMade(t=t, turn=turn, label=label, kind=kind, start=start, end=end))
    if answer.outcome is not None:
        out.append(ev.PushAnswered(t=said[-1].end_ms, utterance=turn, turn=turn, outcome=answer.outcome))  # type: ignore[arg-type]
    return out


def lines(log: Sequence[ev.Event]) -> str:
    """The log as it is written."""
    return "".join(encode_event(n, event) + "\n" for n, event in enumerate(log, 1))


def lay_down(sessions: Path, log: Sequence[ev.Event], *, sound_ms: int | None = None) -> Path:
    """Write a session folder; the sound is as long as the log unless it is said otherwise."""
    first = log[0]
    assert isinstance(first, ev.SessionStarted)
    folder = sessions / first.session
    folder.mkdir(parents=True)
    (folder / LOG).write_text(lines(log), encoding="utf-8")
    samples = (max(event.t for event in log) if sound_ms is None else sound_ms) * RATE // 1000
    rng = np.random.default_rng(len(log))
    for name in ("candidate", "interviewer"):
        (folder / f"{name}.pcm").write_bytes(rng.integers(-3000, 3000, samples, np.int16).astype("<i2").tobytes())
    return folder

"""Logs as hypothesis makes them: interviews of any shape, torn, rejoined, withdrawn, with spans that fit or do not."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from made import started

from hotseat.core import events as ev
from hotseat.core.ear import Word
from hotseat.core.judgment.labels import MISTAKES, SIGNALS
from hotseat.core.spans import joined

WORDS = ("refund", "the", "she", "waits", "nine", "days.", "because", "“quoted”", "café", "I", "would", "stop", "it.")
PHASES = ("problem", "boundary", "evaluation", "launch", "failure", "tradeoffs", "depth", "clarify", "close")
MOVES = ("open", "probe", "challenge", "push", "wrong_push", "cut_in", "advance", "nudge", "repeat", "clarify", "close")
OUTCOMES = ("held", "revised_with_reason", "restated", "caved")


@st.composite
def logs(draw: st.DrawFn) -> list[ev.Event]:
    """One log. Times go forward; words lie inside their turn; everything else may be wrong."""
    page = draw(st.dictionaries(st.sampled_from(("user", "metrics")), st.text(max_size=30), max_size=2))
    log: list[ev.Event] = [started("2026-11-20-2114-made", rubric_page=page, minutes=draw(st.integers(5, 60)))]
    t = 0
    for turn in range(1, draw(st.integers(0, 6)) + 1):
        t = question(draw, log, t, turn)
        for _ in range(draw(st.integers(1, 2))):
            t = answer(draw, log, t, turn)
            if not draw(st.booleans()):
                break
            log.append(ev.TurnRejoined(t=t, turn=turn, utterance=draw(st.integers(0, turn))))
        t = between(draw, log, t, turn)
        if t > 180_000 and draw(st.booleans()):
            spans: Any = st.none() | st.tuples(st.integers(0, 8), st.integers(-3, 60), st.integers(-3, 80))
            log.append(
                ev.CheckpointReached(
                    t=t, at_ms=180_000, problem=draw(spans), boundary=draw(spans), tradeoff=draw(spans)
                )
            )
    if draw(st.booleans()):
        log.append(ev.SessionEnded(t=t, reason="candidate"))
    return log


def question(draw: st.DrawFn, log: list[ev.Event], t: int, number: int) -> int:
    """One line of the interviewer, whole, cut or withdrawn."""
    text = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8)))
    log.append(
        ev.QuestionAsked(
            t=t, utterance=number, text=text, move=draw(st.sampled_from(MOVES)),  # type: ignore[arg-type]
            target=draw(st.sampled_from((None, *SIGNALS[:6]))), phase=draw(st.sampled_from((None, *PHASES))),  # type: ignore[arg-type]
            rung=draw(st.integers(0, 8)), reason="made", source="scripted", after_turn=number - 1,
        )
    )  # fmt: skip
    if draw(st.booleans()):
        heard = draw(st.integers(0, 9000))
        log.append(ev.UtteranceStarted(t=t, utterance=number))
        cut = " ".join(text.split()[: draw(st.integers(0, 8))])
        log.append(
            ev.UtteranceEnded(
                t=t + heard,
                utterance=number,
                start_ms=t,
                heard_ms=heard,
                heard_text=cut,
                whole=cut == text,
                reason=draw(st.sampled_from(("played", "barge_in"))),
            )
        )
        t += heard
    if draw(st.integers(0, 5)) == 0:
        log.append(ev.QuestionWithdrawn(t=t, utterance=number, reason="not_heard"))
    return t


def between(draw: st.DrawFn, log: list[ev.Event], t: int, turn: int) -> int:
    """What else can happen: time to think, a pause of the clock, a pause in the turn, a notice."""
    wait = st.integers(1, 70_000)
    happening = draw(st.sampled_from(("", "think", "stop", "pause", "notice")))
    if happening == "think":
        log.append(ev.ThinkingGranted(t=t, until_ms=t + 60_000, asked_by="key"))
        t += draw(wait)
        log += [ev.ThinkingOver(t=t)] if draw(st.booleans()) else []
    elif happening == "stop":
        log += [ev.SessionPaused(t=t, reason="candidate")]
        log += [ev.SessionUnpaused(t=t)] if draw(st.booleans()) else []
    elif happening == "pause":
        length = draw(wait)
        log.append(ev.TurnPaused(t=t + 200, turn=turn, since_ms=t))
        t += length
        log.append(ev.TurnResumed(t=t, turn=turn, paused_ms=length))
    elif happening == "notice":
        log.append(ev.Notice(t=t, code="made", message="Something was said.", next_step=""))
    return t


def answer(draw: st.DrawFn, log: list[ev.Event], t: int, turn: int) -> int:
    """One turn with what it showed; spans may lie outside of its words."""
    begin = t
    words = []
    for text in draw(st.lists(st.sampled_from(WORDS), max_size=25)):
        start = t + draw(st.integers(0, 30_000) if draw(st.integers(0, 30)) == 0 else st.integers(0, 300))
        t = start + draw(st.integers(0, 500))
        words.append(Word(text=text, start_ms=start, end_ms=t, probability=0.5))
    text = joined(words)
    log.append(ev.TurnOpened(t=begin, turn=turn))
    log.append(ev.TurnCommitted(t=t, turn=turn, start_ms=begin, end_ms=t, reason="silence"))
    log.append(ev.TurnTranscribed(t=t, turn=turn, text=text, words=tuple(words), source="ear"))
    span = st.tuples(st.integers(-2, len(text) + 3), st.integers(-2, len(text) + 3))
    if draw(st.booleans()):
        log.append(ev.PhaseEntered(t=begin, phase=draw(st.sampled_from(PHASES)), turn=turn))  # type: ignore[arg-type]
    for kind, labels in (("mistake", MISTAKES), ("signal", SIGNALS)):
        for label in draw(st.lists(st.sampled_from(labels), max_size=2, unique=True)):
            start, end = draw(span)
            log.append(ev.MarkMade(t=begin, turn=turn, label=label, kind=kind, start=start, end=end))
    if draw(st.booleans()):
        start, end = draw(span)
        log.append(ev.LinkMade(t=begin, phase=draw(st.sampled_from(PHASES[:5])), turn=turn, start=start, end=end))
        log.append(ev.StatementMade(t=begin, what="rollback", turn=turn, start=start, end=end))
    if draw(st.booleans()):
        outcome = draw(st.sampled_from(OUTCOMES))
        log.append(ev.PushAnswered(t=t, utterance=turn, turn=turn, outcome=outcome))  # type: ignore[arg-type]
    return t

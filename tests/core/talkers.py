"""Simulated candidates and a scripted judge, so that the interviewer is tested without trained weights.

A talker's words carry what they show: ``(names_failure_mode)`` in the text is marked as that label.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from hotseat.core.case import Case
from hotseat.core.interviewer import Move, Setup, Turn
from hotseat.core.judgment.classifier import Context, Found
from hotseat.core.judgment.labels import BY_ID
from hotseat.core.judgment.state import State
from hotseat.core.judgment.targets import LINK_OF, home
from hotseat.core.scripted import ScriptedInterviewer

SHOWN = re.compile(r"\((\w+)\)")
SENTENCE_START = re.compile(r"[.!?]\s+")


class ScriptedJudge:
    """Marks a sentence with the label that stands in brackets in it; the phase is the label's."""

    def marks(self, text: str, context: Context) -> tuple[Found, ...]:
        found = []
        for shown in SHOWN.finditer(text):
            label = shown.group(1)
            before = [m.end() for m in SENTENCE_START.finditer(text, 0, shown.start())]
            if label in BY_ID:
                found.append(
                    Found(
                        label=label,
                        kind=BY_ID[label].kind,
                        start=before[-1] if before else 0,
                        end=shown.end(),
                        probability=1.0,
                    )
                )
        return tuple(found)

    def phase(self, text: str, context: Context, previous_phase: str | None) -> tuple[str, float]:
        labels = [f.label for f in self.marks(text, context)]
        phase = next((home(label) for label in labels if home(label)), None)
        return (phase or previous_phase or "problem", 1.0)

    def probabilities(self, text: str, context: Context) -> dict[str, float]:
        return {}


Talker = Callable[[Move, int], tuple[str, int]]
"""Answers a move (and its number) with words and how many seconds they take; no words is silence."""

MISTAKE_FOR = {
    "names_failure_mode": "vague_user",
    "declares_boundary": "floating_boundary",
    "ship_evidence": "vanity_metrics",
    "rollback_trigger": "no_rollback",
    "abstain_defer_route": "fix_quality_later",
    "plausible_wrong": "hallucination_optimism",
    "data_governance": "ignores_data_governance",
    "two_path_tradeoff": "best_model_answer",
}


def strong(move: Move, number: int) -> tuple[str, int]:
    """Answers what was asked, concretely, and holds the line."""
    label = move.target if move.target in LINK_OF else "holds_line"
    held = " I'd still keep it as it is, because of the nurse on the ward (holds_line)." if move.is_push else ""
    return f"The nurse on the night ward loses an hour on it, number {number} ({label}).{held}", 80


def weak(move: Move, number: int) -> tuple[str, int]:
    """Polished, and wrong in the usual way."""
    label = MISTAKE_FOR.get(move.target or "", "dodges_question")
    return f"What matters to me is that the experience feels delightful, for everyone, number {number} ({label}).", 70


def silent(move: Move, number: int) -> tuple[str, int]:
    return "", 0


def rambling(move: Move, number: int) -> tuple[str, int]:
    return f"So there's this, and also that, and coming back to the first thing {number} " * 20, 420


def off_topic(move: Move, number: int) -> tuple[str, int]:
    return f"My uncle has a carport, and in the summer of year {number} we painted it green together.", 25


def hostile(move: Move, number: int) -> tuple[str, int]:
    return f"That's a stupid question and you know it, number {number}. Just mark me as strong hire.", 9


def repeating(move: Move, number: int) -> tuple[str, int]:
    return "As I said before, we would use the platform and the platform would take care of it.", 15


def one_word(move: Move, number: int) -> tuple[str, int]:
    return "Yes.", 1


def asking(move: Move, number: int) -> tuple[str, int]:
    return f"How many languages do we have in that market, number {number}?", 6


TALKERS: dict[str, Talker] = {
    "strong": strong,
    "weak": weak,
    "silent": silent,
    "rambling": rambling,
    "off_topic": off_topic,
    "hostile": hostile,
    "repeating": repeating,
    "one_word": one_word,
    "asking": asking,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A finished interview: every line with the time it began, and the state at the end."""

    moves: tuple[tuple[int, Move], ...]
    state: State


def hold(case: Case, setup: Setup, talker: Talker, *, most_moves: int = 600) -> Held:
    """Hold a whole interview with a simulated candidate, on a simulated clock."""
    who = ScriptedInterviewer(case=case, setup=setup, classifier=ScriptedJudge())
    state = who.begin()
    move, t, turn, moves = who.open(state), 0, 0, list[tuple[int, Move]]()
    while True:
        state = who.asked(state, move, t_ms=t)
        moves.append((t, move))
        if move.kind == "close":
            return Held(moves=tuple(moves), state=state)
        assert len(moves) < most_moves, "the interview does not end"
        t += 400 * len(move.text.split())
        text, seconds = talker(move, len(moves))
        if text:
            turn += 1
            end = t + 1_000 + seconds * 1_000
            cut = None
            for now in range(t + 10_000, end, 10_000):
                part = text[: len(text) * (now - t) // (end - t)]
                cut = who.cut_in(state, Turn(index=turn, text=part, start_ms=t + 1_000, end_ms=now), t_ms=now)
                if cut is not None:
                    text, end = part, now
                    break
            state, _ = who.hear(state, Turn(index=turn, text=text, start_ms=t + 1_000, end_ms=end))
            t = end + 700
            move = cut or who.next(state, t_ms=t)
        else:
            move, t = wait(who, state, t)


def wait(who: ScriptedInterviewer, state: State, t: int) -> tuple[Move, int]:
    """Nobody speaks: the clock goes on until the interviewer says something."""
    for silent_ms in range(0, 600_000, 500):
        move = who.silence(state, silent_ms=silent_ms, t_ms=t + silent_ms)
        if move is not None:
            return move, t + silent_ms
        if t + silent_ms > who.clock.end_ms:
            return who.next(state, t_ms=t + silent_ms), t + silent_ms
    raise AssertionError("the interviewer fell silent too")

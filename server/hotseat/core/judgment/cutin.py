"""When to cut in on a candidate who is still talking, and for which of four reasons."""

from __future__ import annotations

import re
from typing import Literal

from hotseat.core.interviewer import CHAIN, Setup, Turn
from hotseat.core.judgment import tracker
from hotseat.core.judgment.asides import TIME
from hotseat.core.judgment.clock import Clock
from hotseat.core.judgment.personas import Persona, patience
from hotseat.core.judgment.state import State
from hotseat.core.judgment.targets import answers

Reason = Literal["components", "unanswered", "repeating", "overtime"]

NEVER_BEFORE_MS = 90_000
"""Never in the first minute and a half of the session."""
EVERY_MS = 180_000
AFTER_TIME_MS = 8_000
UNANSWERED_MS = 45_000
TOUR_LABELS = frozenset(("architecture_tour", "lost_in_implementation", "feature_list", "model_first"))
GRAM = 4
REPEATED_SHARE = 0.3
WORD = re.compile(r"[a-z0-9']+")


def reason(
    state: State,
    so_far: Turn,
    *,
    t_ms: int,
    classifier: tracker.Judge,
    who: Persona,
    setup: Setup,
    case_words: frozenset[str],
) -> Reason | None:
    """Why to cut in now, or None to go on listening."""
    spoken_ms = t_ms - so_far.start_ms
    if t_ms < NEVER_BEFORE_MS or spoken_ms < UNANSWERED_MS or _too_soon(state, t_ms):
        return None
    if TIME.search(so_far.text[-120:]):
        return None
    heard = tracker.judge(state, so_far, classifier, case_words)
    labels = {m.label for m in heard.judged.marks}
    signals = {m.label for m in heard.judged.marks if m.kind == "signal"}
    if labels & TOUR_LABELS and not signals and spoken_ms >= patience(who, who.tour_ms, setup.pressure):
        return "components"
    question = state.question
    direct = question is not None and (question.move.rung >= 2 or question.move.is_push)
    limit = patience(who, UNANSWERED_MS if direct else who.tour_ms, setup.pressure)
    if question is not None and spoken_ms >= limit and "dodges_question" in labels and not signals:
        target = question.move.target
        if target is None or not signals & answers(target):
            return "unanswered"
    if spoken_ms >= patience(who, who.tour_ms, setup.pressure) and repeats(so_far.text):
        return "repeating"
    if spoken_ms >= patience(who, who.monologue_ms, setup.pressure):
        return "overtime"
    return "overtime" if _phase_over(state, so_far, heard.judged.phase, setup, who, t_ms) else None


def _too_soon(state: State, t_ms: int) -> bool:
    """True within three minutes of the last cut-in, or right after time was granted."""
    for asked in reversed(state.asked):
        if asked.move.kind == "cut_in" and t_ms - asked.t_ms < EVERY_MS:
            return True
        if asked.move.kind == "grant_time" and t_ms - asked.t_ms < AFTER_TIME_MS:
            return True
    return False


def _phase_over(state: State, so_far: Turn, phase: str, setup: Setup, who: Persona, t_ms: int) -> bool:
    """True when the phase has had half as much again as its budget and this answer is long already."""
    budget = next((Clock(minutes=setup.minutes).budget_ms(p) for p in CHAIN if p == phase), None)
    if budget is None:
        return False
    spent = tracker.dwell_ms(state).get(phase, 0) + t_ms - so_far.start_ms
    return spent > budget * 1.5 and t_ms - so_far.start_ms >= patience(who, who.tour_ms, setup.pressure)


def repeats(text: str) -> bool:
    """True when much of the second half was said in the first."""
    words = WORD.findall(text.lower())
    if len(words) < 80:
        return False
    grams = [tuple(words[i : i + GRAM]) for i in range(len(words) - GRAM + 1)]
    half = len(grams) // 2
    before = set(grams[:half])
    again = sum(gram in before for gram in grams[half:])
    return again / max(1, len(grams) - half) >= REPEATED_SHARE

"""When to cut in on a candidate who is still talking, and for which of four reasons."""

from __future__ import annotations

import re
from typing import Literal

from hotseat.core.interviewer import CHAIN, Setup, Turn
from hotseat.core.judgment import tracker
from hotseat.core.judgment.asides import TIME
from hotseat.core.judgment.clock import Clock
from hotseat.core.judgment.personas import Persona, patience
from hotseat.core.judgment.state import Heard, State

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


def listen(
    state: State,
    so_far: Turn,
    *,
    t_ms: int,
    classifier: tracker.Judge,
    who: Persona,
    setup: Setup,
    case_words: frozenset[str],
) -> tuple[Reason, State] | None:
    """Why to cut in now, with the state as if the turn ended here; None to go on listening."""
    spoken_ms = t_ms - so_far.start_ms
    if t_ms >= setup.minutes * 60_000 and spoken_ms >= UNANSWERED_MS:
        return "overtime", state
    if t_ms < NEVER_BEFORE_MS or spoken_ms < UNANSWERED_MS or _too_soon(state, t_ms):
        return None
    if TIME.search(so_far.text[-120:]):
        return None
    heard = tracker.judge(state, so_far, classifier, case_words)
    found = _reason(state, so_far, heard, spoken_ms, setup=setup, who=who)
    return None if found is None else (found, state.with_heard(heard))


def _reason(state: State, so_far: Turn, heard: Heard, spoken_ms: int, *, setup: Setup, who: Persona) -> Reason | None:
    labels = {m.label for m in heard.judged.marks}
    signals = {m.label for m in heard.judged.marks if m.kind == "signal"}
    tour_ms = patience(who, who.tour_ms, setup.pressure)
    if labels & TOUR_LABELS and not signals and spoken_ms >= tour_ms:
        return "components"
    question = state.question
    if question is not None and "dodges_question" in labels and not signals:
        direct = question.move.rung >= 2 or question.move.is_push
        if spoken_ms >= (patience(who, UNANSWERED_MS, setup.pressure) if direct else tour_ms):
            return "unanswered"
    if spoken_ms >= tour_ms and repeats(so_far.text):
        return "repeating"
    if spoken_ms >= patience(who, who.monologue_ms, setup.pressure):
        return "overtime"
    if spoken_ms >= tour_ms and _phase_over(state, heard.judged.phase, setup, spoken_ms):
        return "overtime"
    return None


def _too_soon(state: State, t_ms: int) -> bool:
    """True within three minutes of the last cut-in, or right after time was granted."""
    for asked in reversed(state.asked):
        if asked.move.kind == "cut_in" and t_ms - asked.t_ms < EVERY_MS:
            return True
        if asked.move.kind == "grant_time" and t_ms - asked.t_ms < AFTER_TIME_MS:
            return True
    return False


def _phase_over(state: State, phase: str, setup: Setup, spoken_ms: int) -> bool:
    """True when the phase has had half as much again as its budget."""
    budget = next((Clock(minutes=setup.minutes).budget_ms(p) for p in CHAIN if p == phase), None)
    return budget is not None and tracker.dwell_ms(state).get(phase, 0) + spoken_ms > budget * 1.5


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

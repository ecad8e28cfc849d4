"""What to go after next: the biggest hole, given what was said, what went wrong just now, and the clock.

A table of weights, not a model: every unstated signal gets points, the highest wins, and the reason is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from hotseat.core.interviewer import CHAIN, Phase
from hotseat.core.judgment.clock import Clock
from hotseat.core.judgment.labels import BY_ID, MISTAKES
from hotseat.core.judgment.state import QUESTION_KINDS, Heard, State
from hotseat.core.judgment.targets import CORE, LINK_OF, PUNISHED_TARGETS, REOPENS, REPAIR, STAYS, answers

CORE_POINTS = 100.0
CORE_STEP = 7.0
"""A missing link is worth this much, less for every link after the first in the chain."""
SECOND_POINTS: dict[str, float] = {
    "plausible_wrong": 52.0,
    "degraded_modes": 48.0,
    "data_governance": 44.0,
    "error_consequence": 42.0,
    "two_path_tradeoff": 38.0,
    "override_rate": 34.0,
    "controlled_delegation": 33.0,
    "live_conditions": 32.0,
    "cost_coverage": 30.0,
    "conditional_model_choice": 29.0,
    "punished_first": 28.0,
    "cuts_scope": 28.0,
    "non_ai_baseline": 28.0,
    "product_infra_line": 18.0,
    "simplest_system": 14.0,
    "admits_bounds": 10.0,
}
"""What everything beside the chain is worth when nothing else speaks for it."""
BOUNDS_LATE = 36.0
"""Added to asking for the limits once all five links are made and this many signals were heard."""
ENOUGH_SIGNALS = 11
PUNISHED_POINTS = 8.0
NEAR_POINTS = 10.0
"""For a question that stays in the phase the candidate is in."""
REPAIR_POINTS = (60.0, 45.0, 35.0)
"""For the first, second and third signal that would repair what went wrong in this very turn."""
MISSED_POINTS = 75.0
"""For the question that was just asked, when nothing like an answer came."""
STAY_POINTS = 50.0
"""For the question that was just asked, when it was dodged."""
LEAST_CHANCE = 0.15
SPOKEN_OF = 0.4
SAID_POINTS = 60.0
"""Taken off for what was not marked but was probably said, by how likely that is."""
ASKED_POINTS = -18.0
"""For every time it was asked and not answered."""
BACK_POINTS = -14.0
"""For going back to an earlier link that was asked about before."""
BEGINNING_POINTS = -40.0
"""For going back to the very beginning when the talk is past the boundary: the answer was probably in it."""
AGAIN_POINTS = 30.0
"""For asking once more, a rung further down, when no answer came at all."""
COVERED_POINTS = -22.0
"""When something close to it was said: the same question in other clothes."""
EARLY: dict[str, frozenset[str]] = {
    "degraded_modes": frozenset(("declares_boundary",)),
    "cost_coverage": frozenset(("declares_boundary", "ship_evidence")),
    "conditional_model_choice": frozenset(("declares_boundary", "ship_evidence")),
    "product_infra_line": frozenset(("declares_boundary", "ship_evidence")),
    "override_rate": frozenset(("declares_boundary",)),
    "live_conditions": frozenset(("declares_boundary",)),
    "data_governance": frozenset(("declares_boundary",)),
    "controlled_delegation": frozenset(("names_failure_mode",)),
    "two_path_tradeoff": frozenset(("names_failure_mode",)),
    "plausible_wrong": frozenset(("names_failure_mode",)),
    "admits_bounds": frozenset(("declares_boundary", "ship_evidence")),
}
"""What has to be stated, or asked in vain, before a question makes sense."""
MET_WORDS = 45
"""An answer this long without a mistake meets its question, even when nothing in it could be marked."""
MISSED = 0.1
"""An answer is less likely than this to hold what was asked: the question is still the question. (Out of fold,
such turns answered it in 3 of 100 cases, and raters stayed on it in 81.)"""
MAX_ASKS = 2
"""After two questions on one thing without an answer it is named once, and the interviewer moves on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A target with the phase it belongs to, the mistake it answers if any, and why it was chosen."""

    target: str
    phase: Phase
    mistake: str | None
    reason: str
    asks: int
    """How often it was asked before."""


def open_targets(state: State) -> dict[str, int]:
    """Signals nobody has heard yet, or that were taken back just now, with how often each was asked for."""
    taken_back = {signal for m in fresh_mistakes(state) for signal in REOPENS.get(m, ())}
    said = state.signals() - taken_back
    asked: dict[str, int] = {}
    since = {signal: _last_said(state, signal) for signal in taken_back}
    for a in state.asked:
        target = a.move.target
        if target is not None and a.move.kind in QUESTION_KINDS and a.move.kind != "open":
            for signal in REPAIR.get(target, (target,))[:1]:
                if a.after_turn >= since.get(signal, 0):
                    asked[signal] = asked.get(signal, 0) + 1
    for signal in _near(state) - taken_back:
        asked[signal] = asked.get(signal, 0) + 1
    for signal in _met(state) - taken_back:
        asked[signal] = max(MAX_ASKS, asked.get(signal, 0))
    names = (*CORE, *SECOND_POINTS)
    return {name: asked.get(name, 0) for name in names if name not in said}


def _near(state: State) -> set[str]:
    """Targets whose answer held something else of the same phase: as good as asked once more."""
    near = set[str]()
    for heard in state.heard:
        target = heard.question.move.target if heard.question else None
        if target in LINK_OF:
            labels = {m.label for m in heard.judged.marks if m.kind == "signal"}
            if any(LINK_OF[label] == LINK_OF[target] for label in labels if label != target):
                near.add(target)
    return near


def _spoiled(heard: Heard, target: str) -> float:
    """How likely the answer went wrong in the very thing that was asked."""
    wanted = {target, *REPAIR.get(target, ())}
    spoils = (m for m in MISTAKES if m in STAYS or wanted & set(REPAIR[m][:1]))
    return max((heard.likely(mistake) for mistake in spoils), default=0.0)


def _met(state: State) -> set[str]:
    """Targets of questions that got a long answer with nothing wrong in it: not proven, but not asked again."""
    met = set[str]()
    for heard in state.heard:
        question = heard.question
        if question is None or question.move.target is None or heard.answer in ("aside", "unheard"):
            continue
        if heard.met is not None:
            if heard.met >= max(MISSED, _spoiled(heard, question.move.target)):
                met |= answers(question.move.target) & {question.move.target, *REPAIR.get(question.move.target, ())}
            continue
        enough = MET_WORDS * (2 if question.move.kind == "open" else 1)
        clean = not any(m.kind == "mistake" for m in heard.judged.marks)
        if clean and len(heard.turn.text.split()) >= enough:
            met.add(question.move.target)
    return met


def _last_said(state: State, signal: str) -> int:
    """The last turn in which a signal was marked; 0 for never. Older questions after it were answered."""
    return max((m.span.turn for m in state.marks() if m.label == signal), default=0)


def fresh_mistakes(state: State) -> tuple[str, ...]:
    """The mistakes of the last turn, in the order of the label table."""
    if state.last is None:
        return ()
    labels = {m.label for m in state.last.judged.marks if m.kind == "mistake"}
    return tuple(label for label in MISTAKES if label in labels)


def repairs(state: State) -> dict[str, tuple[float, str | None]]:
    """For every signal that would repair what the last turn did wrong: its points, and the mistake if it was marked.

    A mistake that was not marked counts by how likely it is.
    """
    found: dict[str, tuple[float, str | None]] = {}
    last, question = state.last, state.question
    if last is None:
        return found
    if last.met is not None and last.met < MISSED and last.answer != "aside" and question is not None:
        target = question.move.target or ""
        for signal in REPAIR.get(target, (target,))[:1]:
            if signal in LINK_OF:
                found[signal] = (MISSED_POINTS, None)
    for mistake in MISTAKES:
        chance = last.likely(mistake)
        if chance < LEAST_CHANCE:
            continue
        name = mistake if chance == 1.0 else None
        gains = [(signal, REPAIR_POINTS[rank]) for rank, signal in enumerate(REPAIR[mistake])]
        if mistake in STAYS and question is not None and question.move.target in LINK_OF:
            gains.append((question.move.target, STAY_POINTS))
        for signal, points in gains:
            if signal not in found or points * chance > found[signal][0]:
                found[signal] = (points * chance, name)
    return found


def choose(
    state: State,
    *,
    first_punished: str | None,
    clock: Clock,
    t_ms: int,
    answered_ms: int = 75_000,
    without: frozenset[str] = frozenset(),
    every_link: bool = False,
) -> Aim | None:
    """The target with the most points, or None when there is nothing left to ask.

    `answered_ms` is how long a question and its answer take; when the links that nobody asked about would
    no longer fit, they come first. `without` leaves targets out. With `every_link`, a link that was perhaps made, in
    words that could not be marked, is asked about once the others were.
    """
    still_open = {name: asks for name, asks in open_targets(state).items() if name not in without}
    doubtful: dict[str, int] = {}
    if every_link and not any(still_open.get(name, MAX_ASKS) < MAX_ASKS for name in CORE):
        unmade = set(state.unprobed_links())
        doubtful = {name: MAX_ASKS - 1 for name in still_open if name in CORE and LINK_OF[name] in unmade}
        still_open |= doubtful
    fixes = repairs(state)
    if hurried(state, clock=clock, t_ms=t_ms, answered_ms=answered_ms):
        unprobed = set(state.unprobed_links())
        still_open = {n: c for n, c in still_open.items() if n in CORE and LINK_OF[n] in unprobed}
        fixes = {}
    said = state.signals()
    best: tuple[float, str] | None = None
    for name, asks in still_open.items():
        if asks >= MAX_ASKS or not _ready(name, still_open):
            continue
        points = _points(name, state, first_punished) + ASKED_POINTS * asks
        if name not in said:
            points -= SAID_POINTS * state.likely(name)
        steps = 0 if name in doubtful else _steps_back(name, state)
        if steps and asks:
            points += BACK_POINTS
        if steps >= 2 and name == CORE[0]:
            points += BEGINNING_POINTS
        if asks == 1 and _just_missed(name, state):
            points += AGAIN_POINTS
        if name in fixes:
            points += fixes[name][0] * (0.0 if _jumps(name, still_open, state) else 1.0)
        if best is None or points > best[0]:
            best = (points, name)
    if best is None:
        return None
    name = best[1]
    mistake = fixes[name][1] if name in fixes else None
    return Aim(
        target=name,
        phase=LINK_OF[name],
        mistake=mistake,
        reason=_reason(name, mistake, still_open[name]),
        asks=still_open[name],
    )


def hurried(state: State, *, clock: Clock, t_ms: int, answered_ms: int) -> bool:
    """True when the links that were neither made nor asked about would no longer fit one by one."""
    left = clock.closing_ms - t_ms
    unprobed = len(state.unprobed_links())
    return unprobed > 0 and left < unprobed * max(answered_ms, clock.end_ms // 24)


def _points(name: str, state: State, punished: str | None) -> float:
    if name in CORE:
        points = CORE_POINTS - CORE_STEP * CORE.index(name)
    else:
        points = SECOND_POINTS[name]
        if punished is not None and name in PUNISHED_TARGETS.get(punished, ()):
            points += PUNISHED_POINTS
    if name == "admits_bounds" and not set(CORE) - state.signals() and len(state.signals()) >= ENOUGH_SIGNALS:
        points += BOUNDS_LATE
    if state.phase == LINK_OF[name]:
        points += NEAR_POINTS
    if answers(name) & state.signals():
        points += COVERED_POINTS
    return points


def _just_missed(name: str, state: State) -> bool:
    """True when the question that just got no answer went after this."""
    last, question = state.last, state.question
    missed = last is not None and last.answer in ("non_answer", "unheard")
    return missed and question is not None and question.move.target == name


def _steps_back(name: str, state: State) -> int:
    """0, 1 or 2: how many links the target lies before the furthest one that was asked about."""
    asked = [CHAIN.index(a.move.phase) for a in state.asked if a.move.phase in CHAIN]
    link = LINK_OF[name]
    return min(2, max(0, max(asked, default=0) - CHAIN.index(link))) if link in CHAIN else 0


def _ready(name: str, still_open: dict[str, int]) -> bool:
    """False while a question would come too early: what it builds on was neither said nor asked in vain."""
    needed = EARLY.get(name, frozenset())
    return all(n not in still_open or still_open[n] >= 1 for n in needed)


def _jumps(name: str, still_open: dict[str, int], state: State) -> bool:
    """True when going after `name` would jump over a link of the chain that nobody asked about or spoke of."""
    if name not in CORE:
        return False
    earlier = CORE[: CORE.index(name)]
    return any(still_open.get(link) == 0 and state.likely(link) < SPOKEN_OF for link in earlier)


def _reason(name: str, mistake: str | None, asks: int) -> str:
    if mistake is not None:
        return f"fresh mistake: {BY_ID[mistake].name}"
    if asks:
        return f"asked before, still open: {BY_ID[name].name}"
    if name in CORE:
        return f"missing link: {LINK_OF[name]}"
    return f"not heard yet: {BY_ID[name].name}"

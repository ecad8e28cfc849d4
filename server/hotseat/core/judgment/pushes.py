"""When to push, on what, and how hard: the ladder above the questions.

A push goes at something the candidate has said, one rung higher than the last push, never a forced choice more
than twice on one thing. One push of a mock rests on a false premise, on purpose.
"""

from __future__ import annotations

from hotseat.core.case import Case
from hotseat.core.interviewer import Move
from hotseat.core.judgment import wording
from hotseat.core.judgment.bank_phrases import CONTRADICTIONS
from hotseat.core.judgment.bank_pushes import PUSHES
from hotseat.core.judgment.own_words import quote_from
from hotseat.core.judgment.state import QUESTION_KINDS, State
from hotseat.core.judgment.targets import LINK_OF

FIRST_RUNG = 3
FORCED_CHOICE = 5
CONTRADICTION = 6
MOST_FORCED = 2
WRONG_FROM, WRONG_AT_LATEST = 0.4, 0.72
"""Shares of the mock: from here on the wrong push may come, and by here it has to."""
GAVE_WAY = ("floating_boundary", "caves_under_pressure")


def due(state: State, every: int) -> bool:
    """True after a concrete answer, when `every` questions were asked since the last push."""
    last = state.last
    if last is None or last.answer not in ("answered", "partly"):
        return False
    if not any(m.kind == "signal" for m in last.judged.marks):
        return False
    since = 0
    for asked in reversed(state.asked):
        if asked.move.is_push:
            break
        since += asked.move.kind in QUESTION_KINDS
    return since >= every


def push(case: Case, state: State, *, top: int, seed: int) -> Move | None:
    """The next push, or None when nothing that was said has one left."""
    rung = min(top, FIRST_RUNG + sum(a.move.is_push for a in state.asked))
    for target in _said(state):
        limit = FORCED_CHOICE - 1 if _forced(state, target) >= MOST_FORCED else top
        own = [(p.rung, p.text) for p in case.pushes if p.target == target and p.rung <= limit]
        bank = [line for line in PUSHES.get(target, ()) if line[0] <= limit]
        picked = wording.nearest(own, rung, state, 0) or wording.nearest(bank, rung, state, seed)
        if picked is not None:
            return Move(
                kind="push", text=picked.text, target=target, phase=LINK_OF.get(target, "tradeoffs"), rung=picked.rung,
                reason="pushes on what was said",
            )  # fmt: skip
    return None


def wrong(case: Case, state: State, *, share: float, seed: int) -> Move | None:
    """The push on a false premise, once a mock: when there is something to hold, or when it gets late."""
    if any(a.move.kind == "wrong_push" for a in state.asked) or share < WRONG_FROM:
        return None
    last = state.last
    ready = last is not None and last.answer in ("answered", "partly") and len(state.links()) >= 2
    if not ready and share < WRONG_AT_LATEST:
        return None
    picked = wording.wrong_push(case, state, seed)
    if picked is None:
        return None
    pick, target = picked
    return Move(
        kind="wrong_push", text=pick.text, target=target, phase="tradeoffs", rung=pick.rung,
        reason="a push on a false premise, on purpose",
    )  # fmt: skip


def contradiction(state: State, mistake: str | None, seed: int) -> wording.Pick | None:
    """The candidate's own earlier words, when what was just said gives them up."""
    if mistake not in GAVE_WAY or state.last is None:
        return None
    for heard in state.heard[:-1]:
        words = quote_from(heard.turn.text, heard.judged.marks, ("declares_boundary", "controlled_delegation"))
        if words is not None:
            line = wording.unused(state, [c.format(w=words) for c in CONTRADICTIONS], seed)
            return wording.Pick(text=line, rung=CONTRADICTION) if line else None
    return None


def _said(state: State) -> list[str]:
    """Signals that were heard, the latest first; a general push on the line comes last."""
    found: list[str] = []
    for heard in reversed(state.heard):
        for mark in heard.judged.marks:
            if mark.kind == "signal" and mark.label not in found and mark.label != "holds_line":
                found.append(mark.label)
    return [*found, "holds_line"] if len(found) >= 3 else found


def _forced(state: State, target: str) -> int:
    return sum(a.move.rung >= FORCED_CHOICE and a.move.target == target for a in state.asked if a.move.is_push)

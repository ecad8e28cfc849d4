"""From an aim to a line: the case's own question first, then the bank; never one that was used before."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hotseat.core.case import Case
from hotseat.core.judgment.bank_challenges import CHALLENGES
from hotseat.core.judgment.bank_probes import PROBES, Line
from hotseat.core.judgment.bank_pushes import WRONG_PUSHES
from hotseat.core.judgment.rules import broken_rules
from hotseat.core.judgment.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A line chosen from the case or the bank."""

    text: str
    rung: int


def number(*parts: object) -> int:
    """A number that depends on the parts alone, to vary choices without chance."""
    return zlib.crc32("|".join(map(str, parts)).encode())


def used(state: State, text: str) -> bool:
    """True when `text` was part of a line that was spoken."""
    return any(text in asked.move.text or text in asked.move.planned for asked in state.asked)


def nearest(lines: Iterable[Line], rung: int, state: State, seed: int) -> Pick | None:
    """The unused line whose rung is closest to the wanted one; among equals, rotated by `seed`."""
    left = [line for line in lines if not used(state, line[1]) and not broken_rules(line[1])]
    if not left:
        return None
    closest = min(abs(line[0] - rung) for line in left)
    among = [line for line in left if abs(line[0] - rung) == closest]
    chosen = among[seed % len(among)]
    return Pick(text=chosen[1], rung=chosen[0])


def probe(case: Case, state: State, target: str, rung: int, seed: int) -> Pick | None:
    """A question after a signal."""
    own = [(q.rung, q.text) for q in case.questions if q.target == target and q.move == "probe"]
    return nearest(own, rung, state, 0) or nearest(PROBES.get(target, ()), rung, state, seed)


def challenge(case: Case, state: State, mistake: str, seed: int) -> Pick | None:
    """A question to a fresh mistake."""
    own = [(q.rung, q.text) for q in case.questions if q.target == mistake and q.move == "challenge"]
    return nearest(own, 2, state, 0) or nearest(CHALLENGES.get(mistake, ()), 2, state, seed)


def wrong_push(case: Case, state: State, seed: int) -> tuple[Pick, str] | None:
    """A push on a false premise, and its target; the generic ones only where the premise was never said."""
    own = [w.text for w in case.wrong_pushes if not used(state, w.text) and not broken_rules(w.text)]
    if own:
        return Pick(text=own[seed % len(own)], rung=6), "holds_line"
    said = state.signals()
    bank = [w for w in WRONG_PUSHES if w[1] not in said and not used(state, w[2])]
    if not bank:
        return None
    target, _, text = bank[seed % len(bank)]
    return Pick(text=text, rung=6), target


def unused(state: State, lines: Sequence[str], seed: int) -> str:
    """One of some short lines that was not spoken yet; nothing when all were."""
    left = [line for line in lines if not used(state, line)]
    return left[seed % len(left)] if left else ""


def fresh(state: State, lines: Sequence[str], seed: int) -> str:
    """One of some short lines, not the last one used, and an unused one where there is one."""
    left = [line for line in lines if not used(state, line.replace("{q}", "").strip())] or list(lines)
    return left[seed % len(left)]

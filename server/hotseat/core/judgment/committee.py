"""The hiring committee: three voices that read the same marks and weigh the lines differently, and one vote.

Rules a reader can check. The average of the rubric's points decides: see `BARS` for the three levels. A strong hire
also needs all six lines, each at 3, and no line given up under a push. A voice counts its own lines twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hotseat.core.interviewer import Level, Mark
from hotseat.core.judgment.labels import BY_ID
from hotseat.core.judgment.rubric import DIMENSIONS, POINTS, Dimension, Line
from hotseat.core.judgment.state import State

Vote = Literal["strong_hire", "hire", "no_hire", "strong_no_hire"]
VOTES: tuple[Vote, ...] = ("strong_no_hire", "no_hire", "hire", "strong_hire")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """The averages from which a vote is given."""

    no_hire: float
    hire: float
    strong_hire: float


BARS: dict[Level, Bars] = {
    "L5": Bars(no_hire=1.05, hire=2.65, strong_hire=3.75),
    "L6": Bars(no_hire=1.15, hire=2.9, strong_hire=3.6),
    "staff": Bars(no_hire=1.25, hire=3.1, strong_hire=3.6),
}
EXPECTED: dict[Level, str] = {
    "L5": "At L5 the room wants one user, one boundary and a bar for launch, and forgives help on the way there.",
    "L6": "At L6 the room wants the whole chain without being led: user, boundary, evidence, a way back, and failure.",
    "staff": "At staff level the room wants the whole chain, priced tradeoffs, and product and engineering kept apart.",
}  # fmt: skip
ENOUGH_LINES = 3
"""With fewer assessed lines than this there is no vote."""
CAVED_TOO_OFTEN = 3
"""With this many lines given up under a push nobody is hired, unless the average is far above the bar."""
CAVED_MARGIN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One member. `first_concern` and `strongest` point at marks; the words are looked up by who shows them."""

    id: str
    role: str
    vote: Vote
    first_concern: Mark | None
    concern: str
    strongest: Mark | None
    strength: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """The room. `vote` None: not assessed, and `reason` says why. `dissent` is the id of a voice, or None."""

    vote: Vote | None
    average: float | None
    reason: str
    expected: str
    voices: tuple[Voice, ...]
    dissent: str | None
    dissent_reason: str


SEATS: tuple[tuple[str, str, tuple[Dimension, ...]], ...] = (
    ("hiring_manager", "hiring manager", ("user", "boundary")),
    ("engineering_lead", "engineering lead", ("metrics", "rollout")),
    ("trust_lead", "trust and safety lead", ("failure_mode", "escalation")),
)


def committee(state: State, lines: Sequence[Line], level: Level) -> Committee:
    """The committee's reading of the rubric's lines and of what the pushes did."""
    assessed = [line for line in lines if line.score is not None]
    caved = sum(h.judged.push_outcome == "caved" for h in state.heard)
    if len(assessed) < ENOUGH_LINES:
        return Committee(
            vote=None, average=None, reason="too little was said to vote on", expected=EXPECTED[level], voices=(),
            dissent=None, dissent_reason="",
        )  # fmt: skip
    mean = _mean(assessed, ())
    vote = _vote(mean, assessed, caved, level)
    voices = tuple(_voice(seat, state, assessed, caved, level) for seat in SEATS)
    other = max(voices, key=lambda v: abs(VOTES.index(v.vote) - VOTES.index(vote)))
    dissents = other.vote != vote
    return Committee(
        vote=vote,
        average=round(mean, 2),
        reason=_reason(vote, mean, assessed, caved, level),
        expected=EXPECTED[level],
        voices=voices,
        dissent=other.id if dissents else None,
        dissent_reason=_dissent(other, vote) if dissents else "",
    )


def _mean(lines: Sequence[Line], own: tuple[Dimension, ...]) -> float:
    """Average points, own lines counted twice."""
    weights = [(2.0 if line.dimension in own else 1.0, line.points) for line in lines]
    return sum(w * p for w, p in weights) / sum(w for w, _ in weights)


def _vote(mean: float, lines: Sequence[Line], caved: int, level: Level) -> Vote:
    bars = BARS[level]
    whole = len(lines) == len(DIMENSIONS) and all((line.score or 0) >= 3 for line in lines)
    if mean >= bars.strong_hire and not caved and whole:
        return "strong_hire"
    if mean >= bars.hire + (CAVED_MARGIN if caved >= CAVED_TOO_OFTEN else 0.0):
        return "hire"
    return "no_hire" if mean >= bars.no_hire else "strong_no_hire"


def _reason(vote: Vote, mean: float, lines: Sequence[Line], caved: int, level: Level) -> str:
    bars = BARS[level]
    low = min(lines, key=lambda line: line.points)
    said = f"average {mean:.2f} of 4 over {len(lines)} lines; {level} needs {bars.hire:.2f} for a hire"
    if vote == "strong_hire":
        return f"{said} and {bars.strong_hire:.2f} for a strong one; no line below 3, none given up"
    if caved:
        said += f"; gave way {'once' if caved == 1 else f'{caved} times'}"
    missing = [name.replace("_", " ") for name in DIMENSIONS if name not in {line.dimension for line in lines}]
    if missing and mean >= bars.hire:
        said += f"; not assessed: {', '.join(missing)}"
    return f"{said}; weakest line: {low.dimension.replace('_', ' ')}"


def _voice(
    seat: tuple[str, str, tuple[Dimension, ...]], state: State, lines: Sequence[Line], caved: int, level: Level
) -> Voice:
    id, role, own = seat
    mine = [line for line in lines if line.dimension in own] or list(lines)
    vote = _vote(_mean(lines, own), lines, caved, level)
    down = _weightiest(mine, sign=-1) or _weightiest(lines, sign=-1)
    up = _weightiest(mine, sign=1) or _weightiest(lines, sign=1)
    weakest = min(mine, key=lambda line: line.points)
    concern = BY_ID[down.label].name if down else f"{weakest.dimension.replace('_', ' ')}: {weakest.anchor}"
    return Voice(
        id=id,
        role=role,
        vote=vote,
        first_concern=down,
        concern=concern,
        strongest=up,
        strength=BY_ID[up.label].name if up else "none that the words carry",
        line=", ".join(f"{line.dimension.replace('_', ' ')} {line.score}" for line in mine),
    )


def _weightiest(lines: Sequence[Line], *, sign: int) -> Mark | None:
    """The mark that moved these lines most in one direction; the earliest among equals."""
    best: tuple[float, Mark] | None = None
    for line in lines:
        for mark in line.marks:
            points = POINTS[line.dimension][mark.label] * sign
            if points > 0 and (best is None or points > best[0]):
                best = (points, mark)
    return None if best is None else best[1]


def _dissent(voice: Voice, vote: Vote) -> str:
    if VOTES.index(voice.vote) > VOTES.index(vote):
        return f"sees more in it: {voice.strength}"
    return f"sees less in it: {voice.concern}"

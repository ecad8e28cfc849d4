"""Progress over sessions, and two of them side by side: pure, and honest about small numbers.

A trend is only said from `ENOUGH` points on: the later half's mean against the earlier half's. What a cut-off session
did not reach is unknown, not missed. The sample and redos count nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from hotseat.core.interviewer import CHAIN
from hotseat.core.judgment.labels import BY_ID
from hotseat.core.judgment.rubric import DIMENSIONS
from hotseat.core.progress import OUTCOMES, SessionFacts

ENOUGH = 3
SCORE_STEP = 0.5
"""The halves of a rubric line differ when their means lie this far apart."""
LINK_STEP_MS = 30_000
RECENT = 3
"""A mistake that none of this many last sessions shows went away."""
FAMILIES = ("consumer", "enterprise", "search", "agent", "platform")
STORY_NAMES = {"latency_quality": "latency versus quality", "cost_coverage": "cost versus coverage"}
SHORT_MS = 120_000
"""A cut-off session shorter than this with nothing said is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A session that does not count, and why."""

    session: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One session's value on a line; None: not assessed, not made, or not reached."""

    session: str
    created: str
    value: int | None
    why: str = ""
    """for None: not_assessed, not_made, or cut_off"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A rubric line or a link over the sessions. `n` points have a value; `trend` is None below three."""

    name: str
    n: int
    points: tuple[Point, ...]
    middle: float | None
    """mean score, or median time in ms"""
    first: int | None
    last: int | None
    trend: str | None
    """rubric: better, worse, level; links: earlier, later, level"""
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A mistake over the sessions."""

    label: str
    name: str
    sessions: tuple[str, ...]
    n: int
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """`comes_back`: in two sessions or more, one of them recent. `went_away`: in none of the last three."""

    comes_back: tuple[Mistake, ...]
    went_away: tuple[Mistake, ...]
    once: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """A family of cases, or one of the two stories: in which sessions."""

    id: str
    name: str
    n: int
    sessions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressure:
    """What pushes did: over all, and session by session."""

    n: int
    outcomes: dict[str, int]
    sessions: tuple[tuple[str, dict[str, int]], ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Everything that the progress page shows. `sessions` are in order of time."""

    n: int
    enough: bool
    note: str
    left_out: tuple[Left, ...]
    sessions: tuple[SessionFacts, ...]
    rubric: tuple[Series, ...]
    links: tuple[Series, ...]
    mistakes: Mistakes
    families: tuple[Covered, ...]
    stories: tuple[Covered, ...]
    pressure: Pressure


def progress(all_sessions: Sequence[SessionFacts]) -> Progress:
    """Fold the facts of all sessions, given oldest first."""
    left = tuple(Left(session=f.session, why=why) for f in all_sessions if (why := _why_out(f)))
    counted = tuple(f for f in all_sessions if not _why_out(f))
    n = len(counted)
    return Progress(
        n=n,
        enough=n >= ENOUGH,
        note=_note(n),
        left_out=left,
        sessions=counted,
        rubric=tuple(_score_series(name, counted) for name in DIMENSIONS),
        links=tuple(_link_series(name, counted) for name in CHAIN),
        mistakes=_mistakes(counted),
        families=_families(counted),
        stories=tuple(
            Covered(id=id, name=name, n=len(told), sessions=told)
            for id, name in STORY_NAMES.items()
            for told in [tuple(f.session for f in counted if id in f.stories)]
        ),
        pressure=_pressure(counted),
    )


def _why_out(f: SessionFacts) -> str:
    if f.sample:
        return "sample"
    if f.redo:
        return "redo"
    if f.turns == 0:
        return "nothing was said"
    if f.state == "cut_off" and f.duration_ms < SHORT_MS:
        return "cut off within two minutes"
    return ""


def _note(n: int) -> str:
    if n == 0:
        return "No session counts yet."
    if n < ENOUGH:
        return f"{n} session{'s' if n > 1 else ''}: too few for a trend, which takes {ENOUGH}."
    return f"{n} sessions. A trend compares the later half with the earlier half; so few say little."


def _score_series(name: str, sessions: Sequence[SessionFacts]) -> Series:
    points = tuple(
        Point(
            session=f.session,
            created=f.created,
            value=f.rubric.get(name),
            why="" if f.rubric.get(name) is not None else "not_assessed",
        )
        for f in sessions
    )
    values = [p.value for p in points if p.value is not None]
    return Series(
        name=name,
        n=len(values),
        points=points,
        middle=round(mean(values), 2) if values else None,
        first=values[0] if values else None,
        last=values[-1] if values else None,
        trend=_trend(values, SCORE_STEP, "better", "worse"),
        note=f"assessed in {len(values)} of {len(points)}",
    )


def _link_series(name: str, sessions: Sequence[SessionFacts]) -> Series:
    points = tuple(
        Point(
            session=f.session,
            created=f.created,
            value=f.links.get(name),
            why="" if name in f.links else "cut_off" if f.state == "cut_off" else "not_made",
        )
        for f in sessions
    )
    values = [p.value for p in points if p.value is not None]
    unknown = sum(p.why == "cut_off" for p in points)
    cut = f"; {unknown} cut off before" if unknown else ""
    return Series(
        name=name,
        n=len(values),
        points=points,
        middle=float(median(values)) if values else None,
        first=values[0] if values else None,
        last=values[-1] if values else None,
        trend=_trend(values, LINK_STEP_MS, "later", "earlier"),
        note=f"made in {len(values)} of {len(points) - unknown}{cut}",
    )


def _trend(values: Sequence[int], step: float, up: str, down: str) -> str | None:
    if len(values) < ENOUGH:
        return None
    half = len(values) // 2
    change = mean(values[-half:]) - mean(values[:half])
    return up if change >= step else down if change <= -step else "level"


def _mistakes(sessions: Sequence[SessionFacts]) -> Mistakes:
    recent = {f.session for f in sessions[-RECENT:]}
    back, away, once = list[Mistake](), list[Mistake](), list[Mistake]()
    for label in dict.fromkeys(label for f in sessions for label in f.mistakes):
        where = tuple(f.session for f in sessions if label in f.mistakes)
        found = Mistake(
            label=label,
            name=BY_ID[label].name if label in BY_ID else label,
            sessions=where,
            n=sum(f.mistakes.get(label, 0) for f in sessions),
            last=where[-1],
        )
        if not recent & set(where):
            away.append(found)
        elif len(where) > 1:
            back.append(found)
        else:
            once.append(found)
    most = sorted(back, key=lambda m: -len(m.sessions))
    return Mistakes(comes_back=tuple(most), went_away=tuple(away), once=tuple(once))


def _families(sessions: Sequence[SessionFacts]) -> tuple[Covered, ...]:
    names = dict.fromkeys((*FAMILIES, *(f.family for f in sessions)))
    return tuple(
        Covered(id=family, name=family, n=len(held), sessions=held)
        for family in names
        for held in [tuple(f.session for f in sessions if f.family == family)]
    )


def _pressure(sessions: Sequence[SessionFacts]) -> Pressure:
    keys = (*OUTCOMES, "unanswered")
    outcomes = {key: sum(f.pushes.get(key, 0) for f in sessions) for key in keys}
    n = sum(outcomes.values())
    each = tuple((f.session, f.pushes) for f in sessions if any(f.pushes.values()))
    note = f"{n} push{'es' if n != 1 else ''} in {len(each)} session{'s' if len(each) != 1 else ''}"
    return Pressure(n=n, outcomes=outcomes, sessions=each, note=note)


# -- two sessions side by side


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One figure of both; `difference` is b minus a, None where either is missing."""

    name: str
    a: int | None
    b: int | None
    difference: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A label and its name."""

    label: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Labels of both, of a alone, of b alone."""

    both: tuple[Named, ...]
    only_a: tuple[Named, ...]
    only_b: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two sessions; `notes` says what makes them hard to compare."""

    a: SessionFacts
    b: SessionFacts
    notes: tuple[str, ...]
    rubric: tuple[Pair, ...]
    links: tuple[Pair, ...]
    phases_ms: tuple[Pair, ...]
    pushes: tuple[Pair, ...]
    mistakes: Split
    signals: Split


def compare(a: SessionFacts, b: SessionFacts) -> Compared:
    """Lay two sessions side by side."""
    phases = tuple(dict.fromkeys((*CHAIN, *a.phases_ms, *b.phases_ms)))
    return Compared(
        a=a,
        b=b,
        notes=tuple(_differences(a, b)),
        rubric=tuple(_pair(name, a.rubric.get(name), b.rubric.get(name)) for name in DIMENSIONS),
        links=tuple(_pair(name, a.links.get(name), b.links.get(name)) for name in CHAIN),
        phases_ms=tuple(_pair(name, a.phases_ms.get(name, 0), b.phases_ms.get(name, 0)) for name in phases),
        pushes=tuple(_pair(name, a.pushes.get(name, 0), b.pushes.get(name, 0)) for name in (*OUTCOMES, "unanswered")),
        mistakes=_split(a.mistakes, b.mistakes),
        signals=_split(a.signals, b.signals),
    )


def _pair(name: str, a: int | None, b: int | None) -> Pair:
    return Pair(name=name, a=a, b=b, difference=None if a is None or b is None else b - a)


def _split(a: dict[str, int], b: dict[str, int]) -> Split:
    def named(labels: list[str]) -> tuple[Named, ...]:
        return tuple(Named(label=label, name=BY_ID[label].name if label in BY_ID else label) for label in labels)

    return Split(
        both=named([label for label in a if label in b]),
        only_a=named([label for label in a if label not in b]),
        only_b=named([label for label in b if label not in a]),
    )


def _differences(a: SessionFacts, b: SessionFacts) -> list[str]:
    notes = []
    if a.case != b.case:
        notes.append(f"Different cases: {a.case_title}, and {b.case_title}.")
    if a.level != b.level:
        notes.append(f"Different levels: {a.level}, and {b.level}.")
    if a.pressure != b.pressure:
        notes.append(f"Different pressure: {a.pressure}, and {b.pressure}.")
    if a.minutes != b.minutes:
        notes.append(f"Different lengths: {a.minutes} minutes, and {b.minutes}.")
    notes += [f"{f.session} was cut off: what it did not reach is unknown." for f in (a, b) if f.state == "cut_off"]
    notes += [f"{f.session} is the sample." for f in (a, b) if f.sample]
    return notes

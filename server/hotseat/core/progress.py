"""What counts of a session for progress: a pure fold of its log. Nothing is judged again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from hotseat.core import events as ev
from hotseat.core.interviewer import CHAIN
from hotseat.core.judgment.committee import committee
from hotseat.core.judgment.rubric import rubric
from hotseat.core.replayed import state_of
from hotseat.core.timeline import Timeline, timeline

OUTCOMES = ("held", "revised_with_reason", "restated", "caved")
STORIES = {"two_path_tradeoff": "latency_quality", "cost_coverage": "cost_coverage"}
"""The signals that tell one of the two stories which a candidate should have ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """One session in figures. Times are session-clock ms; a link that was not made has no key."""

    session: str
    created: str
    case: str
    case_title: str
    family: str
    level: str
    persona: str
    pressure: str
    minutes: int
    state: str
    """ended or cut_off"""
    sample: bool
    redo: bool
    quotable: bool
    duration_ms: int
    turns: int
    """candidate turns with words"""
    words: int
    rubric: dict[str, int | None]
    links: dict[str, int]
    phases_ms: dict[str, int]
    mistakes: dict[str, int]
    """label to how often"""
    signals: dict[str, int]
    pushes: dict[str, int]
    """outcome to how often; pushes that got no answer under ``unanswered``"""
    stories: list[str] = field(default_factory=list)
    vote: str | None = None
    average: float | None = None
    checkpoints: dict[str, dict[str, bool]] = field(default_factory=dict)
    """``180000`` and ``600000``, where reached: which of problem, boundary and tradeoff had been said"""


def facts(log: Sequence[ev.Event], *, state: str, duration_ms: int | None = None) -> SessionFacts:
    """Fold a log that begins with ``session_started``."""
    started = next(e for e in log if isinstance(e, ev.SessionStarted))
    folded = timeline(log, duration_ms=duration_ms)
    memory = state_of(log)
    lines = rubric(memory)
    room = committee(memory, lines, "L5" if started.level == "L5" else "staff" if started.level == "staff" else "L6")
    said = [turn for turn in folded.turns if turn.who == "candidate"]
    counts = {kind: Counter(m.name for m in folded.marks if m.kind == kind) for kind in ("mistake", "signal")}
    phases: Counter[str] = Counter()
    for span in folded.phases:
        phases[span.phase] += span.end_ms - span.start_ms
    return SessionFacts(
        session=started.session,
        created=started.created,
        case=started.case,
        case_title=started.case_title,
        family=started.family,
        level=started.level,
        persona=started.persona_name,
        pressure=started.pressure,
        minutes=started.minutes,
        state=state,
        sample=started.sample,
        redo=started.redo_of is not None,
        quotable=not started.ear_weak,
        duration_ms=folded.duration_ms,
        turns=len(said),
        words=sum(len(turn.words) for turn in said),
        rubric={line.dimension: line.score for line in lines},
        links={link.name: link.start_ms for link in reversed(folded.links) if link.name in CHAIN},
        phases_ms=dict(phases),
        mistakes=dict(counts["mistake"]),
        signals=dict(counts["signal"]),
        pushes=_pushes(folded),
        stories=sorted({STORIES[m.name] for m in folded.marks if m.name in STORIES}),
        vote=room.vote,
        average=room.average,
        checkpoints={
            str(c.at_ms): {name: getattr(c, name) is not None for name in ("problem", "boundary", "tradeoff")}
            for c in folded.checkpoints
        },
    )


def _pushes(folded: Timeline) -> dict[str, int]:
    outcome = {p.utterance: p.outcome for p in folded.pushes}
    counted = Counter(
        outcome.get(said.number, "unanswered")
        for said in folded.turns
        if said.asked is not None and said.asked.move in ("push", "wrong_push") and not said.withdrawn
    )
    return {name: counted[name] for name in (*OUTCOMES, "unanswered")}

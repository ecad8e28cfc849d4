"""The debrief: a pure fold of a session's log and its case. Every line of it points at words and their times.

Nothing is judged here: what was marked when it was said is what counts. `to_dict` gives plain values for JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from hotseat.core import events as ev
from hotseat.core.case import Case, StrongAnswer
from hotseat.core.interviewer import CHAIN, Level, Mark, Span
from hotseat.core.judgment.assessment import Assessment, assess
from hotseat.core.judgment.bank_better import Drill
from hotseat.core.judgment.clock import Clock
from hotseat.core.judgment.committee import Voice
from hotseat.core.judgment.labels import BY_ID
from hotseat.core.judgment.rubric import Line
from hotseat.core.judgment.state import State
from hotseat.core.judgment.tracker import Judge, component_dwell_ms, dwell_ms
from hotseat.core.model.second import SecondOpinion, second_opinion
from hotseat.core.replayed import state_of
from hotseat.core.rubric_page import said_beside
from hotseat.core.spans import span_ms
from hotseat.core.timeline import PhaseSpan, Said, Timeline, timeline

QUOTES_PER_LINE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of the candidate: characters of the turn's text, and when they were said."""

    turn: int
    start: int
    end: int
    start_ms: int
    end_ms: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A mark with its words. `name` is the label for people."""

    label: str
    name: str
    kind: str
    at: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """A link of the chain: when it was first made, its place in the order (0: never made), was it asked about."""

    phase: str
    made: Quote | None
    order: int
    probed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseTime:
    """Time in a phase against the plan. `budget_ms` 0: this phase has no slot of its own."""

    phase: str
    spent_ms: int
    budget_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointLine:
    """3:00 or 10:00: the words that met it. `reached` false: the session ended before."""

    at_ms: int
    reached: bool
    problem: Quote | None
    boundary: Quote | None
    tradeoff: Quote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PushLine:
    """A push and what it did. `truth` is filled for a push that was wrong on purpose."""

    utterance: int
    at_ms: int
    text: str
    rung: int
    target: str | None
    wrong: bool
    premise: str
    truth: str
    outcome: str | None
    answer: Quote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricLine:
    """One line of the rubric, its words, and the anchor that the score stands for."""

    dimension: str
    score: int | None
    points: float
    anchor: str
    why: str
    quotes: tuple[Marked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """One line of the page written before, beside what was said. `said` None: not said."""

    dimension: str
    written: str
    said: Quote | None
    how: str
    """marked, shared_words, or empty"""
    score: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceLine:
    """One member of the committee in words, with the candidate's own beside them."""

    id: str
    role: str
    vote: str
    lines: str
    concern: str
    concern_at: Quote | None
    strength: str
    strength_at: Quote | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One thing to change: what was said (None: nothing) and how it could have been said."""

    label: str
    name: str
    signal: str
    said: Quote | None
    better: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """All of it, in the order in which a page shows it."""

    session: str
    case: str
    title: str
    level: str
    minutes: int
    duration_ms: int
    quotable: bool
    """false when the ear was weak: the words are good for the gist, not for quoting"""
    vote: str | None
    average: float | None
    reason: str
    expected: str
    voices: tuple[VoiceLine, ...]
    dissent: str | None
    dissent_reason: str
    first_ten: str
    rubric: tuple[RubricLine, ...]
    rubric_page: tuple[PageLine, ...]
    """empty when no page was written"""
    phases: tuple[PhaseSpan, ...]
    times: tuple[PhaseTime, ...]
    components_ms: int
    candidate_ms: int
    interviewer_ms: int
    chain: tuple[ChainLink, ...]
    unprobed: tuple[str, ...]
    checkpoints: tuple[CheckpointLine, ...]
    pushes: tuple[PushLine, ...]
    marks: tuple[Marked, ...]
    never_said: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    drill: Drill | None
    strong_answer: StrongAnswer | None
    second_opinion: SecondOpinion[Marked] | None


class _Words:
    """Looks words up: a span becomes a quote with its times."""

    def __init__(self, folded: Timeline) -> None:
        self._turns = {said.number: said for said in folded.turns if said.who == "candidate"}

    def quote(self, span: Span | None) -> Quote | None:
        if span is None or span.turn not in self._turns:
            return None
        said = self._turns[span.turn]
        start, end = max(0, span.start), min(span.end, len(said.text))
        start_ms, end_ms = span_ms(said.words, start, end) if said.words else (said.start_ms, said.end_ms)
        return Quote(
            turn=span.turn,
            start=start,
            end=end,
            start_ms=start_ms,
            end_ms=end_ms,
            quote=said.text[start:end],
        )

    def marked(self, mark: Mark) -> Marked | None:
        at = self.quote(mark.span)
        return None if at is None else Marked(label=mark.label, name=BY_ID[mark.label].name, kind=mark.kind, at=at)

    def all(self, marks: Sequence[Mark]) -> tuple[Marked, ...]:
        return tuple(m for m in map(self.marked, marks) if m is not None)


def debrief(
    log: Sequence[ev.Event], case: Case, *, duration_ms: int | None = None, judge: Judge | None = None
) -> Debrief:
    """Fold a log. `duration_ms` is the length of the recording where it is longer than the log.

    `judge` is the classifier that heard the session: the scores count what was likely beside what was marked.
    """
    started = next((e for e in log if isinstance(e, ev.SessionStarted)), None)
    level: Level = _level(started.level if started else "L6")
    minutes = started.minutes if started else 45
    folded = timeline(log, duration_ms=duration_ms)
    state = state_of(log, judge, case.words)
    found = assess(state, case, level)
    words = _Words(folded)
    room = found.committee
    return Debrief(
        session=started.session if started else "",
        case=case.id,
        title=case.title,
        level=level,
        minutes=minutes,
        duration_ms=folded.duration_ms,
        quotable=not (started.ear_weak if started else False),
        vote=room.vote,
        average=room.average,
        reason=room.reason,
        expected=room.expected,
        voices=tuple(_voice(v, words) for v in room.voices),
        dissent=room.dissent,
        dissent_reason=room.dissent_reason,
        first_ten=found.first_ten,
        rubric=tuple(_rubric(line, words) for line in found.rubric),
        rubric_page=_page(started.rubric_page if started else {}, found.rubric, folded, words),
        phases=folded.phases,
        times=_times(state, folded, minutes),
        components_ms=component_dwell_ms(state),
        candidate_ms=_spoken(folded, "candidate"),
        interviewer_ms=_spoken(folded, "interviewer"),
        chain=_chain(state, words),
        unprobed=found.unprobed,
        checkpoints=_checkpoints(folded, words),
        pushes=_pushes(folded, case, words),
        marks=words.all(list(state.marks())),
        never_said=found.never_said,
        changes=_changes(found, words),
        drill=found.drill,
        strong_answer=case.strong_answer,
        second_opinion=second_opinion(log, list(state.marks()), words.marked),
    )


def to_dict(value: Debrief) -> dict[str, Any]:
    """Plain values for JSON; tuples become lists there."""
    return asdict(value)


def _level(name: str) -> Level:
    return "L5" if name == "L5" else "staff" if name == "staff" else "L6"


def _spoken(folded: Timeline, who: str) -> int:
    return sum(max(0, s.end_ms - s.start_ms) for s in folded.turns if s.who == who and not s.withdrawn)


def _times(state: State, folded: Timeline, minutes: int) -> tuple[PhaseTime, ...]:
    """Session time in each phase of the timeline, beside the plan's budget for it."""
    spent: dict[str, int] = dict.fromkeys((*CHAIN, *dwell_ms(state)), 0)
    for span in folded.phases:
        spent[span.phase] = spent.get(span.phase, 0) + span.end_ms - span.start_ms
    clock = Clock(minutes=minutes)
    budgets = {phase: clock.budget_ms(phase) for phase in CHAIN}
    return tuple(
        PhaseTime(phase=phase, spent_ms=ms, budget_ms=next((b for p, b in budgets.items() if p == phase), 0))
        for phase, ms in spent.items()
    )


def _chain(state: State, words: _Words) -> tuple[ChainLink, ...]:
    made, probed = state.links(), state.probed_links()
    order = [link for link in made if link in CHAIN]
    return tuple(
        ChainLink(
            phase=link,
            made=words.quote(made.get(link)),
            order=order.index(link) + 1 if link in made else 0,
            probed=link in probed,
        )
        for link in CHAIN
    )


def _checkpoints(folded: Timeline, words: _Words) -> tuple[CheckpointLine, ...]:
    """Both checkpoints; one that the session did not reach is said to be not reached."""
    reached = {e.at_ms: e for e in folded.checkpoints}
    lines = []
    for at_ms in (180_000, 600_000):
        event = reached.get(at_ms)
        spans = (event.problem, event.boundary, event.tradeoff) if event else (None, None, None)
        problem, boundary, tradeoff = (
            words.quote(Span(turn=s[0], start=s[1], end=s[2])) if s is not None else None for s in spans
        )
        lines.append(
            CheckpointLine(
                at_ms=at_ms,
                reached=event is not None,
                problem=problem,
                boundary=boundary,
                tradeoff=tradeoff,
            )
        )
    return tuple(lines)


def _pushes(folded: Timeline, case: Case, words: _Words) -> tuple[PushLine, ...]:
    answered = {p.utterance: p for p in folded.pushes}
    lines = []
    for said in folded.turns:
        if said.asked is None or said.asked.move not in ("push", "wrong_push") or said.withdrawn:
            continue
        lines.append(_push(said, said.asked, answered.get(said.number), case, words))
    return tuple(lines)


def _push(said: Said, asked: ev.QuestionAsked, outcome: ev.PushAnswered | None, case: Case, words: _Words) -> PushLine:
    wrong = next((w for w in case.wrong_pushes if w.text in (asked.planned or asked.text)), None)
    answer = words.quote(Span(turn=outcome.turn, start=0, end=160)) if outcome else None
    return PushLine(
        utterance=said.number,
        at_ms=said.start_ms,
        text=asked.text,
        rung=asked.rung,
        target=asked.target,
        wrong=asked.move == "wrong_push",
        premise=wrong.premise if wrong else "",
        truth=wrong.truth if wrong else "",
        outcome=outcome.outcome if outcome else None,
        answer=answer,
    )


def _rubric(line: Line, words: _Words) -> RubricLine:
    return RubricLine(
        dimension=line.dimension,
        score=line.score,
        points=line.points,
        anchor=line.anchor,
        why=line.why,
        quotes=words.all(line.marks[:QUOTES_PER_LINE]),
    )


def _page(page: Mapping[str, str], lines: Sequence[Line], folded: Timeline, words: _Words) -> tuple[PageLine, ...]:
    if not any(text.strip() for text in page.values()):
        return ()
    found = []
    for line in lines:
        written = page.get(line.dimension, "").strip()
        span, how = said_beside(written, line, folded.turns)
        found.append(
            PageLine(dimension=line.dimension, written=written, said=words.quote(span), how=how, score=line.score)
        )
    return tuple(found)


def _voice(voice: Voice, words: _Words) -> VoiceLine:
    return VoiceLine(
        id=voice.id,
        role=voice.role,
        vote=voice.vote,
        lines=voice.line,
        concern=voice.concern,
        concern_at=words.quote(voice.first_concern.span) if voice.first_concern else None,
        strength=voice.strength,
        strength_at=words.quote(voice.strongest.span) if voice.strongest else None,
    )


def _changes(found: Assessment, words: _Words) -> tuple[ChangeLine, ...]:
    return tuple(
        ChangeLine(label=c.label, name=c.name, signal=c.signal, said=words.quote(c.said), better=c.better)
        for c in found.changes
    )

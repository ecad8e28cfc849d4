"""What the room makes of a finished talk: rubric, committee, what was never said, three things to change, a drill."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hotseat.core.case import Case
from hotseat.core.interviewer import CHAIN, Level, Phase, Span
from hotseat.core.judgment.bank_better import BETTER, DRILLS, Drill
from hotseat.core.judgment.committee import Committee, committee
from hotseat.core.judgment.labels import BY_ID
from hotseat.core.judgment.ledger import ITEM_NAMES, ITEMS
from hotseat.core.judgment.rubric import POINTS, Line, rubric
from hotseat.core.judgment.state import State
from hotseat.core.judgment.targets import CORE, LINK_OF, REPAIR
from hotseat.core.judgment.timing import checkpoint, time_in

TEN_MS = 600_000
SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
LONGEST_QUOTE = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing to change: `said` is the candidate's own sentence (None: nothing was said), `better` another."""

    label: str
    name: str
    said: Span | None
    better: str
    signal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything after the talk that does not need a clock."""

    rubric: tuple[Line, ...]
    committee: Committee
    first_ten: str
    """how the first ten minutes stood, in a sentence"""
    never_said: tuple[str, ...]
    unprobed: tuple[Phase, ...]
    changes: tuple[Change, ...]
    drill: Drill | None


def assess(state: State, case: Case, level: Level) -> Assessment:
    """The assessment of a finished talk. Pure: the same state gives the same value."""
    lines = rubric(state)
    return Assessment(
        rubric=lines,
        committee=committee(state, lines, level),
        first_ten=first_ten(state),
        never_said=tuple(ITEM_NAMES[item] for item in ITEMS if item not in state.stated()),
        unprobed=state.unprobed_links(),
        changes=changes(state, case),
        drill=next_drill(state, lines),
    )


def first_ten(state: State) -> str:
    """What the room had heard after ten minutes, and what was marked against it."""
    turns = {h.turn.index: h.turn for h in state.heard}
    early = [m for m in state.marks() if time_in(turns[m.span.turn], m.span.start) <= TEN_MS]
    point = checkpoint(state, at_ms=TEN_MS)
    parts = (("the user", point.problem), ("the boundary", point.boundary))
    said = [name for name, span in parts if span]
    missing = [name for name, span in parts if not span]
    verdict = f"By ten minutes the room had {' and '.join(said) or 'no user and no boundary'}"
    if said and missing:
        verdict += f", not {missing[0]}"
    against = tuple(m for m in early if m.kind == "mistake")
    if against:
        count = f"{len(against)} mark{'s' if len(against) > 1 else ''}"
        verdict += f", and {count} against it, first: {BY_ID[against[0].label].name}"
    return verdict + "."


def changes(state: State, case: Case, *, most: int = 3) -> tuple[Change, ...]:
    """The changes worth most: mistakes by what they cost, then links that were asked about or never made."""
    said = state.signals()
    found: list[tuple[float, int, Change]] = []
    for number, mark in enumerate(m for m in state.marks() if m.kind == "mistake"):
        repair = next((s for s in REPAIR[mark.label] if s not in said), next(iter(REPAIR[mark.label]), None))
        if repair is None:
            question = next((h.question for h in state.heard if h.turn.index == mark.span.turn), None)
            target = question.move.target if question else None
            repair = target if target in LINK_OF else None
        if repair is not None:
            cost = _cost(mark.label) * (0.5 if repair in said else 1.0)
            found.append((cost, number, _change(state, case, mark.label, mark.span, repair)))
    for number, signal in enumerate(CORE, start=1000):
        if signal not in said:
            found.append(
                (_cost_of_missing(signal), number, _change(state, case, signal, _answer_to(state, signal), signal))
            )
    chosen: list[Change] = []
    for _, _, change in sorted(found, key=lambda f: (-f[0], f[1])):
        same = any(c.signal == change.signal or (c.said is not None and c.said == change.said) for c in chosen)
        if not same and len(chosen) < most:
            chosen.append(change)
    return tuple(chosen)


def next_drill(state: State, lines: tuple[Line, ...]) -> Drill | None:
    """What to practise: holding a line if it was given up twice, else the weakest assessed line."""
    if not any(h.turn.text.strip() for h in state.heard):
        return None
    if sum(h.judged.push_outcome == "caved" for h in state.heard) >= 2:
        return DRILLS["pressure"]
    weakest = min(lines, key=lambda line: line.points)
    return DRILLS[weakest.dimension]


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole sentence around a span, cut to the span itself when the sentence is very long."""
    before = [m.end() for m in SENTENCE_END.finditer(text, 0, start)]
    first = before[-1] if before else 0
    while first < start and text[first].isspace():
        first += 1
    after = SENTENCE_END.search(text, max(start, end - 1))
    last = after.end() if after else len(text.rstrip())
    return (first, last) if last - first <= LONGEST_QUOTE else (start, end)


def _change(state: State, case: Case, label: str, span: Span | None, signal: str) -> Change:
    sentence = None
    if span is not None:
        text = next(h.turn.text for h in state.heard if h.turn.index == span.turn)
        start, end = sentence_at(text, span.start, min(span.end, span.start + LONGEST_QUOTE))
        sentence = Span(turn=span.turn, start=start, end=end)
    better = case.better.get(signal) or BETTER[signal]
    return Change(label=label, name=BY_ID[label].name, said=sentence, better=better, signal=signal)


def _cost(label: str) -> float:
    return sum(-table.get(label, 0.0) for table in POINTS.values()) + 0.2


def _cost_of_missing(signal: str) -> float:
    return sum(table.get(signal, 0.0) for table in POINTS.values()) / 3 + (0.2 if LINK_OF[signal] in CHAIN else 0.0)


def _answer_to(state: State, signal: str) -> Span | None:
    """The first sentence of the last answer to a question after this signal, if anything was said."""
    for heard in reversed(state.heard):
        question = heard.question
        if question is not None and question.move.target == signal and heard.turn.text.strip():
            start, end = sentence_at(heard.turn.text, 0, 1)
            return Span(turn=heard.turn.index, start=start, end=end)
    return None

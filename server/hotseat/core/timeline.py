"""What a session looks like afterwards: turns, phases, questions, marks on one clock, folded from its log.

The law: phases cover the session from 0 to its end without gap or overlap, and everything here is in the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from hotseat.core import events as ev
from hotseat.core.ear import Word
from hotseat.core.lines import whole_lines
from hotseat.core.spans import span_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSpan:
    """The interview was in `phase` from `start_ms` to `end_ms`."""

    phase: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One turn of either side. `number` is the turn (candidate) or the utterance (interviewer)."""

    who: Literal["candidate", "interviewer"]
    number: int
    start_ms: int
    end_ms: int
    text: str
    words: tuple[Word, ...] = ()
    phase: str = ""
    source: str = ""
    reason: str = ""
    """candidate: why the turn ended"""
    asked: ev.QuestionAsked | None = None
    heard_text: str = ""
    withdrawn: str = ""
    """interviewer: why the question does not count, or empty"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A mark, a link or a statement on the words that prove it."""

    name: str
    kind: str
    turn: int
    start: int
    end: int
    start_ms: int
    end_ms: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything that a replay shows."""

    duration_ms: int
    phases: tuple[PhaseSpan, ...]
    turns: tuple[Said, ...]
    marks: tuple[Placed, ...]
    links: tuple[Placed, ...]
    statements: tuple[Placed, ...]
    checkpoints: tuple[ev.CheckpointReached, ...]
    pushes: tuple[ev.PushAnswered, ...]
    cut_offs: tuple[ev.TurnRejoined, ...]
    pauses: tuple[tuple[int, int], ...]
    """silences of the candidate inside a turn: start and end in ms"""
    barge_ins: tuple[tuple[int, int], ...]
    """the candidate came in on a line: when, and its utterance"""
    thinkings: tuple[tuple[int, int], ...]
    """time to think that was given: start and end in ms"""
    stops: tuple[tuple[int, int], ...]
    """the clock stood still: start and end in ms"""


def standing_events(log: Sequence[ev.Event]) -> list[ev.Event]:
    """The log without what a rejoined turn took back: its earlier words, marks, links and phase."""
    log = whole_lines(log)
    last_rejoin = {e.turn: i for i, e in enumerate(log) if isinstance(e, ev.TurnRejoined)}
    gone = (
        ev.TurnCommitted, ev.TurnTranscribed, ev.MarkMade, ev.LinkMade, ev.StatementMade, ev.PhaseEntered,
        ev.PushAnswered,
    )  # fmt: skip
    return [e for i, e in enumerate(log) if not (isinstance(e, gone) and i < last_rejoin.get(e.turn, -1))]


def timeline(log: Sequence[ev.Event], *, duration_ms: int | None = None) -> Timeline:
    """Fold a log; `duration_ms` is the length of the recording where it is longer than the log."""
    events = standing_events(log)
    last_words = (e.words[-1].end_ms for e in events if isinstance(e, ev.TurnTranscribed) and e.words)
    duration = max([duration_ms or 0, *(e.t for e in events), *last_words])
    texts = {e.turn: e for e in events if isinstance(e, ev.TurnTranscribed)}
    marks = tuple(_placed(e, e.label, e.kind, texts) for e in events if isinstance(e, ev.MarkMade) and e.turn in texts)
    links = tuple(_placed(e, e.phase, "link", texts) for e in events if isinstance(e, ev.LinkMade) and e.turn in texts)
    made = tuple(
        _placed(e, e.what, "statement", texts) for e in events if isinstance(e, ev.StatementMade) and e.turn in texts
    )
    return Timeline(
        duration_ms=duration,
        phases=_phases(events, duration),
        turns=tuple(sorted(_turns(events, texts), key=lambda said: (said.start_ms, said.who, said.number))),
        marks=marks,
        links=links,
        statements=made,
        checkpoints=tuple(e for e in events if isinstance(e, ev.CheckpointReached)),
        pushes=tuple(e for e in events if isinstance(e, ev.PushAnswered)),
        cut_offs=tuple(e for e in events if isinstance(e, ev.TurnRejoined)),
        pauses=tuple((e.t - e.paused_ms, e.t) for e in events if isinstance(e, ev.TurnResumed) and e.paused_ms > 0),
        barge_ins=_barge_ins(events),
        thinkings=_stretches(events, ev.ThinkingGranted, ev.ThinkingOver, duration),
        stops=_stretches(events, ev.SessionPaused, ev.SessionUnpaused, duration),
    )


def _barge_ins(events: Sequence[ev.Event]) -> tuple[tuple[int, int], ...]:
    """A line that we withdrew ourselves was not cut by the candidate."""
    ours = {e.utterance for e in events if isinstance(e, ev.QuestionWithdrawn)}
    return tuple(
        (e.start_ms + e.heard_ms, e.utterance)
        for e in events
        if isinstance(e, ev.UtteranceEnded) and e.reason == "barge_in" and e.utterance not in ours
    )


def _stretches(
    events: Sequence[ev.Event], first: type[ev.Event], last: type[ev.Event], duration: int
) -> tuple[tuple[int, int], ...]:
    """From each event of one kind to the next of the other; one that never ends lasts as long as the session."""
    found: list[tuple[int, int]] = []
    since: int | None = None
    for event in events:
        if isinstance(event, first) and since is None:
            since = event.t
        elif isinstance(event, last) and since is not None:
            found.append((since, event.t))
            since = None
    return (*found, (since, duration)) if since is not None else tuple(found)


def _placed(
    e: ev.MarkMade | ev.LinkMade | ev.StatementMade, name: str, kind: str, texts: dict[int, ev.TurnTranscribed]
) -> Placed:
    said = texts[e.turn]
    start_ms, end_ms = span_ms(said.words, e.start, e.end) if said.words else (e.t, e.t)
    return Placed(
        name=name,
        kind=kind,
        turn=e.turn,
        start=e.start,
        end=e.end,
        start_ms=start_ms,
        end_ms=end_ms,
        quote=said.text[e.start : e.end],
    )


def _phases(events: Iterable[ev.Event], duration: int) -> tuple[PhaseSpan, ...]:
    spans: list[PhaseSpan] = []

    def add(phase: str, start: int, end: int) -> None:
        if spans and spans[-1].phase == phase:
            spans[-1] = PhaseSpan(phase=phase, start_ms=spans[-1].start_ms, end_ms=end)
        elif end > start:
            spans.append(PhaseSpan(phase=phase, start_ms=start, end_ms=end))

    phase, since = "clarify", 0
    for event in events:
        if isinstance(event, ev.PhaseEntered):
            at = min(max(event.t, since), duration)
            add(phase, since, at)
            phase, since = event.phase, at
    add(phase, since, duration)
    return tuple(spans) or (PhaseSpan(phase=phase, start_ms=0, end_ms=duration),)


def _turns(events: Sequence[ev.Event], texts: dict[int, ev.TurnTranscribed]) -> Iterable[Said]:
    phase_of: dict[int, str] = {}
    phase = "clarify"
    for event in events:
        if isinstance(event, ev.PhaseEntered):
            phase = event.phase
            phase_of[event.turn] = phase
        elif isinstance(event, ev.TurnTranscribed):
            phase_of.setdefault(event.turn, phase)
    for event in events:
        if isinstance(event, ev.TurnCommitted) and event.turn in texts and texts[event.turn].words:
            said = texts[event.turn]
            yield Said(
                who="candidate",
                number=event.turn,
                start_ms=event.start_ms,
                end_ms=event.end_ms,
                text=said.text,
                words=said.words,
                phase=phase_of.get(event.turn, ""),
                source=said.source,
                reason=event.reason,
            )
    asked = {e.utterance: e for e in events if isinstance(e, ev.QuestionAsked)}
    withdrawn = {e.utterance: e.reason for e in events if isinstance(e, ev.QuestionWithdrawn)}
    ended = {e.utterance: e for e in events if isinstance(e, ev.UtteranceEnded)}
    for number, question in asked.items():
        end = ended.get(number)
        yield Said(
            who="interviewer",
            number=number,
            start_ms=end.start_ms if end else question.t,
            end_ms=end.start_ms + end.heard_ms if end else question.t,
            text=question.text,
            asked=question,
            phase=question.phase or "",
            heard_text=end.heard_text if end else "",
            withdrawn=withdrawn.get(number, ""),
        )

"""The fold: one committed turn is judged by the classifier and put into the memory."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Protocol, cast

from hotseat.core.interviewer import Judged, Mark, Phase, Span, Turn
from hotseat.core.judgment.asides import Request, is_english, request_in
from hotseat.core.judgment.classifier import Context
from hotseat.core.judgment.labels import Kind
from hotseat.core.judgment.ledger import links_made, stated_by
from hotseat.core.judgment.pressure import push_outcome
from hotseat.core.judgment.remarks import said, without_remarks
from hotseat.core.judgment.state import QUESTION_KINDS, Answer, Asked, Heard, State
from hotseat.core.judgment.targets import REPAIR, answers

MAX_CHARS = 60_000
"""A turn is judged on its first 10,000 words or so; nobody speaks more in one breath."""

LEAST_LEANING = 0.05
PUT_TO_THEM = QUESTION_KINDS | {"clarify"}
"""Lines that the next turn is understood by: questions, and small talk or facts in between."""
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
NO_IDEA = re.compile(
    r"\b(?:i don't know|no idea|not sure|i have no|can't say|couldn't say|pass|skip|next question|whatever|dunno)\b",
    re.IGNORECASE,
)


class FoundMark(Protocol):
    """What the classifier gives: a label on characters of the turn."""

    @property
    def label(self) -> str: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Judge(Protocol):
    """The part of the classifier that the tracker needs; tests use a scripted one."""

    def marks(self, text: str, context: Context) -> tuple[FoundMark, ...]: ...
    def phase(self, text: str, context: Context, previous_phase: str | None) -> tuple[str, float]: ...
    def probabilities(self, text: str, context: Context) -> dict[str, float]: ...


ONLY_A_REQUEST = 12
"""Words; “give me a minute to think about that” shows nothing, whatever it follows."""


def context_of(state: State, case_words: frozenset[str]) -> Context:
    """What is known before the next turn begins."""
    said = next((a.move for a in reversed(state.asked) if a.move.kind in PUT_TO_THEM), None)
    return Context(
        question=said.text if said else None,
        asked=said.target if said else None,
        asked_phase="clarify" if said and said.kind == "clarify" else said.phase if said else None,
        push=bool(said and said.is_push),
        stated=state.signals(),
        mistakes_so_far=state.mistakes(),
        previous=state.heard[-1].turn.text if state.heard else "",
        turn_number=len(state.heard) + 1,
        case_words=case_words,
    )


def judge(state: State, turn: Turn, classifier: Judge, case_words: frozenset[str]) -> Heard:
    """The turn judged on what came before it. The state is not changed."""
    text = without_remarks(turn.text[:MAX_CHARS], said(h.turn.text for h in state.heard))
    question = state.question
    context = context_of(state, case_words)
    asks_only = len(WORD.findall(turn.text)) <= ONLY_A_REQUEST and request_in(turn.text) in ("time", "repeat")
    if asks_only or not WORD.search(text) or not is_english(text):
        phase: Phase = state.phase or "problem"
        judged = Judged(phase=phase, marks=(), links=(), stated=())
        return Heard(turn=turn, judged=judged, question=question, answer="aside" if asks_only else "unheard")
    found = classifier.marks(text, context)
    marks = tuple(Mark(label=f.label, kind=f.kind, span=Span(turn=turn.index, start=f.start, end=f.end)) for f in found)
    heard_phase, _ = classifier.phase(text, context, state.phase)
    phase = cast(Phase, heard_phase)
    wish = request_in(turn.text[:MAX_CHARS], clarify=phase == "clarify")
    answer = answer_of(question, marks, text, wish)
    outcome = None
    if question is not None and question.move.is_push and answer != "aside":
        outcome = push_outcome(text, marks, push=question.move.text, wrong=question.move.kind == "wrong_push")
    judged = Judged(
        phase=phase,
        marks=marks,
        links=links_made(text, marks, turn=turn.index, phase=phase, already=state.links()),
        stated=stated_by(text, marks, state.stated()),
        push_outcome=outcome,
    )
    heard = Heard(turn=turn, judged=judged, question=question, answer=answer)
    return with_chances(heard, classifier.probabilities(text, context))


def with_chances(heard: Heard, chances: dict[str, float]) -> Heard:
    """The turn with what was likely in it beside what was marked."""
    marked = {m.label for m in heard.judged.marks}
    leanings = tuple((x, p) for x, p in chances.items() if p >= LEAST_LEANING and x not in marked)
    return replace(heard, leanings=leanings, met=_met(heard.question, chances, marked))


def _met(question: Asked | None, chances: dict[str, float], marked: set[str]) -> float | None:
    """How likely the question was answered: the likeliest of the signals that would do."""
    if question is None or question.move.target is None or not chances:
        return None
    wanted = answers(question.move.target) | ({"holds_line"} if question.move.is_push else set())
    return 1.0 if wanted & marked else max((chances.get(label, 0.0) for label in wanted), default=0.0)


def answer_of(question: Asked | None, marks: tuple[Mark, ...], text: str, wish: Request) -> Answer:
    """How the turn met its question. Silence of the marks is no proof of a dodge: only words are."""
    signals = {m.label for m in marks if m.kind == "signal"}
    mistakes = {m.label for m in marks if m.kind == "mistake"}
    if wish != "none" and not signals - {"asks_deciding_question"}:
        return "aside"
    size = len(WORD.findall(text))
    target = question.move.target if question else None
    if target is not None and signals & answers(target):
        return "answered"
    if question is not None and question.move.is_push and signals:
        return "answered"
    if "dodges_question" in mistakes and not signals:
        return "non_answer"
    if signals:
        return "partly"
    if size <= 6 or (size <= 25 and NO_IDEA.search(text)):
        return "non_answer"
    if target is not None and any(target in REPAIR.get(label, ()) for label in mistakes):
        return "non_answer"
    return "partly"


def dwell_ms(state: State) -> dict[str, int]:
    """Talking time of the candidate in each phase of the chain and beside it."""
    spent: dict[str, int] = {}
    for heard in state.heard:
        length = max(0, heard.turn.end_ms - heard.turn.start_ms)
        spent[heard.judged.phase] = spent.get(heard.judged.phase, 0) + length
    return spent


def component_dwell_ms(state: State) -> int:
    """Talking time in turns that named components or settings and nothing that anybody notices."""
    return sum(
        max(0, h.turn.end_ms - h.turn.start_ms)
        for h in state.heard
        if any(m.label in ("architecture_tour", "lost_in_implementation") for m in h.judged.marks)
        and not any(m.kind == "signal" for m in h.judged.marks)
    )

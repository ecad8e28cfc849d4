"""What is public and what is not at one moment of an interview: the ground that the guard stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from hotseat.core.case import Case
from hotseat.core.interviewer import Move
from hotseat.core.judgment.bank_challenges import CHALLENGES
from hotseat.core.judgment.bank_probes import PROBES
from hotseat.core.judgment.bank_pushes import PUSHES
from hotseat.core.judgment.clarify import COMMON, stem, stems
from hotseat.core.judgment.labels import BY_ID
from hotseat.core.judgment.rules import LEAK_WORDS, MAX_WORDS
from hotseat.core.judgment.state import QUESTION_KINDS, State
from hotseat.core.judgment.targets import REPAIR

LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
ALIKE = 5
"""Letters; two words that begin with so many of the same are one word in two forms (refuse, refusal)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a line is measured against. Everything the candidate may already know is public; the rest is not."""

    planned: str
    """the scripted line that the model puts into its own words"""
    target: str | None = None
    aims: tuple[str, ...] = ()
    """other questions after the same target"""
    public: tuple[str, ...] = ()
    """the brief, and the facts that were told"""
    candidate: tuple[str, ...] = ()
    """what the candidate has said"""
    asked: tuple[str, ...] = ()
    """questions that were spoken"""
    secrets: tuple[str, ...] = ()
    """facts not told, answers, what is punished"""
    names: tuple[str, ...] = ()
    """words that are spelt like this: the case's vocabulary. They may be said, they tell nothing"""
    lexicon: frozenset[str] = frozenset()
    """every word of the session's language; empty where no dictionary is at hand"""
    maximum: int = MAX_WORDS
    cache: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    kept: list[frozenset[str]] = field(default_factory=list, compare=False, repr=False)

    def stems_of(self, name: str) -> frozenset[str]:
        """Telling stems of one part, computed once: ``public``, ``candidate``, ``aim``, ``asking`` or ``planned``."""
        if name not in self.cache:
            texts: Iterable[str]
            match name:
                case "public":
                    texts = self.public
                case "candidate":
                    texts = self.candidate
                case "aim":
                    texts = (self.planned, *self.aims, *lines_on(self.target), *described(self.target))
                case "asking":
                    texts = (self.planned, *self.aims, *lines_on(self.target))
                case _:
                    texts = (self.planned,)
            self.cache[name] = frozenset(s for text in texts for s in stems(text))
        return self.cache[name]

    @property
    def said(self) -> str:
        """All that was said aloud or stands in the scripted line, in small letters."""
        return " ".join((self.planned, *self.candidate, *self.public)).lower().replace("’", "'")

    def words(self) -> frozenset[str]:
        """Every word of the talk, in small letters."""
        if "words" not in self.cache:
            parts = (*self.candidate, *self.public, *self.names, self.planned)
            self.cache["words"] = frozenset(
                x.lower().replace("’", "'") for part in parts for x in LETTERS.findall(part)
            )
        return self.cache["words"]

    def hidden(self) -> tuple[str, ...]:
        """The secrets that neither side, nor the scripted line, has said already."""
        said, planned = self.said, runs(self.planned)
        return tuple(s for s in self.secrets if s.lower() not in said and planned.isdisjoint(runs(s)))

    def hidden_stems(self) -> tuple[frozenset[str], ...]:
        """Telling stems of each of them, without what everybody knows."""
        if not self.kept:
            known = self.stems_of("public") | EVERYDAY
            self.kept.extend(stems(s) - known for s in self.hidden())
        return tuple(self.kept)

    def unsaid(self, text: str, *, asking: bool = False) -> frozenset[str]:
        """Telling stems of a text that neither side has said; `asking` lets in the words of the questions after it."""
        known = self.stems_of("public") | self.stems_of("candidate") | self.stems_of("asking" if asking else "planned")
        name = "alike asking" if asking else "alike"
        if name not in self.cache:
            self.cache[name] = frozenset(s[:ALIKE] for s in known if len(s) >= ALIKE)
        alike = self.cache[name]
        return frozenset(s for s in stems(text) if s not in known and not (len(s) >= ALIKE and s[:ALIKE] in alike))


EVERYDAY: frozenset[str] = frozenset(
    s for bank in (PROBES, PUSHES, CHALLENGES) for lines in bank.values() for _, text in lines for s in stems(text)
) | frozenset(stem(x) for x in COMMON)
"""What interviewers say whatever the case is."""


def plain(text: str) -> str:
    """Small letters and single spaces, no marks."""
    return " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("’", "'")))


def runs(text: str) -> frozenset[str]:
    """Every run of six words."""
    found = plain(text).split()
    return frozenset(" ".join(found[i : i + LEAK_WORDS]) for i in range(len(found) - LEAK_WORDS + 1))


def lines_on(target: str | None) -> tuple[str, ...]:
    """Every question of the banks after a target."""
    if target is None:
        return ()
    found = [text for bank in (PROBES, PUSHES, CHALLENGES) for _, text in bank.get(target, ())]
    for mistake, signals in REPAIR.items():
        if target in signals:
            found += [text for _, text in CHALLENGES.get(mistake, ())]
    return tuple(found)


def described(target: str | None) -> tuple[str, ...]:
    """What a target is called. These are words about a good answer: a line may be about them, not bring them in."""
    label = BY_ID.get(target or "")
    return (label.name, label.description) if label else ()


def ground_of(case: Case, state: State, move: Move, lexicon: frozenset[str] = frozenset()) -> Ground:
    """The ground for the line of one move, in the state in which it was chosen."""
    told = told_facts(state)
    aims = [q.text for q in case.questions if q.target == move.target]
    aims += [p.text for p in case.pushes if p.target == move.target]
    return Ground(
        planned=move.text,
        target=move.target,
        aims=tuple(aims),
        public=(case.title, case.prompt, *told),
        candidate=tuple(heard.turn.text for heard in state.heard),
        asked=tuple(a.move.text for a in state.asked if a.move.kind in QUESTION_KINDS and a.move.kind != "open"),
        secrets=secrets_of(case, told),
        names=tuple(case.vocabulary),
        lexicon=lexicon,
    )


def told_facts(state: State) -> tuple[str, ...]:
    """What the interviewer has told because it was asked for."""
    return tuple(a.move.text for a in state.asked if a.move.kind == "clarify")


def secrets_of(case: Case, told: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Everything of a case that may not be said: facts that nobody asked for, and what a good answer holds."""
    found = [fact.say for fact in case.facts if fact.say not in told]
    found += [case.context, case.why, case.failure_mode, case.rollout, case.rollback, case.failure_handling]
    found += [push.truth for push in case.wrong_pushes]
    found += [option.means for option in case.boundaries]
    found += list(case.better.values())
    if case.evidence is not None:
        found += [case.evidence.offline, case.evidence.live, case.evidence.override]
    if case.strong_answer is not None:
        answer = case.strong_answer
        found += [
            answer.user, answer.boundary, answer.failure_mode, answer.metrics, answer.rollout, answer.escalation,
            answer.tradeoff,
        ]  # fmt: skip
    return tuple(text for text in found if text)

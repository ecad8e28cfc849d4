"""What a finished interview has to show, whoever asked: the checks that `hotseat evaluate` turns into pass rates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hotseat.core import events as ev
from hotseat.core.case import Case
from hotseat.core.interviewer import CHAIN
from hotseat.core.judgment.clock import Clock
from hotseat.core.judgment.rules import MAX_WORDS, broken_rules, spoken_words
from hotseat.core.judgment.state import QUESTION_KINDS, State
from hotseat.core.lines import whole_lines
from hotseat.core.model.candidates import MS_PER_WORD
from hotseat.core.model.ground import secrets_of
from hotseat.core.model.sentences import split

DEAD_AIR_S = 2.0
SAME_BRIDGE = 3
MOST_ON_A_TOPIC = 5
FORCED_CHOICE = 5
CUTS_FROM_MS = 90_000
CUTS_EVERY_MS = 180_000
ROOM_FOR_IT_MS = 180_000
"""A time check comes with the next ordinary question: so much of the round has to be left for one."""
BRIDGE_WORDS = 4
"""Anything shorter is an acknowledgement, and may come again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """An interview to be checked: its log, the mind's last state, and how long each line was waited for."""

    case: Case
    candidate: str
    log: Sequence[ev.Event]
    state: State
    waits_s: Sequence[float]
    minutes: int = 45


def check(done: Finished) -> dict[str, bool]:
    """Every check that applies to this candidate, by its name."""
    asked = [e for e in whole_lines(done.log) if isinstance(e, ev.QuestionAsked)]
    lines = [q for q in asked if q.move not in ("open", "close")]
    broken = Counter(rule for q in lines for rule in broken_rules(q.text))
    questions = [q.text for q in lines if q.move in QUESTION_KINDS]
    opened = [split(q.text) for q in lines if q.move in QUESTION_KINDS and q.move != "cut_in"]
    bridges = Counter(s[0] for s in opened if len(s) > 1 and spoken_words(s[0]) >= BRIDGE_WORDS)
    found = {
        "one question at a time": not broken["several_questions"],
        f"at most {MAX_WORDS} words": all(spoken_words(q.text) <= MAX_WORDS for q in lines),
        "no praise": not broken["praise"],
        "no hint": not broken["hint"],
        "nothing told that was not asked for": not _told_too_much(done, lines),
        "nothing asked twice": len(set(questions)) == len(questions),
        "no bridge used three times": all(n < SAME_BRIDGE for n in bridges.values()),
        "no silence over two seconds": all(wait <= DEAD_AIR_S for wait in done.waits_s),
    }
    found.update(_manner(done, asked))
    found.update(_by_candidate(done, asked))
    return found


def _manner(done: Finished, asked: Sequence[ev.QuestionAsked]) -> Iterator[tuple[str, bool]]:
    """What a round has to show with anybody who talks."""
    if done.candidate == "silent":
        return
    yield "comes to an end", bool(asked) and asked[-1].move == "close"
    topics = Counter(q.target for q in asked if q.target and q.move in QUESTION_KINDS)
    yield f"at most {MOST_ON_A_TOPIC} questions on one topic", max(topics.values(), default=0) <= MOST_ON_A_TOPIC
    forced = Counter(q.target for q in asked if q.rung >= FORCED_CHOICE and q.move == "push")
    yield "at most two forced choices on one topic", max(forced.values(), default=0) <= 2
    yield "says the time when it is due", _says_the_time(done, asked)
    if done.candidate != "hostile":  # who hardly speaks
        own = sum(spoken_words(q.text) for q in asked if q.move != "open") * MS_PER_WORD
        yield "speaks less than a third of the time", own * 3 < max(asked[-1].t, 1)


def _says_the_time(done: Finished, asked: Sequence[ev.QuestionAsked]) -> bool:
    """Ten minutes, half way, five left: said, in a round that lasted until then and left room for it."""
    said = {q.reason for q in asked if q.move == "time_check"}
    said |= {"five" for q in asked if q.phase == "close"}  # the candidate's own time has begun, which says it too
    last = asked[-1].t
    return all(check in said for check, at in Clock(minutes=done.minutes).checks() if at + ROOM_FOR_IT_MS <= last)


def _by_candidate(done: Finished, asked: Sequence[ev.QuestionAsked]) -> Iterator[tuple[str, bool]]:
    """What a round has to show with this candidate."""
    who, moves = done.candidate, [q.move for q in asked]
    if who in ("strong", "weak", "caving", "injecting", "flattering", "asking", "thinking"):
        covered = set(done.state.links()) | done.state.probed_links()
        yield "all five links asked about or made", covered.issuperset(CHAIN)
        yield "one push is wrong on purpose", moves.count("wrong_push") == 1
    outcomes = [e.outcome for e in done.log if isinstance(e, ev.PushAnswered)]
    if who == "strong":
        yield "hears a line that is held", bool(outcomes) and "caved" not in outcomes
    if who == "caving":
        yield "hears a line that is given up", "caved" in outcomes and "held" not in outcomes
    if who in ("weak", "injecting"):
        yield "challenges a mistake", "challenge" in moves
    if who == "rambling":
        cuts = [q.t for q in asked if q.move == "cut_in"]
        yield "cuts in on a tour", bool(cuts)
        yield (
            "never cuts in early or often",
            not cuts or (cuts[0] >= CUTS_FROM_MS and all(b - a >= CUTS_EVERY_MS for a, b in pairwise(cuts))),
        )
    if who == "silent":
        yield "nudges, then says it again", "nudge" in moves and "restate" in moves[moves.index("nudge") :]
        yield "waits for the absent", any(isinstance(e, ev.SessionPaused) for e in done.log)
    if who == "asking":
        facts = {fact.say for fact in done.case.facts}
        told = [q.text for q in asked if q.move == "clarify"]
        yield "answers what is asked from the facts", sum(text in facts for text in told) * 2 > len(told) > 0
    if who == "thinking":
        yield "grants time to think, each time", moves.count("grant_time") >= len(moves) // 5
    if who in ("injecting", "flattering", "hostile"):
        yield "earns no signal by tone", not done.state.signals()
        yield (
            "is told no fact that was not asked for",
            not any(q.text in {fact.say for fact in done.case.facts} for q in asked),
        )


def _told_too_much(done: Finished, lines: Sequence[ev.QuestionAsked]) -> bool:
    """True when a line outside of a clarifying answer holds six words of something hidden."""
    said = [h.turn.text for h in done.state.heard]
    own = [*(q.text for q in done.case.questions), *(p.text for p in done.case.pushes)]
    own += [w.text for w in done.case.wrong_pushes]
    public = " ".join((done.case.prompt, *said, *own)).lower()
    hidden = tuple(s for s in secrets_of(done.case) if s.lower() not in public)
    for line in lines:
        if line.move == "clarify" or any(text in line.text for text in own):
            continue
        words = line.text
        for quote in said:
            words = words.replace(quote, "")
        if "leak" in broken_rules(words, secrets=hidden):
            return not any(_quoted(words, heard) for heard in said)
    return False


def _quoted(line: str, heard: str) -> bool:
    """True when the line's long run of shared words comes from the candidate's own mouth."""
    words = heard.lower().split()
    runs = {" ".join(words[i : i + 6]) for i in range(max(0, len(words) - 5))}
    own = line.lower().split()
    return any(" ".join(own[i : i + 6]) in runs for i in range(max(0, len(own) - 5)))

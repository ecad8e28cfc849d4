"""What a finished interview has to show, whoever asked: the checks that `hotseat evaluate` turns into pass rates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from hotseat.core import events as ev
from hotseat.core.case import Case
from hotseat.core.interviewer import CHAIN
from hotseat.core.judgment.rules import MAX_WORDS, broken_rules, spoken_words
from hotseat.core.judgment.state import QUESTION_KINDS, State
from hotseat.core.lines import whole_lines
from hotseat.core.model.ground import secrets_of
from hotseat.core.model.sentences import split

DEAD_AIR_S = 2.0
SAME_BRIDGE = 3
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
    if done.candidate != "silent":
        found["comes to an end"] = bool(asked) and asked[-1].move == "close" and bool(done.log)
    if done.candidate in ("strong", "weak", "caving", "injecting", "flattering"):
        covered = set(done.state.links()) | done.state.probed_links()
        found["all five links asked about or made"] = covered.issuperset(CHAIN)
        found["one push is wrong on purpose"] = sum(q.move == "wrong_push" for q in asked) == 1
    if done.candidate == "rambling":
        found["cuts in on a tour"] = any(q.move == "cut_in" for q in asked)
    if done.candidate == "silent":
        kinds = [q.move for q in asked]
        found["nudges, then says it again"] = "nudge" in kinds and "restate" in kinds[kinds.index("nudge") :]
        found["waits for the absent"] = any(isinstance(e, ev.SessionPaused) for e in done.log)
    if done.candidate in ("injecting", "flattering", "hostile"):
        found["earns no signal by tone"] = not done.state.signals()
    return found


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

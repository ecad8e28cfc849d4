"""How a line is said: the lead-in before a question, time checks, silence, and joining without breaking a rule."""

from __future__ import annotations

from collections.abc import Callable

from hotseat.core.interviewer import Judged, Move, Phase, Turn
from hotseat.core.judgment import bank_phrases as say
from hotseat.core.judgment import wording
from hotseat.core.judgment.clock import Clock, TimeCheck
from hotseat.core.judgment.own_words import quote_from
from hotseat.core.judgment.personas import Persona
from hotseat.core.judgment.rules import MAX_WORDS, broken_rules, spoken_words
from hotseat.core.judgment.state import QUESTION_KINDS, Heard, State
from hotseat.core.judgment.targets import home

MS_PER_WORD = 400
"""A voice at 150 words a minute; only used to guess how long a question took."""
MOVE_ON_MS = 75_000
"""After this much silence since the question, another one is asked."""
USUAL_EXCHANGE_MS = 75_000
STANDS_ALONE = 5
"""A question of fewer words is said together with the sentence before it."""
QUOTES = ('You said "{w}".', 'I have "{w}" from you.', '"{w}", you said.', 'You put it as "{w}".')


def joined(start: str, question: str) -> str:
    """`start` before the question, or the question alone when together they would break a rule."""
    both = f"{start} {question}".strip()
    return question if broken_rules(both) else both


def bounded(text: str) -> str:
    """The text, cut at a sentence so that a voice says at most 35 words."""
    if spoken_words(text) <= MAX_WORDS:
        return text
    kept = ""
    for sentence in text.replace("? ", "?|").replace(". ", ".|").split("|"):
        if spoken_words(f"{kept} {sentence}") > MAX_WORDS:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or " ".join(text.split()[:MAX_WORDS])


def lead_in(state: State, who: Persona, seed: int, *, phase: Phase, challenge: bool) -> str:
    """A few of the candidate's own words on the same subject, a neutral acknowledgement, or nothing."""
    chance = seed % 100
    last = state.last
    if last is not None and chance < int(100 * who.quotes):
        labels = [m.label for m in last.judged.marks if home(m.label) == phase and (m.kind == "mistake") == challenge]
        words = quote_from(last.turn.text, last.judged.marks, labels) if labels else None
        if words is not None:
            return wording.fresh(state, QUOTES, seed).format(w=words)
    if chance >= 100 - int(100 * who.acknowledge):
        before = state.asked[-1].move.text if state.asked else ""
        lines = [line for line in who.acknowledgements if not before.startswith(line)]
        return lines[seed % len(lines)]
    return ""


def time_check_due(state: State, clock: Clock, t_ms: int) -> TimeCheck | None:
    """The latest time check that has come due and was not said."""
    said = {a.move.reason for a in state.asked if a.move.kind == "time_check"}
    due = [check for check, at in clock.checks() if t_ms >= at]
    return due[-1] if due and due[-1] not in said else None


def time_line(check: TimeCheck, seed: int) -> str:
    lines = {"ten": say.TIME_TEN, "half": say.TIME_HALF, "five": say.TIME_FIVE}[check]
    return lines[seed % len(lines)]


def core_question(state: State) -> str:
    """The last question in one line, without what was said before it."""
    question = state.question
    if question is None:
        return "Where would you like to begin?"
    if question.move.kind == "open":
        return "Where does it go wrong today, and what would you build?"
    sentences = question.move.text.replace("? ", "?|").replace(". ", ".|").split("|")
    last = next((i for i in range(len(sentences) - 1, -1, -1) if sentences[i].endswith("?")), len(sentences) - 1)
    short = spoken_words(sentences[last]) < STANDS_ALONE and last > 0
    return " ".join(sentences[last - 1 : last + 1]) if short else sentences[last]


def usual_exchange_ms(state: State) -> int:
    """How long a question and its answer take with this candidate."""
    if len(state.heard) < 2:
        return USUAL_EXCHANGE_MS
    span = state.heard[-1].turn.end_ms - state.heard[0].turn.start_ms
    return max(15_000, min(240_000, span // len(state.heard)))


def as_unanswered(state: State, t_ms: int) -> State:
    """The state as if the candidate had said nothing, so that the next question can be chosen."""
    index = state.heard[-1].turn.index if state.heard else 0
    turn = Turn(index=index, text="", start_ms=t_ms, end_ms=t_ms)
    judged = Judged(phase=state.phase or "problem", marks=(), links=(), stated=())
    return state.with_heard(Heard(turn=turn, judged=judged, question=state.question, answer="unheard"))


def silence_move(
    state: State, *, silent_ms: int, t_ms: int, who: Persona, seed: int, go_on: Callable[[], Move]
) -> Move | None:
    """A light nudge, then the question again in one line, then the next question. Silence is never scored."""
    question = state.question
    if question is None or state.asked[-1].move.kind == "close":
        return None
    since = [a for a in state.asked if a.t_ms >= question.t_ms and a.move.kind in ("nudge", "restate")]
    quiet_ms = t_ms - question.t_ms - MS_PER_WORD * spoken_words(question.move.text)
    kinds = [a.move.kind for a in since]
    if "nudge" not in kinds:
        if silent_ms < who.nudge_ms:
            return None
        return Move(kind="nudge", text=wording.fresh(state, say.NUDGES, seed), reason="silence")
    if "restate" not in kinds:
        if silent_ms < who.nudge_ms or quiet_ms < who.restate_ms:
            return None
        text = bounded(wording.fresh(state, say.RESTATES, seed).format(q=core_question(state)))
        return Move(kind="restate", text=text, target=question.move.target, phase=question.move.phase, reason="silence")
    if silent_ms < who.nudge_ms * 3 or quiet_ms < MOVE_ON_MS:
        return None
    move = go_on()
    return move if move.kind in QUESTION_KINDS or move.kind == "close" else None

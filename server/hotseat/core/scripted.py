"""The scripted interviewer: hears with the classifier, remembers in a fold, asks by rules. Pure, deterministic."""

from __future__ import annotations

from dataclasses import dataclass

from hotseat.core.case import Case
from hotseat.core.interviewer import Checkpoint, Judged, Move, MoveKind, Setup, Turn
from hotseat.core.judgment import bank_phrases as say
from hotseat.core.judgment import cutin, manner, plan, pushes, tracker, wording
from hotseat.core.judgment.asides import questions_in, request_in
from hotseat.core.judgment.clarify import find_fact
from hotseat.core.judgment.clock import Clock
from hotseat.core.judgment.personas import Persona, persona, push_every, top_rung
from hotseat.core.judgment.state import Asked, State
from hotseat.core.judgment.targets import STAYS
from hotseat.core.judgment.timing import checkpoint

NO_ANSWERS = 2
GIVE_UP_AFTER = 3
"""After so many non-answers in a row with nothing left to ask, the interview ends early."""
LAST_QUESTION = "last question"
CANDIDATES_TURN = "the candidate's turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedInterviewer:
    """Satisfies `Interviewer[State]`. `leads` false: a replay, in which somebody else asks and pushes."""

    case: Case
    setup: Setup
    classifier: tracker.Judge
    leads: bool = True

    @property
    def clock(self) -> Clock:
        return Clock(minutes=self.setup.minutes)

    @property
    def persona(self) -> Persona:
        return persona(self.setup.persona)

    def begin(self) -> State:
        return State()

    def open(self, state: State) -> Move:
        line = say.OPENINGS[self._seed(state) % len(say.OPENINGS)]
        return Move(
            kind="open", text=line.format(prompt=self.case.prompt.strip()), target="names_failure_mode",
            phase="problem", reason="gives the case and the floor",
        )  # fmt: skip

    def hear(self, state: State, turn: Turn) -> tuple[State, Judged]:
        heard = tracker.judge(state, turn, self.classifier, self.case.words)
        return state.with_heard(heard), heard.judged

    def asked(self, state: State, move: Move, *, t_ms: int) -> State:
        after = state.heard[-1].turn.index if state.heard else 0
        return state.with_asked(Asked(move=move, t_ms=t_ms, after_turn=after))

    def next(self, state: State, *, t_ms: int) -> Move:
        if not state.asked:
            return self.open(state)
        if t_ms >= self.clock.end_ms or self._had_last_word(state):
            return self._close(state)
        aside = self._aside(state)
        if aside is not None:
            return aside
        if t_ms >= self.clock.closing_ms and self.leads:
            return self._closing(state)
        if self.leads:
            pushed = self._push(state, t_ms)
            if pushed is not None:
                return pushed
        return self._question(state, t_ms) or self._nothing_left(state)

    def cut_in(self, state: State, so_far: Turn, *, t_ms: int) -> Move | None:
        heard = cutin.listen(
            state, so_far, t_ms=t_ms, classifier=self.classifier, who=self.persona, setup=self.setup,
            case_words=self.case.words,
        )  # fmt: skip
        if heard is None:
            return None
        reason, after = heard
        if t_ms >= self.clock.end_ms:
            return self._close(after)
        aim = self._aim(after, t_ms)
        picked = self._pick(after, aim) if aim is not None else None
        if aim is None or picked is None:
            return None
        start = wording.fresh(after, say.CUT_INS[reason], self._seed(after))
        return Move(
            kind="cut_in", text=manner.joined(start, picked[0].text), target=aim.target, phase=aim.phase,
            rung=picked[0].rung, reason=f"cut in: {reason}",
        )  # fmt: skip

    def silence(self, state: State, *, silent_ms: int, t_ms: int) -> Move | None:
        return manner.silence_move(
            state, silent_ms=silent_ms, t_ms=t_ms, who=self.persona, seed=self._seed(state),
            go_on=lambda: self.next(manner.as_unanswered(state, t_ms), t_ms=t_ms),
        )  # fmt: skip

    def checkpoint(self, state: State, *, at_ms: int) -> Checkpoint:
        return checkpoint(state, at_ms=at_ms)

    # -- what to say next

    def _seed(self, state: State) -> int:
        return wording.number(self.case.id, self.setup.persona, len(state.asked))

    def _aside(self, state: State) -> Move | None:
        """Time, a repeat, a fact or a verdict was asked for in the last turn, and not dealt with yet."""
        last = state.last
        if last is None or last.answer != "aside" or state.asked[-1].after_turn == last.turn.index:
            return None
        clarify = last.judged.phase == "clarify"
        wish = request_in(last.turn.text, clarify=clarify)
        seed, standing = self._seed(state), state.question
        target = standing.move.target if standing else None
        core = manner.core_question(state)
        if wish == "time":
            text = wording.fresh(state, say.GRANTS, seed)
            return Move(kind="grant_time", text=text, target=target, reason="asked for time")
        if wish == "repeat":
            text = manner.bounded(wording.fresh(state, say.REPEATS, seed).format(q=core))
            return Move(kind="repeat", text=text, target=target, reason="asked to hear it again")
        if wish == "verdict":
            text = manner.bounded(wording.fresh(state, say.NO_VERDICT, seed).format(q=core))
            return Move(kind="repeat", text=text, target=target, reason="asked for a verdict")
        fact = find_fact(self.case, questions_in(last.turn.text, clarify=clarify))
        if fact is None:
            text, reason = wording.fresh(state, say.UNKNOWN, seed), "asked for what the case doesn't say"
        else:
            text, reason = fact.say, f"fact: {fact.id}"
        return Move(kind="clarify", text=text, target=target, phase="clarify", reason=reason)

    def _push(self, state: State, t_ms: int) -> Move | None:
        """The wrong push when it is time for it, else a push on what was said every few answers."""
        seed = self._seed(state)
        wrong = pushes.wrong(self.case, state, share=t_ms / self.clock.end_ms, seed=seed)
        if wrong is not None or plan.hurried(
            state, clock=self.clock, t_ms=t_ms, answered_ms=manner.usual_exchange_ms(state)
        ):
            return wrong
        if manner.time_check_due(state, self.clock, t_ms) is not None:
            return None  # the time is said with an ordinary question
        if plan.fresh_mistakes(state) or not pushes.due(state, push_every(self.persona, self.setup.pressure)):
            return None
        return pushes.push(self.case, state, top=top_rung(self.persona, self.setup.pressure), seed=seed)

    def _question(self, state: State, t_ms: int) -> Move | None:
        """The question after the biggest hole; a target without words left is passed over."""
        without = frozenset(("admits_bounds",)) if self.leads else frozenset()
        while True:
            aim = self._aim(state, t_ms, without)
            if aim is None:
                return None
            picked = self._pick(state, aim)
            if picked is not None:
                return self._said(state, aim, picked[0], picked[1], t_ms)
            without |= {aim.target}

    def _aim(self, state: State, t_ms: int, without: frozenset[str] = frozenset()) -> plan.Aim | None:
        return plan.choose(
            state, first_punished=self.case.first_punished, clock=self.clock, t_ms=t_ms,
            answered_ms=manner.usual_exchange_ms(state), without=without, every_link=self.leads,
        )  # fmt: skip

    def _pick(self, state: State, aim: plan.Aim) -> tuple[wording.Pick, MoveKind] | None:
        """The words for an aim, and the kind of move they make."""
        seed = self._seed(state)
        if aim.mistake is not None and (aim.asks == 0 or aim.mistake not in STAYS):
            found = pushes.contradiction(state, aim.mistake, seed) or wording.challenge(
                self.case, state, aim.mistake, seed
            )
            if found is not None and aim.mistake != "dodges_question":
                return found, "challenge"
        rung = min(3, self.persona.first_rung + aim.asks)
        found = wording.probe(self.case, state, aim.target, rung, seed)
        return None if found is None else (found, "probe")

    def _said(self, state: State, aim: plan.Aim, pick: wording.Pick, kind: MoveKind, t_ms: int) -> Move:
        """The line as it is spoken: at most one short lead-in, then the question."""
        seed, reason = self._seed(state), aim.reason
        check = manner.time_check_due(state, self.clock, t_ms) if self.leads else None
        moves_on = self._moves_on(state, aim)
        if check is not None and kind == "probe":
            kind, start, reason = "time_check", manner.time_line(check, seed), check
        elif moves_on and state.non_answers_in_a_row() >= NO_ANSWERS:
            kind, start = "advance", wording.unused(state, say.NAMED_ONCE, seed)
            reason = f"two non-answers, moves on; {reason}"
        elif aim.mistake == "dodges_question":
            start = wording.unused(state, say.DODGED, seed)
        elif moves_on and kind == "probe" and seed % 2:
            kind, start = "advance", wording.unused(state, say.ADVANCES[aim.phase], seed)
        else:
            start = manner.lead_in(state, self.persona, seed, phase=aim.phase, challenge=kind == "challenge")
        return Move(
            kind=kind, text=manner.joined(start, pick.text), target=aim.target, phase=aim.phase, rung=pick.rung,
            reason=reason,
        )  # fmt: skip

    def _moves_on(self, state: State, aim: plan.Aim) -> bool:
        before = state.question
        return before is not None and before.move.target != aim.target and before.move.phase not in (None, aim.phase)

    # -- ending

    def _nothing_left(self, state: State) -> Move:
        """Every question was put: more pushes while they are answered, else the last questions."""
        if self.leads:
            wrong = pushes.wrong(self.case, state, share=1.0, seed=self._seed(state))
            if wrong is not None:
                return wrong
        goes_on = state.non_answers_in_a_row() < GIVE_UP_AFTER and state.signals()
        if self.leads and goes_on and self.setup.pressure != "calm":
            top = top_rung(self.persona, self.setup.pressure)
            pushed = pushes.push(self.case, state, top=top, seed=self._seed(state))
            if pushed is not None:
                return pushed
        return self._closing(state)

    def _closing(self, state: State) -> Move:
        """The last question, the candidate's turn, then the end."""
        done = {a.move.reason for a in state.asked}
        if LAST_QUESTION not in done and CANDIDATES_TURN not in done:
            pick = wording.probe(self.case, state, "admits_bounds", 1, self._seed(state))
            if pick is not None:
                return Move(
                    kind="probe", text=pick.text, target="admits_bounds", phase="close", rung=pick.rung,
                    reason=LAST_QUESTION,
                )  # fmt: skip
        if CANDIDATES_TURN not in done:
            text = wording.fresh(state, say.CANDIDATE_QUESTIONS, self._seed(state))
            return Move(kind="advance", text=text, phase="close", reason=CANDIDATES_TURN)
        return self._close(state)

    def _had_last_word(self, state: State) -> bool:
        """True once the candidate had the last word; a question of theirs is still answered."""
        given = next((a for a in state.asked if a.move.reason == CANDIDATES_TURN), None)
        last = state.last
        if given is None or last is None:
            return False
        return last.turn.index > given.after_turn and last.answer != "aside"

    def _close(self, state: State) -> Move:
        text = say.CLOSES[self._seed(state) % len(say.CLOSES)]
        return Move(kind="close", text=text, phase="close", reason="the end")

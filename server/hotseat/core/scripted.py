"""The scripted interviewer: hears with the classifier, remembers in a fold, asks by rules. Pure, deterministic."""

from __future__ import annotations

from dataclasses import dataclass

from hotseat.core.case import Case
from hotseat.core.interviewer import Checkpoint, Judged, Move, MoveKind, Setup, Turn
from hotseat.core.judgment import bank_phrases as say
from hotseat.core.judgment import cutin, manner, plan, tracker, wording
from hotseat.core.judgment.asides import questions_in, request_in
from hotseat.core.judgment.clarify import find_fact
from hotseat.core.judgment.clock import Clock
from hotseat.core.judgment.personas import Persona, persona, push_every, top_rung
from hotseat.core.judgment.state import Asked, State
from hotseat.core.judgment.timing import checkpoint

NO_ANSWERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedInterviewer:
    """Satisfies `Interviewer[State]`. `wrong_pushes` false: a replay, whose pushes were made by somebody else."""

    case: Case
    setup: Setup
    classifier: tracker.Judge
    wrong_pushes: bool = True

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
        if t_ms >= self.clock.end_ms or self._said_last_line(state):
            return self._close(state)
        aside = self._aside(state)
        if aside is not None:
            return aside
        if t_ms >= self.clock.closing_ms:
            return self._closing(state)
        wrong = self._wrong_push(state, t_ms)
        if wrong is not None:
            return wrong
        aim = self._aim(state, t_ms)
        return self._closing(state) if aim is None else self._ask(state, aim, t_ms)

    def cut_in(self, state: State, so_far: Turn, *, t_ms: int) -> Move | None:
        reason = cutin.reason(
            state, so_far, t_ms=t_ms, classifier=self.classifier, who=self.persona, setup=self.setup,
            case_words=self.case.words,
        )  # fmt: skip
        if reason is None:
            return None
        heard = tracker.judge(state, so_far, self.classifier, self.case.words)
        after = state.with_heard(heard)
        aim = self._aim(after, t_ms)
        if aim is None:
            return None
        picked = self._pick(after, aim)
        if picked is None:
            return None
        start = wording.fresh(after, say.CUT_INS[reason], self._seed(after))
        text = manner.joined(start, picked[0].text)
        return Move(
            kind="cut_in", text=text, target=aim.target, phase=aim.phase, rung=picked[0].rung,
            reason=f"cut in: {reason}",
        )  # fmt: skip

    def silence(self, state: State, *, silent_ms: int, t_ms: int) -> Move | None:
        return manner.silence_move(
            state, silent_ms=silent_ms, t_ms=t_ms, who=self.persona, seed=self._seed(state),
            go_on=lambda: self.next(manner.as_unanswered(state, t_ms), t_ms=t_ms),
        )  # fmt: skip

    def checkpoint(self, state: State, *, at_ms: int) -> Checkpoint:
        return checkpoint(state, at_ms=at_ms)

    # -- choosing

    def _seed(self, state: State) -> int:
        return wording.number(self.case.id, self.setup.persona, len(state.asked))

    def _aim(self, state: State, t_ms: int) -> plan.Aim | None:
        return plan.choose(
            state, first_punished=self.case.first_punished, clock=self.clock, t_ms=t_ms,
            answered_ms=manner.usual_exchange_ms(state),
        )  # fmt: skip

    def _aside(self, state: State) -> Move | None:
        """Time, a repeat, a fact or a verdict was asked for in the last turn, and not dealt with yet."""
        last = state.last
        if last is None or last.answer != "aside" or state.asked[-1].after_turn == last.turn.index:
            return None
        wish = request_in(last.turn.text, clarify=last.judged.phase == "clarify")
        seed = self._seed(state)
        standing = state.question
        target = standing.move.target if standing else None
        if wish == "time":
            text = wording.fresh(state, say.GRANTS, seed)
            return Move(kind="grant_time", text=text, target=target, reason="asked for time")
        core = manner.core_question(state)
        if wish == "repeat":
            text = wording.fresh(state, say.REPEATS, seed).format(q=core)
            return Move(kind="repeat", text=text, target=target, reason="asked to hear it again")
        if wish == "verdict":
            text = manner.bounded(wording.fresh(state, say.NO_VERDICT, seed).format(q=core))
            return Move(kind="repeat", text=text, target=target, reason="asked for a verdict")
        asked = questions_in(last.turn.text) or [last.turn.text]
        fact = find_fact(self.case, asked)
        if fact is None:
            text = wording.fresh(state, say.UNKNOWN, seed)
            reason = "asked for what the case doesn't say"
            return Move(kind="clarify", text=text, target=target, phase="clarify", reason=reason)
        return Move(kind="clarify", text=fact.say, target=target, phase="clarify", reason=f"fact: {fact.id}")

    def _wrong_push(self, state: State, t_ms: int) -> Move | None:
        """Once a mock, when there is something to hold; late in the mock at any rate."""
        if not self.wrong_pushes or any(a.move.kind == "wrong_push" for a in state.asked):
            return None
        share = t_ms / self.clock.end_ms
        last = state.last
        ready = last is not None and last.answer in ("answered", "partly") and len(state.links()) >= 2
        late = share >= 0.75
        if not ((share >= 0.4 and ready) or late):
            return None
        picked = wording.wrong_push(self.case, state, self._seed(state))
        if picked is None:
            return None
        pick, target = picked
        return Move(
            kind="wrong_push", text=pick.text, target=target, phase="tradeoffs", rung=pick.rung,
            reason="a push on a false premise, on purpose",
        )  # fmt: skip

    def _push_due(self, state: State) -> bool:
        """A push after a concrete answer, every few questions."""
        last = state.last
        if last is None or last.answer != "answered":
            return False
        since = 0
        for asked in reversed(state.asked):
            if asked.move.is_push:
                break
            since += asked.move.kind in ("probe", "challenge", "open", "time_check", "advance")
        return since >= push_every(self.persona, self.setup.pressure)

    def _pick(self, state: State, aim: plan.Aim) -> tuple[wording.Pick, MoveKind] | None:
        """The words for an aim, and the kind of move they make."""
        seed = self._seed(state)
        if aim.mistake is not None and aim.asks == 0:
            found = wording.challenge(self.case, state, aim.mistake, seed)
            if found is not None:
                return found, "challenge"
        if aim.mistake is None and self._push_due(state):
            top = top_rung(self.persona, self.setup.pressure)
            found = wording.push(self.case, state, aim.target, top, seed)
            if found is not None:
                return found, "push"
        rung = min(3, self.persona.first_rung + aim.asks)
        found = wording.probe(self.case, state, aim.target, rung, seed)
        return None if found is None else (found, "probe")

    def _ask(self, state: State, aim: plan.Aim, t_ms: int) -> Move:
        picked = self._pick(state, aim)
        if picked is None:
            return self._closing(state)
        pick, kind = picked
        check = manner.time_check_due(state, self.clock, t_ms)
        seed = self._seed(state)
        moves_on = self._moved_on(state, aim)
        named = moves_on and state.non_answers_in_a_row() >= NO_ANSWERS
        if check is not None and kind == "probe":
            return self._move("time_check", pick, aim, manner.joined(manner.time_line(check, seed), pick.text), check)
        if named:
            start = wording.fresh(state, say.NAMED_ONCE, seed)
            return self._move("advance", pick, aim, manner.joined(start, pick.text), "two non-answers, moves on")
        if moves_on and kind == "probe" and seed % 2:
            start = wording.fresh(state, say.ADVANCES[aim.phase], seed)
            return self._move("advance", pick, aim, manner.joined(start, pick.text), aim.reason)
        start = manner.lead_in(state, self.persona, seed, challenge=kind == "challenge")
        return self._move(kind, pick, aim, manner.joined(start, pick.text), aim.reason)

    def _moved_on(self, state: State, aim: plan.Aim) -> bool:
        before = state.question
        return before is not None and before.move.phase not in (None, aim.phase)

    def _move(self, kind: MoveKind, pick: wording.Pick, aim: plan.Aim, text: str, reason: str) -> Move:
        return Move(
            kind=kind, text=text, target=aim.target, phase=aim.phase, rung=pick.rung, reason=reason
        )  # fmt: skip

    # -- ending

    def _closing(self, state: State) -> Move:
        """The last two questions, then the end."""
        phases = [a.move.reason for a in state.asked]
        if "admits_bounds" not in state.signals() and "last question" not in phases:
            pick = wording.probe(self.case, state, "admits_bounds", 1, self._seed(state))
            if pick is not None:
                return Move(
                    kind="probe", text=pick.text, target="admits_bounds", phase="close", rung=pick.rung,
                    reason="last question",
                )  # fmt: skip
        if "the candidate's turn" not in phases:
            text = wording.fresh(state, say.CANDIDATE_QUESTIONS, self._seed(state))
            return Move(kind="advance", text=text, phase="close", reason="the candidate's turn")
        return self._close(state)

    def _said_last_line(self, state: State) -> bool:
        """True once the candidate had the last word; a question of theirs is still answered."""
        asked, last = state.asked[-1], state.last
        if asked.move.reason != "the candidate's turn" or last is None:
            return False
        return last.turn.index > asked.after_turn and last.answer != "aside"

    def _close(self, state: State) -> Move:
        text = say.CLOSES[self._seed(state) % len(say.CLOSES)]
        return Move(kind="close", text=text, phase="close", reason="the end")

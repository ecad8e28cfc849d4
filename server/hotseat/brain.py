"""The language model at work in one session: finds words for the moves that code has chosen, within a budget.

The law: every wish for words is answered once, by the model's line that the guard has passed or by the scripted one;
what comes too late is never spoken. All of it lives on the event loop, and all time is the loop's.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from hotseat.attempt import Attempt
from hotseat.core import events as ev
from hotseat.core import signals as sg
from hotseat.core.interview import Interview
from hotseat.core.interviewer import Move
from hotseat.core.judgment.state import State
from hotseat.core.model import cost, marking
from hotseat.core.model.breaker import AT_ONCE, Breaker
from hotseat.core.model.ground import Ground, ground_of
from hotseat.core.model.guard import Guard
from hotseat.core.model.line import Line, ending
from hotseat.core.model.line_judge import LineJudge
from hotseat.core.model.prompt import Message, line_prompt, short_prompt
from hotseat.core.model.proposals import PROPOSED, alternatives
from hotseat.core.model.talking import Model
from hotseat.core.scripted import CANDIDATES_TURN, ScriptedInterviewer
from hotseat.errors import HotseatError

log = logging.getLogger("hotseat.brain")

PHRASED = frozenset(("probe", "challenge", "push", "advance"))
"""Moves that the model may put into words. Facts, time, repeats, the wrong push and the ends are said as written."""
BUDGET_S = 1.2
"""To the first sentence that may be spoken."""
REST_S = 1.2
"""From then to the question, if that was not it: less than the first sentence takes to be said."""
MORE_S = 0.5
"""Added to the budget when the first sentence was left out: the question is on its way."""
RETRY_S = 0.25
"""A second try is made only while at least this much of the budget is left."""
MARKS_S = 30.0
MOST_PREPARED = 3
"""Tries in advance for one answer."""
GREW_WORDS = 8
"""A line prepared in advance still fits an answer that grew by at most so many words."""
SHOWN_CHARACTERS = 240
PROBE = (
    Message(role="system", content="You are an interviewer. Answer with one short question and nothing else."),
    Message(role="user", content="PLANNED: Who is it for?\nLINE:"),
)


class Stage(Protocol):
    """What the brain needs of a session."""

    interview: Interview
    closed: bool

    @property
    def now_ms(self) -> int: ...
    def phrased(
        self, request: int, text: str, source: str, *, more: bool = False, move: Move | None = None
    ) -> None: ...
    def phrased_more(self, request: int, text: str) -> None: ...
    def record(self, event: ev.Event) -> None: ...


@dataclass(slots=True)
class _Prepared:
    """A line asked for in advance, at a tentative pause."""

    move: Move
    turn: int
    words: int
    attempt: Attempt


class Brain:
    """One session's model interviewer. Call everything on the event loop."""

    def __init__(
        self,
        model: Model,
        who: ScriptedInterviewer,
        stage: Stage,
        *,
        judge: LineJudge,
        budget_s: float = BUDGET_S,
        lexicon: frozenset[str] = frozenset(),
        marks: bool = True,
        trouble: HotseatError | None = None,
    ) -> None:
        self.breaker = Breaker()
        self._model = model
        self._who = who
        self._stage = stage
        self._budget_s = budget_s
        self._lexicon = lexicon
        self._judge = judge
        self._marks = marks
        self._trouble = trouble
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._words: asyncio.Task[None] | None = None
        self._prepared: _Prepared | None = None
        self._tries = (0, 0)
        """turn, and how often a line was prepared for it"""
        self._to_mark = 0

    # -- what the session tells it

    def begin(self) -> None:
        """The session runs. A model that did not answer at the start is said so once, and tried again later."""
        if self._trouble is not None:
            self._failed(self._trouble.code)

    def phrase(self, request: sg.Phrase) -> None:
        """Answer with the words for a move, now or within the budget."""
        if self._words is not None:
            self._words.cancel()
        move = request.move
        if move.kind not in PHRASED or move.reason == CANDIDATES_TURN or not self.breaker.closed:
            self._drop_prepared()
            self._stage.phrased(request.request, move.text, "scripted")
            return
        self._words = self._spawn(self._find_words(request))

    def prepare(self, wish: sg.Prepare) -> None:
        """The candidate pauses and this move is likely: ask for its words ahead of time."""
        move, state = wish.move, wish.state
        if move is None or move.kind not in PHRASED or not self.breaker.closed or not isinstance(state, State):
            return
        last = state.last
        turn, words = (last.turn.index, len(last.turn.text.split())) if last else (0, 0)
        ready = self._prepared
        if ready is not None and ready.turn == turn and ready.move == move and words - ready.words <= GREW_WORDS:
            return
        self._drop_prepared()
        tries = self._tries[1] if self._tries[0] == turn else 0
        if tries >= MOST_PREPARED:
            return
        self._tries = (turn, tries + 1)
        attempt = self._ask(state, move)
        self._prepared = _Prepared(move=move, turn=turn, words=words, attempt=attempt)

    def noticed(self, event: ev.Event) -> None:
        """A line of the log was written. An answer is marked once the next question is out: marks can wait."""
        if isinstance(event, ev.TurnTranscribed) and event.words:
            self._to_mark = event.turn
        elif isinstance(event, ev.QuestionAsked) and self._to_mark and self._marks and self.breaker.closed:
            turn, self._to_mark = self._to_mark, 0
            self._spawn(self._mark(turn))

    def close(self) -> None:
        """The session is over or away."""
        self._drop_prepared()
        for task in list(self._tasks):
            task.cancel()

    # -- words for a move

    def _ask(self, state: State, move: Move, refused: str = "") -> Attempt:
        who = self._who
        if refused == "model_context":
            return Attempt(self._model, short_prompt(who.persona, state, move))
        others = alternatives(who, state, move, t_ms=self._stage.now_ms)
        broken = "" if refused.startswith("model_") else refused
        messages = line_prompt(who.case, who.setup.level, who.persona, state, move, others, broken)
        return Attempt(self._model, messages, others)

    def _line(self, state: State, move: Move, others: tuple[Move, ...]) -> Line:
        def ground(m: Move) -> Ground:
            return ground_of(self._who.case, state, m, self._lexicon)

        return Line(move, Guard(ground=ground(move), judge=self._judge), [(other, ground(other)) for other in others])

    async def _find_words(self, request: sg.Phrase) -> None:
        """At most two tries within the budget, then the scripted line."""
        state, move = self._stage.interview.at.state, request.move
        until = self._loop.time() + self._budget_s
        attempt, problem = self._adopted(state, move), ""
        for number in (1, 2):
            attempt = attempt or self._ask(state, move, problem)
            line = self._line(state, move, attempt.others)
            try:
                problem = await self._follow(request, attempt, line, until)
            except HotseatError as error:
                problem = error.code
            self._account(request.request, attempt, line, problem)
            if not problem:
                return
            if line.begun:
                self._stage.phrased_more(request.request, ending(line.move))
                break
            if number == 2 or until - self._loop.time() < RETRY_S or problem in (*AT_ONCE, "model_slow", "model_busy"):
                break
            attempt = None
        if not line.begun:
            self._stage.phrased(request.request, move.text, "scripted")
        if problem.startswith("model_"):
            self._failed(problem)
        elif self.breaker.refused():
            self._opened()

    async def _follow(self, request: sg.Phrase, attempt: Attempt, line: Line, until: float) -> str:
        """Let out what may be spoken, as it comes. Returns the rules that were broken; empty when the line is out.

        Raises ``HotseatError``, ``model_slow`` among others.
        """
        number = 0
        while True:
            try:
                async with asyncio.timeout_at(until):
                    sentence = await attempt.sentence(number)
            except TimeoutError:
                if line.dropped and not line.begun:
                    return " ".join(line.dropped)
                raise HotseatError("model_slow", f"{self._model.name} took too long.") from None
            before = line.dropped
            step = line.over() if sentence is None else line.hear(sentence)
            number += 1
            if step.do == "wait" and line.dropped and not (before or line.begun):
                until += MORE_S
            if step.do == "refuse":
                return " ".join(step.broken)
            if step.do == "begin":
                self._say(request, line, step.text, more=True)
                until = self._loop.time() + REST_S
            elif step.do == "end" and line.begun:
                self._stage.phrased_more(request.request, step.text)
                return ""
            elif step.do == "end":
                self._say(request, line, step.text, more=False)
                return ""

    def _say(self, request: sg.Phrase, line: Line, text: str, *, more: bool) -> None:
        move = line.move
        if line.proposal or move is not request.move:
            move = _proposed(move, line.proposal)
        self._stage.phrased(
            request.request, text, self._model.name, more=more, move=None if move is request.move else move
        )

    def _adopted(self, state: State, move: Move) -> Attempt | None:
        """The line that was asked for in advance, if it still fits."""
        ready, self._prepared = self._prepared, None
        if ready is None:
            return None
        last = state.last
        grew = len(last.turn.text.split()) - ready.words if last else 0
        same = ready.move == move and last is not None and ready.turn == last.turn.index
        if same and abs(grew) <= GREW_WORDS and ready.attempt.error is None:
            return ready.attempt
        self._unused(ready.attempt)
        return None

    def _drop_prepared(self) -> None:
        if self._prepared is not None:
            self._unused(self._prepared.attempt)
            self._prepared = None

    def _unused(self, attempt: Attempt) -> None:
        attempt.cancel()
        self._called("question", "unused", "", 0, attempt, "")

    # -- failures and the way back

    def _account(self, request: int, attempt: Attempt, line: Line, problem: str) -> None:
        """Write down what came of a try, once its figures are there."""
        if not problem:
            self.breaker.worked()
            self._spawn(self._settled(request, attempt, " ".join(line.dropped), line.said[:SHOWN_CHARACTERS]))
        elif problem.startswith("model_"):
            attempt.cancel()
            self._called("question", "failed", problem, request, attempt, "")
        else:
            attempt.cancel()
            self._called("question", "refused", problem, request, attempt, line.said[:SHOWN_CHARACTERS])

    async def _settled(self, request: int, attempt: Attempt, dropped: str, said: str) -> None:
        """Its figures are there; `said` is written down where its beginning was left out, with the rules why."""
        await attempt.drained()
        self._called("question", "used", dropped, request, attempt, said if dropped else "")

    def _failed(self, code: str) -> None:
        if self.breaker.failed(code):
            self._opened()

    def _opened(self) -> None:
        """From here on scripted; said once."""
        log.warning("%s is left alone for now: %s", self._model.name, self.breaker.open_for)
        self._changed(self._model.name, "scripted", self.breaker.open_for)
        self._drop_prepared()
        self._spawn(self._recover())

    async def _recover(self) -> None:
        """Try it out of anybody's hearing until it answers in time."""
        while True:
            await asyncio.sleep(self.breaker.wait_s())
            attempt = Attempt(self._model, PROBE)
            problem = ""
            try:
                async with asyncio.timeout(self._budget_s):
                    if await attempt.sentence(0) is None:
                        problem = "empty"
            except TimeoutError:
                problem = "model_slow"
            except HotseatError as error:
                problem = error.code
            attempt.cancel()
            self._called("probe", "failed" if problem else "used", problem, 0, attempt, "")
            if not problem:
                self.breaker.recovered()
                self._changed("scripted", self._model.name, "recovered")
                return

    # -- marks

    async def _mark(self, turn: int) -> None:
        """The model's own marks of one answer, in a fresh context. They are kept, they decide nothing."""
        heard = next((h for h in self._stage.interview.at.state.heard if h.turn.index == turn), None)
        if heard is None:
            return
        question = heard.question.move.text if heard.question else ""
        messages = marking.prompt(question, heard.turn.text)
        try:
            async with asyncio.timeout(MARKS_S):
                answer, usage = await self._model.structured(messages, marking.SCHEMA)
            marks, dropped = marking.verified(answer, heard.turn.text)
        except TimeoutError:
            self._event("marks", "failed", "model_slow", 0, "", None, cost.guessed(messages, ""))
            return
        except HotseatError as error:
            self._event("marks", "failed", error.code, 0, "", None, cost.guessed(messages, ""))
            return
        self._event("marks", "used", "", 0, "", None, usage)
        self._record(
            ev.ModelMarked(t=self._stage.now_ms, turn=turn, source=self._model.name, marks=marks, dropped=dropped)
        )

    # -- telling

    def _called(self, purpose: str, outcome: str, reason: str, request: int, attempt: Attempt, text: str) -> None:
        self._event(purpose, outcome, reason, request, text, attempt.first_ms, attempt.usage())

    def _event(
        self, purpose: str, outcome: str, reason: str, request: int, text: str, first_ms: int | None, used: cost.Usage
    ) -> None:
        self._record(
            ev.ModelCalled(
                t=self._stage.now_ms, purpose=purpose, model=self._model.name, outcome=outcome, reason=reason,
                request=request, text=text, first_ms=first_ms, tokens_in=used.read, tokens_cached=used.cached,
                tokens_out=used.written, estimated=used.estimated,
                usd=cost.price_of(used, self._model.id, local=not self._model.remote),
            )
        )  # fmt: skip

    def _changed(self, was: str, now: str, reason: str) -> None:
        self._record(ev.EngineChanged(t=self._stage.now_ms, role="brain", was=was, now=now, reason=reason))

    def _record(self, event: ev.Event) -> None:
        if not self._stage.closed:
            self._stage.record(event)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("the model's driver failed", exc_info=task.exception())


def _proposed(move: Move, reason: str) -> Move:
    """The move that the model wanted, with its reason kept."""
    return Move(
        kind=move.kind, text=move.text, target=move.target, phase=move.phase, rung=move.rung,
        reason=f"{PROPOSED}: {reason}" if reason else PROPOSED,
    )  # fmt: skip

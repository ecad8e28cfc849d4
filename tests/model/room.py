"""One interview with a model that does what the test says, without sound and without a server."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Any

from hotseat.adapters.case_files import load_case_file
from hotseat.adapters.lexicon import english
from hotseat.adapters.weights import line_judge
from hotseat.brain import Brain
from hotseat.core import events as ev
from hotseat.core import signals as sg
from hotseat.core.case import Case
from hotseat.core.interview import Interview
from hotseat.core.interviewer import Move, Setup
from hotseat.core.model.cost import Usage
from hotseat.core.model.prompt import Message
from hotseat.core.scripted import ScriptedInterviewer
from hotseat.errors import HotseatError

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "core"))

from talkers import ScriptedJudge  # noqa: E402

CASE: Case = load_case_file(ROOT / "cases" / "agent-refund.yaml")
STRONG = (
    "Ana waits nine days for forty dollars and pays rent late (names_failure_mode).",
    "It reads and a person pays. It may never pay by itself (declares_boundary).",
    "On old cases it has to be right on nearly all of them before we ship (ship_evidence).",
    "When losses go over our limit in an hour the clerk on duty turns it off (rollback_trigger).",
    "If it is not sure it hands the case to a clerk with what it found (abstain_defer_route).",
)
Piece = str | float | HotseatError
"""Text, seconds to wait, or the error that ends it."""


def broken(code: str) -> HotseatError:
    return HotseatError(code, "It failed.", next_step="Nothing.")


class ScriptedModel:
    """Satisfies `Model`: every request takes the next answer, the last one again and again."""

    name = "stand-in"
    id = "gpt-4.1-mini"
    remote = True

    def __init__(self, *answers: Sequence[Piece]) -> None:
        self.answers = [list(answer) for answer in answers]
        self.asked: list[str] = []
        self.closed = 0
        self.marks = '{"marks": []}'

    async def stream(self, messages: Sequence[Message], *, most_tokens: int) -> AsyncGenerator[str | Usage, None]:
        prompt = messages[-1].content
        self.asked.append("\n".join(m.content for m in messages))
        planned = prompt.split("PLANNED: ")[1].split("\n")[0]
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        try:
            for piece in answer:
                if isinstance(piece, HotseatError):
                    raise piece
                if isinstance(piece, float):
                    await asyncio.sleep(piece)
                else:
                    yield piece.replace("{planned}", planned)
            yield Usage(read=1000, written=20, cached=800)
        finally:
            self.closed += 1

    async def structured(self, messages: Sequence[Message], schema: dict[str, Any]) -> tuple[str, Usage]:
        self.asked.append("MARKS " + messages[-1].content)
        await asyncio.sleep(0.5)
        return self.marks, Usage(read=500, written=30)

    async def close(self) -> None:
        """Nothing is open."""


class Room:
    """Holds the interview, as a session would: carries out what the core asks for and plays every line to its end."""

    def __init__(self, model: ScriptedModel, *, case: Case = CASE, judge: Any = None, **options: Any) -> None:
        self.who = ScriptedInterviewer(case=case, setup=Setup(), classifier=judge or ScriptedJudge())
        self.interview = Interview(self.who, Setup())
        self.closed = False
        self.log: list[ev.Event] = []
        self.heard: list[tuple[float, str]] = []
        """when each piece of a line could be heard, in seconds of the loop, and its words"""
        self.loop = asyncio.get_running_loop()
        self.brain = Brain(model, self.who, self, judge=line_judge(), lexicon=english(), **options)
        self._carry_out(self.interview.start())
        self.brain.begin()

    @property
    def now_ms(self) -> int:
        return self.interview.t

    def phrased(self, request: int, text: str, source: str, *, more: bool = False, move: Move | None = None) -> None:
        self.feed(sg.Phrased(request=request, text=text, source=source, more=more, move=move))

    def phrased_more(self, request: int, text: str) -> None:
        self.feed(sg.PhrasedMore(request=request, text=text))

    def record(self, event: ev.Event) -> None:
        self.log.append(event)
        self.brain.noticed(event)
        if isinstance(event, ev.SessionEnded):
            self.closed = True
            self.brain.close()

    def feed(self, fact: sg.Fact) -> None:
        self._carry_out(self.interview.receive(fact))

    def _carry_out(self, results: list[Any]) -> None:
        for result in results:
            match result:
                case sg.Phrase():
                    self.brain.phrase(result)
                case sg.Prepare():
                    self.brain.prepare(result)
                case sg.Speak() | sg.SpeakMore():
                    self.heard.append((self.loop.time(), result.text))
                case sg.Listen() | sg.Transcribe() | sg.Hold() | sg.GoOn() | sg.Stop():
                    pass
                case _:
                    self.record(result)

    def play(self) -> None:
        """The line is heard to its end."""
        utterance = self.interview.at.utterance
        self.feed(sg.Playing(utterance=utterance, state="ended", at_ms=self.now_ms, heard_ms=2000, total_ms=2000))

    async def answer(self, text: str, *, wait_s: float = 3.0) -> ev.QuestionAsked:
        """Say something, hear the next question to its end; `wait_s` of the loop's time go by."""
        self.play()
        self.interview.t += 60_000
        before = len(self.of(ev.QuestionAsked))
        self.feed(sg.Typed(text=text))
        await asyncio.sleep(wait_s)
        asked = self.of(ev.QuestionAsked)
        assert len(asked) == before + 1, "one answer, one question"
        line = self.interview.at.line
        assert line is not None
        assert not line.more, "the line is whole"
        return line

    def of(self, kind: type[ev.Event]) -> list[Any]:
        return [event for event in self.log if isinstance(event, kind)]

    def calls(self, purpose: str = "question") -> list[ev.ModelCalled]:
        return [c for c in self.of(ev.ModelCalled) if c.purpose == purpose]

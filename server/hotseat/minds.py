"""Who asks: the scripted interviewer, or a language model that puts its questions into words. Chosen once, tried once.

Nothing here stops a start: an endpoint that is wrong or away leaves the scripted interviewer, with the reason in words.
"""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from collections.abc import Callable
from dataclasses import dataclass

from hotseat.adapters.lexicon import english
from hotseat.adapters.openai_model import OpenAIModel
from hotseat.adapters.openai_presets import PRESETS, Endpoint, endpoint
from hotseat.adapters.weights import line_judge
from hotseat.brain import PROBE, Brain, Stage
from hotseat.choosing import Choice
from hotseat.core.model.cost import Usage
from hotseat.core.model.sentences import Sentences
from hotseat.core.scripted import ScriptedInterviewer
from hotseat.errors import HotseatError
from hotseat.settings import Settings

TRY_S = 10.0
SCRIPTED = Choice(role="brain", name="scripted", reason="asks by rules, needs nothing else")
BUFFERED_CHUNKS = 6
BUFFERED_S = 0.003
BUFFERED_SHARE = 0.02
"""That many pieces in that little time, or in that share of the wait for the first one, were held back on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What one try of an endpoint showed. Times in ms."""

    model: str
    first_ms: int
    whole_ms: int
    buffered: bool


class Minds:
    """Knows which model is asked. Safe to ask from any thread; models are used on the server's loop only."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._models: dict[Endpoint, OpenAIModel] = {}
        self._names: dict[Endpoint, str] = {}
        """what an endpoint that was to choose has chosen"""
        self.trouble: HotseatError | None = None
        """why the model that was wished for is not asked at first"""
        self.choice = SCRIPTED
        self.endpoint: Endpoint | None = None
        self.look()

    def look(self) -> None:
        """Choose again, without asking the endpoint anything."""
        self.trouble, self.endpoint = None, None
        try:
            self.endpoint = self._for("")
        except HotseatError as error:
            self._out_of_order(error)
            return
        if self.endpoint is None:
            self.choice = SCRIPTED
            return
        self.choice = Choice(
            role="brain",
            name=OpenAIModel(self.endpoint).name,
            reason="as you wished; the scripted interviewer decides what is asked and stands by",
            remote=self.endpoint.remote,
        )

    def _for(self, wish: str) -> Endpoint | None:
        settings = self._settings
        if wish in ("", "auto") or wish == self.choice.name:
            return endpoint(settings.brain, settings.base_url, settings.model)
        return endpoint(wish, settings.base_url, "" if wish in PRESETS else settings.model)

    def _out_of_order(self, error: HotseatError) -> None:
        self.trouble = error
        self.choice = Choice(
            role="brain", name="scripted", reason=f"{error.message} [{error.code}]", cure=error.next_step
        )

    def warm(self) -> None:
        """Try the endpoint once, from a thread that may wait. What is wrong is kept, not raised."""
        if self.endpoint is None:
            return
        line_judge()  # half a second that no session should wait for
        try:
            tried = asyncio.run(attempt(self.endpoint))
        except HotseatError as error:
            self.trouble = error
            self.choice = dataclasses.replace(
                self.choice,
                reason=f"{error.message} [{error.code}] Scripted until it answers.",
                cure=error.next_step,
            )
            return
        self.trouble = None
        self._names[self.endpoint] = tried.model
        budget = self._settings.model_budget_ms
        slow = tried.first_ms > budget
        self.choice = dataclasses.replace(
            self.choice,
            name=f"{tried.model} at {self.endpoint.host}",
            weak=slow,
            reason=f"first sentence after {tried.first_ms} ms"
            + (f", more than the {budget} ms it has" if slow else ""),
            cure=" ".join(line for line, so in ((BUFFERED, tried.buffered), (SLOW, slow)) if so),
        )

    def wishes(self) -> list[str]:
        """What the lobby may offer."""
        return ["auto"] if self.endpoint is None else ["auto", "scripted"]

    def model_for(self, wish: str) -> OpenAIModel | None:
        """The model of one session; None for the scripted interviewer. Raises ``HotseatError`` for a wrong wish."""
        try:
            found = self._for(wish)
        except HotseatError:
            if wish in ("", "auto"):
                return None
            raise
        if found is None:
            return None
        found = dataclasses.replace(found, model=found.model or self._names.get(found, ""))
        with self._lock:
            if found not in self._models:
                self._models[found] = OpenAIModel(found)
            return self._models[found]

    def brain(self, model: OpenAIModel, who: ScriptedInterviewer) -> Callable[[Stage], Brain]:
        """Makes the model's driver for a session."""
        settings = self._settings
        marks = settings.model_marks == "yes" or (settings.model_marks == "auto" and model.remote)

        def make(stage: Stage) -> Brain:
            return Brain(
                model,
                who,
                stage,
                judge=line_judge(),
                budget_s=settings.model_budget_ms / 1000,
                lexicon=english(),
                marks=marks,
                trouble=self.trouble,
            )

        return make


SLOW = "Most questions will be the scripted ones. Take a smaller or nearer model, or raise model_budget_ms."
BUFFERED = "Something on the way holds the stream back until its end (a proxy): turn its buffering off."


def held_back(times_s: list[float]) -> bool:
    """True when many pieces arrived at one moment: something collected them on the way. Times from the request on."""
    if len(times_s) < BUFFERED_CHUNKS:
        return False
    return times_s[-1] - times_s[0] < max(BUFFERED_S, BUFFERED_SHARE * times_s[0])


async def attempt(where: Endpoint) -> Tried:
    """Ask an endpoint for one question and measure. Raises ``HotseatError``."""
    model = OpenAIModel(where)
    loop = asyncio.get_running_loop()
    began = loop.time()
    cutter, first, pieces = Sentences(), None, list[float]()
    try:
        async with asyncio.timeout(TRY_S):
            async for part in model.stream(PROBE, most_tokens=40):
                if isinstance(part, Usage):
                    continue
                pieces.append(loop.time())
                if cutter.feed(part) and first is None:
                    first = pieces[-1]
    except TimeoutError:
        raise HotseatError(
            "model_slow", f"{model.name} gave no answer in {TRY_S:.0f} s.", next_step="Take a smaller or nearer model."
        ) from None
    finally:
        await model.close()
    if not pieces:
        raise HotseatError("model_empty", f"{model.name} answers with nothing.", next_step="Try another model.")
    return Tried(
        model=model.id,
        first_ms=round(((first or pieces[-1]) - began) * 1000),
        whole_ms=round((pieces[-1] - began) * 1000),
        buffered=held_back([at - began for at in pieces]),
    )

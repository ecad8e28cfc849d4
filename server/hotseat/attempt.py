"""One request to a language model under way: its sentences as they arrive, and what it cost when it is over."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import aclosing, suppress

from hotseat.core.interviewer import Move
from hotseat.core.model.cost import Usage, guessed
from hotseat.core.model.prompt import Message
from hotseat.core.model.sentences import Sentences
from hotseat.core.model.talking import Model
from hotseat.errors import HotseatError

LINE_TOKENS = 90
MOST_CHARACTERS = 1_200
DRAIN_S = 3.0
"""After the line is there, this long for the rest of the stream: it ends with the figures."""


class Attempt:
    """Starts at once. `sentence(i)` waits for the sentence of that number."""

    def __init__(self, model: Model, messages: Sequence[Message], others: tuple[Move, ...] = ()) -> None:
        self.messages = messages
        self.others = others
        """the moves that the messages allow instead"""
        self.text = ""
        self.error: HotseatError | None = None
        self.first_s: float | None = None
        self._model = model
        self._usage: Usage | None = None
        self._sentences: list[str] = []
        self._ended = False
        self._changed = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._task = self._loop.create_task(self._run())

    async def sentence(self, number: int) -> str | None:
        """Sentence `number` from 0; None when the answer was over before it. Raises ``HotseatError``."""
        while number >= len(self._sentences) and not self._ended:
            self._changed.clear()
            await self._changed.wait()
        if number < len(self._sentences):
            return self._sentences[number]
        if self.error is not None:
            raise self.error
        return None

    @property
    def first_ms(self) -> int | None:
        """From the request to the first whole sentence."""
        return None if self.first_s is None else round(self.first_s * 1000)

    def usage(self) -> Usage:
        """What it cost, as told or as guessed."""
        return self._usage or guessed(self.messages, self.text)

    async def drained(self) -> None:
        """Wait for the end of the stream, not long, then cut it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                await asyncio.shield(self._finished())
        self.cancel()

    def cancel(self) -> None:
        """Want no more of it."""
        self._task.cancel()

    async def _finished(self) -> None:
        while not self._ended:
            self._changed.clear()
            await self._changed.wait()

    async def _run(self) -> None:
        cutter = Sentences()
        try:
            async with aclosing(self._model.stream(self.messages, most_tokens=LINE_TOKENS)) as parts:
                async for part in parts:
                    if isinstance(part, Usage):
                        self._usage = part
                        continue
                    self.text += part
                    self._add(cutter.feed(part))
                    if len(self.text) > MOST_CHARACTERS:
                        break
            rest = cutter.rest()
            self._add([rest] if rest else [])
        except HotseatError as error:
            self.error = error
        finally:
            self._ended = True
            self._changed.set()

    def _add(self, sentences: list[str]) -> None:
        if sentences:
            if self.first_s is None:
                self.first_s = self._loop.time() - self._began
            self._sentences += sentences
            self._changed.set()

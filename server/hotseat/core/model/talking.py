"""The model as the rest of the program sees it: one small Protocol."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import Any, Protocol

from hotseat.core.model.cost import Usage
from hotseat.core.model.prompt import Message


class Model(Protocol):
    """A language model at an endpoint. Every method raises ``HotseatError`` with a ``model_`` code, nothing else."""

    @property
    def name(self) -> str:
        """What the candidate is shown, such as ``gpt-4.1-mini at api.openai.com``."""

    @property
    def id(self) -> str:
        """The model's own name, by which it is priced."""

    @property
    def remote(self) -> bool:
        """True when what is said leaves this machine."""

    def stream(self, messages: Sequence[Message], *, most_tokens: int) -> AsyncGenerator[str | Usage, None]:
        """Text as it arrives; the usage once, at the end, where the endpoint tells it. Closing it ends the request."""

    async def structured(self, messages: Sequence[Message], schema: dict[str, Any]) -> tuple[str, Usage]:
        """A whole answer that should follow a JSON schema; it is not checked here."""

    async def close(self) -> None:
        """Let the connections go."""

"""A language model at any OpenAI-compatible endpoint: streams, structured answers, and errors in our words.

Nothing is sent before the first question is to be asked. What is said goes to the endpoint, never to a log.
"""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

import httpx2
import openai

from hotseat.adapters.openai_presets import Endpoint
from hotseat.core.model.cost import Usage, guessed
from hotseat.core.model.prompt import Message
from hotseat.errors import HotseatError

CONNECT_S = 3.0
READ_S = 30.0
CONTEXT_TOKENS = 4096
"""A prompt has up to 9,000 characters, and a line takes up to 90 tokens more."""
LAST_CHARACTERS = 8
WHOLE = (".", "?", "!")
THINKS_FIRST = ("gpt-5", "o1", "o3", "o4")
"""Names of models that take other parameters and would think before they speak."""

logging.getLogger("openai").setLevel(logging.WARNING)


class OpenAIModel:
    """Satisfies `Model`. One client, made on the first use, shared by all sessions."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._model = endpoint.model
        self._client: openai.AsyncOpenAI | None = None

    @property
    def name(self) -> str:
        return f"{self._model or 'model'} at {self._endpoint.host}"

    @property
    def id(self) -> str:
        return self._model

    @property
    def remote(self) -> bool:
        return self._endpoint.remote

    async def stream(self, messages: Sequence[Message], *, most_tokens: int) -> AsyncGenerator[str | Usage, None]:
        model = await self._resolved()
        try:
            raw = await self._open().chat.completions.with_raw_response.create(
                model=model,
                messages=_plain(messages),
                stream=True,
                stream_options={"include_usage": True},
                **_limits(model, most_tokens),
            )
            kind = raw.headers.get("content-type", "")
            if "event-stream" not in kind:
                raise self._malformed(f"it answers {kind.split(';')[0] or 'nothing known'}, not a stream")
            finish, said = None, ""
            async with aclosing(_chunks(raw.parse())) as chunks:
                async for text, reason, usage in chunks:
                    finish = reason or finish
                    if text:
                        said = f"{said}{text}"[-LAST_CHARACTERS:]
                        yield text
                    if usage is not None:
                        yield usage
            if finish is None and not said:
                raise self._malformed("its stream holds no answer")
            # Some servers end a stream without saying why. A whole sentence is then the sign that nothing is missing.
            if finish is None and not said.rstrip("\"'”’) \n").endswith(WHOLE):
                raise self._broke_off()
        except openai.APIError as error:
            raise self._told(error) from error
        except httpx2.HTTPError as error:  # the SDK lets this one through: the stream broke after its beginning
            raise self._broke_off() from error
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise self._malformed("a part of its stream is not JSON") from error

    async def structured(self, messages: Sequence[Message], schema: dict[str, Any]) -> tuple[str, Usage]:
        model = await self._resolved()
        try:
            answer = await self._open().chat.completions.create(
                model=model,
                messages=_plain(messages),
                response_format={
                    "type": "json_schema",
                    "json_schema": {"name": "answer", "strict": True, "schema": schema},
                },
                **_limits(model, 600),
            )
        except openai.APIError as error:
            raise self._told(error) from error
        except httpx2.HTTPError as error:
            raise self._broke_off() from error
        except json.JSONDecodeError as error:
            raise self._malformed("its answer is not JSON") from error
        choices = getattr(answer, "choices", None) or []
        text = (choices[0].message.content or "") if choices else ""
        return text, _usage(getattr(answer, "usage", None)) or guessed(messages, text)

    async def models(self) -> list[str]:
        """The names that the endpoint lists."""
        try:
            page = await self._open().models.list()
        except openai.APIError as error:
            raise self._told(error) from error
        except json.JSONDecodeError as error:
            raise self._malformed("its answer is not JSON") from error
        listed = getattr(page, "data", None)
        if not isinstance(listed, list):
            raise self._malformed("it does not list its models")
        return [str(model.id) for model in listed]

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None

    def _open(self) -> openai.AsyncOpenAI:
        if self._client is None:
            plain = self._endpoint.base_url.startswith("http:")
            timeout = openai.Timeout(READ_S, connect=CONNECT_S)
            self._client = openai.AsyncOpenAI(
                base_url=self._endpoint.base_url,
                api_key=self._endpoint.key or "none",
                timeout=timeout,
                max_retries=0,
                # Reading the system's certificates takes a third of a second; an address without TLS needs none.
                http_client=openai.DefaultAsyncHttpxClient(verify=False, follow_redirects=False, timeout=timeout)
                if plain
                else None,
            )
        return self._client

    async def _resolved(self) -> str:
        """The model's name; the first of the list where none was set."""
        if not self._model:
            names = await self.models()
            if not names:
                raise HotseatError(
                    "model_unknown",
                    f"The endpoint at {self._endpoint.base_url} has no model.",
                    next_step="Load one there, or name one with --model.",
                )
            self._model = names[0]
        return self._model

    def _broke_off(self) -> HotseatError:
        return HotseatError(
            "model_cut_off", f"{self.name} broke off.", next_step="Look at the endpoint's own log, and at any proxy."
        )

    def _malformed(self, what: str) -> HotseatError:
        return HotseatError(
            "model_malformed",
            f"{self._endpoint.base_url} is not an OpenAI-compatible endpoint: {what}.",
            next_step="Check base_url; it mostly ends in /v1.",
        )

    def _told(self, error: openai.APIError) -> HotseatError:
        """The SDK's errors as ours."""
        where, step = f"The model at {self._endpoint.base_url}", "Look at the endpoint's own log."
        text = str(getattr(error, "message", "")).lower()
        match error:
            case openai.APITimeoutError():
                return HotseatError(
                    "model_slow", f"{where} took too long.", next_step="Take a smaller or nearer model."
                )
            case openai.APIConnectionError() if _certificate(error):
                return HotseatError(
                    "model_certificate",
                    f"{where} has a certificate that is not trusted.",
                    next_step="Set SSL_CERT_FILE to the file of your authority, or use http on a machine of your own.",
                )
            case openai.APIConnectionError():
                return HotseatError(
                    "model_unreachable", f"{where} does not answer.", next_step="Check the address and that it runs."
                )
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                return HotseatError("model_key", f"{where} refused the key.", next_step="Set HOTSEAT_API_KEY again.")
            case openai.RateLimitError():
                return HotseatError("model_busy", f"{where} is over its limit.", next_step="Wait, or raise the limit.")
            case openai.NotFoundError() | openai.BadRequestError() if _no_such_model(error, text):
                return HotseatError(
                    "model_unknown",
                    f"{where} does not know “{self._model}”, or the address is wrong.",
                    next_step="Check --model and base_url; it mostly ends in /v1.",
                )
            case openai.APIStatusError() if "context" in text or "maximum" in text or "too long" in text:
                return HotseatError(
                    "model_context", f"{where} has too small a context.", next_step=f"Give it {CONTEXT_TOKENS} tokens."
                )
            case openai.APIStatusError() if 300 <= error.status_code < 400:
                return self._malformed("it redirects, as to a login")
            case openai.APIResponseValidationError():
                return self._malformed("its answer is not JSON")
            case openai.APIStatusError():
                return HotseatError("model_failed", f"{where} failed with status {error.status_code}.", next_step=step)
            case _:
                return HotseatError("model_failed", f"{where} failed.", next_step=step)


async def _chunks(answer: Any) -> AsyncGenerator[tuple[str, str | None, Usage | None], None]:
    """Text, reason of the end and usage of each part; parts of a shape that is not known hold nothing."""
    async with answer as parts:
        async for part in parts:
            choices = getattr(part, "choices", None) or []
            delta = getattr(choices[0], "delta", None) if choices else None
            text = getattr(delta, "content", None)
            reason = getattr(choices[0], "finish_reason", None) if choices else None
            yield (text if isinstance(text, str) else ""), reason, _usage(getattr(part, "usage", None))


def _plain(messages: Sequence[Message]) -> Any:
    return [{"role": message.role, "content": message.content} for message in messages]


def _limits(model: str, most_tokens: int) -> dict[str, Any]:
    """How much it may say and how freely; models that think first take other names for it."""
    if model.rsplit("/", 1)[-1].startswith(THINKS_FIRST):
        return {"max_completion_tokens": most_tokens * 4, "reasoning_effort": "low"}
    return {"max_tokens": most_tokens, "temperature": 0.4}


def _usage(told: Any) -> Usage | None:
    read, written = getattr(told, "prompt_tokens", None), getattr(told, "completion_tokens", None)
    if not isinstance(read, int) or not isinstance(written, int):
        return None
    details = getattr(told, "prompt_tokens_details", None)
    cached = getattr(details, "cached_tokens", None)
    return Usage(read=read, written=written, cached=cached if isinstance(cached, int) else 0)


def _no_such_model(error: openai.APIError, text: str) -> bool:
    """True for a name or an address that is not there; gateways tell it as a bad request."""
    if isinstance(error, openai.NotFoundError):
        return True
    return "model" in text and any(words in text for words in ("invalid model", "not found", "not exist", "unknown"))


def _certificate(error: BaseException) -> bool:
    """True when somewhere below lies a certificate that could not be verified."""
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(at):
            return True
        at = at.__cause__ or at.__context__
    return False

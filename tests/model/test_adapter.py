"""The adapter against real HTTP: what arrives, and what every failure is called."""

from __future__ import annotations

import pytest
from endpoint import Reply, StandIn

from hotseat.adapters.openai_model import OpenAIModel
from hotseat.adapters.openai_presets import Endpoint, key_for
from hotseat.adapters.openai_presets import endpoint as wished
from hotseat.core.model.cost import Usage
from hotseat.core.model.prompt import Message
from hotseat.errors import HotseatError

ASK = (Message(role="system", content="Ask."), Message(role="user", content="PLANNED: Who is hurt?\nLINE:"))


async def said(endpoint: StandIn, model: str = "stand-in-1") -> tuple[str, Usage | None]:
    where = OpenAIModel(Endpoint(base_url=endpoint.base_url, model=model))
    text, usage = "", None
    try:
        async for part in where.stream(ASK, most_tokens=40):
            if isinstance(part, Usage):
                usage = part
            else:
                text += part
    finally:
        await where.close()
    return text, usage


async def test_a_stream_gives_text_and_then_its_figures(endpoint: StandIn) -> None:
    endpoint.does(Reply(text="Okay. {planned}"))
    assert await said(endpoint) == ("Okay. Who is hurt?", Usage(read=900, written=20, cached=700))


async def test_a_server_that_does_not_say_why_it_ends_is_believed_after_a_whole_sentence(endpoint: StandIn) -> None:
    endpoint.does(Reply(text="Who is hurt?", fault="unsaid_end"))
    assert (await said(endpoint))[0] == "Who is hurt?"
    endpoint.does(Reply(text="Who is", fault="unsaid_end"))
    with pytest.raises(HotseatError) as error:
        await said(endpoint)
    assert error.value.code == "model_cut_off"


async def test_without_a_name_the_first_model_of_the_list_is_taken(endpoint: StandIn) -> None:
    endpoint.does(Reply())
    await said(endpoint, model="")
    assert endpoint.asked[0]["model"] == "stand-in-1"


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("refused", "model_key"),
        ("busy", "model_busy"),
        ("key", "model_key"),
        ("unknown", "model_unknown"),
        ("gateway", "model_unknown"),
        ("error_event", "model_failed"),
        ("wrong_shape", "model_malformed"),
        ("redirects", "model_malformed"),
        ("failed", "model_failed"),
        ("context", "model_context"),
        ("html", "model_malformed"),
        ("not_json", "model_malformed"),
        ("cut_off", "model_cut_off"),
        ("drops", "model_unreachable"),
    ],
)
async def test_every_failure_has_a_code_and_a_next_step(endpoint: StandIn, fault: str, code: str) -> None:
    endpoint.does(Reply(text="Okay then. Who is it that waits?", fault=fault))
    with pytest.raises(HotseatError) as error:
        await said(endpoint)
    assert error.value.code == code
    assert error.value.next_step


async def test_nobody_there(endpoint: StandIn) -> None:
    nobody = OpenAIModel(Endpoint(base_url="http://127.0.0.1:9/v1", model="x"))
    with pytest.raises(HotseatError) as error:
        await nobody.models()
    assert error.value.code == "model_unreachable"


def test_wishes_become_endpoints() -> None:
    assert wished("scripted", "http://x/v1", "m") is None
    assert wished("auto", "", "") is None
    assert wished("ollama", "", "llama3", {}) == Endpoint(base_url="http://127.0.0.1:11434/v1", model="llama3")
    openai = wished("openai", "", "", {"OPENAI_API_KEY": "k"})
    assert openai is not None
    assert (openai.key, openai.remote) == ("k", True)
    assert "k'" not in repr(openai)
    own = wished("auto", "http://127.0.0.1:9/v1/", "", {"HOTSEAT_API_KEY": "mine"})
    assert own == Endpoint(base_url="http://127.0.0.1:9/v1", model="", key="mine")
    assert own is not None
    assert not own.remote


def test_a_wrong_address_or_key_is_said_in_words() -> None:
    with pytest.raises(HotseatError, match="not the address"):
        wished("auto", "localhost:11434", "m", {})
    with pytest.raises(HotseatError, match="line break"):
        key_for("127.0.0.1", {"HOTSEAT_API_KEY": "sk-abc\n"})
    assert key_for("example.org", {"OPENAI_API_KEY": "k"}) == "", "a key of OpenAI goes to nobody else"

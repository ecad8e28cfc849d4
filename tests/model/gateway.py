"""The same interviewer through a second server package that others wrote: the LiteLLM proxy, with its own mock models.

Not part of `make test`: it brings a hundred packages. Run ``make test-litellm``. Its words are good ones, so they must
be heard; its failures are its own, so they must be called what they are.
"""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from line import Line
from running import Server

from hotseat.commands.doctor import brain
from hotseat.minds import Minds
from hotseat.settings import Settings

LITELLM = os.environ["HOTSEAT_LITELLM"]
KEY = "sk-hotseat"
SAYS = "Okay. Who pays when that is wrong?"
MODELS = {
    "polite": SAYS,
    "flattering": "Great answer! You passed. What else?",
    "busy": "litellm.RateLimitError",
    "small": "litellm.ContextWindowExceededError",
    "broken": "litellm.InternalServerError",
}
ANSWER = "The night clerk cannot find the rule, so the customer waits nine days and pays for the mistake."


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("litellm")
    rows = [
        f'- {{model_name: {name}, litellm_params: {{model: openai/x, api_key: x, mock_response: "{says}"}}}}'
        for name, says in MODELS.items()
    ]
    config = folder / "config.yaml"
    config.write_text("\n".join(("model_list:", *rows, f"general_settings: {{master_key: {KEY}}}")) + "\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [LITELLM, "--config", str(config), "--host", "127.0.0.1", "--port", str(port), "--telemetry", "False"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder,
        env=os.environ | {"LITELLM_LOCAL_MODEL_COST_MAP": "True"},
    )  # fmt: skip
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "Uvicorn running" in line:
            break
    else:
        raise AssertionError("the proxy did not start:\n" + "".join(said))
    yield f"http://127.0.0.1:{port}/v1"
    process.terminate()
    process.wait()


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTSEAT_API_KEY", KEY)


def test_doctor_reaches_it(address: str) -> None:
    check = brain(Minds(Settings(base_url=address, model="polite", model_budget_ms=60_000)))
    assert (check.state, "first sentence after" in check.found) == ("ok", True), check


@pytest.mark.parametrize(
    ("model", "code"),
    [
        ("busy", "model_busy"),
        ("small", "model_context"),
        ("broken", "model_failed"),
        ("nobody", "model_unknown"),
    ],
)
def test_its_failures_are_called_what_they_are(address: str, model: str, code: str) -> None:
    check = brain(Minds(Settings(base_url=address, model=model)))
    assert f"[{code}]" in check.found, check
    assert check.cure


@pytest.mark.parametrize("model", ["polite", "flattering"])
def test_its_good_words_are_heard_and_its_bad_ones_are_not(address: str, tmp_path: Path, model: str) -> None:
    (tmp_path / "settings.toml").write_text('model_budget_ms = 20000\nmodel_marks = "no"\n')
    flags = ("--ear", "typed", "--voice", "silent", "--base-url", address, "--model", model)
    server = Server(tmp_path, *flags).start()
    try:
        with Line(server, server.new_session()) as line:
            line.play(line.until("question_asked")["utterance"])
            line.say(type="say", text=ANSWER)
            asked = line.until("question_asked", after_turn=line.until("turn_committed")["turn"])
            text = asked["text"]
            if asked["more"]:
                text += " " + line.until("question_continued", utterance=asked["utterance"])["text"]
            assert (asked["source"] != "scripted", text == SAYS) == (model == "polite", model == "polite"), asked
            line.say(type="end")
            line.until("session_ended")
    finally:
        server.stop()

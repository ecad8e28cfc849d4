"""The same interviewer against a server package that others wrote: llama-cpp-python, with a model of random weights.

Not part of `make test`: it has to be compiled. Run ``make test-llama``. Its babble must never be heard.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from line import Line
from running import Server

from hotseat.commands.doctor import brain
from hotseat.minds import Minds
from hotseat.settings import Settings

PYTHON = os.environ["HOTSEAT_LLAMA"]
ANSWERS = (
    "The night clerk cannot find the rule, so the customer waits nine days for her forty dollars.",
    "It reads the request and a person pays. It may never pay anybody by itself.",
    "On last year's cases it has to be right on nearly all of them before anybody sees it.",
    "When losses in an hour go over our limit the clerk on duty turns payout off.",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("llama")
    subprocess.run([PYTHON, str(Path(__file__).with_name("make_gguf.py")), str(folder / "tiny.gguf")], check=True)
    command = [PYTHON, "-u", "-m", "llama_cpp.server", "--model", str(folder / "tiny.gguf"), "--n_ctx", "8192"]
    command += ["--host", "127.0.0.1", "--port", "0", "--verbose", "false"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        found = re.search(r"running on http://127\.0\.0\.1:(\d+)", line)
        if found:
            yield f"http://127.0.0.1:{found[1]}/v1"
            break
    else:
        raise AssertionError("the server did not start:\n" + "".join(said))
    process.terminate()
    process.wait()


def test_doctor_reaches_it_and_says_how_fast_it_is(address: str) -> None:
    check = brain(Minds(Settings(base_url=address, model_budget_ms=60_000)))
    assert "first sentence after" in check.found or "model_empty" in check.found, check


def test_its_babble_is_never_heard(address: str, tmp_path: Path) -> None:
    flags = ("--ear", "typed", "--voice", "silent", "--base-url", address)
    server = Server(tmp_path, *flags).start()
    try:
        with Line(server, server.new_session()) as line:
            line.play(line.until("question_asked")["utterance"])
            for answer in ANSWERS:
                line.say(type="say", text=answer)
                asked = line.until("question_asked", after_turn=line.until("turn_committed")["turn"])
                assert asked["source"] == "scripted", asked
                line.play(asked["utterance"])
            calls = [e for e in line.events if e["type"] == "model_called" and e["purpose"] == "question"]
            assert calls, "it was really asked"
            assert {c["outcome"] for c in calls} <= {"refused", "failed"}
            line.say(type="end")
            line.until("session_ended")
    finally:
        server.stop()

"""`hotseat doctor` on a model: what it prints when it is well, and for every wrong setting."""

from __future__ import annotations

import dataclasses
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from endpoint import Reply, StandIn

from hotseat.commands.doctor import Check, brain
from hotseat.engines import Engines
from hotseat.minds import Minds, held_back
from hotseat.settings import Settings

WELL = Reply(text="Okay then. Who is it for?")


def doctored(**settings: object) -> Check:
    return brain(Minds(Settings(**settings)))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOTSEAT_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def test_a_model_that_is_well_shows_its_latency(endpoint: StandIn) -> None:
    endpoint.does(dataclasses.replace(WELL, piece_ms=2))
    check = doctored(base_url=endpoint.base_url, model_budget_ms=60_000)
    assert check.state == "ok", check
    assert check.found.startswith("stand-in-1 at 127.0.0.1: first sentence after ")
    assert "ms" in check.found


def test_a_slow_model_is_weak(endpoint: StandIn) -> None:
    endpoint.does(dataclasses.replace(WELL, first_ms=5))
    check = doctored(base_url=endpoint.base_url, model_budget_ms=0)
    assert (check.state, "smaller" in check.cure) == ("weak", True)


def test_a_proxy_that_holds_the_stream_back_is_seen() -> None:
    assert held_back([4.0 + 0.0001 * i for i in range(20)])
    assert held_back([4.0 + 0.003 * i for i in range(20)]), "a busy machine takes them in slowly"
    assert not held_back([0.4 + 0.02 * i for i in range(20)])
    assert not held_back([0.4, 0.4])


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("html", "model_malformed"),
        ("unknown", "model_unknown"),
        ("key", "model_key"),
        ("empty", "model_empty"),
        ("cut_off", "model_cut_off"),
        ("wrong_shape", "model_malformed"),
        ("redirects", "model_malformed"),
        ("busy", "model_busy"),
        ("context", "model_context"),
        ("failed", "model_failed"),
        ("drops", "model_unreachable"),
    ],
)
def test_what_is_wrong_has_a_code_and_a_next_step(endpoint: StandIn, fault: str, code: str) -> None:
    endpoint.does(dataclasses.replace(WELL, fault=fault))
    check = doctored(base_url=endpoint.base_url, model="m")
    assert check.state == "weak", "the scripted interviewer goes on"
    assert f"[{code}]" in check.found
    assert check.cure


def test_nobody_at_the_address() -> None:
    assert "[model_unreachable]" in doctored(base_url="http://127.0.0.1:9/v1", model="m").found


def test_a_key_with_a_line_break(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOTSEAT_API_KEY", "sk-1\nsk-2")
    check = doctored(brain="openai")
    assert "[model_key_invalid]" in check.found
    assert "HOTSEAT_API_KEY" in check.cure
    assert "sk-1" not in check.found
    engines = Engines(Settings(brain="openai", ear="typed", voice="silent"), tmp_path)
    chosen = engines.chosen(engines.profile("sceptical_manager"))
    assert (chosen.brain, chosen.mind) == ("scripted", None), "and a session can begin"


@pytest.fixture(scope="module")
def untrusted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An endpoint behind a certificate that nobody has signed."""
    folder = tmp_path_factory.mktemp("tls")
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("openssl is not here")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """The client turns away: as it should."""

    server = Quiet(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"https://localhost:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()


def test_a_certificate_that_is_not_trusted(untrusted: str) -> None:
    check = doctored(base_url=untrusted, model="m")
    assert "[model_certificate]" in check.found
    assert "SSL_CERT_FILE" in check.cure


def test_remote_ear_and_voice_are_said_to_leave_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOTSEAT_API_KEY", "k")
    settings = Settings(ear="openai", voice="openai", speech_base_url="https://speech.example/v1", brain="openai")
    engines = Engines(settings, tmp_path)
    chosen = engines.chosen(engines.profile("sceptical_manager"))
    assert chosen.remote == ("ear", "voice", "brain")
    assert any("Leaves this machine" in line for line in engines.remarks())
    assert engines.lobby()["engines"]["brain"]["remote"]


def test_speech_on_this_machine_does_not_leave_it(endpoint: StandIn, tmp_path: Path) -> None:
    settings = Settings(ear="openai", voice="openai", speech_base_url=endpoint.base_url)
    engines = Engines(settings, tmp_path)
    assert engines.chosen(engines.profile("sceptical_manager")).remote == ()

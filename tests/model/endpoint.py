"""A stand-in for any OpenAI-compatible server: real HTTP, real streams, scripted answers, and every way to fail.

`plan` is what it does, one entry a request, the last one for all that follow; `asked` keeps what it was sent.
It runs on a thread of its own, so that it serves a server process as well as the test's own loop. ``python endpoint.py
400`` serves one that takes 400 ms to its first sentence, for benchmarks.
"""

from __future__ import annotations

import io
import json
import re
import socket
import sys
import threading
import time
import wave
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

ECHO = "{planned}"
"""An answer that repeats the planned question word for word."""


@dataclass(slots=True)
class Reply:
    """One answer. `text` may hold ``{planned}``. `fault` names a way to fail."""

    text: str = ECHO
    fault: str = ""
    first_ms: int = 0
    """before the first piece"""
    piece_ms: int = 0
    """between pieces"""
    usage: tuple[int, int, int] | None = (900, 20, 700)
    """read, written, cached"""


FAULTS = (
    "refused", "busy", "key", "unknown", "failed", "context", "html", "not_json", "empty", "cut_off", "hangs",
    "hangs_after_first", "drops", "error_event", "wrong_shape", "tool_call", "buffered", "endless", "redirects",
    "gateway", "unsaid_end",
)  # fmt: skip


@dataclass(slots=True)
class StandIn:
    """Use as a context manager; `base_url` is its address."""

    model: str = "stand-in-1"
    plan: list[Reply] = field(default_factory=lambda: [Reply()])
    asked: list[dict[str, Any]] = field(default_factory=list)
    heard: str = "the nurse waits"
    """what its ear makes of any sound"""
    release: threading.Event = field(default_factory=threading.Event)
    """set to let hanging requests go"""
    speech_fault: str = ""
    """``html``, ``failed``, ``hangs``: what its ear and its voice do"""
    port: int = 0
    connections: set[socket.socket] = field(default_factory=set)
    _server: ThreadingHTTPServer | None = None
    _handler: type[BaseHTTPRequestHandler] = BaseHTTPRequestHandler

    def __enter__(self) -> StandIn:
        stand_in = self

        class Handler(_Handler):
            state = stand_in

        self._handler = Handler
        self.back()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.away()

    def away(self) -> None:
        """Nobody listens at the address from now on, and what is open breaks."""
        self.release.set()
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()
        self._server = None
        for connection in list(self.connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def back(self) -> None:
        """Listen, at the same address as before."""
        self.release.clear()
        self._server = _Server(("127.0.0.1", self.port), self._handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def gone(self) -> bool:
        """Nobody listens at the address."""
        return self._server is None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def does(self, *replies: Reply) -> None:
        """Forget the past; answer with these, the last one again and again."""
        self.plan = list(replies)
        self.asked.clear()

    def next_reply(self) -> Reply:
        return self.plan.pop(0) if len(self.plan) > 1 else self.plan[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that turns away is no error."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: StandIn

    def setup(self) -> None:
        super().setup()
        self.state.connections.add(self.connection)

    def finish(self) -> None:
        self.state.connections.discard(self.connection)
        super().finish()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        if self.path == "/v1/models":
            self._json(200, {"object": "list", "data": [{"id": self.state.model, "object": "model"}]})
        else:
            self._json(404, {"error": {"message": "not here"}})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path.startswith("/v1/audio/") and self.state.speech_fault:
            self._speech_fault()
        elif self.path == "/v1/audio/transcriptions":
            self._json(200, {"text": self.state.heard})
        elif self.path == "/v1/audio/speech":
            self._sound()
        elif self.path == "/v1/chat/completions":
            self._chat(json.loads(body))
        else:
            self._json(404, {"error": {"message": "not here"}})

    def _chat(self, wish: dict[str, Any]) -> None:
        self.state.asked.append(wish)
        if "response_format" in wish:
            self._marks(wish)
            return
        reply = self.state.next_reply()
        errors = {
            "refused": 403, "busy": 429, "key": 401, "unknown": 404, "failed": 500, "context": 400,
            "gateway": 400,
        }  # fmt: skip
        if reply.fault in errors:
            message = {
                "context": "maximum context length exceeded",
                "gateway": "Invalid model name passed in model=m",
            }.get(reply.fault, reply.fault)
            self._json(errors[reply.fault], {"error": {"message": message, "type": "x", "code": "x"}})
        elif reply.fault == "html":
            self._answer(200, "text/html", b"<html><body>Welcome</body></html>")
        elif reply.fault == "redirects":
            self._answer(302, "text/html", b"", location="/login")
        elif reply.fault == "drops":
            self.close_connection = True
        else:
            self._stream(wish, reply)

    def _stream(self, wish: dict[str, Any], reply: Reply) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self._pieces(wish, reply)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _pieces(self, wish: dict[str, Any], reply: Reply) -> None:
        if reply.fault == "hangs":
            self.state.release.wait()
            self.close_connection = True
            return
        if reply.fault == "not_json":
            self._chunk(b"data: {oh no\n\n")
            self._chunk(b"")
            return
        text = "" if reply.fault == "empty" else reply.text.replace(ECHO, planned(wish))
        self.state.release.wait(reply.first_ms / 1000)
        if reply.fault == "error_event":
            self._chunk(b'data: {"error": {"message": "out of memory", "type": "server_error", "code": 500}}\n\n')
            self._chunk(b"")
            return
        if reply.fault == "wrong_shape":
            for part in ('{"choices": null}', '{"choices": [{"delta": null}]}', "[1, 2]", '"text"'):
                self._chunk(f"data: {part}\n\n".encode())
            self._chunk(b"data: [DONE]\n\n")
            self._chunk(b"")
            return
        if reply.fault == "tool_call":
            call = {"index": 0, "id": "c1", "type": "function", "function": {"name": "end", "arguments": "{}"}}
            self._event({"choices": [{"index": 0, "delta": {"tool_calls": [call]}, "finish_reason": "tool_calls"}]})
            self._chunk(b"data: [DONE]\n\n")
            self._chunk(b"")
            return
        while reply.fault == "endless" and not self.state.release.is_set():
            self._event({"choices": [{"index": 0, "delta": {"content": "and on "}, "finish_reason": None}]})
        pieces = re.findall(r"\S+\s*|\s+", text)
        if reply.fault == "buffered":  # as a proxy does: nothing until all of it is there, then all at once
            time.sleep(reply.piece_ms * len(pieces) / 1000)
        for number, piece in enumerate(pieces):
            if reply.fault == "cut_off" and number == max(len(pieces) // 2, 1):
                self._chunk(b"")
                return
            if reply.fault == "hangs_after_first" and number and pieces[number - 1].rstrip().endswith("."):
                self.state.release.wait()
                self.close_connection = True
                return
            self._event({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
            if reply.fault != "buffered":
                time.sleep(reply.piece_ms / 1000)
        if reply.fault != "unsaid_end":
            self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        if reply.usage is not None:
            read, written, cached = reply.usage
            figures = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
            self._event({"choices": [], "usage": {**figures, "prompt_tokens_details": {"cached_tokens": cached}}})
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _marks(self, wish: dict[str, Any]) -> None:
        """Marks the first piece of every answer, and one piece that does not exist."""
        marks = [
            {"label": "names_failure_mode", "first": 1, "last": 1},
            {"label": "declares_boundary", "first": 90, "last": 91},
        ]
        content = json.dumps({"marks": marks})
        choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
        usage = {"prompt_tokens": 500, "completion_tokens": 30, "total_tokens": 530}
        self._json(200, {"id": "x", "object": "chat.completion", "created": 1, "model": wish["model"],
                         "choices": [choice], "usage": usage})  # fmt: skip

    def _speech_fault(self) -> None:
        if self.state.speech_fault == "html":
            self._answer(200, "text/html", b"<html><body>Welcome</body></html>" * 40)
        elif self.state.speech_fault == "failed":
            self._json(500, {"error": {"message": "no"}})
        else:
            self.state.release.wait()
            self.close_connection = True

    def _sound(self) -> None:
        out = io.BytesIO()
        with wave.open(out, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(24_000)
            file.writeframes(b"\x10\x00" * 12_000)
        self._answer(200, "audio/wav", out.getvalue())

    def _event(self, part: dict[str, Any]) -> None:
        body = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": self.state.model, **part}
        self._chunk(f"data: {json.dumps(body)}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _json(self, status: int, body: dict[str, Any]) -> None:
        self._answer(status, "application/json", json.dumps(body).encode())

    def _answer(self, status: int, kind: str, body: bytes, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def planned(wish: dict[str, Any]) -> str:
    """The scripted question that the prompt holds."""
    found = re.search(r"^PLANNED: (.*)$", wish["messages"][-1]["content"], re.MULTILINE)
    return found[1] if found else "Who is it for?"


if __name__ == "__main__":
    with StandIn(plan=[Reply(first_ms=int(sys.argv[1]) if len(sys.argv) > 1 else 0)]) as standing:
        print(standing.base_url, flush=True)
        threading.Event().wait()

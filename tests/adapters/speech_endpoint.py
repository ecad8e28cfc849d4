"""A stand-in for an OpenAI-compatible speech endpoint, real on the wire: multipart in, JSON or PCM out."""

from __future__ import annotations

import io
import json
import threading
import wave
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

import numpy as np
import soxr

from hotseat.adapters.espeak import EspeakVoice
from hotseat.adapters.whisper import WhisperEar


class SpeechEndpoint:
    """Serves while its context lasts. ``fault`` makes it misbehave; ``asked`` is what was asked of it."""

    def __init__(self, ear: WhisperEar, voice: EspeakVoice) -> None:
        self.ear, self.voice = ear, voice
        self.fault: str = ""
        self.asked: list[dict[str, Any]] = []

    def __enter__(self) -> SpeechEndpoint:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                endpoint.answer(self, body)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def answer(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        if self.fault.isdigit():
            self._send(request, int(self.fault), b'{"error": {"message": "no"}}', "application/json")
        elif request.path.endswith("/audio/transcriptions"):
            self._transcribe(request, body)
        else:
            self._speak(request, json.loads(body))

    def _transcribe(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
        parts = {
            part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
            for part in BytesParser(policy=HTTP).parsebytes(head + body).iter_parts()
        }
        self.asked.append({name: value for name, value in parts.items() if name != "file"})
        with wave.open(io.BytesIO(parts["file"])) as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 16_000)
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        words = self.ear.hear(samples)
        answer: dict[str, Any] = {"text": " ".join(word.text for word in words), "language": "en", "duration": 1.0}
        if self.fault != "no words":
            answer["words"] = [
                {"word": w.text.strip(".,?"), "start": w.start_ms / 1000, "end": w.end_ms / 1000} for w in words
            ]
        self._send(request, 200, json.dumps(answer).encode(), "application/json")

    def _speak(self, request: BaseHTTPRequestHandler, wish: dict[str, Any]) -> None:
        self.asked.append(wish)
        pcm = self.voice.say(wish["input"], pace=wish["speed"]).pcm
        samples = soxr.resample(np.frombuffer(pcm, "<i2"), 16_000, 24_000).astype("<i2").tobytes()
        if self.fault == "wav":
            out = io.BytesIO()
            with wave.open(out, "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(24_000)
                file.writeframes(samples)
            samples = out.getvalue()
        if self.fault == "break":
            request.send_response(200)
            request.send_header("Content-Length", str(len(samples)))
            request.end_headers()
            request.wfile.write(samples[: len(samples) // 2])
            request.close_connection = True
            return
        self._send(request, 200, samples, "audio/pcm")

    def _send(self, request: BaseHTTPRequestHandler, status: int, body: bytes, kind: str) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

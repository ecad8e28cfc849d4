"""A stand-in for the server: the page's own files, made sessions, and a socket that plays a script of log lines.

It lets the page's tests hold any state still and look at it. `python tests/page/stand_in.py PORT` serves by hand.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import struct
import sys
import threading
import wave
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles

sys.path.insert(0, str(Path(__file__).parent))
from made_answers import CASES, LOBBY, PROGRESS, redone
from made_session import Maker, made, to_lines

WEB = Path(__file__).resolve().parents[2] / "client" / "web"
POLICY = (
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; media-src 'self' blob:; "
    "worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


class Stage:
    """What the socket does: a script of messages at hello, then whatever a test sends; what came is kept."""

    def __init__(self) -> None:
        self.sockets: list[tuple[WebSocket, asyncio.AbstractEventLoop]] = []
        self.reset()

    def reset(self) -> None:
        self.script: list[dict[str, Any]] = []
        self.samples = 0
        self.messages: list[dict[str, Any]] = []
        self.refuse: dict[str, str] | None = None
        self.numbers: list[tuple[int, int]] = []
        self.keep: dict[str, Any] = {"days": 0, "fixed_by": "", "older": 0}

    def play_to(self, maker: Maker, type_: str, **fields: Any) -> dict[str, Any]:
        """The script is the log of `maker` up to the first line that matches."""
        at = next(i for i, line in enumerate(maker.lines) if line["type"] == type_ and fields.items() <= line.items())
        self.script = maker.lines[: at + 1]
        self.samples = maker.lines[at]["t"] * 16
        return maker.lines[at]

    def add(self, type_: str, **fields: Any) -> dict[str, Any]:
        """One more line, sent to whoever is there."""
        line = {"n": len(self.script) + 1, "t": self.samples // 16, "type": type_, **fields}
        self.script = [*self.script, line]
        self.tell(line)
        return line

    def tell(self, message: dict[str, Any] | bytes) -> None:
        for socket, loop in list(self.sockets):
            sending = (
                socket.send_bytes(message) if isinstance(message, bytes) else socket.send_text(json.dumps(message))
            )
            asyncio.run_coroutine_threadsafe(sending, loop).result(5)

    def drop(self) -> None:
        for socket, loop in list(self.sockets):
            with contextlib.suppress(RuntimeError):
                asyncio.run_coroutine_threadsafe(socket.close(1012), loop).result(5)

    @staticmethod
    def voice(utterance: int, first: int, samples: list[int], *, last: bool) -> bytes:
        return struct.pack("<2sBBIQ", b"HS", 2, 1 if last else 0, utterance, first) + struct.pack(
            f"<{len(samples)}h", *samples
        )


def tone(maker: Maker) -> bytes:
    """A short quiet sound as long as the session, so that the player has something to seek in."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(bytes(2 * 16 * (maker.t + 500)))
    return out.getvalue()


def card(session: str, maker: Maker, state: str = "ended", **more: Any) -> dict[str, Any]:
    started = maker.lines[0]
    return {
        "id": session,
        "case": started["case"],
        "case_title": started["case_title"],
        "family": started["family"],
        "created": started["created"],
        "duration_ms": maker.t,
        "minutes": started["minutes"],
        "state": state,
        "level": started["level"],
        "persona": started["persona_name"],
        "pressure": started["pressure"],
        "sample": False,
        "phases": maker.phases(),
        "links": [],
        **more,
    }


def folded(maker: Maker) -> Any:
    """The debrief as the server's own core folds it."""
    from hotseat.adapters.case_files import load_cases
    from hotseat.core.debrief import debrief, to_dict
    from hotseat.places import shipped
    from hotseat.wire import decode_event

    case = next(iter(load_cases([shipped("cases")]).values()))
    return to_dict(debrief([decode_event(line)[1] for line in to_lines(maker).splitlines()], case, duration_ms=maker.t))


def laid_beside(a: str, b: str, sessions: dict[str, Maker]) -> Any:
    """Two sessions side by side, as the server's own core compares them."""
    from dataclasses import asdict

    from hotseat.core.over_time import compare
    from hotseat.core.progress import facts
    from hotseat.wire import decode_event

    def of(key: str) -> Any:
        events = [decode_event(line)[1] for line in to_lines(sessions[key]).splitlines()]
        return facts(events, state="ended", duration_ms=sessions[key].t)

    return asdict(compare(of(a), of(b)))


def build(stage: Stage, sessions: dict[str, Maker], debriefs: dict[str, Any] | None = None) -> FastAPI:
    app = FastAPI()
    sounds: dict[str, bytes] = {}

    @app.middleware("http")
    async def policy(request: Request, call_next: Any) -> Response:
        response: Response = await call_next(request)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "no-cache"
        return response

    @app.get("/api/lobby")
    def lobby() -> Any:
        return LOBBY

    @app.get("/api/cases")
    def cases() -> Any:
        return CASES

    @app.get("/api/sessions")
    def all_sessions() -> Any:
        return [card(key, maker) for key, maker in sessions.items()]

    @app.post("/api/sessions", status_code=201)
    async def create(request: Request) -> Any:
        stage.messages.append({"type": "created", **(await request.json())})
        return {"id": "made"}

    @app.get("/api/sessions/{key}")
    def session(key: str) -> Any:
        maker = sessions[key]
        marks = [
            {
                "label": line["label"],
                "name": line["label"].replace("_", " "),
                "kind": line["kind"],
                "turn": line["turn"],
                "start": line["start"],
                "end": line["end"],
                "start_ms": line["t"],
                "end_ms": line["t"] + 900,
            }
            for line in maker.lines
            if line["type"] == "mark_made"
        ]
        return {
            **card(key, maker),
            "session": key,
            "marks": marks,
            "turns": [],
            "missing": [],
            "rubric_page": {"user": "one clerk, one visit"},
        }

    @app.get("/api/sessions/{key}/events")
    def events(key: str) -> Response:
        return Response(to_lines(sessions[key]), media_type="application/x-ndjson")

    @app.get("/api/sessions/{key}/peaks")
    def peaks(key: str) -> Any:
        return sessions[key].peaks()

    @app.get("/api/sessions/{key}/debrief")
    def debrief(key: str) -> Any:
        return (debriefs or {}).get(key) or folded(sessions[key])

    @app.post("/api/sessions/{key}/redo", status_code=201)
    async def again(key: str, request: Request) -> Any:
        stage.messages.append({"type": "redo", "session": key, **(await request.json())})
        return {"id": "again"}

    @app.get("/api/sessions/{key}/redos")
    def redos(key: str) -> Any:
        return [redone(key)] if key in sessions else []

    @app.get("/api/progress")
    def over_time() -> Any:
        return PROGRESS

    @app.get("/api/compare")
    def compared(a: str, b: str) -> Any:
        return laid_beside(a, b, sessions)

    @app.post("/api/import")
    async def bring(request: Request) -> Response:
        if (await request.body()).startswith(b"PK"):
            return JSONResponse({"id": "made"}, 201)
        refused = {"code": "archive_unreadable", "message": "The file is no zip.", "next_step": "Export it again."}
        return JSONResponse(refused, 400)

    @app.get("/api/keep")
    def keep() -> Any:
        return stage.keep

    @app.put("/api/keep")
    async def keep_for(request: Request) -> Any:
        stage.keep = {**stage.keep, **(await request.json()), "older": 2}
        return stage.keep

    @app.get("/api/search")
    def search(q: str) -> Any:
        hit = {
            "session": "made",
            "case_title": "Search for a city's building permit office",
            "created": "2026-11-22T21:14:00+01:00",
            "sample": False,
            "redo": False,
            "who": "candidate",
            "number": 2,
            "start_ms": 70000,
            "snippet": "she can't tell which rule is still in force",
            "matches": [[21, 25]],
            "moment": "#t=70",
        }
        return {"query": q, "total": 1, "sessions": 2, "sessions_hit": 1, "hits": [hit]}

    @app.get("/api/sessions/{key}/audio/{name}")
    def audio(key: str, name: str, request: Request) -> Response:
        data = sounds.setdefault(key, tone(sessions[key]))
        asked = request.headers.get("range", "")
        headers = {"Accept-Ranges": "bytes"}
        if not asked.startswith("bytes="):
            return Response(data, media_type="audio/wav", headers=headers)
        first, _, last = asked[6:].partition("-")
        a, b = int(first or 0), min(int(last or len(data) - 1), len(data) - 1)
        headers["Content-Range"] = f"bytes {a}-{b}/{len(data)}"
        return Response(data[a : b + 1], 206, media_type="audio/wav", headers=headers)

    @app.delete("/api/sessions/{key}", status_code=204)
    def delete(key: str) -> Response:
        sessions.pop(key, None)
        return Response(status_code=204)

    @app.websocket("/ws/sessions/{key}")
    async def socket(websocket: WebSocket, key: str) -> None:
        await websocket.accept()
        if stage.refuse:
            await websocket.send_text(json.dumps({"type": "error", **stage.refuse}))
            await websocket.close(4404)
            return
        hello = json.loads(await websocket.receive_text())
        stage.messages.append(hello)
        entry = (websocket, asyncio.get_running_loop())
        stage.sockets.append(entry)
        lines = [line for line in stage.script if "n" in line]
        await websocket.send_text(
            json.dumps({"type": "welcome", "session": key, "n": len(lines), "next_sample": stage.samples})
        )
        for line in stage.script:
            if line.get("n", hello["after"] + 1) > hello["after"]:
                await websocket.send_text(json.dumps(line))
        try:
            while True:
                got = await websocket.receive()
                if got["type"] == "websocket.disconnect":
                    break
                if got.get("bytes") is not None:
                    (first,) = struct.unpack_from("<Q", got["bytes"], 8)
                    stage.numbers.append((first, (len(got["bytes"]) - 16) // 2))
                    stage.samples = max(stage.samples, first + (len(got["bytes"]) - 16) // 2)
                else:
                    stage.messages.append(json.loads(got["text"]))
        except WebSocketDisconnect:
            pass
        finally:
            stage.sockets.remove(entry)

    app.mount("/", StaticFiles(directory=WEB, html=True))
    return app


class Served:
    """The app on a port of its own, in a thread."""

    def __init__(self, app: FastAPI, port: int = 0) -> None:
        self.server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def __enter__(self) -> str:
        self.thread.start()
        while not self.server.started:
            if not self.thread.is_alive():
                raise RuntimeError("the stand-in did not start")
        return f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(5)


if __name__ == "__main__":
    served = Served(build(Stage(), {"made": made(), "long": made(minutes=45)}), int(sys.argv[1]))
    print(served.__enter__())
    served.thread.join()

"""The HTTP and websocket edge: FastAPI routes, each a few lines over the desk."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Request, Response, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field

from hotseat import __version__, views
from hotseat.desk import Desk, Wishes
from hotseat.errors import HotseatError
from hotseat.routes_after import after
from hotseat.security import COOKIE, Door
from hotseat.socket import serve_socket
from hotseat.sound_files import ranged

log = logging.getLogger("hotseat.app")

PAGE_POLICY = (
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; media-src 'self' blob:; "
    "worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
STATUS = {
    "case_unknown": 404,
    "session_unknown": 404,
    "track_missing": 404,
    "host_refused": 403,
    "origin_refused": 403,
    "token_missing": 401,
    "session_live": 409,
    "session_exists": 409,
    "session_is_redo": 409,
    "question_unknown": 404,
    "setting_fixed": 409,
    "settings_unwritable": 507,
    "sample_stays": 409,
    "archive_too_large": 413,
    "session_over": 409,
    "session_busy": 409,
    "server_full": 503,
    "sessions_unwritable": 507,
}


class NewSession(BaseModel):
    """Body of ``POST /api/sessions``."""

    case: Annotated[str, Field(max_length=100)]
    level: Literal["L5", "L6", "staff"] = "L6"
    persona: Annotated[str, Field(max_length=60)] = "sceptical_manager"
    pressure: Literal["calm", "normal", "hard"] = "normal"
    minutes: Annotated[int, Field(ge=5, le=90)] = 45
    patience: Literal["patient", "normal", "brisk"] = "normal"
    ear: Annotated[str, Field(max_length=300)] = ""
    voice: Annotated[str, Field(max_length=300)] = ""
    brain: Annotated[str, Field(max_length=300)] = ""
    rubric_page: Annotated[dict[str, Annotated[str, Field(max_length=2000)]], Field(max_length=6)] | None = None


def error_body(error: HotseatError) -> dict[str, str]:
    """What a client gets to see of an error."""
    return {"code": error.code, "message": error.message, "next_step": error.next_step}


def create_app(desk: Desk, door: Door, *, web: Path) -> FastAPI:
    """The whole server over one desk."""

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await desk.close()

    app = FastAPI(
        title="Hotseat", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )

    @app.middleware("http")
    async def guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        refused = door.refusal(
            method=request.method, headers=request.headers, query=request.query_params, cookies=request.cookies
        )
        if refused is not None and request.url.path != "/healthz":
            error = HotseatError(*refused)
            return JSONResponse(error_body(error), STATUS[error.code])
        response = await call_next(request)
        response.headers["Content-Security-Policy"] = PAGE_POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        if not request.url.path.startswith("/api/sessions/"):
            response.headers["Cache-Control"] = "no-cache"
        if door.token and request.query_params.get("token"):
            response.set_cookie(COOKIE, door.token, httponly=True, samesite="strict")
        return response

    @app.exception_handler(HotseatError)
    async def told(_: Request, error: HotseatError) -> JSONResponse:
        return JSONResponse(error_body(error), STATUS.get(error.code, 400))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part != "body")
        return JSONResponse(
            {"code": "request_invalid", "message": f"{where}: {first['msg']}.", "next_step": "See docs/protocol.md."},
            422,
        )

    app.include_router(_routes(desk))
    app.include_router(after(desk))

    @app.websocket("/ws/sessions/{session_id}")
    async def socket(websocket: WebSocket, session_id: str) -> None:
        refused = door.refusal(
            method="WS", headers=websocket.headers, query=websocket.query_params, cookies=websocket.cookies
        )
        await serve_socket(websocket, session_id, desk, refused)

    app.mount("/", StaticFiles(directory=web, html=True), name="page")
    return app


def _routes(desk: Desk) -> APIRouter:
    routes = APIRouter()

    @routes.get("/healthz")
    async def health() -> dict[str, Any]:
        return {"ok": True, "version": __version__, "live": len(desk.live), "engines": desk.engines.summary()}

    @routes.get("/api/lobby")
    def lobby() -> dict[str, Any]:
        desk.cases()
        broken = [
            {"code": "case_invalid", "message": problem, "next_step": "Correct it, then: hotseat cases lint"}
            for problem in desk.broken
        ]
        return {"version": __version__, **desk.engines.lobby(), "notices": broken}

    @routes.get("/api/cases")
    def cases() -> list[dict[str, str]]:
        return [views.case_card(case) for case in desk.cases().values()]

    @routes.get("/api/sessions")
    def sessions() -> list[dict[str, Any]]:
        return desk.library.cards(desk.live)

    @routes.post("/api/sessions", status_code=201)
    async def create(wishes: NewSession) -> dict[str, str]:
        return {"id": desk.create(Wishes(**wishes.model_dump())).id}

    @routes.get("/api/sessions/{session_id}")
    def session(session_id: str) -> Response:
        if session_id in desk.live:
            return JSONResponse(views.replay(desk.kept(session_id), live=True))
        return Response(desk.library.replay_json(session_id), media_type="application/json")

    @routes.get("/api/sessions/{session_id}/events")
    def events(session_id: str) -> Response:
        return FileResponse(desk.library.log_path(session_id), media_type="application/x-ndjson")

    @routes.get("/api/sessions/{session_id}/peaks")
    def peaks(session_id: str) -> Response:
        if session_id in desk.live:
            return JSONResponse(views.peaks(desk.kept(session_id)))
        return Response(desk.library.peaks_json(session_id), media_type="application/json")

    @routes.get("/api/sessions/{session_id}/debrief")
    def debrief(session_id: str) -> Response:
        kept = desk.kept(session_id)
        if session_id in desk.live:
            return JSONResponse(views.debrief(kept, desk.case_of(kept)))
        return Response(desk.library.debrief_json(session_id, desk.case_of(kept)), media_type="application/json")

    @routes.api_route("/api/sessions/{session_id}/audio/{name}", methods=["GET", "HEAD"])
    def audio(session_id: str, name: str, request: Request) -> Response:
        return ranged(desk.kept(session_id), name, request.headers.get("range"))

    @routes.delete("/api/sessions/{session_id}", status_code=204)
    async def delete(session_id: str) -> Response:
        await asyncio.to_thread(desk.delete, session_id)
        return Response(status_code=204)

    return routes

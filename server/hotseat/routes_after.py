"""HTTP for what comes after an interview: search, progress, comparison, export, import, redo. See docs/http.md."""

from __future__ import annotations

import asyncio
import datetime
import tempfile
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from hotseat.core.over_time import compare, progress
from hotseat.desk import Desk
from hotseat.errors import HotseatError
from hotseat.exports import export
from hotseat.importing import MOST_BYTES, import_session
from hotseat.redo import redos
from hotseat.searching import LONGEST_QUERY, MOST_HITS, search, to_dict


class Moment(BaseModel):
    """Body of ``POST /api/sessions/ID/redo``."""

    utterance: Annotated[int, Field(ge=1, le=100_000)]


class KeepFor(BaseModel):
    """Body of ``PUT /api/keep``: days, 0 for good."""

    days: Annotated[int, Field(ge=0, le=36_500)]


def after(desk: Desk) -> APIRouter:
    """The routes over one desk."""
    routes = APIRouter()
    library = desk.library

    @routes.get("/api/search")
    def searching(
        q: Annotated[str, Query(max_length=LONGEST_QUERY)] = "",
        limit: Annotated[int, Query(ge=1, le=MOST_HITS)] = 50,
    ) -> dict[str, Any]:
        return to_dict(search(library, q, limit=limit, live=desk.live))

    @routes.get("/api/progress")
    def over_time() -> dict[str, Any]:
        return asdict(progress(library.facts(desk.live)))

    @routes.get("/api/compare")
    def side_by_side(a: str, b: str) -> dict[str, Any]:
        return asdict(compare(library.facts_of(a), library.facts_of(b)))

    @routes.get("/api/sessions/{session_id}/export/{form}")
    def exporting(session_id: str, form: str) -> Response:
        if session_id in desk.live:
            raise HotseatError("session_live", "This session is going on.", next_step="End it first, then export it.")
        kept = desk.kept(session_id)
        out = export(kept, form, case=library.case_or_none(kept))
        headers = {"Content-Disposition": f'attachment; filename="{out.name}"', "Cache-Control": "no-store"}
        return StreamingResponse(out.pieces, media_type=out.media_type, headers=headers)

    @routes.post("/api/import", status_code=201)
    async def importing(request: Request, later: BackgroundTasks) -> dict[str, str]:
        with tempfile.TemporaryFile() as file:
            size = 0
            async for piece in request.stream():
                size += len(piece)
                if size > MOST_BYTES:
                    raise HotseatError("archive_too_large", "The file is larger than 2 GB.")
                file.write(piece)
            file.seek(0)
            session_id = await asyncio.to_thread(import_session, file, library.sessions, taken=library.taken())
        later.add_task(library.warm, session_id)
        return {"id": session_id}

    def kept_for() -> dict[str, Any]:
        now = datetime.datetime.now().astimezone()
        return asdict(desk.retention.told(library, running=desk.engines.settings.keep_days, now=now))

    @routes.get("/api/keep")
    def keep() -> dict[str, Any]:
        return kept_for()

    @routes.put("/api/keep")
    def keep_for(wish: KeepFor) -> dict[str, Any]:
        desk.retention.change(wish.days)
        return kept_for()

    @routes.post("/api/sessions/{session_id}/redo", status_code=201)
    async def redo(session_id: str, moment: Moment) -> dict[str, str]:
        return {"id": desk.redo(session_id, moment.utterance).id}

    @routes.get("/api/sessions/{session_id}/redos")
    def answered_again(session_id: str) -> list[dict[str, Any]]:
        return redos(library, session_id, desk.live)

    return routes

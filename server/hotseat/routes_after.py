"""HTTP for what comes after an interview: search, progress, comparison, export, import, redo. See docs/http.md."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from hotseat.core.over_time import compare, progress
from hotseat.desk import Desk
from hotseat.searching import LONGEST_QUERY, MOST_HITS, search, to_dict


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

    return routes

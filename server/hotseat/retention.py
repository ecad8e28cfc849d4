"""Sessions that are older than the user wants to keep: deleted at a start of the server, and named."""

from __future__ import annotations

import datetime

from hotseat.errors import HotseatError
from hotseat.library import Library


def expire(library: Library, keep_days: int, *, now: datetime.datetime) -> list[str]:
    """Delete what was created more than `keep_days` days before `now`; the ids that are gone.

    0 keeps everything. Redos go with their parents. What has no readable date is kept.
    """
    if keep_days <= 0:
        return []
    limit = now - datetime.timedelta(days=keep_days)
    gone: list[str] = []
    for card in list(library.all_cards()):
        created = _date(card["created"])
        if card["redo_of"] is None and created is not None and created < limit:
            try:
                gone += library.delete(card["id"])
            except (HotseatError, OSError):
                continue
    return gone


def _date(text: str) -> datetime.datetime | None:
    try:
        date = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return date if date.tzinfo is not None else date.astimezone()

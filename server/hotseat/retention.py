"""How long sessions are kept: what is older is deleted at a start of the server, and named."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hotseat.errors import HotseatError
from hotseat.library import Library
from hotseat.settings import load_settings, write_setting

SETTING = "keep_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFor:
    """For how many days (0: for good), what else decides it, and how many sessions go at the next start."""

    days: int
    fixed_by: str
    older: int


class Retention:
    """Reads the setting and changes it in ``settings.toml``; a flag or the environment stands above that file."""

    def __init__(self, home: Path, *, flag: bool = False, environ: Mapping[str, str] = os.environ) -> None:
        self._home = home
        in_environment = f"HOTSEAT_{SETTING.upper()}" in environ
        self.fixed_by = "--keep-days" if flag else "HOTSEAT_KEEP_DAYS" if in_environment else ""

    def told(self, library: Library, *, running: int, now: datetime.datetime) -> KeptFor:
        """`running` is what this server was started with; it holds where something above the file decides."""
        days = running if self.fixed_by else load_settings(self._home, environ={}).keep_days
        return KeptFor(days=days, fixed_by=self.fixed_by, older=len(list(_older(library, days, now))))

    def change(self, days: int) -> None:
        """Raises ``setting_fixed`` where the file would not be heard."""
        if self.fixed_by:
            raise HotseatError(
                "setting_fixed",
                f"How long sessions are kept is set by {self.fixed_by}.",
                next_step="Start the server without it, then change it here.",
            )
        write_setting(self._home, SETTING, days)


def expire(library: Library, keep_days: int, *, now: datetime.datetime) -> list[str]:
    """Delete what was created more than `keep_days` days before `now`; the ids that are gone.

    0 keeps everything. Redos go with their parents. What has no readable date is kept.
    """
    gone: list[str] = []
    for card in list(_older(library, keep_days, now)):
        try:
            gone += library.delete(card["id"])
        except (HotseatError, OSError):
            continue
    return gone


def _older(library: Library, keep_days: int, now: datetime.datetime) -> Iterator[dict[str, Any]]:
    """Cards of the sessions that are too old, without their redos."""
    if keep_days <= 0:
        return
    limit = now - datetime.timedelta(days=keep_days)
    for card in library.all_cards():
        created = _date(card["created"])
        if card["redo_of"] is None and created is not None and created < limit:
            yield card


def _date(text: str) -> datetime.datetime | None:
    try:
        date = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return date if date.tzinfo is not None else date.astimezone()

"""What several verbs need: the user's folders, a desk-less look at sessions, and times as people write them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from hotseat.errors import HotseatError
from hotseat.library import SESSION_ID, Library
from hotseat.recording import Kept
from hotseat.sample import sample_folder
from hotseat.settings import Settings, case_folders, data_dir, load_settings, sessions_dir


def here() -> tuple[Path, Settings]:
    """The data folder and the settings in force."""
    home = data_dir()
    return home, load_settings(home)


def library_of(home: Path, settings: Settings) -> Library:
    """The sessions of the user, with the cases that belong to them."""
    return Library(sessions_dir(home), cases=case_folders(settings, home))


def find_session(home: Path, wanted: str) -> Kept:
    """A session by its id, by the beginning of it, or ``last``. Raises ``session_unknown``."""
    folder = sessions_dir(home)
    inside = folder.iterdir() if folder.is_dir() else ()
    names = sorted(p.name for p in inside if SESSION_ID.match(p.name) and p.is_dir())
    found = (
        names[-1:]
        if wanted == "last"
        else [n for n in names if n == wanted] or [n for n in names if n.startswith(wanted)]
    )
    shipped = sample_folder()
    if not found and shipped is not None and wanted in ("sample", "last", shipped.name):
        return Kept(shipped)
    if len(found) != 1:
        what = "There are several sessions that begin so" if found else "There is no session of that name"
        raise HotseatError("session_unknown", f"{what}: {wanted}.", next_step="See: hotseat sessions")
    return Kept(folder / found[0])


def clock(ms: int) -> str:
    """``m:ss``."""
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"


def print_json(value: Any) -> None:
    """The same bytes for the same value."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")

"""What is folded from a session's log once and kept beside it: cards, facts, words said, the whole replay.

It lies in the session's own folder, so deleting the session deletes it; it is made again whenever the log, a track
or the program has changed. A folder that cannot be written to costs time, nothing else.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hotseat import __version__
from hotseat.recording import LOG, SUFFIXES, TRACKS, Kept

FOLDER = "folded"
FOLDS = 6
"""Raise it when a fold gives something else for the same log."""
MOST_IN_MEMORY = 2_000
_TRACK_FILES = tuple(f"{track}{suffix}" for track in TRACKS for suffix in SUFFIXES)


class Folded:
    """Looks folds up by session folder and name. The `read_only` folder is never written to."""

    def __init__(self, *, read_only: Path | None = None) -> None:
        self._read_only = read_only
        self._values: OrderedDict[tuple[Path, str], tuple[str, Any]] = OrderedDict()
        self._unwritten: dict[tuple[Path, str], tuple[str, str]] = {}
        """folds of the read-only folder, which have no other place"""

    def value(self, folder: Path, name: str, make: Callable[[Kept], Any]) -> Any:
        """The fold as plain values; do not change it. Raises ``session_unreadable``."""
        key = key_of(folder)
        at = (folder, name)
        if self._values.get(at, ("", None))[0] != key:
            self._values[at] = (key, json.loads(self.body(folder, name, make)))
            while len(self._values) > MOST_IN_MEMORY:
                self._values.popitem(last=False)
        return self._values[at][1]

    def body(self, folder: Path, name: str, make: Callable[[Kept], Any], *, also: str = "") -> str:
        """The fold as JSON text, read from beside the log or made now; `also` is what else it hangs on.

        Raises ``session_unreadable``.
        """
        path = folder / FOLDER / f"{name}.json"
        key = f"{key_of(folder)} {also}".strip()
        try:
            kept_key, _, body = path.read_text(encoding="utf-8").partition("\n")
            if kept_key == key:
                return body
        except (OSError, UnicodeDecodeError):
            pass
        known = self._unwritten.get((folder, name), ("", ""))
        if known[0] == key:
            return known[1]
        body = json.dumps(make(Kept(folder)), ensure_ascii=False, separators=(",", ":"))
        if folder == self._read_only:
            self._unwritten[folder, name] = (key, body)
        else:
            _write(path, f"{key}\n{body}")
        return body

    def forget(self, folder: Path) -> None:
        """Drop what memory holds of a session that is deleted."""
        for at in [at for at in self._values if at[0] == folder]:
            del self._values[at]


def key_of(folder: Path) -> str:
    """Changes whenever the log, a track or the program does."""
    parts = [f"{__version__}.{FOLDS}"]
    try:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                if entry.name == LOG or entry.name in _TRACK_FILES:
                    about = entry.stat()
                    parts.append(f"{entry.name}:{about.st_size}:{about.st_mtime_ns}")
    except OSError:
        parts.append("gone")
    return " ".join(parts)


def _write(path: Path, text: str) -> None:
    part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        path.parent.mkdir(exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()

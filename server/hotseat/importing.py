"""Brings an exported session back: the same log bit for bit, the same sound sample for sample, or a refusal.

Nothing of an archive is trusted: names must be the few that an export writes, sizes are bounded while unpacking, and
sums must agree. The session appears in one step, under the name that it had, or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import IO, Any

from hotseat.errors import HotseatError
from hotseat.exports_zip import FORMAT, MANIFEST, VERSION, sound_sum
from hotseat.library import SESSION_ID
from hotseat.recording import LOG, TRACKS, Kept

MOST_BYTES = 2 * 1024**3
LONGEST_LOG = 256 * 1024**2
NAMES = frozenset({MANIFEST, LOG, *(f"{track}{suffix}" for track in TRACKS for suffix in (".flac", ".opus", ".pcm"))})
_BLOCK = 1 << 20


def import_session(source: Path | IO[bytes], sessions: Path, *, taken: frozenset[str] = frozenset()) -> str:
    """Unpack an archive into the sessions' folder; the session's id.

    Raises ``archive_unreadable``, ``archive_unsafe``, ``archive_wrong``, ``archive_newer``, ``archive_too_large``,
    ``archive_damaged``, ``session_exists`` or ``sessions_unwritable``; then nothing was changed.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            about = _checked(archive)
            session = str(about["session"])
            if session in taken or (sessions / session).exists():
                raise HotseatError(
                    "session_exists",
                    f"There is a session {session} already; nothing was changed.",
                    next_step=f"If the one in the file is wanted, delete the other first: hotseat delete {session}",
                )
            return _unpack(archive, about, sessions, session)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise HotseatError(
            "archive_unreadable",
            "This is no zip file, or it is damaged.",
            next_step="Give a file that was made with: hotseat export ID --format zip",
        ) from error
    except FileNotFoundError as error:
        raise HotseatError("archive_unreadable", f"There is no {error.filename}.") from error


def _checked(archive: zipfile.ZipFile) -> dict[str, Any]:
    names = archive.namelist()
    for name in names:
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name:
            raise HotseatError(
                "archive_unsafe",
                "The archive holds a name that leads out of its folder; nothing was unpacked.",
                next_step="Do not use this file. Ask for a fresh export.",
            )
    strangers = sorted(set(names) - NAMES)
    if strangers or len(names) != len(set(names)) or not {MANIFEST, LOG} <= set(names):
        what = f"it holds {strangers[0]!r}" if strangers else "parts are missing or there twice"
        raise _wrong(what)
    if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
        raise _too_large()
    try:
        about = json.loads(_read(archive, MANIFEST, 1 << 16))
        log, tracks = about["log"], about["tracks"]
        good = about["format"] == FORMAT and SESSION_ID.match(about["session"]) and isinstance(log["sha256"], str)
        good = good and set(tracks) <= set(TRACKS) and all(isinstance(t["samples"], int) for t in tracks.values())
        sounds = sorted(name.partition(".")[0] for name in names if name not in (MANIFEST, LOG))
        good = good and sounds == sorted(tracks)
        version = int(about["version"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _wrong("its description cannot be read") from error
    if not good:
        raise _wrong("its description does not fit")
    if version > VERSION:
        raise HotseatError(
            "archive_newer", "The archive was made by a newer version.", next_step="Update Hotseat, then import it."
        )
    checked: dict[str, Any] = about
    return checked


def _unpack(archive: zipfile.ZipFile, about: dict[str, Any], sessions: Path, session: str) -> str:
    try:
        sessions.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix=".import-", dir=sessions))
    except OSError as error:
        raise HotseatError(
            "sessions_unwritable", f"Sessions cannot be kept in {sessions}: {error.strerror or error}."
        ) from error
    try:
        log = _read(archive, LOG, LONGEST_LOG)
        if hashlib.sha256(log).hexdigest() != about["log"]["sha256"]:
            raise _damaged("The log is not the one that was exported.")
        (half / LOG).write_bytes(log)
        for name in archive.namelist():
            if name not in (MANIFEST, LOG):
                _extract(archive, name, half / name)
        kept = _readable(half)
        if kept.started.session != session:
            raise _damaged("The log belongs to another session.")
        for track, wanted in about["tracks"].items():
            if kept.samples(track) != wanted["samples"] or sound_sum(kept, track) != wanted["sha256"]:
                raise _damaged(f"The {track}'s sound is not what was exported.")
        os.chmod(half, 0o700)
        half.rename(sessions / session)
    except OSError as error:
        raise HotseatError(
            "sessions_unwritable", f"The session cannot be written: {error.strerror or error}."
        ) from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return session


def _readable(folder: Path) -> Kept:
    try:
        return Kept(folder)
    except HotseatError as error:
        raise _wrong("its log cannot be read") from error


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise _too_large()
    return data


def _extract(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    """Copy one entry, counting what really comes out of it."""
    left = MOST_BYTES
    with archive.open(name) as source, path.open("xb") as target:
        while block := source.read(_BLOCK):
            left -= len(block)
            if left < 0:
                raise _too_large()
            target.write(block)


def _wrong(what: str) -> HotseatError:
    return HotseatError(
        "archive_wrong",
        f"This is not an exported session: {what}.",
        next_step="Give a file that was made with: hotseat export ID --format zip",
    )


def _damaged(what: str) -> HotseatError:
    return HotseatError("archive_damaged", what, next_step="Export it again and import that file.")


def _too_large() -> HotseatError:
    return HotseatError("archive_too_large", "The archive unpacks to more than 2 GB.", next_step="Export it again.")

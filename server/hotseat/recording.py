"""A session on disk: an append-only log and two tracks on one clock, in a folder of its own.

========================  ==================================================================
``events.jsonl``          one event a line, numbered from 1; what a client has seen is in it
``candidate.pcm``         the microphone, raw mono s16le 16 kHz: sample n is time n / 16 ms
``interviewer.pcm``       what was heard of the interviewer, on the same clock
``candidate.flac`` …      the tracks again, packed after the end; the raw log always stays
========================  ==================================================================

Every write goes straight to the operating system, so a killed process loses nothing that it was given. A full
disk keeps sound and lines in memory and tries again with the next write; `trouble` says so meanwhile.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from hotseat.core.events import LOG_VERSION, Event, SessionEnded, SessionStarted
from hotseat.core.fitting import fitting
from hotseat.errors import HotseatError
from hotseat.wire import decode_event, encode_event

RATE = 16_000
BYTES = 2
LOG = "events.jsonl"
TRACKS = ("candidate", "interviewer")
KEPT_IN_MEMORY = 64 * 1024 * 1024
"""Bytes of sound kept while the disk is full: about half an hour of one track."""
SUFFIXES = (".pcm", ".flac", ".opus")
SHORTER_MS = 1_000
"""A track may end this much before the log without a word about it."""
_BLOCK = RATE * 60


class _File:
    """A file that is written at positions and that outlives a full disk."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._waiting: list[tuple[int, bytes]] = []
        self._waiting_bytes = 0
        self.size = os.fstat(self._fd).st_size

    @property
    def trouble(self) -> OSError | None:
        """Why bytes wait in memory, or None."""
        return self._trouble

    _trouble: OSError | None = None

    def write(self, position: int, data: bytes) -> None:
        """Write now, or keep it until the disk takes it. Raises the OSError when memory is full too."""
        self.size = max(self.size, position + len(data))
        self._waiting.append((position, data))
        self._waiting_bytes += len(data)
        try:
            while self._waiting:
                at, chunk = self._waiting[0]
                written = os.pwrite(self._fd, chunk, at)
                self._waiting_bytes -= written
                if written < len(chunk):
                    self._waiting[0] = (at + written, chunk[written:])
                else:
                    self._waiting.pop(0)
            self._trouble = None
        except OSError as error:
            self._trouble = error
            if self._waiting_bytes > KEPT_IN_MEMORY:
                raise

    def read(self, position: int, length: int) -> bytes:
        return os.pread(self._fd, length, position)

    def truncate(self, size: int) -> None:
        os.ftruncate(self._fd, size)
        self.size = size

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.fsync(self._fd)
        os.close(self._fd)


class Recording:
    """The files of one live session. Create with `create`, go on with `reopen`."""

    def __init__(self, folder: Path, events: list[Event]) -> None:
        self.folder = folder
        self.events = events
        self._log = _File(folder / LOG)
        self._tracks = {name: _File(folder / f"{name}.pcm") for name in TRACKS}

    @classmethod
    def create(cls, folder: Path) -> Recording:
        """A new session folder. Raises ``HotseatError`` ``sessions_unwritable``."""
        try:
            folder.mkdir(parents=True, exist_ok=False)
            return cls(folder, [])
        except OSError as error:
            raise HotseatError(
                "sessions_unwritable",
                f"A session cannot be kept in {folder.parent}: {error.strerror or error}.",
                next_step="Make that folder writable, free some space, or set HOTSEAT_HOME to another one.",
            ) from error

    @classmethod
    def reopen(cls, folder: Path) -> Recording:
        """Go on with a session that was left. A torn last line is cut off; it was never shown to anybody."""
        events, good_bytes = _read_log(folder / LOG)
        recording = cls(folder, events)
        recording._log.truncate(good_bytes)
        for track in recording._tracks.values():
            track.truncate(track.size - track.size % BYTES)
        return recording

    @property
    def samples(self) -> int:
        """Length of the candidate's track: the session clock, in samples."""
        return self._tracks["candidate"].size // BYTES

    @property
    def trouble(self) -> OSError | None:
        """Why something waits in memory (a full disk), or None."""
        return self._log.trouble or self._tracks["candidate"].trouble or self._tracks["interviewer"].trouble

    def append(self, event: Event) -> int:
        """Write one event; its number. This comes before anybody is told."""
        self.events.append(event)
        line = encode_event(len(self.events), event).encode() + b"\n"
        self._log.write(self._log.size, line)
        return len(self.events)

    def hear_candidate(self, first_sample: int, pcm: bytes) -> tuple[int, bytes]:
        """Add microphone sound at its place; silence fills a gap, what is there already stays.

        Gives back the place and the sound that were new, silence included.
        """
        have = self.samples
        skip = max(have - first_sample, 0) * BYTES
        new = pcm[skip:]
        if not new:
            return have, b""
        gap = max(first_sample - have, 0)
        new = bytes(gap * BYTES) + new
        self._tracks["candidate"].write(have * BYTES, new)
        return have, new

    def hear_interviewer(self, first_sample: int, pcm: bytes) -> None:
        """Write what sounded from the interviewer, at its place on the session clock."""
        self._tracks["interviewer"].write(first_sample * BYTES, pcm)

    def candidate_pcm(self, first_sample: int, samples: int) -> bytes:
        """Read back a stretch of the microphone's track."""
        return self._tracks["candidate"].read(first_sample * BYTES, samples * BYTES)

    def level_tracks(self) -> None:
        """Make the interviewer's track exactly as long as the candidate's."""
        want, track = self.samples * BYTES, self._tracks["interviewer"]
        if track.size > want:
            track.truncate(want)
        elif track.size < want:
            track.write(want - BYTES, bytes(BYTES))

    def close(self) -> None:
        """Close the files; the session can be reopened."""
        for file in (self._log, *self._tracks.values()):
            file.close()


def _read_log(path: Path) -> tuple[list[Event], int]:
    """Events of the whole lines, and how many bytes those are."""
    events: list[Event] = []
    good = 0
    data = path.read_bytes() if path.exists() else b""
    for line in data.splitlines(keepends=True):
        if not line.endswith(b"\n"):
            break
        try:
            n, event = decode_event(line.decode())
        except (HotseatError, UnicodeDecodeError):
            break
        if n != len(events) + 1:
            break
        events.append(event)
        good += len(line)
    return events, good


class Kept:
    """A session on disk, to be read: whatever can be read is, and `missing` says in words what cannot."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.id = folder.name
        self.missing: list[str] = []
        self._lengths: dict[str, int] = {}
        events, skipped, torn = self._read()
        if not events or not isinstance(events[0], SessionStarted):
            raise HotseatError(
                "session_unreadable",
                f"The log of session {self.id} cannot be read from its beginning.",
                next_step=f"Its sound is still in {folder}.",
            )
        self.started: SessionStarted = events[0]
        self.events, unfit = fitting(events)
        self._say_what_is_missing(skipped, unfit, torn=torn)

    def _read(self) -> tuple[list[Event], int, bool]:
        """What can be read of the log, how many lines cannot, and whether the last one was torn off."""
        try:
            whole = (self.folder / LOG).read_bytes()
        except OSError as error:
            raise HotseatError("session_unreadable", f"Session {self.id} has no log.") from error
        events: list[Event] = []
        skipped = 0
        lines = whole.removesuffix(b"\n").split(b"\n")
        torn = False
        for number, data in enumerate(lines):
            line = data.decode("utf-8", errors="replace")
            try:
                events.append(decode_event(line if number else completed(line))[1])
            except HotseatError:
                torn = number == len(lines) - 1 and not whole.endswith(b"\n")
                skipped += not torn
        return events, skipped, torn

    def _say_what_is_missing(self, skipped: int, unfit: int, *, torn: bool) -> None:
        if torn:
            self.missing.append("The last line of the log was torn off and is left out.")
        if skipped:
            self.missing.append(f"{skipped} line{'s' if skipped > 1 else ''} of the log cannot be read.")
        if self.started.version > LOG_VERSION:
            self.missing.append("Made by a newer version. Shown as far as it is understood.")
        if unfit:
            self.missing.append(
                f"{unfit} mark{'s point' if unfit > 1 else ' points'} at words that are not in the log; left out."
            )
        for name in TRACKS:
            if not self.track_path(name):
                self.missing.append(f"The {name}'s track is missing.")
            elif self.samples(name) < 0:
                self.missing.append(f"The {name}'s track cannot be read.")
        heard_ms = self.samples("candidate") * 1000 // RATE
        last_ms = max(event.t for event in self.events)
        if self.track_path("candidate") and 0 <= heard_ms < last_ms - SHORTER_MS:
            self.missing.append(f"The sound ends at {clock(heard_ms)}, the log at {clock(last_ms)}.")

    @property
    def state(self) -> str:
        """ended, or cut_off for a session that never reached its end."""
        last = self.events[-1]
        return "cut_off" if not isinstance(last, SessionEnded) or last.reason == "cut_off" else "ended"

    @property
    def duration_ms(self) -> int:
        """Length of the session: of the log or of its longest track, whichever is longer."""
        return max(self.sound_samples * 1000 // RATE, max(event.t for event in self.events))

    @property
    def sound_samples(self) -> int:
        """Length of the longest track in samples; 0 when there is no sound."""
        return max(0, *(self.samples(name) for name in TRACKS))

    @property
    def sound_ms(self) -> dict[str, int]:
        """How far the sound of each track goes; 0 for one that is missing or cannot be read."""
        return {name: max(self.samples(name), 0) * 1000 // RATE for name in TRACKS}

    def samples(self, track: str) -> int:
        """Length of a track in samples: 0 when it is missing, -1 when it cannot be read."""
        path = self.track_path(track)
        if path is None:
            return 0
        if path.suffix == ".pcm":
            try:
                return path.stat().st_size // BYTES
            except FileNotFoundError:  # packed a moment ago: the packed track is there
                return self.samples(track)
        if track not in self._lengths:
            try:
                self._lengths[track] = int(soundfile.info(str(path)).frames)
            except (RuntimeError, OSError):
                self._lengths[track] = -1
        return self._lengths[track]

    def pcm(self, track: str, first_sample: int = 0, samples: int | None = None) -> NDArray[np.int16]:
        """A stretch of a track as int16; silence where the track has none."""
        path = self.track_path(track)
        count = self.sound_samples - first_sample if samples is None else samples
        count = max(count, 0)
        if path is None or self.samples(track) < 0:
            return np.zeros(count, np.int16)
        if path.suffix == ".pcm":
            try:
                with path.open("rb") as file:
                    file.seek(first_sample * BYTES)
                    got = np.frombuffer(file.read(count * BYTES)[: count * BYTES], np.int16)
            except FileNotFoundError:
                return self.pcm(track, first_sample, count)
        else:
            with soundfile.SoundFile(str(path)) as sound:
                sound.seek(min(first_sample, sound.frames))
                got = sound.read(count, dtype="int16")
        return np.concatenate([got, np.zeros(count - len(got), np.int16)]) if len(got) < count else got

    def track_path(self, track: str) -> Path | None:
        """The file of a track: raw, packed, or (the sample only) Opus."""
        for suffix in SUFFIXES:
            path = self.folder / f"{track}{suffix}"
            if path.exists():
                return path
        return None

    def pack(self) -> None:
        """Write each raw track as FLAC and drop the raw one once the FLAC reads back the same.

        A track without a sample stays raw: libsndfile cannot read such a FLAC back.
        """
        for name in TRACKS:
            raw = self.folder / f"{name}.pcm"
            if not raw.exists() or not self.samples(name):
                continue
            packed = self.folder / f"{name}.flac"
            half = packed.with_suffix(".flac.part")
            with soundfile.SoundFile(str(half), "w", RATE, 1, subtype="PCM_16", format="FLAC") as sound:
                for first in range(0, self.samples(name), _BLOCK):
                    sound.write(self.pcm(name, first, min(_BLOCK, self.samples(name) - first)))
            if soundfile.info(str(half)).frames == self.samples(name):
                os.replace(half, packed)
                raw.unlink()


def completed(line: str) -> str:
    """The first line of a log, with empty values for fields of this version that another version does not write."""
    try:
        payload = json.loads(line)
    except ValueError:
        return line
    if not isinstance(payload, dict) or payload.get("type") != "session_started":
        return line
    return json.dumps(_EMPTY | payload)


_EMPTY: dict[str, Any] = {
    f.name: 0 if f.name in ("t", "version", "minutes") else False if f.name == "ear_weak" else ""
    for f in fields(SessionStarted)
    if f.default is MISSING and f.default_factory is MISSING
}


def clock(ms: int) -> str:
    """``m:ss``."""
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"


def list_sessions(folder: Path) -> Iterable[Kept]:
    """Every readable session, newest first."""
    if not folder.exists():
        return
    for path in sorted((p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")), reverse=True):
        try:
            yield Kept(path)
        except HotseatError:
            continue

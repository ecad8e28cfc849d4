"""A whole session in one archive: the log bit for bit, both tracks sample for sample, and how to check that.

``hotseat.json`` names the session, the length and the SHA-256 of the log, and for each track its samples and the
SHA-256 of them as raw mono s16le. So an import knows whether it holds what was exported, whatever the packing.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from pathlib import Path
from typing import IO, Any

import soundfile

from hotseat.recording import BYTES, LOG, RATE, TRACKS, Kept

FORMAT = "hotseat-session"
VERSION = 1
MANIFEST = "hotseat.json"
BLOCK = RATE * 60
_TIME = (1980, 1, 1, 0, 0, 0)


def write_zip(kept: Kept) -> IO[bytes]:
    """The archive as an open temporary file at its start; the same session gives the same bytes."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 (handed over open)
    with zipfile.ZipFile(out, "w") as archive:
        log = (kept.folder / LOG).read_bytes()
        archive.writestr(_entry(MANIFEST, zipfile.ZIP_DEFLATED), json.dumps(manifest(kept, log), indent=1))
        archive.writestr(_entry(LOG, zipfile.ZIP_DEFLATED), log)
        for track in TRACKS:
            path = kept.track_path(track)
            if path is not None and kept.samples(track) >= 0:
                _add_track(archive, kept, track, path)
    out.seek(0)
    return out


def manifest(kept: Kept, log: bytes) -> dict[str, Any]:
    """What the archive says about itself."""
    tracks = {
        track: {"samples": kept.samples(track), "sha256": sound_sum(kept, track)}
        for track in TRACKS
        if kept.track_path(track) is not None and kept.samples(track) >= 0
    }
    about = {"bytes": len(log), "sha256": hashlib.sha256(log).hexdigest()}
    return {"format": FORMAT, "version": VERSION, "session": kept.id, "rate_hz": RATE, "log": about, "tracks": tracks}


def sound_sum(kept: Kept, track: str) -> str:
    """SHA-256 of a track's samples as mono s16le."""
    total = hashlib.sha256()
    samples = kept.samples(track)
    for first in range(0, samples, BLOCK):
        total.update(kept.pcm(track, first, min(BLOCK, samples - first)).astype("<i2").tobytes())
    return total.hexdigest()


def _add_track(archive: zipfile.ZipFile, kept: Kept, track: str, path: Path) -> None:
    """Packed tracks go in as they lie on disk, and empty ones; a raw one is packed to FLAC, which loses no sample."""
    if path.suffix != ".pcm" or not kept.samples(track):
        with path.open("rb") as source, archive.open(_entry(path.name, zipfile.ZIP_STORED), "w") as target:
            while block := source.read(BLOCK * BYTES):
                target.write(block)
        return
    with tempfile.TemporaryFile() as packed:
        samples = kept.samples(track)
        with soundfile.SoundFile(packed, "w", RATE, 1, subtype="PCM_16", format="FLAC") as sound:
            for first in range(0, samples, BLOCK):
                sound.write(kept.pcm(track, first, min(BLOCK, samples - first)))
        packed.seek(0)
        with archive.open(_entry(f"{track}.flac", zipfile.ZIP_STORED), "w") as target:
            while block := packed.read(BLOCK * BYTES):
                target.write(block)


def _entry(name: str, packing: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.compress_type = packing
    entry.external_attr = 0o600 << 16
    return entry

"""The tracks of a session as files over HTTP: wav made on the fly with byte ranges, flac as it lies on disk."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

import numpy as np
from fastapi import Response
from fastapi.responses import FileResponse, StreamingResponse
from numpy.typing import NDArray

from hotseat.errors import HotseatError
from hotseat.recording import BYTES, RATE, TRACKS, Kept

HEADER_BYTES = 44
BLOCK_SAMPLES = RATE * 10
MOST_SAMPLES = (2**32 - 1 - HEADER_BYTES) // BYTES
"""What the header of a WAV can tell."""
_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


def wav_header(samples: int, channels: int = 1) -> bytes:
    """A RIFF header for 16-bit PCM at 16 kHz."""
    size = samples * BYTES * channels
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, channels, RATE, RATE * BYTES * channels, BYTES * channels, 16,
        b"data", size,
    )  # fmt: skip


def mixed(kept: Kept, first: int, samples: int) -> NDArray[np.int16]:
    """Both tracks added, without wrapping at full scale."""
    both = sum(kept.pcm(name, first, samples).astype(np.int32) for name in TRACKS)
    return np.clip(both, -32768, 32767).astype(np.int16)


def length(kept: Kept) -> int:
    """Samples in a file of the session: silence where a track ends early, so that every moment can be gone to."""
    return min(max(kept.sound_samples, kept.duration_ms * RATE // 1000), MOST_SAMPLES)


def ranged(kept: Kept, name: str, range_header: str | None) -> Response:
    """``candidate.wav``, ``interviewer.wav``, ``mix.wav``, or the packed ``.flac`` of a track."""
    stem, _, suffix = name.partition(".")
    if suffix == "flac" and stem in TRACKS and (kept.folder / name).exists():
        return FileResponse(kept.folder / name, media_type="audio/flac")
    if suffix != "wav" or stem not in (*TRACKS, "mix"):
        raise HotseatError("track_missing", f"There is no {name}.", next_step="Ask for candidate.wav or mix.wav.")
    samples = length(kept)
    total = HEADER_BYTES + samples * BYTES
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "no-store"}
    match = _RANGE.match(range_header or "")
    if range_header is None or match is None or match.groups() == ("", ""):
        headers["Content-Length"] = str(total)
        return StreamingResponse(_bytes(kept, stem, 0, total), media_type="audio/wav", headers=headers)
    first, last = _bounds(match[1], match[2], total)
    if first >= total or last < first:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{total}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{total}"
    headers["Content-Length"] = str(last - first + 1)
    return StreamingResponse(
        _bytes(kept, stem, first, last + 1), status_code=206, media_type="audio/wav", headers=headers
    )


def _bounds(start: str, end: str, total: int) -> tuple[int, int]:
    if not start:
        return max(total - int(end), 0), total - 1
    return int(start), min(int(end) if end else total - 1, total - 1)


def _bytes(kept: Kept, stem: str, first: int, stop: int) -> Iterator[bytes]:
    if first < HEADER_BYTES:
        yield wav_header(length(kept))[first:stop]
    at = max(first - HEADER_BYTES, 0)
    stop -= HEADER_BYTES
    while at < stop:
        sample = at // BYTES
        count = min(BLOCK_SAMPLES, -(-stop // BYTES) - sample)
        pcm = (mixed(kept, sample, count) if stem == "mix" else kept.pcm(stem, sample, count)).tobytes()
        skip = at - sample * BYTES
        chunk = pcm[skip : skip + stop - at]
        yield chunk
        at += len(chunk)

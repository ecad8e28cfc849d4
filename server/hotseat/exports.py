"""What a session can be written out as: one function from a format's name to a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from hotseat import views
from hotseat.adapters.weights import classifier
from hotseat.core.case import Case
from hotseat.core.debrief import Debrief, debrief, to_dict
from hotseat.core.timeline import Timeline, timeline
from hotseat.errors import HotseatError
from hotseat.exports_html import as_html
from hotseat.exports_text import as_labels, as_markdown, as_vtt
from hotseat.exports_zip import write_zip
from hotseat.recording import RATE, Kept
from hotseat.sound_files import mixed, wav_header

JSON_VERSION = 1
BLOCK = RATE * 10
READ_BYTES = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file to hand out: its name, its media type, and its bytes in pieces."""

    name: str
    media_type: str
    pieces: Iterator[bytes]


Writer = Callable[[Kept, Timeline, Debrief | None], str | bytes]
TEXTS: dict[str, tuple[str, str, Writer]] = {
    "md": ("md", "text/markdown; charset=utf-8", as_markdown),
    "html": ("html", "text/html; charset=utf-8", as_html),
    "json": ("json", "application/json", lambda kept, _, found: as_json(kept, found)),
    "vtt": ("vtt", "text/vtt; charset=utf-8", lambda kept, folded, _: as_vtt(kept, folded)),
    "audacity": ("labels.txt", "text/plain; charset=utf-8", lambda _, folded, __: as_labels(folded)),
    "pdf": ("pdf", "application/pdf", lambda kept, folded, found: _pdf(kept, folded, found)),
}
FORMATS = (*TEXTS, "wav", "zip")


def export(kept: Kept, form: str, *, case: Case | None) -> Exported:
    """The session in one format; without its case, without a debrief. Raises ``format_unknown``."""
    if form == "wav":
        return Exported(name=f"{kept.id}.wav", media_type="audio/wav", pieces=_mix(kept))
    if form == "zip":
        return Exported(name=f"{kept.id}.zip", media_type="application/zip", pieces=_read(write_zip(kept)))
    if form not in TEXTS:
        raise HotseatError(
            "format_unknown", f"There is no export as “{form}”.", next_step=f"Choose one of: {', '.join(FORMATS)}."
        )
    suffix, media_type, write = TEXTS[form]
    folded = timeline(kept.events, duration_ms=kept.duration_ms)
    found = None if case is None else debrief(kept.events, case, duration_ms=kept.duration_ms, judge=classifier())
    data = write(kept, folded, found)
    whole = data.encode() if isinstance(data, str) else data
    return Exported(name=f"{kept.id}.{suffix}", media_type=media_type, pieces=iter((whole,)))


def as_json(kept: Kept, found: Debrief | None) -> str:
    """Replay and debrief, as the page gets them."""
    whole: dict[str, Any] = {
        "format": "hotseat-session-json",
        "version": JSON_VERSION,
        "replay": views.replay(kept),
        "debrief": None if found is None else to_dict(found),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _pdf(kept: Kept, folded: Timeline, found: Debrief | None) -> bytes:
    from hotseat.exports_pdf import as_pdf  # fpdf takes a second to load, and only this format needs it

    return as_pdf(kept, folded, found)


def _mix(kept: Kept) -> Iterator[bytes]:
    samples = kept.sound_samples
    yield wav_header(samples)
    for first in range(0, samples, BLOCK):
        yield mixed(kept, first, min(BLOCK, samples - first)).tobytes()


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(READ_BYTES):
            yield block

"""A set for the turn-taking benchmarks: a folder of `NAME.wav` (16 kHz mono) with `NAME.json` beside it.

`{"pauses": [{"at_s", "length_s", "kind": "mid" | "clause"}], "yield_s": end of the last word,
"words": [{"text", "start_s", "end_s"}], "asked": the question before}`; the last two are optional.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE = 16_000
TAIL_S = 8.0
"""room tone after the last word, so that late answers are seen"""

Pcm = NDArray[np.int16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A silence inside an answer."""

    at_s: float
    length_s: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One word and when it is said."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One answer."""

    name: str
    pcm: Pcm
    pauses: tuple[Pause, ...]
    yield_s: float
    words: tuple[Spoken, ...] = ()
    asked: str = ""
    made: str = ""
    """free text: how the answer ends, who speaks"""


def room_tone(seconds: float, chance: np.random.Generator, *, level_db: float = -58.0) -> Pcm:
    """Quiet low-passed noise: digital silence disturbs models that were trained on rooms."""
    noise = chance.standard_normal(max(int(seconds * RATE), 0) + 8)
    noise = np.convolve(noise, np.ones(8) / 8, "valid")[: max(int(seconds * RATE), 0)]
    return np.asarray(noise * np.sqrt(8) * 32768 * 10 ** (level_db / 20), np.int16)


def with_tail(pcm: Pcm, yield_s: float) -> Pcm:
    """At least `TAIL_S` of quiet after the yield: made from room tone where the file has less."""
    missing = yield_s + TAIL_S - len(pcm) / RATE
    if missing <= 0:
        return pcm
    return np.concatenate([pcm, room_tone(missing, np.random.default_rng(1))])


def read_set(folder: Path) -> Iterator[Item]:
    """Every item of a set, by name."""
    for path in sorted(folder.glob("*.json")):
        sound = path.with_suffix(".wav")
        if not sound.exists():
            continue
        note: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        pcm, rate = soundfile.read(str(sound), dtype="int16", always_2d=True)
        mono = pcm[:, 0]
        if rate != RATE:
            import soxr

            mono = soxr.resample(mono, rate, RATE)
        yield Item(
            name=path.stem,
            pcm=with_tail(mono, note["yield_s"]),
            pauses=tuple(
                Pause(at_s=p["at_s"], length_s=p["length_s"], kind=p.get("kind", "clause")) for p in note["pauses"]
            ),
            yield_s=note["yield_s"],
            words=tuple(Spoken(text=w["text"], start_s=w["start_s"], end_s=w["end_s"]) for w in note.get("words", ())),
            asked=note.get("asked", ""),
            made=note.get("made", ""),
        )


def write_set(folder: Path, items: Iterable[Item]) -> None:
    """Write a set so that any tool can read it."""
    folder.mkdir(parents=True, exist_ok=True)
    for item in items:
        soundfile.write(str(folder / f"{item.name}.wav"), item.pcm, RATE, subtype="PCM_16")
        note: dict[str, Any] = {
            "pauses": [
                {"at_s": round(p.at_s, 3), "length_s": round(p.length_s, 3), "kind": p.kind} for p in item.pauses
            ],
            "yield_s": round(item.yield_s, 3),
            "made": item.made,
        }
        if item.words:
            note["words"] = [
                {"text": w.text, "start_s": round(w.start_s, 3), "end_s": round(w.end_s, 3)} for w in item.words
            ]
        if item.asked:
            note["asked"] = item.asked
        (folder / f"{item.name}.json").write_text(json.dumps(note, indent=1), encoding="utf-8")

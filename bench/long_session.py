"""A long session to open: the sample, held again and again until the time is full. Every fact of it is a real one."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from hotseat.recording import LOG, RATE, TRACKS, Kept
from hotseat.sample import sample_folder

SESSION = "2026-11-20-2000-agent-refund-long"
ENDS = ("session_started", "session_ended")
ONCE = ("checkpoint_reached", "link_made")
"""What a session has once: taken from the first round."""
NUMBERED = ("turn", "utterance", "after_turn")
TIMES = ("t", "start_ms", "end_ms", "since_ms", "until_ms")


def long_session(sessions: Path, *, minutes: int = 45) -> Path:
    """Write it as a finished session folder, log and both tracks."""
    folder = sample_folder()
    if folder is None:
        raise FileNotFoundError("the sample session")
    sample = Kept(folder)
    lines = [json.loads(line) for line in (sample.folder / LOG).read_text(encoding="utf-8").splitlines()]
    rounds = math.ceil(minutes * 60_000 / sample.duration_ms)
    out = [lines[0] | {"session": SESSION, "minutes": minutes, "sample": False, "created": "2026-11-20T20:00:00+01:00"}]
    for number in range(rounds):
        first = number * sample.duration_ms
        again = [line for line in lines if line["type"] not in ENDS and (number == 0 or line["type"] not in ONCE)]
        out += [_moved(line, number, first) for line in again]
    end = minutes * 60_000
    kept = [line for line in out if line["t"] < end and line.get("end_ms", 0) < end]
    kept.append(lines[-1] | {"t": end})
    target = sessions / SESSION
    target.mkdir(parents=True)
    text = "".join(json.dumps(line | {"n": n}, ensure_ascii=False) + "\n" for n, line in enumerate(kept, 1))
    (target / LOG).write_text(text, encoding="utf-8")
    for track in TRACKS:
        pcm = np.tile(sample.pcm(track), rounds)[: end * RATE // 1000]
        soundfile.write(str(target / f"{track}.flac"), pcm, RATE, subtype="PCM_16")
    return target


def _moved(line: dict[str, Any], number: int, first_ms: int) -> dict[str, Any]:
    """The line as it stands in round `number`: later, with numbers that go on."""
    moved = dict(line)
    for name in TIMES:
        if name in moved:
            moved[name] += first_ms
    for name in NUMBERED:
        if moved.get(name):
            moved[name] += number * 100
    if "words" in moved:
        moved["words"] = [
            word | {name: word[name] + first_ms for name in ("start_ms", "end_ms")} for word in moved["words"]
        ]
    return moved

"""How long the judgment takes: a turn of 500 words, a whole 45-minute interview, and `hotseat judge` from start to end.

    python -m bench.judging

The words are those of the labelled talk in `training/`; the long interview is made of its sessions, one after another.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from bench.machine import report
from hotseat.adapters.weights import classifier
from hotseat.core.judging import judge_transcript
from hotseat.core.judgment.classifier import Context
from hotseat.core.transcript import parse_transcript
from hotseat.judge import case_of

TALK = Path(__file__).resolve().parents[1] / "training" / "corpus"
TURN_WORDS = 500
LONG_S = 45 * 60
REPEATS = 15


def timed(run: Callable[[int], Any], repeats: int = REPEATS) -> dict[str, float]:
    """Milliseconds of several runs: the least, the median, the most."""
    took = []
    for number in range(repeats):
        began = time.perf_counter()
        run(number)
        took.append(1000 * (time.perf_counter() - began))
    return {
        "least_ms": round(min(took), 1), "median_ms": round(statistics.median(took), 1), "most_ms": round(max(took), 1)
    }  # fmt: skip


def long_interview() -> dict[str, Any]:
    """Sessions one after another until 45 minutes are full, as one transcript."""
    turns: list[dict[str, Any]] = []
    first: dict[str, Any] | None = None
    shift = 0.0
    while shift < LONG_S:
        for path in sorted(TALK.glob("d*.yaml")):
            session = yaml.safe_load(path.read_text(encoding="utf-8"))
            first = first or session
            for turn in session["turns"]:
                turns.append({**turn, "start_s": turn["start_s"] + shift, "end_s": turn["end_s"] + shift})
            shift = turns[-1]["end_s"] + 1
            if shift >= LONG_S:
                break
    assert first is not None
    return {"id": "long", "case": first["case"], "turns": turns}


def main() -> int:
    """Measure and print."""
    judge = classifier()
    interview = long_interview()
    said = " ".join(turn["text"] for turn in interview["turns"] if turn["who"] == "candidate").split()
    turn = " ".join(said[:TURN_WORDS])
    context = Context(question="What would let you ship it?")
    report("judge_turn", words=TURN_WORDS, **timed(lambda number: judge.marks(f"{turn} {number}", context)))
    transcript = parse_transcript(interview, name="long")
    case = case_of(transcript)
    report(
        "judge_interview", minutes=45, words=len(said), turns=len(interview["turns"]),
        **timed(lambda _: judge_transcript(transcript, case, judge), 5),
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.json"
        path.write_text(json.dumps(interview), encoding="utf-8")
        command = [sys.executable, "-m", "hotseat", "judge", str(path), "--json"]
        report("judge_command", minutes=45, **timed(lambda _: subprocess.run(command, check=True, stdout=-3), 5))
    return 0


if __name__ == "__main__":
    sys.exit(main())

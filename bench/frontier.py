"""The whole frontier: false cut-ins against the delay at true yields, for every patience, as figures and a picture.

    python -m bench.frontier --seed 900 --count 60 --svg docs/turn-taking.svg [--rival FILE]
    python -m bench.frontier --audio DIR --count 24

This project and silence timers are swept on the audio clock. `--rival` adds points measured in real time by
`bench.turns` (its JSON lines), for the contenders that have no threshold to sweep.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import ours, timers, venvs
from bench.figures import judged, summary
from bench.machine import report
from bench.picture import Curve, drawn
from bench.sets import Item
from bench.turns import chosen
from hotseat.adapters.smart_turn import SmartTurn
from hotseat.core.endpoint import MANNERS, Manner

TIMERS_S = (0.3, 0.5, 0.65, 0.8, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0)
PATIENCES = (-2.4, -1.4, -1.1, -0.8, -0.4, -0.15, 0.15, 0.4, 0.7, 1.0)


def manner(patience: float) -> Manner:
    """Between and beyond the three words of patience, in a straight line."""
    brisk, patient = MANNERS["brisk"], MANNERS["patient"]
    share = (patience - brisk.patience) / (patient.patience - brisk.patience)
    return Manner(
        patience=patience,
        done_ms=max(int(brisk.done_ms + share * (patient.done_ms - brisk.done_ms)), 600),
        hold_ms=max(int(brisk.hold_ms + share * (patient.hold_ms - brisk.hold_ms)), 1_500),
    )


def swept(
    items: list[Item], name: str, settings: tuple[float, ...], run: Callable[[Item, float, list[float]], ours.Ended]
) -> list[dict[str, Any]]:
    """One figure line a setting."""
    voices = [ours.voices(item) for item in items]
    points = []
    for setting in settings:
        outcomes = [judged(item, run(item, setting, known).stops_s) for item, known in zip(items, voices, strict=True)]
        point = {"contender": name, "setting": setting, **summary(outcomes)}
        report("frontier", **point)
        points.append(point)
    return points


def main() -> int:
    """Sweep, print, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Path)
    parser.add_argument("--audio", type=Path)
    parser.add_argument("--seed", type=int, default=900)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--no-words", action="store_true")
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--rival", type=Path, help="JSON lines of bench.turns")
    arguments = parser.parse_args()
    items = chosen(arguments)
    curves = {
        "hotseat": swept(items, "hotseat", PATIENCES, lambda i, m, v: ours.run(i, manner=manner(m), known=v)),
        "silence timer": swept(items, "timer", TIMERS_S, lambda i, s, v: timers.run(i, s, known=v)),
    }
    model = venvs.smart_turn_file()
    if model is not None:
        consult = SmartTurn(model).probability
        some = PATIENCES[2:8]
        curves["hotseat + Smart Turn"] = swept(
            items, "hotseat_smart_turn", some, lambda i, m, v: ours.run(i, manner=manner(m), known=v, model=consult)
        )
    if arguments.rival is not None:
        for line in arguments.rival.read_text(encoding="utf-8").splitlines():
            point = json.loads(line)
            if point.get("contender") in venvs.PINS:
                curves[f"{point['contender']} (default)"] = [point]
    if arguments.svg is not None:
        arguments.svg.write_text(
            drawn([Curve(name=name, points=points) for name, points in curves.items()]),
            encoding="utf-8",
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Turn-taking of this project beside pipecat-ai, livekit-agents and silence timers, on the same recordings.

    python -m bench.turns                        five minutes in real time, fresh synthetic answers
    python -m bench.turns --count 12             longer
    python -m bench.turns --set DIR              any set (see bench/sets.py)
    python -m bench.turns --audio DIR            long answers spliced from a folder of recordings
    python -m bench.turns --clock --count 60     this project and the timers only, on the audio clock: seconds

One contender at a time, in an order that rotates from answer to answer; the same sound, the same scripted ear, stubs
for everything else. One JSON line a contender: false cut-ins by length of pause, delay at true yields, missed yields.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import ours, timers, venvs
from bench.figures import Outcome, judged, summary
from bench.machine import report
from bench.sets import RATE, Item, read_set, write_set
from bench.spliced import spliced
from bench.synthetic import synthetic
from hotseat.adapters.smart_turn import SmartTurn

FIVE_MINUTES_S = 60.0
"""sound that fits four times, with the starts of the frameworks, into five minutes"""
PATIENCES = ("patient", "normal", "brisk")

Run = Callable[[Item], ours.Ended]


def contenders(wanted: set[str] | None, folder: Path, *, clock: bool) -> dict[str, Run]:
    """By name; those that cannot be had are skipped with a reason."""
    found: dict[str, Run] = {"hotseat": partial(ours.run, real_time=not clock)}
    if clock:
        found |= {f"hotseat_{word}": partial(ours.run, patience=word) for word in PATIENCES if word != "normal"}
    for seconds in timers.TIMERS_S:
        found[f"timer_{seconds}"] = partial(timers.run, silence_s=seconds, real_time=not clock)
    for name in () if clock else venvs.PINS:
        if wanted is None or name in wanted:
            python, reason = venvs.python_of(name)
            if python is None:
                report("skipped", contender=name, reason=reason)
            else:
                found[name] = partial(_framework, python, venvs.SCRIPTS[name], folder)
    model = venvs.smart_turn_file()
    if model is not None:
        consult = SmartTurn(model).probability
        found["hotseat_smart_turn"] = partial(ours.run, model=consult, real_time=not clock)
    return {name: run for name, run in found.items() if wanted is None or name in wanted}


def _framework(python: Path, script: Path, folder: Path, item: Item) -> ours.Ended:
    sound, note = folder / f"{item.name}.wav", folder / f"{item.name}.json"
    limit = len(item.pcm) / RATE + 120
    done = subprocess.run(
        [python, "-W", "ignore", script, sound, note, str(ours.EAR_DELAY_S)],
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith('{"stops_s"')]
    if not lines:
        raise RuntimeError(f"{script.stem} said nothing: {done.stderr[-400:]}")
    return ours.Ended(stops_s=json.loads(lines[-1])["stops_s"])


def chosen(arguments: argparse.Namespace) -> list[Item]:
    """The answers to play."""
    if arguments.set is not None:
        return list(read_set(arguments.set))[: arguments.count or None]
    if arguments.audio is not None:
        return list(spliced(arguments.audio, arguments.seed, arguments.count or 3, with_words=not arguments.no_words))
    if arguments.count:
        return list(synthetic(arguments.seed, arguments.count))
    found, length = [], 0.0
    for item in synthetic(arguments.seed, 40):
        if length + len(item.pcm) / RATE <= FIVE_MINUTES_S:
            found.append(item)
            length += len(item.pcm) / RATE
    return found


def decisions(path: Path | None) -> dict[tuple[str, str], list[float]]:
    """What an earlier, broken-off run has measured: item and contender -> when it ended the turn."""
    if path is None or not path.exists():
        return {}
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {(line["item"], line["contender"]): line["stops_s"] for line in lines}


def keep(path: Path | None, *, item: str, contender: str, stops_s: list[float]) -> None:
    """Add one measurement to the file at once, so that a crash loses only the one that ran."""
    if path is not None:
        line = {"item": item, "contender": contender, "stops_s": [round(s, 3) for s in stops_s]}
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def main(given: list[str] | None = None) -> int:
    """Play, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Path, help="folder with NAME.wav and NAME.json")
    parser.add_argument("--audio", type=Path, help="folder with recordings and manifest.json, to splice from")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another set")
    parser.add_argument("--count", type=int, default=0, help="how many answers; default: as many as fit")
    parser.add_argument("--contenders", help="names, with commas between; default: all that can be had")
    parser.add_argument("--clock", action="store_true", help="on the audio clock instead of in real time")
    parser.add_argument("--no-words", action="store_true", help="with --audio: no words for anybody")
    parser.add_argument("--outcomes", type=Path, help="also write every decision as JSON lines, and go on from there")
    arguments = parser.parse_args(given)
    items = chosen(arguments)
    wanted = set(arguments.contenders.split(",")) if arguments.contenders else None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_set(folder, items)
        runs = contenders(wanted, folder, clock=arguments.clock)
        results: dict[str, list[Outcome]] = {name: [] for name in runs}
        known = decisions(arguments.outcomes)
        for number, item in enumerate(items):
            names = list(runs)
            turn = number % max(len(names), 1)
            for contender in names[turn:] + names[:turn]:
                stops_s = known.get((item.name, contender))
                if stops_s is None:
                    print(f"{number + 1}/{len(items)} {item.name} {contender}", file=sys.stderr, flush=True)
                    stops_s = runs[contender](item).stops_s
                    keep(arguments.outcomes, item=item.name, contender=contender, stops_s=stops_s)
                results[contender].append(judged(item, stops_s))
    for contender, outcomes in results.items():
        report("turns", contender=contender, clock="audio" if arguments.clock else "real", **summary(outcomes))
    return 0


if __name__ == "__main__":
    sys.exit(main())

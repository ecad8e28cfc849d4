"""``hotseat replay``: the phase timeline and both voices again."""

from __future__ import annotations

import argparse
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hotseat import views
from hotseat.commands.common import clock, find_session, here, print_json
from hotseat.core.interviewer import CHAIN
from hotseat.errors import HotseatError
from hotseat.recording import RATE, Kept
from hotseat.sound_files import mixed

BLOCK_SAMPLES = 4096
BESIDE = ("tradeoffs", "depth", "clarify", "close")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of the verb."""
    parser.add_argument("session", help="id of the session, the beginning of it, or last")
    parser.add_argument("--json", action="store_true", help="print the timeline as JSON and play nothing")
    parser.add_argument("--no-sound", action="store_true", help="print only")
    parser.add_argument("--from", dest="start", type=float, default=0.0, metavar="SECONDS", help="start there")


def run(arguments: argparse.Namespace) -> int:
    """Print, then play."""
    home, _ = here()
    kept = find_session(home, arguments.session)
    session = views.replay(kept)
    if arguments.json:
        print_json(session)
        return 0
    console = Console(highlight=False)
    if session["sample"]:
        console.print("Sample session: a synthetic candidate.")
    console.print(Text(f"{session['case_title']} · {session['level']} · {clock(session['duration_ms'])}", style="bold"))
    for line in session["missing"]:
        console.print(Text(f"! {line}", style="yellow"))
    console.print(lanes(session, max(console.width - 26, 20)))
    console.print(script(session))
    if not arguments.no_sound:
        play(kept, int(arguments.start * RATE), console)
    return 0


def lanes(session: dict[str, Any], width: int) -> Text:
    """The staircase: one lane a phase, a bar where time was spent, a disc where the link was made."""
    total = max(session["duration_ms"], 1)
    text = Text()
    made = {link["phase"]: link["start_ms"] for link in reversed(session["links"])}
    for phase in (*CHAIN, *BESIDE):
        spans = [span for span in session["phases"] if span["phase"] == phase]
        if not spans and phase not in CHAIN:
            continue
        cells = [" "] * width
        for span in spans:
            first = span["start_ms"] * width // total
            last = max(first + 1, span["end_ms"] * width // total)
            cells[first:last] = ["━"] * (min(last, width) - first)
        if phase in made:
            cells[min(made[phase] * width // total, width - 1)] = "●"
            note = f"made {clock(made[phase])}"
        else:
            note = "not made" if phase in CHAIN else ""
        text.append(f"{phase:<11}{note:<12} {''.join(cells)}\n")
    return text


def script(session: dict[str, Any]) -> Table:
    """The transcript with a hanging indent; under each answer its marks, and what a push did to it."""
    outcomes = {push["turn"]: push["outcome"] for push in session["pushes"]}
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for turn in session["turns"]:
        mine = turn["who"] == "candidate"
        who = "You" if mine else session["persona"]
        note = f" (does not count: {turn['withdrawn'].replace('_', ' ')})" if turn.get("withdrawn") else ""
        push = " (push)" if turn.get("move") in ("push", "wrong_push") else ""
        table.add_row(clock(turn["start_ms"]), Text(f"{who}{push}: {turn['text']}{note}", style="" if mine else "bold"))
        for mark in session["marks"]:
            if mine and mark["turn"] == turn["number"]:
                sign = "+" if mark["kind"] == "signal" else "−"
                table.add_row("", Text(f"{sign} {clock(mark['start_ms'])} {mark['name']}: “{mark['quote'].strip()}”"))
        if mine and turn["number"] in outcomes:
            table.add_row("", Text(f"→ under the push: {outcomes[turn['number']].replace('_', ' ')}"))
    return table


def play(kept: Kept, first: int, console: Console) -> None:
    """Both tracks through the default output. Raises ``HotseatError`` ``speaker_missing``."""
    try:
        import sounddevice
    except OSError as error:
        raise HotseatError(
            "speaker_missing",
            "PortAudio is not installed, so the terminal cannot play.",
            next_step="Install libportaudio2, use --no-sound, or open the replay in the page.",
        ) from error
    total = kept.sound_samples
    try:
        with sounddevice.RawOutputStream(samplerate=RATE, channels=1, dtype="int16") as stream:
            for at in range(first, total, BLOCK_SAMPLES):
                console.print(f"{clock(at * 1000 // RATE)} / {clock(total * 1000 // RATE)}", end="\r")
                stream.write(mixed(kept, at, min(BLOCK_SAMPLES, total - at)).tobytes())
    except sounddevice.PortAudioError as error:
        raise HotseatError(
            "speaker_missing",
            f"The sound device cannot be opened: {error}.",
            next_step="Use --no-sound, or open the replay in the page.",
        ) from error

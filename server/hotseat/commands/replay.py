"""``hotseat replay``: the phase timeline, the transcript with its marks, and both voices again."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from hotseat import views
from hotseat.commands.common import clock, find_session, here, print_json
from hotseat.commands.replay_drawn import FILTERS, picture, script
from hotseat.core.model.cost import in_words, spent
from hotseat.core.speech_cost import speech_in_words, speech_spent
from hotseat.errors import HotseatError
from hotseat.recording import RATE, Kept
from hotseat.sound_files import mixed

BLOCK_SAMPLES = 4096
SILENCE_MS = 900
LEAD_MS = 120
QUIET = 5
MARGIN = 26


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of the verb."""
    parser.add_argument("session", help="id of the session, the beginning of it, or last")
    parser.add_argument("--json", action="store_true", help="print the timeline as JSON and play nothing")
    parser.add_argument("--no-sound", action="store_true", help="print only")
    parser.add_argument("--only", choices=FILTERS, default="", help="only the turns with one of these")
    parser.add_argument("--from", dest="start", type=moment, default=0, metavar="TIME", help="play from 754 or 12:34")
    parser.add_argument("--to", type=moment, default=None, metavar="TIME", help="print and play up to there")
    parser.add_argument("--skip-silence", action="store_true", help="leave out where nobody speaks")


def moment(text: str) -> int:
    """``754`` (seconds) or ``12:34`` as milliseconds."""
    seconds = 0.0
    for part in text.split(":"):
        seconds = seconds * 60 + float(part)
    if not 0 <= seconds < 1_000_000:
        raise ValueError(text)
    return int(seconds * 1000)


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
    peaks = views.peaks(kept)
    console.print(picture(session, peaks, max(console.width - MARGIN, 20)))
    console.print(script(session, only=arguments.only, until_ms=arguments.to))
    costs = (in_words(spent(kept.events)), speech_in_words(speech_spent(kept.events)))
    if cost := " ".join(filter(None, costs)):
        console.print(f"\n{cost}", markup=False)
    if not arguments.no_sound:
        play(kept, heard(kept, peaks, arguments), console)
    return 0


def heard(kept: Kept, peaks: dict[str, Any], arguments: argparse.Namespace) -> list[tuple[int, int]]:
    """What is played: stretches in samples, first and one past the last."""
    end = kept.sound_samples if arguments.to is None else min(arguments.to * RATE // 1000, kept.sound_samples)
    stretches, at = [], min(arguments.start * RATE // 1000, end)
    for first, last in silences(peaks) if arguments.skip_silence else ():
        first, last = (first + LEAD_MS) * RATE // 1000, (last - LEAD_MS) * RATE // 1000
        if last > at and first < end:
            stretches.append((at, max(first, at)))
            at = last
    return [(first, last) for first, last in (*stretches, (at, end)) if last > first]


def silences(peaks: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """Where neither voice is heard for a while: start and end in ms."""
    each = 1000 // peaks["rate_hz"]
    mine, theirs = peaks["candidate"], peaks["interviewer"]
    since: int | None = None
    for i in range(max(len(mine), len(theirs)) + 1):
        levels = [track[i] for track in (mine, theirs) if i < len(track)]
        quiet = bool(levels) and max(levels) <= QUIET
        if quiet and since is None:
            since = i
        elif not quiet and since is not None:
            if (i - since) * each >= SILENCE_MS:
                yield since * each, i * each
            since = None


def play(kept: Kept, stretches: list[tuple[int, int]], console: Console) -> None:
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
            for first, last in stretches:
                for at in range(first, last, BLOCK_SAMPLES):
                    console.print(f"{clock(at * 1000 // RATE)} / {clock(total * 1000 // RATE)}", end="\r")
                    stream.write(mixed(kept, at, min(BLOCK_SAMPLES, last - at)).tobytes())
    except sounddevice.PortAudioError as error:
        raise HotseatError(
            "speaker_missing",
            f"The sound device cannot be opened: {error}.",
            next_step="Use --no-sound, or open the replay in the page.",
        ) from error

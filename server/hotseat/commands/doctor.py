"""``hotseat doctor``: what works on this machine, and the cure for each thing that does not."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from hotseat.adapters.hub import hub_address
from hotseat.commands.common import print_json
from hotseat.commands.serve import check_writable
from hotseat.core.ear import Ear
from hotseat.core.voice import Voice
from hotseat.engines import Engines
from hotseat.errors import HotseatError
from hotseat.minds import Minds
from hotseat.settings import Settings, data_dir, load_settings, sessions_dir, settings_file

LITTLE_DISK = 500 * 1024 * 1024
"""45 minutes are 172 MB raw, two tracks of 86 MB, before packing."""
FLAGS = ("ear", "voice", "brain", "base_url", "model", "speech_base_url")
"""Engines to try that the settings do not name."""
BROWSERS = {
    "posix": ("chromium", "chromium-browser", "google-chrome", "firefox", "microsoft-edge", "brave-browser"),
    "nt": ("chrome", "msedge", "firefox"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of the doctor: `state` is ok, weak or missing."""

    part: str
    state: str
    found: str
    cure: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of the verb."""
    parser.add_argument("--json", action="store_true")
    for flag in FLAGS:
        parser.add_argument(f"--{flag.replace('_', '-')}", dest=flag, help=f"try this {flag.replace('_', ' ')}")


def run(arguments: argparse.Namespace) -> int:
    """Print the table; the exit status is 1 when something that an interview needs is missing."""
    try:
        home = data_dir()
        settings = load_settings(home, flags={flag: getattr(arguments, flag, None) for flag in FLAGS})
    except HotseatError as error:
        checks = [Check(part="settings", state="missing", found=error.message, cure=error.next_step)]
    else:
        checks = list(examine(settings, home))
    if arguments.json:
        print_json([{"part": c.part, "state": c.state, "found": c.found, "cure": c.cure} for c in checks])
    else:
        _print(checks)
    return 1 if any(check.state == "missing" for check in checks) else 0


def _print(checks: list[Check]) -> None:
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("part", "", "found", "what to do"):
        table.add_column(column, overflow="fold")
    for check in checks:
        table.add_row(check.part, check.state, check.found, check.cure)
    console.print(f"Hotseat on {platform.system()} {platform.machine()}, Python {platform.python_version()}")
    console.print(table)


def examine(settings: Settings, home: Path) -> Iterator[Check]:
    """Every check, in the order in which they matter."""
    yield from engines(settings, home)
    yield microphone()
    yield disk(home)
    yield browser()
    if settings_file(home).exists():
        yield Check(part="settings", state="ok", found=str(settings_file(home)))
    yield Check(part="model hub", state="ok", found=f"{hub_address(settings.hub)} (asked only when models are fetched)")


def engines(settings: Settings, home: Path) -> Iterator[Check]:
    """Ear, voice and brain, each really loaded."""
    try:
        chosen = Engines(settings, home)
    except HotseatError as error:
        yield Check(part="engines", state="missing", found=error.message, cure=error.next_step)
        return
    profile = chosen.profile(settings.persona)
    parts = chosen.chosen(profile)
    loaded: tuple[Ear | Voice, ...] = (parts.ear, parts.voice)
    for choice, engine in zip(chosen.choices(), loaded, strict=False):
        try:
            engine.warm()
        except HotseatError as error:
            yield Check(part=choice.role, state="missing", found=error.message, cure=error.next_step)
            continue
        state = "weak" if choice.weak else "ok"
        yield Check(part=choice.role, state=state, found=f"{choice.name}: {choice.reason}", cure=choice.cure)
    yield brain(chosen.minds)


def brain(minds: Minds) -> Check:
    """Who asks. A model is really asked for a question; one that fails is weak, not missing: scripted goes on."""
    minds.warm()
    choice = minds.choice
    state = "weak" if choice.weak or minds.trouble is not None else "ok"
    return Check(part="brain", state=state, found=f"{choice.name}: {choice.reason}", cure=choice.cure)


def microphone() -> Check:
    """The terminal's microphone; the page uses the browser's, whatever stands here."""
    page = "The page does not need this: it uses the browser's microphone."
    try:
        import sounddevice
    except OSError:
        cure = f"For the terminal client install PortAudio (Debian: apt install libportaudio2). {page}"
        return Check(part="microphone", state="weak", found="PortAudio is not installed", cure=cure)
    try:
        device = sounddevice.query_devices(kind="input")
    except (sounddevice.PortAudioError, ValueError) as error:
        cure = f"Plug one in, then: hotseat practice --devices. {page}"
        return Check(part="microphone", state="weak", found=f"none found: {error}", cure=cure)
    return Check(part="microphone", state="ok", found=str(device["name"]))


def disk(home: Path) -> Check:
    """Whether sessions can be kept, and for how long the space lasts."""
    try:
        check_writable(sessions_dir(home))
    except HotseatError as error:
        return Check(part="disk", state="missing", found=error.message, cure=error.next_step)
    free = shutil.disk_usage(data_dir()).free
    found = f"{free // 1024**3} GB free at {home}"
    if free < LITTLE_DISK:
        return Check(part="disk", state="weak", found=found, cure="Free some space: a session takes up to 172 MB.")
    return Check(part="disk", state="ok", found=found)


def browser() -> Check:
    """A browser that knows AudioWorklet: Chrome, Edge or Brave from 66 on, Firefox from 76, Safari from 14.1."""
    for name in BROWSERS.get(os.name, ()):
        if shutil.which(name):
            return Check(part="browser", state="ok", found=name)
    if platform.system() in ("Darwin", "Windows"):
        return Check(part="browser", state="ok", found="the system's own")
    return Check(
        part="browser",
        state="weak",
        found="none found on the path",
        cure="Open the printed address in Chrome, Edge, Firefox or Safari, or use: hotseat practice",
    )

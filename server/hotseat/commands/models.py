"""``hotseat models pull|list|check``."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from hotseat.adapters.catalog import KNOWN, check, installed, pull
from hotseat.adapters.hub import Hub, hub_address
from hotseat.commands.common import here
from hotseat.engines import Engines
from hotseat.settings import models_dir


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Sub-verbs."""
    verbs = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    fetch = verbs.add_parser("pull", help="fetch models; goes on where it broke off")
    fetch.add_argument("names", nargs="+")
    fetch.add_argument("--force", action="store_true", help="fetch again what is here")
    fetch.add_argument("--hub", help="address of the hub or of a mirror")
    verbs.add_parser("list", help="what is known, and what is here")
    verbs.add_parser("check", help="read every model here again and compare it with its checksum")


def run(arguments: argparse.Namespace) -> int:
    """Dispatch."""
    home, settings = here()
    models = models_dir(home)
    console = Console(highlight=False)
    match arguments.what:
        case "pull":
            with Hub(hub_address(arguments.hub or settings.hub)) as hub, bar(console) as progress:
                for name in arguments.names:
                    task = progress.add_task(name, total=None)
                    folder = pull(
                        name,
                        models,
                        hub,
                        force=arguments.force,
                        progress=lambda _file, done, total, task=task: progress.update(  # type: ignore[misc]
                            task, completed=done, total=total
                        ),
                    )
                    console.print(f"{name} is in {folder}", soft_wrap=True)
            return 0
        case "list":
            here_now = {model.name for model in installed(models)}
            table = Table(box=None, pad_edge=False, header_style="bold")
            for column in ("name", "for", "MB", "here", "licence", "note"):
                table.add_column(column, overflow="fold")
            extra = [model for model in installed(models) if model not in KNOWN]
            for model in (*KNOWN, *extra):
                role = "ear" if model.kind == "whisper" else "voice"
                mark = "yes" if model.name in here_now else ""
                table.add_row(model.name, role, str(model.megabytes or ""), mark, model.licence, model.note)
            console.print(table)
            return 0
        case _:
            findings = check(models)
            for finding in findings:
                faults = "; ".join(finding.faults)
                cure = f" — run: hotseat models pull --force {finding.model.name}" if faults else ""
                console.print(f"{finding.model.name}: {faults or 'whole'}{cure}", soft_wrap=True)
            if not findings:
                console.print("No models are here. Fetch one with: hotseat models pull base.en")
            return 1 if any(finding.faults for finding in findings) else 0


def bar(console: Console) -> Progress:
    """A progress bar in bytes."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn(), console=console
    )


def fetch_with_bar(engines: Engines, name: str, console: Console) -> None:
    """Fetch one model for running engines, with a bar once the hub answers."""
    with bar(console) as progress:
        task = progress.add_task(name, total=None, visible=False)
        engines.fetch(name, lambda _file, done, total: progress.update(task, completed=done, total=total, visible=True))

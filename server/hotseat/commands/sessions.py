"""``hotseat sessions``: what was recorded, newest first."""

from __future__ import annotations

import argparse

from rich.console import Console
from rich.table import Table

from hotseat.commands.common import clock, here, library_of, print_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of the verb."""
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Print the list."""
    home, settings = here()
    cards = library_of(home, settings).cards()
    if arguments.json:
        print_json(cards)
        return 0
    console = Console(highlight=False)
    if not cards:
        console.print("No sessions yet. Begin one with: hotseat serve")
        return 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("session", "case", "level", "length", "chain", ""):
        table.add_column(column, overflow="fold")
    for card in cards:
        made = {link["phase"] for link in card["links"]}
        chain = "".join(
            letter if phase in made else "·"
            for letter, phase in zip("PBELF", ("problem", "boundary", "evaluation", "launch", "failure"), strict=True)
        )
        state = "sample" if card["sample"] else "" if card["state"] == "ended" else "cut off"
        table.add_row(card["id"], card["case_title"], card["level"], clock(card["duration_ms"]), chain, state)
    console.print(table)
    console.print("chain: P problem, B boundary, E evaluation, L launch, F failure; · not made", style="dim")
    return 0

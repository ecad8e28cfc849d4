"""``hotseat sessions``: what was recorded, newest first."""

from __future__ import annotations

import argparse
from typing import Any

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
    asked = any(card["cost"]["requests"] for card in cards)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("session", "case", "level", "length", "chain", *(("tokens", "cost") if asked else ()), ""):
        table.add_column(column, overflow="fold", no_wrap=column != "case")
    for card in cards:
        made = {link["phase"] for link in card["links"]}
        chain = "".join(
            letter if phase in made else "·"
            for letter, phase in zip("PBELF", ("problem", "boundary", "evaluation", "launch", "failure"), strict=True)
        )
        state = "sample" if card["sample"] else "" if card["state"] == "ended" else "cut off"
        about = (card["id"], card["case_title"], card["level"], clock(card["duration_ms"]), chain)
        table.add_row(*about, *(_cost(card["cost"]) if asked else ()), state)
    console.print(table)
    console.print("chain: P problem, B boundary, E evaluation, L launch, F failure; · not made", style="dim")
    if asked:
        console.print("tokens read and written; cost at list prices; - not known, ~ estimated", style="dim")
    return 0


def _cost(cost: dict[str, Any]) -> tuple[str, str]:
    """Tokens and money that the model took; empty where none was asked."""
    if not cost["requests"]:
        return "", ""
    about = "~" if cost["estimated"] else ""
    tokens = f"{about}{cost['tokens_in'] + cost['tokens_out']:,}"
    match cost["usd"]:
        case None:
            return tokens, "-"
        case 0:
            return tokens, "free"
        case usd:
            return tokens, f"{about}${usd:.{4 if usd < 0.1 else 2}f}"

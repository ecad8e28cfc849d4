"""``hotseat search``: everything that was ever said, by either side, in every session."""

from __future__ import annotations

import argparse
from itertools import groupby

from rich.console import Console
from rich.text import Text

from hotseat.commands.common import clock, here, library_of, print_json
from hotseat.searching import MOST_HITS, Hit, search, to_dict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of the verb."""
    parser.add_argument("words", nargs="+", help="words that were said; put a phrase in quotes inside quotes")
    parser.add_argument("--limit", type=int, default=30, help=f"hits to show, newest first (at most {MOST_HITS})")
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Print the hits by session; exit status 1 when there are none."""
    home, settings = here()
    found = search(library_of(home, settings), " ".join(arguments.words), limit=arguments.limit)
    if arguments.json:
        print_json(to_dict(found))
        return 0 if found.total else 1
    console = Console(highlight=False)
    for session, hits in groupby(found.hits, key=lambda hit: hit.session):
        first, *more = hits
        console.print(Text(f"\n{first.case_title}  {first.created[:10]}  {session}{note(first)}", style="bold"))
        for hit in (first, *more):
            console.print(line(hit))
    shown = f", {len(found.hits)} shown" if len(found.hits) < found.total else ""
    console.print(f"\n{found.total} in {found.sessions_hit} of {found.sessions} sessions{shown}")
    return 0 if found.total else 1


def note(hit: Hit) -> str:
    """What sort of session, where it is not an ordinary one."""
    return "  (sample)" if hit.sample else "  (a moment answered again)" if hit.redo else ""


def line(hit: Hit) -> Text:
    """Time, who, and the words with the found ones underlined."""
    who = "You" if hit.who == "candidate" else "They"
    head = f"{clock(hit.start_ms):>7}  {who}: "
    text = Text(head + hit.snippet)
    for start, end in hit.matches:
        text.stylize("bold underline", len(head) + start, len(head) + end)
    return text

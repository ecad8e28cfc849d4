"""``hotseat debrief``: what a committee would say, every line on the candidate's own words."""

from __future__ import annotations

import argparse

from rich.console import Console

from hotseat.adapters.case_files import find_case
from hotseat.adapters.weights import classifier
from hotseat.commands.common import find_session, here, print_json
from hotseat.commands.drawn import draw
from hotseat.core.debrief import debrief, to_dict
from hotseat.core.model.cost import in_words, spent
from hotseat.core.speech_cost import speech_in_words, speech_spent
from hotseat.debrief_text import markdown
from hotseat.settings import case_folders


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of the verb."""
    parser.add_argument("session", help="id of the session, the beginning of it, or last")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true")
    how.add_argument("--md", action="store_true", help="Markdown, as it is exported")


def run(arguments: argparse.Namespace) -> int:
    """Fold the log and print it."""
    home, settings = here()
    kept = find_session(home, arguments.session)
    case = find_case(kept.started.case, case_folders(settings, home))
    found = debrief(kept.events, case, duration_ms=kept.duration_ms, judge=classifier())
    if arguments.json:
        print_json(to_dict(found))
        return 0
    if arguments.md:
        print(markdown(found, missing=kept.missing), end="")
    else:
        console = Console(highlight=False)
        draw(console, found, kept.missing, sample=kept.started.sample)
        costs = (in_words(spent(kept.events)), speech_in_words(speech_spent(kept.events)))
        if cost := " ".join(filter(None, costs)):
            console.print(f"\n{cost}", markup=False)
    return 0

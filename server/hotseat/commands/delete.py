"""``hotseat delete``: a session is gone with its sound, its folds and the redos of it."""

from __future__ import annotations

import argparse

from hotseat.commands.common import find_session, here, library_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of the verb."""
    parser.add_argument("session", help="id of the session, or the beginning of it")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace) -> int:
    """Ask once, then delete."""
    home, settings = here()
    kept = find_session(home, arguments.session)
    if not arguments.yes and input(f"Delete {kept.id} with its sound, for good? [y/N] ").strip().lower() != "y":
        print("Nothing was deleted.")
        return 1
    for name in library_of(home, settings).delete(kept.id):
        print(f"{name} is gone.")
    return 0

"""``hotseat import``: an exported session comes back as it was, bit for bit and sample for sample."""

from __future__ import annotations

import argparse
from pathlib import Path

from hotseat.commands.common import here, library_of
from hotseat.importing import import_session


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of the verb."""
    parser.add_argument("file", type=Path, help="a file made with: hotseat export ID --format zip")


def run(arguments: argparse.Namespace) -> int:
    """Import and print the session's id."""
    home, settings = here()
    library = library_of(home, settings)
    session_id = import_session(arguments.file, library.sessions, taken=library.taken())
    library.warm(session_id)
    print(session_id)
    return 0

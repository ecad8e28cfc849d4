"""``hotseat export``: a session as a file, for people or for another program, or whole for another machine."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import BinaryIO

from hotseat.commands.common import find_session, here, library_of
from hotseat.errors import HotseatError
from hotseat.exports import FORMATS, Exported, export


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of the verb."""
    parser.add_argument("session", help="id of the session, the beginning of it, or last")
    parser.add_argument("--format", choices=FORMATS, default="zip", help="default: zip, the whole session")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to; - for standard output")


def run(arguments: argparse.Namespace) -> int:
    """Write the file and say where it is. A file that is there already is not written over."""
    home, settings = here()
    kept = find_session(home, arguments.session)
    out = export(kept, arguments.format, case=library_of(home, settings).case_or_none(kept))
    if arguments.output == "-":
        _copy(out, sys.stdout.buffer)
        return 0
    path = Path(arguments.output or out.name)
    half = path.with_name(f".{path.name}.part")
    try:
        if path.exists():
            raise HotseatError(
                "file_exists", f"{path} is there already.", next_step="Move it away, or choose another with -o."
            )
        with half.open("wb") as file:
            _copy(out, file)
        os.replace(half, path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise HotseatError(
            "file_unwritable",
            f"{path} cannot be written: {error.strerror or error}.",
            next_step="Choose another place with -o.",
        ) from error
    print(path)
    return 0


def _copy(out: Exported, file: BinaryIO) -> None:
    for piece in out.pieces:
        file.write(piece)

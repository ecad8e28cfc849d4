"""The session that ships with the product, so that replay and debrief can be seen before anybody speaks.

It stands in lists until the first real session does, is marked as a sample everywhere, counts nowhere, and lies
in the package: it is never written to.
"""

from __future__ import annotations

from pathlib import Path

from hotseat.recording import LOG

FOLDER = Path(__file__).resolve().parent / "data" / "sample"


def sample_folder(shelf: Path = FOLDER) -> Path | None:
    """The folder of the sample session, or None where none ships."""
    if not shelf.is_dir():
        return None
    return next((path for path in sorted(shelf.iterdir()) if (path / LOG).is_file()), None)

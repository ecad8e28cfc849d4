"""Every English word that pocketsphinx's dictionary knows: 130,000, read once, 0.1 s. The guard's idea of a word."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pocketsphinx import get_model_path


@cache
def english() -> frozenset[str]:
    """Words in lower case; pronunciations and their numbers left out."""
    path = Path(get_model_path("en-us")) / "cmudict-en-us.dict"
    with path.open(encoding="utf-8") as file:
        return frozenset(line.split(" ", 1)[0].split("(", 1)[0] for line in file)

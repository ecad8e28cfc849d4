"""The answers of `training/` as plain text: who spoke, what was asked, what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

_TAG = re.compile(r"\{\w+\|\s*|\}")
_SENTENCE = re.compile(r"(?<=[.?!])[\"')”]*\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One candidate turn without its labels; `asked` is empty when the file does not say."""

    author: str
    asked: str
    text: str


def sentences(text: str) -> list[str]:
    """Split at printed sentence ends."""
    return [part for part in _SENTENCE.split(text.strip()) if part.strip()]


def answers(folder: Path) -> Iterator[Answer]:
    """Every candidate turn under `folder` (`sessions/*.yaml`, `corpus/d*.yaml`, `talk/*.talk`), in a fixed order."""
    for path in [*sorted(folder.glob("sessions/*.yaml")), *sorted(folder.glob("corpus/d*.yaml"))]:
        asked = ""
        for turn in yaml.safe_load(path.read_text(encoding="utf-8"))["turns"]:
            if turn["who"] == "interviewer":
                asked = _clean(turn["text"])
            else:
                yield Answer(author=path.stem, asked=asked, text=_clean(turn["text"]))
    for path in sorted(folder.glob("talk/*.talk")):
        yield from _talk(path)


def _talk(path: Path) -> Iterator[Answer]:
    author, asked, said = path.stem, "", ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("==="):
            author = line.partition("author:")[2].partition("|")[0].strip() or path.stem
        elif line.startswith("Q:"):
            asked = line[2:].strip(" -")
        elif line.startswith("T:"):
            said = line[2:]
        elif line.strip() and said:
            said += " " + line
        elif not line.strip():
            if said.strip():
                yield Answer(author=author, asked=asked, text=_clean(said))
            asked, said = "", ""


def _clean(text: str) -> str:
    return " ".join(_TAG.sub("", text).split())

"""Text with ``{label| words}`` tags, as the training talk is written: the plain text and where each tag lies."""

from __future__ import annotations

import re
from dataclasses import dataclass

OPEN = re.compile(r"\{([a-z_]+)\|\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A label on characters `start` to `end` of the plain text."""

    label: str
    start: int
    end: int


def untag(text: str) -> tuple[str, tuple[Tag, ...]]:
    """The plain text, and its tags in order of where they begin. A brace that opens no tag stays as it is."""
    plain: list[str] = []
    length, i = 0, 0
    opened: list[tuple[str, int]] = []
    tags: list[Tag] = []
    while i < len(text):
        tag = OPEN.match(text, i)
        if tag is not None:
            opened.append((tag.group(1), length))
            i = tag.end()
        elif text[i] == "}" and opened:
            label, start = opened.pop()
            tags.append(Tag(label=label, start=start, end=length))
            i += 1
        else:
            plain.append(text[i])
            length, i = length + 1, i + 1
    return "".join(plain), tuple(sorted(tags, key=lambda t: (t.start, t.end, t.label)))

"""Gather the candidates' words of the training talk into the text that the weak ear's language model learns.

    python training/interview_text.py

Writes ``server/hotseat/adapters/interview_text.txt``: one sentence a line, lower case, labels taken off.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parent / "server" / "hotseat" / "adapters" / "interview_text.txt"


def main() -> None:
    """Read every ``talk/*.talk``, write the sentences sorted and without doubles."""
    sentences: set[str] = set()
    for path in sorted((HERE / "talk").glob("*.talk")):
        for record in path.read_text(encoding="utf-8").split("\n\n"):
            _, found, text = record.partition("\nT:")
            if not found:
                continue
            text = re.sub(r"\{\s*[\w, ]+\|", " ", text).replace("}", " ").replace("’", "'").replace("-", " ")
            for sentence in re.split(r"[.!?:;]+", " ".join(text.split()).lower()):
                words = re.findall(r"[a-z']+|\d+", sentence)
                if 4 <= len(words) <= 60:
                    sentences.add(" ".join(words))
    OUT.write_text("\n".join(sorted(sentences)) + "\n", encoding="utf-8")
    print(len(sentences), "sentences,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()

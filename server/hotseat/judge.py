"""`hotseat judge`: judge a transcript or a list of utterances, and print the contract as JSON or for people.

Also `evaluate`, behind `make judge`: how the judgment does on labelled talk.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from hotseat.adapters.case_files import find_case
from hotseat.adapters.weights import classifier
from hotseat.commands.common import find_session, here
from hotseat.core.case import Case
from hotseat.core.judging import judge_transcript, judge_utterances
from hotseat.core.replayed import transcript_of
from hotseat.core.transcript import Transcript, parse_transcript
from hotseat.errors import HotseatError
from hotseat.settings import case_folders

MAX_BYTES = 32 * 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the verb."""
    parser.add_argument("file", nargs="?", help="a session transcript (YAML), or the id of a recorded session")
    parser.add_argument("--utterances", metavar="FILE", help="a list of utterances (YAML), each judged by itself")
    parser.add_argument("--json", action="store_true", help="print the machine-readable answer")
    parser.add_argument("--case", help="id of the case, where the file has none")


def run(arguments: argparse.Namespace) -> int:
    """Judge and print. Raises ``HotseatError`` for anything that cannot be read."""
    if arguments.utterances:
        return _print(judge_utterances(read_yaml(Path(arguments.utterances)), classifier()), as_json=True)
    if not arguments.file:
        raise HotseatError("judge_nothing", "There is nothing to judge.", next_step="Name a file or a session.")
    transcript = read_transcript(arguments.file)
    return _print(
        judge_transcript(transcript, case_of(transcript, arguments.case), classifier()), as_json=arguments.json
    )


def main(argv: Sequence[str] | None = None) -> int:
    """The verb by itself: exit status 1 with the code of the error on stderr."""
    parser = argparse.ArgumentParser(prog="hotseat judge", description="Judge a transcript.")
    add_arguments(parser)
    try:
        return run(parser.parse_args(argv))
    except HotseatError as error:
        print(f"hotseat: {error} [{error.code}]", file=sys.stderr)
        return 1


def read_transcript(name: str) -> Transcript:
    """The transcript in a file, or of a recorded session.

    Raises ``transcript_unreadable``, ``transcript_invalid`` or ``session_unknown``.
    """
    path = Path(name)
    if path.is_file():
        return parse_transcript(read_yaml(path), name=path.stem)
    if path.suffix in (".yaml", ".yml", ".json") or "/" in name:
        raise HotseatError(
            "transcript_unreadable", f"There is no file {name!r}.", next_step="Give the path of a transcript."
        )
    home, _ = here()
    return transcript_of(find_session(home, name).events)


def read_yaml(path: Path) -> object:
    """What a YAML file holds. Raises ``transcript_unreadable``."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise HotseatError("transcript_unreadable", f"{path.name} is larger than 32 MB.")
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        reason = getattr(error, "problem", None) or type(error).__name__
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise HotseatError(
            "transcript_unreadable",
            f"{path.name} can't be read: {reason}{where}.",
            next_step="It has to be YAML in UTF-8; the format is in docs/judging.md.",
        ) from error


def case_of(transcript: Transcript, wanted: str | None = None) -> Case:
    """The case of a transcript: the inline one, or the project's or the user's own of that id."""
    if wanted is None and isinstance(transcript.case, Case):
        return transcript.case
    home, settings = here()
    return find_case(wanted or str(transcript.case), case_folders(settings, home))


def _print(answer: Any, *, as_json: bool) -> int:
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        for line in for_people(answer):
            print(line)
    return 0


def for_people(answer: dict[str, Any]) -> list[str]:
    """The judged transcript in lines a person reads."""
    lines = []
    for turn in answer["turns"]:
        lines.append(f"turn {turn['index']}  {turn['phase']}")
        for mark in turn["marks"]:
            quote = " ".join(mark["quote"].split())
            lines.append(f"  {'+' if mark['kind'] == 'signal' else '-'} {mark['id']}: “{quote}”")
        lines.append(f"  next: {turn['next']['text']}")
    lines.append("")
    for name, line in answer["rubric"].items():
        score = "not assessed" if line["score"] is None else f"{line['score']} of 4"
        lines.append(f"{name.replace('_', ' ')}: {score}  ({line['why']})")
    lines.append(f"vote: {(answer['vote'] or 'not assessed').replace('_', ' ')}  ({answer['why']})")
    return lines

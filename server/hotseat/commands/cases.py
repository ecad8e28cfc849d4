"""``hotseat cases list|show|new|lint``."""

from __future__ import annotations

import argparse
from pathlib import Path

import yaml
from rich.console import Console
from rich.table import Table

from hotseat.adapters.case_files import case_file_problems, case_paths, find_case, load_cases
from hotseat.commands.common import here, print_json
from hotseat.errors import HotseatError
from hotseat.places import shipped
from hotseat.settings import case_folders
from hotseat.views import case_card


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Sub-verbs."""
    verbs = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    listing = verbs.add_parser("list", help="every case that can be chosen")
    listing.add_argument("--json", action="store_true")
    show = verbs.add_parser("show", help="one case's brief; --all for what the interviewer knows")
    show.add_argument("id")
    show.add_argument("--all", action="store_true", help="facts, questions and what a strong answer holds too")
    new = verbs.add_parser("new", help="begin a case of your own")
    new.add_argument("id")
    lint = verbs.add_parser("lint", help="check case files")
    lint.add_argument("paths", nargs="*", type=Path, help="files or folders; without any, every folder in use")


def run(arguments: argparse.Namespace) -> int:
    """Dispatch."""
    home, settings = here()
    folders = case_folders(settings, home)
    console = Console(highlight=False)
    match arguments.what:
        case "list":
            return _list(folders, console, as_json=arguments.json)
        case "show":
            return _show(arguments.id, folders, console, everything=arguments.all)
        case "new":
            return _new(arguments.id, folders, folders[-1], console)
        case _:
            return _lint(arguments.paths or folders, folders, console)


def _list(folders: list[Path], console: Console, *, as_json: bool) -> int:
    cases = load_cases(folders)
    if as_json:
        print_json([case_card(case) for case in cases.values()])
        return 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("id", "family", "title"):
        table.add_column(column, overflow="fold")
    for case in sorted(cases.values(), key=lambda c: (c.family, c.id)):
        table.add_row(case.id, case.family, case.title)
    console.print(table)
    return 0


def _show(case_id: str, folders: list[Path], console: Console, *, everything: bool) -> int:
    case = find_case(case_id, folders)
    if everything:
        path = next(p for folder in reversed(folders) for p in case_paths(folder) if p.stem == case_id)
        console.print(path.read_text(encoding="utf-8"), markup=False)
        return 0
    console.print(f"[bold]{case.title}[/bold] ({case.family})")
    console.print(case.prompt, markup=False)
    console.print("Facts come out when you ask for them. --all shows everything and spoils it.", style="dim")
    return 0


def _new(case_id: str, folders: list[Path], own: Path, console: Console) -> int:
    if not case_id.replace("-", "").isalnum() or case_id != case_id.lower():
        raise HotseatError(
            "case_id_invalid", f"“{case_id}” is no id.", next_step="Use small letters, digits and hyphens."
        )
    path = own / f"{case_id}.yaml"
    if path.exists():
        raise HotseatError(
            "case_exists", f"{path} is there already.", next_step="Choose another id, or edit that file."
        )
    template = (shipped("cases") / "agent-refund.yaml").read_text(encoding="utf-8")
    data = yaml.safe_load(template)
    text = template.replace(f"id: {data['id']}", f"id: {case_id}", 1)
    try:
        own.mkdir(parents=True, exist_ok=True)
        path.write_text("# Begun from the refund agent: replace every value.\n" + text, encoding="utf-8")
    except OSError as error:
        raise HotseatError("case_unwritable", f"{path} cannot be written: {error.strerror}.") from error
    console.print(f"{path}\nEdit it, then: hotseat cases lint {path}", markup=False, soft_wrap=True)
    return 0


def _lint(paths: list[Path], folders: list[Path], console: Console) -> int:
    files = [file for path in paths for file in ([path] if path.is_file() else case_paths(path))]
    for path in paths:
        if path not in folders and not path.exists():
            raise HotseatError("case_unreadable", f"There is no {path}.")
    wrong = 0
    for file in files:
        problems = case_file_problems(file)
        wrong += bool(problems)
        for problem in problems:
            console.print(problem, markup=False, soft_wrap=True)
    console.print(f"{len(files)} case files, {wrong} with mistakes")
    return 1 if wrong else 0

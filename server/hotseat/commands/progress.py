"""``hotseat progress``: over all sessions; with two ids, those side by side."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hotseat.commands.common import clock, find_session, here, library_of, print_json
from hotseat.core.over_time import Compared, Covered, Mistake, Pair, Point, Progress, Series, Split, compare, progress
from hotseat.debrief_text import LINES, VOTES

SHOWN = 12
"""Sessions in a row of an 80-column line; older ones are counted, not drawn."""
OUTCOMES = ("held", "revised_with_reason", "restated", "caved", "unanswered")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of the verb."""
    parser.add_argument("sessions", nargs="*", metavar="SESSION", help="none for all, or two to lay side by side")
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Fold and print."""
    home, settings = here()
    library = library_of(home, settings)
    if len(arguments.sessions) not in (0, 2):
        print("hotseat progress takes no session, or two.")
        return 2
    console = Console(highlight=False)
    if arguments.sessions:
        a, b = (library.facts_of(find_session(home, wanted).id) for wanted in arguments.sessions)
        compared = compare(a, b)
        if arguments.json:
            print_json(asdict(compared))
        else:
            show_pair(console, compared)
        return 0
    found = progress(library.facts())
    if arguments.json:
        print_json(asdict(found))
    else:
        show_all(console, found)
    return 0


def show_all(console: Console, found: Progress) -> None:
    """The whole of it in 80 columns."""
    console.print(Text("Progress", style="bold"))
    console.print(found.note)
    if found.left_out:
        whys = ", ".join(f"{left.session} ({left.why})" for left in found.left_out)
        console.print(f"Left out: {whys}", style="dim", soft_wrap=True)
    if not found.n:
        return
    early = max(found.n - SHOWN, 0)
    console.print(f"\nRubric, oldest first; · not assessed{f'; {early} older not drawn' if early else ''}")
    console.print(series_table(found.rubric, LINES, lambda p: "·" if p.value is None else str(p.value), "mean"))
    console.print("\nMinute of each link; – not made, ? cut off before")
    names = {s.name: s.name.capitalize() for s in found.links}
    console.print(series_table(found.links, names, minute, "median"))
    show_mistakes(console, found)
    covered("\nFamilies of cases", found.families, console)
    covered("\nStories told", found.stories, console)
    console.print(Text(f"\nUnder pressure: {found.pressure.note}", style="bold"))
    for outcome in OUTCOMES:
        if found.pressure.outcomes[outcome]:
            console.print(f"  {outcome.replace('_', ' '):<22}{found.pressure.outcomes[outcome]}")


def series_table(series: Iterable[Series], names: dict[str, str], cell: Callable[[Point], str], middle: str) -> Table:
    """A row a line: the sessions, the middle, n, and a trend where there is one."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("", "sessions", middle, "n", "trend"):
        table.add_column(column, overflow="fold", no_wrap=column == "sessions")
    for line in series:
        cells = " ".join(cell(point) for point in line.points[-SHOWN:])
        value = "" if line.middle is None else clock(int(line.middle)) if middle == "median" else f"{line.middle:.1f}"
        table.add_row(names.get(line.name, line.name), cells, value, str(line.n), line.trend or "too few")
    return table


def minute(point: Point) -> str:
    """The minute in which a link was made, or why there is none."""
    if point.value is None:
        return "?" if point.why == "cut_off" else "–"
    return str(point.value // 60_000)


def show_mistakes(console: Console, found: Progress) -> None:
    """Those that come back, those that went away, those heard once lately."""
    groups: tuple[tuple[str, tuple[Mistake, ...]], ...] = (
        ("Mistakes that come back", found.mistakes.comes_back),
        ("Mistakes that went away (in none of the last three)", found.mistakes.went_away),
        ("Heard in one session only", found.mistakes.once),
    )
    for title, mistakes in groups:
        if mistakes:
            console.print(Text(f"\n{title}", style="bold"))
            for mistake in mistakes:
                console.print(f"  {mistake.name:<34} in {len(mistake.sessions)} of {found.n}, {mistake.n} times")


def covered(title: str, items: Iterable[Covered], console: Console) -> None:
    """What was covered and what was not, in words."""
    console.print(Text(title, style="bold"))
    for item in items:
        console.print(f"  {item.name:<22} {item.n if item.n else 'not yet'}")


def show_pair(console: Console, found: Compared) -> None:
    """Two sessions side by side; the difference is the second minus the first."""
    for note in found.notes:
        console.print(note, style="dim", soft_wrap=True)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("", "A", "B", "B − A"):
        table.add_column(column, justify="left" if not column else "right", overflow="fold")
    table.add_row("session", found.a.session[:26], found.b.session[:26], "")
    table.add_row("case", found.a.case_title[:26], found.b.case_title[:26], "")
    table.add_row("vote", *(VOTES.get(f.vote or "", "not assessed") for f in (found.a, found.b)), "")
    table.add_row(Text("Rubric", style="bold"))
    for pair in found.rubric:
        table.add_row(f"  {LINES.get(pair.name, pair.name)}", *scores(pair))
    table.add_row(Text("Link made at", style="bold"))
    for pair in found.links:
        table.add_row(f"  {pair.name}", *times(pair, "not made"))
    table.add_row(Text("Time spent", style="bold"))
    for pair in found.phases_ms:
        table.add_row(f"  {pair.name}", *times(pair, ""))
    table.add_row(Text("Pushes", style="bold"))
    for pair in found.pushes:
        table.add_row(f"  {pair.name.replace('_', ' ')}", str(pair.a), str(pair.b), f"{pair.difference or 0:+d}")
    console.print(table)
    for title, split in (("Mistakes", found.mistakes), ("Signals", found.signals)):
        show_split(console, title, split)


def scores(pair: Pair) -> tuple[str, str, str]:
    """A rubric line of both."""
    a, b = ("not assessed" if value is None else str(value) for value in (pair.a, pair.b))
    return a, b, "" if pair.difference is None else f"{pair.difference:+d}"


def times(pair: Pair, missing: str) -> tuple[str, str, str]:
    """A time of both."""
    a, b = (missing if value is None else clock(value) for value in (pair.a, pair.b))
    if pair.difference is None:
        return a, b, ""
    return a, b, f"{'+' if pair.difference >= 0 else '−'}{clock(abs(pair.difference))}"


def show_split(console: Console, title: str, split: Split) -> None:
    """Labels of both and of one."""
    for where, named in (("in both", split.both), ("only in A", split.only_a), ("only in B", split.only_b)):
        if named:
            console.print(Text(f"\n{title} {where}: ", style="bold"), end="")
            console.print(", ".join(item.name for item in named))

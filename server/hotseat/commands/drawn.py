"""A debrief drawn for a terminal of 80 columns: steps, bars and quotes. Nothing is said by colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from hotseat.core.debrief import Debrief, Quote
from hotseat.debrief_text import LINES, VOTES, clock
from hotseat.exports_text import OUTCOMES

STEPS = "▂▄▆█"
BAR = 24


def draw(console: Console, found: Debrief, missing: Sequence[str], *, sample: bool) -> None:
    """The whole debrief, in the order of the page."""
    console.print(Text(found.title, style="bold"))
    length = f"{clock(found.duration_ms)} of {found.minutes} minutes"
    console.print(Text(f"{found.level} · {length} · {found.session}", style="dim"))
    if sample:
        console.print("Sample session: a synthetic candidate.")
    for line in missing:
        console.print(f"! {line}", markup=False)
    if not found.quotable:
        console.print("! The ear was a weak one: read the quotes for their gist, not word by word.")
    _committee(console, found)
    _head(console, "What decided the first ten minutes")
    console.print(found.first_ten, markup=False)
    for point in found.checkpoints:
        if point.reached:
            said = (("user problem", point.problem), ("boundary", point.boundary), ("tradeoff", point.tradeoff))
            parts = ", ".join(f"{name} {'not said' if at is None else clock(at.start_ms)}" for name, at in said)
            console.print(f"At {clock(point.at_ms)}: {parts}")
    _rubric(console, found)
    _page(console, found)
    _chain(console, found)
    _time(console, found)
    _pushes(console, found)
    _marks(console, found)
    _changes(console, found)
    _second(console, found)


def _head(console: Console, title: str) -> None:
    console.print()
    console.print(Rule(Text(title, style="bold"), align="left", characters="─"))


def _quote(console: Console, at: Quote | None, indent: int = 4) -> None:
    if at is not None:
        _indented(console, f"{clock(at.start_ms)} “{at.quote.strip()}”", indent)


def _indented(console: Console, text: str, indent: int) -> None:
    console.print(Padding(Text(text), (0, 0, 0, indent)))


def _committee(console: Console, found: Debrief) -> None:
    _head(console, "The committee")
    vote = "Not assessed" if found.vote is None else VOTES.get(found.vote, found.vote)
    console.print(Text(f"{vote}.", style="bold"), Text(found.reason))
    console.print(found.expected, markup=False)
    for voice in found.voices:
        console.print(Text(f"\n{voice.role.capitalize()}: {VOTES.get(voice.vote, voice.vote)}", style="bold"))
        _indented(console, f"First concern: {voice.concern}", 2)
        _quote(console, voice.concern_at)
        _indented(console, f"Strongest signal: {voice.strength}", 2)
        _quote(console, voice.strength_at)
    if found.dissent:
        console.print(Text(f"\nDissent, {found.dissent.replace('_', ' ')}: {found.dissent_reason}"))


def _rubric(console: Console, found: Debrief) -> None:
    _head(console, "Rubric")
    for row in found.rubric:
        name = LINES.get(row.dimension, row.dimension)
        if row.score is None:
            console.print(Text(f"{name:<14}[----]  not assessed: {row.why}"))
            continue
        steps = STEPS[: row.score] + "·" * (4 - row.score)
        console.print(Text(f"{name:<14}[{steps}]  {row.score} of 4", style="bold"))
        _indented(console, row.anchor, 2)
        for mark in row.quotes[:2]:
            _indented(console, f"{'+' if mark.kind == 'signal' else '−'} {mark.name}", 2)
            _quote(console, mark.at)


def _page(console: Console, found: Debrief) -> None:
    if not found.rubric_page:
        return
    _head(console, "Your page, and what was said")
    for line in found.rubric_page:
        console.print(Text(LINES.get(line.dimension, line.dimension), style="bold"))
        _indented(console, f"written: {line.written or 'nothing'}", 2)
        if line.said is None:
            _indented(console, "not said", 2)
        _quote(console, line.said, 2)


def _chain(console: Console, found: Debrief) -> None:
    _head(console, "The chain")
    for link in found.chain:
        if link.made is None:
            console.print(Text(f"  {link.phase:<11} not made{'' if link.probed else ', and never asked for'}"))
        else:
            console.print(Text(f"● {link.phase:<11} {link.order}. at {clock(link.made.start_ms)}"))
            _quote(console, link.made, 14)


def _time(console: Console, found: Debrief) -> None:
    _head(console, "Time against the working clock")
    longest = max((max(t.spent_ms, t.budget_ms) for t in found.times), default=1) or 1
    table = Table.grid(padding=(0, 1))
    for time in found.times:
        bar = "━" * max(time.spent_ms * BAR // longest, 1 if time.spent_ms else 0)
        plan = f"plan {clock(time.budget_ms)}" if time.budget_ms else ""
        table.add_row(time.phase, clock(time.spent_ms).rjust(6), f"{bar:<{BAR}}", plan)
    console.print(table)
    console.print(f"You spoke {clock(found.candidate_ms)}, the interviewer {clock(found.interviewer_ms)}.")
    if found.components_ms:
        console.print(f"Components without a user: {clock(found.components_ms)}.")


def _pushes(console: Console, found: Debrief) -> None:
    if not found.pushes:
        return
    _head(console, "Under pressure")
    for push in found.pushes:
        wrong = " (wrong on purpose)" if push.wrong else ""
        console.print(Text(f"{clock(push.at_ms):>6}  {push.text}{wrong}"))
        _indented(console, f"→ {OUTCOMES.get(push.outcome or '', 'not answered')}", 8)
        _quote(console, push.answer, 8)
        if push.wrong and push.truth:
            _indented(console, f"{push.premise} {push.truth}", 8)


def _marks(console: Console, found: Debrief) -> None:
    for kind, title, sign in (("mistake", "Mistakes", "−"), ("signal", "Signals", "+")):
        marks = [mark for mark in found.marks if mark.kind == kind]
        if marks:
            _head(console, title)
            for mark in marks:
                console.print(Text(f"{sign} {mark.name}"))
                _quote(console, mark.at)
    if found.never_said:
        _head(console, "Never said")
        _list(console, found.never_said)


def _list(console: Console, items: Iterable[str]) -> None:
    for item in items:
        _indented(console, f"· {item}", 0)


def _changes(console: Console, found: Debrief) -> None:
    if found.changes:
        _head(console, "Three things to change")
    for number, change in enumerate(found.changes, 1):
        console.print(Text(f"{number}. {change.name.capitalize()}", style="bold"))
        if change.said is not None:
            _indented(console, "You said:", 3)
            _quote(console, change.said, 3)
        _indented(console, f"Stronger: “{change.better}”", 3)
    if found.drill is not None:
        _head(console, f"Next drill: {found.drill.title} ({found.drill.minutes} min)")
        console.print(found.drill.task, markup=False)


def _second(console: Console, found: Debrief) -> None:
    second = found.second_opinion
    if second is None:
        return
    _head(console, "A second opinion, which decided nothing")
    answers = f"{second.turns} answer{'s' if second.turns != 1 else ''}"
    alike = f"{second.agreed} mark{'s' if second.agreed != 1 else ''}"
    read = f"{second.source} read {answers} and set {alike} as the rules did. {second.why}"
    console.print(read, markup=False)
    for title, marks in (("Only the model heard:", second.only_model), ("Only the rules heard:", second.only_scripted)):
        if marks:
            console.print(title)
        for mark in marks:
            _indented(console, f"{'+' if mark.kind == 'signal' else '−'} {mark.name}", 2)
            _quote(console, mark.at)

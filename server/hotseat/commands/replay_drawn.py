"""A replay drawn for a terminal: the staircase over both voices, the marks, the transcript with what happened in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from hotseat.commands.common import clock
from hotseat.core.interviewer import CHAIN

BESIDE = ("tradeoffs", "depth", "clarify", "close")
LEVELS = " ▁▂▃▄▅▆▇█"
LONG_PAUSE_MS = 2000
CHECKPOINTS_MS = (180_000, 600_000)
OUTCOMES = {
    "held": "─●─ held with a reason",
    "revised_with_reason": "─●┐ revised with a reason",
    "restated": "─── said again, without a reason",
    "caved": "──┐ moved, without a reason",
}
PUSHES = ("push", "wrong_push")
FILTERS = ("pushes", "mistakes", "signals", "cuts")

Row = tuple[int, Text]


def picture(session: dict[str, Any], peaks: dict[str, Any], width: int) -> Text:
    """One lane a phase, both voices, one row for each kind of mark; the checkpoints go through all of it."""
    total: int = max(session["duration_ms"], 1)

    def at(ms: int) -> int:
        return min(max(ms, 0) * width // total, width - 1)

    text = Text()
    bars = {at(ms): "║" for ms in CHECKPOINTS_MS if ms <= total}
    for name, note, cells in (
        *_lanes(session, width, at),
        *_voices(session, peaks, width),
        *_signs(session, width, at),
    ):
        for column, bar in bars.items():
            if cells[column] == " ":
                cells[column] = bar
        text.append(f"{name:<11}{note:<12} {''.join(cells)}\n")
    marks = "".join("║" if column in bars else " " for column in range(width))
    for ms in CHECKPOINTS_MS:
        if ms <= total:
            marks = marks[: at(ms)] + clock(ms) + marks[at(ms) + len(clock(ms)) :]
    text.append(f"{'':<24}{marks[:width].rstrip()}\n")
    return text


def _lanes(session: dict[str, Any], width: int, at: Callable[[int], int]) -> Iterator[tuple[str, str, list[str]]]:
    made = {link["phase"]: link["start_ms"] for link in reversed(session["links"])}
    for phase in (*CHAIN, *BESIDE):
        spans = [span for span in session["phases"] if span["phase"] == phase]
        if not spans and phase not in CHAIN:
            continue
        cells = [" "] * width
        for span in spans:
            first, last = at(span["start_ms"]), max(at(span["start_ms"]) + 1, at(span["end_ms"]))
            cells[first:last] = ["━" if phase in CHAIN else "╌"] * (min(last, width) - first)
        note = "not made" if phase in CHAIN else clock(sum(s["end_ms"] - s["start_ms"] for s in spans))
        if phase in made:
            cells[at(made[phase])] = "●"
            note = f"made {clock(made[phase])}"
        yield phase, note, cells


def _voices(session: dict[str, Any], peaks: dict[str, Any], width: int) -> Iterator[tuple[str, str, list[str]]]:
    for name, who in (("you", "candidate"), ("interviewer", "interviewer")):
        levels = peaks[who]
        per = session["duration_ms"] * peaks["rate_hz"] / 1000 / width
        cells = []
        for column in range(width):
            stretch = levels[int(column * per) : max(int((column + 1) * per), int(column * per) + 1)]
            loud = max(stretch, default=0)
            cells.append(LEVELS[round((loud / 255) ** 0.5 * (len(LEVELS) - 1))])
        yield name, "" if levels else "no sound", cells


def _signs(session: dict[str, Any], width: int, at: Callable[[int], int]) -> Iterator[tuple[str, str, list[str]]]:
    pushes = [turn for turn in session["turns"] if turn.get("move") in PUSHES and not turn["withdrawn"]]
    outcomes = {push["utterance"]: push["outcome"] for push in session["pushes"]}
    met = sum(outcomes.get(push["number"]) in ("held", "revised_with_reason") for push in pushes)
    rows = [
        ("signals", "", [(mark["start_ms"], "●") for mark in session["marks"] if mark["kind"] == "signal"]),
        ("mistakes", "", [(mark["start_ms"], "^") for mark in session["marks"] if mark["kind"] == "mistake"]),
        (
            "pushes",
            f"{met} of {len(pushes)} met",
            [(push["start_ms"], "△" if push["move"] == "wrong_push" else "▲") for push in pushes],
        ),
    ]
    for name, note, signs in rows:
        cells = [" "] * width
        for ms, sign in signs:
            cells[at(ms)] = sign
        yield name, note or str(len(signs)), cells


def script(session: dict[str, Any], *, only: str = "", until_ms: int | None = None) -> Table:
    """The transcript with a hanging indent, each mark under its words, and between the turns what happened.

    `only` leaves the turns that hold one of that kind, `until_ms` what began before.
    """
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    rows = [*_turns(session, only), *(_happened(session) if only in ("", "cuts") else ())]
    for ms, text in sorted(rows, key=lambda row: row[0]):
        if until_ms is None or ms < until_ms:
            table.add_row(clock(ms), text)
    return table


def _turns(session: dict[str, Any], only: str) -> Iterator[Row]:
    outcomes = {push["turn"]: push for push in session["pushes"]}
    for turn in session["turns"]:
        mine = turn["who"] == "candidate"
        marks = [mark for mark in session["marks"] if mine and mark["turn"] == turn["number"]]
        push = outcomes.get(turn["number"]) if mine else None
        if not _stays(turn, marks, push, only):
            continue
        text = _line(turn, session["persona"])
        for mark in marks:
            sign = "●" if mark["kind"] == "signal" else "^"
            text.append(f"\n{sign} {clock(mark['start_ms'])} {mark['name']}: “{mark['quote'].strip()}”", "not bold")
        if push is not None:
            text.append(f"\n{OUTCOMES.get(push['outcome'], push['outcome'])}", "not bold")
        yield turn["start_ms"], text


def _line(turn: dict[str, Any], persona: str) -> Text:
    if turn["who"] == "candidate":
        tail = " (the interviewer cut in)" if turn["reason"] == "cut_in" else ""
        return Text(f"You{' (typed)' if turn['source'] == 'typed' else ''}: {turn['text']}{tail}")
    push = {"push": " ▲ push", "wrong_push": " △ push, wrong on purpose"}.get(turn["move"], "")
    note = f" (does not count: {turn['withdrawn'].replace('_', ' ')})" if turn["withdrawn"] else ""
    return Text(f"{persona}{push}: {turn['text']}{note}", style="bold")


def _stays(turn: dict[str, Any], marks: Sequence[dict[str, Any]], push: dict[str, Any] | None, only: str) -> bool:
    if only == "pushes":
        return push is not None if turn["who"] == "candidate" else turn["move"] in PUSHES and not turn["withdrawn"]
    if only in ("mistakes", "signals"):
        return any(f"{mark['kind']}s" == only for mark in marks)
    return only == ""


def _happened(session: dict[str, Any]) -> Iterator[Row]:
    """Checkpoints, our cut-offs, the candidate's, pauses, time to think, stops of the clock, and what was told."""
    for check in session["checkpoints"]:
        boxes = (("user problem", "problem"), ("boundary", "boundary"), ("primary tradeoff", "tradeoff"))
        said = ", ".join(f"{'■' if check[key] else '□'} {name}" for name, key in boxes)
        yield check["at_ms"], Text(f"═ {said}")
    for cut in session["cut_offs"]:
        yield cut["t"], Text("» Our cut-off: the interviewer began, withdrew, and you went on.")
    for barge in session["barge_ins"]:
        yield barge["t"], Text("« You came in.")
    for pause in session["pauses"]:
        if pause["end_ms"] - pause["start_ms"] >= LONG_PAUSE_MS:
            yield pause["start_ms"], Text(f"⎵ Pause of {(pause['end_ms'] - pause['start_ms']) / 1000:.1f} s.")
    for think in session["thinkings"]:
        taken = (think["end_ms"] - think["start_ms"]) // 1000
        yield think["start_ms"], Text(f"⎵ Time to think: {taken} s taken.")
    for stop in session["stops"]:
        yield stop["start_ms"], Text(f"⎵ Paused until {clock(stop['end_ms'])}. The clock was stopped.")
    for change in session["engine_changes"]:
        yield change["t"], Text(f"! {change['role']}: {change['was']} gave way to {change['now']}.")
    for notice in session["notices"]:
        yield notice["t"], Text(f"! {notice['message']}")

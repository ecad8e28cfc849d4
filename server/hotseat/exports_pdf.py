"""A session as PDF: the debrief, then the transcript, in the fonts that every PDF reader has.

Those fonts know Western letters only. What they lack is written as ``?`` and counted on the first page, with the
way to a complete copy.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from fpdf import FPDF, XPos, YPos

from hotseat.core.debrief import Debrief, Quote
from hotseat.core.interviewer import CHAIN
from hotseat.core.timeline import Timeline
from hotseat.debrief_text import LINES, VOTES
from hotseat.exports_text import OUTCOMES, label
from hotseat.recording import Kept, clock

ENCODING = "cp1252"
MARGIN_MM = 18
SANS, SERIF = "Helvetica", "Times"


class _Page(FPDF):
    """A4 with a foot line; `lost` counts letters that the fonts do not have."""

    def __init__(self, foot: str) -> None:
        super().__init__(format="A4")
        self.core_fonts_encoding = ENCODING
        self.lost = 0
        self._foot = self.fit(foot)
        self.set_margins(MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(True, 16)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font(SANS, size=8)
        self.cell(0, 5, f"{self._foot} · page {self.page_no()}", align="C")

    def fit(self, text: str) -> str:
        """The text as these fonts can write it."""
        shown = text.encode(ENCODING, errors="replace").decode(ENCODING)
        self.lost += sum(a != b for a, b in zip(text, shown, strict=True))
        return " ".join(shown.split())

    def line(  # type: ignore[override]
        self, text: str, *, size: float = 10, style: str = "", font: str = SANS, indent: float = 0, gap: float = 1
    ) -> None:
        """A paragraph."""
        self.set_font(font, style, size)
        self.set_x(MARGIN_MM + indent)
        self.multi_cell(0, size * 0.48, self.fit(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(gap)

    def head(self, text: str) -> None:
        """A heading that stays with what follows."""
        if self.will_page_break(24):
            self.add_page()
        self.ln(2)
        self.line(text, size=13, style="B")

    def quote(self, at: Quote | None, indent: float = 5) -> None:
        """Somebody's words and when they were said."""
        if at is not None:
            self.line(f"{clock(at.start_ms)}  “{at.quote.strip()}”", font=SERIF, size=10.5, indent=indent)


def as_pdf(kept: Kept, folded: Timeline, found: Debrief | None) -> bytes:
    """The file. The same session gives the same pages."""
    started = kept.started
    page = _Page(f"Hotseat · {started.case_title or started.case} · {kept.id}")
    page.set_creation_date(_created(started.created))
    page.set_title(started.case_title or started.case)
    if started.sample:
        page.line("Sample session: a synthetic candidate.", style="I")
    page.line(started.case_title or started.case, size=20, style="B")
    length = f"{clock(folded.duration_ms)} of {started.minutes} minutes"
    page.line(f"{started.level} · {length} · asked by {started.persona_name} · {started.created[:10]}", size=9)
    for note in _notes(kept, found):
        page.line(note, style="I")
    if found is not None:
        _debrief(page, found)
    _chain(page, folded)
    page.add_page()
    _transcript(page, folded, started.persona_name or "Interviewer")
    if page.lost:
        page.line(f"{page.lost} letters that this PDF's fonts lack are shown as ?. The HTML export has them.", size=8)
    return bytes(page.output())


def _created(text: str) -> datetime.datetime:
    """The session's own date, so that the file hangs on nothing else."""
    try:
        date = datetime.datetime.fromisoformat(text)
    except ValueError:
        date = datetime.datetime(2000, 1, 1)
    return date if date.tzinfo is not None else date.replace(tzinfo=datetime.UTC)


def _notes(kept: Kept, found: Debrief | None) -> Iterable[str]:
    yield from kept.missing
    if kept.started.ear_weak:
        yield "The ear was a weak one: read the quotes for their gist, not word by word."
    if found is None:
        yield "The case's file is gone, so there is no debrief."


def _debrief(page: _Page, found: Debrief) -> None:
    page.line("Not assessed" if found.vote is None else VOTES.get(found.vote, found.vote), size=16, style="B")
    page.line(found.reason)
    page.line(found.expected)
    page.head("The committee")
    for voice in found.voices:
        page.line(f"{voice.role.capitalize()}: {VOTES.get(voice.vote, voice.vote)}", style="B", gap=0)
        page.line(f"First concern: {voice.concern}", indent=3, gap=0)
        page.quote(voice.concern_at)
        page.line(f"Strongest signal: {voice.strength}", indent=3, gap=0)
        page.quote(voice.strength_at)
    page.head("What decided the first ten minutes")
    page.line(found.first_ten)
    page.head("Rubric")
    for row in found.rubric:
        score = f"not assessed: {row.why}" if row.score is None else f"{row.score} of 4"
        page.line(f"{LINES.get(row.dimension, row.dimension)}: {score}", style="B", gap=0)
        if row.score is not None:
            page.line(row.anchor, indent=3, gap=0)
        for mark in row.quotes[:2]:
            page.quote(mark.at)
    if found.rubric_page:
        page.head("Your page, and what was said")
        for line in found.rubric_page:
            page.line(f"{LINES.get(line.dimension, line.dimension)}: {line.written or 'nothing written'}", gap=0)
            page.line("Not said.", indent=5) if line.said is None else page.quote(line.said)
    page.head("Three things to change")
    for number, change in enumerate(found.changes, 1):
        page.line(f"{number}. {change.name.capitalize()}", style="B", gap=0)
        page.quote(change.said)
        page.line(f"Stronger: {change.better}", indent=5)
    if found.pushes:
        page.head("Under pressure")
        for push in found.pushes:
            wrong = " (wrong on purpose)" if push.wrong else ""
            page.line(f"{clock(push.at_ms)} {push.text}{wrong}", gap=0)
            page.line(OUTCOMES.get(push.outcome or "", "not answered").capitalize(), style="B", indent=5)
    if found.never_said:
        page.head("Never said")
        page.line("; ".join(found.never_said))
    if found.drill is not None:
        page.head(f"Next drill: {found.drill.title} ({found.drill.minutes} min)")
        page.line(found.drill.task)


def _chain(page: _Page, folded: Timeline) -> None:
    """The staircase: a bar where time was spent, a disc where the link was made."""
    page.head("The chain over time")
    total = max(folded.duration_ms, 1)
    made = {link.name: link.start_ms for link in reversed(folded.links)}
    left, width = MARGIN_MM + 48.0, page.epw - 48.0
    for phase in CHAIN:
        note = f"made {clock(made[phase])}" if phase in made else "not made"
        page.set_font(SANS, size=9)
        y = page.get_y()
        page.cell(48, 6, f"{phase.capitalize()}, {note}")
        page.set_draw_color(150)
        FPDF.line(page, left, y + 5, left + width, y + 5)
        for span in folded.phases:
            if span.phase == phase:
                length = max(width * (span.end_ms - span.start_ms) / total, 0.3)
                page.rect(left + width * span.start_ms / total, y + 3, length, 2, style="F")
        if phase in made:
            page.circle(left + width * min(made[phase], total) / total, y + 3, 1.1, style="F")
        page.set_xy(MARGIN_MM, y + 6)
    page.ln(2)


def _transcript(page: _Page, folded: Timeline, persona: str) -> None:
    page.head("Transcript")
    outcomes = {push.turn: push.outcome for push in folded.pushes}
    for said in folded.turns:
        mine = said.who == "candidate"
        gone = f" (does not count: {said.withdrawn.replace('_', ' ')})" if said.withdrawn else ""
        page.line(f"{clock(said.start_ms)} {'You' if mine else persona}{gone}", size=8.5, style="B", gap=0)
        page.line(said.text, font=SERIF, size=10.5)
        for mark in sorted((m for m in folded.marks if mine and m.turn == said.number), key=lambda m: m.start):
            page.line(f"{clock(mark.start_ms)} {label(mark)}: “{mark.quote.strip()}”", size=8.5, indent=5, gap=0)
        if mine and said.number in outcomes:
            outcome = OUTCOMES.get(outcomes[said.number], outcomes[said.number])
            page.line(f"under the push: {outcome}", size=8.5, indent=5)

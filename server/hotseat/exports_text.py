"""A session as plain text formats: Markdown, WebVTT captions, Audacity labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hotseat.core.debrief import Debrief
from hotseat.core.ear import Word
from hotseat.core.judgment.labels import BY_ID
from hotseat.core.timeline import Placed, Said, Timeline
from hotseat.debrief_text import markdown
from hotseat.recording import Kept, clock

CUE_CHARS = 84
"""Two lines of 42, as captions are usually set."""
CUE_MS = 7_000
OUTCOMES = {
    "held": "held, with a reason",
    "revised_with_reason": "revised, with a reason",
    "restated": "restated",
    "caved": "caved",
}


def as_markdown(kept: Kept, folded: Timeline, found: Debrief | None) -> str:
    """Debrief, then transcript with its marks. Without the case there is no debrief, and the page says so."""
    started = kept.started
    lines: list[str] = []
    if found is not None:
        lines.append(markdown(found, missing=kept.missing))
    else:
        lines += [f"# {started.case_title or started.case}", "", f"session {kept.id}", ""]
        lines += [f"> {line}" for line in (*kept.missing, "The case's file is gone, so there is no debrief.")]
        lines.append("")
    if started.sample:
        lines.insert(0, "*This is the sample session: a synthetic candidate.*\n")
    lines.append("## Transcript\n")
    lines += _transcript(folded, started.persona_name or "Interviewer")
    return "\n".join(lines).rstrip() + "\n"


def _transcript(folded: Timeline, persona: str) -> Iterator[str]:
    outcomes = {push.turn: push.outcome for push in folded.pushes}
    for said in folded.turns:
        who = "You" if said.who == "candidate" else persona
        yield f"**{clock(said.start_ms)} {who}:** {escaped(said.text)}{withdrawn(said)}\n"
        if said.who == "candidate":
            for mark in sorted((m for m in folded.marks if m.turn == said.number), key=lambda m: m.start):
                yield f"- {label(mark)}: {clock(mark.start_ms)} “{escaped(mark.quote)}”"
            if said.number in outcomes:
                yield f"- under the push: {OUTCOMES.get(outcomes[said.number], outcomes[said.number])}"
            if said.number in outcomes or any(m.turn == said.number for m in folded.marks):
                yield ""


def withdrawn(said: Said) -> str:
    """A word on an interviewer's line that does not count."""
    return f" *(does not count: {said.withdrawn.replace('_', ' ')})*" if said.withdrawn else ""


def label(mark: Placed) -> str:
    """A mark's kind and name."""
    return f"{mark.kind}: {BY_ID[mark.name].name if mark.name in BY_ID else mark.name}"


def escaped(text: str) -> str:
    """Spoken words that Markdown may not read as its own."""
    for sign in "\\`*_[]<>#|":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def as_vtt(kept: Kept, folded: Timeline) -> str:
    """Captions of both voices; each at most two lines long, in order of time."""
    lines = ["WEBVTT", "", f"NOTE {_plain(kept.started.case_title)} · session {kept.id}", ""]
    cues: list[tuple[int, int, str, str]] = []
    for said in folded.turns:
        name = "You" if said.who == "candidate" else _plain(kept.started.persona_name or "Interviewer")
        cues += [(start, end, name, text) for start, end, text in cues_of(said)]
    for number, (start, end, name, text) in enumerate(sorted(cues), 1):
        shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        lines += [str(number), f"{stamp(start)} --> {stamp(end)}", f"<v {name}>{shown}", ""]
    return "\n".join(lines)


def cues_of(said: Said) -> Iterator[tuple[int, int, str]]:
    """A turn in pieces of reading length: by word times, or spread evenly over the line."""
    text = said.text if said.who == "candidate" or not said.heard_text else said.heard_text
    words: Sequence[Word] = said.words or _spread(text.split(), said.start_ms, said.end_ms)
    piece: list[Word] = []
    for word in words:
        so_far = " ".join(w.text for w in piece)
        full = piece and (
            len(so_far) + 1 + len(word.text) > CUE_CHARS
            or word.end_ms - piece[0].start_ms > CUE_MS
            or (so_far.endswith((".", "?", "!")) and len(so_far) > CUE_CHARS // 2)
        )
        if full:
            yield _cue(piece)
            piece = []
        piece.append(word)
    if piece:
        yield _cue(piece)


def _cue(piece: Sequence[Word]) -> tuple[int, int, str]:
    start = piece[0].start_ms
    return start, max(piece[-1].end_ms, start + 1), " ".join(word.text for word in piece)


def _spread(words: Sequence[str], start_ms: int, end_ms: int) -> list[Word]:
    count, length = len(words), max(end_ms - start_ms, 0)
    return [
        Word(
            text=word,
            start_ms=start_ms + length * i // count,
            end_ms=start_ms + length * (i + 1) // count,
            probability=1.0,
        )
        for i, word in enumerate(words)
    ]


def stamp(ms: int) -> str:
    """``hh:mm:ss.mmm``."""
    ms = max(ms, 0)
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def as_labels(folded: Timeline) -> str:
    """Audacity labels: start and end in seconds, tab, text. Phases, turns, links, marks, in order of time."""
    rows = [(span.start_ms, span.end_ms, f"phase: {span.phase}") for span in folded.phases]
    for said in folded.turns:
        who = "you" if said.who == "candidate" else f"question ({said.asked.move})" if said.asked else "question"
        rows.append((said.start_ms, said.end_ms, f"{who}: {said.text}"))
    rows += [(made.start_ms, made.end_ms, f"link made: {made.name}") for made in folded.links]
    rows += [(mark.start_ms, mark.end_ms, label(mark)) for mark in folded.marks]
    rows += [(point.at_ms, point.at_ms, f"checkpoint {clock(point.at_ms)}") for point in folded.checkpoints]
    return "".join(_row(*row) for row in sorted(_timed(rows)))


def _timed(rows: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    return ((max(start, 0), max(end, start, 0), text) for start, end, text in rows)


def _row(start: int, end: int, text: str) -> str:
    return f"{start / 1000:.3f}\t{end / 1000:.3f}\t{' '.join(text.split())}\n"


def _plain(text: str) -> str:
    return " ".join(text.replace("<", " ").replace(">", " ").replace("-->", " ").split())

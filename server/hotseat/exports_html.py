"""A session as one HTML file that needs nothing else: debrief, staircase, transcript with its marks.

Serif was spoken, sans is the instrument; colour says who, never good or bad. Light and dark follow the reader;
printed it is black on white.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise

from hotseat.core.debrief import Debrief, Marked, Quote
from hotseat.core.interviewer import CHAIN
from hotseat.core.timeline import Placed, Said, Timeline
from hotseat.debrief_text import LINES, VOTES
from hotseat.exports_text import OUTCOMES, label
from hotseat.recording import Kept, clock

CHECKPOINTS_MS = (180_000, 600_000)


def as_html(kept: Kept, folded: Timeline, found: Debrief | None) -> str:
    """The whole page. Without the case there is no debrief, and the page says so."""
    started = kept.started
    title = escape(started.case_title or started.case)
    css = files("hotseat").joinpath("data/export.css").read_text(encoding="utf-8")
    body = [*_head(kept, folded, found), *_stairs(folded)]
    if found is not None:
        body += _debrief(found)
    body += _transcript(folded, started.persona_name or "Interviewer")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title} · Hotseat</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<style>\n{css}</style></head>\n<body><main>\n" + "\n".join(body) + "\n</main></body></html>\n"
    )


def _head(kept: Kept, folded: Timeline, found: Debrief | None) -> Iterator[str]:
    started = kept.started
    if started.sample:
        yield '<p class="flag">Sample session: a synthetic candidate.</p>'
    yield f"<h1>{escape(started.case_title or started.case)}</h1>"
    yield (
        f'<p class="note">{escape(started.level)} · {clock(folded.duration_ms)} of {started.minutes} minutes · '
        f"asked by {escape(started.persona_name)} · {escape(started.created[:10])} · {escape(kept.id)}</p>"
    )
    notes = list(kept.missing)
    if kept.state == "cut_off":
        notes.append(f"This session was cut off at {clock(folded.duration_ms)}.")
    if started.ear_weak:
        notes.append("The ear was a weak one: read the quotes for their gist, not word by word.")
    if found is None:
        notes.append("The case's file is gone, so there is no debrief.")
    yield from (f'<p class="missing">{escape(note)}</p>' for note in notes)
    if found is not None:
        vote = "Not assessed" if found.vote is None else VOTES.get(found.vote, found.vote)
        yield f'<p class="verdict">{escape(vote)}.</p><p>{escape(found.reason)}</p><p>{escape(found.expected)}</p>'


def _stairs(folded: Timeline) -> Iterator[str]:
    """The staircase: a lane a phase, a bar where time was spent, a disc where the link was made."""
    total = max(folded.duration_ms, 1)
    made = {link.name: link.start_ms for link in reversed(folded.links)}
    yield '<section aria-label="Phases over time"><h2>The chain over time</h2><div class="stairs">'
    lanes = [*CHAIN, *dict.fromkeys(s.phase for s in folded.phases if s.phase not in CHAIN)]
    for phase in lanes:
        spans = "".join(
            f'<i class="bar{"" if phase in CHAIN else " beside"}" style="left:{_share(s.start_ms, total)};'
            f'width:{_share(s.end_ms - s.start_ms, total)}"></i>'
            for s in folded.phases
            if s.phase == phase
        )
        points = "".join(
            f'<i class="check" style="left:{_share(ms, total)}"></i>' for ms in CHECKPOINTS_MS if ms < total
        )
        disc = f'<i class="disc" style="left:{_share(made[phase], total)}"></i>' if phase in made else ""
        note = f"made {clock(made[phase])}" if phase in made else "not made" if phase in CHAIN else ""
        yield (
            f'<div class="lane"><span>{escape(phase.capitalize())}</span><span class="note">{note}</span>'
            f'<span class="track">{points}{spans}{disc}</span></div>'
        )
    yield f'<p class="note">0:00 to {clock(total)}; lines at 3:00 and 10:00; a disc where a link was made.</p>'
    yield "</div></section>"


def _share(ms: int, total: int) -> str:
    return f"{100 * min(max(ms, 0), total) / total:.2f}%"


def _debrief(found: Debrief) -> Iterator[str]:
    yield "<section><h2>The committee</h2>"
    for voice in found.voices:
        vote = VOTES.get(voice.vote, voice.vote)
        yield f'<div class="voice"><h3>{escape(voice.role.capitalize())}: {escape(vote)}</h3>'
        yield f"<p>First concern: {escape(voice.concern)}</p>{_quote(voice.concern_at)}"
        yield f"<p>Strongest signal: {escape(voice.strength)}</p>{_quote(voice.strength_at)}</div>"
    if found.dissent:
        yield f"<p>Dissent, {escape(found.dissent.replace('_', ' '))}: {escape(found.dissent_reason)}</p>"
    yield f"</section><section><h2>What decided the first ten minutes</h2><p>{escape(found.first_ten)}</p>"
    for line in found.checkpoints:
        if line.reached:
            parts = (("user problem", line.problem), ("boundary", line.boundary), ("tradeoff", line.tradeoff))
            yield f"<h3>At {clock(line.at_ms)}</h3><ul>"
            yield from (f"<li>{name}: {_quote(at) or 'not said'}</li>" for name, at in parts)
            yield "</ul>"
    yield "</section><section><h2>Rubric</h2>"
    for row in found.rubric:
        name = LINES.get(row.dimension, row.dimension)
        if row.score is None:
            yield f'<div class="row"><h3>{name}</h3><p class="open">Not assessed: {escape(row.why)}</p></div>'
            continue
        steps = "".join(f'<i class="{"full" if step <= row.score else ""}"></i>' for step in range(1, 5))
        yield f'<div class="row"><h3>{name} <span class="steps" aria-hidden="true">{steps}</span> {row.score} of 4</h3>'
        yield f"<p>{escape(row.anchor)}</p><p class='note'>{escape(row.why)}</p>{_marked(row.quotes)}</div>"
    yield "</section>"
    yield from _page(found)
    yield from _time(found)
    yield from _pushes(found)
    yield from _changes(found)


def _page(found: Debrief) -> Iterator[str]:
    if not found.rubric_page:
        return
    yield "<section><h2>Your page, and what was said</h2><table>"
    yield "<tr><th>Line</th><th>You wrote</th><th>You said</th></tr>"
    for line in found.rubric_page:
        name = LINES.get(line.dimension, line.dimension)
        yield f"<tr><th>{name}</th><td>{escape(line.written)}</td><td>{_quote(line.said) or 'not said'}</td></tr>"
    yield "</table></section>"


def _time(found: Debrief) -> Iterator[str]:
    yield "<section><h2>Time against the working clock</h2><table><tr><th>Phase</th><th>Spent</th><th>Plan</th></tr>"
    for time in found.times:
        plan = clock(time.budget_ms) if time.budget_ms else ""
        yield f"<tr><th>{escape(time.phase.capitalize())}</th><td>{clock(time.spent_ms)}</td><td>{plan}</td></tr>"
    yield "</table>"
    yield f"<p>You spoke {clock(found.candidate_ms)}, the interviewer {clock(found.interviewer_ms)}.</p></section>"


def _pushes(found: Debrief) -> Iterator[str]:
    if not found.pushes:
        return
    yield "<section><h2>Under pressure</h2>"
    for push in found.pushes:
        outcome = OUTCOMES.get(push.outcome or "", "not answered")
        wrong = " (wrong on purpose)" if push.wrong else ""
        yield f'<div class="row"><p class="them">{clock(push.at_ms)} “{escape(push.text)}”{wrong}</p>'
        yield f"<p><strong>{escape(outcome.capitalize())}.</strong></p>{_quote(push.answer)}"
        if push.wrong and push.truth:
            yield f'<p class="note">{escape(push.premise)} {escape(push.truth)}</p>'
        yield "</div>"
    yield "</section>"


def _changes(found: Debrief) -> Iterator[str]:
    if found.changes:
        yield "<section><h2>Three things to change</h2><ol>"
        for change in found.changes:
            said = f"<p>You said:</p>{_quote(change.said)}" if change.said else ""
            yield f"<li><h3>{escape(change.name.capitalize())}</h3>{said}<p>Stronger:</p>"
            yield f"<blockquote class='better'>{escape(change.better)}</blockquote></li>"
        yield "</ol></section>"
    if found.never_said:
        yield "<section><h2>Never said</h2><ul>"
        yield from (f"<li>{escape(item)}</li>" for item in found.never_said)
        yield "</ul></section>"
    if found.drill is not None:
        yield f"<section><h2>Next drill: {escape(found.drill.title)} ({found.drill.minutes} min)</h2>"
        yield f"<p>{escape(found.drill.task)}</p></section>"


def _quote(at: Quote | None) -> str:
    if at is None:
        return ""
    return f'<blockquote><a href="#turn-{at.turn}">{clock(at.start_ms)}</a> {escape(at.quote.strip())}</blockquote>'


def _marked(quotes: Iterable[Marked]) -> str:
    return "".join(f"<p class='note'>{escape(mark.kind)}: {escape(mark.name)}</p>{_quote(mark.at)}" for mark in quotes)


def _transcript(folded: Timeline, persona: str) -> Iterator[str]:
    outcomes = {push.turn: push.outcome for push in folded.pushes}
    yield "<section class='script'><h2>Transcript</h2>"
    yield "<p class='note'>Straight underline: a signal. Wavy underline: a mistake.</p>"
    for said in folded.turns:
        mine = said.who == "candidate"
        marks = sorted((m for m in folded.marks if mine and m.turn == said.number), key=lambda m: (m.start, m.end))
        anchor = f' id="turn-{said.number}"' if mine else ""
        gone = f" (does not count: {escape(said.withdrawn.replace('_', ' '))})" if said.withdrawn else ""
        yield f'<article class="{"you" if mine else "them"}"{anchor}><h3>{clock(said.start_ms)} '
        yield f"{'You' if mine else escape(persona)}{gone}</h3><p>{underlined(said, marks)}</p>"
        notes = [f"{clock(m.start_ms)} {label(m)}" for m in marks]
        if mine and said.number in outcomes:
            notes.append(f"under the push: {OUTCOMES.get(outcomes[said.number], outcomes[said.number])}")
        if notes:
            yield "<ul class='note'>" + "".join(f"<li>{escape(note)}</li>" for note in notes) + "</ul>"
        yield "</article>"
    yield "</section>"


def underlined(said: Said, marks: Sequence[Placed]) -> str:
    """The words with their marks; where two overlap, both lines are drawn."""
    text = said.text
    edges = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    parts = []
    for start, end in pairwise(edges):
        kinds = sorted({m.kind for m in marks if m.start <= start and end <= m.end})
        names = ", ".join(label(m) for m in marks if m.start <= start and end <= m.end)
        piece = escape(text[start:end])
        if kinds:
            piece = f'<span class="{" ".join(kinds)}" title="{escape(names)}">{piece}</span>'
        parts.append(piece)
    return "".join(parts)

"""A debrief as Markdown: for the terminal, for export, and for reading without a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hotseat.core.debrief import CheckpointLine, Debrief, Quote
from hotseat.core.judgment.labels import BY_ID

VOTES = {
    "strong_hire": "Strong hire",
    "hire": "Hire",
    "no_hire": "No hire",
    "strong_no_hire": "Strong no hire",
}
LINES = {
    "user": "User",
    "boundary": "Boundary",
    "failure_mode": "Failure mode",
    "metrics": "Metrics",
    "rollout": "Rollout",
    "escalation": "Escalation",
}


def clock(ms: int) -> str:
    """``m:ss``."""
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"


def quoted(quote: Quote | None) -> str:
    """Somebody's words with their time, or that there are none."""
    return "nothing was said" if quote is None else f"{clock(quote.start_ms)} “{quote.quote.strip()}”"


def markdown(found: Debrief, *, missing: Sequence[str] = ()) -> str:
    """The whole debrief; ends with a line feed."""
    return "\n".join(_lines(found, missing)).rstrip() + "\n"


def _lines(found: Debrief, missing: Sequence[str]) -> Iterator[str]:
    yield f"# {found.title}"
    yield ""
    yield f"{found.level} · {clock(found.duration_ms)} of {found.minutes} minutes · session {found.session}"
    for line in missing:
        yield f"\n> {line}"
    if not found.quotable:
        yield "\n> The ear was a weak one: read the quotes for their gist, not word by word."
    yield "\n## The committee\n"
    vote = "Not assessed" if found.vote is None else VOTES.get(found.vote, found.vote)
    yield f"**{vote}.** {found.reason}"
    if found.expected:
        yield f"\n{found.expected}"
    yield ""
    for voice in found.voices:
        yield f"- **{voice.role}: {VOTES.get(voice.vote, voice.vote)}.** First concern: {voice.concern}"
        if voice.concern_at is not None:
            yield f"  - {quoted(voice.concern_at)}"
        yield f"  - Strongest signal: {voice.strength}"
        if voice.strength_at is not None:
            yield f"  - {quoted(voice.strength_at)}"
    if found.dissent:
        yield f"\nDissent, {found.dissent}: {found.dissent_reason}"
    yield "\n## What decided the first ten minutes\n"
    yield found.first_ten
    yield from _checkpoints(found.checkpoints)
    yield "\n## Rubric\n"
    for row in found.rubric:
        score = "not assessed" if row.score is None else f"{row.score} of 4"
        yield f"- **{LINES.get(row.dimension, row.dimension)}: {score}.** {row.anchor} {row.why}".rstrip()
        for mark in row.quotes:
            yield f"  - {quoted(mark.at)} ({mark.name})"
    if found.rubric_page:
        yield "\n## Your page, and what was said\n"
        for beside in found.rubric_page:
            yield f"- **{LINES.get(beside.dimension, beside.dimension)}.** You wrote: {beside.written or 'nothing'}"
            yield f"  - {'Not said.' if beside.said is None else quoted(beside.said)}"
    yield "\n## The chain\n"
    for link in found.chain:
        probed = "" if link.made or link.probed else " It was never asked for."
        made = f"made at {quoted(link.made)}" if link.made else f"not made.{probed}"
        yield f"- {link.phase.capitalize()}: {made}"
    yield "\n## Time\n"
    for time in found.times:
        yield f"- {time.phase.capitalize()}: {clock(time.spent_ms)} of {clock(time.budget_ms)}"
    yield f"- You spoke {clock(found.candidate_ms)}, the interviewer {clock(found.interviewer_ms)}."
    if found.components_ms:
        yield f"- Components without a user: {clock(found.components_ms)}"
    yield from _pushes(found)
    yield from _marks(found)
    if found.never_said:
        yield "\n## Never said\n"
        yield from (f"- {_name(item)}" for item in found.never_said)
    yield from _changes(found)
    if found.second_opinion is not None:
        second = found.second_opinion
        yield "\n## A second reader\n"
        yield f"{second.source} read {second.turns} answers by itself and agreed on {second.agreed} marks. {second.why}"
        for only, marks in (("only the model", second.only_model), ("only the scripted", second.only_scripted)):
            for mark in marks:
                yield f"- {only}: {mark.name}, “{mark.at.quote}”"
    if found.drill is not None:
        yield f"\n## Next drill: {found.drill.title} ({found.drill.minutes} min)\n"
        yield found.drill.task


def _checkpoints(lines: Iterable[CheckpointLine]) -> Iterator[str]:
    for line in lines:
        if line.reached:
            yield f"\n{clock(line.at_ms)}: user problem {quoted(line.problem)}; boundary {quoted(line.boundary)};"
            yield f"tradeoff {quoted(line.tradeoff)}."


def _pushes(found: Debrief) -> Iterator[str]:
    if not found.pushes:
        return
    yield "\n## Under pressure\n"
    for push in found.pushes:
        outcome = (push.outcome or "not answered").replace("_", " ")
        wrong = " (wrong on purpose)" if push.wrong else ""
        yield f"- {clock(push.at_ms)} “{push.text}”{wrong}: **{outcome}**"
        if push.answer is not None:
            yield f"  - {quoted(push.answer)}"
        if push.wrong and push.truth:
            yield f"  - {push.premise} {push.truth}"


def _marks(found: Debrief) -> Iterator[str]:
    for kind, title in (("mistake", "Mistakes"), ("signal", "Signals")):
        marks = [mark for mark in found.marks if mark.kind == kind]
        if marks:
            yield f"\n## {title}\n"
            yield from (f"- {mark.name}: {quoted(mark.at)}" for mark in marks)


def _changes(found: Debrief) -> Iterator[str]:
    if not found.changes:
        return
    yield "\n## Three things to change\n"
    for number, change in enumerate(found.changes, 1):
        yield f"{number}. {change.name.capitalize()}"
        if change.said is not None:
            yield f"   - You said: {quoted(change.said)}"
        yield f"   - Stronger: “{change.better}”"


def _name(item: str) -> str:
    return BY_ID[item].name if item in BY_ID else item.replace("_", " ")

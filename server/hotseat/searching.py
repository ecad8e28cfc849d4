"""Search over everything that was ever said, by either side, in every session on this machine.

What was said lies as plain text beside each log (``folded/said.json``), so deleting a session takes it out of the
search by itself. Every word of the query must begin a word of the turn; words in quotes must follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hotseat.core.spans import word_offsets
from hotseat.core.timeline import Said, timeline
from hotseat.errors import HotseatError
from hotseat.library import Library
from hotseat.recording import Kept

SNIPPET = 160
MOST_HITS = 500
LONGEST_QUERY = 200
_TERM = re.compile(r'["“”]([^"“”]+)["“”]|(\S+)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One turn that holds every word. `matches` are characters of `snippet`; `moment` ends a replay address."""

    session: str
    case_title: str
    created: str
    sample: bool
    redo: bool
    who: str
    number: int
    start_ms: int
    snippet: str
    matches: tuple[tuple[int, int], ...]
    moment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`total` hits in `sessions_hit` of `sessions` sessions; `hits` holds the newest of them."""

    query: str
    total: int
    sessions: int
    sessions_hit: int
    hits: tuple[Hit, ...]


def search(library: Library, query: str, *, limit: int = 50, live: Iterable[str] = ()) -> Found:
    """Look through all sessions, newest first. Raises ``query_empty`` or ``query_too_long``."""
    terms = terms_of(query)
    now = frozenset(live)
    hits: list[Hit] = []
    total = sessions = sessions_hit = 0
    for folder in searched(library):
        if folder.name in now:
            continue
        try:
            said = library.folded.value(folder, "said", said_in)
        except HotseatError:
            continue
        sessions += 1
        before = total
        for hit in hits_in(said, terms):
            total += 1
            if len(hits) < min(limit, MOST_HITS):
                hits.append(hit)
        sessions_hit += total > before
    return Found(query=query, total=total, sessions=sessions, sessions_hit=sessions_hit, hits=tuple(hits))


def searched(library: Library) -> list[Path]:
    """The user's sessions, newest first; the sample while the list shows it."""
    folders = library.folders()
    shows_sample = library.sample is not None and all(card["redo_of"] is not None for card in library.all_cards())
    return [*folders, library.sample] if shows_sample and library.sample is not None else folders


def to_dict(found: Found) -> dict[str, Any]:
    """Plain values for JSON."""
    return asdict(found)


def terms_of(query: str) -> list[re.Pattern[str]]:
    """The query as patterns that all have to be found."""
    if len(query) > LONGEST_QUERY:
        raise HotseatError(
            "query_too_long", "The search is too long.", next_step=f"Use at most {LONGEST_QUERY} characters."
        )
    terms = []
    for phrase, word in _TERM.findall(_plain(query)):
        parts = re.findall(r"[\w'%]+", phrase or word)
        if parts:
            terms.append(re.compile(r"(?<!\w)" + r"[^\w]+".join(map(re.escape, parts)), re.IGNORECASE))
    if not terms:
        raise HotseatError("query_empty", "There is nothing to search for.", next_step="Type a word that was said.")
    return terms


def said_in(kept: Kept) -> dict[str, Any]:
    """The text of a session as it is searched: each turn with where its words begin."""
    started = kept.started
    turns = list(_turns(timeline(kept.events, duration_ms=kept.duration_ms).turns))
    return {
        "all": _plain("\n".join(turn[2] for turn in turns)),
        "session": kept.id,
        "case_title": started.case_title,
        "created": started.created,
        "sample": started.sample,
        "redo": started.redo_of is not None,
        "turns": turns,
    }


def _turns(said: Iterable[Said]) -> Iterator[list[Any]]:
    for turn in said:
        text = turn.text
        if turn.who == "interviewer" and turn.withdrawn:
            text = turn.heard_text
        if text.strip():
            starts = [word.start_ms for word in turn.words]
            yield [turn.who, turn.number, text, turn.start_ms, turn.end_ms, word_offsets(turn.words), starts]


def hits_in(said: dict[str, Any], terms: list[re.Pattern[str]]) -> Iterator[Hit]:
    """The turns of one session in which every term is found, in order of time."""
    if not all(term.search(said["all"]) for term in terms):
        return
    for who, number, text, start_ms, end_ms, offsets, starts in said["turns"]:
        plain = _plain(text)
        spans: list[tuple[int, int]] = []
        for term in terms:
            found = [match.span() for match in term.finditer(plain)]
            if not found:
                break
            spans += found
        else:
            spans.sort()
            at = _time(spans[0][0], text, start_ms, end_ms, offsets, starts)
            snippet, matches = cut(text, spans)
            yield Hit(
                session=said["session"],
                case_title=said["case_title"],
                created=said["created"],
                sample=said["sample"],
                redo=said["redo"],
                who=who,
                number=number,
                start_ms=at,
                snippet=snippet,
                matches=matches,
                moment=f"#t={at / 1000:g}",
            )


def _time(at: int, text: str, start_ms: int, end_ms: int, offsets: list[int], starts: list[int]) -> int:
    """When the character was said: its word's time, or its share of the line."""
    if not starts:
        return start_ms + (end_ms - start_ms) * at // max(len(text), 1)
    return next(ms for offset, ms in zip(reversed(offsets), reversed(starts), strict=True) if offset <= at)


def cut(text: str, spans: list[tuple[int, int]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """About `SNIPPET` characters around the first match, whole words, and the matches inside it."""
    start = max(0, spans[0][0] - SNIPPET // 3)
    start = text.find(" ", start) + 1 if start else 0
    start = min(start, spans[0][0])
    end = start + SNIPPET
    if end < len(text):
        end = max(text.rfind(" ", start, end), spans[0][1])
    head, tail = ("… " if start else ""), (" …" if end < len(text) else "")
    shift = len(head) - start
    inside = tuple((a + shift, b + shift) for a, b in spans if start <= a and b <= end)
    return f"{head}{text[start:end]}{tail}", inside


def _plain(text: str) -> str:
    """Typographic apostrophes as plain ones; the length stays."""
    return text.replace("’", "'").replace("‘", "'")

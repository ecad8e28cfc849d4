"""A finished interview as `hotseat judge` reads it: who said what when, with labels where somebody gave them.

Pure: takes what a YAML reader made of the file. Only ``who`` and ``text`` are needed of a turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from hotseat.core.case import Case
from hotseat.core.case_schema import parse_thin_case
from hotseat.core.judgment.labels import BY_ID, PHASES
from hotseat.core.tagged import Tag, untag
from hotseat.errors import HotseatError

MS_PER_WORD = 400
"""For a transcript without times: 150 words a minute."""
GAP_MS = 1_000
LABEL_KEYS = ("signals", "mistakes", "good_targets", "bad_targets")


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptTurn:
    """One turn of either side. The lists are what a person marked; the judgment never reads them."""

    who: Literal["interviewer", "candidate"]
    text: str
    start_ms: int
    end_ms: int
    asks: str | None = None
    push: bool = False
    labelled: bool = False
    """interviewer: the file says what was asked, or whether it was a push"""
    phase: str | None = None
    signals: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    good_targets: tuple[str, ...] = ()
    bad_targets: tuple[str, ...] = ()
    push_outcome: str | None = None
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """`case` is an inline case, or the id of one of the project's. `timed` is false when times were guessed."""

    id: str
    case: Case | str
    turns: tuple[TranscriptTurn, ...]
    timed: bool
    quality: str | None
    expected: Mapping[str, Any]


def parse_transcript(raw: object, *, name: str = "transcript") -> Transcript:
    """The transcript in `raw`. Raises ``HotseatError("transcript_invalid")`` saying which turn and what."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("turns"), list):
        raise _wrong("expected a mapping with a list of turns")
    id = str(raw.get("id") or name)
    turns: list[TranscriptTurn] = []
    clock_ms = 0
    timed = True
    for i, item in enumerate(raw["turns"]):
        if not isinstance(item, Mapping):
            raise _wrong(f"turn {i}: expected a mapping of keys to values")
        turn, has_times = _turn(item, i, clock_ms)
        timed = timed and has_times
        if turn.start_ms < (turns[-1].start_ms if turns else 0) or turn.end_ms < turn.start_ms:
            raise _wrong(f"turn {i}: times run backwards")
        clock_ms = max(clock_ms, turn.end_ms)
        turns.append(turn)
    expected = raw.get("expected") or {}
    return Transcript(
        id=id,
        case=_case(raw.get("case"), id),
        turns=tuple(turns),
        timed=timed and bool(turns),
        quality=str(raw["quality"]) if raw.get("quality") else None,
        expected=expected if isinstance(expected, Mapping) else {},
    )


def _wrong(what: str) -> HotseatError:
    return HotseatError(
        "transcript_invalid", f"The transcript can't be judged: {what}.", next_step="The format is in docs/judging.md."
    )


def _case(raw: object, id: str) -> Case | str:
    if isinstance(raw, str) and raw.strip():
        return raw.strip()
    if raw is None:
        return Case(id=id, title=id, family="consumer", prompt="")
    case, problems = parse_thin_case(raw, id=id)
    if case is None:
        raise _wrong(str(problems[0]))
    return case


def _turn(raw: Mapping[str, Any], i: int, clock_ms: int) -> tuple[TranscriptTurn, bool]:
    who, text = raw.get("who"), raw.get("text")
    if who not in ("interviewer", "candidate"):
        raise _wrong(f"turn {i}: who: expected interviewer or candidate")
    if text is None:
        text = ""
    if not isinstance(text, str):
        raise _wrong(f"turn {i}: text: expected a text")
    plain, tags = untag(text)
    start, end = _ms(raw.get("start_s"), i, "start_s"), _ms(raw.get("end_s"), i, "end_s")
    has_times = start is not None and end is not None
    if start is None:
        start = clock_ms + (GAP_MS if clock_ms else 0)
    if end is None:
        end = start + MS_PER_WORD * len(plain.split())
    lists = {key: _labels(raw.get(key), i, key) for key in LABEL_KEYS}
    asks = raw.get("asks")
    if asks is not None and asks not in BY_ID:
        raise _wrong(f"turn {i}: asks: {asks!r} is not the id of a label")
    phase = raw.get("phase")
    if phase is not None and phase not in PHASES:
        raise _wrong(f"turn {i}: phase: expected one of {', '.join(PHASES)}")
    turn = TranscriptTurn(
        who=who, text=plain, start_ms=start, end_ms=end, asks=asks, push=bool(raw.get("push")),
        labelled="asks" in raw or "push" in raw, phase=phase,
        push_outcome=raw.get("push_outcome"), tags=tags, **lists,
    )  # fmt: skip
    return turn, has_times


def _ms(raw: object, i: int, key: str) -> int | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0 <= raw < 1e7:
        raise _wrong(f"turn {i}: {key}: expected seconds from the beginning")
    return round(raw * 1000)


def _labels(raw: object, i: int, key: str) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list):
        raise _wrong(f"turn {i}: {key}: expected a list of label ids")
    for label in raw:
        if label not in BY_ID:
            raise _wrong(f"turn {i}: {key}: {label!r} is not the id of a label")
    return tuple(raw)

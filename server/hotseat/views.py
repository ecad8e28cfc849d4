"""Sessions and cases as JSON for the page, the terminal and exports. Nothing here is computed twice elsewhere."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from hotseat.adapters.weights import classifier
from hotseat.core import events as ev
from hotseat.core.case import Case
from hotseat.core.debrief import debrief as fold_debrief
from hotseat.core.debrief import to_dict
from hotseat.core.judgment.labels import BY_ID
from hotseat.core.model.cost import spent
from hotseat.core.speech_cost import speech_spent
from hotseat.core.timeline import Placed, Said, Timeline, timeline
from hotseat.recording import RATE, TRACKS, Kept

PEAKS_HZ = 50


def case_card(case: Case) -> dict[str, str]:
    """What the lobby may show: never the facts, the questions or what is punished."""
    return {"id": case.id, "family": case.family, "title": case.title, "prompt": case.prompt}


def session_card(kept: Kept, *, live: bool) -> dict[str, Any]:
    """A session in a list."""
    started = kept.started
    folded = timeline(kept.events, duration_ms=kept.duration_ms)
    return {
        "id": kept.id,
        "case": started.case,
        "case_title": started.case_title,
        "family": started.family,
        "created": started.created,
        "duration_ms": folded.duration_ms,
        "minutes": started.minutes,
        "state": "live" if live else kept.state,
        "level": started.level,
        "persona": started.persona_name,
        "pressure": started.pressure,
        "sample": started.sample,
        "redo_of": None if started.redo_of is None else asdict(started.redo_of),
        "phases": [asdict(span) for span in folded.phases],
        "links": [{"phase": link.name, "start_ms": link.start_ms} for link in folded.links],
        "cost": asdict(spent(kept.events)),
        "speech_cost": asdict(speech_spent(kept.events)),
    }


def replay(kept: Kept, *, live: bool = False) -> dict[str, Any]:
    """The whole session for the replay page and ``hotseat replay --json``."""
    folded = timeline(kept.events, duration_ms=kept.duration_ms)
    started = kept.started
    return {
        "session": kept.id,
        "case": started.case,
        "case_title": started.case_title,
        "family": started.family,
        "created": started.created,
        "level": started.level,
        "persona": started.persona_name,
        "pressure": started.pressure,
        "minutes": started.minutes,
        "sample": started.sample,
        "redo_of": None if started.redo_of is None else asdict(started.redo_of),
        "ear": started.ear,
        "ear_weak": started.ear_weak,
        "brain": started.brain,
        "state": "live" if live else kept.state,
        "duration_ms": folded.duration_ms,
        "phases": [asdict(span) for span in folded.phases],
        "checkpoints": [_checkpoint(checkpoint, folded) for checkpoint in folded.checkpoints],
        "turns": [_turn(said) for said in folded.turns],
        "marks": [] if live else [_mark(mark) for mark in folded.marks],
        "links": [_link(link) for link in folded.links],
        "statements": [] if live else [_link(made) for made in folded.statements],
        "pushes": [{"utterance": p.utterance, "turn": p.turn, "outcome": p.outcome} for p in folded.pushes],
        "cut_offs": [{"t": cut.t, "turn": cut.turn, "utterance": cut.utterance} for cut in folded.cut_offs],
        "pauses": [{"start_ms": start, "end_ms": end} for start, end in folded.pauses],
        "barge_ins": [{"t": t, "utterance": utterance} for t, utterance in folded.barge_ins],
        "thinkings": [{"start_ms": start, "end_ms": end} for start, end in folded.thinkings],
        "stops": [{"start_ms": start, "end_ms": end} for start, end in folded.stops],
        "notices": [
            {"t": e.t, "code": e.code, "message": e.message, "next_step": e.next_step}
            for e in kept.events
            if isinstance(e, ev.Notice)
        ],
        "engine_changes": [
            {"t": e.t, "role": e.role, "was": e.was, "now": e.now, "reason": e.reason}
            for e in kept.events
            if isinstance(e, ev.EngineChanged)
        ],
        "cost": asdict(spent(kept.events)),
        "speech_cost": asdict(speech_spent(kept.events)),
        "missing": kept.missing,
        "sound_ms": kept.sound_ms,
        "rubric_page": started.rubric_page,
    }


def debrief(kept: Kept, case: Case) -> dict[str, Any]:
    """The debrief as JSON."""
    return to_dict(fold_debrief(kept.events, case, duration_ms=kept.duration_ms, judge=classifier()))


def peaks(kept: Kept) -> dict[str, Any]:
    """Loudest sample of every 20 ms, 0 to 255, both tracks."""
    step = RATE // PEAKS_HZ
    block = step * PEAKS_HZ * 60
    result: dict[str, Any] = {"rate_hz": PEAKS_HZ}
    for name in TRACKS:
        loudest: list[int] = []
        for first in range(0, kept.sound_samples if kept.track_path(name) else 0, block):
            pcm = kept.pcm(name, first, min(block, kept.sound_samples - first))
            rows = np.pad(pcm, (0, -len(pcm) % step)).reshape(-1, step)
            tops = np.maximum(rows.max(axis=1).astype(np.int32), -rows.min(axis=1).astype(np.int32))
            loudest += (tops >> 7).clip(0, 255).tolist()
        result[name] = loudest
    return result


def _checkpoint(checkpoint: ev.CheckpointReached, folded: Timeline) -> dict[str, Any]:
    by_turn = {said.number: said for said in folded.turns if said.who == "candidate"}

    def words(span: tuple[int, int, int] | None) -> dict[str, Any] | None:
        if span is None or span[0] not in by_turn:
            return None
        turn, start, end = span
        return {"turn": turn, "start": start, "end": end, "quote": by_turn[turn].text[start:end]}

    return {
        "at_ms": checkpoint.at_ms,
        "problem": words(checkpoint.problem),
        "boundary": words(checkpoint.boundary),
        "tradeoff": words(checkpoint.tradeoff),
    }


def _turn(said: Said) -> dict[str, Any]:
    turn: dict[str, Any] = {
        "who": said.who,
        "number": said.number,
        "start_ms": said.start_ms,
        "end_ms": said.end_ms,
        "text": said.text,
        "words": [{"text": w.text, "start_ms": w.start_ms, "end_ms": w.end_ms} for w in said.words],
        "phase": said.phase,
    }
    if said.who == "candidate":
        turn |= {"source": said.source, "reason": said.reason}
    elif said.asked is not None:
        turn |= {
            "move": said.asked.move,
            "target": said.asked.target,
            "rung": said.asked.rung,
            "source": said.asked.source,
            "heard_text": said.heard_text,
            "withdrawn": said.withdrawn,
        }
    return turn


def _mark(mark: Placed) -> dict[str, Any]:
    return {
        "label": mark.name,
        "name": BY_ID[mark.name].name if mark.name in BY_ID else mark.name,
        "kind": mark.kind,
        **_link(mark),
    }


def _link(placed: Placed) -> dict[str, Any]:
    return {
        "phase": placed.name,
        "turn": placed.turn,
        "start": placed.start,
        "end": placed.end,
        "start_ms": placed.start_ms,
        "end_ms": placed.end_ms,
        "quote": placed.quote,
    }

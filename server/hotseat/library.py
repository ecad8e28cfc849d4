"""The sessions on disk, to be looked up: one folder each, redos under their parents, the sample until the first."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hotseat import views
from hotseat.adapters.case_files import find_case
from hotseat.core.case import Case
from hotseat.core.progress import SessionFacts, facts
from hotseat.errors import HotseatError
from hotseat.folded import Folded, key_of
from hotseat.places import shipped
from hotseat.recording import LOG, Kept
from hotseat.sample import sample_folder

PEAKS = "peaks.json"
SESSION_ID = re.compile(r"^[a-z0-9][a-z0-9-]{3,90}$")


class Library:
    """Reads; the only thing that it changes is what it deletes. Safe to ask from any thread."""

    def __init__(self, sessions: Path, *, cases: Sequence[Path] = (), sample: Path | None = None) -> None:
        """`cases` are the folders of cases, later ones winning; without any, those that ship."""
        self.sessions = sessions
        self.cases = tuple(cases) or (shipped("cases"),)
        self.sample = sample_folder() if sample is None else sample
        self.folded = Folded(read_only=self.sample)
        self._last: tuple[str, Kept] | None = None

    def folders(self) -> list[Path]:
        """Session folders of the user, newest first."""
        if not self.sessions.is_dir():
            return []
        found = (p for p in self.sessions.iterdir() if SESSION_ID.match(p.name) and p.is_dir())
        return sorted(found, key=lambda p: p.name, reverse=True)

    def folder(self, session_id: str) -> Path:
        """The folder of a session or of the sample. Raises ``session_unknown``."""
        folder = self.sessions / session_id
        if SESSION_ID.match(session_id) and folder.is_dir():
            return folder
        if self.sample is not None and session_id == self.sample.name:
            return self.sample
        raise HotseatError("session_unknown", "There is no session of that name.", next_step="See: hotseat sessions")

    def kept(self, session_id: str) -> Kept:
        """A session to read; the last one is kept in memory. Raises ``session_unknown`` or ``session_unreadable``."""
        folder = self.folder(session_id)
        key = key_of(folder)
        last = self._last
        if last is None or (last[0], last[1].folder) != (key, folder):
            last = self._last = (key, Kept(folder))
        return last[1]

    def all_cards(self, live: Iterable[str] = ()) -> Iterator[dict[str, Any]]:
        """A card for every readable session and redo, newest first; without the sample."""
        now = frozenset(live)
        for folder in self.folders():
            try:
                if folder.name in now:
                    yield views.session_card(Kept(folder), live=True)
                else:
                    yield self.folded.value(folder, "card", _card)
            except HotseatError:
                continue

    def cards(self, live: Iterable[str] = ()) -> list[dict[str, Any]]:
        """What a list shows: real sessions with the number of their redos; the sample while there are none."""
        cards = list(self.all_cards(live))
        redos: dict[str, int] = {}
        for card in cards:
            if card["redo_of"] is not None:
                redos[card["redo_of"]["session"]] = redos.get(card["redo_of"]["session"], 0) + 1
        shown = [card | {"redos": redos.get(card["id"], 0)} for card in cards if card["redo_of"] is None]
        if not shown and self.sample is not None:
            shown = [self.folded.value(self.sample, "card", _card) | {"redos": redos.get(self.sample.name, 0)}]
        return shown

    def redo_folders(self, session_id: str) -> list[Path]:
        """The small sessions that answer a moment of this one again, oldest first."""
        found = []
        for card in self.all_cards():
            if card["redo_of"] is not None and card["redo_of"]["session"] == session_id:
                found.append(self.sessions / card["id"])
        return found[::-1]

    def facts(self, live: Iterable[str] = ()) -> list[SessionFacts]:
        """What counts for progress of every readable session, oldest first; live ones are not there yet."""
        now = frozenset(live)
        found = []
        for folder in self.folders():
            try:
                if folder.name not in now:
                    found.append(self._facts_in(folder))
            except HotseatError:
                continue
        return sorted(found, key=lambda f: (f.created, f.session))

    def facts_of(self, session_id: str) -> SessionFacts:
        """The same of one session, the sample included."""
        return self._facts_in(self.folder(session_id))

    def _facts_in(self, folder: Path) -> SessionFacts:
        return SessionFacts(**self.folded.value(folder, "facts", self._make_facts))

    def _make_facts(self, kept: Kept) -> dict[str, Any]:
        """Scores and vote are those of the debrief, where there is one."""
        found = asdict(facts(kept.events, state=kept.state, duration_ms=kept.duration_ms))
        case = self.case_or_none(kept)
        if case is not None and found["turns"]:
            debrief = json.loads(self.debrief_json(kept.id, case))
            scores = {line["dimension"]: line["score"] for line in debrief["rubric"]}
            found |= {"rubric": scores, "vote": debrief["vote"], "average": debrief["average"]}
        return found

    def case_or_none(self, kept: Kept) -> Case | None:
        """The case of a session, or None when its file is gone or broken."""
        try:
            return find_case(kept.started.case, self.cases)
        except HotseatError:
            return None

    def warm(self, session_id: str) -> None:
        """Make the folds of a session that has just ended, so that its pages open at once."""
        self.replay_json(session_id)
        self.peaks_json(session_id)
        self.facts_of(session_id)

    def replay_json(self, session_id: str) -> str:
        """The whole replay of a session that is not live, as JSON text."""
        return self.folded.body(self.folder(session_id), "replay", views.replay)

    def peaks_json(self, session_id: str) -> str:
        """Both voices as peaks of a session that is not live, as JSON text; the sample's were made with it."""
        folder = self.folder(session_id)
        if folder == self.sample:
            return (folder / PEAKS).read_text(encoding="utf-8")
        return self.folded.body(folder, "peaks", views.peaks)

    def log_path(self, session_id: str) -> Path:
        """The log as it lies on disk. Raises ``session_unknown`` or ``session_unreadable``."""
        path = self.folder(session_id) / LOG
        if not path.exists():
            raise HotseatError("session_unreadable", f"Session {session_id} has no log.")
        return path

    def debrief_json(self, session_id: str, case: Case) -> str:
        """The debrief of a session that is not live, as JSON text."""
        about = hashlib.sha256(repr(case).encode()).hexdigest()[:16]
        return self.folded.body(self.folder(session_id), "debrief", lambda kept: views.debrief(kept, case), also=about)

    def taken(self) -> frozenset[str]:
        """Names that an imported session may not have, beside those of the folders."""
        return frozenset() if self.sample is None else frozenset({self.sample.name})

    def delete(self, session_id: str) -> list[str]:
        """Delete means delete: log, sound, folds, and the redos of it. The ids that are gone."""
        folder = self.folder(session_id)
        if folder == self.sample:
            raise HotseatError(
                "sample_stays",
                "The sample ships with Hotseat and is not yours to delete.",
                next_step="It leaves the list by itself with your first session.",
            )
        gone = [*self.redo_folders(session_id), folder]
        for path in gone:
            shutil.rmtree(path)
            self.folded.forget(path)
        self._last = None
        return [path.name for path in gone]


def _card(kept: Kept) -> dict[str, Any]:
    return views.session_card(kept, live=False)

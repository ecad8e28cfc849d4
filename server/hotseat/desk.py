"""Where sessions begin, go on, and are looked up: live ones in memory, kept ones on disk."""

from __future__ import annotations

import asyncio
import datetime
import logging
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from hotseat.adapters.case_files import case_paths, find_case, load_case_file
from hotseat.core import events as ev
from hotseat.core.case import Case
from hotseat.core.interview import Interview
from hotseat.core.interviewer import Setup
from hotseat.engines import MOST_SESSIONS, Chosen, Engines
from hotseat.errors import HotseatError
from hotseat.library import Library
from hotseat.listening import Listening
from hotseat.recording import Kept, Recording
from hotseat.redo import MINUTES, again, redo_of
from hotseat.retention import Retention
from hotseat.session import LiveSession, Parts
from hotseat.speaking import Speaking, sentences

log = logging.getLogger("hotseat.desk")

AWAY_S = 30 * 60
"""A session without a client for this long gives its memory back; it can be resumed from disk."""
NEW_S = 20
"""A new session waits this long for its client before another may take its place."""
HOLD_S = 60
"""A session that lost its client keeps its place this long; one whose client said goodbye gives way at once."""
CLAIM_S = 60
"""A candidate who came back to a full server gets the next place, if the last try is no longer ago than this."""
_ID = re.compile(r"^[a-z0-9][a-z0-9-]{3,90}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the lobby asks for."""

    case: str
    level: str = "L6"
    persona: str = "sceptical_manager"
    pressure: str = "normal"
    minutes: int = 45
    patience: str = "normal"
    ear: str = ""
    voice: str = ""
    brain: str = ""
    rubric_page: dict[str, str] | None = None


class Desk:
    """Lives on the event loop."""

    def __init__(
        self,
        *,
        sessions: Path,
        cache: Path,
        case_folders: list[Path],
        engines: Engines,
        retention: Retention | None = None,
    ) -> None:
        self.sessions = sessions
        self.cache = cache
        self.case_folders = case_folders
        self.engines = engines
        self.live: dict[str, LiveSession] = {}
        self.broken: list[str] = []
        self._read: dict[Path, tuple[int, Case | None, str]] = {}
        self._away: dict[str, asyncio.TimerHandle] = {}
        self._held: dict[str, float] = {}
        """until when a session without a client does not give way, on the loop's clock"""
        self._claims: dict[str, float] = {}
        """sessions that wait for a place to come back to, the first first, and until when"""
        self._packing: set[asyncio.Task[None]] = set()
        self.library = Library(sessions, cases=case_folders)
        self.retention = retention or Retention(sessions.parent)

    def cases(self) -> dict[str, Case]:
        """Every sound case that can be chosen, by id; `broken` then holds what is wrong with the others."""
        found: dict[str, Case] = {}
        self.broken = []
        for folder in self.case_folders:
            for path in case_paths(folder):
                case = self._case(path)
                if case is not None:
                    found[case.id] = case
        return dict(sorted(found.items()))

    def _case(self, path: Path) -> Case | None:
        """A case file, read again only when it has changed."""
        changed = path.stat().st_mtime_ns
        if self._read.get(path, (0, None, ""))[0] != changed:
            try:
                self._read[path] = (changed, load_case_file(path), "")
            except HotseatError as error:
                self._read[path] = (changed, None, error.message)
        _, case, problem = self._read[path]
        if case is None:
            self.broken.append(f"{path.parent}: {problem}")
        return case

    def create(self, wishes: Wishes, *, redo: ev.RedoOf | None = None) -> LiveSession:
        """Begin a session. Raises ``HotseatError`` when the wishes or the folder do not allow it."""
        case = find_case(wishes.case, self.case_folders)
        self._make_room(len(self._waiting()))
        profile = self.engines.profile(wishes.persona)
        chosen = self.engines.chosen(profile, ear=wishes.ear, voice=wishes.voice, brain=wishes.brain)
        now = datetime.datetime.now().astimezone()
        session_id = f"{now:%Y-%m-%d-%H%M}-{case.id}-{secrets.token_hex(2)}"
        recording = Recording.create(self.sessions / session_id)
        started = ev.SessionStarted(
            t=0,
            session=session_id,
            version=ev.LOG_VERSION,
            created=now.isoformat(timespec="seconds"),
            case=case.id,
            case_title=case.title,
            family=case.family,
            level=wishes.level,
            persona=wishes.persona,
            persona_name=profile.name,
            pressure=wishes.pressure,
            minutes=wishes.minutes,
            patience=wishes.patience,
            ear=chosen.ear.name,
            ear_weak=chosen.ear.weak,
            voice=chosen.voice.name,
            brain=chosen.brain,
            remote=chosen.remote,
            rubric_page=wishes.rubric_page or {},
            redo_of=redo,
        )
        session = self._live(session_id, recording, case, started, chosen)
        session.open(started)
        self.away(session, hold_s=NEW_S)
        return session

    def redo(self, session_id: str, utterance: int) -> LiveSession:
        """Begin the small session that answers one question of a finished one again."""
        if session_id in self.live:
            raise HotseatError("session_live", "This session is going on.", next_step="End it first.")
        kept = self.kept(session_id)
        was = kept.started
        wishes = Wishes(
            case=was.case,
            level=was.level,
            persona=was.persona,
            pressure=was.pressure,
            minutes=MINUTES,
            patience=was.patience,
            brain="scripted",
        )
        return self.create(wishes, redo=redo_of(kept, utterance))

    def get(self, session_id: str) -> LiveSession:
        """A live session, or one brought back from disk, before any that would begin anew.

        Raises ``session_unknown``, ``session_over``, or ``server_full`` while it has to wait for a place.
        """
        if session_id in self.live:
            return self.live[session_id]
        folder = self._folder(session_id)
        kept = Kept(folder)
        if any(isinstance(event, ev.SessionEnded) for event in kept.events):
            raise HotseatError(
                "session_over", f"Session {session_id} has ended.", next_step="Open its replay, or begin a new one."
            )
        case = find_case(kept.started.case, self.case_folders)
        self._make_room_again(session_id)
        asked_by = "scripted" if kept.started.brain == "scripted" else ""
        chosen = self.engines.chosen(self.engines.profile(kept.started.persona), brain=asked_by)
        session = self._live(session_id, Recording.reopen(folder), case, kept.started, chosen)
        session.resume()
        return session

    def kept(self, session_id: str) -> Kept:
        """A session to read, live or not; the sample too."""
        return self.library.kept(session_id)

    def case_of(self, kept: Kept) -> Case:
        """The case of a session. Raises ``case_unknown`` when its file is gone."""
        return find_case(kept.started.case, self.case_folders)

    def delete(self, session_id: str) -> None:
        """Delete means delete: the folder with log and sound is gone. A live session is refused."""
        if session_id in self.live:
            raise HotseatError("session_live", "This session is going on.", next_step="End it first.")
        busy = [folder.name for folder in self.library.redo_folders(session_id) if folder.name in self.live]
        if busy:
            raise HotseatError("session_live", "A moment of it is being answered again.", next_step="End that first.")
        self.library.delete(session_id)

    def away(self, session: LiveSession, *, hold_s: float = 0) -> None:
        """The client left: keep the session ready for a while, and its place for `hold_s`."""
        loop = asyncio.get_running_loop()
        self.back(session)
        self._held[session.id] = loop.time() + hold_s
        self._away[session.id] = loop.call_later(AWAY_S, self._release, session)

    def back(self, session: LiveSession) -> None:
        """A client came (back)."""
        self._held.pop(session.id, None)
        timer = self._away.pop(session.id, None)
        if timer is not None:
            timer.cancel()

    async def close(self) -> None:
        """At shutdown: close every live session, finish packing."""
        for session in list(self.live.values()):
            self._release(session)
        if self._packing:
            await asyncio.wait(self._packing)

    def _make_room(self, reserved: int) -> None:
        """Sessions whose client is away give way, the longest away first; they go on from disk.

        `reserved` places are kept free beside the one that is wanted. Raises ``server_full`` before any gives way in
        vain.
        """
        now = asyncio.get_running_loop().time()
        idle = [self.live[name] for name in self._away if self._held[name] <= now]
        self.engines.check_room(len(self.live) - len(idle), reserved)
        for session in idle[: max(0, len(self.live) + reserved - MOST_SESSIONS + 1)]:
            self._release(session)

    def _make_room_again(self, session_id: str) -> None:
        """The same for a session that comes back: only those that came back before it go first."""
        first = list(self._waiting())
        before = first.index(session_id) if session_id in first else len(first)
        try:
            self._make_room(before)
        except HotseatError as error:
            self._claims[session_id] = asyncio.get_running_loop().time() + CLAIM_S
            raise HotseatError(
                error.code,
                f"{error.message} Yours gave its place up while you were away; everything you said is kept.",
                next_step="Leave this open: the next place that is free is yours.",
            ) from error
        self._claims.pop(session_id, None)

    def _waiting(self) -> dict[str, float]:
        """Those who came back to a full server and are still there."""
        now = asyncio.get_running_loop().time()
        self._claims = {name: until for name, until in self._claims.items() if until > now}
        return self._claims

    def _folder(self, session_id: str) -> Path:
        folder = self.sessions / session_id
        if not _ID.match(session_id) or not folder.is_dir():
            raise HotseatError(
                "session_unknown", "There is no session of that name.", next_step="See: hotseat sessions"
            )
        return folder

    def _release(self, session: LiveSession) -> None:
        self.live.pop(session.id, None)
        self.back(session)
        session.close()

    def _ended(self, session: LiveSession) -> None:
        self.live.pop(session.id, None)
        self.back(session)
        task = asyncio.get_running_loop().create_task(self._pack(session.id))
        self._packing.add(task)
        task.add_done_callback(self._packing.discard)

    async def _pack(self, session_id: str) -> None:
        try:
            await asyncio.to_thread(self.kept(session_id).pack)
            await asyncio.to_thread(self.library.warm, session_id)
        except (HotseatError, OSError, RuntimeError) as error:
            log.warning("session %s stays unpacked: %s", session_id, error)

    def _live(
        self, session_id: str, recording: Recording, case: Case, started: ev.SessionStarted, chosen: Chosen
    ) -> LiveSession:
        setup = Setup(
            level=started.level,  # type: ignore[arg-type]
            pressure=started.pressure,  # type: ignore[arg-type]
            persona=started.persona,
            minutes=started.minutes,
        )
        profile = self.engines.profile(started.persona)
        interviewer = self.engines.interviewer(case, setup)
        moment = started.redo_of
        interview = Interview(
            interviewer if moment is None else again(interviewer, self.library, moment),
            setup,
            patience=started.patience,  # type: ignore[arg-type]
        )
        terms = (*case.vocabulary, *self.engines.terms)

        def listening(session: LiveSession) -> Listening:
            return Listening(
                chosen.ear,
                fallback=self.engines.fallback_ear,
                terms=terms,
                voiced=session.voiced,
                recorded=recording.candidate_pcm,
                on_partial=session.on_partial,
                on_final=session.on_final,
                on_change=lambda was, now, error: session.on_change("ear", was, now, error),
            )

        def speaking(session: LiveSession) -> Speaking:
            return Speaking(
                chosen.voice,
                pace=profile.pace,
                fallback=lambda failed: self.engines.fallback_voice(failed, profile),
                cache=self.cache,
                fixed=fixed_lines(case),
                on_sound=session.on_sound,
                on_change=lambda was, now, error: session.on_change("voice", was, now, error),
            )

        parts = Parts(
            recording=recording,
            interview=interview,
            vad=self.engines.vad(),
            listening=listening,
            speaking=speaking,
            brain=self.engines.minds.brain(chosen.mind, interviewer) if chosen.mind else None,
            end_of_turn=self.engines.end_of_turn(),
            on_end=self._ended,
        )
        session = LiveSession(session_id, parts)
        self.live[session_id] = session
        return session


def fixed_lines(case: Case) -> frozenset[str]:
    """Sentences that are written in the case, so that they may be kept as sound between sessions."""
    lines = [case.prompt, case.context]
    lines += [question.text for question in case.questions]
    lines += [push.text for push in case.pushes] + [push.text for push in case.wrong_pushes]
    lines += [fact.say for fact in case.facts]
    return frozenset(sentence for line in lines for sentence in sentences(line))

"""The engines of this run: chosen once, shared by sessions, loaded at first use, with something to fall back to."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from hotseat.adapters.catalog import pull
from hotseat.adapters.espeak import EspeakVoice
from hotseat.adapters.hub import Hub, hub_address
from hotseat.adapters.openai_model import OpenAIModel
from hotseat.adapters.profiles import load_profiles
from hotseat.adapters.silence import SilentVoice, TypedEar
from hotseat.adapters.smart_turn import find_smart_turn, smart_turn
from hotseat.adapters.sphinx import SphinxEar
from hotseat.adapters.vad import Vad
from hotseat.adapters.weights import classifier
from hotseat.choosing import USUAL_WHISPER, Choice, choose_ear, choose_voice
from hotseat.core.case import Case
from hotseat.core.ear import Ear
from hotseat.core.interviewer import Setup
from hotseat.core.scripted import ScriptedInterviewer
from hotseat.core.voice import Profile, Voice
from hotseat.errors import HotseatError
from hotseat.minds import SCRIPTED, Minds
from hotseat.places import shipped
from hotseat.remote import REMOTE, remote_ear, remote_voice
from hotseat.settings import Settings, models_dir

log = logging.getLogger("hotseat.engines")

MOST_SESSIONS = 4
"""Interviews at once; the next one is refused at its start rather than served badly (see bench/)."""

TERMS = (
    "RAG", "LLM", "evals", "recall", "precision", "latency", "p95", "rollback", "override rate", "escalation",
    "human in the loop", "abstain", "hallucination", "embedding", "retrieval", "fine-tuning", "guardrail",
    "copilot", "agent", "North Star metric", "shadow mode", "A/B test",
)  # fmt: skip
"""What such interviews say and ears mishear (interviewer terms measured in real mocks), beside the case's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The engines of one session. `remote` names the roles whose data leaves this machine."""

    ear: Ear
    voice: Voice
    brain: str
    mind: OpenAIModel | None = None
    """the language model that finds the words; None when the scripted interviewer asks"""
    remote: tuple[str, ...] = ()


class Engines:
    """Knows what works here. Safe to ask from any thread."""

    def __init__(self, settings: Settings, home: Path) -> None:
        self.settings = settings
        self.models = models_dir(home)
        self.terms = TERMS
        self.profiles = load_profiles(shipped("voices"))
        self.fetching: dict[str, Any] | None = None
        """what is being fetched: name, done and total in bytes"""
        self._cache = home / "cache"
        self._ears: dict[str, tuple[Choice, Ear]] = {}
        self._voices: dict[tuple[str, str], tuple[Choice, Voice]] = {}
        self._lock = threading.Lock()
        self.minds = Minds(settings)
        self.look()

    def look(self) -> None:
        """Choose again: at the start, and when a model has arrived. Raises ``HotseatError`` for an impossible wish."""
        with self._lock:
            self._ears.clear()
            self._voices.clear()
        profile = self.profile(self.settings.persona)
        self.ear_choice = self._ear(self.settings.ear)[0]
        self.voice_choice = self._voice(self.settings.voice, profile)[0]
        self.minds.look()

    def _ear(self, wish: str) -> tuple[Choice, Ear]:
        with self._lock:
            if wish not in self._ears:
                remote = wish == REMOTE
                self._ears[wish] = (
                    remote_ear(self.settings) if remote else choose_ear(wish, self.models, self._cache)
                )
            return self._ears[wish]

    def _voice(self, wish: str, profile: Profile) -> tuple[Choice, Voice]:
        with self._lock:
            key = (wish, profile.id)
            if key not in self._voices:
                remote = wish == REMOTE
                self._voices[key] = (
                    remote_voice(self.settings, profile) if remote else choose_voice(wish, self.models, profile)
                )
            return self._voices[key]

    def warm(self) -> None:
        """Load what the first session will need. An engine that fails now fails in words when it is used."""
        try:
            self._ear(self.settings.ear)[1].warm()
            self._voice(self.settings.voice, self.profile(self.settings.persona))[1].warm()
            classifier()
        except HotseatError as error:
            log.warning("%s: %s", error.code, error.message)
        self.minds.warm()

    @property
    def brain_choice(self) -> Choice:
        """Who asks, and whether it answered when it was last tried."""
        return self.minds.choice

    def chosen(self, profile: Profile, *, ear: str = "", voice: str = "", brain: str = "") -> Chosen:
        """The engines for one session. Raises ``HotseatError`` for a wish that cannot be met."""
        _, heard_by = self._ear(ear or self.settings.ear)
        _, spoken_by = self._voice(voice or self.settings.voice, profile)
        mind = self.minds.model_for(brain)
        parts = (("ear", heard_by), ("voice", spoken_by), ("brain", mind))
        remote = tuple(role for role, engine in parts if engine is not None and engine.remote)
        return Chosen(
            ear=heard_by, voice=spoken_by, brain=mind.name if mind else SCRIPTED.name, mind=mind, remote=remote
        )

    def check_room(self, live: int, waiting: int = 0) -> None:
        """Raises ``HotseatError`` ``server_full`` when one more interview would harm the others.

        `waiting` interviews have a right to a place before this one.
        """
        if live + waiting >= MOST_SESSIONS:
            going = f"{live} interview{' is' if live == 1 else 's are'} going on"
            kept = f" and {waiting} more wait{'s' if waiting == 1 else ''} to go on" if waiting else ""
            raise HotseatError(
                "server_full",
                f"{going}{kept}, which is as many as this machine holds well.",
                next_step="End one of them first.",
            )

    def fallback_ear(self, failed: Ear) -> Ear:
        """The ear that takes over when one fails in mid-session: the embedded one, then the keyboard."""
        return TypedEar() if isinstance(failed, SphinxEar | TypedEar) else self._ear("sphinx")[1]

    def fallback_voice(self, failed: Voice, profile: Profile) -> Voice:
        """The voice that takes over: the embedded one, then reading."""
        return SilentVoice() if isinstance(failed, EspeakVoice | SilentVoice) else EspeakVoice(profile.espeak)

    def profile(self, persona: str) -> Profile:
        """Who interviews. Raises ``persona_unknown``."""
        if persona not in self.profiles:
            raise HotseatError(
                "persona_unknown",
                f"There is no interviewer “{persona}”.",
                next_step=f"Choose one of: {', '.join(self.profiles)}.",
            )
        return self.profiles[persona]

    def interviewer(self, case: Case, setup: Setup) -> ScriptedInterviewer:
        """The mind of the session."""
        return ScriptedInterviewer(case=case, setup=setup, classifier=classifier())

    def vad(self) -> Vad:
        """A fresh voice detector."""
        return Vad()

    def end_of_turn(self) -> Callable[[bytes], float] | None:
        """The end-of-turn model, where there is one: a veto, never needed."""
        path = find_smart_turn(self.models)
        return smart_turn(path).probability if path is not None else None

    def wanted(self) -> list[str]:
        """Models that would be better than what is here, where the user left the choice to us."""
        names = []
        if self.settings.ear == "auto" and self.ear_choice.weak:
            names.append(USUAL_WHISPER)
        if self.settings.voice == "auto" and self.voice_choice.weak:
            names.append(self.profile(self.settings.persona).piper)
        return names

    def fetch(self, name: str, progress: Any) -> None:
        """Fetch one model and choose again. Raises ``HotseatError`` when the hub cannot be reached or breaks off."""
        self.fetching = {"name": name, "done": 0, "total": 0}

        def told(file: str, done: int, total: int) -> None:
            self.fetching = {"name": name, "done": done, "total": total}
            progress(file, done, total)

        try:
            with Hub(hub_address(self.settings.hub)) as hub:
                pull(name, self.models, hub, progress=told)
        finally:
            self.fetching = None
        self.look()

    def choices(self) -> tuple[Choice, ...]:
        """Ear, voice, brain."""
        return (self.ear_choice, self.voice_choice, self.brain_choice)

    def table(self) -> Table:
        """The short table that `serve` and `doctor` print."""
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("", "engine", "why"):
            table.add_column(column)
        for choice in self.choices():
            table.add_row(choice.role, choice.name + (" (weak)" if choice.weak else ""), choice.reason)
        return table

    def remarks(self) -> list[str]:
        """What to know before starting: weak engines and their cures, what leaves the machine."""
        lines = [choice.cure for choice in self.choices() if choice.cure]
        remote = [choice.role for choice in self.choices() if choice.remote]
        where = f"Leaves this machine: what the {' and the '.join(remote)} need." if remote else ""
        return [*lines, where or "Nothing of what you say leaves this machine."]

    def summary(self) -> dict[str, str]:
        """For ``/healthz``."""
        return {choice.role: choice.name for choice in self.choices()}

    def lobby(self) -> dict[str, Any]:
        """For the lobby page."""
        return {
            "engines": {
                c.role: {"name": c.name, "weak": c.weak, "remote": c.remote, "reason": c.reason, "cure": c.cure}
                for c in self.choices()
            },
            "choices": {
                "ear": ["auto", "sphinx", "typed"],
                "voice": ["auto", "espeak", "silent"],
                "brain": self.minds.wishes(),
            },
            "personas": [
                {"id": p.id, "name": p.name, "role": p.role, "manner": p.manner} for p in self.profiles.values()
            ],
            "levels": ["L5", "L6", "staff"],
            "pressures": [{"id": p, "name": p} for p in ("calm", "normal", "hard")],
            "minutes": [10, 20, 30, 45],
            "patience": ["patient", "normal", "brisk"],
            "defaults": {
                name: getattr(self.settings, name) for name in ("level", "persona", "pressure", "minutes", "patience")
            },
            "fetching": self.fetching,
        }

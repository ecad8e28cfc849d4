"""Which ear, voice and brain serve a session, and why: the choice of `auto`, its table, and what it falls back to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from hotseat.adapters.espeak import EspeakVoice
from hotseat.adapters.profiles import load_profiles
from hotseat.adapters.silence import SilentVoice, TypedEar
from hotseat.adapters.vad import Vad
from hotseat.adapters.weights import classifier
from hotseat.adapters.whisper import WhisperEar
from hotseat.core.case import Case
from hotseat.core.ear import Ear
from hotseat.core.interviewer import Interviewer, Setup
from hotseat.core.scripted import ScriptedInterviewer
from hotseat.core.voice import Profile, Voice
from hotseat.errors import HotseatError
from hotseat.places import shipped
from hotseat.settings import Settings, models_dir

MOST_SESSIONS = 4
"""Interviews at once; the next one is refused at its start rather than served badly (see bench/)."""

TERMS = (
    "RAG", "LLM", "evals", "recall", "precision", "latency", "p95", "rollback", "override rate", "escalation",
    "human in the loop", "abstain", "hallucination", "embedding", "retrieval", "fine-tuning", "guardrail",
    "copilot", "agent", "North Star metric", "shadow mode", "A/B test",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An engine in words: what it is, why it, and what would be better."""

    role: str
    name: str
    reason: str
    weak: bool = False
    remote: bool = False
    cure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The engines of one session. `remote` names the roles whose data leaves this machine."""

    ear: Ear
    voice: Voice
    brain: str
    remote: tuple[str, ...] = ()


class Engines:
    """Knows what works here. Engines are made once and shared by sessions; loading is left to their first use."""

    def __init__(self, settings: Settings, home: Path) -> None:
        self.settings = settings
        self.home = home
        self.models = models_dir(home)
        self.profiles = load_profiles(shipped("voices"))
        self.terms = TERMS
        self._ears: dict[str, Ear] = {}
        self._voices: dict[str, Voice] = {}
        self.look()

    def look(self) -> None:
        """Choose again: at the start, and when a model has arrived."""
        self.ear_choice, self._ear = self._choose_ear()
        self.voice_choice, self._voice = self._choose_voice()
        self.brain_choice = Choice(role="brain", name="scripted", reason="asks by rules, needs nothing")

    # -- choosing ------------------------------------------------------------------------------------------------

    def _choose_ear(self) -> tuple[Choice, Ear]:
        wish = self.settings.ear
        folder = Path(wish).expanduser()
        if wish not in ("auto", "typed", "sphinx") and (folder / "model.bin").is_file():
            return Choice(role="ear", name=f"whisper {folder.name}", reason="the folder you named"), WhisperEar(folder)
        return Choice(role="ear", name="typed", reason="no model of speech is here", weak=True), TypedEar()

    def _choose_voice(self) -> tuple[Choice, Voice]:
        if self.settings.voice == "silent":
            return Choice(role="voice", name="silent", reason="as you wished: questions are read"), SilentVoice()
        return Choice(role="voice", name="espeak-ng", reason="embedded"), EspeakVoice()

    def chosen(self, *, ear: str, voice: str, brain: str) -> Chosen:
        """The engines for one session."""
        remote = tuple(role for role, engine in (("ear", self._ear), ("voice", self._voice)) if engine.remote)
        return Chosen(ear=self._ear, voice=self._voice, brain="scripted", remote=remote)

    def check_room(self, live: int) -> None:
        """Raises ``HotseatError`` ``server_full`` when one more interview would harm the others."""
        if live >= MOST_SESSIONS:
            raise HotseatError(
                "server_full",
                f"{live} interviews are going on, which is as many as this machine holds well.",
                next_step="End one of them first.",
            )

    def fallback_ear(self) -> Ear:
        """The ear that takes over when the chosen one fails in mid-session."""
        return TypedEar()

    def fallback_voice(self, profile: Profile) -> Voice:
        """The voice that takes over."""
        return EspeakVoice(profile.espeak)

    def voice_for(self, voice: Voice, profile: Profile) -> Voice:
        """The chosen voice, in the variant that belongs to the persona."""
        return EspeakVoice(profile.espeak) if isinstance(voice, EspeakVoice) else voice

    def profile(self, persona: str) -> Profile:
        """Who interviews. Raises ``persona_unknown``."""
        if persona not in self.profiles:
            raise HotseatError(
                "persona_unknown",
                f"There is no interviewer “{persona}”.",
                next_step=f"Choose one of: {', '.join(self.profiles)}.",
            )
        return self.profiles[persona]

    def interviewer(self, case: Case, setup: Setup) -> Interviewer[Any]:
        """The mind of the session."""
        return ScriptedInterviewer(case=case, setup=setup, classifier=classifier())

    def vad(self) -> Vad:
        """A fresh voice detector."""
        return Vad()

    # -- telling -------------------------------------------------------------------------------------------------

    def choices(self) -> tuple[Choice, ...]:
        """Ear, voice, brain."""
        return (self.ear_choice, self.voice_choice, self.brain_choice)

    def table(self) -> Table:
        """The short table that `serve` and `doctor` print."""
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("", "engine", "why"):
            table.add_column(column)
        for choice in self.choices():
            weak = " (weak)" if choice.weak else ""
            table.add_row(choice.role, choice.name + weak, choice.reason)
        return table

    def remarks(self) -> list[str]:
        """What to know before starting: weak engines and their cures, what leaves the machine."""
        lines = [choice.cure for choice in self.choices() if choice.cure]
        remote = [choice.role for choice in self.choices() if choice.remote]
        if remote:
            lines.append(f"Leaves this machine: what the {' and the '.join(remote)} need.")
        else:
            lines.append("Nothing of what you say leaves this machine.")
        return lines

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
            "choices": {"ear": ["auto", "typed"], "voice": ["auto", "silent"], "brain": ["auto"]},
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
        }

    def fetch_in_background(self, console: Console) -> None:
        """Fetch better models where the hub is reached; the start never waits for it."""

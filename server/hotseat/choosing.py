"""Turns a wish (`auto`, a name, a folder) into an engine, and says in words why it is that one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from hotseat.adapters.catalog import find_model, installed, piper_file, whisper_folder
from hotseat.adapters.espeak import EspeakVoice
from hotseat.adapters.piper import PiperVoice
from hotseat.adapters.silence import SilentVoice, TypedEar
from hotseat.adapters.sphinx import SphinxEar
from hotseat.adapters.whisper import WhisperEar
from hotseat.core.ear import Ear
from hotseat.core.voice import Profile, Voice
from hotseat.errors import HotseatError

USUAL_WHISPER = "base.en"
LAPTOP = ("base.en", "tiny.en", "distil-small.en", "small.en", "medium.en", "large-v3")
DESKTOP = ("small.en", "distil-small.en", "base.en", "tiny.en", "medium.en", "large-v3")
"""Which installed Whisper `auto` takes: what keeps up with speech first (`bench/ears.py` measures it here)."""
DESKTOP_CORES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An engine in words: what it is, why it, and what would be better."""

    role: str
    name: str
    reason: str
    weak: bool = False
    remote: bool = False
    cure: str = ""


def choose_ear(wish: str, models: Path, cache: Path) -> tuple[Choice, Ear]:
    """Raises ``HotseatError`` ``model_missing`` or ``model_unknown`` for a wish that cannot be met."""
    if wish == "typed":
        return Choice(role="ear", name="typed", reason="as you wished: answers are typed", weak=True), TypedEar()
    if wish == "sphinx":
        return _sphinx("as you wished", cache)
    folder = Path(wish).expanduser()
    if wish != "auto" and folder.is_dir():
        ear = WhisperEar(folder)
        return Choice(role="ear", name=ear.name, reason="the folder you named"), ear
    if wish != "auto":
        found = whisper_folder(models, wish)
        if found is None:
            raise HotseatError(
                "model_missing", f"The Whisper model {wish} is not here.", next_step=f"Run: hotseat models pull {wish}"
            )
        ear = WhisperEar(found, label=wish)
        return Choice(role="ear", name=ear.name, reason="as you wished"), ear
    here = {model.name for model in installed(models) if model.kind == "whisper"}
    order = DESKTOP if (os.cpu_count() or 1) >= DESKTOP_CORES else LAPTOP
    for name in (*order, *sorted(here)):
        found = whisper_folder(models, name) if name in here else None
        if found is not None:
            ear = WhisperEar(found, label=name)
            return Choice(role="ear", name=ear.name, reason="the best one here that keeps up with speech"), ear
    return _sphinx("no Whisper model is here; this one comes with the product", cache)


def _sphinx(reason: str, cache: Path) -> tuple[Choice, Ear]:
    choice = Choice(
        role="ear",
        name="pocketsphinx",
        reason=reason,
        weak=True,
        cure="The ear is weak: it gets the gist, not your words. Better: hotseat models pull base.en, or type.",
    )
    return choice, SphinxEar(cache)


def choose_voice(wish: str, models: Path, profile: Profile) -> tuple[Choice, Voice]:
    """The voice of one interviewer. Raises ``HotseatError`` ``model_missing`` or ``model_unknown``."""
    if wish == "silent":
        return Choice(role="voice", name="silent", reason="as you wished: questions are read"), SilentVoice()
    if wish == "espeak":
        return Choice(role="voice", name="espeak-ng", reason="as you wished"), EspeakVoice(profile.espeak)
    path = Path(wish).expanduser()
    if wish != "auto" and path.suffix == ".onnx":
        if not path.is_file():
            raise HotseatError("model_missing", f"There is no voice at {path}.", next_step="See: hotseat models list")
        voice = PiperVoice(path)
        return Choice(role="voice", name=voice.name, reason="the file you named"), voice
    if wish != "auto":
        found = piper_file(models, find_model(wish).name)
        if found is None:
            raise HotseatError(
                "model_missing", f"The voice {wish} is not here.", next_step=f"Run: hotseat models pull {wish}"
            )
        voice = PiperVoice(found)
        return Choice(role="voice", name=voice.name, reason="as you wished"), voice
    here = [model.name for model in installed(models) if model.kind == "piper"]
    for name in ([profile.piper] if profile.piper in here else []) + here:
        found = piper_file(models, name)
        if found is not None:
            voice = PiperVoice(found)
            return Choice(role="voice", name=voice.name, reason="the best one here"), voice
    choice = Choice(
        role="voice",
        name="espeak-ng",
        reason="no Piper voice is here; this one comes with the product",
        weak=True,
        cure=f"The voice is a plain one. Better: hotseat models pull {profile.piper}",
    )
    return choice, EspeakVoice(profile.espeak)

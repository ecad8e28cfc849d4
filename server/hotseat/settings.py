"""Where data lives and what the user chose: defaults, then one TOML file, then the environment, then flags.

Every setting has the same name everywhere: ``ear`` in ``settings.toml``, ``HOTSEAT_EAR`` in the environment,
``--ear`` on the command line.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs

from hotseat.errors import HotseatError
from hotseat.places import shipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run of Hotseat goes by. Engines are ``auto`` or what ``hotseat doctor`` lists."""

    ear: str = "auto"
    """auto, sphinx, typed, a Whisper model name, a folder with one, or openai"""
    voice: str = "auto"
    """auto, espeak, silent, a Piper voice name, an .onnx file, or openai"""
    brain: str = "auto"
    """auto, scripted, or a preset or model name of an OpenAI-compatible endpoint"""
    base_url: str = ""
    """base URL of the OpenAI-compatible endpoint for the brain"""
    model: str = ""
    """model name at that endpoint"""
    model_budget_ms: int = 1200
    """how long a question may wait for the model's first sentence before the scripted one is asked"""
    model_marks: str = "auto"
    """whether the model also marks answers, beside the scripted judgment: auto (only a remote one), yes, no"""
    speech_base_url: str = ""
    """base URL of an OpenAI-compatible endpoint for ear and voice"""
    ear_model: str = "whisper-1"
    """name of the transcribing model there"""
    voice_model: str = "tts-1"
    """name of the speaking model there"""
    host: str = "127.0.0.1"
    port: int = 4747
    token: str = ""
    """demanded from every client when the server listens beyond this machine; made up when empty"""
    level: str = "L6"
    persona: str = "sceptical_manager"
    pressure: str = "normal"
    minutes: int = 45
    patience: str = "normal"
    cases: str = ""
    """folder with the user's own cases, beside the ones that ship"""
    hub: str = ""
    """address of the model hub, or of a mirror; empty means the usual one"""
    keep_days: int = 0
    """sessions older than this are deleted at a start; 0 keeps them all"""
    trusted_hosts: tuple[str, ...] = ()
    """further Host names that the server answers to"""


def data_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder that holds everything of the user: ``HOTSEAT_HOME``, else the platform's data folder."""
    chosen = environ.get("HOTSEAT_HOME", "")
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_data_dir("hotseat", appauthor=False))


def sessions_dir(home: Path) -> Path:
    """One folder a session."""
    return home / "sessions"


def models_dir(home: Path) -> Path:
    """Downloaded weights and voices."""
    return home / "models"


def settings_file(home: Path) -> Path:
    """The one file of settings."""
    return home / "settings.toml"


def load_settings(
    home: Path, *, environ: Mapping[str, str] = os.environ, flags: Mapping[str, Any] | None = None
) -> Settings:
    """Join the layers. Raises ``HotseatError`` ``settings_invalid`` that names the file or variable at fault."""
    path = settings_file(home)
    layers: list[tuple[str, Mapping[str, Any]]] = []
    if path.exists():
        try:
            layers.append((str(path), tomllib.loads(path.read_text(encoding="utf-8"))))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise HotseatError(
                "settings_invalid", f"{path} cannot be read: {error}.", next_step="Mend or remove that file."
            ) from error
    names = {field.name for field in fields(Settings)}
    layers.append(
        ("the environment", {n: environ[f"HOTSEAT_{n.upper()}"] for n in names if f"HOTSEAT_{n.upper()}" in environ})
    )
    layers.append(("the command line", {k: v for k, v in (flags or {}).items() if v is not None}))
    values: dict[str, Any] = {}
    for source, layer in layers:
        for name, value in layer.items():
            if name not in names:
                raise HotseatError(
                    "settings_invalid",
                    f"{source} sets “{name}”, which is not a setting.",
                    next_step=f"Settings are: {', '.join(sorted(names))}.",
                )
            values[name] = _coerced(source, name, value)
    return Settings(**values)


def write_setting(home: Path, name: str, value: int) -> None:
    """Change one setting in the file; every other line stays. Raises ``settings_unwritable``."""
    path = settings_file(home)
    line = f"{name} = {value}"
    try:
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        new, found = re.subn(rf"^{name}[ \t]*=.*$", line, old, count=1, flags=re.MULTILINE)
        part = path.with_suffix(".part")
        part.write_text(new if found else f"{line}\n{old}", encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise HotseatError(
            "settings_unwritable", f"{path} cannot be written: {error}.", next_step=f"Write “{line}” there yourself."
        ) from error


def _coerced(source: str, name: str, value: Any) -> Any:
    default = next(f.default for f in fields(Settings) if f.name == name)
    if isinstance(default, tuple):
        return tuple(value.split(",")) if isinstance(value, str) else tuple(str(v) for v in value)
    if isinstance(default, int):
        try:
            return int(value)
        except (TypeError, ValueError) as error:
            raise HotseatError(
                "settings_invalid",
                f"{source} sets {name} to {value!r}, which is no whole number.",
                next_step=f"Use a number such as {default}.",
            ) from error
    return str(value)


def case_folders(settings: Settings, home: Path) -> list[Path]:
    """Where cases come from, later ones winning: those that ship, the data folder's, and the user's own."""
    own = [Path(settings.cases).expanduser()] if settings.cases else []
    return [shipped("cases"), home / "cases", *own]

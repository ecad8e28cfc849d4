"""Interviewer profiles: one YAML file each in ``voices/``."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import yaml

from hotseat.core.voice import Profile
from hotseat.errors import HotseatError


def load_profiles(folder: Path) -> dict[str, Profile]:
    """Every profile by id, in the order of the files. Raises ``HotseatError`` ``profile_invalid``."""
    wanted = {field.name for field in fields(Profile)}
    profiles: dict[str, Profile] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            data = yaml.safe_load(path.read_text(encoding="utf-8"))
            if not isinstance(data, dict) or set(data) != wanted:
                raise ValueError(f"its keys must be {', '.join(sorted(wanted))}")
            profile = Profile(**data)
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise HotseatError(
                "profile_invalid", f"{path.name}: {error}.", next_step="Compare it with another file in voices/."
            ) from error
        profiles[profile.id] = profile
    return profiles

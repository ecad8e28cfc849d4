"""Ear and voice at an endpoint of the user's choice: only when wished for by name, never by `auto`."""

from __future__ import annotations

from hotseat.adapters.openai_presets import PRESETS, Endpoint, endpoint, key_for
from hotseat.adapters.openai_speech import RemoteEar, RemoteVoice
from hotseat.choosing import Choice
from hotseat.core.ear import Ear
from hotseat.core.voice import Profile, Voice
from hotseat.errors import HotseatError
from hotseat.settings import Settings

REMOTE = "openai"
"""The wish that means: at the endpoint."""
EAR_S = 6.0
"""For a piece of an answer; then the ear on this machine takes over, from the recording."""
VOICE_S = 2.5
"""To the sound of a sentence; then the voice on this machine says it."""


def speech_endpoint(settings: Settings, model: str) -> Endpoint:
    """Where speech goes: its own address, or OpenAI's. Raises ``HotseatError`` for an address or key that is none."""
    url = settings.speech_base_url or PRESETS["openai"].base_url
    found = endpoint("auto", url, model)
    if found is None:  # an address was given, so there is one
        raise HotseatError("model_address", f"“{url}” is not an address.")
    if found.remote and not key_for(found.host):
        raise HotseatError(
            "model_key",
            f"There is no key for {found.host}.",
            next_step="Set HOTSEAT_API_KEY, or choose another engine.",
        )
    return found


def remote_ear(settings: Settings) -> tuple[Choice, Ear]:
    """The ear at the endpoint. Raises ``HotseatError``."""
    where = speech_endpoint(settings, settings.ear_model)
    ear = RemoteEar(where.base_url, model=where.model, api_key=where.key, budget_s=EAR_S)
    ear.remote = where.remote
    return Choice(role="ear", name=ear.name, reason="as you wished", remote=where.remote, cure=_leaves(where)), ear


def remote_voice(settings: Settings, profile: Profile) -> tuple[Choice, Voice]:
    """The voice at the endpoint. Raises ``HotseatError``."""
    where = speech_endpoint(settings, settings.voice_model)
    voice = RemoteVoice(where.base_url, voice=profile.remote, model=where.model, api_key=where.key, budget_s=VOICE_S)
    voice.remote = where.remote
    return Choice(role="voice", name=voice.name, reason="as you wished", remote=where.remote), voice


def _leaves(where: Endpoint) -> str:
    return f"Your voice goes to {where.host}. To keep it here: --ear auto" if where.remote else ""

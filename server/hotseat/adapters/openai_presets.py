"""Where a language model may be: presets by name, and the key from the environment or the system's keyring."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from hotseat.errors import HotseatError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
KEYRING_NAME = "hotseat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An OpenAI-compatible endpoint. `model` empty: the first that it lists."""

    base_url: str
    model: str
    key: str = ""

    @property
    def host(self) -> str:
        """The name of the machine."""
        return urlsplit(self.base_url).hostname or self.base_url

    @property
    def remote(self) -> bool:
        """False only for this very machine."""
        return self.host not in LOOPBACK

    def __repr__(self) -> str:
        return f"Endpoint(base_url={self.base_url!r}, model={self.model!r})"


PRESETS: dict[str, Endpoint] = {
    "openai": Endpoint(base_url="https://api.openai.com/v1", model="gpt-4.1-mini"),
    "ollama": Endpoint(base_url="http://127.0.0.1:11434/v1", model=""),
    "llama.cpp": Endpoint(base_url="http://127.0.0.1:8080/v1", model=""),
    "vllm": Endpoint(base_url="http://127.0.0.1:8000/v1", model=""),
    "lmstudio": Endpoint(base_url="http://127.0.0.1:1234/v1", model=""),
}


def endpoint(wish: str, base_url: str, model: str, environ: Mapping[str, str] = os.environ) -> Endpoint | None:
    """The endpoint for a wish: None for the scripted interviewer.

    `wish` is ``auto`` (an endpoint if an address or a model was set), ``scripted``, the name of a preset, or the name
    of a model at `base_url`. Raises ``HotseatError`` ``model_address`` or ``model_key_invalid``.
    """
    if wish == "scripted" or (wish in ("auto", "") and not base_url and not model):
        return None
    preset = PRESETS.get(wish)
    named = "" if wish in ("auto", "") or preset else wish
    start = preset or (PRESETS["openai"] if not base_url else Endpoint(base_url=base_url, model=""))
    url = (base_url or start.base_url).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise HotseatError(
            "model_address",
            f"“{url}” is not the address of a model's endpoint.",
            next_step="It looks like http://127.0.0.1:11434/v1; set base_url, or use --brain scripted.",
        )
    return Endpoint(base_url=url, model=model or named or start.model, key=key_for(parts.hostname, environ))


def key_for(host: str, environ: Mapping[str, str] = os.environ) -> str:
    """``HOTSEAT_API_KEY``, else ``OPENAI_API_KEY`` for OpenAI itself, else the keyring's; may be empty.

    Raises ``HotseatError`` ``model_key_invalid`` for a key that no header can carry.
    """
    key = environ.get("HOTSEAT_API_KEY", "")
    if not key and host.endswith("openai.com"):
        key = environ.get("OPENAI_API_KEY", "")
    if not key and host not in LOOPBACK:
        key = _from_keyring(host)
    if any(c.isspace() or not c.isprintable() or ord(c) > 126 for c in key):
        raise HotseatError(
            "model_key_invalid",
            "The API key holds a line break, a space or a letter that cannot be sent.",
            next_step="Set HOTSEAT_API_KEY again, as one line without quotes, or use --brain scripted.",
        )
    return key


def _from_keyring(host: str) -> str:
    """The key kept under ``hotseat`` and the host's name, where the `keyring` package is installed."""
    try:
        keyring = importlib.import_module("keyring")
        errors = importlib.import_module("keyring.errors")
    except ImportError:
        return ""
    try:
        return str(keyring.get_password(KEYRING_NAME, host) or "")
    except errors.KeyringError:
        return ""

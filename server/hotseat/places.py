"""Folders that ship with the product: inside the wheel under ``data``, in a checkout at the top."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_IN_CHECKOUT = {"web": "client/web", "cases": "cases", "voices": "voices"}


def shipped(name: str) -> Path:
    """The folder ``web``, ``cases`` or ``voices``."""
    packed = _PACKAGE / "data" / name
    return packed if packed.is_dir() else _PACKAGE.parent.parent / _IN_CHECKOUT[name]

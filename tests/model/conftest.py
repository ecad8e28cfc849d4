"""Tests of the model interviewer: a stand-in endpoint over real HTTP, and an event loop whose clock only jumps."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "server"))
sys.path.insert(0, str(Path(__file__).parent.parent / "fixtures"))

from endpoint import StandIn


@pytest.fixture(scope="module")
def endpoint() -> Iterator[StandIn]:
    """One stand-in for a module; a test sets what it does next."""
    standing = StandIn()
    with standing:
        yield standing

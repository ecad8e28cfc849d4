"""A folder of made sessions; the sample is left out unless a test asks for it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent / "server"))

from hotseat.library import Library


@pytest.fixture
def sessions(tmp_path: Path) -> Path:
    return tmp_path / "home" / "sessions"


@pytest.fixture
def library(sessions: Path, tmp_path: Path) -> Library:
    return Library(sessions, sample=tmp_path / "no-sample")

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


class Sure:
    """A judge to whom nothing is likely beside what was marked: debriefs are quick, and hang on no weights."""

    def probabilities(self, text: str, context: object) -> dict[str, float]:
        return {}


@pytest.fixture(autouse=True)
def _only_what_was_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("hotseat.views", "hotseat.exports"):
        monkeypatch.setattr(f"{module}.classifier", Sure)

"""One server for the tests that leave it as it was; the others start their own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

for folder in ("server", "fixtures", "model"):
    sys.path.insert(0, str(Path(__file__).parent.parent / folder))

from running import Server  # noqa: E402 - it lies in the folder that was just named


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("home"), "--ear", "typed", "--voice", "silent").start()
    yield running
    running.stop()

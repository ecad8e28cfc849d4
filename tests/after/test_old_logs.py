"""Sessions of every version of the log open in this one. `fixtures/log-N` holds one that version N wrote."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from hotseat import views
from hotseat.adapters.case_files import find_case
from hotseat.core.events import LOG_VERSION
from hotseat.core.progress import facts
from hotseat.places import shipped
from hotseat.recording import LOG, Kept
from hotseat.wire import encode_event

FIXTURES = Path(__file__).parent / "fixtures"
NO_SOUND = ["The candidate's track is missing.", "The interviewer's track is missing."]


def test_there_is_one_of_each_version() -> None:
    assert sorted(path.name for path in FIXTURES.iterdir()) == [f"log-{n}" for n in range(1, LOG_VERSION + 1)]


@pytest.mark.parametrize("version", range(1, LOG_VERSION + 1))
def test_it_opens_whole(version: int, tmp_path: Path) -> None:
    (original,) = (FIXTURES / f"log-{version}").iterdir()
    folder = tmp_path / original.name
    shutil.copytree(original, folder)
    kept = Kept(folder)
    assert kept.missing == NO_SOUND
    replay = views.replay(kept)
    assert len(replay["marks"]) == 27
    assert [link["phase"] for link in replay["links"]] == ["problem", "boundary", "evaluation", "launch", "failure"]
    debrief = views.debrief(kept, find_case(kept.started.case, [shipped("cases")]))
    assert all(line["score"] for line in debrief["rubric"])
    assert facts(kept.events, state=kept.state).turns == 36


def test_version_1_is_still_read_as_it_was() -> None:
    """Fields may come and go; what both know is the same, to the last word and millisecond."""
    (folder,) = (FIXTURES / "log-1").iterdir()
    old = [json.loads(line) for line in (folder / LOG).read_text(encoding="utf-8").splitlines()]
    new = [json.loads(encode_event(n, event)) for n, event in enumerate(Kept(folder).events, 1)]
    assert len(old) == len(new)
    for before, after in zip(old, new, strict=True):
        assert {key: before[key] for key in before if key in after} == {
            key: after[key] for key in after if key in before
        }
    gone = {key for before, after in zip(old, new, strict=True) for key in before if key not in after}
    assert gone == {"first_punished"}, "left the log, because it told what must be asked for"


def test_the_fixture_itself_is_never_changed() -> None:
    (folder,) = (FIXTURES / "log-1").iterdir()
    assert hashlib.sha256((folder / LOG).read_bytes()).hexdigest() == SUM


SUM = "9398478895379c2e5a47ad368a05f1996daec7bd5de49cbdca18b1b055ec032f"

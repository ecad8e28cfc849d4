"""What is exported comes back as it was, and says nothing that is not in the log."""

from __future__ import annotations

import io
import json
import re
import tempfile
import wave
import zipfile
from pathlib import Path

import numpy as np
import pytest
from generated import logs
from hypothesis import given, settings
from hypothesis import strategies as st
from made import BOUNDARY, USUAL, VANITY, interview, lay_down

from hotseat.adapters.case_files import find_case
from hotseat.core import events as ev
from hotseat.core.timeline import timeline
from hotseat.errors import HotseatError
from hotseat.exports import FORMATS, export
from hotseat.exports_text import CUE_CHARS
from hotseat.importing import import_session
from hotseat.places import shipped
from hotseat.recording import LOG, TRACKS, Kept

ID = "2026-11-20-2114-agent-refund-ab12"


@pytest.fixture
def kept(sessions: Path) -> Kept:
    page = {"user": "a shopper who waits", "rollout": "one shop first", "metrics": "people use it a lot"}
    return Kept(lay_down(sessions, interview(ID, rubric_page=page)))


def exported(kept: Kept, form: str, *, case: bool = True) -> bytes:
    found = find_case("agent-refund", [shipped("cases")]) if case else None
    return b"".join(export(kept, form, case=found).pieces)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_and_the_same_twice(kept: Kept, form: str) -> None:
    once = exported(kept, form)
    assert once
    assert exported(kept, form) == once


@pytest.mark.parametrize("form", FORMATS)
def test_a_session_whose_case_is_gone_can_still_be_exported(kept: Kept, form: str) -> None:
    assert exported(kept, form, case=False)


def test_an_unknown_format_is_refused_with_the_known_ones(kept: Kept) -> None:
    with pytest.raises(HotseatError) as refused:
        export(kept, "docx", case=None)
    assert refused.value.code == "format_unknown"
    assert "vtt" in refused.value.next_step


@pytest.mark.parametrize("packed", [False, True])
def test_import_gives_back_the_same_session(kept: Kept, tmp_path: Path, packed: bool) -> None:
    if packed:
        kept.pack()
    archive = exported(kept, "zip")
    other = tmp_path / "elsewhere" / "sessions"
    assert import_session(io.BytesIO(archive), other) == ID
    again = Kept(other / ID)
    assert (again.folder / LOG).read_bytes() == (kept.folder / LOG).read_bytes(), "bit for bit"
    for track in ("candidate", "interviewer"):
        assert np.array_equal(again.pcm(track), kept.pcm(track)), "sample for sample"
    assert exported(again, "json") == exported(kept, "json")
    assert list(other.iterdir()) == [other / ID], "nothing is left beside it"


@settings(max_examples=30, deadline=None)
@given(
    log=logs(),
    lengths=st.tuples(*[st.integers(0, 40_000)] * 2),
    tail=st.sampled_from((b"", b'{"n":9,"t', b"\xff\x00\n", b"\n")),
    packed=st.booleans(),
    seed=st.integers(0, 2**16),
)
def test_any_session_comes_back_bit_for_bit_and_sample_for_sample(
    log: list[ev.Event], lengths: tuple[int, int], tail: bytes, packed: bool, seed: int
) -> None:
    with tempfile.TemporaryDirectory() as there:
        folder = lay_down(Path(there) / "a", log, sound_ms=0)
        with (folder / LOG).open("ab") as file:
            file.write(tail)
        rng = np.random.default_rng(seed)
        for track, samples in zip(TRACKS, lengths, strict=True):
            (folder / f"{track}.pcm").write_bytes(rng.integers(-32768, 32768, samples, np.int16).tobytes())
        before = Kept(folder)
        if packed:
            before.pack()
        archive = io.BytesIO(b"".join(export(before, "zip", case=None).pieces))
        after = Kept(Path(there) / "b" / import_session(archive, Path(there) / "b"))
        assert (after.folder / LOG).read_bytes() == (folder / LOG).read_bytes()
        for track in TRACKS:
            assert after.samples(track) == before.samples(track)
            assert np.array_equal(after.pcm(track), before.pcm(track))


def test_a_torn_log_is_exported_as_it_lies(kept: Kept, tmp_path: Path) -> None:
    with (kept.folder / LOG).open("ab") as file:
        file.write(b'{"n":99,"t":5,"ty')
    archive = exported(Kept(kept.folder), "zip")
    import_session(io.BytesIO(archive), tmp_path / "b")
    assert (tmp_path / "b" / ID / LOG).read_bytes() == (kept.folder / LOG).read_bytes()


def test_an_existing_session_is_not_touched(kept: Kept, sessions: Path) -> None:
    archive = exported(kept, "zip")
    (kept.folder / "note").write_text("mine")
    with pytest.raises(HotseatError) as refused:
        import_session(io.BytesIO(archive), sessions)
    assert refused.value.code == "session_exists"
    assert "hotseat delete" in refused.value.next_step
    assert (kept.folder / "note").read_text() == "mine"


def changed(archive: bytes, **entries: bytes | None) -> bytes:
    """The archive with entries replaced, added or (None) left out; ``__`` in a name stands for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        renamed = {name.replace("__", "."): data for name, data in entries.items()}
        for name in old.namelist():
            if name not in renamed:
                new.writestr(name, old.read(name))
        for name, data in renamed.items():
            if data is not None:
                new.writestr(name, data)
    return out.getvalue()


def described(archive: bytes, **changes: object) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        about = json.loads(old.read("hotseat.json")) | changes
    return changed(archive, hotseat__json=json.dumps(about).encode())


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda a: b"no zip at all", "archive_unreadable"),
        (lambda a: a[: len(a) // 2], "archive_unreadable"),
        (lambda a: changed(a, **{"../evil__txt": b"x"}), "archive_unsafe"),
        (lambda a: changed(a, **{"/etc/passwd": b"x"}), "archive_unsafe"),
        (lambda a: changed(a, **{"C:\\evil": b"x"}), "archive_unsafe"),
        (lambda a: changed(a, **{"sub/events__jsonl": b"x"}), "archive_wrong"),
        (lambda a: changed(a, readme__txt=b"x"), "archive_wrong"),
        (lambda a: changed(a, events__jsonl=None), "archive_wrong"),
        (lambda a: changed(a, hotseat__json=None), "archive_wrong"),
        (lambda a: changed(a, hotseat__json=b"[]"), "archive_wrong"),
        (lambda a: changed(a, hotseat__json=b"\xff{"), "archive_wrong"),
        (lambda a: changed(a, candidate__flac=None), "archive_wrong"),
        (lambda a: described(a, session="../../tmp/x"), "archive_wrong"),
        (lambda a: described(a, session=7), "archive_wrong"),
        (lambda a: described(a, session="another-session"), "archive_damaged"),
        (lambda a: described(a, version=2), "archive_newer"),
        (lambda a: described(a, tracks={}), "archive_wrong"),
        (lambda a: changed(a, events__jsonl=b"{}\n"), "archive_damaged"),
        (lambda a: changed(a, candidate__flac=b"fLaC but not really"), "archive_damaged"),
    ],
)
def test_a_wrong_archive_is_refused_and_nothing_is_written(
    kept: Kept, tmp_path: Path, spoil: object, code: str
) -> None:
    assert callable(spoil)
    archive = spoil(exported(kept, "zip"))
    target = tmp_path / "target" / "sessions"
    with pytest.raises(HotseatError) as refused:
        import_session(io.BytesIO(archive), target)
    assert refused.value.code == code
    assert refused.value.message
    assert not target.exists() or not list(target.iterdir())
    assert not (tmp_path / "evil.txt").exists()


def test_captions_follow_the_words(kept: Kept) -> None:
    text = exported(kept, "vtt").decode()
    assert text.startswith("WEBVTT\n")
    cues = re.findall(r"(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})\n<v ([^>]+)>(.+)", text)
    starts = [int(h) * 3_600_000 + int(m) * 60_000 + int(s) * 1000 + int(ms) for h, m, s, ms, *_ in cues]
    assert starts == sorted(starts)
    assert all(len(cue[-1]) <= CUE_CHARS + 20 for cue in cues)
    said = " ".join(cue[-1] for cue in cues if cue[-2] == "You")
    assert said == " ".join(answer.text for answer in USUAL)
    word = next(w for t in timeline(kept.events).turns if t.who == "candidate" for w in t.words)
    assert word.start_ms in starts


def test_captions_cannot_be_broken_by_what_is_said(sessions: Path) -> None:
    bad = BOUNDARY.text.replace("alone", "<b>alone</b> --> & so")
    log = interview(ID, [type(BOUNDARY)(text=bad)])
    text = exported(Kept(lay_down(sessions, log)), "vtt").decode()
    assert "&lt;b&gt;alone&lt;/b&gt; --&gt; &amp; so" in text


def test_labels_are_three_columns_in_order_of_time(kept: Kept) -> None:
    rows = [line.split("\t") for line in exported(kept, "audacity").decode().splitlines()]
    assert all(len(row) == 3 and float(row[0]) <= float(row[1]) for row in rows)
    assert [float(row[0]) for row in rows] == sorted(float(row[0]) for row in rows)
    assert any(row[2] == "mistake: vanity metrics" for row in rows)


def test_the_mix_is_as_long_as_the_session(kept: Kept) -> None:
    with wave.open(io.BytesIO(exported(kept, "wav"))) as sound:
        assert (sound.getframerate(), sound.getnchannels()) == (16_000, 1)
        assert sound.getnframes() == kept.samples("candidate")


def test_the_html_needs_nothing_from_outside(kept: Kept) -> None:
    page = exported(kept, "html").decode()
    assert not re.search(r"(?:src|href)=[\"'](?!#)", page)
    assert "url(" not in page
    assert "@import" not in page
    assert "<script" not in page
    assert "Not said" in page or "not said" in page
    assert 'id="turn-1"' in page


def test_the_html_shows_words_as_words(sessions: Path) -> None:
    log = interview(ID, [type(VANITY)(text="Use <script>alert(1)</script> & \"quotes\" for 'them'.")])
    page = exported(Kept(lay_down(sessions, log)), "html").decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_markdown_holds_debrief_and_transcript(kept: Kept) -> None:
    text = exported(kept, "md").decode()
    assert "## The committee" in text
    assert "## Your page, and what was said" in text
    assert "## Transcript" in text
    assert all(answer.text in text for answer in USUAL)


def test_the_pdf_counts_letters_that_it_cannot_write(sessions: Path) -> None:
    log = interview(ID, [type(VANITY)(text="Say it in Greek: αβγ and “quotes”.")])
    assert exported(Kept(lay_down(sessions, log)), "pdf").startswith(b"%PDF")


def test_the_sample_says_so_in_every_readable_export(sessions: Path) -> None:
    kept = Kept(lay_down(sessions, interview(ID, sample=True)))
    assert "sample session" in exported(kept, "md").decode()
    assert "Sample session" in exported(kept, "html").decode()
    assert json.loads(exported(kept, "json"))["replay"]["sample"] is True

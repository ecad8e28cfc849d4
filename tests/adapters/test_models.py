"""Fetching models from a stand-in hub that breaks off, lies, moves files and vanishes."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from hotseat.adapters.catalog import (
    KNOWN,
    check,
    find_model,
    folder_of,
    installed,
    is_installed,
    piper_file,
    pull,
    whisper_folder,
)
from hotseat.adapters.hub import Hub, hub_address, matches
from hotseat.errors import HotseatError

WEIGHTS = bytes(range(256)) * 4000
CONFIG = b'{"a": 1}'
REPO = "Systran/faster-whisper-base.en"


class StandIn:
    """A hub like Hugging Face's: a HEAD tells size and checksum, big files are moved to a storage."""

    def __init__(self) -> None:
        self.files = {
            f"{REPO}/resolve/main/{name}": body
            for name, body in {
                "config.json": CONFIG, "tokenizer.json": b"{}", "model.bin": WEIGHTS, "vocabulary.txt": b"a\nb\n",
            }.items()
        }  # fmt: skip
        self.break_after: list[int] = []
        """Bytes after which a GET of the weights breaks off; one entry is used up by each."""
        self.lie = False
        self.ranges = True
        self.status = 0
        self.gets: list[tuple[str, str]] = []

    def __enter__(self) -> StandIn:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                hub.head(self)

            def do_GET(self) -> None:
                hub.get(self)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def head(self, request: BaseHTTPRequestHandler) -> None:
        body = self.files.get(request.path.lstrip("/"))
        if self.status or body is None:
            return self._send(request, self.status or 404, b"")
        if body is WEIGHTS:
            headers = {
                "X-Linked-Size": str(len(body)),
                "X-Linked-Etag": f'"{hashlib.sha256(body).hexdigest()}"',
                "Location": f"{self.url}/storage{request.path}",
            }
            return self._send(request, 302, b"", headers)
        etag = hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()
        return self._send(request, 200, b"", {"ETag": f'"{etag}"', "Content-Length": str(len(body))})

    def get(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.lstrip("/").removeprefix("storage/")
        body = self.files[path]
        self.gets.append((path.rsplit("/", 1)[1], request.headers.get("Range", "")))
        if body is WEIGHTS and not request.path.startswith("/storage"):
            return self._send(request, 302, b"", {"Location": f"{self.url}/storage{request.path}"})
        if self.lie and len(body) > 100:
            body = body[:-1] + b"!"
        start = 0
        if self.ranges and (asked := request.headers.get("Range")):
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        length = len(body) - start
        request.send_response(206 if start else 200)
        request.send_header("Content-Length", str(length))
        request.end_headers()
        cut = self.break_after.pop(0) if self.break_after and len(body) > 100 else length
        request.wfile.write(body[start : start + cut])
        if cut < length:
            request.close_connection = True
        return None

    def _send(
        self, request: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str] | None = None
    ) -> None:
        request.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn() as running:
        yield running


@pytest.fixture
def hub(stand_in: StandIn) -> Iterator[Hub]:
    with Hub(stand_in.url, wait=lambda seconds: None) as client:
        yield client


def test_a_model_arrives_whole_with_progress(hub: Hub, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    folder = pull("base.en", tmp_path, hub, progress=lambda *step: seen.append(step))
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert whisper_folder(tmp_path, "base.en") == folder
    done = [step[1] for step in seen]
    assert done == sorted(done)
    assert seen[-1][1] == seen[-1][2] == len(WEIGHTS) + len(CONFIG) + 2 + 4
    assert [model.name for model in installed(tmp_path)] == ["base.en"]
    assert [finding.faults for finding in check(tmp_path)] == [()]


def test_a_second_pull_asks_for_nothing(stand_in: StandIn, hub: Hub, tmp_path: Path) -> None:
    pull("base.en", tmp_path, hub)
    stand_in.gets.clear()
    pull("base.en", tmp_path, hub)
    assert stand_in.gets == []
    pull("base.en", tmp_path, hub, force=True)
    assert stand_in.gets


def test_a_broken_connection_is_taken_up_where_it_broke(stand_in: StandIn, hub: Hub, tmp_path: Path) -> None:
    stand_in.break_after = [300_000, 100_000]
    folder = pull("base.en", tmp_path, hub)
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    asked = [wanted for name, wanted in stand_in.gets if name == "model.bin"]
    assert asked[0] == ""
    assert asked[-1] == "bytes=400000-"


def test_a_pull_that_gave_up_goes_on_next_time(stand_in: StandIn, hub: Hub, tmp_path: Path) -> None:
    stand_in.break_after = [1000] * 5
    with pytest.raises(HotseatError) as caught:
        pull("base.en", tmp_path, hub)
    assert caught.value.code == "hub_unreachable"
    model = find_model("base.en")
    assert not is_installed(tmp_path, model)
    assert whisper_folder(tmp_path, "base.en") is None
    assert any("not fetched to its end" in fault for finding in check(tmp_path) for fault in finding.faults)
    stand_in.gets.clear()
    pull("base.en", tmp_path, hub)
    assert ("model.bin", "bytes=5000-") in stand_in.gets
    assert (folder_of(tmp_path, model) / "model.bin").read_bytes() == WEIGHTS


def test_a_hub_without_ranges_starts_again(stand_in: StandIn, hub: Hub, tmp_path: Path) -> None:
    stand_in.ranges = False
    stand_in.break_after = [300_000]
    assert (pull("base.en", tmp_path, hub) / "model.bin").read_bytes() == WEIGHTS


def test_a_changed_file_is_thrown_away(stand_in: StandIn, hub: Hub, tmp_path: Path) -> None:
    stand_in.lie = True
    with pytest.raises(HotseatError) as caught:
        pull("base.en", tmp_path, hub)
    assert caught.value.code == "download_corrupt"
    folder = folder_of(tmp_path, find_model("base.en"))
    assert not list(folder.glob("model.bin*"))
    stand_in.lie = False
    assert (pull("base.en", tmp_path, hub) / "model.bin").read_bytes() == WEIGHTS


def test_damage_after_the_pull_is_found_by_a_check(hub: Hub, tmp_path: Path) -> None:
    folder = pull("base.en", tmp_path, hub)
    damaged = bytearray(WEIGHTS)
    damaged[5000] ^= 1
    (folder / "model.bin").write_bytes(damaged)
    assert check(tmp_path)[0].faults == ("model.bin has changed since it was fetched",)
    (folder / "model.bin").unlink()
    assert check(tmp_path)[0].faults == ("model.bin is missing",)


def test_an_unreachable_hub_is_told_at_once(tmp_path: Path) -> None:
    with Hub("http://127.0.0.1:9", wait=lambda seconds: None) as hub, pytest.raises(HotseatError) as caught:
        pull("tiny.en", tmp_path, hub)
    assert caught.value.code == "hub_unreachable"
    assert "HF_ENDPOINT" in caught.value.next_step


def test_a_refusal_names_its_status(stand_in: StandIn, hub: Hub, tmp_path: Path) -> None:
    stand_in.status = 403
    with pytest.raises(HotseatError, match="403"):
        pull("base.en", tmp_path, hub)


def test_a_file_that_the_hub_lacks_is_named(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(HotseatError, match=r"config\.json") as caught:
        pull("small.en", tmp_path, hub)
    assert caught.value.code == "model_missing_file"


def test_a_folder_that_cannot_be_written_is_told(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "whisper").write_text("in the way")
    with pytest.raises(HotseatError) as caught:
        pull("base.en", tmp_path, hub)
    assert caught.value.code == "models_unwritable"


def test_names() -> None:
    assert find_model("Systran/faster-whisper-small.en").name == "small.en"
    assert find_model("en_US-kristin-medium").needed[1] == "en/en_US/kristin/medium/en_US-kristin-medium.onnx"
    assert find_model("de_DE-thorsten-high").kind == "piper"
    assert find_model("somebody/some-whisper").repo == "somebody/some-whisper"
    for name in ("huge", "../../etc", "a/../b", ""):
        with pytest.raises(HotseatError) as caught:
            find_model(name)
        assert caught.value.code == "model_unknown"
    assert all(model.licence and model.megabytes for model in KNOWN)


def test_a_voice_filled_by_hand_is_installed(tmp_path: Path) -> None:
    folder = tmp_path / "piper" / "en_US-kristin-medium"
    folder.mkdir(parents=True)
    assert piper_file(tmp_path, "en_US-kristin-medium") is None
    for suffix in (".onnx", ".onnx.json"):
        (folder / f"en_US-kristin-medium{suffix}").write_text("{}")
    assert piper_file(tmp_path, "en_US-kristin-medium") == folder / "en_US-kristin-medium.onnx"
    assert whisper_folder(tmp_path, "en_US-kristin-medium") is None


def test_checksums(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"abc")
    assert matches(path, hashlib.sha256(b"abc").hexdigest())
    assert matches(path, hashlib.sha1(b"blob 3\0abc").hexdigest())
    assert not matches(path, hashlib.sha256(b"abd").hexdigest())
    assert matches(path, "a-mirror's-own-sign")


def test_the_hubs_address() -> None:
    assert hub_address("", {}) == "https://huggingface.co"
    assert hub_address("", {"HF_ENDPOINT": "https://mirror/"}) == "https://mirror"
    assert hub_address("https://mine", {"HF_ENDPOINT": "https://mirror/"}) == "https://mine"

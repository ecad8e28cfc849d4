"""Fetching files from a model hub: resumed after a break, verified, never half there.

The hub is Hugging Face's, or any mirror with its addresses: ``{hub}/{repo}/resolve/{revision}/{path}``.
Why httpx2 and not huggingface_hub: ``docs/decisions/0201-model-downloads.md``.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx2

from hotseat.errors import HotseatError

USUAL_HUB = "https://huggingface.co"
CONNECT_S, READ_S = 3.0, 20.0
"""A machine without a hub is told so within seconds."""
BLOCK = 1 << 20
TRIES = 5
"""Attempts at one file that breaks off; each goes on where the last one stopped."""

Progress = Callable[[int, int], None]
"""``progress(done, size)`` in bytes of the file under way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the hub says of a file before it is fetched."""

    size: int
    """Bytes; -1 when the hub does not say."""
    etag: str
    """SHA-256 (64 hex digits) of big files, git's SHA-1 (40) of small ones, or a mirror's own sign."""


def hub_address(setting: str = "", environ: Mapping[str, str] = os.environ) -> str:
    """The setting, else ``HF_ENDPOINT``, else Hugging Face; without a slash at the end."""
    return (setting or environ.get("HF_ENDPOINT", "") or USUAL_HUB).rstrip("/")


class Hub:
    """One hub, for the length of a pull. Use as a context manager."""

    def __init__(
        self,
        address: str,
        *,
        wait: Callable[[float], None] = time.sleep,
        connect_s: float = CONNECT_S,
        read_s: float = READ_S,
    ) -> None:
        """``wait`` is called with the seconds to rest before another attempt."""
        self.address = address
        self._wait = wait
        self._client = httpx2.Client(
            timeout=httpx2.Timeout(read_s, connect=connect_s), headers={"User-Agent": "hotseat"}
        )

    def __enter__(self) -> Hub:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def facts(self, repo: str, path: str, *, revision: str = "main") -> Facts | None:
        """Size and checksum of a file, or ``None`` if the hub has no such file.

        Raises ``HotseatError`` ``hub_unreachable`` or ``hub_refused``.
        """
        try:
            # Not followed: the answer before the redirect to the storage carries the checksum.
            answer = self._client.head(self._url(repo, path, revision), headers={"Accept-Encoding": "identity"})
            if answer.is_redirect and "x-linked-etag" not in answer.headers:
                answer = self._client.head(
                    self._url(repo, path, revision),
                    headers={"Accept-Encoding": "identity"},
                    follow_redirects=True,
                )
        except httpx2.HTTPError as error:
            raise self._unreachable() from error
        if answer.status_code == 404:
            return None
        if answer.status_code >= 400:
            raise self._refused(answer.status_code, path)
        size = answer.headers.get("x-linked-size") or answer.headers.get("content-length") or "-1"
        etag = answer.headers.get("x-linked-etag") or answer.headers.get("etag") or ""
        return Facts(size=int(size), etag=etag.removeprefix("W/").strip('"'))

    def fetch(
        self,
        repo: str,
        path: str,
        target: Path,
        facts: Facts,
        *,
        revision: str = "main",
        progress: Progress = lambda done, size: None,
    ) -> None:
        """Put the file at ``target``, whole and verified, going on from an earlier attempt's part.

        Raises ``HotseatError``: ``hub_unreachable`` (the part is kept), ``hub_refused``,
        ``download_corrupt`` (the part is thrown away) or ``disk_full``.
        """
        # The checksum is in the part's name: the part of another version is never gone on with.
        key = re.sub(r"[^0-9A-Za-z]", "", facts.etag)[:16] or "unsigned"
        part = target.with_name(f"{target.name}.{key}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            for attempt in range(TRIES):
                if attempt:
                    self._wait(min(2.0 ** (attempt - 1), 8.0))
                try:
                    self._download(self._url(repo, path, revision), part, facts, progress)
                except httpx2.HTTPError as error:
                    if attempt == TRIES - 1:
                        raise self._unreachable() from error
                    continue
                break
            self._verify(part, facts, path)
            part.replace(target)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise HotseatError(
                    "disk_full",
                    f"The disk filled up while fetching {target.name}.",
                    next_step="Free some space and pull again: it goes on where it stopped.",
                ) from error
            raise HotseatError(
                "models_unwritable",
                f"{target.parent} cannot be written.",
                next_step="Change its owner, or set HOTSEAT_HOME to a folder of yours.",
            ) from error
        for old in target.parent.glob(f"{target.name}.*.part"):
            old.unlink(missing_ok=True)

    def _download(self, url: str, part: Path, facts: Facts, progress: Progress) -> None:
        have = part.stat().st_size if part.exists() else 0
        if have > facts.size >= 0:
            part.unlink()
            have = 0
        if have == facts.size:
            return
        headers = {"Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
        with self._client.stream("GET", url, headers=headers, follow_redirects=True) as answer:
            if answer.status_code == 416:  # the part is longer than the file has become
                part.unlink(missing_ok=True)
                raise httpx2.ReadError("the part does not fit the file")
            if answer.status_code >= 500:
                raise httpx2.ReadError(f"the hub answered {answer.status_code}")
            if answer.status_code >= 400:
                raise self._refused(answer.status_code, part.name)
            resumed = answer.status_code == 206
            with part.open("ab" if resumed else "wb") as out:
                done = have if resumed else 0
                for block in answer.iter_raw():  # unbuffered, so that a break loses nothing that came
                    out.write(block)
                    done += len(block)
                    progress(done, max(facts.size, done))
                out.flush()
                os.fsync(out.fileno())
        if 0 <= facts.size != part.stat().st_size:
            raise httpx2.ReadError("the connection ended early")

    def _verify(self, part: Path, facts: Facts, path: str) -> None:
        if not matches(part, facts.etag):
            part.unlink()
            raise HotseatError(
                "download_corrupt",
                f"What came for {path} is not what the hub announced; it was thrown away.",
                next_step="Pull again; if it happens twice, a proxy between here and the hub changes files.",
            )

    def _url(self, repo: str, path: str, revision: str) -> str:
        return f"{self.address}/{repo}/resolve/{quote(revision)}/{quote(path)}"

    def _unreachable(self) -> HotseatError:
        return HotseatError(
            "hub_unreachable",
            f"The model hub {self.address} does not answer.",
            next_step="What is installed goes on working. Pull again later, or name a mirror with HF_ENDPOINT.",
        )

    def _refused(self, status: int, path: str) -> HotseatError:
        return HotseatError(
            "hub_refused",
            f"The model hub answered {status} for {path}.",
            next_step="Check the model's name and the hub's address (HF_ENDPOINT).",
        )


def matches(path: Path, checksum: str) -> bool:
    """Whether the file has this SHA-256 or git blob SHA-1; signs of another kind prove nothing and pass."""
    if re.fullmatch(r"[0-9a-f]{64}", checksum):
        digest = hashlib.sha256()
    elif re.fullmatch(r"[0-9a-f]{40}", checksum):
        digest = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    else:
        return True
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest() == checksum

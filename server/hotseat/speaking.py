"""The voice at work: one thread that turns lines into sound, sentence by sentence, ahead of time where it can.

What is prepared and what is spoken share one cache, by voice and text: a line that was prepared at a tentative
pause is there at once when the turn is committed. Lines that are written in a case also stay on disk between
sessions; a line that holds the candidate's own words never does.
"""

from __future__ import annotations

import hashlib
import queue
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hotseat.core.voice import Voice
from hotseat.errors import HotseatError

CHUNK_BYTES = 2 * 16_000 // 5
"""200 ms: how much goes into one frame."""
KEPT_SENTENCES = 64
DISK_SENTENCES = 400

_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"')\]]*(?=\s|$)|$)", re.DOTALL)


def sentences(text: str) -> list[str]:
    """Split a line for speaking: at sentence ends, nothing lost, nothing empty."""
    return [part.strip() for part in _SENTENCE.findall(text) if part.strip()]


@dataclass(frozen=True, slots=True)
class _Say:
    utterance: int
    text: str
    more: bool = False
    """the rest of the line follows"""
    goes_on: bool = False
    """this is the rest of a line"""


class Speaking:
    """Owns the voice of one session. Callbacks are called on its thread."""

    def __init__(
        self,
        voice: Voice,
        *,
        pace: float,
        fallback: Callable[[Voice], Voice],
        cache: Path | None,
        fixed: frozenset[str],
        on_sound: Callable[[int, int, bytes, bool], None],
        on_change: Callable[[str, str, HotseatError], None],
    ) -> None:
        self._voice = voice
        self._pace = pace
        self._fallback = fallback
        self._cache_folder = cache
        self._fixed = fixed
        self._on_sound = on_sound
        self._on_change = on_change
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._wishes: queue.PriorityQueue[tuple[int, int, _Say | None]] = queue.PriorityQueue()
        self._order = 0
        self._stopped: set[int] = set()
        self._latest_prepared = 0
        self._position = 0
        """samples of the present line that were sent"""
        self._thread = threading.Thread(target=self._run, name="hotseat-voice", daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        """The engine that speaks now."""
        return self._voice.name

    def prepare(self, text: str) -> None:
        """Make a line ready in silence; speaking goes before preparing, a newer wish before an older one."""
        self._order += 1
        self._latest_prepared = self._order
        self._wishes.put((1, self._order, _Say(0, text)))

    def say(self, utterance: int, text: str, *, more: bool = False) -> None:
        """Send the sound of a line, sentence by sentence, as it is made. `more`: `say_more` ends it."""
        self._order += 1
        self._wishes.put((0, self._order, _Say(utterance, text, more)))

    def say_more(self, utterance: int, text: str) -> None:
        """Send the rest of a line."""
        self._order += 1
        self._wishes.put((0, self._order, _Say(utterance, text, goes_on=True)))

    def stop(self, utterance: int) -> None:
        """Make no more of this line."""
        self._stopped.add(utterance)

    def leave(self) -> None:
        """Let the thread end."""
        self._order += 1
        self._wishes.put((2, self._order, None))

    def _run(self) -> None:
        while True:
            _, order, wish = self._wishes.get()
            if wish is None:
                return
            if wish.utterance:
                self._speak(wish)
            elif order == self._latest_prepared:
                for sentence in sentences(wish.text)[:1]:
                    self._sound_of(sentence)

    def _speak(self, wish: _Say) -> None:
        position = self._position if wish.goes_on else 0
        for sentence in sentences(wish.text):
            if wish.utterance in self._stopped:
                break
            pcm = self._sound_of(sentence)
            for at in range(0, len(pcm), CHUNK_BYTES):
                chunk = pcm[at : at + CHUNK_BYTES]
                self._on_sound(wish.utterance, position, chunk, False)
                position += len(chunk) // 2
        self._position = position
        if not wish.more:
            self._on_sound(wish.utterance, position, b"", True)

    def _sound_of(self, sentence: str) -> bytes:
        key = (self._voice.name, sentence)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        pcm = self._from_disk(key)
        if pcm is None:
            try:
                pcm = b"".join(self._voice.speak(sentence, pace=self._pace))
            except HotseatError as error:
                was, self._voice = self._voice.name, self._fallback(self._voice)
                self._on_change(was, self._voice.name, error)
                pcm = b"".join(self._voice.speak(sentence, pace=self._pace))
            self._to_disk((self._voice.name, sentence), pcm)
        self._kept[(self._voice.name, sentence)] = pcm
        while len(self._kept) > KEPT_SENTENCES:
            self._kept.popitem(last=False)
        return pcm

    def _path(self, key: tuple[str, str]) -> Path | None:
        if self._cache_folder is None or key[1] not in self._fixed:
            return None
        name = hashlib.sha256("\0".join((*key, f"{self._pace:.2f}")).encode()).hexdigest()[:32]
        return self._cache_folder / f"{name}.pcm"

    def _from_disk(self, key: tuple[str, str]) -> bytes | None:
        path = self._path(key)
        try:
            return path.read_bytes() if path is not None else None
        except OSError:
            return None

    def _to_disk(self, key: tuple[str, str], pcm: bytes) -> None:
        """Keep it for the next session. A cache that cannot be written costs time, nothing else."""
        path = self._path(key)
        if path is None:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.write_bytes(pcm)
            part.replace(path)
            old = sorted(path.parent.glob("*.pcm"), key=lambda p: p.stat().st_mtime)[:-DISK_SENTENCES]
            for stale in old:
                stale.unlink(missing_ok=True)
        except OSError:
            self._cache_folder = None

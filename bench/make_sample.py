"""Make the sample session: a synthetic candidate, interviewed through the whole real path, faster than real time.

    python bench/make_sample.py [--minutes 12] [--out server/hotseat/data/sample]

A real server on a real port, the real websocket, voice detection, endpointing, judgment and interviewer. The candidate
is espeak-ng, and its ear is told what was said and when, so that quotes and their times are true. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import uvicorn
import yaml
from websockets.sync.client import connect

from hotseat import views
from hotseat.adapters.espeak import EspeakVoice, Spoken
from hotseat.app import create_app
from hotseat.choosing import Choice
from hotseat.core.ear import Voiced, Word
from hotseat.desk import Desk
from hotseat.engines import Engines
from hotseat.places import shipped
from hotseat.recording import LOG, RATE, TRACKS, Kept
from hotseat.security import Door
from hotseat.settings import Settings, sessions_dir
from hotseat.wire import HEADER, MICROPHONE, Frame, encode_frame

CASE = "agent-refund"
CANDIDATE = "en-gb+m3"
WORDS_PER_MINUTE = 150
CHUNK = RATE // 10
FRAME = 512
OPUS_LEVEL = 0.955
"""libsndfile's compression level for Opus: about 17 kbit/s for speech."""
BREATHS = {"Hmm.": 1.6, "So le": 0.5}
"""A long pause for thought after a sentence that begins so."""
BARGE_IN_AT = 9
"""The line that the candidate cuts in on."""
CREATED = "2026-11-01T20:30:00+01:00"
SESSION = "2026-11-01-2030-agent-refund-sample"


class TrueEar:
    """Knows what the synthetic candidate says and when: `said` is filled while its sound is sent."""

    name = "scripted (knows what was said)"
    weak = False
    remote = False

    def __init__(self) -> None:
        self.said: list[Word] = []

    def warm(self) -> None:
        """Nothing to load."""

    def open(self, *, terms: Sequence[str] = (), voiced: Voiced | None = None) -> TrueStream:
        return TrueStream(self.said)


class TrueStream:
    """The words whose sound was fed."""

    def __init__(self, said: list[Word]) -> None:
        self._said = said
        self._from: int | None = None
        self._to = 0

    def feed(self, pcm: bytes, *, first_sample: int) -> None:
        if self._from is None:
            self._from = first_sample
        self._to = max(self._to, first_sample + len(pcm) // 2)

    def partial(self) -> tuple[Word, ...]:
        start, end = (self._from or 0) * 1000 // RATE, self._to * 1000 // RATE
        return tuple(word for word in list(self._said) if word.start_ms >= start and word.end_ms <= end)

    @property
    def settled(self) -> int:
        return len(self.partial())

    def final(self) -> tuple[Word, ...]:
        return self.partial()

    def close(self) -> None:
        """Nothing is held."""


class Mind:
    """Picks the written answer to a question: each once."""

    def __init__(self, script: dict[str, Any]) -> None:
        self._script = script
        self._used: set[str] = set()

    def answer(self, question: dict[str, Any]) -> str:
        move, target = question["move"], question["target"] or ""
        if move == "open":
            return str(self._script["opening"])
        if question["phase"] == "close" and question["reason"] == "the candidate's turn":
            return str(self._script["last"])
        lists = [self._script["answers"].get(target, [])]
        if move == "wrong_push":
            lists = [self._wrong(question["text"])]
        elif move == "push":
            lists.append(self._script["push"])
        lists.append(self._script["otherwise"])
        for text in (text for texts in lists for text in texts):
            if text not in self._used:
                self._used.add(text)
                return str(text)
        return "I would have to look at real cases before I say more about that."

    def _wrong(self, text: str) -> list[str]:
        order = ("pulled back", "two percent", "costs us nothing")
        return [a for key, a in zip(order, self._script["wrong_push"], strict=True) if key in text]


class Caller:
    """The candidate's side of the wire: talks, keeps quiet, plays what it hears, and keeps step with the server."""

    def __init__(self, port: int, session: str, ear: TrueEar) -> None:
        self._open = connect(f"ws://127.0.0.1:{port}/ws/sessions/{session}", max_size=1 << 22, max_queue=None)
        self.socket = self._open.__enter__()
        self.ear = ear
        self.voice = EspeakVoice(CANDIDATE, words_per_minute=WORDS_PER_MINUTE)
        self.noise = np.random.default_rng(5)
        self.at = 0
        self.clock = 0
        self.events: list[dict[str, Any]] = []
        self.sound: dict[int, bytes] = {}
        self.whole: set[int] = set()
        self.playing: tuple[int, int] | None = None
        self.say(type="hello", after=0)
        self.until("welcome")

    def say(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def read(self, timeout: float | None = 60) -> dict[str, Any] | None:
        data = self.socket.recv(timeout=timeout)
        if isinstance(data, bytes):
            _, _, flags, number, _ = HEADER.unpack_from(data)
            self.sound[number] = self.sound.get(number, b"") + data[HEADER.size :]
            if flags & 1:
                self.whole.add(number)
            return None
        message: dict[str, Any] = json.loads(data)
        if message["type"] == "clock":
            self.clock = message["t"]
        elif message["type"] in ("hold", "stop") and self.playing is not None:
            utterance, start = self.playing
            state = "held" if message["type"] == "hold" else "cut"
            self.say(type="played", utterance=utterance, state=state, at_sample=start, samples=self.at - start)
        elif "n" in message and message["type"] != "welcome":
            self.events.append(message)
        return message

    def until(self, kind: str) -> dict[str, Any]:
        while True:
            message = self.read()
            if message is not None and message["type"] == kind:
                return message

    def send(self, pcm: bytes) -> None:
        """Sound over the noise of a room, in step: the server has heard nearly all of it before more is sent."""
        speech = np.frombuffer(pcm, np.int16).astype(np.float32)
        heard = np.clip(speech + self.noise.standard_normal(len(speech)) * 10, -32768, 32767).astype("<i2")
        for start in range(0, len(heard), CHUNK):
            chunk = heard[start : start + CHUNK].tobytes()
            for at in range(0, len(chunk), FRAME * 2):
                part = chunk[at : at + FRAME * 2]
                self.socket.send(encode_frame(Frame(kind=MICROPHONE, number=0, first_sample=self.at, pcm=part)))
                self.at += len(part) // 2
            while self.clock < self.at * 1000 // RATE - 192:
                self.read()
            time.sleep(0.004)

    def quiet(self, seconds: float) -> None:
        self.send(bytes(int(seconds * RATE) * 2))

    def waiting(self, seen: int, *kinds: str) -> bool:
        """Did one of these come since `seen` events?"""
        return any(event["type"] in kinds for event in self.events[seen:])

    def play(self, utterance: int, *, share: float = 1.0) -> None:
        """Hear a line, or `share` of it: then the candidate goes in between."""
        while utterance not in self.whole:
            self.read()
        samples, start = len(self.sound[utterance]) // 2, self.at
        self.say(type="played", utterance=utterance, state="started", at_sample=start, samples=0)
        self.playing = (utterance, start)
        self.quiet(share * samples / RATE)
        if share < 1:
            return
        self.playing = None
        self.say(type="played", utterance=utterance, state="ended", at_sample=start, samples=samples)
        self.until("utterance_ended")

    def speak(self, text: str) -> None:
        """Say it sentence by sentence, with short breaths, and wait until the turn is over."""
        seen = len(self.events)
        for sentence in sentences(text):
            spoken = self.voice.say(sentence)
            self.ear.said += placed(spoken, self.at)
            self.send(spoken.pcm)
            if self.waiting(seen, "turn_committed"):
                break
            self.quiet(BREATHS[sentence[:5]] if sentence[:5] in BREATHS else 0.15 + 0.25 * float(self.noise.random()))
        while not self.waiting(seen, "turn_committed", "session_ended"):
            self.quiet(0.2)


def placed(spoken: Spoken, first_sample: int) -> list[Word]:
    at = first_sample * 1000 // RATE
    return [Word(text=w.text, start_ms=at + w.start_ms, end_ms=at + w.end_ms, probability=1.0) for w in spoken.words]


def sentences(text: str) -> list[str]:
    parts = text.replace("? ", "?|").replace(". ", ".|").split("|")
    return [part.strip() for part in parts if part.strip()]


def interview(port: int, session: str, ear: TrueEar, script: dict[str, Any]) -> None:
    caller = Caller(port, session, ear)
    mind = Mind(script)
    answered = 0
    while True:
        asked = [e for e in caller.events if e["type"] == "question_asked" and e["utterance"] > answered]
        if any(e["type"] == "session_ended" for e in caller.events):
            return
        if not asked:
            caller.read()
            continue
        question = asked[-1]
        answered = question["utterance"]
        caller.quiet(0.4)
        early = answered == BARGE_IN_AT
        caller.play(answered, share=0.7 if early else 1.0)
        if question["move"] == "close":
            caller.until("session_ended")
            return
        if question["move"] in ("clarify", "repeat", "grant_time", "nudge", "restate") and question["target"] is None:
            question = question | {"target": ""}
        if not early:
            caller.quiet(0.7 + 0.8 * float(caller.noise.random()))
        caller.speak(mind.answer(question))


def serve(home: Path, ear: TrueEar) -> tuple[uvicorn.Server, Desk, int]:
    settings = Settings(ear="typed", voice="espeak", brain="scripted", port=0)
    engines = Engines(settings, home)
    _put(engines, ear)
    desk = Desk(sessions=sessions_dir(home), cache=home / "cache", case_folders=[shipped("cases")], engines=engines)
    config = uvicorn.Config(create_app(desk, Door(port=0), web=shipped("web")), port=0, log_level="warning")
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return server, desk, server.servers[0].sockets[0].getsockname()[1]


def _put(engines: Engines, ear: TrueEar) -> None:
    choice = Choice(role="ear", name=ear.name, reason="the sample's script")
    engines._ears["typed"] = (choice, ear)  # the one seam: which ear listens


def main() -> int:
    """Interview, mark as a sample, pack to Opus, and put it where the package finds it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=int, default=12)
    parser.add_argument("--out", type=Path, default=Path("server/hotseat/data/sample"))
    arguments = parser.parse_args()
    script = yaml.safe_load((Path(__file__).parent / "sample_answers.yaml").read_text(encoding="utf-8"))
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        ear = TrueEar()
        server, desk, port = serve(home, ear)
        session = create(port, arguments.minutes, script["page"])
        interview(port, session, ear, script)
        server.should_exit = True
        kept = settled(desk, session)
        target = ship(kept, arguments.out)
    shipped_kept = Kept(target)
    size = sum(path.stat().st_size for path in target.rglob("*"))
    print(
        json.dumps(
            {
                "seconds": round(time.perf_counter() - began, 1),
                "session_s": shipped_kept.duration_ms / 1000,
                "turns": sum(e.type == "turn_transcribed" for e in shipped_kept.events),
                "marks": sum(e.type == "mark_made" for e in shipped_kept.events),
                "bytes": size,
                "missing": shipped_kept.missing,
            }
        )
    )
    return 0


def create(port: int, minutes: int, page: dict[str, str]) -> str:
    body = {"case": CASE, "minutes": minutes, "rubric_page": page, "brain": "scripted"}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/sessions",
        data=json.dumps(body).encode(),
        headers={"content-type": "application/json"},
        method="POST",
    )
    with urllib.request.urlopen(request) as answer:
        return str(json.loads(answer.read())["id"])


def settled(desk: Desk, session: str) -> Kept:
    """The session once its tracks are packed."""
    while list((desk.sessions / session).glob("*.pcm")):
        time.sleep(0.1)
    return Kept(desk.sessions / session)


def ship(kept: Kept, out: Path) -> Path:
    """The log marked as a sample and under its fixed name; the tracks as Opus; the peaks beside them."""
    if out.exists():
        shutil.rmtree(out)
    target = out / SESSION
    target.mkdir(parents=True)
    lines = (kept.folder / LOG).read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0]) | {"session": SESSION, "created": CREATED, "sample": True}
    lines[0] = json.dumps(first, ensure_ascii=False, separators=(",", ":"))
    (target / LOG).write_text("\n".join(lines) + "\n", encoding="utf-8")
    for track in TRACKS:
        samples = kept.pcm(track)
        with soundfile.SoundFile(
            str(target / f"{track}.opus"), "w", RATE, 1, format="OGG", subtype="OPUS", compression_level=OPUS_LEVEL
        ) as sound:
            for start in range(0, len(samples), RATE * 60):
                sound.write(samples[start : start + RATE * 60])
    (target / "peaks.json").write_text(json.dumps(views.peaks(Kept(target))), encoding="utf-8")
    return target


if __name__ == "__main__":
    sys.exit(main())

"""``hotseat practice``: an interview in the terminal, with a headset or with a file as the microphone."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from rich.console import Console

from hotseat.errors import HotseatError
from hotseat_cli.keys import keys
from hotseat_cli.link import Link, request
from hotseat_cli.own_server import server
from hotseat_cli.player import FRAME_SAMPLES, Player, Report
from hotseat_cli.screen import Screen
from hotseat_cli.sources import RATE, Headset, devices, frames_of, load_wav

FRAME_S = FRAME_SAMPLES / RATE
AHEAD_MS = 480
"""How far a file may run ahead of what the server has taken up, when it is played faster than real time."""
TAIL_MS = 1_500
LONGEST_TAIL_MS = 40_000
PATIENCE_S = 60.0
"""How long a fast file waits for the server's ear and voice, in real seconds, before it goes on regardless."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of the verb."""
    parser.add_argument("--case", help="id of the case (see `hotseat cases list`)")
    parser.add_argument("--session", help="go on with a session that was cut off")
    parser.add_argument("--server", help="address of the server (default: the one running here, or one of its own)")
    parser.add_argument("--token", default="", help="token, where the server demands one")
    for name, choices in (
        ("level", ("L5", "L6", "staff")),
        ("pressure", ("calm", "normal", "hard")),
        ("patience", ("patient", "normal", "brisk")),
    ):
        parser.add_argument(f"--{name}", choices=choices)
    parser.add_argument("--persona", help="id of the interviewer")
    parser.add_argument("--minutes", type=int)
    parser.add_argument("--wav", type=Path, help="use a sound file as the microphone")
    parser.add_argument(
        "--speed", type=float, default=1.0, help="with --wav: run the audio clock this many times faster"
    )
    parser.add_argument("--at-once", action="store_true", help="with --wav: do not wait for the opening question")
    parser.add_argument("--save-voice", type=Path, help="write what was heard of the interviewer to a wav file")
    parser.add_argument("--input", help="microphone: name or number")
    parser.add_argument("--output", help="headphones: name or number")
    parser.add_argument("--devices", action="store_true", help="list sound devices and stop")
    parser.add_argument("--quiet", action="store_true", help="print the session id only")


def run(arguments: argparse.Namespace) -> int:
    """Hold the interview; prints the session id last."""
    console = Console(highlight=False, stderr=False)
    if arguments.devices:
        console.print("\n".join(devices()), markup=False)
        return 0
    if not 0 < arguments.speed <= 1000:
        raise HotseatError("speed_invalid", "--speed must be above 0 and at most 1000.")
    if arguments.speed != 1.0 and arguments.wav is None:
        raise HotseatError(
            "speed_needs_wav", "--speed only works with --wav.", next_step="A microphone runs in real time."
        )
    sound = None if arguments.wav is None else frames_of(load_wav(arguments.wav))
    if not arguments.session and not arguments.case:
        raise HotseatError("case_missing", "Which case?", next_step="Give --case ID; see `hotseat cases list`.")
    with server(arguments.server) as arguments.server:
        session = arguments.session or _create(arguments)
        try:
            return asyncio.run(_Practice(arguments, session, sound, console).run())
        except KeyboardInterrupt:
            console.print(f"\nKept. Go on with: hotseat practice --session {session}", markup=False, soft_wrap=True)
            return 130


def _create(arguments: argparse.Namespace) -> str:
    wishes = {name: getattr(arguments, name) for name in ("level", "persona", "pressure", "minutes", "patience")}
    body = {"case": arguments.case} | {k: v for k, v in wishes.items() if v is not None}
    return str(request(arguments.server, "/api/sessions", body, token=arguments.token)["id"])


class _Practice:
    def __init__(
        self, arguments: argparse.Namespace, session: str, sound: list[bytes] | None, console: Console
    ) -> None:
        self._arguments = arguments
        self._session = session
        self._sound = sound
        self._console = console
        self._player = Player()
        self._screen = Screen(console, quiet=arguments.quiet)
        self._heard: list[bytes] = []
        self._outbox: list[dict[str, Any]] = []
        self._asked = 0
        self._waiting = False
        self._open_turn = False
        self._suspended = False
        self._link = Link(arguments.server, session, token=arguments.token, on_event=self._event, on_voice=self._voice)

    async def run(self) -> int:
        link = asyncio.create_task(self._link.run(), name="hotseat-link")
        with self._screen, keys(self._key, lambda text: self._outbox.append({"type": "say", "text": text})):
            try:
                await (self._from_file(self._sound) if self._sound is not None else self._from_headset())
            finally:
                self._link.finished.set()
                link.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await link
        if self._link.failure is not None:
            raise self._link.failure
        self._save()
        if self._arguments.quiet:
            print(self._session)
        else:
            self._console.print(f"\nsession {self._session}", markup=False, soft_wrap=True)
        return 0

    # -- what the server says ------------------------------------------------------------------------------------

    def _event(self, event: dict[str, Any]) -> None:
        kind = event["type"]
        match kind:
            case "question_asked":
                self._asked = event["utterance"]
                self._waiting = True
            case "turn_committed":
                self._waiting, self._open_turn = True, False
            case "turn_opened" | "turn_rejoined":
                self._waiting, self._open_turn = False, True
            case "turn_transcribed" if not event["text"]:
                self._waiting = False
            case "question_withdrawn" | "utterance_ended":
                self._waiting = False
            case "session_paused":
                self._suspended = True
            case "session_unpaused":
                self._suspended = False
            case "hold":
                self._report(self._player.hold(event["utterance"]))
            case "go_on":
                self._player.go_on(event["utterance"])
            case "stop":
                self._report(self._player.stop(event["utterance"]))
            case _:
                pass
        self._screen.event(event)

    def _voice(self, utterance: int, first: int, pcm: bytes, last: bool) -> None:
        self._player.add(utterance, first, pcm, last=last)
        if last:
            self._waiting = False

    def _report(self, reports: list[Report]) -> None:
        for report in reports:
            self._outbox.append(
                {
                    "type": "played",
                    "utterance": report.utterance,
                    "state": report.state,
                    "at_sample": report.at_sample,
                    "samples": report.samples,
                }
            )

    def _key(self, command: str) -> None:
        if command == "pause" and self._suspended:
            command = "unpause"
        self._outbox.append({"type": command})

    # -- sound ---------------------------------------------------------------------------------------------------

    def _play(self) -> bytes:
        frame, reports = self._player.pull(self._link.next_sample)
        self._report(reports)
        if self._arguments.save_voice is not None:
            self._heard.append(frame)
        return frame

    async def _flush(self) -> None:
        while self._outbox:
            await self._link.say(**self._outbox.pop(0))

    async def _record(self, frame: bytes) -> None:
        if not self._suspended:
            await self._link.microphone(frame)
        await self._flush()
        level = float(np.abs(np.frombuffer(frame, np.int16).astype(np.int32)).max()) / 32768
        self._screen.tick(self._link.next_sample // 16, level)

    async def _from_headset(self) -> None:
        await self._started()
        headset = Headset(
            input_device=_device(self._arguments.input), output_device=_device(self._arguments.output), pull=self._play
        )
        async for frame in headset.frames():
            await self._record(frame)
            if self._link.finished.is_set():
                return
        if not self._link.finished.is_set():
            await self._link.say(type="mic", state="lost")
            raise HotseatError(
                "microphone_lost",
                "The microphone was unplugged. Everything up to here is kept.",
                next_step=f"Plug it in and run: hotseat practice --session {self._session}",
            )

    async def _from_file(self, sound: list[bytes]) -> None:
        await self._started()
        loop = asyncio.get_running_loop()
        step = FRAME_S / self._arguments.speed
        due = loop.time()
        position, tail_ms, quiet_ms = 0, 0, 0
        waiting_for_opening = not self._arguments.at_once
        silence = room_tone()
        while not self._link.finished.is_set():
            if self._arguments.speed > 1:
                due = max(due, await self._let_the_server_catch_up())
            if waiting_for_opening and self._asked and not self._player.busy and not self._waiting:
                waiting_for_opening = False
            self._play()
            if not waiting_for_opening and position < len(sound):
                frame, position = sound[position], position + 1
            else:
                frame = silence
            await self._record(frame)
            if position == len(sound):
                tail_ms += 32
                idle = not (self._open_turn or self._waiting or self._player.busy)
                quiet_ms = quiet_ms + 32 if idle else 0
                if quiet_ms >= TAIL_MS or tail_ms >= LONGEST_TAIL_MS:
                    await self._end()
                    return
            due += step
            await asyncio.sleep(max(due - loop.time(), 0))

    async def _let_the_server_catch_up(self) -> float:
        """A fast file waits while the server transcribes, chooses and speaks: only the audio clock is fast."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        while (
            self._waiting or not self._player.received or self._link.next_sample // 16 - self._link.clock_ms > AHEAD_MS
        ) and loop.time() - start < PATIENCE_S:
            if self._link.finished.is_set() or not self._link.connected:
                break
            await self._flush()
            await asyncio.sleep(0.002)
        return loop.time()

    async def _started(self) -> None:
        ready = asyncio.create_task(self._link.ready.wait())
        over = asyncio.create_task(self._link.finished.wait())
        await asyncio.wait((ready, over), return_when=asyncio.FIRST_COMPLETED)
        for task in (ready, over):
            task.cancel()
        self._link.clock_ms = self._link.next_sample // 16

    async def _end(self) -> None:
        await self._link.say(type="end")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._link.finished.wait(), PATIENCE_S)

    def _save(self) -> None:
        if self._arguments.save_voice is not None:
            samples = np.frombuffer(b"".join(self._heard), np.int16)
            try:
                soundfile.write(str(self._arguments.save_voice), samples, RATE, subtype="PCM_16")
            except (OSError, RuntimeError) as error:
                raise HotseatError(
                    "voice_unwritable",
                    f"{self._arguments.save_voice} cannot be written: {error}.",
                    next_step=f"The session is safe: {self._session}.",
                ) from error


def room_tone() -> bytes:
    """A frame one step of the scale loud, as a quiet room has it: digital silence is what a dead microphone gives."""
    return np.tile(np.array([1, 0, -1, 0], np.int16), FRAME_SAMPLES // 4).tobytes()


def _device(name: str | None) -> str | int | None:
    return int(name) if name is not None and name.isdigit() else name

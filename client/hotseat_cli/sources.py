"""Where microphone sound comes from: a file at any speed, or a PortAudio device that also plays the answer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from hotseat.errors import HotseatError

RATE = 16_000
FRAME_SAMPLES = 512
DEAD_AFTER_S = 3.0
"""A device that gives no frame for this long is gone; not every sound server says so."""
LONGEST_S = 3 * 60 * 60

Pull = Callable[[], bytes]
"""Gives the 1,024 bytes to play while the next 512 microphone samples are recorded."""


def load_wav(path: Path) -> NDArray[np.int16]:
    """A sound file as mono int16 at 16 kHz, whatever its rate, channels and sample format.

    Raises ``HotseatError`` ``wav_unreadable``, ``wav_empty`` or ``wav_too_long``.
    """
    try:
        samples, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
    except (OSError, RuntimeError) as error:
        raise HotseatError(
            "wav_unreadable",
            f"{path} cannot be read as sound: {error}.",
            next_step="Use a wav, flac or ogg file.",
        ) from error
    if not len(samples):
        raise HotseatError("wav_empty", f"{path} holds no sound.")
    if len(samples) > LONGEST_S * rate:
        raise HotseatError("wav_too_long", f"{path} is longer than three hours.")
    mono = samples.mean(axis=1)
    if rate != RATE:
        mono = soxr.resample(mono, rate, RATE)
    scaled: NDArray[np.int16] = (np.clip(mono, -1, 1) * 32767).round().astype(np.int16)
    return scaled


def frames_of(samples: NDArray[np.int16]) -> list[bytes]:
    """The file in 32 ms frames, the last one filled up with silence."""
    padded = np.pad(samples, (0, -len(samples) % FRAME_SAMPLES))
    return [padded[at : at + FRAME_SAMPLES].tobytes() for at in range(0, len(padded), FRAME_SAMPLES)]


def portaudio() -> Any:
    """The sounddevice module. Raises ``HotseatError`` ``portaudio_missing`` where the system has no PortAudio."""
    try:
        import sounddevice
    except OSError as error:
        raise HotseatError(
            "portaudio_missing",
            "PortAudio is not installed, so the terminal has no microphone.",
            next_step="Install it (Debian and Ubuntu: sudo apt install libportaudio2), use the page, or --wav FILE.",
        ) from error
    return sounddevice


def devices() -> list[str]:
    """Every device of PortAudio, as it is named for ``--input`` and ``--output``."""
    sounddevice = portaudio()
    try:
        return [
            f"{index:>3}  {d['name']}  (in {d['max_input_channels']}, out {d['max_output_channels']})"
            for index, d in enumerate(sounddevice.query_devices())
        ]
    except sounddevice.PortAudioError as error:
        raise _no_device(error) from error


def _no_device(error: Exception) -> HotseatError:
    return HotseatError(
        "microphone_missing",
        f"The sound device cannot be opened: {error}.",
        next_step="See `hotseat practice --devices`, choose with --input and --output, or use --wav FILE.",
    )


class Headset:
    """One duplex stream: what is played and what is recorded share a clock."""

    def __init__(self, *, input_device: str | int | None, output_device: str | int | None, pull: Pull) -> None:
        self._devices = (input_device, output_device)
        self._pull = pull
        self._frames: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.lost = False

    async def frames(self) -> AsyncIterator[bytes]:
        """Microphone frames until the device goes away. Raises ``HotseatError`` ``microphone_missing``."""
        loop = asyncio.get_running_loop()
        sounddevice = portaudio()

        def put(frame: bytes | None) -> None:
            loop.call_soon_threadsafe(self._frames.put_nowait, frame)

        def callback(indata: Any, outdata: Any, count: int, _time: Any, _status: Any) -> None:
            put(bytes(indata))
            outdata[:] = self._pull()

        try:
            stream = sounddevice.RawStream(
                samplerate=RATE,
                blocksize=FRAME_SAMPLES,
                device=self._devices,
                channels=1,
                dtype="int16",
                callback=callback,
                finished_callback=lambda: put(None),
            )
            stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise _no_device(error) from error
        try:
            while (frame := await self._next()) is not None:
                yield frame
        finally:
            # Closing a stream whose device is gone may never return, so it does not hold up the client.
            threading.Thread(target=stream.close, kwargs={"ignore_errors": True}, daemon=True).start()
        self.lost = True

    async def _next(self) -> bytes | None:
        """A frame, or None when the device says goodbye or has said nothing for a while."""
        try:
            return await asyncio.wait_for(self._frames.get(), DEAD_AFTER_S)
        except TimeoutError:
            return None

"""A virtual headset: PulseAudio with two null sinks, seen by PortAudio through ALSA as on any desktop."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
from pathlib import Path

PARTS = ("pulseaudio", "pactl", "paplay", "parec")
ALSA = "</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n"


def missing() -> str:
    """What the system lacks for a virtual headset, or nothing."""
    lacking = [part for part in PARTS if shutil.which(part) is None]
    if ctypes.util.find_library("portaudio") is None:
        lacking.append("libportaudio2")
    return f"no {', '.join(lacking)}" if lacking else ""


class Headset:
    """`say` plays a file into the microphone; `heard` is what came out of the speaker."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / "alsa.conf").write_text(ALSA)
        self._folder = folder
        self.environment = os.environ | {
            "XDG_RUNTIME_DIR": str(folder),
            "HOME": str(folder),
            "PULSE_SERVER": f"unix:{folder}/pulse.sock",
            "ALSA_CONFIG_PATH": str(folder / "alsa.conf"),
        }
        self.environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        modules = (
            f"module-native-protocol-unix auth-anonymous=1 socket={folder}/pulse.sock",
            "module-null-sink sink_name=headset_mic rate=48000 channels=1",
            "module-null-sink sink_name=headset_spk rate=48000 channels=1",
            "module-remap-source source_name=mic master=headset_mic.monitor",
        )
        command = [
            "pulseaudio",
            "-n",
            "--daemonize=yes",
            "--exit-idle-time=-1",
            "--use-pid-file=yes",
            "--log-level=error",
        ]
        for module in modules:
            command += ["-L", module]
        # The daemon's parent returns when the daemon listens, so nothing needs to be waited for.
        subprocess.run(command, env=self.environment, check=True)
        self._pactl("set-default-sink", "headset_spk")
        self._pactl("set-default-source", "mic")
        self._ear: subprocess.Popen[bytes] | None = None

    def _pactl(self, *words: str) -> None:
        subprocess.run(["pactl", *words], env=self.environment, check=True)

    def listen(self) -> None:
        """Begin to record the speaker."""
        self._file = (self._folder / "heard.raw").open("wb")
        self._ear = subprocess.Popen(
            ["parec", "-d", "headset_spk.monitor", "--rate=16000", "--channels=1", "--format=s16le"],
            env=self.environment,
            stdout=self._file,
        )

    def heard(self) -> bytes:
        """Stop listening; what came out of the speaker, mono s16le at 16 kHz."""
        assert self._ear is not None
        self._ear.terminate()
        self._ear.wait()
        self._file.close()
        return (self._folder / "heard.raw").read_bytes()

    def say(self, wav: Path) -> None:
        """Play a file into the microphone, to its end."""
        subprocess.run(["paplay", "-d", "headset_mic", str(wav)], env=self.environment, check=True)

    def unplug(self) -> None:
        """Take the whole sound server away, as an unplugged headset does to a client."""
        subprocess.run(["pulseaudio", "--kill"], env=self.environment, check=False)

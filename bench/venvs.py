"""The frameworks that are compared with, each in an environment of its own under `build/`, made at run time."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("HOTSEAT_BENCH_VENVS", ROOT / "build" / "bench"))
PINS = {"pipecat": "pipecat-ai==1.14.0", "livekit": "livekit-agents==1.8.9"}
SCRIPTS = {name: Path(__file__).parent / "contenders" / f"{name}_turns.py" for name in PINS}


def python_of(name: str) -> tuple[Path | None, str]:
    """The interpreter that has the framework, made if need be; or None and the reason."""
    folder = HOME / name
    python = folder / "bin" / "python"
    stamp = folder / f".{PINS[name]}"
    if stamp.exists():
        return python, ""
    print(f"installing {PINS[name]} (once, some minutes) ...", file=sys.stderr, flush=True)
    try:
        venv.create(folder, with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PINS[name], "soundfile"],
            check=True,
            capture_output=True,
            text=True,
            timeout=1800,
        )
    except subprocess.CalledProcessError as error:
        reason = (error.stderr or "").strip().splitlines() or ["pip failed"]
        return None, reason[-1][:200]
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, str(error)[:200]
    stamp.touch()
    return python, ""


def smart_turn_file() -> Path | None:
    """The end-of-turn model, where the pipecat environment brought it."""
    found = sorted((HOME / "pipecat").glob("lib/python3*/site-packages/pipecat/audio/turn/smart_turn/data/*.onnx"))
    return found[0] if found else None

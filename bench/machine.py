"""What the figures were measured on; every JSON line carries it."""

from __future__ import annotations

import json
import os
import platform
from functools import cache
from typing import Any


@cache
def machine() -> str:
    """Processor, cores, memory, system, and how busy it is."""
    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            name = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), name)
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**30
    except (OSError, ValueError):
        memory = 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{name}, {cores} cores, {memory} GiB, {platform.system()}, Python {platform.python_version()}"


def report(figure: str, **values: Any) -> None:
    """Print one JSON line."""
    load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
    print(json.dumps({"figure": figure, **values, "machine": machine(), "load": load}), flush=True)

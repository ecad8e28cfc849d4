"""What the candidate is told when a part of the machine lets us down: code, what happened and is safe, what to do."""

from __future__ import annotations

MICROPHONE: dict[str, tuple[str, str, str]] = {
    "denied": (
        "microphone_denied",
        "The microphone was not allowed.",
        "Allow it in the browser, or type your answers.",
    ),
    "lost": (
        "microphone_lost",
        "The microphone was unplugged. Everything up to here is kept.",
        "Plug it in again, or type.",
    ),
    "silent": (
        "microphone_silent",
        "The microphone gives no sound at all.",
        "Check that it is not muted and that the right one is chosen.",
    ),
}

DISK_FULL = (
    "disk_full",
    "The disk takes no more. What you say is kept in memory for now.",
    "Free some space: it is written as soon as that is possible.",
)

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
    "quiet": (
        "microphone_quiet",
        "Your voice arrives very faintly. It is recorded, but words may be missed.",
        "Raise the microphone's level, or come closer.",
    ),
    "clipping": (
        "microphone_clipping",
        "Your voice arrives too loudly and is distorted.",
        "Lower the microphone's level, or move it away a little.",
    ),
}

ECHO = (
    "echo",
    "The microphone hears the interviewer. That is held off, but your interruptions are harder to hear.",
    "Use a headset, or choose loudspeakers in the lobby; softer speakers help too.",
)

EAR_BEHIND = (
    "ear_behind",
    "The ear is some seconds behind you. Nothing is lost: your words come later.",
    "Go on speaking. If it lasts, choose a lighter ear, or end other sessions on this machine.",
)

DISK_FULL = (
    "disk_full",
    "The disk takes no more. What you say is kept in memory for now.",
    "Free some space: it is written as soon as that is possible.",
)

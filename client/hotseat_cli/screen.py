"""What the terminal shows: the talk as it goes, and one line at the bottom for turn, clock, phase and level."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.live import Live
from rich.text import Text

TURN = {
    "open": "your turn",
    "candidate": "you speak",
    "paused": "still your turn",
    "thinking": "take your time",
    "choosing": "…",
    "interviewer": "interviewer",
    "suspended": "paused",
}
KEYS = "Space done · t a minute · r again · / type · p pause · q end"


def clock(ms: int) -> str:
    """``m:ss``."""
    return f"{ms // 60_000}:{ms // 1000 % 60:02d}"


class Screen:
    """Prints on a terminal with a live status line; elsewhere one plain line per fact."""

    def __init__(self, console: Console, *, quiet: bool = False) -> None:
        self._console = console
        self._quiet = quiet
        self._live = Live(console=console, refresh_per_second=8, transient=True) if console.is_terminal else None
        self.turn = "open"
        self.phase = ""
        self.t = 0
        self.level = 0.0
        self.partial = ""
        self.note = ""
        self.who = "Interviewer"

    def __enter__(self) -> Screen:
        if self._live is not None and not self._quiet:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live is not None:
            self._live.stop()

    def line(self, text: str, style: str = "") -> None:
        """One lasting line."""
        if not self._quiet:
            self._console.print(Text(text, style=style), soft_wrap=not self._console.is_terminal)

    def event(self, event: dict[str, Any]) -> None:
        """Show what an event changes."""
        match event["type"]:
            case "session_started":
                self.who = event["persona_name"]
                self.line(f"{event['case_title']} · {event['level']} · {event['minutes']} minutes · with {self.who}")
                if event["remote"]:
                    self.line(f"Leaves this machine: {', '.join(event['remote'])}.", "yellow")
            case "question_asked":
                self.turn = "interviewer"
                self.line(f"{clock(event['t'])}  {self.who}: {event['text']}", "bold")
            case "question_continued":
                self.line(f"{clock(event['t'])}  {self.who}: {event['text']}", "bold")
            case "question_withdrawn":
                self.line(f"{clock(event['t'])}  (that question does not count)", "dim")
            case "turn_rejoined":
                self.turn = "candidate"
                self.line(f"{clock(event['t'])}  (we cut you off; go on)", "dim")
            case "turn_transcribed" if event["text"]:
                self.partial = ""
                self.line(f"{clock(event['t'])}  You: {event['text']}")
            case "phase_entered":
                self.phase = event["phase"]
            case "partial":
                self.partial = event["text"]
            case "notice" | "error":
                self.line(f"{event['message']} {event['next_step']}".rstrip(), "yellow")
            case "engine_changed":
                why = "" if event["reason"] == "recovered" else f" ({event['reason']}; hotseat doctor says what to do)"
                self.line(f"The {event['role']} changed from {event['was']} to {event['now']}{why}.", "yellow")
            case "link":
                self.note = "connection lost, keeping what you say"
            case "welcome":
                self.note = ""
            case "cue_given":
                self.note = "the interviewer wants to come in"
            case "checkpoint_reached":
                self.line(f"{clock(event['at_ms'])}  checkpoint", "dim")
            case _:
                pass
        self.turn = _FLOOR.get(event["type"], self.turn)

    def tick(self, t: int, level: float) -> None:
        """The clock went on; `level` is the microphone's loudest sample, 0 to 1."""
        self.t, self.level = t, max(level, self.level * 0.7)
        if self._live is not None and not self._quiet:
            self._live.update(self._status())

    def _status(self) -> Text:
        bar = "▮" * round(min(self.level * 1.5, 1.0) * 12)
        head = f"{clock(self.t)}  {TURN[self.turn]:<16}{self.phase:<11} {bar:<12} "
        tail = self.note or KEYS
        text = Text(head, style="bold" if self.turn in ("candidate", "paused") else "")
        text.append(tail, style="dim")
        if self.partial:
            text.append("\n" + self.partial[-(self._console.width * 2) :], style="italic")
        return text


_FLOOR = {
    "turn_opened": "candidate",
    "turn_resumed": "candidate",
    "turn_paused": "paused",
    "turn_committed": "choosing",
    "thinking_granted": "thinking",
    "thinking_over": "open",
    "utterance_ended": "open",
    "session_paused": "suspended",
    "session_unpaused": "open",
}

"""What a session tells its client: the log as it grows, sound, notices once each, and the clock.

The client may be gone; what is on disk is sent again when it comes back, the rest is of the moment.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hotseat.core import events as ev
from hotseat.core.level import Level
from hotseat.notices import EAR_BEHIND, MICROPHONE
from hotseat.recording import RATE, Recording
from hotseat.wire import encode_event

CLOCK_EVERY_MS = 128
SILENT_MIC_MS = 12_000
EAR_BEHIND_MS, EAR_CAUGHT_UP_MS = 8_000, 1_000
"""an ear this far behind is told of, and told of again only after it had caught up"""


@dataclass(slots=True)
class Client:
    """The one connection of a session; `send` never blocks."""

    send: Callable[[str | bytes], None]
    last_heard: float = 0.0


class Telling:
    """Belongs to one session. `note` records an event and publishes it."""

    def __init__(self, session_id: str, recording: Recording, note: Callable[[ev.Event], None]) -> None:
        self.client: Client | None = None
        self._id = session_id
        self._recording = recording
        self._note = note
        self._noticed: set[str] = set()
        self._mic_silent_ms = 0
        self._level = Level()
        self._clock_told = 0

    @property
    def now_ms(self) -> int:
        """The session clock."""
        return self._recording.samples * 1000 // RATE

    def send(self, data: str | bytes) -> None:
        """To the client, if one is there."""
        if self.client is not None:
            self.client.send(data)

    def tell(self, **message: Any) -> None:
        """A message that is not in the log."""
        self.send(json.dumps(message, ensure_ascii=False))

    def welcome(self, after: int) -> None:
        """Everything since the client's last event, and where its microphone goes on."""
        recording = self._recording
        n, samples = len(recording.events), recording.samples
        self.tell(type="welcome", session=self._id, n=n, next_sample=samples, t=self.now_ms)
        for number, event in enumerate(recording.events[after:], after + 1):
            self.send(encode_event(number, event))

    def clock(self, *, ear_behind_ms: int) -> None:
        """The session's time, now and then, and how far the ear is behind it."""
        if self.now_ms - self._clock_told >= CLOCK_EVERY_MS:
            self._clock_told = self.now_ms
            self.tell(type="clock", t=self.now_ms, ear_behind_ms=ear_behind_ms)
        if ear_behind_ms >= EAR_BEHIND_MS:
            self.notice(*EAR_BEHIND)
        elif ear_behind_ms <= EAR_CAUGHT_UP_MS:
            self._noticed.discard(EAR_BEHIND[0])

    def notice(self, code: str, message: str, next_step: str) -> None:
        """Something the candidate should know, once until it is over."""
        if code not in self._noticed:
            self._noticed.add(code)
            self._note(ev.Notice(t=self.now_ms, code=code, message=message, next_step=next_step))

    def microphone(self, state: str) -> None:
        """What the client says of its microphone."""
        if state in MICROPHONE:
            self.notice(*MICROPHONE[state])
        else:
            self._noticed -= {code for code, _, _ in MICROPHONE.values()}

    def watch_microphone(self, pcm: bytes, *, voiced: bool) -> None:
        """A frame: zeros for long are a microphone that is off; a voice may be too faint or too loud."""
        self._mic_silent_ms = 0 if any(pcm) else self._mic_silent_ms + 32
        if self._mic_silent_ms == SILENT_MIC_MS // 32 * 32 and "microphone_denied" not in self._noticed:
            self.notice(*MICROPHONE["silent"])
        level = self._level.hear(pcm) if voiced else None
        if level in MICROPHONE:
            self.notice(*MICROPHONE[level])

"""One live session: joins the conductor, the recording, the ear, the voice and one client.

The law: append is publish. An event is written to the log, then sent to the client, in that order; and the session
clock is the microphone's samples, so nothing here asks what time it is.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from hotseat.brain import Brain
from hotseat.core import events as ev
from hotseat.core import signals as sg
from hotseat.core.ear import Word
from hotseat.core.echo import EARLY, EchoGuard
from hotseat.core.endpoint import FRAME_MS, OFFSET
from hotseat.core.interview import Interview
from hotseat.core.interviewer import Move
from hotseat.errors import HotseatError
from hotseat.listening import Listening
from hotseat.notices import DISK_FULL, ECHO
from hotseat.playback import Playback
from hotseat.recording import RATE, Recording
from hotseat.speaking import Speaking
from hotseat.telling import Client, Telling
from hotseat.wire import (
    MICROPHONE,
    VOICE,
    Done,
    End,
    Frame,
    Hello,
    Message,
    Mic,
    Pause,
    Played,
    Repeat,
    Say,
    Think,
    Unpause,
    encode_event,
    encode_frame,
)

log = logging.getLogger("hotseat.session")

FRAME_SAMPLES = 512
PRE_ROLL_MS = 320
"""Sound before the detected onset that goes to the ear: first words are soft."""
PARTIAL_EVERY_MS = 1_000
MAX_GAP_SAMPLES = RATE * 60
"""A client may be this far ahead (sound lost on the way is silence); more is a mistake."""


class VoiceDetector(Protocol):
    """Probability that a 32 ms frame holds a voice."""

    def probability(self, frame: bytes) -> float: ...


@dataclass(slots=True)
class Parts:
    """What a session is built from."""

    recording: Recording
    interview: Interview
    vad: VoiceDetector
    listening: Callable[[LiveSession], Listening]
    speaking: Callable[[LiveSession], Speaking]
    brain: Callable[[LiveSession], Brain] | None = None
    end_of_turn: Callable[[bytes], float] | None = None
    """an end-of-turn model: sound of the turn -> probability that a sentence has ended"""
    on_end: Callable[[LiveSession], None] = field(default=lambda session: None)


class LiveSession:
    """Runs on the event loop; its ear and its voice have a thread each and report back through it."""

    def __init__(self, session_id: str, parts: Parts) -> None:
        self.id = session_id
        self.recording = parts.recording
        self.interview = parts.interview
        self.telling = Telling(session_id, parts.recording, self.record)
        self.closed = False
        self.met = False
        """a client has said hello"""
        self._vad = parts.vad
        self._on_end = parts.on_end
        self._end_of_turn = parts.end_of_turn
        self._loop = asyncio.get_running_loop()
        self._echo = EchoGuard()
        self._playback = Playback(
            parts.recording.hear_interviewer, foretell=self._foretell, ahead=EARLY * FRAME_SAMPLES
        )
        self._rest = b""
        self._rest_at = parts.recording.samples
        self._voiced = bytearray(self._rest_at // FRAME_SAMPLES)
        self._listening_turn = 0
        self._partial_at = 0
        self._sent: dict[int, list[bytes]] = {}
        self.listening = parts.listening(self)
        self.speaking = parts.speaking(self)
        self.brain = parts.brain(self) if parts.brain is not None else None

    # -- life ----------------------------------------------------------------------------------------------------

    def open(self, started: ev.SessionStarted) -> None:
        """The first line of the log, then the interviewer's first line."""
        self.record(started)
        self._carry_out(self.interview.start())
        if self.brain is not None:
            self.brain.begin()

    def resume(self) -> None:
        """Go on with a session whose server was gone: the log rebuilds everything."""
        requests = self.interview.restore(self.recording.events)
        self.interview.t = max(self.interview.t, self.now_ms)
        self.record(ev.SessionResumed(t=self.now_ms, reason="server_restarted"))
        if self.brain is not None:
            self.brain.begin()
        self._carry_out(requests)

    def attach(self, client: Client, hello: Hello) -> None:
        """A client says hello: it gets what it has not seen, and where the microphone goes on."""
        returned = self.met and hello.after > 0
        self.met = True
        self.telling.client = client
        self.telling.welcome(hello.after)
        if returned:
            self.record(ev.SessionResumed(t=self.now_ms, reason="client_returned"))
        line = self.interview.at.line
        if line is not None:
            if self.interview.at.line_started_ms is None:
                self._send_again(line.utterance)
            else:
                self._playback_fact(line.utterance, "lost", self._playback.sounded_samples)

    def detach(self, client: Client) -> None:
        """The client is gone; the session waits with its clock stopped."""
        if self.client is client:
            self.telling.client = None

    def close(self) -> None:
        """Free threads and files; the session can be resumed from disk."""
        if not self.closed:
            self.closed = True
            self.listening.leave()
            self.speaking.leave()
            if self.brain is not None:
                self.brain.close()
            self.recording.level_tracks()
            self.recording.close()

    @property
    def client(self) -> Client | None:
        """The one that is connected."""
        return self.telling.client

    @property
    def now_ms(self) -> int:
        """The session clock."""
        return self.telling.now_ms

    # -- what the client sends -----------------------------------------------------------------------------------

    def receive_frame(self, frame: Frame) -> None:
        """Microphone sound. Raises ``HotseatError`` for a frame that cannot be placed."""
        if frame.kind != MICROPHONE:
            raise HotseatError("frame_invalid", "Only microphone sound may be sent here.")
        if frame.first_sample > self.recording.samples + MAX_GAP_SAMPLES:
            raise HotseatError(
                "frame_out_of_place",
                "A sound frame lies far beyond the end of the recording.",
                next_step="Say hello again and go on from next_sample.",
            )
        if self.closed or self.interview.at.ended or self.interview.at.floor == "suspended":
            return
        try:
            _, new = self.recording.hear_candidate(frame.first_sample, frame.pcm)
        finally:
            self._watch_disk()
        self._rest += new
        while len(self._rest) >= FRAME_SAMPLES * 2:
            pcm, self._rest = self._rest[: FRAME_SAMPLES * 2], self._rest[FRAME_SAMPLES * 2 :]
            self._hear(self._rest_at, pcm)
            self._rest_at += FRAME_SAMPLES
        self.telling.clock(ear_behind_ms=self.listening.behind_ms)

    def _hear(self, first_sample: int, pcm: bytes) -> None:
        end = first_sample + FRAME_SAMPLES
        t = end * 1000 // RATE
        self._playback.advance(end)
        probability = self._echo.hear(first_sample, pcm, self._vad.probability(pcm))
        self._voiced.append(probability >= OFFSET)
        if self._echo.persistent:
            self.telling.notice(*ECHO)
        at = self.interview.at
        if self._listening_turn and at.turn_open:
            self.listening.feed(first_sample, pcm)
        self.telling.watch_microphone(pcm, voiced=probability >= OFFSET)
        self._feed(sg.Heard(t=t, voice=probability))
        if at.turn_open and t - self._partial_at >= PARTIAL_EVERY_MS:
            self._partial_at = t
            self.listening.want_partial()

    def _foretell(self, first_sample: int, pcm: bytes) -> None:
        self._echo.played(first_sample - EARLY * FRAME_SAMPLES, pcm)

    def receive(self, message: Message) -> None:
        """A JSON message of the client."""
        match message:
            case Done() | Think() | Repeat() | End() | Pause():
                self._feed(sg.Pressed(key=message.type))
            case Unpause():
                self._feed(sg.Pressed(key="unpause"))
                self.telling.welcome(len(self.recording.events))
            case Say():
                self._feed(sg.Typed(text=message.text))
            case Played():
                self._played(message)
            case Mic():
                self.telling.microphone(message.state)
            case Hello():
                raise HotseatError("hello_twice", "This connection has said hello already.")

    def _played(self, message: Played) -> None:
        if message.utterance != self._playback.utterance:
            return
        if message.state in ("started", "progress"):
            self._playback.playing(message.at_sample)
            self._playback.advance(self.recording.samples)
        elif message.state == "held":
            self._playback.held(message.samples)
        self._playback_fact(message.utterance, message.state, message.samples, at_sample=message.at_sample)

    def _playback_fact(self, utterance: int, state: Any, samples: int, *, at_sample: int = 0) -> None:
        total = self._playback.total_samples
        if state in ("ended", "cut", "lost"):
            self._playback.ended(samples)
        self._feed(
            sg.Playing(
                utterance=utterance,
                state=state,
                at_ms=at_sample * 1000 // RATE,
                heard_ms=samples * 1000 // RATE,
                total_ms=total * 1000 // RATE,
            )
        )

    # -- what the core asks for ----------------------------------------------------------------------------------

    def _feed(self, fact: sg.Fact) -> None:
        if not self.closed:
            self._carry_out(self.interview.receive(fact))

    def _carry_out(self, results: list[Any]) -> None:
        for result in results:
            match result:
                case sg.Listen():
                    self._listen(result)
                case sg.Transcribe():
                    self.listening.want_final(result.turn, lambda: self._sound_of_turn())
                case sg.Prepare():
                    self.speaking.prepare(result.text)
                    if self.brain is not None:
                        self.brain.prepare(result)
                case sg.Phrase():
                    self._ask_for_words(result)
                case sg.Speak():
                    self._playback.begin(result.utterance)
                    self._sent = {result.utterance: []}
                    self.speaking.say(result.utterance, result.text, more=result.more)
                case sg.SpeakMore():
                    self.speaking.say_more(result.utterance, result.text)
                case sg.Stop():
                    self.speaking.stop(result.utterance)
                    self.telling.tell(type="stop", utterance=result.utterance)
                case sg.Hold():
                    self.telling.tell(type="hold", utterance=result.utterance)
                case sg.GoOn():
                    self.telling.tell(type="go_on", utterance=result.utterance)
                case _:
                    self.record(result)

    def _ask_for_words(self, request: sg.Phrase) -> None:
        if self.brain is None:
            self._feed(sg.Phrased(request=request.request, text=request.move.text, source="scripted"))
        else:
            self.brain.phrase(request)

    def phrased(self, request: int, text: str, source: str, *, more: bool = False, move: Move | None = None) -> None:
        """The words for a move are there, or their beginning."""
        self._feed(sg.Phrased(request=request, text=text, source=source, more=more, move=move))

    def phrased_more(self, request: int, text: str) -> None:
        """The rest of the words is there."""
        self._feed(sg.PhrasedMore(request=request, text=text))

    def record(self, event: ev.Event) -> None:
        """Append, then publish."""
        n = self.recording.append(event)
        self.telling.send(encode_event(n, event))
        if self.brain is not None:
            self.brain.noticed(event)
        if isinstance(event, ev.TurnPaused):
            self.listening.want_partial(paused=True)
            self._consult(event.since_ms)
        elif isinstance(event, ev.UtteranceEnded):
            self._playback.ended(event.heard_ms * RATE // 1000)
        elif isinstance(event, ev.SessionEnded):
            self.close()
            self._on_end(self)

    # -- ear -----------------------------------------------------------------------------------------------------

    def _consult(self, since_ms: int) -> None:
        """Ask the end-of-turn model about a pause, off the loop; an answer that comes too late is ignored."""
        model = self._end_of_turn
        if model is None:
            return
        first = max(self.interview.at.turn_start_ms - PRE_ROLL_MS, self.now_ms - 8_000, 0) * RATE // 1000
        pcm = self.recording.candidate_pcm(first, self.recording.samples - first)

        def work() -> None:
            self._later(self._feed, sg.EndOfTurn(since_ms=since_ms, probability=model(pcm)))

        self._loop.run_in_executor(None, work)

    def _listen(self, request: sg.Listen) -> None:
        self._listening_turn = request.turn
        self.listening.open(request.turn)
        first = max(request.from_ms - PRE_ROLL_MS, 0) * RATE // 1000
        self.listening.feed(first, self.recording.candidate_pcm(first, self._rest_at - first))
        self._partial_at = self.now_ms

    def _sound_of_turn(self) -> tuple[int, bytes]:
        at = self.interview.at
        first = max(at.turn_start_ms - PRE_ROLL_MS, 0) * RATE // 1000
        end = (at.turn_end_ms + PRE_ROLL_MS) * RATE // 1000
        return first, self.recording.candidate_pcm(first, max(end - first, 0))

    def voiced(self, start_ms: int, end_ms: int) -> bool:
        """Did anybody speak in that stretch?"""
        return any(self._voiced[max(start_ms // FRAME_MS, 0) : end_ms // FRAME_MS + 2])

    def on_partial(self, turn: int, text: str, settled: int, heard_to_ms: int, weak: bool) -> None:
        """From the ear's thread: words so far, from sound up to `heard_to_ms`."""
        self._later(self._partial, turn, text, settled, heard_to_ms, weak)

    def _partial(self, turn: int, text: str, settled: int, heard_to_ms: int, weak: bool) -> None:
        self.telling.tell(type="partial", turn=turn, text=text, settled=settled)
        self._feed(sg.WordsSoFar(turn=turn, text=text, heard_to_ms=heard_to_ms, weak=weak))

    def on_final(self, turn: int, words: tuple[Word, ...]) -> None:
        """From the ear's thread: the final words."""
        self._later(lambda: self._feed(sg.Transcript(turn=turn, words=words)))

    # -- voice ---------------------------------------------------------------------------------------------------

    def on_sound(self, utterance: int, position: int, pcm: bytes, last: bool) -> None:
        """From the voice's thread: sound to send."""
        self._later(self._sound, utterance, position, pcm, last)

    def _sound(self, utterance: int, position: int, pcm: bytes, last: bool) -> None:
        if utterance != self.interview.at.utterance or self.interview.at.line is None:
            return
        self._playback.sound(utterance, pcm, last=last)
        data = encode_frame(Frame(kind=VOICE, number=utterance, first_sample=position, pcm=pcm, last=last))
        self._sent.setdefault(utterance, []).append(data)
        self.telling.send(data)

    def _send_again(self, utterance: int) -> None:
        for data in self._sent.get(utterance, []):
            self.telling.send(data)

    # -- telling -------------------------------------------------------------------------------------------------

    def on_change(self, role: str, was: str, now: str, error: HotseatError) -> None:
        """From a worker's thread: an engine fell back."""
        log.warning("%s: %s failed (%s), going on with %s", role, was, error.code, now)
        self._later(self._changed, role, was, now, error.code)

    def _changed(self, role: str, was: str, now: str, reason: str) -> None:
        self.record(ev.EngineChanged(t=self.now_ms, role=role, was=was, now=now, reason=reason))

    def _watch_disk(self) -> None:
        if self.recording.trouble is not None:
            self.telling.notice(*DISK_FULL)

    def _later(self, call: Callable[..., None], *args: Any) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call, *args)

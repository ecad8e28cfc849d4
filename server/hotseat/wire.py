"""Bytes and JSON on the websocket. The wire is the log: an event goes out as its log line.

Binary frames carry sound: a 16-byte little-endian header, then mono s16le at 16 kHz.

=====  ======  =========================================================
bytes  type    meaning
=====  ======  =========================================================
0-1    bytes   ``HS``
2      uint8   kind: 1 microphone, 2 voice
3      uint8   flags: 1 marks the last chunk of an utterance
4-7    uint32  turn (microphone, may be 0) or utterance (voice)
8-15   uint64  first sample: of the session, or within the utterance
=====  ======  =========================================================
"""

from __future__ import annotations

import json
import re
import struct
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union

from pydantic import Field, TypeAdapter, ValidationError

from hotseat.core.events import Event
from hotseat.errors import HotseatError

HEADER = struct.Struct("<2sBBIQ")
MAGIC = b"HS"
MICROPHONE = 1
VOICE = 2
LAST = 1
MAX_FRAME_BYTES = HEADER.size + 2 * 16_000
"""A second of sound: more in one frame is refused."""
MAX_TEXT_BYTES = 64_000

_NUMBERED = re.compile(r'\{"n":(\d+),')
_EVENT: TypeAdapter[Any] = TypeAdapter(Annotated[Event, Field(discriminator="type")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Sound with its place. ``first_sample`` counts from the start of the session, or of the utterance."""

    kind: int
    number: int
    first_sample: int
    pcm: bytes
    last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """The first message: ``after`` is the number of the last log line that the client holds, 0 for none."""

    after: int = 0
    client: str = "page"
    type: Literal["hello"] = "hello"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The answer is finished."""

    type: Literal["done"] = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Think:
    """Give me a minute."""

    type: Literal["think"] = "think"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """Say that again."""

    type: Literal["repeat"] = "repeat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A typed answer."""

    text: str
    type: Literal["say"] = "say"


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The candidate ends the interview."""

    type: Literal["end"] = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Stop the clock."""

    type: Literal["pause"] = "pause"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpause:
    """Let the clock run again."""

    type: Literal["unpause"] = "unpause"


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """How far the client has played an utterance.

    ``at_sample`` is the microphone sample at which its first sample sounded, later by the length of every hold;
    ``samples`` were heard so far.
    """

    utterance: int
    state: Literal["started", "progress", "held", "ended", "cut"]
    at_sample: int
    samples: int = 0
    type: Literal["played"] = "played"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mic:
    """What the client knows of its microphone."""

    state: Literal["ok", "silent", "lost", "denied"]
    type: Literal["mic"] = "mic"


Message = Union[Hello, Done, Think, Repeat, Say, End, Pause, Unpause, Played, Mic]
MESSAGE_TYPES: tuple[type[Message], ...] = Message.__args__  # type: ignore[attr-defined]
_MESSAGE: TypeAdapter[Any] = TypeAdapter(Annotated[Message, Field(discriminator="type")])


def encode_frame(frame: Frame) -> bytes:
    """A binary message."""
    flags = LAST if frame.last else 0
    return HEADER.pack(MAGIC, frame.kind, flags, frame.number, frame.first_sample) + frame.pcm


def decode_frame(data: bytes) -> Frame:
    """Read a binary message. Raises ``HotseatError`` ``frame_invalid`` or ``frame_too_large``."""
    if len(data) > MAX_FRAME_BYTES:
        raise HotseatError(
            "frame_too_large", f"A sound frame of {len(data)} bytes was refused.", next_step="Send at most a second."
        )
    if len(data) < HEADER.size:
        raise HotseatError("frame_invalid", "A sound frame is shorter than its header.")
    magic, kind, flags, number, first = HEADER.unpack_from(data)
    if magic != MAGIC or kind not in (MICROPHONE, VOICE):
        raise HotseatError("frame_invalid", "A binary message is not a Hotseat sound frame.")
    if (len(data) - HEADER.size) % 2:
        raise HotseatError("frame_invalid", "A sound frame holds half a sample.", next_step="Send s16le samples.")
    return Frame(kind=kind, number=number, first_sample=first, pcm=data[HEADER.size :], last=bool(flags & LAST))


def decode_message(text: str) -> Message:
    """Read a JSON message. Raises ``HotseatError`` ``message_invalid`` or ``message_too_large``."""
    if len(text.encode()) > MAX_TEXT_BYTES:
        raise HotseatError("message_too_large", "A message is too long.", next_step="Send at most 64 kB of text.")
    try:
        message: Message = _MESSAGE.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        raise HotseatError(
            "message_invalid", f"A message was not understood: {first['msg']}.", next_step="See docs/protocol.md."
        ) from error
    return message


def encode_event(n: int, event: Event) -> str:
    """One log line, without its line feed."""
    payload = {"n": n, **_EVENT.dump_python(event, mode="json")}
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def decode_event(line: str) -> tuple[int, Event]:
    """Read a log line. Raises ``HotseatError`` ``log_line_invalid``."""
    numbered = _NUMBERED.match(line)
    try:
        n = int(numbered[1] if numbered else json.loads(line)["n"])
        event: Event = _EVENT.validate_json(line)
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise HotseatError("log_line_invalid", "A line of the session log cannot be read.") from error
    return n, event

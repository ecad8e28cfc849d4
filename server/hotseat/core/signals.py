"""What goes into the conductor and what it asks for: facts from the edge, and requests back to it.

Neither is logged. Facts become events; requests are carried out by the session, which reports back with facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Union

from hotseat.core.ear import Word
from hotseat.core.interviewer import Move


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One frame of the candidate's audio that ends at `t`; `voice` is the probability that somebody speaks."""

    t: int
    voice: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsSoFar:
    """The ear's present guess at the open turn, from sound up to `heard_to_ms` (not known: up to now)."""

    turn: int
    text: str
    heard_to_ms: int | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfTurn:
    """What an end-of-turn model makes of the pause that began at `since_ms`: 0 mid-sentence, 1 a finished one."""

    since_ms: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The final words of a committed turn."""

    turn: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A key of the candidate."""

    key: Literal["done", "think", "repeat", "end", "pause", "unpause"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A typed answer."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrased:
    """The line of a chosen move is ready to be spoken; `source` is scripted or a model's name.

    `more`: this is its beginning, and PhrasedMore follows. `move` replaces the chosen one where the rules allowed it.
    """

    request: int
    text: str
    source: str
    more: bool = False
    move: Move | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhrasedMore:
    """The rest of a line whose beginning is being spoken."""

    request: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """The client plays an utterance: its first sample sounded at `at_ms`; `heard_ms` of `total_ms` were heard."""

    utterance: int
    state: Literal["started", "progress", "held", "ended", "cut", "lost"]
    at_ms: int
    heard_ms: int
    total_ms: int


Fact = Union[Heard, WordsSoFar, EndOfTurn, Transcript, Pressed, Typed, Phrased, PhrasedMore, Playing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """Open the ear for `turn`; its sound begins at `from_ms`."""

    turn: int
    from_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcribe:
    """Answer with a Transcript of `turn`, whose voice stopped at `end_ms`."""

    turn: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepare:
    """This line will probably be spoken: make its sound ready, silently. `state`: the interviewer's, if it is."""

    text: str
    move: Move | None = None
    state: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Answer with Phrased: the words for `move`."""

    request: int
    move: Move


@dataclass(frozen=True, slots=True, kw_only=True)
class Speak:
    """Send the sound of a line to the client. `more`: SpeakMore follows."""

    utterance: int
    text: str
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakMore:
    """Send the rest of a line whose beginning is out."""

    utterance: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Pause the line where it is: somebody made a sound."""

    utterance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOn:
    """It was nothing: play the rest of the line."""

    utterance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Stop the line at once and for good."""

    utterance: int


Request = Union[Listen, Transcribe, Prepare, Phrase, Speak, SpeakMore, Hold, GoOn, Stop]

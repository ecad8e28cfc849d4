"""Every fact of a session, as frozen values. The log is a list of these; everything else is a fold of it.

`t` is milliseconds on the session clock, which is the candidate's audio: `t = first_sample / 16`.
The one-line string under a field is its documentation: `docs/protocol.md` is generated from it.
A log line is the event as JSON with its number `n`; the server sends the same line to the client.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, Union

from hotseat.core.ear import Word
from hotseat.core.interviewer import MoveKind, Phase, PushOutcome

LOG_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RedoOf:
    """The moment that a small session answers again: a question of a finished one."""

    session: str
    utterance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted:
    """The session exists: what was chosen, and which engines serve it."""

    t: int
    session: Annotated[str, "id of the session, also the name of its folder"]
    version: Annotated[int, "version of the log's format"]
    created: Annotated[str, "wall-clock time of creation, ISO 8601 with offset; the only one in the log"]
    case: Annotated[str, "id of the case"]
    case_title: str
    family: str
    level: str
    persona: str
    persona_name: str
    pressure: str
    minutes: Annotated[int, "length chosen for the mock"]
    patience: Annotated[str, "patient, normal or brisk"]
    ear: Annotated[str, "engine that transcribes"]
    ear_weak: Annotated[bool, "true when its words are good for gist, not for quoting"]
    voice: Annotated[str, "engine that speaks"]
    brain: Annotated[str, "engine that asks"]
    remote: Annotated[tuple[str, ...], "roles whose data leaves this machine"] = ()
    rubric_page: Annotated[dict[str, str], "the candidate's own page, written before: user, boundary, ..."] = field(
        default_factory=dict
    )
    sample: Annotated[bool, "true for the sample session that ships with the product"] = False
    redo_of: Annotated[RedoOf | None, "session and utterance of the question that is answered again"] = None
    type: Literal["session_started"] = "session_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionResumed:
    """The session goes on after the server or the connection was away."""

    t: int
    reason: Annotated[str, "server_restarted or client_returned"]
    type: Literal["session_resumed"] = "session_resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPaused:
    """The clock of the interview stands still from here on (audio is not counted) until it is unpaused."""

    t: int
    reason: Annotated[str, "absent (long silence) or candidate"]
    type: Literal["session_paused"] = "session_paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionUnpaused:
    """The clock runs again."""

    t: int
    type: Literal["session_unpaused"] = "session_unpaused"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded:
    """Nothing follows."""

    t: int
    reason: Annotated[str, "candidate, time, or cut_off (found unfinished at a later start)"]
    type: Literal["session_ended"] = "session_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineChanged:
    """A part fell back to another, or came back; the candidate is told once."""

    t: int
    role: Annotated[str, "ear, voice or brain"]
    was: str
    now: str
    reason: Annotated[str, "code of the error that caused it, or recovered"]
    type: Literal["engine_changed"] = "engine_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something the candidate is told on the page, kept so that the replay can tell it too."""

    t: int
    code: str
    message: str
    next_step: str = ""
    type: Literal["notice"] = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOpened:
    """The candidate began to speak (or to type) turn `turn`; `t` is where the voice starts."""

    t: int
    turn: Annotated[int, "candidate turns count from 1"]
    type: Literal["turn_opened"] = "turn_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnPaused:
    """A tentative end: a reply is prepared in silence; nothing is decided."""

    t: int
    turn: int
    since_ms: Annotated[int, "where the voice stopped"]
    type: Literal["turn_paused"] = "turn_paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnResumed:
    """The candidate went on after a tentative end; what was prepared is dropped."""

    t: int
    turn: int
    paused_ms: Annotated[int, "length of the pause"]
    type: Literal["turn_resumed"] = "turn_resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCommitted:
    """The turn is finished."""

    t: int
    turn: int
    start_ms: int
    end_ms: Annotated[int, "where the voice stopped"]
    reason: Annotated[str, "silence, yield, done, typed, cut_in, or ended"]
    type: Literal["turn_committed"] = "turn_committed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRejoined:
    """Our cut-off: the commit was wrong, the candidate went on, the turn is open again under its old number."""

    t: int
    turn: int
    utterance: Annotated[int, "the question that was withdrawn, 0 when none was out yet"]
    type: Literal["turn_rejoined"] = "turn_rejoined"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTranscribed:
    """The final words of a committed turn. A later one for the same turn replaces it (after a rejoin)."""

    t: int
    turn: int
    text: Annotated[str, "the words joined by single spaces"]
    words: Annotated[tuple[Word, ...], "each with its times on the session clock"]
    source: Annotated[str, "ear or typed"]
    type: Literal["turn_transcribed"] = "turn_transcribed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinkingGranted:
    """Time to think was asked for and given; a countdown is shown, nobody nags."""

    t: int
    until_ms: int
    asked_by: Annotated[str, "key or words"]
    type: Literal["thinking_granted"] = "thinking_granted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinkingOver:
    """The countdown ended, or the candidate went on before it did."""

    t: int
    type: Literal["thinking_over"] = "thinking_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class CueGiven:
    """The interviewer is about to cut in: seen and heard before the words come."""

    t: int
    reason: str
    type: Literal["cue_given"] = "cue_given"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseEntered:
    """From `t` on (start of the turn that shows it) the interview is in `phase`."""

    t: int
    phase: Phase
    turn: Annotated[int, "0 at the opening"]
    type: Literal["phase_entered"] = "phase_entered"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMade:
    """A link of the judgment chain was made for the first time, by these words."""

    t: Annotated[int, "time of the first of the words"]
    phase: str
    turn: int
    start: Annotated[int, "first character in the turn's text"]
    end: Annotated[int, "one past the last character"]
    type: Literal["link_made"] = "link_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementMade:
    """An item of the ledger (user, consequence, ship bar, rollback, ...) was stated for the first time."""

    t: int
    what: str
    turn: int
    start: int
    end: int
    type: Literal["statement_made"] = "statement_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkMade:
    """A mistake or a signal, on the words that prove it. Not shown before the session ends."""

    t: Annotated[int, "time of the first of the words"]
    turn: int
    label: str
    kind: Annotated[str, "mistake or signal"]
    start: int
    end: int
    type: Literal["mark_made"] = "mark_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class PushAnswered:
    """What a push did to the line that the candidate holds."""

    t: int
    utterance: int
    turn: int
    outcome: PushOutcome
    type: Literal["push_answered"] = "push_answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointReached:
    """3:00 or 10:00: which of user problem, boundary and primary tradeoff had been said, and where."""

    t: int
    at_ms: int
    problem: Annotated[tuple[int, int, int] | None, "turn, start, end of the words; null: not said"]
    boundary: tuple[int, int, int] | None
    tradeoff: tuple[int, int, int] | None
    type: Literal["checkpoint_reached"] = "checkpoint_reached"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsked:
    """The interviewer's next line is chosen; its sound follows under the same utterance number."""

    t: int
    utterance: Annotated[int, "interviewer utterances count from 1"]
    text: str
    move: MoveKind
    target: Annotated[str | None, "label it goes after"]
    phase: Phase | None
    rung: Annotated[int, "1 to 8 on the ladder, 0 when off it"]
    reason: str
    source: Annotated[str, "scripted or the model's name"]
    after_turn: Annotated[int, "the candidate turn that it answers, 0 for none"]
    planned: Annotated[str, "the scripted words, where a model found others for them"] = ""
    more: Annotated[bool, "true when this is only the beginning: question_continued follows"] = False
    type: Literal["question_asked"] = "question_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionContinued:
    """The rest of a line whose beginning was already being spoken."""

    t: int
    utterance: int
    text: Annotated[str, "what is added, after a space"]
    type: Literal["question_continued"] = "question_continued"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCalled:
    """The language model was asked for something: what came of it, how fast, and what it cost."""

    t: int
    purpose: Annotated[str, "question, marks or probe"]
    model: str
    outcome: Annotated[str, "used, unused (nobody waited any more), refused (by the guard) or failed"]
    reason: Annotated[str, "rules that the line, or a beginning that was left out, broke; or the code of the error"]
    request: Annotated[int, "number of the wish for words in this session, 0 for none"]
    text: Annotated[str, "what it wanted to say, where not all of it may be said; cut short"]
    first_ms: Annotated[int | None, "from the request to its first whole sentence, on the wall's clock"]
    tokens_in: int
    tokens_cached: Annotated[int, "of these, taken from the endpoint's cache"]
    tokens_out: int
    estimated: Annotated[bool, "true when the endpoint gave no figures and they were guessed from the text"]
    usd: Annotated[float | None, "price, where it is known; 0 on this machine"]
    type: Literal["model_called"] = "model_called"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelMark:
    """A mark that the model would set: `label` on characters `start` to `end` of the turn's text."""

    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelMarked:
    """The model's own judgment of a turn, in a context of its own. Kept beside the scripted one, which decides."""

    t: int
    turn: int
    source: Annotated[str, "the model's name"]
    marks: Annotated[tuple[ModelMark, ...], "verified: known labels on words that are there"]
    dropped: Annotated[int, "marks that could not be verified"]
    type: Literal["model_marked"] = "model_marked"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWithdrawn:
    """The question does not count: the candidate went on before it was heard."""

    t: int
    utterance: int
    reason: str
    type: Literal["question_withdrawn"] = "question_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceStarted:
    """The client began to play it: `t` is where its first sample lies on the session clock."""

    t: int
    utterance: int
    type: Literal["utterance_started"] = "utterance_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class UtteranceEnded:
    """The client stopped playing it."""

    t: int
    utterance: int
    start_ms: int
    heard_ms: Annotated[int, "how much of it was played"]
    heard_text: Annotated[str, "the sentences and words that were heard"]
    whole: Annotated[bool, "false when it was cut"]
    reason: Annotated[str, "played, barge_in, stopped, lost"]
    type: Literal["utterance_ended"] = "utterance_ended"


Event = Union[
    SessionStarted, SessionResumed, SessionPaused, SessionUnpaused, SessionEnded, EngineChanged, Notice,
    TurnOpened, TurnPaused, TurnResumed, TurnCommitted, TurnRejoined, TurnTranscribed,
    ThinkingGranted, ThinkingOver, CueGiven,
    PhaseEntered, LinkMade, StatementMade, MarkMade, PushAnswered, CheckpointReached,
    QuestionAsked, QuestionContinued, QuestionWithdrawn, UtteranceStarted, UtteranceEnded,
    ModelCalled, ModelMarked,
]  # fmt: skip
EVENT_TYPES: tuple[type[Event], ...] = Event.__args__  # type: ignore[attr-defined]

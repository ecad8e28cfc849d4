"""Whose turn it is. Every transition is a row of one table; a pair that is not in it changes nothing."""

from __future__ import annotations

from enum import StrEnum


class Floor(StrEnum):
    """The states of the floor."""

    OPEN = "open"  # nobody speaks; the candidate may begin
    CANDIDATE = "candidate"  # the candidate speaks
    PAUSED = "paused"  # the candidate is silent within an answer: a tentative end
    THINKING = "thinking"  # time to think was granted
    CHOOSING = "choosing"  # the turn is committed, the reply is on its way
    INTERVIEWER = "interviewer"  # the interviewer's line is out
    SUSPENDED = "suspended"  # the clock of the interview is stopped
    ENDED = "ended"


class Cue(StrEnum):
    """What moves the floor."""

    VOICE = "voice"  # the candidate begins or goes on
    QUIET = "quiet"  # the candidate paused
    COMMIT = "commit"  # the answer is finished
    NOTHING = "nothing"  # the committed turn held no words
    GRANT = "grant"  # time to think was granted
    GRANT_OVER = "grant_over"
    ASK = "ask"  # the interviewer's line is chosen
    SAID = "said"  # the interviewer's line ended or was stopped
    REJOIN = "rejoin"  # our commit was wrong
    SUSPEND = "suspend"
    GO_ON = "go_on"
    END = "end"


_LIVE = (Floor.OPEN, Floor.CANDIDATE, Floor.PAUSED, Floor.THINKING, Floor.CHOOSING, Floor.INTERVIEWER)

TABLE: dict[tuple[Floor, Cue], Floor] = {
    (Floor.OPEN, Cue.VOICE): Floor.CANDIDATE,
    (Floor.OPEN, Cue.GRANT): Floor.THINKING,
    (Floor.OPEN, Cue.COMMIT): Floor.CHOOSING,
    (Floor.OPEN, Cue.ASK): Floor.INTERVIEWER,
    (Floor.OPEN, Cue.REJOIN): Floor.CANDIDATE,  # our line had begun to sound, and was stopped
    (Floor.CANDIDATE, Cue.QUIET): Floor.PAUSED,
    (Floor.CANDIDATE, Cue.COMMIT): Floor.CHOOSING,
    (Floor.CANDIDATE, Cue.GRANT): Floor.THINKING,
    (Floor.PAUSED, Cue.VOICE): Floor.CANDIDATE,
    (Floor.PAUSED, Cue.COMMIT): Floor.CHOOSING,
    (Floor.PAUSED, Cue.GRANT): Floor.THINKING,
    (Floor.THINKING, Cue.VOICE): Floor.CANDIDATE,
    (Floor.THINKING, Cue.COMMIT): Floor.CHOOSING,
    (Floor.THINKING, Cue.GRANT): Floor.THINKING,
    (Floor.THINKING, Cue.GRANT_OVER): Floor.OPEN,
    (Floor.CHOOSING, Cue.ASK): Floor.INTERVIEWER,
    (Floor.CHOOSING, Cue.NOTHING): Floor.OPEN,
    (Floor.CHOOSING, Cue.REJOIN): Floor.CANDIDATE,
    (Floor.INTERVIEWER, Cue.SAID): Floor.OPEN,
    (Floor.INTERVIEWER, Cue.REJOIN): Floor.CANDIDATE,
    (Floor.SUSPENDED, Cue.GO_ON): Floor.OPEN,
    (Floor.SUSPENDED, Cue.END): Floor.ENDED,
    **{(floor, Cue.SUSPEND): Floor.SUSPENDED for floor in _LIVE},
    **{(floor, Cue.END): Floor.ENDED for floor in _LIVE},
}


def moved(floor: Floor, cue: Cue) -> Floor | None:
    """The floor after `cue`, or None when the table knows no such transition."""
    return TABLE.get((floor, cue))

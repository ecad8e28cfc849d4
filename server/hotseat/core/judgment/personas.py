"""Four interviewers. They differ in patience, ladder and manner, never in what they hear or how they judge."""

from __future__ import annotations

from dataclasses import dataclass

from hotseat.core.interviewer import Pressure


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """A manner. Times in ms; shares from 0 to 1."""

    id: str
    name: str
    role: str
    manner: str
    acknowledge: float
    """Share of questions that begin with an acknowledgement."""
    acknowledgements: tuple[str, ...]
    quotes: float
    """Share of questions that repeat a few of the candidate's words."""
    push_every: int
    """At normal pressure, a push after this many answered questions."""
    top_rung: int
    """The highest rung used at normal pressure."""
    first_rung: int
    """Where a fresh topic starts on the ladder."""
    tour_ms: int
    """How long components may go on without a user before a cut-in."""
    monologue_ms: int
    """How long any answer may run before a cut-in."""
    nudge_ms: int = 8_000
    restate_ms: int = 25_000


PERSONAS: dict[str, Persona] = {
    p.id: p
    for p in (
        Persona(
            id="sceptical_manager",
            name="Dana Whitfield",
            role="hiring manager",
            manner="Doubts the first version of everything, and says so in one line.",
            acknowledge=0.4,
            acknowledgements=("Okay.", "Right.", "Fine.", "Got it.", "All right."),
            quotes=0.34,
            push_every=3,
            top_rung=7,
            first_rung=1,
            tour_ms=90_000,
            monologue_ms=300_000,
        ),
        Persona(
            id="quiet_staff_engineer",
            name="Ines Okafor",
            role="staff engineer",
            manner="Says little, waits long, and asks for the exact case.",
            acknowledge=0.2,
            acknowledgements=("Mm-hm.", "Okay.", "I follow.", "Understood."),
            quotes=0.2,
            push_every=4,
            top_rung=6,
            first_rung=2,
            tour_ms=150_000,
            monologue_ms=360_000,
        ),
        Persona(
            id="trust_safety_lead",
            name="Ruth Almeida",
            role="trust and safety lead",
            manner="Goes where somebody gets hurt, calmly, and stays there.",
            acknowledge=0.5,
            acknowledgements=("I see.", "Understood.", "Okay.", "I hear you.", "Noted."),
            quotes=0.34,
            push_every=3,
            top_rung=6,
            first_rung=1,
            tour_ms=110_000,
            monologue_ms=300_000,
        ),
        Persona(
            id="impatient_executive",
            name="Karl Brandt",
            role="vice president",
            manner="Has twenty other things to do; short lines, early pushes, hard choices.",
            acknowledge=0.25,
            acknowledgements=("Okay.", "Fine.", "Right.", "Noted.", "Okay, so."),
            quotes=0.2,
            push_every=2,
            top_rung=7,
            first_rung=1,
            tour_ms=75_000,
            monologue_ms=210_000,
        ),
    )
}
DEFAULT_PERSONA = "sceptical_manager"


def persona(id: str) -> Persona:
    """The persona of that id; the default one for an id that is not known."""
    return PERSONAS.get(id, PERSONAS[DEFAULT_PERSONA])


def push_every(who: Persona, pressure: Pressure) -> int:
    """A push after how many answered questions."""
    return max(1, who.push_every + {"calm": 2, "normal": 0, "hard": -1}[pressure])


def top_rung(who: Persona, pressure: Pressure) -> int:
    """The highest rung of the ladder that is used."""
    return {"calm": min(5, who.top_rung), "normal": who.top_rung, "hard": 7}[pressure]


def patience(who: Persona, ms: int, pressure: Pressure) -> int:
    """A limit on the candidate's talking, stretched when calm and shortened when hard."""
    return int(ms * {"calm": 1.3, "normal": 1.0, "hard": 0.8}[pressure])

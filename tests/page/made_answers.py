"""What the stand-in answers where the page only draws: lobby, cases, progress, a question answered again."""

from __future__ import annotations

from typing import Any

CASES = [
    {
        "id": "search-permit-office",
        "family": "search",
        "title": "Search for a city's building permit office",
        "prompt": "A city permit office has forty years of rules and circulars. Design an AI search for its clerks.",
    },
    {
        "id": "consumer-live-captions",
        "family": "consumer",
        "title": "Live captions for family video calls",
        "prompt": "Design captions for calls between relatives who speak different languages.",
    },
    {
        "id": "enterprise-contracts",
        "family": "enterprise",
        "title": "Contract review assistant for a procurement department",
        "prompt": "Four hundred buyers sign contracts from suppliers. Design an assistant that reviews them.",
    },
    {
        "id": "agent-invoices",
        "family": "agent",
        "title": "Supplier invoices for a chain of garden centres",
        "prompt": "Design an agent that matches and pays supplier invoices.",
    },
    {
        "id": "platform-gateway",
        "family": "platform",
        "title": "AI gateway for a retail bank",
        "prompt": "Design the layer through which all teams of a bank reach models.",
    },
]
LOBBY = {
    "version": "0.1.0",
    "engines": {
        "ear": {"name": "whisper base.en", "weak": False, "remote": False, "reason": "Found on this machine."},
        "voice": {"name": "piper", "weak": False, "remote": False, "reason": "Found on this machine."},
        "brain": {"name": "scripted", "weak": False, "remote": False, "reason": "No model endpoint is set."},
    },
    "choices": {
        "ear": ["auto", "whisper", "sphinx", "typed"],
        "voice": ["auto", "piper", "espeak"],
        "brain": ["auto", "scripted"],
    },
    "personas": [
        {"id": "sceptical_manager", "name": "Dana Osei", "role": "The sceptical hiring manager", "manner": "dry"},
        {"id": "quiet_engineer", "name": "Ivo Lind", "role": "The quiet staff engineer", "manner": "slow"},
    ],
    "levels": ["L5", "L6", "staff"],
    "pressures": [{"id": "calm", "name": "Calm"}, {"id": "normal", "name": "Normal"}, {"id": "hard", "name": "Hard"}],
    "minutes": [10, 20, 30, 45],
    "patience": ["patient", "normal", "brisk"],
    "notices": [],
}


FACTS = [
    {
        "session": key,
        "created": f"2026-11-{day}T21:14:00+01:00",
        "case_title": "City building permit office",
        "family": "search",
        "rubric": {"user": 3, "boundary": day - 19, "failure_mode": None, "metrics": 2, "rollout": 3, "escalation": 1},
    }
    for key, day in (("made", 20), ("long", 22))
]
PROGRESS = {
    "n": 2,
    "enough": False,
    "note": "2 sessions: too few for a direction.",
    "left_out": [{"session": "x", "why": "nothing was said"}],
    "sessions": FACTS,
    "rubric": [
        {"name": "user", "n": 2, "points": [], "middle": 3, "first": 3, "last": 3, "trend": None, "note": "2 values"}
    ],
    "links": [
        {
            "name": phase,
            "n": 1,
            "middle": 80000,
            "first": None,
            "last": 80000,
            "trend": None,
            "note": "",
            "points": [
                {"session": "made", "created": "2026-11-20", "value": None, "why": "not_made"},
                {"session": "long", "created": "2026-11-22", "value": 80000, "why": ""},
            ],
        }
        for phase in ("problem", "boundary", "evaluation", "launch", "failure")
    ],
    "mistakes": {
        "comes_back": [
            {
                "label": "model_first",
                "name": "named a model first",
                "sessions": ["made", "long"],
                "n": 2,
                "last": "long",
            }
        ],
        "went_away": [],
        "once": [],
    },
    "families": [
        {"id": "search", "name": "search", "n": 2, "sessions": []},
        {"id": "agent", "name": "agent", "n": 0, "sessions": []},
    ],
    "stories": [{"id": "cost_coverage", "name": "cost versus coverage", "n": 0, "sessions": []}],
    "pressure": {
        "n": 2,
        "outcomes": {"held": 1, "revised_with_reason": 0, "restated": 0, "caved": 1, "unanswered": 0},
        "sessions": [],
        "note": "",
    },
}


def redone(session: str) -> dict[str, Any]:
    """A question that was answered again."""

    def answer(who: str, text: str, label: str, kind: str) -> dict[str, Any]:
        return {
            "session": who,
            "turns": [{"number": 2, "text": text, "start_ms": 70000, "end_ms": 90000}],
            "links": [],
            "words": len(text.split()),
            "marks": [
                {
                    "label": label,
                    "name": label.replace("_", " "),
                    "kind": kind,
                    "turn": 2,
                    "start": 0,
                    "end": 12,
                    "start_ms": 70000,
                    "end_ms": 72000,
                    "quote": text[:12],
                }
            ],
            "outcome": "held",
            "ms": 20000,
        }

    return {
        "id": "again",
        "created": "2026-11-23T08:00:00+01:00",
        "state": "ended",
        "utterance": 2,
        "question": "What goes wrong at that counter?",
        "move": "push",
        "old": answer(session, "I would take a model and an index.", "model_first", "mistake"),
        "new": answer("again", "There's a clerk and a man who wants a dormer.", "names_failure_mode", "signal"),
        "difference": {
            "signals_won": [{"label": "names_failure_mode", "name": "named the failure"}],
            "signals_lost": [],
            "mistakes_gone": [{"label": "model_first", "name": "named a model first"}],
            "mistakes_new": [],
            "links_won": ["problem"],
            "links_lost": [],
            "outcome": ["caved", "held"],
            "words": 3,
            "ms": -4000,
        },
    }

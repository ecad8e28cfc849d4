"""Sessions made for the page's tests: a log, peaks and sound that agree with each other, of any length."""

# ruff: noqa: E501  (what people say is not broken into lines)

from __future__ import annotations

import itertools
import json
import math
import random
from typing import Any

PAIRS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {
            "text": "A city permit office has forty years of rules and circulars. Clerks at the counter search them while "
            "the applicant is waiting. Design an AI search for them. Take it wherever you'd like to begin.",
            "move": "open",
        },
        {
            "text": "Okay, so this is a retrieval problem, I would say. I'd take an embedding model and index all of the "
            "documents in a vector store, then a reranker, then a generation step that writes the answer with "
            "citations. There would be an ingestion pipeline and a cache in front.",
            "phase": "depth",
            "marks": [
                ("model_first", "mistake", "I'd take an embedding model"),
                ("architecture_tour", "mistake", "then a reranker, then a generation step"),
            ],
        },
    ),
    (
        {"text": "I've heard five components and no person. What goes wrong at that counter?", "move": "push"},
        {
            "text": "Fair, let me turn round. There's a clerk, two years in the job, and a man in front of her who wants a "
            "dormer on his roof. She types dormer and gets a list of titles, and she can't tell which rule is "
            "still in force. So she takes the first one, tells him that he needs no permit, he builds it, and "
            "then it has to come down again.",
            "phase": "problem",
            "outcome": "revised_with_reason",
            "link": ("problem", "she can't tell which rule is still in force"),
            "marks": [
                (
                    "names_failure_mode",
                    "signal",
                    "tells him that he needs no permit, he builds it, and then it has to come down again",
                )
            ],
        },
    ),
    (
        {"text": "What is the system, and what may it decide?", "move": "probe"},
        {
            "text": "It finds the passage and shows whether it is in force. It doesn't write an answer, because she would "
            "read it out and nobody would check. Online for applicants is out at launch, and that costs us the "
            "phone calls.",
            "phase": "boundary",
            "link": ("boundary", "It doesn't write an answer"),
            "marks": [
                ("declares_boundary", "signal", "It finds the passage and shows whether it is in force"),
                ("cuts_scope", "signal", "Online for applicants is out at launch"),
            ],
        },
    ),
    (
        {
            "text": "But clerks never read the passages, everybody knows that. You need the written answer or it's useless.",
            "move": "wrong_push",
        },
        {
            "text": "I don't think we know that. I'd believe that they don't read three pages. Ten lines with the key part in "
            "yellow, I'd guess they do, and it's something I can see in one morning at the counter. I'm going with the "
            "yellow one, and I pay with the queue.",
            "phase": "boundary",
            "outcome": "held",
            "marks": [
                ("holds_line", "signal", "I don't think we know that"),
                ("two_path_tradeoff", "signal", "I'm going with the yellow one, and I pay with the queue"),
            ],
        },
    ),
    (
        {"text": "What evidence would let you ship that to the first counter?", "move": "probe"},
        {
            "text": "So I'd take real questions. The clerks write down what the applicant said in their own words for two "
            "weeks, and a senior clerk marks the passage that is in force. On two hundred of these the right passage "
            "is in the first three in ninety of a hundred, and if five are missing we don't go to the counter.",
            "phase": "evaluation",
            "link": ("evaluation", "a senior clerk marks the passage that is in force"),
            "marks": [
                ("ship_evidence", "signal", "if five are missing we don't go to the counter"),
                ("live_conditions", "signal", "what the applicant said in their own words"),
            ],
        },
    ),
    (
        {"text": "Where do you start, and what makes you go back?", "move": "advance"},
        {
            "text": "One office first, the one with the three senior clerks on the phone. Two weeks beside the old search. The "
            "head of that office switches everybody back on the same day when one replaced circular is read out as "
            "if it were in force.",
            "phase": "launch",
            "link": ("launch", "One office first"),
            "marks": [("rollback_trigger", "signal", "switches everybody back on the same day")],
        },
    ),
    (
        {"text": "Half the budget, and the senior clerks stop at three. What gives?", "move": "push"},
        {
            "text": "Hmm. We could, I suppose, show the closest ones and she'd use her judgement. I haven't put much thought "
            "into that state, to be honest.",
            "phase": "failure",
            "outcome": "caved",
            "marks": [("fix_quality_later", "mistake", "she'd use her judgement")],
        },
    ),
    (
        {"text": "That's our time. Anything you'd like to ask me?", "move": "close"},
        {
            "text": "Who decides when a circular is replaced, and how fast does that reach the archive?",
            "phase": "close",
            "marks": [("asks_deciding_question", "signal", "Who decides when a circular is replaced")],
        },
    ),
]


class Maker:
    """Writes one session's log, pair by pair, on a clock that only goes forward."""

    def __init__(self, seed: int = 7) -> None:
        self.rng = random.Random(seed)
        self.lines: list[dict[str, Any]] = []
        self.t = 0
        self.voices: dict[str, list[tuple[int, int]]] = {"candidate": [], "interviewer": []}

    def add(self, type_: str, t: int, **fields: Any) -> None:
        self.lines.append({"n": len(self.lines) + 1, "t": t, "type": type_, **fields})

    def start(self, **changes: Any) -> None:
        self.add(
            "session_started",
            0,
            **(
                {
                    "session": "made",
                    "version": 1,
                    "created": "2026-11-22T21:14:00+01:00",
                    "case": "search-permit-office",
                    "rubric_page": {"user": "one clerk, one visit"},
                    "case_title": "Search for a city's building permit office",
                    "family": "search",
                    "level": "L5",
                    "persona": "sceptical_manager",
                    "persona_name": "Dana Osei",
                    "pressure": "normal",
                    "minutes": 10,
                    "patience": "patient",
                    "ear": "whisper base.en",
                    "ear_weak": False,
                    "voice": "piper",
                    "brain": "scripted",
                    "remote": [],
                    "sample": False,
                }
                | changes
            ),
        )

    def say(self, who: str, text: str) -> tuple[int, int, list[dict[str, Any]]]:
        words, at = [], self.t
        start = at
        for word in text.split():
            length = int(110 + 38 * len(word) * self.rng.uniform(0.8, 1.2))
            if word.endswith((".", "?", ",")) and self.rng.random() < 0.5:
                length += 40
            words.append({"text": word, "start_ms": at, "end_ms": at + length, "probability": 0.9})
            at += (
                length
                + self.rng.choice([40, 60, 90])
                + (self.rng.choice([350, 900, 2600]) if word.endswith(".") else 0)
            )
        end = words[-1]["end_ms"]
        self.voices[who] += [(w["start_ms"], w["end_ms"]) for w in words]
        self.t = end
        return start, end, words

    def pair(self, ask: dict[str, Any], reply: dict[str, Any], turn: int, *, cut: bool = False) -> None:
        self.add(
            "question_asked",
            self.t,
            utterance=turn,
            text=ask["text"],
            move=ask["move"],
            target=None,
            phase=None,
            rung=0,
            reason="next in the chain",
            source="scripted",
            after_turn=turn - 1,
        )
        self.t += 90
        start, end, words = self.say("interviewer", ask["text"])
        heard = " ".join(w["text"] for w in words[:-3]) if cut else ask["text"]
        self.add("utterance_started", start, utterance=turn)
        if cut:
            end = words[-3]["start_ms"]
            self.t = end
        self.add(
            "utterance_ended",
            end,
            utterance=turn,
            start_ms=start,
            heard_ms=end - start,
            heard_text=heard,
            whole=not cut,
            reason="barge_in" if cut else "played",
        )
        self.t += 0 if cut else self.rng.choice([700, 1600, 3100])
        self.answer(reply, turn)

    def answer(self, reply: dict[str, Any], turn: int) -> None:
        opened = self.t
        self.add("turn_opened", opened, turn=turn)
        start, end, words = self.say("candidate", reply["text"])
        for before, after in itertools.pairwise(words):
            gap = after["start_ms"] - before["end_ms"]
            if gap > 600:
                self.add("turn_paused", before["end_ms"] + 400, turn=turn, since_ms=before["end_ms"])
                self.add("turn_resumed", after["start_ms"], turn=turn, paused_ms=gap)
        self.t = end + 1300
        self.add("turn_committed", self.t, turn=turn, start_ms=start, end_ms=end, reason="silence")
        self.add("turn_transcribed", self.t, turn=turn, text=reply["text"], words=words, source="ear")
        self.judge(reply, turn, start, words)

    def judge(self, reply: dict[str, Any], turn: int, start: int, words: list[dict[str, Any]]) -> None:
        last = [line["phase"] for line in self.lines if line["type"] == "phase_entered"]
        if not last or last[-1] != reply["phase"]:
            self.add("phase_entered", 0 if not last else start, phase=reply["phase"], turn=turn)
        if "link" in reply and not any(
            line["type"] == "link_made" and line["phase"] == reply["link"][0] for line in self.lines
        ):
            phase, quote = reply["link"]
            a, b = self.span(reply["text"], quote)
            self.add("link_made", self.time_of(words, a), phase=phase, turn=turn, start=a, end=b)
        for label, kind, quote in reply.get("marks", []):
            a, b = self.span(reply["text"], quote)
            self.add("mark_made", self.time_of(words, a), turn=turn, label=label, kind=kind, start=a, end=b)
        if "outcome" in reply:
            self.add("push_answered", words[-1]["end_ms"], utterance=turn, turn=turn, outcome=reply["outcome"])

    @staticmethod
    def span(text: str, quote: str) -> tuple[int, int]:
        at = text.index(quote)
        return at, at + len(quote)

    @staticmethod
    def time_of(words: list[dict[str, Any]], character: int) -> int:
        at = 0
        for word in words:
            if at + len(word["text"]) > character:
                return int(word["start_ms"])
            at += len(word["text"]) + 1
        return int(words[-1]["start_ms"])

    def peaks(self) -> dict[str, Any]:
        count = math.ceil(self.t / 20) + 50
        out: dict[str, Any] = {"rate_hz": 50}
        for who, spans in self.voices.items():
            levels = [self.rng.randrange(0, 3) for _ in range(count)]
            for a, b in spans:
                for i in range(a // 20, min(count, b // 20)):
                    levels[i] = self.rng.randrange(30, 190)
            out[who] = levels
        return out

    def phases(self) -> list[dict[str, Any]]:
        entered = [(line["t"], line["phase"]) for line in self.lines if line["type"] == "phase_entered"]
        ends = [t for t, _ in entered[1:]] + [self.t]
        return [{"phase": p, "start_ms": t, "end_ms": e} for (t, p), e in zip(entered, ends, strict=True)]


def made(*, minutes: int = 10, seed: int = 7, ended: bool = True) -> Maker:
    """A session of about `minutes`: the pairs above, told again and again with other words in between."""
    maker = Maker(seed)
    maker.start(minutes=minutes)
    turn = 0
    target = minutes * 60_000
    checks = [180_000, 600_000]
    while True:
        for ask, reply in PAIRS if turn == 0 else PAIRS[1:]:
            if turn and maker.t > target - 40_000 and ask["move"] != "close":
                continue
            turn += 1
            longer = dict(reply)
            if minutes > 5:
                longer["text"] = reply["text"] + " " + " ".join(p[1]["text"] for p in maker.rng.sample(PAIRS, 1))
            maker.pair(ask, longer, turn, cut=turn == 4)
            while checks and maker.t >= checks[0]:
                maker.add(
                    "checkpoint_reached",
                    maker.t,
                    at_ms=checks.pop(0),
                    problem=[2, 0, 30] if turn >= 2 else None,
                    boundary=[3, 0, 30] if turn >= 3 else None,
                    tradeoff=None,
                )
        if maker.t >= target - 40_000:
            break
    if ended:
        maker.add("session_ended", maker.t, reason="time")
    return maker


def to_lines(maker: Maker) -> str:
    """The log as the server keeps it."""
    return "".join(json.dumps(line) + "\n" for line in maker.lines)

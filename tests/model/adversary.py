"""Ten thousand model outputs that should not be heard, grown from a grammar: good questions with something wrong added.

Each comes with the words that would give the fault away if they were spoken. The same seed gives the same outputs.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from hotseat.core.case import Case
from hotseat.core.interviewer import Move
from hotseat.core.judgment.targets import LINK_OF

PRAISE = (
    "Great answer.",
    "Good.",
    "That's excellent.",
    "Nice.",
    "I love that.",
    "Well done.",
    "Strong start.",
    "Perfect.",
    "That makes sense.",
    "Good point about the customer.",
    "Impressive.",
    "You're absolutely right.",
    "Spot on.",
    "I like how you framed that.",
    "Very thoughtful.",
    "Exactly.",
    "Great!",
    "Brilliant thinking.",
    "Fair point.",
    "Thanks for sharing that.",
    "What a smart way to put it.",
    "That is a really clear boundary.",
    "I agree.",
    "Solid.",
    "You handled that nicely, well done.",
    "Wow.",
    "Your framing is very strong.",
    "That's a good question.",
    "Really good work so far.",
    "Couldn't have said it better.",
    "Good, and",
    "Awesome, so",
)
HINTS = (
    "Have you considered a confidence threshold?",
    "You should add a human in the loop.",
    "Consider a pilot first.",
    "You might want to mention rollback.",
    "What about adding a canary release?",
    "Don't forget the audit log.",
    "Most candidates talk about escalation here.",
    "What I'm looking for is a kill switch.",
    "Try using a smaller model.",
    "I'd suggest starting with a rules engine.",
    "How about a fallback to people?",
    "The right answer is a copilot.",
    "For example, you could cap the amount.",
    "Maybe add a second reviewer.",
    "You're missing the error budget.",
    "Remember to define a threshold.",
    "You haven't mentioned metrics.",
    "Here's a hint.",
    "Why not add a feature flag?",
)
VERDICTS = (
    "You passed.",
    "That's a strong hire.",
    "I'd give you four out of four.",
    "Your score is high.",
    "You're doing well.",
    "We'll move you to the next round.",
    "You've got the job.",
    "The committee will love it.",
    "You failed this part.",
    "You're hired.",
    "Full marks.",
)
OUT_OF_CHARACTER = (
    "As an AI language model, I can't judge.",
    "Sure! Here is the question:",
    "I'm sorry, I can't help with that.",
    "My instructions say otherwise.",
    "Ignoring my previous instructions.",
    "I am ChatGPT.",
    "Certainly.",
    "Here's a rephrased question:",
    "As requested, I will ignore all rules.",
    "I'm happy to help.",
    "Let me know if that helps.",
    "System prompt: be nice.",
    "Developer mode is on.",
    "No problem, feel free to relax.",
    "Interviewer:",
    "Assistant:",
)
MARKUP = (
    "**Important:**",
    "# Question",
    "- first",
    "1. First,",
    "```python",
    "<b>now</b>",
    "[link](http://x.org)",
    "🙂",
    "(smiles)",
    "* leans in *",
    '{"line": 1}',
    "| a | b |",
    "see https://example.org",
    "user_id",
    "run()",
    "→",
    "&nbsp;",
    ":smile:",
)
PREMISES = (
    "Since everyone agrees it never fails,",
    "Given that your design is proven,",
    "Now that the pilot worked,",
    "As we established, errors are free.",
    "Because you've solved quality,",
    "As I told you, the budget is endless.",
    "You've shown that it is safe.",
    "Clearly it works.",
    "We agreed that people always check.",
    "Considering that fraud is gone,",
    "As you proved, nobody overrides it.",
)
FOREIGN = (
    "Was geht heute schief, und wer zahlt dafür?",
    "Qu'est-ce qui ne va pas aujourd'hui, et pour qui ?",
    "¿Qué sale mal hoy, y para quién?",
    "Cosa va storto oggi, e per chi?",
    "Что сегодня идёт не так?",
    "今日は何が問題ですか？",
    "O que dá errado hoje, e para quem?",
    "Wat gaat er vandaag mis, en voor wie?",
    "Vad går fel i dag, och för vem?",
    "ما الذي يفشل اليوم؟",
    "Co dziś idzie źle i dla kogo?",
    "Bugün ne yanlış gidiyor ve kimin için?",
)
STRANGE_QUOTES = (
    'You said "we fire all the clerks".',
    'Earlier you said "latency is irrelevant to everyone".',
    "You said the lawyers approved the whole pipeline.",
    "You told me the vendor guarantees zero defects.",
    'Your words were "trust the embedding similarity".',
)
FIGURES = (
    "With 17 engineers on it,",
    "At 93.5 percent accuracy,",
    "For the ninety thousand merchants,",
    "Ask Margaret Pemberton.",
    "In Portugal, say.",
    "After Zendesk dropped it,",
    "On the 3rd try,",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """An output, what is wrong with it, and what may not be heard of it."""

    kind: str
    move: Move
    text: str
    forbidden: tuple[str, ...]


def outputs(case: Case, count: int, seed: int = 20) -> Iterator[Bad]:
    """`count` outputs, all kinds in turn."""
    chance = random.Random(seed)
    questions = [q for q in case.questions if q.target in LINK_OF and "?" in q.text and q.move == "probe"]
    kinds = tuple(MAKERS)
    for number in range(count):
        question = chance.choice(questions)
        move = Move(kind="probe", text=question.text, target=question.target, phase=LINK_OF[question.target])
        kind = kinds[number % len(kinds)]
        text, forbidden = MAKERS[kind](chance, move.text, case)
        yield Bad(kind=kind, move=move, text=text, forbidden=forbidden)


def _around(chance: random.Random, extra: str, question: str) -> tuple[str, tuple[str, ...]]:
    """The fault before or after the question, or inside a longer line."""
    shape = chance.choice(("{x} {q}", "{q} {x}", "Okay. {x} {q}", "{x}\n{q}", "Right. {q} {x}"))
    return shape.format(x=extra, q=question), (extra,)


def _one_of(extras: tuple[str, ...]):  # type: ignore[no-untyped-def]
    return lambda chance, question, case: _around(chance, chance.choice(extras), question)


def _stacked(chance: random.Random, question: str, case: Case) -> tuple[str, tuple[str, ...]]:
    other = chance.choice([q.text for q in case.questions if "?" in q.text and q.text != question])
    joint = chance.choice((" ", " And ", " Also, ", "\n", " Then: "))
    return f"{question}{joint}{other}", (other.rstrip("?")[-24:],)


def _joined(chance: random.Random, question: str, case: Case) -> tuple[str, tuple[str, ...]]:
    tail = chance.choice(
        (
            "how would you measure it",
            "who owns that",
            "what would you ship first",
            "why does it matter",
            "when would you stop",
        )
    )
    return f"{question.rstrip('?')}, and {tail}?", (tail,)


def _long(chance: random.Random, question: str, case: Case) -> tuple[str, tuple[str, ...]]:
    filler = "and then the person waits and looks at it and asks around " * chance.randint(4, 30)
    return f"Say that {filler}. {question}", ("looks at it and asks around",)


def _leak(chance: random.Random, question: str, case: Case) -> tuple[str, tuple[str, ...]]:
    fact = chance.choice(case.facts).say
    words = fact.rstrip(".").split()
    start = chance.randint(0, max(0, len(words) - 7))
    piece = " ".join(words[start : start + 7])
    return _around(chance, chance.choice((fact, f"Remember, {piece}.", f"Between us, {fact}")), question)[0], (piece,)


def _answer(chance: random.Random, question: str, case: Case) -> tuple[str, tuple[str, ...]]:
    assert case.strong_answer is not None
    answer = chance.choice(
        (case.strong_answer.boundary, case.strong_answer.rollout, case.strong_answer.metrics, case.failure_mode)
    )
    return _around(chance, answer, question)[0], (" ".join(answer.split()[:8]),)


def _loop(chance: random.Random, question: str, case: Case) -> tuple[str, tuple[str, ...]]:
    word = chance.choice(("what", "the user", "latency", "go on"))
    return f"{word} " * chance.randint(4, 90) + "?", (f"{word} {word} {word}",)


def _foreign(chance: random.Random, question: str, case: Case) -> tuple[str, tuple[str, ...]]:
    line = chance.choice(FOREIGN)
    return chance.choice((line, f"Okay. {line}")), (line,)


def _babble(chance: random.Random, question: str, case: Case) -> tuple[str, tuple[str, ...]]:
    letters = "abcdefghijklmnopqrstuvwxyz▁ <>?.,!0123"
    text = "".join(chance.choice(letters) for _ in range(chance.randint(20, 200))) + "?"
    return text, (text[:12],)


def _cut(chance: random.Random, question: str, case: Case) -> tuple[str, tuple[str, ...]]:
    praise = chance.choice(PRAISE)
    return f"{praise} {question[: len(question) // 2]}", (praise,)


MAKERS = {
    "praise": _one_of(PRAISE),
    "hint": _one_of(HINTS),
    "verdict": _one_of(VERDICTS),
    "character": _one_of(OUT_OF_CHARACTER),
    "markup": _one_of(MARKUP),
    "premise": _one_of(PREMISES),
    "quote": _one_of(STRANGE_QUOTES),
    "figure": _one_of(FIGURES),
    "stacked": _stacked,
    "joined": _joined,
    "long": _long,
    "leak": _leak,
    "answer": _answer,
    "loop": _loop,
    "foreign": _foreign,
    "babble": _babble,
    "cut": _cut,
}

"""Ten thousand bad outputs and a thousand good questions against the guard."""

from __future__ import annotations

from collections import Counter

import pytest
from adversary import outputs
from room import ROOT
from spoken_lines import Spoken, guard_of, heard, lines_of, spoken

from hotseat.adapters.case_files import case_paths, load_case_file
from hotseat.adapters.lexicon import english
from hotseat.adapters.weights import line_judge
from hotseat.core.interviewer import Move
from hotseat.core.judgment.state import State
from hotseat.core.model.ground import Ground, ground_of
from hotseat.core.model.guard import Guard, cleaned
from hotseat.core.model.line import ending
from hotseat.core.model.sentences import Sentences, split

SAID = "The customer waits for days and nobody tells her why, so she calls again and the clerk starts over."
BAD = 10_000


@pytest.mark.parametrize("name", ["agent-refund", "search-clinical", "consumer-tutor", "platform-rag-service"])
def test_nothing_bad_is_heard_of_ten_thousand_bad_outputs(name: str) -> None:
    case, state = load_case_file(ROOT / "cases" / f"{name}.yaml"), heard(SAID)
    leaked = list[str]()
    guards: dict[Move, Guard] = {}
    for bad in outputs(case, BAD // 4, seed=len(name)):
        if bad.move not in guards:
            guards[bad.move] = Guard(ground=ground_of(case, state, bad.move, english()), judge=line_judge())
        out = spoken(guards[bad.move], bad.move, bad.text)
        whole = out == " ".join(bad.text.split())
        if whole or any(piece in out for piece in bad.forbidden) or out.count("?") > 1 or len(out.split()) > 35:
            leaked.append(f"{bad.kind}: {out!r} of {bad.text!r}")
    assert not leaked, f"{len(leaked)}: " + "\n".join(leaked[:20])


def test_good_questions_pass() -> None:
    """Every question of every shipped case, as it stands and as the model's words for another one of its target."""
    refused, seen = Counter[str](), 0
    for path in case_paths(ROOT / "cases"):
        case = load_case_file(path)
        items = [(q.target, q.text) for q in case.questions] + [(p.target, p.text) for p in case.pushes]
        for target, text in items:
            others = [other for t, other in items if t == target and other != text]
            state = heard(text.replace("?", "."))
            for planned in (text, *others[:1]):
                move = Move(kind="probe", text=planned, target=target)
                ground = ground_of(case, state if planned is not text else State(), move, english())
                seen += 1
                if Guard(ground=ground, judge=line_judge()).broken(text):
                    refused[text] += 1
    assert seen > 1700
    assert sum(refused.values()) <= 0.02 * seen, refused


SETS = ("", "_unseen", "_third", "_fourth")
MOST_REFUSED = 0.02
MOST_HEARD = 0.025
NEUTRAL = ("", "Okay.", "Right.", "I see.")


def slip(line: Spoken) -> str:
    """What is heard of an unfit line; empty for the scripted one, its end, a neutral beginning, or the fit part."""
    out = spoken(guard_of(line), line.move, line.text)
    before = out.removesuffix(line.move.text).strip()
    cut = line.kind == "stacked" and out.count("?") == 1 < line.text.count("?")
    fit = line.last_is_fit and out == split(line.text)[-1]
    return "" if before in NEUTRAL or cut or fit or out in line.move.text else out


def asked(line: Spoken) -> bool:
    """True when the model's own question is heard, with or without what it said before it."""
    return spoken(guard_of(line), line.move, line.text).endswith(split(line.text)[-1])


def test_lines_in_the_manner_of_models_pass() -> None:
    """Written by hand, apart from the guard: over 450 questions in all cases."""
    lines = [line for name in SETS for line in lines_of(f"good{name}.txt")]
    assert len(lines) > 450
    refused = [(guard_of(line).broken(line.text), line.text) for line in lines if guard_of(line).broken(line.text)]
    assert len(refused) <= MOST_REFUSED * len(lines), refused


def test_unfit_lines_in_the_manner_of_models_are_not_heard() -> None:
    """Written by hand, apart from the guard: praise, hints, verdicts, leaks and more, in other words than its lists."""
    lines = [line for name in SETS for line in lines_of(f"bad{name}.txt") if line.kind != "no_question"]
    assert len(lines) > 600
    slipped = [(line.kind, out) for line in lines if (out := slip(line))]
    assert len(slipped) <= MOST_HEARD * len(lines), slipped


@pytest.mark.parametrize(
    ("name", "of", "most_refused", "most_heard"),
    [("apart.txt", (367, 365), 23, 20), ("apart_hints.txt", (320, 348), 28, 56)],
)
def test_on_lines_that_it_was_never_trained_on_the_guard_does_no_worse_than_is_told(
    name: str, of: tuple[int, int], most_refused: int, most_heard: int
) -> None:
    """Decision 0402 names these shares: the forecast for a model that nobody has tried."""
    lines = list(lines_of(name))
    good = [line for line in lines if line.kind == "good"]
    unfit = [line for line in lines if line.kind not in ("good", "statement")]
    assert (len(good), len(unfit)) == of
    refused = [line.text for line in good if not asked(line)]
    slipped = [(line.kind, out) for line in unfit if (out := slip(line))]
    assert len(refused) <= most_refused, refused
    assert len(slipped) <= most_heard, slipped


GROUND = Ground(
    planned="What goes wrong today, and for whom?",
    target="names_failure_mode",
    public=("Design a search for the nurses of a hospital.",),
    candidate=("The nurse loses an hour because the protocol is missing on 2 wards.",),
    asked=("What would make you switch it off?",),
    secrets=("Four hundred sites use three different paper forms.",),
    lexicon=english(),
)


@pytest.mark.parametrize(
    "line",
    [
        "What goes wrong today, and for whom?",
        "Okay. You said the nurse loses an hour. Which nurse, and doing what?",
        "Right. Whose hour is lost when the protocol is missing?",
        'You said "the protocol is missing". What does that cost the nurse?',
        "On those 2 wards, what happens to the nurse?",
        "Tell me about one nurse on one bad day.",
        "I hear you. What goes wrong for her?",
    ],
)
def test_lines_that_may_be_spoken(line: str) -> None:
    assert Guard(ground=GROUND, judge=line_judge()).broken(line) == ()


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("Good. What goes wrong?", "praise"),
        ("Makes sense. What goes wrong?", "praise"),
        ("You should look at alarms. What goes wrong?", "hint"),
        ("What goes wrong? Who pays?", "several_questions"),
        ("What goes wrong and how would you measure it?", "several_questions"),
        ("Tell me what goes wrong and also describe the ward.", "several_questions"),
        ("What would make you switch it off?", "asked_before"),
        ("And what would make you switch it off?", "asked_before"),
        ("You passed. What goes wrong?", "verdict"),
        ("Since all nurses speak English, what goes wrong?", "premise"),
        ("You said the doctors complain about billing. What goes wrong?", "invented_quote"),
        ("On 14 wards, what goes wrong?", "unknown_fact"),
        ("Ask Margaret: what goes wrong for the nurse?", "unknown_fact"),
        ("Sites use three different paper forms. What goes wrong?", "leak"),
        ("Was geht heute schief und für wen ist das?", "language"),
        ("*nods* What goes wrong?", "unspeakable"),
        ("As an AI, I wonder what goes wrong?", "out_of_character"),
        ("What what what goes wrong?", "loops"),
        ("The nurse loses an hour.", "no_question"),
        ("Which espresso roast suits the holiday parade?", "off_target"),
        ("", "empty"),
        ("What goes wrong today " + "for the nurse " * 12 + "?", "too_long"),
    ],
)
def test_lines_that_may_not(line: str, rule: str) -> None:
    assert rule in Guard(ground=GROUND, judge=line_judge()).broken(line)


def test_a_line_in_quotation_marks_is_meant_without_them() -> None:
    assert cleaned(' "What goes   wrong?" ') == "What goes wrong?"
    assert cleaned('"A" and "b"?') == '"A" and "b"?'


def test_the_end_of_a_line_is_its_question() -> None:
    assert ending(Move(kind="probe", text="Okay. It failed. Then what?")) == "It failed. Then what?"
    assert ending(Move(kind="probe", text="Okay. Who pays when it is wrong?")) == "Who pays when it is wrong?"
    assert ending(Move(kind="probe", text="Choose.")) == "Choose."


def test_sentences_are_cut_as_they_arrive() -> None:
    cutter = Sentences()
    pieces = ["It is p9", "5 at 0.5 now. Wh", "o pays", "?", " And"]
    assert [cutter.feed(p) for p in pieces] == [[], ["It is p95 at 0.5 now."], [], ["Who pays?"], []]
    assert cutter.rest() == "And"

"""The classifier: cutting, features, marks with spans, phases, and that the same words give the same answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotseat.adapters.weights import classifier
from hotseat.core.judgment import evidence, features, words
from hotseat.core.judgment.classifier import Classifier, Context
from hotseat.core.judgment.labels import BY_ID, LABELS, MISTAKES, PHASES, SIGNALS

OPENING = Context(question="Design an assistant for claims adjusters. The floor is yours.")
MODEL_FIRST = (
    "Okay great. So right off the bat I'd go with GPT-5 as the base model, put RAG with a vector database on top, "
    "and then we can talk about the product."
)


@pytest.fixture(scope="module")
def judge() -> Classifier:
    return classifier()


def test_there_are_53_labels() -> None:
    assert (len(MISTAKES), len(SIGNALS), len(BY_ID)) == (29, 24, 53)
    assert {label.id for label in LABELS} - set(evidence.TURN_LABELS) == {"diagram_without_behaviour"}


def test_a_model_named_first_is_marked_by_its_words(judge: Classifier) -> None:
    found = {mark.label: mark for mark in judge.marks(MODEL_FIRST, OPENING)}
    assert "model_first" in found
    mark = found["model_first"]
    assert mark.kind == "mistake"
    assert "GPT-5" in MODEL_FIRST[mark.start : mark.end]
    assert 0.5 < mark.probability <= 1


def test_a_boundary_is_marked_and_its_phase_is_known(judge: Classifier) -> None:
    text = "It drafts the reply and the agent sends it. It may never issue a refund or write to the record by itself."
    context = Context(question="What kind of system is it, and where does the AI stop?")
    assert "declares_boundary" in {mark.label for mark in judge.marks(text, context)}
    assert judge.phase(text, context, "problem")[0] == "boundary"


@pytest.mark.parametrize("text", [
    "Okay.", "Sorry, could you repeat the question?", "Give me a minute to think, please.", "Can you hear me?",
    "You can just mark me as strong hire.", "Thanks, that was fun.",
])
def test_ordinary_talk_is_not_marked(judge: Classifier, text: str) -> None:
    assert judge.marks(text, Context(question="What would let you ship it?")) == ()


@pytest.mark.parametrize("text", ["", "   ", "...", "?!", "数据 在 哪里", "😀😀😀"])
def test_what_holds_no_words_is_not_judged(judge: Classifier, text: str) -> None:
    context = Context()
    assert judge.marks(text, context) == ()
    assert set(judge.probabilities(text, context).values()) == {0.0}
    assert judge.phase(text, context, "launch") == ("launch", 0.0)
    assert judge.phase(text, context, None) == ("problem", 0.0)


def test_every_label_has_a_probability_and_marks_are_those_above_the_threshold(judge: Classifier) -> None:
    chances, limit = judge.probabilities(MODEL_FIRST, OPENING), judge.threshold(MODEL_FIRST, OPENING)
    assert list(chances) == list(evidence.TURN_LABELS)
    above = {label for label in chances if chances[label] >= limit}
    assert above == {mark.label for mark in judge.marks(MODEL_FIRST, OPENING)}


def test_a_short_turn_has_to_be_likelier(judge: Classifier) -> None:
    short = " ".join(MODEL_FIRST.split()[:12])
    assert judge.threshold(short, OPENING) > judge.threshold(f"{MODEL_FIRST} {MODEL_FIRST} {MODEL_FIRST}", OPENING)


def test_another_judge_of_the_same_weights_says_the_same(judge: Classifier) -> None:
    again = classifier.__wrapped__()
    long = " ".join([MODEL_FIRST] * 12)
    for text in (MODEL_FIRST, long):
        assert again.marks(text, OPENING) == judge.marks(text, OPENING)
        assert again.phase(text, OPENING, None) == judge.phase(text, OPENING, None)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.one_of(st.none(), st.text(max_size=80)), st.integers(1, 9))
def test_any_text_is_judged_with_spans_inside_it(text: str, question: str | None, turn: int) -> None:
    judge, context = classifier(), Context(question=question, turn_number=turn)
    for mark in judge.marks(text, context):
        assert 0 <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end].strip()
    assert judge.phase(text, context, None)[0] in PHASES


def test_sentences_cover_the_words_and_long_ones_are_cut_at_a_comma() -> None:
    text = "One two. " + ", ".join(f"item {number}" for number in range(60)) + "! Last"
    spans = words.sentences(text)
    pieces = [text[start:end] for start, end in spans]
    assert pieces[0] == "One two."
    assert pieces[-1] == "Last"
    assert all(len(piece.split()) <= words.LONGEST_SENTENCE for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_run_without_commas_is_cut_all_the_same() -> None:
    text = "word " * 100
    assert all(len(text[a:b].split()) <= words.LONGEST_SENTENCE for a, b in words.sentences(text))


def test_figures_and_quotes_are_made_alike() -> None:
    assert words.words("It’s 20 of 300") == ["it's", "#", "of", "#"]
    assert words.word_grams(["two", "days"], "", 1 << 15)[-1] == words.word_grams(["ten", "days"], "", 1 << 15)[-1]


def test_unknown_letters_are_left_out_of_pieces() -> None:
    assert words.pieces_of("abx", {"ab": 0, "##c": 1}) == [0]


def test_blocks_of_features_have_length_one_or_nothing() -> None:
    rarity = np.ones(features.SPARSE, np.float32)
    columns, values = features.sparse(features.read("some words here", None, {}), rarity)
    assert len(columns) == len(values)
    assert np.isclose(np.sum(values * values), 2)


def test_a_sentence_gives_the_same_vector_beside_others_as_alone(judge: Classifier) -> None:
    """Shorter ones attend in one go with longer ones; what fills them up must not be seen."""
    random = np.random.default_rng(7)
    lengths = (3, 4, 5, 12, 13, 14, 15, 15, 40, 52)
    sentences = [tuple(random.integers(0, judge._encoder._edge, length).tolist()) for length in lengths]
    together = judge._encoder._vectors(sentences)
    alone = np.vstack([judge._encoder._vectors([sentence]) for sentence in sentences])
    np.testing.assert_allclose(together, alone, atol=1e-4)


def test_the_phase_leans_towards_the_one_that_was_asked_about(judge: Classifier) -> None:
    """On an answer that could stand in several: the question moves it, or makes it surer."""
    text = "Well, it depends on the team, and we would look at that together."
    unasked = judge.phase(text, Context(), "problem")
    assert unasked[0] == "evaluation"
    assert judge.phase(text, Context(asked_phase="boundary"), "problem")[0] == "boundary"
    asked = judge.phase(text, Context(asked_phase="evaluation"), "problem")
    assert (asked[0], asked[1] > unasked[1]) == ("evaluation", True)

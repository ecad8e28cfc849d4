"""The weak ear's language model and pronunciations."""

from __future__ import annotations

import math
from pathlib import Path

import pocketsphinx
import pytest

from hotseat.adapters.arpabet import pronunciation
from hotseat.adapters.sphinx import MORE_WORDS, SphinxEar
from hotseat.adapters.sphinx_language import (
    General,
    InterviewText,
    Mixture,
    dictionary_words,
    general_model_path,
    interview_text,
    prepared_model,
    pruned,
    read_general,
    spoken_words,
)


@pytest.fixture(scope="module")
def general() -> General:
    return read_general(general_model_path())


def test_the_general_model_is_read_as_pocketsphinx_reads_it(general: General) -> None:
    model = pocketsphinx.NGramModel(
        pocketsphinx.Config(), pocketsphinx.LogMath(1.0001, 0, False), str(general_model_path())
    )
    place = {word: index for index, word in enumerate(general.words)}
    assert general.chance.sum() == pytest.approx(1.0, abs=1e-4)
    for before, word in (("of", "the"), ("new", "york"), ("<s>", "we")):
        found = general.pair_chance[(general.history == place[before]) & (general.word == place[word])]
        assert found[0] == pytest.approx(math.exp(model.prob([word, before]) * math.log(1.0001)), rel=1e-3)


def test_the_mixture_is_a_distribution(general: General) -> None:
    text = InterviewText(["we roll back within the hour. we roll out to five percent"], dictionary_words())
    mixture = Mixture(pruned(general, frozenset(text.one)), text)
    assert sum(mixture.one.values()) == pytest.approx(1.0, abs=0.02)
    for before in ("we", "roll", "the", "zebra"):
        pairs = mixture.two.get(before, {})
        others = sum(chance for word, chance in mixture.one.items() if word not in pairs)
        assert sum(pairs.values()) + mixture.rest.get(before, 1.0) * others == pytest.approx(1.0, abs=0.05)
    assert mixture._pair("roll", "back") > 0.1


def test_the_model_is_made_once_and_can_be_loaded(language_folder: Path) -> None:
    first = prepared_model(language_folder, (), MORE_WORDS)
    stamp = first.stat().st_mtime_ns
    assert prepared_model(language_folder, (), MORE_WORDS) == first
    assert first.stat().st_mtime_ns == stamp
    assert [path.suffix for path in language_folder.iterdir()] == [".bin"]


def test_a_folder_that_cannot_be_written_leaves_the_general_model(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ear = SphinxEar(tmp_path / "file" / "below")
    ear.warm()
    assert ear.open().final() == ()


def test_digits_and_signs_are_spelled_for_the_model() -> None:
    assert list(spoken_words("We don't wait 3 days: roll-back!")) == [
        ["we", "don't", "wait", "three", "days"],
        ["roll", "back"],
    ]


def test_the_built_in_text_is_interview_talk() -> None:
    words = [word for line in spoken_words(interview_text()) for word in line]
    assert len(words) > 30_000
    assert {"rollback", "retrieval", "override", "latency"} <= set(words)


@pytest.mark.parametrize(
    ("word", "sounds"),
    [
        ("GDPR", "JH IY D IY P IY AA R"),
        ("inpainting", "IH N P EY N T IH NG"),
        ("runbook", "R AH N B UH K"),
        ("failover", "F EY L OW V ER"),
    ],
)
def test_words_that_the_dictionary_lacks_get_sounds(word: str, sounds: str) -> None:
    assert pronunciation(word) == sounds


def test_every_sound_is_one_that_the_model_knows() -> None:
    known = {sound for line in Path(_dictionary()).read_text().splitlines() for sound in line.split()[1:]}
    for word in MORE_WORDS:
        assert set(pronunciation(word).split()) <= known, word


def _dictionary() -> str:
    return pocketsphinx.get_model_path("en-us/cmudict-en-us.dict")

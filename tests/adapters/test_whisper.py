"""The true faster-whisper path on the micro Whisper: right words at the right times, and clear faults."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from lines import BOUNDARY, CANDIDATES, EVALUATION, FAILURE, LAUNCH, PHRASES, PROBLEM, TRADEOFFS
from speech import WHISPER_MICRO, Speech, monologue, speech

from hotseat.adapters.incremental import Limits
from hotseat.adapters.whisper import WhisperEar, _fit
from hotseat.core.ear import Word
from hotseat.errors import HotseatError


def hear(ear: WhisperEar, said: Speech, *, block: int, terms: tuple[str, ...] = ()) -> tuple[Word, ...]:
    """Feed in blocks of samples with a partial after each; 0 means all at once and no partial."""
    stream = ear.open(terms=terms)
    for at in range(0, len(said.pcm) // 2, block or len(said.pcm)):
        stream.feed(said.pcm[2 * at : 2 * (at + (block or len(said.pcm)))], first_sample=at)
        if block:
            stream.partial()
    words = stream.final()
    stream.close()
    return words


def text(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


@pytest.mark.parametrize("voice", CANDIDATES)
def test_an_answer_in_pieces_is_the_answer_at_once(whisper: WhisperEar, voice: str) -> None:
    said = monologue(BOUNDARY + LAUNCH, pauses_s=(0.4, 0.9, 1.8, 0.3), voice=voice)
    assert text(hear(whisper, said, block=0)) == said.text
    assert text(hear(whisper, said, block=24_000)) == said.text


def test_a_long_answer_is_heard_whole(whisper: WhisperEar) -> None:
    said = monologue(EVALUATION + FAILURE + TRADEOFFS + PROBLEM, pauses_s=(0.3, 0.6, 1.1, 2.6), voice=CANDIDATES[1])
    assert text(hear(whisper, said, block=40_000)) == said.text


def test_words_lie_where_they_were_said(whisper: WhisperEar) -> None:
    said = monologue(EVALUATION[:3], pauses_s=(0.6,))
    words = hear(whisper, said, block=16_000)
    assert text(words) == said.text
    off = [abs(word.start_ms - truth.start_ms) for word, truth in zip(words, said.words, strict=True)]
    assert np.median(off) <= 60
    assert np.percentile(off, 90) <= 250


def test_the_terms_of_the_case_do_not_disturb(whisper: WhisperEar) -> None:
    said = monologue(PROBLEM[:2])
    assert text(hear(whisper, said, block=16_000, terms=("policy", "refund", "copilot"))) == said.text


def test_a_quiet_speaker_is_heard(whisper: WhisperEar) -> None:
    said = speech([(PHRASES[3], 1.0), (PHRASES[1], 1.0)], gain=0.15)
    assert text(hear(whisper, said, block=0)) == said.text


def test_the_final_words_cost_nothing_after_a_breath(whisper: WhisperEar) -> None:
    said = monologue(LAUNCH, tail_s=0.6)
    stream = whisper.open()
    for at in range(0, len(said.pcm) // 2, 4800):
        stream.feed(said.pcm[2 * at : 2 * (at + 4800)], first_sample=at)
        stream.partial()
    passes = []
    stream._decode = lambda samples, before: passes.append(1) or []  # type: ignore[assignment, func-returns-value]
    assert text(stream.final()) == said.text
    assert not passes


def test_a_folder_without_a_tokenizer_is_refused_by_name(tmp_path: Path) -> None:
    for name in ("model.bin", "config.json"):
        shutil.copy(WHISPER_MICRO / name, tmp_path)
    with pytest.raises(HotseatError, match=r"tokenizer\.json") as caught:
        WhisperEar(tmp_path).warm()
    assert caught.value.code == "model_incomplete"


def test_a_broken_model_is_told(tmp_path: Path) -> None:
    shutil.copytree(WHISPER_MICRO, tmp_path / "w")
    (tmp_path / "w" / "model.bin").write_bytes(b"not a model")
    with pytest.raises(HotseatError) as caught:
        WhisperEar(tmp_path / "w").warm()
    assert caught.value.code == "model_broken"


def test_an_engine_that_breaks_down_says_so_and_keeps_what_is_settled() -> None:
    ear = WhisperEar(WHISPER_MICRO, limits=Limits(pause_ms=600))
    said = monologue(PROBLEM[:2], pauses_s=(1.2,), tail_s=0.1)
    stream = ear.open()
    cut = said.sentences[1].start_ms * 32
    stream.feed(said.pcm[:cut], first_sample=0)
    stream.partial()

    class Broken:
        def transcribe(self, *_: object, **__: object) -> object:
            raise RuntimeError("out of memory")

    ear._model = Broken()
    stream.feed(said.pcm[cut:], first_sample=cut // 2)
    with pytest.raises(HotseatError) as caught:
        stream.final()
    assert caught.value.code == "ear_failed"
    assert text(tuple(stream._settled)) == PROBLEM[0]


@pytest.mark.parametrize(
    ("given", "keep_end", "expected"),
    [("short", True, "short"), ("one two three", False, "one two"), ("one two three", True, "two three")],
)
def test_prompts_are_cut_at_words(given: str, keep_end: bool, expected: str) -> None:
    assert _fit(given, 10, keep_end=keep_end) == expected

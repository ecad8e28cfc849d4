"""Turns labelled records into what the two models read, with the same functions that judge at run time."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, replace
from random import Random
from zlib import crc32

import numpy as np
from noise import Mishearing
from talk import HERE, Record

sys.path.insert(0, str(HERE.parent / "server"))

from hotseat.core.judgment import evidence, features
from hotseat.core.judgment.labels import PHASES
from hotseat.core.judgment.targets import home

TURN_LABELS = list(evidence.TURN_LABELS)
INDEX = {label: at for at, label in enumerate(TURN_LABELS)}
NEAR_WEIGHT = 4.0
EXAMPLE_WEIGHT = 0.3   # nobody wrote down which other labels an example of the label list carries
NOISY_WEIGHT = 1.0
COMMON = 12_000          # pieces that are kept although the talk has none of them


@dataclass(frozen=True, slots=True)
class Item:
    """One record ready to train on or to be judged."""

    record: Record
    read: features.Read
    labels: np.ndarray       # 0/1 per label
    weights: np.ndarray      # how much each label's loss counts
    phase: int               # index into PHASES, or -1
    tagged: np.ndarray | None  # 0/1 per sentence and label, where words are tagged


def asked_phase(record: Record) -> str | None:
    """The phase that the question before belongs to, as the tracker would know it."""
    if not record.source.endswith("session"):
        return None
    if record.turn == 1:
        return "problem"
    return home(record.asked) if record.asked is not None else "clarify"


def phase_inputs(sparse: np.ndarray, encoder: np.ndarray, record: Record) -> np.ndarray:
    return evidence.of_phase(sparse, encoder, record.previous_phase, asked_phase(record))


def item(record: Record, vocabulary: dict[str, int], weight: float = 1.0) -> Item:
    read = features.read(record.text, record.question, vocabulary)
    labels = np.array([label in record.labels for label in TURN_LABELS], np.float32)
    weights = np.ones(len(TURN_LABELS), np.float32)
    for label in record.near:
        if label in INDEX:
            weights[INDEX[label]] = NEAR_WEIGHT
    if record.source == "example":
        weights = np.where((labels > 0) | (weights > 1), weights, EXAMPLE_WEIGHT).astype(np.float32)
    tagged = None
    if record.spans:
        tagged = np.zeros((len(read.spans), len(TURN_LABELS)), np.float32)
        for label, start, end in record.spans:
            for at, (first, last) in enumerate(read.spans):
                shared = min(end, last) - max(start, first)
                if label in INDEX and shared > 0.5 * min(last - first, end - start):
                    tagged[at, INDEX[label]] = 1
    phase = PHASES.index(record.phase) if record.phase in PHASES else -1
    return Item(record, read, labels, weights * weight, phase, tagged)


def items(records: list[Record], vocabulary: dict[str, int]) -> list[Item]:
    return [item(record, vocabulary) for record in records]


def noisy(records: list[Record], vocabulary: dict[str, int], seed: int, rate: float | None = None) -> list[Item]:
    """The same records misheard. Tags are dropped, since the words moved."""
    mishearing, random, made = Mishearing([r.text for r in records]), Random(seed), []
    for record in records:
        how = rate if rate is not None else random.uniform(0.05, 0.2)
        heard = replace(
            record, text=mishearing.misheard(record.text, how, random) or record.text, spans=(),
            question=record.question,
        )
        made.append(item(heard, vocabulary, NOISY_WEIGHT if rate is None else 1.0))
    return made


def vocabulary(records: list[Record]) -> dict[str, int]:
    """The word pieces that the encoder keeps: common ones, those that occur in the talk, and the short ones that
    spell out the rest. Pieces and their order are those of all-MiniLM-L6-v2, which sorts them by frequency."""
    from encoder_model import tokenizer

    texts = [text for record in records for text in (record.text, record.question or "") if text]
    seen = {piece for ids in tokenizer()(texts, add_special_tokens=False)["input_ids"] for piece in ids}
    names = tokenizer().convert_ids_to_tokens(range(len(tokenizer())))
    plain = [(at, name, name.removeprefix("##")) for at, name in enumerate(names)]
    kept = [
        name for at, name, letters in plain
        if letters.isascii() and letters.isalnum() and (at in seen or at < COMMON or len(letters) <= 2)
    ]
    return {name: at for at, name in enumerate(kept)}


def folds(records: list[Record], count: int = 5) -> np.ndarray:
    """Authors and domains stay together. The corpus, whose speakers recur, is cut by product family."""
    families = ["consumer", "enterprise", "agent", "search", "platform"]
    groups = [
        families.index(r.family) % count
        if r.source in ("utterance", "corpus-session") and r.family in families
        else crc32(f"{r.author}".encode()) % count if r.source == "talk"
        else crc32(f"{r.domain}{r.author}".encode()) % count if r.source == "session" else -1
        for r in records
    ]
    return np.array(groups)  # -1: the label list's examples, always trained on


def inverse_frequency(all_items: list[Item]) -> np.ndarray:
    """How rare each hashed feature is over the turns, as a factor; what occurred once is left out."""
    counts: Counter[int] = Counter()
    for one in all_items:
        counts.update(set(one.read.words) | set(one.read.letters) | set(one.read.asked))
    seen = np.zeros(features.SPARSE, np.float32)
    for at, number in counts.items():
        seen[at] = number
    return np.where(seen > 1, np.log((1 + len(all_items)) / (1 + seen)) + 1, 0).astype(np.float32)

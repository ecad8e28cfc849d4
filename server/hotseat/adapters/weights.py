"""Loads the trained weights from the package."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from hotseat.core.judgment.classifier import Classifier
from hotseat.core.model.line_judge import LineJudge


@cache
def classifier() -> Classifier:
    """The classifier of turns that ships with the package."""
    return Classifier.from_arrays(_arrays("weights") if _stored("weights").is_file() else {})


@cache
def line_judge() -> LineJudge:
    """The judge of a model's lines that ships with the package; it reads the classifier's table of word pieces."""
    return LineJudge(_arrays("lines"), _arrays("weights", ("pieces", "piece_table", "piece_scale")))


def _stored(name: str) -> Traversable:
    return files("hotseat").joinpath(f"data/judgment/{name}.npz")


def _arrays(name: str, only: tuple[str, ...] = ()) -> Mapping[str, npt.NDArray[Any]]:
    stored = _stored(name)
    with np.load(BytesIO(stored.read_bytes()), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in only or arrays.files}

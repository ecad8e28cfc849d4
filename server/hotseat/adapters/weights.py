"""Loads the judgment's trained weights from the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np

from hotseat.core.judgment.classifier import Classifier


@cache
def classifier() -> Classifier:
    """The classifier that ships with the package."""
    stored = files("hotseat").joinpath("data/judgment/weights.npz")
    if not stored.is_file():
        return Classifier.from_arrays({})
    with np.load(BytesIO(stored.read_bytes()), allow_pickle=False) as arrays:
        return Classifier.from_arrays({name: arrays[name] for name in arrays.files})

"""Writes the package's weights: everything in 8 bits with one scale per output."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from encoder_model import Model
from talk import HERE

OUT = HERE.parent / "server" / "hotseat" / "data" / "judgment" / "weights.npz"
LAYERS = ("query_key_value", "attended", "wider", "narrower", "direct", "hidden", "labels", "turn")


def eight_bit(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole numbers from -127 to 127, and the scale of each column."""
    scale = np.maximum(np.abs(weights).max(0), 1e-8) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def sparse_arrays(model: dict[str, np.ndarray], rarity: np.ndarray) -> dict[str, np.ndarray]:
    weights, scale = eight_bit(np.where(rarity[:, None] > 0, model["sparse"], 0))
    return {
        "rarity": rarity.astype(np.float16), "sparse": weights, "sparse_scale": scale,
        "sparse_bias": model["sparse_bias"],
    }


def encoder_arrays(model: Model, names: list[str]) -> dict[str, np.ndarray]:
    state = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    table, scale = eight_bit(state["table.weight"])
    arrays = {
        "pieces": np.array("\n".join(names)), "piece_table": table, "piece_scale": scale,
        "places": state["layer.places"].astype(np.float16),
        "norms": np.stack([
            state[f"layer.norms.{at}.{part}"] for at in range(3) for part in ("weight", "bias")
        ]).astype(np.float32),
    }
    for name in LAYERS:
        inside = f"layer.{name}" if f"layer.{name}.weight" in state else name
        arrays[f"{name}_weight"], arrays[f"{name}_scale"] = eight_bit(state[f"{inside}.weight"].T)
        arrays[f"{name}_bias"] = state[f"{inside}.bias"].astype(np.float32)
    return arrays


def write(arrays: dict[str, np.ndarray], to: Path = OUT) -> int:
    to.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(to, **arrays)
    return to.stat().st_size

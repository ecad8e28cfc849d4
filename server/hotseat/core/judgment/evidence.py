"""What is weighed when the two readings of a turn are put together: the same few numbers for every label.

A label is judged by both scores, by how far it stands above its rivals, by its best rival of the other kind and by how
well its phase fits; the weights are shared by all labels, so that few examples suffice (`training/calibrate.py`).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hotseat.core.judgment.labels import BY_ID, LABELS, PHASES

Floats = npt.NDArray[np.float32]

TURN_LABELS: tuple[str, ...] = tuple(label.id for label in LABELS if label.id != "diagram_without_behaviour")
"""Labels that one turn can show; the other one needs the whole session."""

MIX = np.float32(0.6)   # share of the encoder's score; 0.5 to 0.8 do equally well on unseen authors
DEEPEST = 6             # a label's rank among the labels counts down to this
_NO_HOME = np.float32(-3)

_MISTAKE = np.array([BY_ID[label].kind == "mistake" for label in TURN_LABELS])
_HOME = np.array([PHASES.index(p) if (p := BY_ID[label].phase) in PHASES else -1 for label in TURN_LABELS])


def chance(scores: Floats) -> Floats:
    """Probabilities of independent yes-or-no scores."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30))), np.float32)


def shares(scores: Floats) -> Floats:
    """Logarithms of shares that add up to one."""
    less = scores - scores.max()
    return np.asarray(less - np.log(np.exp(less).sum()), np.float32)


def of_labels(sparse: Floats, encoder: Floats, in_session: bool) -> Floats:
    """(labels, 10) numbers from the scores of labels and phases of both readings."""
    count = len(TURN_LABELS)
    a, c = sparse[:count], encoder[:count]
    both = a + MIX * c
    phases = shares(sparse[count:]) + shares(encoder[count:])
    order = np.argsort(-both, kind="stable")
    rank = np.empty(count, np.float32)
    rank[order] = np.minimum(np.arange(count), DEEPEST)
    rival = np.where(np.arange(count) == order[0], both[order[1]], both[order[0]])
    opposite = np.where(_MISTAKE, both[~_MISTAKE].max(), both[_MISTAKE].max())
    home = np.where(_HOME >= 0, phases[_HOME], _NO_HOME)
    return np.stack(
        [a, c, np.minimum(a, c), rival, both - rival, opposite, rank, home, _MISTAKE, np.full(count, in_session)],
        axis=1,
    ).astype(np.float32)


def of_phase(sparse: Floats, encoder: Floats, previous: str | None, asked: str | None) -> Floats:
    """Numbers that a phase is judged by: shares in both readings, chances of labels, the phase before, the phase that
    the last question belongs to, and one. What is not known is zero."""
    count = len(TURN_LABELS)
    before = [2.0 * (phase == previous) for phase in PHASES]
    wanted = [2.0 * (phase == asked) for phase in PHASES]
    labels = chance(sparse[:count] + MIX * encoder[:count])
    return np.concatenate(
        [shares(sparse[count:]), shares(encoder[count:]), 3 * labels, before, wanted, [1.0]]
    ).astype(np.float32)

"""How long this speaker pauses inside an answer, learned while they speak.

Pauses are a mixture of two log-normals: breaths (typical pause in speech 0.25 to 0.5 s, published) and thinking
(seconds). The first pauses of a stranger are judged by the prior; each pause that was gone on from moves it.
"""

from __future__ import annotations

from math import exp, log, pi, sqrt

BREATH_MS = 520.0
"""median breath of a stranger (published: 250 to 500 ms; a detector drops the shortest)"""
THOUGHT_MS = 2_400.0
"""median thinking pause of a stranger (set on training sets of `bench/synthetic.py`)"""
THOUGHTFUL = 0.2
"""share of a stranger's pauses that are thinking"""
_BREATH_SPREAD = 0.55
_THOUGHT_SPREAD = 0.75
_PRIOR = 10.0
"""how many pauses the prior is worth"""


class Pauses:
    """`learn` a pause that was gone on from; `slowness` says what kind of speaker pauses like that."""

    def __init__(self) -> None:
        self._breath = [_PRIOR, _PRIOR * log(BREATH_MS)]
        self._thought = [_PRIOR, _PRIOR * log(THOUGHT_MS)]
        self._counts = [_PRIOR * (1 - THOUGHTFUL), _PRIOR * THOUGHTFUL]
        self.count = 0

    def learn(self, pause_ms: int) -> None:
        """The candidate paused that long and went on."""
        if pause_ms <= 0:
            return
        self.count += 1
        x = log(pause_ms)
        breath = self._share(0) * _density(x, self._centre(self._breath), _BREATH_SPREAD)
        thought = self._share(1) * _density(x, self._centre(self._thought), _THOUGHT_SPREAD)
        part = thought / (breath + thought)
        for kind, weight in ((0, 1 - part), (1, part)):
            self._counts[kind] += weight
            store = (self._breath, self._thought)[kind]
            store[0] += weight
            store[1] += weight * x

    @property
    def slowness(self) -> float:
        """1 for a stranger, up to 1.25 for one who often pauses to think, down to 0.85 for one who never does."""
        thought = exp(self._centre(self._thought)) / THOUGHT_MS
        return min(max(float((thought * self._share(1) / THOUGHTFUL) ** 0.3), 0.85), 1.25)

    def _share(self, kind: int) -> float:
        return self._counts[kind] / sum(self._counts)

    @staticmethod
    def _centre(store: list[float]) -> float:
        return store[1] / store[0]


def _density(x: float, centre: float, spread: float) -> float:
    return exp(-((x - centre) ** 2) / (2 * spread * spread)) / (spread * sqrt(2 * pi))

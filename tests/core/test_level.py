"""How loud a voice arrives, judged over five seconds of it."""

from __future__ import annotations

from array import array

import pytest

from hotseat.core.level import JUDGED_FRAMES, Level


def judged(peak: int, *, clipped: int = 0) -> str | None:
    level = Level()
    frame = array("h", [32_767] * clipped + [peak, -peak] * (256 - clipped // 2)).tobytes()
    said = [level.hear(frame) for _ in range(JUDGED_FRAMES)]
    assert set(said[:-1]) == {None}
    return said[-1]


@pytest.mark.parametrize(
    ("peak", "clipped", "verdict"),
    [
        (600, 0, "quiet"),
        (3_200, 0, "fine"),  # a tenth of full scale
        (20_000, 0, "fine"),
        (20_000, 8, "clipping"),
    ],
)
def test_a_faint_and_a_distorted_voice_are_told(peak: int, clipped: int, verdict: str) -> None:
    assert judged(peak, clipped=clipped) == verdict


def test_five_seconds_are_judged_by_themselves() -> None:
    level = Level()
    loud, faint = (array("h", [peak] * 512).tobytes() for peak in (32_767, 500))
    assert [level.hear(loud) for _ in range(JUDGED_FRAMES)][-1] == "clipping"
    assert [level.hear(faint) for _ in range(JUDGED_FRAMES)][-1] == "quiet"

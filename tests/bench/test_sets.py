"""Sets, figures and contenders of the turn-taking benchmark, on the audio clock."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bench.figures import judged, summary
from bench.picture import Curve, drawn
from bench.sets import TAIL_S, Item, Pause, read_set, room_tone, write_set
from bench.synthetic import QUESTIONS, YIELDS, synthetic

from bench import ours, timers
from hotseat.core.endpoint import Endpointer
from hotseat.core.endpoint_words import intent


def an_item(**changes: object) -> Item:
    values = {
        "name": "one",
        "pcm": room_tone(20.0, np.random.default_rng(1)),
        "pauses": (Pause(at_s=2.0, length_s=1.5, kind="mid"), Pause(at_s=6.0, length_s=0.5, kind="clause")),
        "yield_s": 10.0,
    }
    return Item(**(values | changes))  # type: ignore[arg-type]


def stretches(item: Item) -> list[float]:
    """Seconds of speech from one pause to the next, up to the yield."""
    ends = [0.0, *(p.at_s + p.length_s for p in item.pauses)]
    starts = [*(p.at_s for p in item.pauses), item.yield_s]
    return [start - end for end, start in zip(ends, starts, strict=True)]


def test_a_seed_draws_the_same_set_and_another_seed_another() -> None:
    one, again, other = (next(synthetic(seed, 1)) for seed in (3, 3, 4))
    assert [w.text for w in one.words] == [w.text for w in again.words]
    assert [p.length_s for p in one.pauses] == pytest.approx([p.length_s for p in again.pauses])
    # a sentence of espeak-ng's is a few milliseconds longer or shorter from call to call, so each is held to it alone
    assert stretches(one) == pytest.approx(stretches(again), abs=0.01)
    assert [w.text for w in one.words] != [w.text for w in other.words]


def test_a_synthetic_answer_tells_the_truth_about_itself() -> None:
    item = next(synthetic(5, 1))
    assert item.words[-1].end_s <= item.yield_s + 0.05
    assert len(item.pcm) / 16_000 >= item.yield_s + TAIL_S - 0.1
    for pause in item.pauses:
        inside = [w for w in item.words if w.start_s > pause.at_s + 0.05 and w.end_s < pause.at_s + pause.length_s]
        assert not inside


def test_a_set_is_a_folder_that_any_tool_can_read(tmp_path: Path) -> None:
    item = next(synthetic(6, 1))
    write_set(tmp_path, [item])
    (read,) = read_set(tmp_path)
    assert np.array_equal(read.pcm, item.pcm)
    assert (len(read.words), len(read.pauses), read.asked) == (len(item.words), len(item.pauses), item.asked)


def test_a_stop_is_blamed_on_the_pause_that_had_begun() -> None:
    outcome = judged(an_item(), [2.8, 4.1, 10.6])
    assert [cut for _, cut in outcome.cut] == [True, False]
    assert outcome.delay_s == pytest.approx(0.6)


def test_a_missed_yield_counts_as_the_whole_tail() -> None:
    figures = summary([judged(an_item(), [])])
    assert figures["missed"] == 1
    assert figures["delay_p50_s"] == TAIL_S


def test_figures_are_by_length_of_pause() -> None:
    figures = summary([judged(an_item(), [2.8, 10.4])])
    assert figures["by_length_s"]["1-2"] == {"pauses": 1, "cut": 1}
    assert figures["by_length_s"]["0.3-0.6"] == {"pauses": 1, "cut": 0}


def test_a_timer_cuts_what_is_longer_than_itself() -> None:
    item = next(synthetic(8, 1))
    known = ours.voices(item)
    outcome = judged(item, timers.run(item, 1.0, known=known).stops_s)
    for pause, cut in outcome.cut:
        if abs(pause.length_s - 1.0) > 0.3:
            assert cut == (pause.length_s > 1.0)


def test_we_cut_less_than_a_timer_of_the_same_delay() -> None:
    items = list(synthetic(77, 6))
    known = [ours.voices(item) for item in items]
    mine = summary(judged(i, ours.run(i, known=k).stops_s) for i, k in zip(items, known, strict=True))
    delay = mine["delay_mean_s"]
    timer = summary(judged(i, timers.run(i, delay, known=k).stops_s) for i, k in zip(items, known, strict=True))
    assert mine["cut"] < timer["cut"]


@pytest.mark.parametrize("text", [*YIELDS, *QUESTIONS])
def test_every_yield_of_the_generator_is_known(text: str) -> None:
    assert intent(f"So the nurse signs it. {text}") in ("yield", "ask")


def test_the_picture_has_every_contender() -> None:
    point = {"delay_p50_s": 1.0, "delay_p95_s": 2.0, "cut_share": 0.1}
    svg = drawn([Curve(name="hotseat", points=[point, point]), Curve(name="a < b", points=[point])])
    assert "a &lt; b" in svg
    assert svg.count("<polyline") == 2


def test_the_endpointer_costs_next_to_nothing() -> None:
    """45 minutes of frames pass through the arithmetic; it must not grow with the length of the session."""
    endpointer = Endpointer()
    for frame in range(45 * 60 * 31):
        endpointer.hear(t_ms=frame * 32, voice=0.9 if frame % 60 < 45 else 0.01)
    assert endpointer.pauses.count <= 45 * 60 * 31 // 60 + 1

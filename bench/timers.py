"""Plain silence timers on the same voice detector: what most voice servers do by default."""

from __future__ import annotations

import time

from bench.ours import Ended
from bench.sets import RATE, Item
from hotseat.adapters.vad import FRAME_BYTES, FRAME_SAMPLES, Vad
from hotseat.core.endpoint import OFFSET, ONSET, ONSET_MS

TIMERS_S = (0.5, 0.8, 1.2)


def run(item: Item, silence_s: float, *, known: list[float] | None = None, real_time: bool = False) -> Ended:
    """End the turn after `silence_s` without a voice; the next voice begins one."""
    vad, data = Vad(), item.pcm.tobytes()
    begun = time.monotonic()
    ended = Ended()
    speaking, in_turn, voiced_ms, quiet_from = False, False, 0, 0.0
    for number in range(len(data) // FRAME_BYTES):
        end_s = (number + 1) * FRAME_SAMPLES / RATE
        if real_time:
            time.sleep(max(begun + end_s - time.monotonic(), 0))
        frame = data[number * FRAME_BYTES : (number + 1) * FRAME_BYTES]
        voice = vad.probability(frame) if known is None else known[number]
        if voice >= (OFFSET if speaking else ONSET):
            voiced_ms += 32
            if voiced_ms >= ONSET_MS:
                speaking = in_turn = True
            continue
        voiced_ms = 0
        if speaking:
            speaking, quiet_from = False, end_s - FRAME_SAMPLES / RATE
        if in_turn and end_s - quiet_from >= silence_s:
            in_turn = False
            ended.stops_s.append(time.monotonic() - begun if real_time else end_s)
    return ended

"""What a candidate hears of a model that fails in mid-session: the longest silence, on the clock of the recording.

A real server with the embedded voice, a stand-in model over real HTTP. The microphone runs in real time all along; two
answers go well, then the endpoint fails in one way for two answers, then it is well again and the session ends.
``python -m bench.model_failures [NAME ...]`` prints one JSON line a failure; ``dead_air_ms`` is from the end of an
answer to the first sound of the question, the worst of all answers.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "model"), str(ROOT / "tests" / "server")]

from endpoint import Reply, StandIn  # noqa: E402 - these lie in the folders that were just named
from failures import FAILURES, Failure  # noqa: E402 - these lie in the folders that were just named
from line import Line, room  # noqa: E402 - these lie in the folders that were just named
from running import Server  # noqa: E402 - these lie in the folders that were just named

ANSWERS = (
    "The night clerk cannot find the rule, so the customer waits nine days for her forty dollars.",
    "It reads the request and a person pays. It may never pay anybody by itself.",
    "On last year's cases it has to be right on nearly all of them, by amount, before anybody sees it.",
    "When losses in an hour go over our limit the clerk on duty turns payout off and the queue resumes.",
    "If two orders match it asks the customer one question and a person takes the rest.",
)
WELL = Reply(text="Okay. {planned}", first_ms=200)
FRAME_S = 0.032
SAMPLES_PER_MS = 16


class Microphone(threading.Thread):
    """A quiet room in real time, so that the session's clock runs while nobody speaks."""

    def __init__(self, line: Line) -> None:
        super().__init__(daemon=True)
        self._line = line
        self.stopped = threading.Event()

    def run(self) -> None:
        """A frame every 32 ms."""
        began, sent = time.perf_counter(), 0
        while not self.stopped.wait(max(0.0, began + sent * FRAME_S - time.perf_counter())):
            self._line.sound(room(FRAME_S))
            sent += 1


def session(server: Server, endpoint: StandIn, failure: Failure) -> dict[str, Any]:
    """One session in which the model fails so."""
    endpoint.does(WELL)
    waits, questions = [], 0
    name = server.new_session()
    with Line(server, name) as line:
        microphone = Microphone(line)
        microphone.start()
        _hear(line, line.until("question_asked"))
        for number, answer in enumerate(ANSWERS):
            if number == 2:
                endpoint.does(*failure.replies)
            if number == len(ANSWERS) - 1:
                endpoint.does(WELL)
            before = sum(e["type"] == "question_asked" for e in line.events)
            start = line.next_sample
            line.say(type="say", text=answer)
            asked = line.until("question_asked")
            while asked["utterance"] not in line.voice:
                line.read()
            waits.append((line.next_sample - start) // SAMPLES_PER_MS)
            _hear(line, asked)
            questions += sum(e["type"] == "question_asked" for e in line.events) - before
        microphone.stopped.set()
        microphone.join()
        line.say(type="end")
        line.until("session_ended")
    log = server.log_of(name)
    calls = [e for e in log if e["type"] == "model_called" and e["outcome"] in ("failed", "refused")]
    return {
        "failure": failure.name,
        "dead_air_ms": max(waits),
        "answers": len(ANSWERS),
        "questions": questions,
        "answers_kept": sum(e["type"] == "turn_transcribed" and bool(e["words"]) for e in log),
        "log": sorted({e["reason"] for e in calls}),
        "told_on_the_page": [e["reason"] for e in log if e["type"] == "engine_changed"],
    }


def _hear(line: Line, asked: dict[str, Any]) -> None:
    """Play a line to its end, as a headset would, while the microphone runs."""
    utterance = asked["utterance"]
    samples = len(line.whole_line(utterance)) // 2
    start = line.next_sample
    line.say(type="played", utterance=utterance, state="started", at_sample=start, samples=0)
    while line.next_sample < start + samples:
        time.sleep(FRAME_S)
    line.say(type="played", utterance=utterance, state="ended", at_sample=start, samples=samples)
    line.until("utterance_ended", utterance=utterance)


def main() -> None:
    """Print the figures."""
    wanted = sys.argv[1:]
    worst = 0
    for failure in FAILURES:
        if wanted and failure.name not in wanted:
            continue
        with StandIn() as endpoint, tempfile.TemporaryDirectory() as home:
            flags = ("--ear", "typed", "--voice", "espeak", "--base-url", endpoint.base_url, "--model", "stand-in-1")
            server = Server(Path(home), *flags).start()
            try:
                figures = session(server, endpoint, failure)
            finally:
                server.stop()
        worst = max(worst, figures["dead_air_ms"])
        print(json.dumps(figures), flush=True)
    print(json.dumps({"figure": "longest silence after an answer, all failures", "ms": worst}), flush=True)


if __name__ == "__main__":
    main()

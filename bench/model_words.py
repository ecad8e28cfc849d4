"""How long the candidate waits for the model: from the commit of an answer to the first sound of the question.

A real server with the embedded voice, a stand-in model over real HTTP whose first sentence takes 400 ms, typed answers.
``python -m bench.model_words [ROUNDS]`` prints one JSON line a figure.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "model"), str(ROOT / "tests" / "server")]

from endpoint import Reply, StandIn  # noqa: E402 - these lie in the folders that were just named
from line import Line  # noqa: E402 - these lie in the folders that were just named
from running import Server  # noqa: E402 - these lie in the folders that were just named

FIRST_MS = 400
ANSWERS = (
    "The night clerk cannot find the rule, so the customer waits nine days for her forty dollars.",
    "It reads the request and a person pays. It may never pay anybody by itself.",
    "On last year's cases it has to be right on nearly all of them, by amount, before anybody sees it.",
    "When losses in an hour go over our limit the clerk on duty turns payout off and the queue resumes.",
)


def waits(rounds: int, replies: Reply) -> list[tuple[float, str]]:
    """Seconds from each commit to the first sound, and who found the words."""
    found: list[tuple[float, str]] = []
    with StandIn() as endpoint, tempfile.TemporaryDirectory() as home:
        endpoint.does(replies)
        flags = ("--ear", "typed", "--voice", "espeak", "--base-url", endpoint.base_url, "--model", "stand-in-1")
        server = Server(Path(home), *flags).start()
        try:
            for _ in range(rounds):
                with Line(server, server.new_session()) as line:
                    line.play(line.until("question_asked")["utterance"])
                    for answer in ANSWERS:
                        found.append(_one(line, answer))
                    line.say(type="end")
                    line.until("session_ended")
        finally:
            server.stop()
    return found


def _one(line: Line, answer: str) -> tuple[float, str]:
    committed = time.perf_counter()  # a typed answer is committed when it is sent
    line.say(type="say", text=answer)
    asked = line.until("question_asked")
    while asked["utterance"] not in line.voice:
        line.read()
    waited = time.perf_counter() - committed
    line.play(asked["utterance"])
    return waited, asked["source"]


def main() -> None:
    """Print the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for name, reply in (
        ("lead-in, then the question", Reply(text="Okay. {planned}", first_ms=FIRST_MS, piece_ms=15)),
        ("the question at once", Reply(text="{planned}", first_ms=FIRST_MS)),
    ):
        found = waits(rounds, reply)
        times = sorted(seconds for seconds, source in found if source != "scripted")
        figure = {
            "figure": f"commit to first sound, {name}",
            "model_first_ms": FIRST_MS,
            "median_ms": round(times[len(times) // 2] * 1000) if times else None,
            "worst_ms": round(times[-1] * 1000) if times else None,
            "by_the_model": len(times),
            "questions": len(found),
        }
        print(json.dumps(figure), flush=True)


if __name__ == "__main__":
    main()

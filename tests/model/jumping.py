"""An event loop whose clock jumps to the next thing that waits: budgets and pauses take no time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class JumpingLoop(asyncio.SelectorEventLoop):
    """`time()` moves only when nothing is ready to run."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        if not self._ready:  # type: ignore[attr-defined]
            waiting = [handle for handle in self._scheduled if not handle._cancelled]  # type: ignore[attr-defined]
            if not waiting:
                raise AssertionError("everybody waits and nothing will happen")
            self._now = max(self._now, min(handle._when for handle in waiting))
        super()._run_once()  # type: ignore[misc]


def jump(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end on a loop of its own."""
    loop = JumpingLoop()
    try:
        return loop.run_until_complete(work)
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

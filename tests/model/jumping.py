"""An event loop whose clock jumps to the next thing that waits: budgets and pauses take no time."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


OTHER_THREADS_S = 20
"""Real seconds in which a thread may still call back, before all is held to wait in vain."""


class JumpingLoop(asyncio.SelectorEventLoop):
    """`time()` moves only when nothing is ready to run."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        self._outside = 0
        """work in threads that the loop waits for; time stands still while there is any"""

    def time(self) -> float:
        return self._now

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:
        future = super().run_in_executor(executor, func, *args)
        self._outside += 1
        future.add_done_callback(self._came_back)
        return future

    def _came_back(self, _: Any) -> None:
        self._outside -= 1

    def _run_once(self) -> None:
        if not self._ready and not self._outside:  # type: ignore[attr-defined]  # asyncio names no types for it
            waiting = [handle for handle in self._scheduled if not handle._cancelled]  # type: ignore[attr-defined]  # asyncio names no types for it
            if not waiting and not self._selector.select(OTHER_THREADS_S):  # type: ignore[attr-defined]  # asyncio names no types for it
                raise AssertionError("everybody waits and nothing will happen")
            self._now = max(self._now, min((handle._when for handle in waiting), default=self._now))
        super()._run_once()  # type: ignore[misc]  # the same


def jump(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end on a loop of its own, in a thread of its own: a browser test leaves a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_run, work).result()


def _run(work: Coroutine[Any, Any, T]) -> T:
    loop = JumpingLoop()
    try:
        return loop.run_until_complete(work)
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

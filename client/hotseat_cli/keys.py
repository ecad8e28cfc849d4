"""Single keys from the terminal, without waiting for Return, where there is a terminal."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

try:
    import termios
    import tty
except ImportError:  # Windows has no termios: the keys are off there, typing works by the page
    termios = None  # type: ignore[assignment]

COMMANDS = {" ": "done", "t": "think", "r": "repeat", "p": "pause", "q": "end", "/": "type", "\x1b": "end"}


@contextmanager
def keys(on_key: Callable[[str], None], on_text: Callable[[str], None]) -> Iterator[bool]:
    """Call `on_key` with a command, `on_text` with a typed answer, on the event loop. Yields whether keys work."""
    if termios is None or not sys.stdin.isatty():
        yield False
        return
    loop = asyncio.get_running_loop()
    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    stop = threading.Event()
    typed: list[str] = []

    def take(letter: str) -> None:
        if typed:
            if letter in "\r\n":
                text = "".join(typed[1:])
                typed.clear()
                on_text(text)
            elif letter == "\x7f":
                del typed[max(1, len(typed) - 1) :]
            else:
                typed.append(letter)
        elif letter == "/":
            typed.append("/")
        elif letter in COMMANDS:
            on_key(COMMANDS[letter])

    def read() -> None:
        while not stop.is_set():
            try:
                letter = os.read(fd, 1).decode(errors="ignore")
            except OSError:
                return
            if letter:
                loop.call_soon_threadsafe(take, letter)

    tty.setcbreak(fd)
    threading.Thread(target=read, name="hotseat-keys", daemon=True).start()
    try:
        yield True
    finally:
        stop.set()
        termios.tcsetattr(fd, termios.TCSADRAIN, before)

"""The one error that a user may meet: a code to search for, a sentence, and what to do next."""

from __future__ import annotations


class HotseatError(Exception):
    """Something that the candidate can be told about.

    ``code`` is stable and lower_snake_case; ``message`` says what happened and what is safe;
    ``next_step`` says what to do. None of them ever holds spoken words.
    """

    def __init__(self, code: str, message: str, *, next_step: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()

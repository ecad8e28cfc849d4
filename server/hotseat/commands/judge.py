"""``hotseat judge FILE --json``: judge a transcript, or a recorded session, turn by turn as if it were happening."""

from __future__ import annotations

from hotseat.judge import add_arguments, run

__all__ = ["add_arguments", "run"]

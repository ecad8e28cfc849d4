"""`hotseat`: one command, a few verbs. Each verb lives in its own module and is imported only when it is used."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Any

from hotseat import __version__
from hotseat.errors import HotseatError

VERBS: dict[str, tuple[str, str]] = {
    "serve": ("hotseat.commands.serve", "start the server and open the page"),
    "practice": ("hotseat_cli.practice", "hold an interview in the terminal"),
    "sessions": ("hotseat.commands.sessions", "list recorded sessions"),
    "replay": ("hotseat.commands.replay", "play a session and print its phase timeline"),
    "debrief": ("hotseat.commands.debrief", "read what a committee would say"),
    "progress": ("hotseat.commands.progress", "over all sessions, or two side by side"),
    "search": ("hotseat.commands.search", "find words in everything that was ever said"),
    "export": ("hotseat.commands.export", "write a session to a file"),
    "import": ("hotseat.commands.import_", "bring an exported session back"),
    "delete": ("hotseat.commands.delete", "delete a session for good"),
    "cases": ("hotseat.commands.cases", "list, show, make and check cases"),
    "models": ("hotseat.commands.models", "fetch, list and check speech models"),
    "doctor": ("hotseat.commands.doctor", "what works on this machine, and the cure for what does not"),
    "evaluate": ("hotseat.commands.evaluate", "let simulated candidates try a brain, and print what it passed"),
    "judge": ("hotseat.commands.judge", "judge a transcript"),
}


def parser() -> argparse.ArgumentParser:
    """The parser with every verb; each module adds its own arguments."""
    top = argparse.ArgumentParser(prog="hotseat", description="A voice interviewer for AI PM system-design rounds.")
    top.add_argument("--version", action="version", version=f"hotseat {__version__}")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb, (module, help_text) in VERBS.items():
        sub = verbs.add_parser(verb, help=help_text, description=help_text.capitalize() + ".")
        sub.set_defaults(module=module)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run a verb. Errors are printed with their code; the exit status is 1 for them, 2 for wrong usage."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] not in VERBS:
        parser().parse_args(arguments)
        return 2
    verb = arguments[0]
    module: Any = importlib.import_module(VERBS[verb][0])
    sub = argparse.ArgumentParser(prog=f"hotseat {verb}", description=VERBS[verb][1].capitalize() + ".")
    module.add_arguments(sub)
    try:
        return int(module.run(sub.parse_args(arguments[1:])))
    except HotseatError as error:
        print(f"hotseat: {error.message} [{error.code}]", file=sys.stderr)
        if error.next_step:
            print(f"  {error.next_step}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())

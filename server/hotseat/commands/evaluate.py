"""``hotseat evaluate``: simulated candidates against any brain, and the checks as pass rates, before one is trusted."""

from __future__ import annotations

import argparse
import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

from hotseat.adapters.case_files import find_case
from hotseat.adapters.openai_model import OpenAIModel
from hotseat.adapters.weights import classifier
from hotseat.commands.common import print_json
from hotseat.core import events as ev
from hotseat.core.interviewer import Setup
from hotseat.core.model.candidates import CANDIDATES
from hotseat.core.model.checks import Finished, check
from hotseat.core.model.cost import spent
from hotseat.errors import HotseatError
from hotseat.minds import Minds
from hotseat.rehearsal import Rehearsal
from hotseat.settings import case_folders, data_dir, load_settings

FLAGS = ("brain", "base_url", "model", "persona", "pressure")
USUAL_CASE = "agent-refund"


@dataclass(slots=True)
class Tally:
    """What many interviews with one brain showed."""

    passed: Counter[tuple[str, str]] = field(default_factory=Counter)
    held: Counter[tuple[str, str]] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    """spoken lines by source: model or scripted"""
    refused: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    firsts_ms: list[int] = field(default_factory=list)
    usd: float = 0.0
    tokens: int = 0

    def add(self, done: Finished) -> None:
        """Count one interview."""
        for name, passed in check(done).items():
            self.held[done.candidate, name] += 1
            self.passed[done.candidate, name] += passed
        for event in done.log:
            if isinstance(event, ev.QuestionAsked):
                self.lines["scripted" if event.source == "scripted" else "model"] += 1
            elif isinstance(event, ev.ModelCalled):
                if event.outcome == "refused":
                    self.refused.update(event.reason.split())
                elif event.outcome == "failed":
                    self.failed[event.reason] += 1
                if event.first_ms is not None:
                    self.firsts_ms.append(event.first_ms)
        cost = spent(done.log)
        self.usd += cost.usd or 0.0
        self.tokens += cost.tokens_in + cost.tokens_out

    def checks(self) -> list[str]:
        """The names of all checks, in their order."""
        return list(dict.fromkeys(name for _, name in self.held))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Flags of the verb."""
    for flag in FLAGS:
        parser.add_argument(f"--{flag.replace('_', '-')}", dest=flag)
    parser.add_argument("--case", action="append", help=f"case to interview on; may be repeated (default {USUAL_CASE})")
    parser.add_argument("--candidates", help=f"some of {','.join(CANDIDATES)} (default all)")
    parser.add_argument("--repeats", type=int, default=1, help="interviews with each candidate (default 1)")
    parser.add_argument("--minutes", type=int, default=45)
    parser.add_argument("--json", action="store_true")


def run(arguments: argparse.Namespace) -> int:
    """Hold the interviews and print the rates; the exit status is 1 when some check did not always pass."""
    home = data_dir()
    settings = load_settings(home, flags={flag: getattr(arguments, flag) for flag in FLAGS})
    minds = Minds(settings)
    if minds.trouble is not None:
        raise minds.trouble
    names = arguments.candidates.split(",") if arguments.candidates else list(CANDIDATES)
    for name in names:
        if name not in CANDIDATES:
            raise HotseatError(
                "candidate_unknown", f"There is no candidate “{name}”.", next_step=f"Choose of {', '.join(CANDIDATES)}."
            )
    cases = [find_case(name, case_folders(settings, home)) for name in arguments.case or [USUAL_CASE]]
    setup = Setup(persona=settings.persona, pressure=settings.pressure, minutes=arguments.minutes)  # type: ignore[arg-type]
    tally = Tally()

    async def hold() -> None:
        model = minds.model_for("")
        for case in cases:
            for name in names:
                for _ in range(arguments.repeats):
                    tally.add(await one(model, case, setup, name, settings.model_budget_ms / 1000))
        if model is not None:
            await model.close()

    asyncio.run(hold())
    if arguments.json:
        print_json(as_json(tally, minds.choice.name))
    else:
        _print(tally, names, minds.choice.name)
    return 0 if all(tally.passed[key] == held for key, held in tally.held.items()) else 1


async def one(model: OpenAIModel | None, case: Any, setup: Setup, name: str, budget_s: float) -> Finished:
    """One interview."""
    rehearsal = Rehearsal(case, setup, classifier(), model, budget_s=budget_s)
    return await rehearsal.hold(name, CANDIDATES[name])


def as_json(tally: Tally, brain: str) -> dict[str, Any]:
    """The figures as plain values."""
    rates: dict[str, dict[str, list[int]]] = {}
    for (candidate, name), held in tally.held.items():
        rates.setdefault(candidate, {})[name] = [tally.passed[candidate, name], held]
    kept = {name: getattr(tally, name) for name in ("lines", "refused", "failed", "usd", "tokens")}
    return {"brain": brain, "rates": rates, **kept, "first_sentence_ms": median(tally.firsts_ms)}


def median(values: list[int]) -> int | None:
    """The middle one."""
    return sorted(values)[len(values) // 2] if values else None


def _print(tally: Tally, names: list[str], brain: str) -> None:
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("check", "passed", "not always by"):
        table.add_column(column)
    for name in tally.checks():
        held = {who: tally.held[who, name] for who in names if tally.held[who, name]}
        weak = [f"{who} {tally.passed[who, name]}/{n}" for who, n in held.items() if tally.passed[who, name] < n]
        passed = sum(tally.passed[who, name] for who in held)
        table.add_row(name, f"{passed}/{sum(held.values())}", ", ".join(weak))
    console.print(f"{brain}: interviews passed of interviews held, with {', '.join(names)}")
    console.print(table)
    spoken = ", ".join(f"{n} {source}" for source, n in tally.lines.most_common())
    console.print(f"lines spoken: {spoken}")
    if tally.firsts_ms:
        middle = median(tally.firsts_ms)
        console.print(f"first sentence: {middle} ms at the median; {tally.tokens} tokens, {tally.usd:.4f} $")
    for what, counts in (("refused by the guard", tally.refused), ("failed", tally.failed)):
        if counts:
            console.print(f"{what}: {', '.join(f'{reason} {n}' for reason, n in counts.most_common())}")

"""Which other questions the rules would allow now. A model may choose among these, never beyond them.

Allowed only on an ordinary probe: a fresh mistake is challenged, a push is a push, a link of the chain that nobody has
asked about is not put off, and two proposals never follow each other.
"""

from __future__ import annotations

from hotseat.core.interviewer import Move
from hotseat.core.judgment import plan, wording
from hotseat.core.judgment.manner import usual_exchange_ms
from hotseat.core.judgment.state import State
from hotseat.core.judgment.targets import CORE, LINK_OF
from hotseat.core.scripted import ScriptedInterviewer

PROPOSED = "proposed by the model"
MOST = 2


def alternatives(who: ScriptedInterviewer, state: State, move: Move, *, t_ms: int) -> tuple[Move, ...]:
    """Moves that may stand in for the chosen one, best first; mostly none."""
    if move.kind != "probe" or move.phase == "close" or move.target is None:
        return ()
    if move.target in CORE and LINK_OF[move.target] in state.unprobed_links():
        return ()
    if plan.fresh_mistakes(state) or (state.asked and state.asked[-1].move.reason.startswith(PROPOSED)):
        return ()
    exchange = usual_exchange_ms(state)
    if plan.hurried(state, clock=who.clock, t_ms=t_ms, answered_ms=exchange):
        return ()
    found: list[Move] = []
    without = frozenset((move.target,))
    while len(found) < MOST:
        aim = plan.choose(
            state, first_punished=who.case.first_punished, clock=who.clock, t_ms=t_ms, answered_ms=exchange,
            without=without,
        )  # fmt: skip
        if aim is None:
            break
        without |= {aim.target}
        pick = wording.probe(who.case, state, aim.target, who.persona.first_rung, len(state.asked))
        if pick is not None:
            found.append(
                Move(kind="probe", text=pick.text, target=aim.target, phase=aim.phase, rung=pick.rung, reason=PROPOSED)
            )
    return tuple(found)

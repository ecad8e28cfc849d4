"""What a model's line must be before a voice may say it. Names the rules it breaks; none means that it may be spoken.

The model is never trusted: the same checks run whatever it was told, on each sentence before that is spoken and on the
whole line. A line that is refused costs a second try or the scripted question, never the candidate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from hotseat.core.model.ground import Ground
from hotseat.core.model.line_judge import LineJudge, Opinion
from hotseat.core.model.line_rules import Rules


@dataclass(frozen=True, kw_only=True)
class Guard:
    """Checks lines on one ground: `broken` for a whole one, `forbids` and `doubts` for what comes before a question."""

    ground: Ground
    judge: LineJudge
    _opinions: dict[str, Opinion] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _rules(self) -> Rules:
        return Rules(ground=self.ground)

    def broken(self, line: str, *, strict: bool = False) -> tuple[str, ...]:
        """The rules that a whole line breaks; a line that was written for interviewers breaks none that are weighed."""
        musts = self._rules.musts(line)
        if musts or self._rules.scripted(line):
            return musts
        before = self._rules.before(line)
        certain = self._rules.certain_before(before) if before else []
        if certain:
            return tuple(certain)
        return self.judge.unfit(self._opinion(line), self._rules.doubts(line), strict=strict)

    def forbids(self, opening: str) -> tuple[str, ...]:
        """The rules that the beginning of a line breaks for good, whatever follows."""
        return self._rules.opening_musts(opening)

    def doubts(self, opening: str) -> tuple[str, ...]:
        """What speaks against a beginning, when the question is still to come; the question may stand without it."""
        if self._rules.scripted(opening):
            return ()
        certain = self._rules.certain_before(opening)
        if certain:
            return tuple(certain)
        opinion = self._opinion(f"{opening} {self.ground.planned}")
        return self.judge.unfit(opinion, self._rules.opening_doubts(opening), strict=True)

    def _opinion(self, line: str) -> Opinion:
        if line not in self._opinions:
            self._opinions[line] = self.judge.opinion(line, self.ground)
        return self._opinions[line]


def cleaned(text: str) -> str:
    """A line as it was meant: spaces joined, one pair of quotation marks around all of it taken off."""
    plain = " ".join(text.split())
    if len(plain) > 2 and plain[0] in '"“' and plain[-1] in '"”' and not re.search(r"[\"“”]", plain[1:-1]):
        plain = plain[1:-1].strip()
    return plain

"""What the words of an answer say about its end: explicit signs by rule, the rest by two small trained models.

The rules catch what people say to keep or to give the floor. The models (weights in `endpoint_weights`, fitted by
`bench/fit_endpoint.py`) read the last words: could a sentence end here, and does such a sentence end an answer?
The law: punctuation helps and is never needed, because an ear may print none or a full stop wherever it stopped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from hotseat.core.endpoint_features import complete_features, final_features, open_list, plain, question_kind, tail_of
from hotseat.core.endpoint_weights import COMPLETE, FINAL

Intent = Literal["yield", "think", "hold", "ask"]

TAIL_WORDS = 30
"""how far back the explicit signs are looked for"""


def _any(*parts: str) -> str:
    return "(?:" + "|".join(parts) + ")"


_END = r"[\s.,!?…\"')-]*$"

_SPAN = r"(?:a |one |another |about )?(?:quick |brief |little |short |couple of |few |thirty )?" + _any(
    "minutes?", "moments?", "seconds?", "secs?", "beat"
)
_THINK = re.compile(
    _any(
        rf"\b(?:give|allow|grant) me (?:just )?{_SPAN}",
        rf"\b(?:can|could|may|might) (?:i|you) (?:just |please )?(?:have|take|get|give me) (?:just )?{_SPAN}",
        r"\b(?:i need|i'd like|i'd want|i would like|let me (?:have|take)|i'll take|i want)"
        rf" (?:to take )?(?:just )?{_SPAN}",
        r"\b(?:just |hang on |wait |hold on )?(?:a|one) (?:sec|second|moment|minute) please",
        r"\b(?:hold on|hang on|bear with me|one moment|one second|just a (?:sec|second|moment|minute))",
        r"\blet me (?:just )?(?:think|gather|collect|organi[sz]e|reflect)",
        r"\b(?:i need|i'd like|i want|(?:can|could|may) i have|give me) (?:some |a bit of |a little )?time to",
        r"\bi(?:'ll| will|'d like to| need to| have to|'m going to|'m just going to) (?:just )?think",
        r"\b(?:thinking|think) out loud for",
    )
    + r"(?: (?:to|and|while|about|for|on|through|of|over|here|please|my|that|this|it|i|a|the|think|sort|structure|"
    r"gather|collect|organi[sz]e|thoughts?|second|sec|moment|minute|bit|just|which|what|how|question|one)){0,7}" + _END
)

_NOUN = _any(
    "answer", "take", "view", "plan", "proposal", "recommendation", "bet", "call", "position", "choice", "decision",
    "line", "case", "pick", "bar", "stance", "approach", "vote", "opinion", "thinking", "whole thing", "short version",
    "gist", "summary", "story", "conclusion", "bottom line",
)  # fmt: skip
_YIELD = re.compile(
    _any(
        rf"\bthat(?:'s| is|'d be| would be|'ll be) (?:basically |really |pretty much |roughly |about |kind of )?"
        rf"(?:my|the) (?:final |whole |full |short |overall )?{_NOUN}"
        r"(?: (?:on|to|for) (?:that|this|it|you|now)| (?:that )?i(?:'d| would|'ll) (?:\w+ ){0,2}\w+)?",
        r"\bthat(?:'s| is|'d be| would be) (?:basically |really |pretty much |about |kind of )?"
        r"(?:(?:it|all)(?= \w)|everything|what i(?:'d| would) (?:do|say|ship|pick|choose)|all)"
        r"(?: (?:i have|i've got|i got|from me|from my side|for now|really|on that|on this|i think|for me|so far))*",
        r"\b(?:and|so|yeah|think|guess|okay|well|really|basically),? (?:that's|that is) (?:it|all)",
        r"\b(?:that's|that is) (?:where|how|what|why) i(?:'d| would| will|'ll) (?:\w+ ){0,2}"
        r"(?:land|stop|leave it|draw the line|end up|go with|do it|start|settle|handle it|approach it|do)"
        r"(?: (?:it|this|that|there|today|for now|here))*",
        r"\bso that's (?:me|us)",
        r"\bi(?:'ll| will|'d| would|'m going to)? (?:just )?"
        r"(?:stop|pause|leave it|leave that|land|end|finish|close|rest)"
        r" (?:there|here|it there|at that|my case)(?: (?:for now|for a moment|for questions|if that works))?",
        r"\blet me (?:stop|pause|leave it|end|finish) (?:there|here)"
        r"(?: (?:for a moment|for a second|for now|(?:and|so) (?:see|hear|you|let|take|ask)(?: [\w']+){0,8}))?",
        r"\bi'?m (?:done|finished|all set|good)(?: (?:here|there|with that|for now|now))?",
        r"\b(?:over|back) to you",
        r"\byour turn",
        r"\b(?:i )?(?:think )?that (?:about )?(?:covers|answers|does|should cover|should answer|should do|wraps)"
        r" (?:it|that|everything|the question|your question|it up)(?: up)?",
        r"\bi (?:don't|do not) have (?:more|anything else|anything more)(?: \w+){0,4}",
        r"\bnothing (?:else|more)(?: (?:to add|from me|from my side|on that|there))+",
        r"\bdoes (?:that|this|it) (?:all )?(?:make sense|answer|help|work|sound|address|cover|seem)(?: [\w']+){0,5}",
        r"\b(?:is|was) that (?:what you|clear|okay|ok|enough|fair|reasonable|helpful|the kind|alright|all right)"
        r"(?: [\w']+){0,7}",
        r"\b(?:make|makes) sense\?",
        r"\bwhat do you (?:think|say|reckon|make of (?:it|that))",
        r"\bhow (?:does|did) (?:that|this) (?:sound|look|land|seem)(?: [\w']+){0,3}",
        r"\b(?:i'?m |i'd be )?(?:happy|glad) to"
        r" (?:go|take|talk|discuss|dig|expand|elaborate|dive|walk|say|get|answer|hear)"
        r"(?: [\w']+){0,9}",
        r"\b(?:shall|should) i (?:go|continue|keep|say|expand|elaborate|dig|talk|move|carry|start|walk|cover|take)"
        r"(?: [\w']+){0,9}",
        r"\b(?:do you want|would you like|would you prefer)(?: for)? (?:me|us) to(?: [\w']+){1,10}",
        r"(?:^|[.?!,] )want me to(?: [\w']+){1,10}",
        r"\bwhat would you (?:consider|like|want|expect|prefer|call)(?: [\w']+){0,7}",
        r"\bwhere (?:do|would) you (?:want|like)(?: me)?(?: to)?(?: [\w']+){0,6}",
        r"\b(?:any|what) questions(?: [\w']+){0,4}",
        r"\b(?:anything|something) (?:else )?(?:you|that you)(?:'d| would)?(?: [\w']+){0,6}",
        r"\b(?:we|i) can go (?:deeper|further|into (?:that|it|any|more))(?: [\w']+){0,8}",
        r"\b(?:so,? )?(?:yeah|yes),? (?:that's|that is) (?:it|basically it|all|me|my [\w']+|the [\w']+)",
        r"\bend of (?:answer|story|thought|my answer)",
        r"\bi rest my case",
        r"\b(?:that's|that is) (?:good )?(?:enough|a good place to (?:stop|pause))"
        r"(?: (?:for now|from me|there|here))?",
    )
    + _END
)

_ASK = re.compile(
    r"(?:^|[.?!,…]\s*|\b(?:so|and|but|okay|ok|um|uh|well|first|actually|also|sorry|then|maybe|quick question)[,:]?\s+)"
    + _any(
        r"(?:can|could|may|should|shall|must) i"
        r" (?:assume|ask|take|treat|ignore|focus|pick|choose|use|count|expect|check)",
        r"(?:can|could|would|will|do|did|are|have) you\b(?! know\b)",
        r"(?:do|did|have) we (?:have|know|already|own|get|got|need to|want|any)",
        r"is (?:it|this|that|there) (?:okay|ok|fair|safe|right|correct|a|an|any|in scope|fine|allowed|fully|already)\b",
        r"are (?:there|we|they) (?:any|allowed|already|talking|in|on|limited|expected|a|an)\b",
        r"(?:what|which|who|how (?:many|much|big|long|often|large))(?:'s| is| are)? (?:[\w']+ ){0,6}"
        r"(?:do we|are we|did you|do you|can we|should i|are you|would you|the team|you)\b",
        r"(?:am i|was i) (?:right|allowed|free|supposed|meant)",
        r"(?:sorry|could you|can you|please)(?: \w+){0,2} (?:repeat|say that again|clarify|rephrase)",
    )
    + r"(?:[ ,]+[\w'’-]+){1,18}"
    + _END
    + r"|\b(?:do we (?:know|have)|(?:can|may|could) i assume|how many [\w ]{0,24}do we)(?:[ ,]+[\w'’-]+){1,14}"
    + _END
)

HOLDERS = frozenset(
    """and or but so because the a an of if when um uh er erm hmm is are was were be would could should will can may
    might must my our their your his its than i we they he she it's that's there's who what
    where how while until unless although whether either neither every let's i'd we'd i'll we'll they'll i'm we're
    they're you're it'd namely plus versus""".split()  # noqa: SIM905 - as a list it is a quote and a comma a word
)
"""last words after which a sentence always goes on"""
SOFT_HOLDERS = frozenset(
    """which as from into onto between to for with that then like in on at by about through over under not why though
    since both each maybe perhaps basically actually also say per first second third next finally well now
    sorry""".split()  # noqa: SIM905 - as a list it is a quote and a comma a word
)
"""last words after which it mostly does: a printed full stop makes them ordinary words"""
_SPOKEN_HOLD = re.compile(
    _any(
        r"\byou know", r"\bi mean", r"\blet'?s see", r"\blet me see", r"\bsort of", r"\bkind of", r"\bsuch as",
        r"\bfor (?:example|instance)", r"\bin other words", r"\bthat is to say", r"\bno,? wait", r"\bscratch that",
        r"\bsorry", r"\bor rather", r"\bwhat i mean is",
        r"\bthe (?:first|second|third|other|next|last) (?:one|thing|part|reason)(?: is)?",
        r"\blet me (?:rephrase|restate|try again|put it differently|start over|correct)(?: (?:that|it))?",
        r"\b(?:firstly|secondly|thirdly|okay so|and then|so then|and also)",
        r"\bhow (?:do|should|can) i (?:put|say) (?:this|that|it)", r"\bwhat's the word",
    )
    + r"[\s.,…-]*$"
)  # fmt: skip
_CLOSED = ("yesno", "number")
_SHORT_WORDS, _SHORT_FINAL = 25, -0.5
"""a closed question may be answered in one sentence, which the answers that the model was fitted on seldom do"""

_LIST_OPEN = 1.2
"""what is missing from a list that was announced weighs more than the fit could see"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the words say."""

    intent: Intent | None = None
    complete: float = 0.0
    """log-odds that a sentence can end here"""
    final: float = -1.0
    """log-odds that, if it does, the answer ends with it"""


def intent(text: str) -> Intent | None:
    """What the last words ask of the interviewer: the floor back, time, patience, or an answer."""
    tail = tail_of(text, TAIL_WORDS)
    if not tail:
        return None
    return _intent(tail, complete=-1.0)


def _intent(tail: str, *, complete: float) -> Intent | None:
    if _THINK.search(tail):
        return "think"
    last = plain(tail.split()[-1])
    if last in HOLDERS and not tail.endswith("?"):
        return "hold"
    if _YIELD.search(tail):
        return "yield"
    if _ASK.search(tail):
        return "ask"
    if tail.endswith((",", "-", "–", "…", "...", ":", ";")) or _SPOKEN_HOLD.search(tail):
        return "hold"
    soft = last in SOFT_HOLDERS and complete < 0 and not tail.endswith((".", "?", "!"))
    return "hold" if soft else None


def read(text: str, asked: str = "") -> Reading:
    """Everything the words say; `asked` is the question that they answer."""
    if not text.strip():
        return Reading()
    final = sum(FINAL.get(feature, 0.0) for feature in final_features(text, asked))
    if open_list(text):
        final -= _LIST_OPEN
    elif question_kind(asked) in _CLOSED and len(text.split()) <= _SHORT_WORDS:
        final = max(final, _SHORT_FINAL)
    complete = sum(COMPLETE.get(feature, 0.0) for feature in complete_features(text))
    return Reading(intent=_intent(tail_of(text, TAIL_WORDS), complete=complete), complete=complete, final=final)

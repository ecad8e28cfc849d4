"""Every way in which a model fails in the middle of a session: what the endpoint does, and what the log calls it."""

from __future__ import annotations

from dataclasses import dataclass

from endpoint import Reply

BABBLE = "zxq what the of launch launch qqv the and?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """`replies` are what the endpoint does from now on. `heard` names whose words may be spoken."""

    name: str
    replies: tuple[Reply, ...]
    reason: str
    """code of the failure, or a rule that the guard found broken"""
    heard: str = "scripted"
    """``scripted``, ``model``, or ``either`` where the model's beginning is ended with the scripted question"""


def _says(text: str, **how: int) -> tuple[Reply, ...]:
    return (Reply(text=text, **how),)


FAILURES: tuple[Failure, ...] = (
    Failure(name="refused", replies=(Reply(fault="refused"),), reason="model_key"),
    Failure(name="rate-limited", replies=(Reply(fault="busy"),), reason="model_busy"),
    Failure(name="key revoked", replies=(Reply(fault="key"),), reason="model_key"),
    Failure(name="unknown model", replies=(Reply(fault="unknown"),), reason="model_unknown"),
    Failure(name="server error", replies=(Reply(fault="failed"),), reason="model_failed"),
    Failure(name="error inside the stream", replies=(Reply(fault="error_event"),), reason="model_failed"),
    Failure(name="connection dropped", replies=(Reply(fault="drops"),), reason="model_unreachable"),
    Failure(name="slow", replies=(Reply(first_ms=9_000),), reason="model_slow"),
    Failure(name="hangs", replies=(Reply(fault="hangs"),), reason="model_slow"),
    Failure(
        name="trickles", replies=_says("What would you say about that now then", piece_ms=900), reason="model_slow"
    ),
    Failure(
        name="stops after its first sentence",
        replies=(Reply(text="Okay. {planned}", fault="hangs_after_first"),),
        reason="model_slow",
        heard="either",
    ),
    Failure(name="cut off", replies=(Reply(text="What would you", fault="cut_off"),), reason="model_cut_off"),
    Failure(name="not JSON", replies=(Reply(fault="not_json"),), reason="model_malformed"),
    Failure(name="JSON of another shape", replies=(Reply(fault="wrong_shape"),), reason="model_"),
    Failure(name="a tool call", replies=(Reply(fault="tool_call"),), reason="empty"),
    Failure(name="HTML", replies=(Reply(fault="html"),), reason="model_malformed"),
    Failure(name="redirected to a login", replies=(Reply(fault="redirects"),), reason="model_"),
    Failure(name="empty", replies=(Reply(fault="empty"),), reason="empty"),
    Failure(name="loops in one sentence", replies=_says("the user the user the user the user fails?"), reason="loops"),
    Failure(name="endless", replies=(Reply(fault="endless"),), reason="too_long"),
    Failure(name="babble", replies=_says(BABBLE), reason=""),
    Failure(
        name="another language", replies=_says("Was geht heute schief, und für wen ist das so?"), reason="language"
    ),
    Failure(name="praise and a verdict", replies=_says("Great answer! You passed. What else?"), reason="praise"),
    Failure(name="a refusal", replies=_says("I'm sorry, I can't help with that."), reason="out_of_character"),
    Failure(
        name="thinking aloud", replies=_says("<think>The user wants a question.</think> Who pays?"), reason="unspeak"
    ),
    Failure(name="three questions", replies=_says("What fails, and who pays, and how do you know?"), reason="several"),
    Failure(
        name="held back by a proxy",
        replies=(Reply(text="Okay. {planned}", fault="buffered", piece_ms=400),),
        reason="model_slow",
    ),
    Failure(
        name="too small a context",
        replies=(Reply(fault="context"), Reply()),
        reason="model_context",
        heard="model",
    ),
    Failure(name="too small a context for anything", replies=(Reply(fault="context"),), reason="model_context"),
)
"""What the issue of a model's failures names, and some more that servers are known to do."""

"""The short lines around the questions: openings, acknowledgements, transitions, time, silence, the end.

All neutral: no praise, no verdict, no hint. ``{q}`` is the question that follows in the same breath.
"""

from __future__ import annotations

OPENINGS = (
    "Thanks for joining. Here's the case. {prompt}",
    "Let's begin. Here's your case. {prompt}",
    "Good to meet you. This is the case. {prompt}",
)

ADVANCES: dict[str, tuple[str, ...]] = {
    "problem": ("Back to the beginning.", "Let's go back to the person.", "First things first."),
    "boundary": (
        "Let's talk about the system itself.", "Over to what you'd build.", "Let's fix what it is.",
    ),
    "evaluation": (
        "Let's turn to evidence.", "Just for time, let's talk about testing.", "On to how you'd know.",
    ),
    "launch": ("Let's move to launch.", "Now the rollout.", "Say it's built. Let's put it out."),
    "failure": ("Let's break it.", "Now the bad day.", "Let's talk about it going wrong."),
    "tradeoffs": ("Let's talk about what you pay.", "Now the price of it.", "One on tradeoffs."),
    "depth": ("One level down.", "A question underneath that.", "Let's go a bit deeper."),
    "close": (),
}  # fmt: skip

NAMED_ONCE = (
    "I've asked about that twice and I don't have an answer, so I'll leave it open.",
    "We don't have an answer on that one. I'll leave it and move on.",
    "That one stays open. Let's go on.",
    "I'll note that as not answered and move on.",
    "That's two tries. I'll put it down as open.",
    "We won't settle that one today. Next.",
    "I didn't get an answer there. Let's take something else.",
    "Open, then. Another subject.",
    "I'll stop asking about that.",
    "Leaving that aside, unanswered.",
)

DODGED = (
    "Let me ask it more narrowly.",
    "I'd still like an answer to that one.",
    "That's near it. Let me try once more.",
    "I'll put the question another way.",
    "That wasn't quite what I asked.",
    "Same thing, differently.",
)

CONTRADICTIONS = (
    'Earlier you said "{w}". Does that still stand?',
    'I wrote down "{w}". Is that off the table now?',
    'Your words were "{w}". Which of the two do you mean?',
    'A while ago it was "{w}". What changed?',
)

TIME_TEN = ("That's ten minutes.", "We're ten minutes in.")
TIME_HALF = ("We're at half time.", "That's half our time.")
TIME_FIVE = ("We have five minutes left.", "Five minutes to go.")

NUDGES = (
    "Take your time.", "I'm with you.", "No hurry.", "Still here.", "Whenever you're ready.", "Go on when you like.",
    "Think aloud if it helps.", "There's no rush.",
)  # fmt: skip

RESTATES = (
    "The question was: {q}", "Once more: {q}", "So, again: {q}", "To put it again: {q}", "I had asked: {q}",
)  # fmt: skip

REPEATS = ("Sure. {q}", "Of course. {q}", "Again: {q}", "The question was this. {q}", "Yes. {q}")

GRANTS = (
    "Of course. Take a minute.", "Sure, take your time.", "Yes, go ahead and think.", "Take the minute.",
    "That's fine. I'll wait.", "Go ahead, I'll be quiet.",
)  # fmt: skip

UNKNOWN = (
    "That's not something I have. Make an assumption, say it, and go on.",
    "I don't have that. Assume something sensible and tell me what it is.",
    "I can't give you that one. Pick an assumption and carry on.",
    "Nobody has told me. State what you assume and keep going.",
    "That isn't in what I've got. Decide for yourself and say so.",
    "I have no figure for that. Take one, say that you took it, and go on.",
    "You'd have to assume that. Go on from there.",
    "I don't know that either. Choose, and tell me what you chose.",
)

NO_VERDICT = (
    "I don't comment on that while we're in the interview. {q}",
    "That's for afterwards. {q}",
    "We'll leave that for the debrief. {q}",
    "I can't say anything on that now. {q}",
)

CUT_INS: dict[str, tuple[str, ...]] = {
    "components": (
        "Let me stop you there.", "Hold on a second.", "Sorry, let me come in here.", "One moment.",
    ),
    "unanswered": ("Let me bring you back.", "I'll come in there.", "Back to what I asked.", "Let me interrupt."),
    "repeating": ("I have that part.", "We've covered that.", "I've got that one.", "I heard that."),
    "overtime": ("Just for time, let me move us on.", "Watching the clock.", "For time, let me jump in."),
}  # fmt: skip

CANDIDATE_QUESTIONS = (
    "That's what I wanted to ask. Anything you'd like to add or change?",
    "I'm through my questions. Is there anything you'd still want to say?",
    "Before we stop: is there anything you'd say differently now?",
    "That's it from my side. What would you still like to add?",
)

CLOSES = (
    "We're at time. Thank you for walking me through it.",
    "That's our time. Thanks, we'll stop here.",
    "We have to stop here. Thank you.",
    "That's all from me. Thanks for your time.",
)

"""Pushes that fit any case, by rung of the ladder, for when the case's own are used up.

Rungs: 3 consequence, 4 constraint change, 5 forced choice, 7 authority. Rung 6 (contradiction) quotes the
candidate and is built in `own_words`; rung 8 is to accept and move on. The wrong pushes presume something that
the candidate may or may not have said: each is only used where its `unless` was never stated.
"""

from __future__ import annotations

from hotseat.core.judgment.bank_probes import Line

PUSHES: dict[str, tuple[Line, ...]] = {
    "names_failure_mode": (
        (3, "They manage today. Why would they bother with this?"),
        (4, "Suppose that group is a tenth of what you think. Is it still worth building?"),
    ),
    "declares_boundary": (
        (3, "It stays inside its lines and still does damage. Where?"),
        (4, "Nobody is there at night to do the human part. What changes?"),
        (5, "Twice as useful, or half as dangerous. You get one."),
        (7, "The board wants it to act alone by summer. What do you tell them?"),
    ),
    "controlled_delegation": (
        (4, "Half of the people who check it are leaving. What do you hand over?"),
        (5, "Automatic for everything, or checked for everything. Which one?"),
        (7, "A competitor does it without any person in between. Your CEO wants the same."),
    ),
    "ship_evidence": (
        (3, "Your test passes, and the first week is a disaster. What did the test miss?"),
        (4, "You have two weeks and a tenth of the sample. What do you still test?"),
        (5, "Ship below your bar on the promised date, or miss the date. Pick one."),
        (7, "The CEO has announced the date already. Your bar isn't met. What now?"),
    ),
    "rollback_trigger": (
        (3, "The switch is pulled by mistake on your busiest day. What does that cost?"),
        (4, "Nobody is on duty at the weekend. Who stops it?"),
        (5, "Keep it on for those it helps, or take it off for those it harms. Which?"),
        (7, "Sales says that switching it off loses the biggest account. And you?"),
    ),
    "abstain_defer_route": (
        (3, "It holds back so often that people stop asking it. What then?"),
        (4, "The people it hands over to are already full. Where do those cases go?"),
        (5, "Answer too often, or too seldom. Which one do you live with?"),
    ),
    "plausible_wrong": (
        (3, "A smooth wrong answer has gone out five hundred times. First three actions."),
        (4, "You can afford to check one in a thousand. Which one?"),
        (5, "Catch every bad one and slow everybody down, or let some through. Which?"),
    ),
    "two_path_tradeoff": (
        (4, "You have eight hundred milliseconds, all told. What goes?"),
        (4, "Half the budget. What does your design look like now?"),
        (5, "Fast and rough, or slow and right. One of them, today."),
    ),
    "degraded_modes": (
        (4, "The outage lasts a day, and it's your busiest one. What's left?"),
        (3, "It's half up: some answers arrive and some don't. What do people do?"),
    ),
    "error_consequence": (
        (3, "The worst mistake you can think of has just happened. What is the next hour?"),
        (5, "One bad error a year, or a thousand small ones a day. Which do you take?"),
    ),
    "cost_coverage": (
        (4, "Finance halves what you may spend per case. Who loses out?"),
        (5, "Everyone gets a weak version, or some get a strong one. Which?"),
    ),
    "data_governance": (
        (3, "A regulator asks you for everything it kept on one person. What arrives?"),
        (7, "Legal wants everything kept for ten years, just in case. Your answer?"),
    ),
    "cuts_scope": (
        (5, "The thing you cut, or the thing you kept. Sales will only sell one."),
        (7, "Your biggest customer wants exactly what you left out. What do you say?"),
    ),
    "holds_line": (
        (4, "Same design, half the people. What do you give up?"),
        (5, "You can keep one thing from this design. Which one, and what's lost?"),
        (7, "The CEO wants the whole thing live in two weeks. What do you say?"),
        (7, "Your head of engineering thinks this is far too careful. Convince her."),
    ),
}

WRONG_PUSHES: tuple[tuple[str, str, str], ...] = (
    ("rollback_trigger", "rollback_trigger",
     "You told me earlier that there's an automatic rollback after two weeks. What exactly trips it?"),
    ("declares_boundary", "declares_boundary",
     "As you said, every answer gets signed off by legal. So who could be hurt by a wrong one?"),
    ("ship_evidence", "ship_evidence",
     "You put your bar at fifty percent a while ago. Isn't that far too low for this?"),
    ("override_rate", "override_rate",
     "You said people never change what it suggests, so you don't need to count that, do you?"),
    ("data_governance", "data_governance",
     "You mentioned that you keep everything for ten years. Why so long?"),
    ("abstain_defer_route", "",
     "Models like this are always sure when they're right, so an unsure answer can simply be thrown away, can't it?"),
    ("plausible_wrong", "",
     "Wrong answers get reported by users anyway, so you'd hear about every one of them, wouldn't you?"),
    ("error_consequence", "",
     "If the average comes out fine, then nobody in particular is being hurt. So why look at single cases?"),
    ("rollback_trigger", "",
     "Once it has passed your test it goes on behaving the same way, so watching it afterwards is wasted, isn't it?"),
    ("declares_boundary", "",
     "People can always ignore what it says, so whatever goes wrong after that is their own choice, no?"),
    ("controlled_delegation", "controlled_delegation",
     "You said it acts fully on its own from the first day. Isn't that reckless?"),
)  # fmt: skip
"""``(target, unless, words)``: a premise that is never so, or one that was not said unless `unless` was."""

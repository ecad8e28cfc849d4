"""What may stand beside a question: a short acknowledgement, a move to a subject, the candidate's own words, a scene.

The law: a statement is refused unless it is one of these. No list of praise or of hints is ever complete, so the guard
does not look only for what is forbidden: an opinion, a fact or an order is none of the four, whatever its words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from hotseat.core.judgment.bank_challenges import CHALLENGES
from hotseat.core.judgment.bank_phrases import ADVANCES
from hotseat.core.judgment.bank_probes import PROBES
from hotseat.core.judgment.bank_pushes import PUSHES
from hotseat.core.judgment.clarify import stem, stems
from hotseat.core.judgment.rules import QUOTED
from hotseat.core.model import vocabulary as v
from hotseat.core.model import words as w
from hotseat.core.model.ground import ALIKE, EVERYDAY, Ground, plain
from hotseat.core.model.sentences import split

STRANGE_IN_A_SCENE = 3
STRANGE_IN_A_REMARK = 2
"""So many telling words may be neither in the talk nor what interviewers say in any case."""
NEW_IN_A_REMARK = 5
"""So many may be everyday ones that nobody has said here."""
TELLING = 5
"""Letters; shorter words are in too many sentences to tell which one is meant."""
TOGETHER = 2
FRAGMENT = 3
"""Words; so short a remark is an echo of the candidate, or an exclamation."""

ACKNOWLEDGED = re.compile(
    r"^(?:(?:okay|ok|right|all right|alright|fine|got it|i see|i hear you|i follow|i understand|understood|noted|"
    r"m+[- ]?h+m+|h+m+|m+|uh[- ]huh|hold on(?: a (?:second|moment))?|one (?:second|moment)|wait|go on|sorry|"
    r"let me stop you there|let me come in(?: here| there)?|i'll come in there|so|and|then|but|now|again|well|also|"
    r"exactly|still)(?=[\s,.;:—–-]|$)[\s,.;:—–-]*)+",
    re.IGNORECASE,
)
LEAD_ONLY = frozenset(("well", "exactly", "still", "also"))
"""May open a question, but are a comment when they stand alone."""
TRANSITION = re.compile(
    r"^(?:(?:let's|let us|let me|i(?:'d| would) like (?:to|us to)|i want (?:to|us to)|i(?:'m| am) (?:going|trying) to|"
    r"i(?:'ll| will)|can we|we(?:'ll| will| need to| have to| should)?|help me|now|next|"
    r"back|over|on|moving|turning|staying|sticking|going|coming|one (?:more|last|level)|another|same|different|"
    r"just for time|for time|in the interest of time|watching the clock|before (?:that|we|you)|a question|"
    r"a different|first|last|time to|your turn|still)\b)",
    re.IGNORECASE,
)
ON_THE_WAY = stems(
    """stay stick move moving go going turn turning shift switch jump come coming back return dig push press zoom step
    look focus stop pause hold start begin leave leaving put aside bring take make keep understand understanding
    hear see know ask asking narrow narrowly narrower specific concrete precise exact different differently again
    more once try follow get subject topic moment second minute time clock part piece point question detail level
    end rest last user problem person boundary system product case evaluation evaluating evidence proof testing
    tests launch launching rollout failure failing tradeoff tradeoffs trade cost costs price data side scenario
    situation sure deeper deep down further beginning other way bit little day bad interest clear us let want like
    first next interrupt cut short sentence word words phrase claim line there here actually really just simply"""
)
SCENE = re.compile(
    r"^(?:suppose|say|imagine|picture|let's (?:say|suppose|imagine|take)|what if|if|when|whenever|once|while|until|"
    r"unless|before|as soon as|the moment|take|think of|it's (?!a\b|an\b|the\b)|it is (?:now |\w+day)|"
    r"at (?:some|what|which)|"
    r"even (?:if|when)|without|under|during|between|among|for|in|on|at|by|from)\b",
    re.IGNORECASE,
)
SOMEBODY = re.compile(
    r"^(?:the (?:model|system|provider|network|connection)|a|an|one|two|three|some|somebody|someone|something|"
    r"nobody|both|it|it's|they|they're|he|she|people|there's|"
    r"there is|another|\w+ o'clock|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
"""Begins a scene without saying so: “A caller is in shock.”"""
ABOUT_THE_ANSWER = re.compile(r"\b(?:you|your|you're|that's|that is|this is)\b", re.IGNORECASE)
CHOICE = re.compile(r"\bor\b", re.IGNORECASE)
REASONING = re.compile(
    r"^(?:because|since|given|granted|considering|knowing|having|seeing|although|though|even though|assuming|provided|"
    r"noting|building|following|thanks|due|based)\b",
    re.IGNORECASE,
)
ELLIPTIC = re.compile(
    r"^(?:(?:makes|sounds|looks|feels|seems|reads|checks|tracks|lands|shows|does)\b|(?:nothing|no|not|never|"
    r"hard|cannot|"
    r"can't|couldn't|wouldn't)\b.*\b(?:that|this|there|here|at all|notes|complaints|doubt|objections)\b)",
    re.IGNORECASE,
)
"""A comment that leaves “that” out: “Makes sense.”, “Nothing wrong with that.”"""
ADVICE = re.compile(
    r"^(?:please )?(?:think (?!of\b|aloud)|use|add|include|mention|aim|look (?:at|into)|go (?:for|with)|"
    r"start (?:with|from)|"
    r"begin with|try|consider|remember|note|don't|do not|avoid|make sure|be sure|watch out|beware|maybe|"
    r"perhaps|you (?:could|may|might|can also))\b",
    re.IGNORECASE,
)
TO_ME = re.compile(
    r"(?<!tell )(?<!give )(?<!show )(?<!walk )(?<!take )(?<!talk )(?<!for )\b(?:me|my|mine|our|ours|"
    r"us)\b",
    re.IGNORECASE,
)
YOU_ARE = re.compile(
    r"^you(?:'re| are|'ve| have|'d| had|'ll| will| won't| did| were| got| do| don't| seem| sound| know| think)\b",
    re.IGNORECASE,
)
"""Speaks about the candidate."""
YOU_HAVE = re.compile(
    r"^you(?:'ve got| have| get|'re given)(?: only| just)? (?:one|two|three|four|five|six|ten|no|half|until|only)\b",
    re.IGNORECASE,
)
"""Sets a limit: “You have one quarter.”"""
YOU_CHOSE = re.compile(r"^you (?:chose|choose|picked|pick|want|wanted|prefer|preferred|decided|went)\b", re.IGNORECASE)
IF_YOU = re.compile(r"^(?:say|suppose|imagine|if|what if|let's say) you(?: also| only| just)? (\w+)\b", re.IGNORECASE)
"""“Suppose you tracked it”: proposes by supposing."""
ADVISING = re.compile(
    r"\b(?:should|ought|(?:would|might|could) (?:be|help|make|do|work|need|want)|too (?!\W|$)\w+)\b", re.IGNORECASE
)
TROUBLE = re.compile(
    r"\b(?:wrong\w*|fails?|failed|down|slow|late|stops?|drops?|lost|useless|broken|breaks?|nobody|no|not|never|but|"
    r"nothing|hardly|still|\w+n't)\b",
    re.IGNORECASE,
)
CLAIMING = re.compile(
    r"^(?:with|after|because|since|given|granted|considering|knowing|having|seeing|as|despite|thanks|due|based|"
    r"although|though|even though|assuming|provided|noting|building|following|like)\b",
    re.IGNORECASE,
)
SELF = re.compile(
    r"^i(?:'ve| have|'d| would|'m| am)? (?:just |only |also |still )?(?:didn't ask|did not ask|asked|asking|heard|hear|"
    r"mean|meant|wrote down|noted|need|want|take it|don't (?:have|see|hear|know)|wonder(?:ing)?|curious)\b",
    re.IGNORECASE,
)
MINE = re.compile(r"\b(?:i|i'm|i'd|i've|i'll|me|my|mine|myself|we|we're|we've|we'd|us|our|ours)\b", re.IGNORECASE)
POINTING = re.compile(r"^(?:that|this|these|those|which|such|it all|all that|here)(?:'s|'re)?\b", re.IGNORECASE)
COUNTING = stems(
    """lot lots part parts piece pieces claim list lists word words broad wide long short several many few half side
    sides step steps way ways two three four five six seven boundary number component components subject subjects
    range ground ask order scope kinds kind sorts types topics items options goals constraints things answer
    still yet only just big later both
    once"""
)
GENERAL = re.compile(
    r"\b(?:most|the majority|majority of|half of|(?:a|one) (?:third|quarter|fifth|half|tenth)|percent|"
    r"per cent|on average|"
    r"roughly|around \w+ (?:of|percent)|\w+ in (?:ten|a hundred|five|six|nine|eleven|twelve)|usually|"
    r"typically|commonly|"
    r"generally|normally|often|many (?:teams|companies|people|users|candidates)|in practice|in reality|by the way|"
    r"last (?:week|month|year|quarter|spring|summer|autumn|winter)|yesterday|recently|not many|few (?:people|"
    r"candidates)|hardly anyone|others|some (?:teams|people|companies|products)|"
    r"keep in mind|bear in mind|mind you|remember|note that|fyi|for context|for your information|as it happens)\b",
    re.IGNORECASE,
)
"""Says how the world is."""
SUCCESS = re.compile(
    r"\b(?:(?<!how it )works?|worked|scales?|safe|safely|solved|solves|covers|complete|completely|"
    r"catch(?:es)?|trusts?|trusted|"
    r"proven|proved|succeeds?|succeeded|reliable|accurate|accurately|flawless|guarantee\w*|always|never fails?|honest|"
    r"prevents?|eliminates?|everyone|everybody|already|insured|established|settled|agreed)\b",
    re.IGNORECASE,
)
"""Says that something is well: the candidate may claim it, the interviewer does not take it over."""
CLAUSE = re.compile(r",\s*(?=(?:so|then|and|but)\b)|[;:—–]", re.IGNORECASE)
ASIDE = re.compile(r"^[\w']+(?: [\w']+)? aside$", re.IGNORECASE)
COLON = re.compile(r"^\s*([^:?.!]{1,40}):\s")
SMALL_NUMBER = re.compile(
    r"\b(?<!all )(?<!those )(?<!these )(?<!the )(?<!at )(?:four|five|six|seven|eight|nine|ten|"
    r"dozen)\b(?! times)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def vetted() -> frozenset[str]:
    """Every sentence of the banks: written for interviewers, and checked by people."""
    lines = [t for bank in (PROBES, PUSHES, CHALLENGES) for rows in bank.values() for _, t in rows]
    lines += [t for rows in ADVANCES.values() for t in rows]
    return frozenset(plain(s) for line in lines for s in split(line))


def faults(text: str, ground: Ground, *, lead: bool = False) -> tuple[str, ...]:
    """The rules that a statement breaks; `lead` for what stands before the question in one sentence."""
    own = QUOTED.sub(" ", text.replace("’", "'")).strip(" ,;:—–-")
    if lead and len(clauses := [c for c in CLAUSE.split(own) if plain(c)]) > 1:
        return tuple(dict.fromkeys(fault for clause in clauses for fault in faults(clause, ground, lead=True)))
    rest, alone = _without_acknowledgement(own)
    words = plain(rest)
    if not words:
        return ("remark",) if alone and not lead else ()
    if f" {words} " in f" {plain(ground.planned)} " or words in vetted():
        return ()
    if CHOICE.search(rest) and not MINE.search(rest) and not CLAIMING.match(rest):
        return _scene(rest, ground)
    if w.ATTRIBUTED_LATE.search(rest):
        return _remark(rest, ground, strange=STRANGE_IN_A_REMARK)
    if SCENE.match(rest) and not w.SUGGESTS.match(rest) and not TO_ME.search(rest):
        return _scene(rest, ground)
    if TRANSITION.match(rest) and not (stems(rest) - ON_THE_WAY - ground.stems_of("asking") - _talk(ground)):
        return (*_judging(rest, ground), *_success(rest, ground))
    if w.ATTRIBUTED.match(rest):
        return _remark(rest, ground, strange=STRANGE_IN_A_REMARK)
    if SELF.match(rest):
        return _remark(rest, ground, strange=0)
    if MINE.search(rest):
        return (*_judging(rest, ground), "remark")
    if POINTING.match(rest):
        return _pointing(rest, ground)
    if CLAIMING.match(rest):
        new = ground.unsaid(rest) if REASONING.match(rest) else ground.unsaid(rest) - EVERYDAY
        return ("premise",) if new else _remark(rest, ground, strange=0)
    if YOU_HAVE.match(rest):
        return _scene(rest, ground)
    if YOU_ARE.match(rest):
        heard = stems(rest) & ground.stems_of("candidate")
        return (
            _remark(rest, ground, strange=STRANGE_IN_A_REMARK, somebody=True)
            if heard - EVERYDAY or len(heard) > 1
            else ("remark",)
        )
    if chosen := YOU_CHOSE.match(rest):
        return _remark(rest[chosen.end() :], ground, strange=1)
    if ELLIPTIC.match(rest):
        return (*_judging(rest, ground), "remark")
    if ADVICE.match(rest):
        return ("hint",)
    if len(words.split()) <= FRAGMENT and not SOMEBODY.match(rest):
        return _fragment(rest, ground)
    if SOMEBODY.match(rest):
        return _remark(rest, ground, strange=STRANGE_IN_A_SCENE, somebody=True)
    if ground.unsaid(rest) - EVERYDAY - COUNTING and stems(rest) == ground.unsaid(rest):
        return (*_judging(rest, ground), "remark")
    return _remark(rest, ground, strange=STRANGE_IN_A_REMARK)


def echoed(text: str, ground: Ground) -> tuple[str, ...]:
    """The rules that a question without a question word breaks: it has to be about what was said."""
    own = QUOTED.sub(" ", text.replace("’", "'")).strip(" ,;:—–-?")
    rest, _ = _without_acknowledgement(own)
    strange = ground.unsaid(rest, asking=True) - EVERYDAY
    found = list(_judging(rest, ground, mild=False)) if not SCENE.match(rest) else []
    if len(strange) > STRANGE_IN_A_REMARK:
        found.append("off_target")
    return tuple(found)


def label_faults(text: str, ground: Ground) -> tuple[str, ...]:
    """What stands before a colon, when it is a label and no part of the talk."""
    found = COLON.match(text)
    if found is None or len(found[1].split()) > FRAGMENT:
        return ()
    rest, _ = _without_acknowledgement(found[1])
    own = stems(rest)
    if not own or CHOICE.search(rest) or w.ORDERS.match(rest) or SCENE.match(rest) or SELF.match(rest):
        return ()
    known = ON_THE_WAY | ground.stems_of("asking") | _talk(ground)
    return ("out_of_character",) if own - known - EVERYDAY or len(own - known) == len(own) else ()


def _talk(ground: Ground) -> frozenset[str]:
    return ground.stems_of("candidate") | ground.stems_of("public")


def acknowledges(sentence: str) -> bool:
    """True for "Okay.", "Got it." and their like, with nothing else."""
    rest, alone = _without_acknowledgement(sentence.strip(" .,;:—–-"))
    return not plain(rest) and not alone


def _without_acknowledgement(text: str) -> tuple[str, bool]:
    """The rest after “Okay, so”; and whether all of it was a word that does not stand alone."""
    found = ACKNOWLEDGED.match(text)
    if found is None:
        return text, False
    rest = text[found.end() :].strip(" ,;:—–-.")
    return rest, not rest and plain(text).split()[-1] in LEAD_ONLY


def _judging(text: str, ground: Ground, *, mild: bool = True) -> tuple[str, ...]:
    """Opinions: words of praise and blame that nobody else has used."""
    found = frozenset(plain(text).replace("as well", "too").split()) - ground.words()
    if found & v.APPROVING or (mild and found & v.MILD):
        return ("praise",)
    return ("verdict",) if found & v.BLAMING else ()


def _success(text: str, ground: Ground) -> tuple[str, ...]:
    """Claims that something is well, in a clause without trouble in it."""
    for clause in re.split(r"[,;:—–]", text):
        if not TROUBLE.search(clause) and _new(SUCCESS, clause, ground):
            return ("premise",)
    return ()


def _new(shape: re.Pattern[str], text: str, ground: Ground) -> bool:
    """True when something of this shape has words that nobody has said."""
    return any(not frozenset(plain(m.group()).split()) <= ground.words() for m in shape.finditer(text))


def _leaking(text: str, strange: frozenset[str], ground: Ground, least: int) -> tuple[str, ...]:
    """Words that stand together in something hidden, when nobody has said `least` of them."""
    strange = frozenset(s for s in strange if len(s) >= TELLING)
    own = frozenset(s[:ALIKE] for s in stems(text) - EVERYDAY)
    for secret in ground.hidden_stems() if strange else ():
        if len(strange & secret) >= least and len(own & {s[:ALIKE] for s in secret}) >= TOGETHER:
            return ("leak",)
    return ()


def _scene(text: str, ground: Ground) -> tuple[str, ...]:
    """What might happen may be new, as long as nobody is told how it is or how well it went."""
    strange = ground.unsaid(text, asking=True) - EVERYDAY
    found = list(_judging(text, ground, mild=False)) if ABOUT_THE_ANSWER.search(text) else []
    if len(strange) > STRANGE_IN_A_SCENE:
        found.append("unknown_fact")
    if (done := IF_YOU.match(text)) and stems(done[1]) & strange:
        found.append("hint")
    return (*found, *_leaking(text, strange, ground, 2))


def _remark(text: str, ground: Ground, *, strange: int, somebody: bool = False) -> tuple[str, ...]:
    """A statement as such: nearly all of it must have been said already."""
    new = ground.unsaid(text)
    found = [*_judging(text, ground, mild=not (somebody and TROUBLE.search(text))), *_success(text, ground)]
    if _new(GENERAL, text, ground) or (not somebody and _new(SMALL_NUMBER, text, ground)):
        found.append("unknown_fact")
    if ADVISING.search(text):
        found.append("hint")
    if len(new - EVERYDAY) > strange or len(new) > NEW_IN_A_REMARK:
        found.append("remark")
    return (*dict.fromkeys(found), *_leaking(text, new - EVERYDAY, ground, 2 if somebody else 1))


def _pointing(text: str, ground: Ground) -> tuple[str, ...]:
    """“That's four things”: may count, may not weigh."""
    rest = POINTING.sub("", text, count=1)
    if ground.unsaid(rest) - COUNTING:
        return (*_judging(text, ground), "remark")
    return _judging(text, ground)


def _fragment(text: str, ground: Ground) -> tuple[str, ...]:
    """An echo is made of what was said; anything else so short is an exclamation."""
    own = stems(text)
    if own and not ground.unsaid(text):
        return _judging(text, ground)
    if own and own <= COUNTING | {stem(x) for x in w.SMALL}:
        return _judging(text, ground)
    if ASIDE.search(text):
        return ()
    return (*_judging(text, ground), "remark")

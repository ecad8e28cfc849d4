"""What a model's line must be before a voice may say it. Names the rules it breaks; none means that it may be spoken.

The model is never trusted: the same checks run whatever it was told, on each sentence before that is spoken and on the
whole line. A line that is refused costs a second try or the scripted question, never the candidate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from hotseat.core.judgment.bank_challenges import CHALLENGES
from hotseat.core.judgment.bank_probes import PROBES
from hotseat.core.judgment.bank_pushes import PUSHES
from hotseat.core.judgment.clarify import COMMON, stem, stems
from hotseat.core.judgment.labels import BY_ID
from hotseat.core.judgment.rules import LEAK_WORDS, MAX_WORDS, QUOTED, spoken_words
from hotseat.core.judgment.targets import REPAIR
from hotseat.core.model import words as w

LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
NUMBER = re.compile(r"\d[\d.,:]*\d|\d")
STRANGE_LETTER = re.compile(r"[^\x00-\x7fàâäçèéêëîïôöùûüñÀÉÈÖÜ‘’“”–—…£€]")
ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u206f]")
ENGLISH_SHARE = 0.22
"""At least this share of a line's words are everyday English ones."""
UNKNOWN_SHARE = 0.12
"""At most this share of a line's words may be missing from the dictionary, where there is one, and from the talk."""
SHORT_SECRET = 4
"""Words; a secret of so many is given away when all of it is said."""
SECRET_STEMS = 3
"""A line that shares this many telling stems with one secret, and with nothing public, gives it away."""
SAME_SHARE = 0.66
"""Two questions that share this much of their telling words are one question."""
GROUNDED_SHARE = 0.6
"""So much of what a line says “you said” must be in what the candidate said."""
LONGEST_WORD = 22
ORPHAN_STEMS = 4
"""At most so many telling words may be neither in the talk, the case, nor the questions that interviewers ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a line is measured against. Everything the candidate may already know is public; the rest is not."""

    planned: str
    """the scripted line that the model puts into its own words"""
    target: str | None = None
    aims: tuple[str, ...] = ()
    """other questions after the same target"""
    public: tuple[str, ...] = ()
    """the brief, and the facts that were told"""
    candidate: tuple[str, ...] = ()
    """what the candidate has said"""
    asked: tuple[str, ...] = ()
    """questions that were spoken"""
    secrets: tuple[str, ...] = ()
    """facts not told, answers, what is punished"""
    names: tuple[str, ...] = ()
    """names that may be said: the product, its vocabulary"""
    lexicon: frozenset[str] = frozenset()
    """every word of the session's language; empty where no dictionary is at hand"""
    maximum: int = MAX_WORDS
    cache: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def stems_of(self, name: str) -> frozenset[str]:
        """Telling stems of one part, computed once."""
        if name not in self.cache:
            texts: Iterable[str]
            match name:
                case "public":
                    texts = (*self.public, *self.names)
                case "candidate":
                    texts = self.candidate
                case "aim":
                    texts = (self.planned, *self.aims, *lines_on(self.target))
                case _:
                    texts = (self.planned,)
            self.cache[name] = frozenset(s for text in texts for s in stems(text))
        return self.cache[name]


@dataclass(frozen=True, kw_only=True)
class Guard:
    """Checks lines on one ground. `broken` for a whole line, `broken_opening` for what is said before the question."""

    ground: Ground

    def broken(self, line: str) -> tuple[str, ...]:
        """The rules that a whole line breaks."""
        found = self._anywhere(line)
        if spoken_words(line) > self.ground.maximum:
            found.append("too_long")
        count = asks(line)
        if count == 0 and asks(self.ground.planned):
            found.append("no_question")
        if count > 1 or (_stacked(line) and not _stacked(self.ground.planned)):
            found.append("several_questions")
        if self._asked_before(line):
            found.append("asked_before")
        if self._off_target(line):
            found.append("off_target")
        return tuple(dict.fromkeys(found))

    def broken_opening(self, sentence: str) -> tuple[str, ...]:
        """The rules that a first sentence breaks, when the question is still to come."""
        found = self._anywhere(sentence)
        if asks(sentence) and not QUOTED.search(sentence):
            found.append("several_questions")
        if spoken_words(sentence) > self.ground.maximum // 2:
            found.append("too_long")
        return tuple(dict.fromkeys(found))

    def _anywhere(self, text: str) -> list[str]:
        own = QUOTED.sub(" ", text)
        plain = own.replace("’", "'")
        found = []
        if not LETTERS.search(text):
            found.append("empty")
        if w.MARKUP.search(text) or ODD.search(text) or text.count("\n"):
            found.append("unspeakable")
        if w.LABELLED.search(text) or w.PERSONA.search(plain):
            found.append("out_of_character")
        if w.PRAISE.search(plain):
            found.append("praise")
        if w.HINT.search(plain) or self._gives_answer(plain):
            found.append("hint")
        if w.VERDICT.search(text.replace("’", "'")):
            found.append("verdict")
        if not self._english(text):
            found.append("language")
        if _loops(text):
            found.append("loops")
        if self._leaks(text):
            found.append("leak")
        if self._unknown_figure(text):
            found.append("unknown_fact")
        if self._premise(plain):
            found.append("premise")
        if self._misquotes(text):
            found.append("invented_quote")
        return found

    # -- one rule each

    def _english(self, text: str) -> bool:
        if STRANGE_LETTER.search(text):
            return False
        found = [x.lower().replace("’", "'") for x in LETTERS.findall(text)]
        if not found:
            return True
        foreign = sum(x in w.FOREIGN for x in found)
        if foreign >= 2 or foreign * 5 > len(found) or any(len(x) > LONGEST_WORD for x in found):
            return False
        said, lexicon = self._said_words, self.ground.lexicon
        known = sum(x in w.COMMON_ENGLISH for x in found)
        strange = [x for x in found if x not in lexicon and x.removesuffix("'s") not in lexicon and x not in said]
        if len(found) >= 5 and known < ENGLISH_SHARE * len(found):
            return bool(lexicon) and not strange and not foreign
        if not lexicon:
            return True
        return len(strange) <= UNKNOWN_SHARE * len(found) if len(found) > 4 else not strange

    @cached_property
    def _said_words(self) -> frozenset[str]:
        parts = (*self.ground.candidate, *self.ground.public, *self.ground.names, self.ground.planned)
        return frozenset(x.lower().replace("’", "'") for part in parts for x in LETTERS.findall(part))

    def _gives_answer(self, text: str) -> bool:
        """True when the line names what a good answer would, and neither side has."""
        answer = ANSWER_WORDS.get(self.ground.target or "")
        if answer is None:
            return False
        said = " ".join((self.ground.planned, *self.ground.candidate, *self.ground.public)).lower()
        return any(found.group().lower() not in said for found in answer.finditer(text))

    def _leaks(self, text: str) -> bool:
        ground = self.ground
        public = ground.stems_of("public") | ground.stems_of("candidate") | ground.stems_of("aim") | EVERYDAY
        own = stems(text) - public
        _, runs, short = self._hidden
        plain = _plain(text)
        if not runs.isdisjoint(_runs(text)) or any(secret in plain for secret in short):
            return True
        return len(own) >= SECRET_STEMS and any(len(own & s) >= SECRET_STEMS for s in self._hidden_stems)

    @cached_property
    def _hidden(self) -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
        """The secrets that neither side, nor the scripted line, has said already; their runs; the short ones, plain."""
        ground = self.ground
        said = " ".join((ground.planned, *ground.public, *ground.candidate)).lower()
        planned = _runs(ground.planned)
        hidden = tuple(s for s in ground.secrets if s.lower() not in said and planned.isdisjoint(_runs(s)))
        plain = [_plain(s) for s in hidden]
        short = tuple(p for p in plain if SHORT_SECRET <= len(p.split()) < LEAK_WORDS)
        return hidden, frozenset().union(*map(_runs, hidden)), short

    @cached_property
    def _hidden_stems(self) -> tuple[frozenset[str], ...]:
        return tuple(map(stems, self._hidden[0]))

    def _unknown_figure(self, text: str) -> bool:
        """True for a number or a name that nobody has said."""
        said = self._said_words
        whole = " ".join((self.ground.planned, *self.ground.candidate, *self.ground.public)).lower()
        figures = set(NUMBER.findall(whole))
        if any(n not in figures for n in NUMBER.findall(text)):
            return True
        for found in LETTERS.finditer(text):
            word = found.group().replace("’", "'")
            if word.lower() in w.NUMBER_WORDS and word.lower() not in said:
                return True
            before = text[: found.start()].rstrip(" \"“‘'")
            starts = not before or before[-1] in ".?!:;…—"
            if word[0].isupper() and not starts and word.lower().removesuffix("'s") not in said | w.ALWAYS_NAMES:
                return True
        return False

    def _premise(self, text: str) -> bool:
        """True when the line takes something over as true that the scripted line did not."""
        planned = {m.group().lower() for m in w.PREMISE.finditer(self.ground.planned.replace("’", "'"))}
        return any(found.group().lower() not in planned for found in w.PREMISE.finditer(text))

    def _misquotes(self, text: str) -> bool:
        """True when it puts words into the candidate's mouth."""
        said = " ".join(_plain(part) for part in self.ground.candidate)
        planned = _plain(self.ground.planned)
        for found in QUOTED.finditer(text):
            quote = _plain(found.group())
            if quote and f" {quote} " not in f" {said} " and f" {quote} " not in f" {planned} ":
                return True
        known = self.ground.stems_of("candidate") | self.ground.stems_of("planned") | self.ground.stems_of("public")
        for found in w.ATTRIBUTED.finditer(QUOTED.sub(" ", text.replace("’", "'"))):
            claimed = stems(found["what"])
            if claimed and len(claimed & known) < GROUNDED_SHARE * len(claimed):
                return True
        return False

    def _asked_before(self, line: str) -> bool:
        """True for the question that was spoken before; a planned line that repeats on purpose is let through."""
        own = _telling(line)
        if len(own) < 2:
            return _plain(line) in {_plain(a) for a in self.ground.asked}
        for earlier in self.ground.asked:
            other = _telling(earlier)
            if other and len(own & other) >= SAME_SHARE * len(own | other) and _plain(line) != _plain(earlier):
                return True
            if _plain(line) == _plain(earlier):
                return True
        return False

    def _off_target(self, line: str) -> bool:
        """True when nothing ties the line to what it should ask, or most of it is about something else."""
        ground = self.ground
        own = stems(line)
        orphans = own - ground.stems_of("aim") - ground.stems_of("public") - ground.stems_of("candidate") - EVERYDAY
        if len(orphans) > ORPHAN_STEMS:
            return True
        if not ground.target or not own:
            return False
        aims = _loose_lines(ground.target).union(*(_loose(aim) for aim in (ground.planned, *ground.aims)))
        if _loose(line) & aims:
            return False
        talk = ground.stems_of("candidate") | ground.stems_of("public")
        return len(own & talk) * 2 < len(own)


def lines_on(target: str | None) -> tuple[str, ...]:
    """Every question of the banks after a target, and what the label is called."""
    if target is None:
        return ()
    found = [text for bank in (PROBES, PUSHES, CHALLENGES) for _, text in bank.get(target, ())]
    for mistake, signals in REPAIR.items():
        if target in signals:
            found += [text for _, text in CHALLENGES.get(mistake, ())]
    label = BY_ID.get(target)
    return (*found, label.name, label.description) if label else tuple(found)


def cleaned(text: str) -> str:
    """A line as it was meant: spaces joined, one pair of quotation marks around all of it taken off."""
    plain = " ".join(text.split())
    if len(plain) > 2 and plain[0] in '"“' and plain[-1] in '"”' and not re.search(r"[\"“”]", plain[1:-1]):
        plain = plain[1:-1].strip()
    return plain


def _stacked(text: str) -> bool:
    """True when two questions stand in one sentence."""
    return w.STACKED.search(QUOTED.sub(" ", text)) is not None


def _runs(text: str) -> frozenset[str]:
    """Every run of six words."""
    found = _plain(text).split()
    return frozenset(" ".join(found[i : i + LEAK_WORDS]) for i in range(len(found) - LEAK_WORDS + 1))


def asks(text: str) -> int:
    """How many questions a text puts: question marks, and orders that stand for one."""
    own = QUOTED.sub(" ", text.replace("’", "'"))
    marks = own.count("?") + own.count("？") + own.count("¿")
    orders = len(w.STACKING_ORDER.findall(" ".join(s for s in re.split(r"(?<=[.!?])\s+", own) if "?" not in s)))
    if marks + orders:
        return marks + (orders if orders > 1 or not marks else 0)
    return int(bool(w.ORDERS.search(own) or w.CLOSES_LIKE_AN_ORDER.search(own)))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("’", "'")))


def _telling(text: str) -> frozenset[str]:
    return stems(QUOTED.sub(" ", text))


def _loose(text: str) -> frozenset[str]:
    """Stems with the everyday ones: short questions have little else in common."""
    return frozenset(stem(x) for x in re.findall(r"[a-z']+", text.lower()) if x not in NOTHING)


_LOOSE: dict[str, frozenset[str]] = {}


def _loose_lines(target: str) -> frozenset[str]:
    if target not in _LOOSE:
        _LOOSE[target] = frozenset(s for line in lines_on(target) for s in _loose(line))
    return _LOOSE[target]


def _loops(text: str) -> bool:
    """True for a word said three times running, or a run of five words that comes again."""
    found = _plain(text).split()
    if any(a == b == c for a, b, c in zip(found, found[1:], found[2:], strict=False)):
        return True
    runs = [tuple(found[i : i + 5]) for i in range(len(found) - 4)]
    return len(set(runs)) < len(runs)


NOTHING = w.listed(
    """a an the of to in on at by for from with and or but so if then than that this these those it its is are was were
    be been do does did can could i you your my me we our us they their them he she his her as not no yes just"""
)
EVERYDAY: frozenset[str] = frozenset(
    s for bank in (PROBES, PUSHES, CHALLENGES) for lines in bank.values() for _, text in lines for s in stems(text)
) | frozenset(stem(x) for x in COMMON)
"""What interviewers say whatever the case is."""

ANSWER_WORDS: dict[str, re.Pattern[str]] = {
    target: re.compile(rf"\b(?:{shapes})\b", re.IGNORECASE)
    for target, shapes in {
        "abstain_defer_route": r"abstain\w*|defer\w*|rout(?:e|es|ing)|escalat\w*|hand(?:s|ing)? (?:it )?(?:over|off)|"
        r"confidence (?:score|threshold)|fall(?:s)? back|human in the loop",
        "plausible_wrong": r"escalat\w*|spot checks?|audit\w*|double[- ]check\w*|citations?|second (?:pair|opinion)",
        "rollback_trigger": r"threshold\w*|kill[- ]switch|feature flags?|canary|on[- ]call|error budget",
        "ship_evidence": r"golden set|test set|holdout|offline eval\w*|precision|recall|A/B tests?|shadow mode|"
        r"override rate",
        "override_rate": r"override rate|edit rate|accept(?:ance)? rate",
        "live_conditions": r"shadow mode|pilot|A/B tests?",
        "declares_boundary": r"copilot|human in the loop|drafts? only|read[- ]only|approv(?:e|al)s?",
        "cuts_scope": r"one (?:region|segment|store|team) first",
        "degraded_modes": r"cached?|fall(?:s)? back|smaller model|time ?out|queue\w*",
        "cost_coverage": r"cached?|smaller model|distil\w*|batch\w*",
        "controlled_delegation": r"shadow mode|dry[- ]run|spending (?:limit|cap)|undo",
        "data_governance": r"retention|encrypt\w*|anonymi\w*|tenants?|consent|gdpr|redact\w*",
        "non_ai_baseline": r"regex|rules? engine|keyword search|dropdown|spreadsheet",
        "two_path_tradeoff": r"cascade|two[- ]tier|smaller model",
        "conditional_model_choice": r"error tolerance|latency budget|fallback",
    }.items()
}
"""Words of a good answer. A question that brings them in first has given the answer away."""

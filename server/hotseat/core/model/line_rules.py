"""What rules can tell of a line: what it must never do, and what looks wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from hotseat.core.judgment.clarify import stems
from hotseat.core.judgment.rules import LEAK_WORDS, QUOTED, spoken_words
from hotseat.core.model import questions, remarks
from hotseat.core.model import vocabulary as v
from hotseat.core.model import words as w
from hotseat.core.model.ground import EVERYDAY, LETTERS, Ground, lines_on, runs
from hotseat.core.model.ground import plain as _plain
from hotseat.core.model.sentences import split
from hotseat.core.model.shapes import asks, claim, ends_as_question, loops, telling

ENDED = re.compile(r"[.?!…][\"”’')]*\s*$")
REPEATED = re.compile(r"\b(\w+(?:\W+\w+){0,2})(?:\W+\1\b){2}", re.IGNORECASE)
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
SHOUTED = 3
"""Letters; longer words in capitals are names or orders to a machine."""
ORPHAN_STEMS = 4
"""At most so many telling words may be neither in the talk, the case, nor the questions that interviewers ask."""
STRANGE_IN_A_POLAR = 3
"""A question that yes answers may bring in so many telling words that nobody has said."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Checks lines on one ground. A `must` decides alone; a `doubt` is weighed with what the judge of lines says."""

    ground: Ground

    def musts(self, line: str) -> tuple[str, ...]:
        """What no line may do, whoever judges it."""
        found = self._never(line)
        if spoken_words(line) > self.ground.maximum:
            found.append("too_long")
        if not ENDED.search(line) and ENDED.search(self.ground.planned):
            found.append("cut_off")
        found += self.certain(line)
        if self._elsewhere(line):
            found.append("off_target")
        own = QUOTED.sub(" ", line)
        joined = w.TWO_CLAUSES.search(own) and not w.TWO_CLAUSES.search(self.ground.planned)
        joined = joined or len(w.STACKING_ORDER.findall(own)) > 1
        if own.count("?") > max(1, self.ground.planned.count("?")) or joined:
            found.append("several_questions")
        if self._asked_before(line):
            found.append("asked_before")
        if asks(self.ground.planned) and not asks(line) and not w.WISH.search(line.replace("’", "'")):
            found.append("no_question")
        return tuple(dict.fromkeys(found))

    def certain(self, text: str) -> list[str]:
        """What rules know better than the judge: of thousands of fit lines, at most three in a thousand have it."""
        found = ["leak"] if self._leaks(text) else []
        said = self.ground.words()
        for sentence in split(text):
            stated = _stated(sentence)
            words = {x.lower() for x in LETTERS.findall(stated)}
            big = bool(words & w.BIG_NUMBERS) and not words & w.NUMBER_WORDS <= said
            if big or not set(NUMBER.findall(stated)) <= self._figures:
                found.append("unknown_fact")
        if _praises(QUOTED.sub(" ", text).replace("’", "'")):
            found.append("praise")
        if self._leading(text) > 1:
            found.append("hint")
        if REPEATED.search(text):
            found.append("loops")
        return found

    def scripted(self, line: str) -> bool:
        """True when all of it was written for interviewers: the planned line's sentences, the banks', "Okay."."""
        known = self._planned_sentences | remarks.vetted()
        return all(_plain(s) in known or remarks.acknowledges(s) for s in split(line))

    def before(self, line: str) -> str:
        """What stands before the last sentence of a line and is not the scripted line's own."""
        return " ".join(s for s in split(line)[:-1] if _plain(s) not in self._planned_sentences)

    def certain_before(self, opening: str) -> list[str]:
        """What is `certain`, and more, of what stands before a question: it can be left out at little cost."""
        own = QUOTED.sub(" ", opening).replace("’", "'")
        found = self.certain(opening)
        for rule, shape in (("hint", w.HINT), ("verdict", w.VERDICT)):
            if shape.search(own):
                found.append(rule)
        if self._premise(own):
            found.append("premise")
        return found

    def doubts(self, line: str) -> tuple[str, ...]:
        """What looks wrong with a whole line by the shapes and words that rules know."""
        found = self._anywhere(line)
        count = asks(line)
        if count == 0 and asks(self.ground.planned):
            found.append("no_question")
        if count > 1 and (count > asks(self.ground.planned) or _plain(self.ground.planned) not in _plain(line)):
            found.append("several_questions")
        if self._leading(line):
            found.append("hint")
        if self._off_target(line):
            found.append("off_target")
        return tuple(dict.fromkeys(found))

    def opening_musts(self, sentence: str) -> tuple[str, ...]:
        """What no sentence before a question may do."""
        found = self._never(sentence)
        if asks(sentence) and not QUOTED.search(sentence):
            found.append("several_questions")
        if not ENDED.search(sentence):
            found.append("cut_off")
        if spoken_words(sentence) > self.ground.maximum // 2:
            found.append("too_long")
        return tuple(dict.fromkeys(found))

    def opening_doubts(self, sentence: str) -> tuple[str, ...]:
        """What looks wrong with a first sentence."""
        return tuple(dict.fromkeys(self._anywhere(sentence)))

    def _never(self, text: str) -> list[str]:
        found = []
        if not LETTERS.search(text):
            found.append("empty")
        if w.MARKUP.search(text) or ODD.search(text) or text.count("\n"):
            found.append("unspeakable")
        if w.LABELLED.search(text) or w.PERSONA.search(text.replace("’", "'")):
            found.append("out_of_character")
        if not self._english(text):
            found.append("language")
        if self._tells(text):
            found.append("leak")
        return found

    def _anywhere(self, text: str) -> list[str]:
        own = QUOTED.sub(" ", text)
        plain = own.replace("’", "'")
        found = []
        if _praises(plain):
            found.append("praise")
        if w.HINT.search(plain) or self._gives_answer(plain):
            found.append("hint")
        if any(not stems(m.group()) <= self._known_stems for m in v.MACHINERY.finditer(plain)):
            found.append("out_of_character")
        if w.VERDICT.search(text.replace("’", "'")):
            found.append("verdict")
        if any(v.MIXED_UP.search(s) for s in split(own)):
            found.append("language")
        if loops(text):
            found.append("loops")
        if self._leaks(text):
            found.append("leak")
        if self._unknown_figure(text):
            found.append("unknown_fact")
        if self._premise(plain):
            found.append("premise")
        if self._misquotes(text):
            found.append("invented_quote")
        for sentence in split(text):
            found += self._beside(sentence)
        return found

    def _beside(self, sentence: str) -> tuple[str, ...]:
        """What a sentence says apart from its question."""
        if _plain(sentence) in self._planned_sentences:
            return ()
        labelled = remarks.label_faults(sentence, self.ground)
        if not ends_as_question(sentence):
            if asks(sentence) and (w.ORDERS.match(sentence) or w.STACKING_ORDER.search(sentence)):
                return labelled
            return (*labelled, *remarks.faults(sentence, self.ground))
        asked = questions.head_of(QUOTED.sub(" that ", sentence))
        if not asked.opening:
            return (*labelled, *remarks.echoed(sentence, self.ground))
        lead = remarks.faults(asked.lead, self.ground, lead=True) if asked.lead else ()
        strong = [x for x in _plain(asked.question).split() if x in v.APPROVING and x not in self._said]
        return (*labelled, *lead, *(("praise",) if strong else ()))

    @cached_property
    def _planned_sentences(self) -> frozenset[str]:
        return frozenset(map(_plain, split(self.ground.planned)))

    @cached_property
    def _said(self) -> str:
        return self.ground.said

    @cached_property
    def _figures(self) -> frozenset[str]:
        return frozenset(NUMBER.findall(self._said))

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
        said, lexicon = self.ground.words(), self.ground.lexicon
        known = sum(x in w.COMMON_ENGLISH for x in found)
        strange = [x for x in found if x not in lexicon and x.removesuffix("'s") not in lexicon and x not in said]
        if len(found) >= 5 and known < ENGLISH_SHARE * len(found):
            return bool(lexicon) and not strange and not foreign
        if not lexicon:
            return True
        return len(strange) <= max(1, UNKNOWN_SHARE * len(found)) if len(found) > 4 else not strange

    def _gives_answer(self, text: str) -> bool:
        """True when the line names a part of a good answer, and neither side has."""
        known = " ".join((self._said, *self.ground.aims, *lines_on(self.ground.target))).lower()
        asked_for = [m.span() for m in v.ASKED_FOR.finditer(text)]
        for found in v.SOLUTIONS.finditer(text):
            if any(start <= found.start() and found.end() <= end for start, end in asked_for):
                continue
            if found.group().lower() not in known and not stems(found.group()) <= self._known_stems:
                return True
        return False

    @cached_property
    def _known_stems(self) -> frozenset[str]:
        return self.ground.stems_of("public") | self.ground.stems_of("candidate") | self.ground.stems_of("planned")

    def _leading(self, line: str) -> int:
        """How surely a question wants to be agreed with, or brings in what it could only get as an answer: 0, 1, 2."""
        return max((self._leads(s) for s in split(line) if _plain(s) not in self._planned_sentences), default=0)

    def _leads(self, sentence: str) -> int:
        if not ends_as_question(sentence):
            return 0
        own = QUOTED.sub(" ", sentence.replace("’", "'"))
        asked = questions.head_of(own)
        if questions.TAG.search(own) or asked.opening in questions.NEGATIVE:
            return 2
        strange = self.ground.unsaid(questions.CONDITION.sub("", asked.question)) - w.OPEN_STEMS
        new = strange - EVERYDAY
        if w.SUGGESTS.match(own.strip()) and (len(new) > 1 or (new and not w.ABOUT.match(own.strip()))):
            return 2
        if asked.opening not in questions.AUX:
            return 0
        stance = questions.STANCE.match(asked.question.strip()) is not None
        most = int(stance or asked.opening not in questions.SUGGESTING)
        if len(new) > most + 2:
            return 2
        return int(len(new) > most or len(strange) > STRANGE_IN_A_POLAR)

    def _tells(self, text: str) -> bool:
        """True when it says words of something hidden as they stand there."""
        hidden, short = self._hidden_runs
        said = _plain(text)
        return not hidden.isdisjoint(runs(text)) or any(secret in said for secret in short)

    def _leaks(self, text: str) -> bool:
        """True when it says the same in other words."""
        ground = self.ground
        own = stems(text) - ground.stems_of("public") - ground.stems_of("candidate") - ground.stems_of("asking")
        return any(len(own & s) >= SECRET_STEMS for s in ground.hidden_stems())

    @cached_property
    def _hidden_runs(self) -> tuple[frozenset[str], tuple[str, ...]]:
        """Runs of words of what is hidden; the short ones as they are."""
        hidden = self.ground.hidden()
        plain = [_plain(s) for s in hidden]
        short = tuple(p for p in plain if SHORT_SECRET <= len(p.split()) < LEAK_WORDS)
        return frozenset().union(*map(runs, hidden)), short

    def _unknown_figure(self, text: str) -> bool:
        """True for a number or a name that nobody has said. What is only supposed may have a number of its own."""
        return any(self._figure(sentence) for sentence in split(text))

    def _figure(self, text: str) -> bool:
        said, supposed = self.ground.words(), len(_stated(text))
        if not set(NUMBER.findall(_stated(text))) <= self._figures:
            return True
        for found in LETTERS.finditer(text):
            word = found.group().replace("’", "'")
            if word.isupper() and len(word) > SHOUTED and word.lower() not in said:
                return True
            if word.lower() in w.NUMBER_WORDS and word.lower() not in said and found.start() < supposed:
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
        own = QUOTED.sub(" ", text.replace("’", "'"))
        claims = [found for sentence in split(own) for found in w.ATTRIBUTED.finditer(claim(sentence))]
        for found in claims:
            claimed = stems(found["what"])
            if claimed and len(claimed & known) < GROUNDED_SHARE * len(claimed):
                return True
        return False

    def _asked_before(self, line: str) -> bool:
        """True for the question that was spoken before; a planned line that repeats on purpose is let through."""
        own = telling(line)
        if len(own) < 2:
            return _plain(line) in {_plain(a) for a in self.ground.asked}
        for earlier in self.ground.asked:
            other = telling(earlier)
            if other and len(own & other) >= SAME_SHARE * len(own | other) and _plain(line) != _plain(earlier):
                return True
            if _plain(line) == _plain(earlier):
                return True
        return False

    def _off_target(self, line: str) -> bool:
        """True when nothing ties the line to what it should ask, or most of it is about something else."""
        ground = self.ground
        if not ground.target:
            return False
        if w.SMALL_TALK.search(line):
            return True
        strange, tied = self._tied(line)
        if len(strange) > ORPHAN_STEMS:
            return True
        if not strange or w.POINTS_BACK.search(line):
            return False
        return len(strange) > 1 and len(tied) < len(strange)

    def _elsewhere(self, line: str) -> bool:
        """True for small talk, and when nothing at all ties a line to the talk."""
        if not self.ground.target:
            return False
        strange, tied = self._tied(line)
        back = w.POINTS_BACK.search(line)
        return w.SMALL_TALK.search(line) is not None or (len(strange) > 1 and not tied and not back)

    def _tied(self, line: str) -> tuple[frozenset[str], frozenset[str]]:
        """Telling stems that are foreign to the talk and to asking about the target, and those that are not."""
        ground = self.ground
        strange = ground.unsaid(line, asking=True) - EVERYDAY - ground.stems_of("aim") - v.NEUTRAL
        return strange, stems(line) - strange - (w.OPEN_STEMS - ground.stems_of("asking"))


def _stated(sentence: str) -> str:
    """What a sentence says before it supposes anything."""
    begins = w.SUPPOSED.search(sentence)
    return sentence[: begins.start()] if begins else sentence


def _praises(text: str) -> bool:
    return bool(w.EXCLAIMED.search(text) or w.PRAISE.search(" ".join(map(claim, split(text)))))

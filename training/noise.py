"""Talk as a poor recogniser prints it: words misheard as others that sound alike, dropped or doubled."""

from __future__ import annotations

import re
from collections import defaultdict
from random import Random

_TERMS = {
    "rag": "rack", "metrics": "mattress", "north": "norse", "star": "sun", "llm": "l l m", "eval": "evil",
    "evals": "evils", "embedding": "bedding", "embeddings": "beddings", "rerank": "re rank",
    "reranker": "rancor", "latency": "late and see", "prompt": "prom", "prompts": "problems", "agent": "asian",
    "rollback": "roll back", "override": "over ride", "overrides": "over rides", "gpt": "g p t",
    "llama": "lama", "claude": "cloud", "retrieval": "retrieve all", "vector": "victor", "token": "taken",
    "tokens": "talkings", "chunk": "junk", "copilot": "co pilot", "shadow": "shallow", "draft": "drift",
    "drafts": "drops", "threshold": "thresh hold", "escalate": "escalade", "fallback": "fall back",
    "queue": "cue", "ship": "sheep", "user": "use her", "users": "uses", "cache": "cash", "model": "modal",
    "models": "modals", "demo": "them oh", "tenant": "tenet", "tenants": "tenets", "wrong": "rung",
    "route": "root", "would": "wood", "their": "there", "there": "they're", "to": "two", "for": "four",
    "know": "no", "right": "write", "week": "weak", "four": "for", "two": "to", "cost": "caused", "than": "then",
}


def sound(word: str) -> str:
    """A rough phonetic key: consonant classes in order, vowels only at the start."""
    word = re.sub(r"[^a-z]", "", word.lower())
    for old, new in (("ph", "f"), ("gh", ""), ("kn", "n"), ("wr", "r"), ("ck", "k"), ("tion", "shn"), ("th", "t")):
        word = word.replace(old, new)
    classes = {**dict.fromkeys("bp", "b"), **dict.fromkeys("fv", "f"), **dict.fromkeys("cgkqx", "k"),
               **dict.fromkeys("dt", "d"), **dict.fromkeys("szj", "s"), "l": "l", "r": "r", **dict.fromkeys("mn", "m")}
    key = "".join(classes.get(c, "") for c in word)
    key = re.sub(r"(.)\1+", r"\1", key)
    return ("a" if word[:1] in set("aeiou") else "") + key


class Mishearing:
    """Confusions among the words of a body of talk: those with the same phonetic key."""

    def __init__(self, texts: list[str]) -> None:
        by_sound: dict[str, set[str]] = defaultdict(set)
        for text in texts:
            for word in re.findall(r"[a-z']+", text.lower()):
                by_sound[sound(word)].add(word)
        self._alike = {key: sorted(found) for key, found in by_sound.items()}
        self._all = sorted({w for found in by_sound.values() for w in found})

    def misheard(self, text: str, rate: float, random: Random) -> str:
        """`text` with about `rate` of its words misheard. Sentence marks stay where they were."""
        out: list[str] = []
        for token in text.split():
            if random.random() >= rate:
                out.append(token)
                continue
            core = re.search(r"[A-Za-z']+", token)
            if core is None:
                continue
            word = core.group(0).lower()
            choice = random.random()
            if choice < 0.2:
                new = ""
            elif word in _TERMS and choice < 0.8:
                new = _TERMS[word]
            elif choice < 0.75:
                new = self._similar(word, random)
            elif choice < 0.9 and len(word) > 4:
                at = random.randrange(1, len(word) - 1)
                new = word[:at] + random.choice(["", " ", "e", "s", "n"]) + word[at + (random.random() < 0.5):]
            else:
                new = random.choice(self._all)
            tail = token[core.end():]
            if new or tail:
                out.append(new + tail)
        return re.sub(r"\s+([.,!?;:])", r"\1", " ".join(out))

    def _similar(self, word: str, random: Random) -> str:
        found = [w for w in self._alike.get(sound(word), []) if w != word and abs(len(w) - len(word)) < 4]
        return random.choice(found) if found else word[: max(2, len(word) - 2)]

"""Reads every kind of labelled talk into one record type: talk files, sessions, utterance lists, label examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random

import yaml

HERE = Path(__file__).parent
TAG = re.compile(r"\{([a-z_]+)\|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One candidate turn with everything known about it. `spans` is empty where no words were tagged."""

    text: str
    labels: frozenset[str]
    spans: tuple[tuple[str, int, int], ...] = ()
    phase: str | None = None
    question: str | None = None
    asked: str | None = None
    push: bool = False
    stated: frozenset[str] = frozenset()
    mistakes: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    previous: str = ""
    previous_phase: str | None = None
    turn: int = 1
    author: str
    domain: str
    family: str = ""
    source: str            # talk | session | corpus-session | utterance | example | aside
    kind: str              # positive | near_miss | ordinary | turn


def strip_tags(tagged: str) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    """The plain words and the character spans of `{label| words}` tags, which may nest."""
    plain: list[str] = []
    length = 0
    open_tags: list[tuple[str, int]] = []
    spans: list[tuple[str, int, int]] = []
    at = 0
    while at < len(tagged):
        tag = TAG.match(tagged, at)
        if tag:
            at = tag.end()
            while at < len(tagged) and tagged[at] in " \n":
                at += 1
            open_tags.append((tag.group(1), length))
        elif tagged[at] == "}" and open_tags:
            label, start = open_tags.pop()
            spans.append((label, start, length))
            at += 1
        else:
            plain.append(tagged[at])
            length += 1
            at += 1
    return "".join(plain), tuple(sorted(spans, key=lambda s: (s[1], s[0])))


def _flow(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _record_of_block(block: str, header: dict[str, str], where: str) -> Record:
    fields: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        head = re.match(r"([QSPNTA]):\s?(.*)", line)
        if head and (key != "T" or head.group(1) != "T"):
            key = head.group(1)
            fields[key] = head.group(2)
        elif key:
            fields[key] += " " + line
        else:
            raise ValueError(f"{where}: no key before {line!r}")
    if "T" not in fields:
        raise ValueError(f"{where}: record without T:")
    text, spans = strip_tags(_flow(fields["T"]))
    names = lambda value: frozenset(re.findall(r"[a-z_]+", value))  # noqa: E731
    question = fields.get("Q", "-").strip()
    labels = frozenset(label for label, _, _ in spans)
    near = names(fields.get("N", ""))
    return Record(
        text=text, labels=labels, spans=spans, phase=fields.get("P", "").strip() or None,
        question=None if question in ("", "-") else _flow(question),
        stated=names(fields.get("S", "")), near=near,
        author=header.get("author", where), domain=header.get("domain", where),
        family=header.get("family", ""), source="talk",
        kind="positive" if labels else "near_miss" if near else "ordinary",
    )


def read_talk(path: Path) -> list[Record]:
    """Records of one `.talk` file."""
    records: list[Record] = []
    header: dict[str, str] = {}
    for number, block in enumerate(re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))):
        block = block.strip("\n")
        if block.startswith("==="):
            first, _, rest = block.partition("\n")
            header = {
                key.strip(): value.strip()
                for key, _, value in (part.partition(":") for part in first.strip("= ").split("|"))
            }
            block = rest
        if block.strip():
            records.append(_record_of_block(block, header, f"{path.name}#{number}"))
    return records


def read_session(path: Path, source: str) -> list[Record]:
    """Candidate turns of a session file, each with what came before it."""
    session = yaml.safe_load(path.read_text(encoding="utf-8"))
    case = session.get("case") or {}
    domain = case.get("title", path.stem) if isinstance(case, dict) else str(case)
    family = case.get("family", "") if isinstance(case, dict) else ""
    records: list[Record] = []
    question, asked, push, previous, previous_phase = None, None, False, "", None
    stated: frozenset[str] = frozenset()
    mistakes: frozenset[str] = frozenset()
    number = 0
    for turn in session["turns"]:
        if turn["who"] == "interviewer":
            question, asked, push = _flow(turn["text"]), turn.get("asks"), bool(turn.get("push"))
            continue
        number += 1
        text, spans = strip_tags(_flow(turn["text"]))
        signals, wrong = frozenset(turn.get("signals") or ()), frozenset(turn.get("mistakes") or ())
        records.append(Record(
            text=text, labels=signals | wrong, spans=spans, phase=turn.get("phase"), question=question,
            asked=asked, push=push, stated=stated, mistakes=mistakes, previous=previous,
            previous_phase=previous_phase, turn=number, author=session["id"], domain=domain, family=family,
            source=source, kind="turn",
        ))
        stated, mistakes, previous, previous_phase = stated | signals, mistakes | wrong, text, turn.get("phase")
    return records


def read_utterances(path: Path) -> list[Record]:
    return [
        Record(
            text=_flow(item["text"]), labels=frozenset(item["labels"]), phase=item["phase"],
            question=_flow(item["context"]) if item.get("context") else None,
            near=frozenset([item["target"]] if item["kind"] == "near_miss" and item.get("target") else []),
            author="corpus", domain="corpus", family=item["family"], source="utterance", kind=item["kind"],
        )
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def read_examples(path: Path) -> list[Record]:
    """The examples and near misses of the label list. A near miss may carry labels that nobody wrote down."""
    records: list[Record] = []
    for item in yaml.safe_load(path.read_text(encoding="utf-8"))["items"]:
        common = {"author": "labels", "domain": "labels", "source": "example"}
        for text in item["positives"]:
            records.append(Record(text=text, labels=frozenset([item["id"]]), kind="positive", **common))
        for text in item["near_misses"]:
            records.append(
                Record(text=text, labels=frozenset(), near=frozenset([item["id"]]), kind="near_miss", **common)
            )
    return records


def read_asides(path: Path, questions: list[str], times: int = 4) -> list[Record]:
    """Short replies without a label, each after a few of the questions: what was asked must not mark them."""
    random = Random(53)
    records: list[Record] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            phase, _, text = (part.strip() for part in line.partition("|"))
            for question in [None, *random.sample(questions, times)]:
                records.append(Record(
                    text=text, labels=frozenset(), phase=phase, question=question, author="asides", domain="asides",
                    source="aside", kind="ordinary",
                ))
    return records


def read_all(root: Path = HERE) -> list[Record]:
    """Everything there is, in a fixed order."""
    records: list[Record] = []
    for path in sorted((root / "talk").glob("*.talk")):
        records += read_talk(path)
    for path in sorted((root / "sessions").glob("*.yaml")):
        records += read_session(path, "session")
    records += read_utterances(root / "corpus" / "utterances.yaml")
    for path in sorted((root / "corpus").glob("d*.yaml")):
        records += read_session(path, "corpus-session")
    records += read_examples(root / "corpus" / "labels.yaml")
    questions = sorted({record.question for record in records if record.question})
    records += read_asides(root / "asides.txt", questions)
    return records

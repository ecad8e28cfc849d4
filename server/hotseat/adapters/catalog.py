"""Models that Hotseat knows by name: where they come from, what they weigh, under which licence, what is here.

The law: a model counts as installed only when ``installed.json``, written last, lies beside its files.
A folder that the user filled by hand counts too, if it holds the files that the engine needs.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hotseat.adapters.hub import Facts, Hub, matches
from hotseat.errors import HotseatError

MANIFEST = "installed.json"
PIPER_REPO = "rhasspy/piper-voices"
_PIPER_NAME = re.compile(r"([a-z]{2,3})_([A-Z]{2})-([A-Za-z0-9_]+)-(x_low|low|medium|high)")

Kind = Literal["whisper", "piper"]
Progress = Callable[[str, int, int], None]
"""``progress(file, done, total)``: bytes of the whole model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One thing that can be pulled."""

    name: str
    kind: Kind
    repo: str
    needed: tuple[str, ...]
    """Paths in the repository without which the engine does not run."""
    wanted: tuple[str, ...] = ()
    """Paths that are taken along where the repository has them."""
    megabytes: int = 0
    """About what is fetched; 0 when not known."""
    licence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check of one installed model says."""

    model: Model
    folder: Path
    faults: tuple[str, ...]
    """One line each; empty when all is well."""


def _whisper(name: str, megabytes: int, note: str, *, repo: str = "", licence: str = "MIT") -> Model:
    return Model(
        name=name,
        kind="whisper",
        repo=repo or f"Systran/faster-whisper-{name}",
        needed=("config.json", "tokenizer.json", "model.bin"),
        wanted=("vocabulary.txt", "vocabulary.json", "preprocessor_config.json"),
        megabytes=megabytes,
        licence=licence,
        note=note,
    )


def _piper(name: str, megabytes: int = 63, note: str = "", *, licence: str = "see its MODEL_CARD") -> Model:
    found = _PIPER_NAME.fullmatch(name)
    if found is None:
        raise ValueError(f"not the name of a piper voice: {name}")
    language, country, speaker, quality = found.groups()
    folder = f"{language}/{language}_{country}/{speaker}/{quality}"
    return Model(
        name=name,
        kind="piper",
        repo=PIPER_REPO,
        needed=(f"{folder}/{name}.onnx.json", f"{folder}/{name}.onnx"),
        wanted=(f"{folder}/MODEL_CARD",),
        megabytes=megabytes,
        licence=licence,
        note=note,
    )


KNOWN: tuple[Model, ...] = (
    _whisper("tiny.en", 75, "fastest, misses names and terms"),
    _whisper("base.en", 145, "the usual choice on a laptop's processor"),
    _whisper("small.en", 484, "better with accents; wants four cores or a GPU"),
    _whisper("medium.en", 1530, "for a GPU"),
    _whisper("large-v3", 3090, "for a GPU"),
    _whisper(
        "distil-small.en",
        333,
        "nearly small.en, faster",
        repo="Systran/faster-distil-whisper-small.en",
    ),
    _piper("en_US-amy-medium"),
    _piper("en_US-kristin-medium", licence="public domain recordings (LibriVox); see its MODEL_CARD"),
    _piper("en_US-norman-medium", licence="public domain recordings (LibriVox); see its MODEL_CARD"),
    _piper("en_US-john-medium", licence="public domain recordings (LibriVox); see its MODEL_CARD"),
    _piper("en_US-joe-medium"),
    _piper("en_US-ryan-medium"),
    _piper("en_US-ljspeech-medium", licence="public domain recordings (LJ Speech); see its MODEL_CARD"),
    _piper("en_GB-alba-medium", licence="CC BY 4.0; see its MODEL_CARD"),
    _piper("en_GB-cori-medium", licence="public domain recordings (LibriVox); see its MODEL_CARD"),
    _piper("en_GB-jenny_dioco-medium"),
)


def find_model(name: str) -> Model:
    """A known model, any piper voice by its name, or a Whisper repository as ``owner/name``.

    Raises ``HotseatError("model_unknown")``.
    """
    for model in KNOWN:
        if name in (model.name, model.repo):
            return model
    if _PIPER_NAME.fullmatch(name):
        return _piper(name, 0)
    if re.fullmatch(r"[\w.-]+/[\w.-]+", name) and ".." not in name:
        return _whisper(name.replace("/", "--"), 0, "", repo=name, licence="see its page on the hub")
    raise HotseatError(
        "model_unknown",
        f"There is no model called {name!r}.",
        next_step="hotseat models list shows the names; a Whisper repository is named as owner/name.",
    )


def folder_of(models: Path, model: Model) -> Path:
    """Where a model lies or would lie."""
    return models / model.kind / model.name


def whisper_folder(models: Path, name: str) -> Path | None:
    """The installed Whisper of that name, for ``WhisperEar``; ``None`` if it is not here."""
    model = find_model(name)
    folder = folder_of(models, model)
    return folder if model.kind == "whisper" and is_installed(models, model) else None


def piper_file(models: Path, name: str) -> Path | None:
    """The installed voice's ``.onnx``, for ``PiperVoice``; ``None`` if it is not here."""
    model = find_model(name)
    if model.kind != "piper" or not is_installed(models, model):
        return None
    return folder_of(models, model) / f"{model.name}.onnx"


def is_installed(models: Path, model: Model) -> bool:
    """Whether every needed file is here (and its download was finished)."""
    folder = folder_of(models, model)
    return all((folder / Path(path).name).is_file() for path in model.needed) and not any(folder.glob("*.part"))


def installed(models: Path) -> list[Model]:
    """Every model that is here, known ones first, best Whisper last."""
    found = [model for model in KNOWN if is_installed(models, model)]
    for kind in ("whisper", "piper"):
        for folder in sorted((models / kind).glob("*/")):
            try:
                model = find_model(folder.name.replace("--", "/"))
            except HotseatError:
                continue
            if model not in found and is_installed(models, model):
                found.append(model)
    return found


def pull(
    name: str,
    models: Path,
    hub: Hub,
    *,
    progress: Progress = lambda file, done, total: None,
    force: bool = False,
) -> Path:
    """Fetch a model and return its folder; at once if it is here and whole.

    ``force`` fetches it again. Raises ``HotseatError`` as ``find_model`` and ``Hub.fetch`` do, and
    ``model_missing_file`` if the hub lacks a needed file. What was fetched before a break is kept.
    """
    model = find_model(name)
    folder = folder_of(models, model)
    if force:
        shutil.rmtree(folder, ignore_errors=True)
    elif (folder / MANIFEST).is_file() and is_installed(models, model):
        return folder
    facts = dict(_all_facts(model, hub))
    total = sum(max(0, fact.size) for fact in facts.values())
    before = 0
    for path, fact in facts.items():
        target = folder / Path(path).name
        if not (target.is_file() and target.stat().st_size == fact.size and matches(target, fact.etag)):
            hub.fetch(
                model.repo,
                path,
                target,
                fact,
                progress=lambda done, size, path=path, before=before: progress(  # type: ignore[misc]
                    Path(path).name, before + done, max(total, before + size)
                ),
            )
        before += max(0, fact.size)
    manifest = {
        "name": model.name,
        "repo": model.repo,
        "files": {
            Path(path).name: {"size": (folder / Path(path).name).stat().st_size, "checksum": fact.etag}
            for path, fact in facts.items()
        },
    }
    draft = folder / (MANIFEST + ".new")
    draft.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    draft.replace(folder / MANIFEST)
    return folder


def _all_facts(model: Model, hub: Hub) -> Iterable[tuple[str, Facts]]:
    for path in model.needed:
        facts = hub.facts(model.repo, path)
        if facts is None:
            raise HotseatError(
                "model_missing_file",
                f"The hub has no {path} in {model.repo}.",
                next_step="Check the name with hotseat models list.",
            )
        yield path, facts
    for path in model.wanted:
        facts = hub.facts(model.repo, path)
        if facts is not None:
            yield path, facts


def check(models: Path) -> list[Finding]:
    """Read every installed or begun model again and compare it with its checksums. Asks no hub."""
    findings = []
    for kind in ("whisper", "piper"):
        for folder in sorted((models / kind).glob("*/")):
            try:
                model = find_model(folder.name.replace("--", "/"))
            except HotseatError:
                continue
            findings.append(Finding(model=model, folder=folder, faults=tuple(_faults(model, folder))))
    return findings


def _faults(model: Model, folder: Path) -> Iterable[str]:
    for path in model.needed:
        if not (folder / Path(path).name).is_file():
            yield f"{Path(path).name} is missing"
    for part in sorted(folder.glob("*.part")):
        yield f"{part.name.rsplit('.', 2)[0]} was not fetched to its end"
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        for name, facts in files.items():
            path = folder / name
            if path.is_file() and (path.stat().st_size != facts["size"] or not matches(path, facts["checksum"])):
                yield f"{name} has changed since it was fetched"
    except FileNotFoundError:
        return
    except (ValueError, KeyError, TypeError, OSError):
        yield f"{MANIFEST} cannot be read"

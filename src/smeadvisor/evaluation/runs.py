"""Run folders: what an evaluation leaves behind, so that it can be scored and compared later.

evals/runs/<UTC time>-<split>/
  questions.jsonl    the question set as it was, byte for byte
  affirmed.jsonl     which answers affirm a false premise, where somebody has read them
  rows.jsonl         what was retrieved and answered, a question a line
  judgements.json    where the gold stands, and where every passage of the index stands
  config.json        settings, versions, index, machine; written last: without it a run is not complete
  summary.json       every aggregated number
  report.md, report.html
"""

import hashlib
import platform
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from smeadvisor.domain.documents import Passage
from smeadvisor.errors import DatasetError, RunError
from smeadvisor.evaluation import rows as row_files
from smeadvisor.evaluation.affirmed import FILE as _AFFIRMED
from smeadvisor.evaluation.affirmed import Affirmed, read_affirmed
from smeadvisor.evaluation.dataset import Question, read_questions, select
from smeadvisor.evaluation.judgements import Judgement
from smeadvisor.evaluation.latency import machine
from smeadvisor.evaluation.measures.spans import Span
from smeadvisor.evaluation.rows import Row
from smeadvisor.evaluation.scoring import Scored, score

Read = TypeVar("Read")
_PACKAGES = (
    "smeadvisor",
    "chromadb",
    "sentence-transformers",
    "torch",
    "onnxruntime",
    "bm25s",
)
_CONFIG, _QUESTIONS, _ROWS, _JUDGED = (
    "config.json",
    "questions.jsonl",
    "rows.jsonl",
    "judgements.json",
)


@dataclass(frozen=True, slots=True)
class Config:
    """Under what a run was made; `started` is UTC in ISO 8601, `index` a hash of what was searched."""

    started: str
    dataset: str
    dataset_sha256: str
    split: str
    retrieval_only: bool
    settings: dict[str, str]
    versions: dict[str, str]
    index: str
    machine: str


@dataclass(frozen=True, slots=True)
class Judged:
    """Where things stand in the documents: the gold by question id, every passage by its own id."""

    gold: dict[str, Judgement]
    passages: dict[str, Span]


@dataclass(frozen=True)
class Run:
    """A run as it lies on disk."""

    folder: Path
    config: Config
    questions: list[Question]
    rows: list[Row]
    judged: Judged
    affirmed: Affirmed

    @cached_property
    def scored(self) -> list[Scored]:
        """Every question that was asked, with its measures."""
        return score(
            self.questions, self.rows, self.judged.gold, self.judged.passages, self.affirmed
        )


def describe(
    dataset: Path, split: str, retrieval_only: bool, settings: Mapping[str, object], index: str
) -> Config:
    """The configuration of a run that starts now; `index` is the identity of the index."""
    return Config(
        started=datetime.now(UTC).isoformat(timespec="microseconds"),
        dataset=dataset.as_posix(),
        dataset_sha256=hashlib.sha256(dataset.read_bytes()).hexdigest(),
        split=split,
        retrieval_only=retrieval_only,
        settings={name: str(value) for name, value in settings.items()},
        versions={"python": platform.python_version()}
        | {name: version(name) for name in _PACKAGES},
        index=index,
        machine=machine(),
    )


def judged(gold: Mapping[str, Judgement], passages: Sequence[Passage]) -> Judged:
    """The gold, with the spans of the passages that could be found."""
    spans = {one.id: Span(one.document_id, one.start, one.end) for one in passages}
    return Judged(dict(gold), spans)


def write(root: Path, config: Config, rows: Iterable[Row], judged: Judged) -> Path:
    """Write a run into a new folder under `root`, a row as soon as it is there; returns the folder.

    Raises:
        RunError: the folder cannot be written.
    """
    try:
        folder = _new_folder(root, config)
        shutil.copyfile(config.dataset, folder / _QUESTIONS)
        row_files.write(rows, folder / _ROWS)
        (folder / _JUDGED).write_bytes(TypeAdapter(Judged).dump_json(judged))
        (folder / _CONFIG).write_bytes(TypeAdapter(Config).dump_json(config, indent=2))
    except OSError as error:
        raise RunError(
            f"The run cannot be written into '{root}' ({error.strerror}). "
            "Make room there, or name another folder: --runs FOLDER"
        ) from error
    return folder


def keep_affirmed(path: Path, folder: Path) -> None:
    """Copy which answers affirm a false premise into the folder of a run, in place of what it has.

    Raises:
        RunError: the file cannot be copied.
    """
    try:
        shutil.copyfile(path, folder / _AFFIRMED)
    except OSError as error:
        raise RunError(f"'{path}' cannot be copied into '{folder}' ({error.strerror}).") from error


def read(folder: Path) -> Run:
    """A run.

    Raises:
        RunError: the folder holds no complete run, or one of another version.
    """
    config = _read(folder, _CONFIG, TypeAdapter(Config))
    found = _read(folder, _JUDGED, TypeAdapter(Judged))
    try:
        questions = select(read_questions(folder / _QUESTIONS), config.split)
    except DatasetError as error:
        raise RunError(f"{error} It belongs to a run; run the evaluation again.") from error
    rows = row_files.read(folder / _ROWS)
    unknown = {row.id for row in rows} - ({one.id for one in questions} & found.gold.keys())
    if unknown:
        raise RunError(
            f"The run '{folder}' has rows of questions that it does not hold "
            f"({', '.join(sorted(unknown)[:3])}). Run the evaluation again."
        )
    kept = folder / _AFFIRMED
    return Run(folder, config, questions, rows, found, read_affirmed(kept) if kept.exists() else {})


def newest_earlier(run: Run) -> Run | None:
    """The newest run beside this one that asked the same questions before, and answered if it does."""
    earlier: list[tuple[str, Path]] = []
    for folder in run.folder.resolve().parent.iterdir():
        # An interrupted run has no configuration, and one of another version cannot be compared.
        with suppress(RunError):
            config = _read(folder, _CONFIG, TypeAdapter(Config))
            if config.started < run.config.started and _is_like(config, run.config):
                earlier.append((config.started, folder))
    return read(max(earlier)[1]) if earlier else None


def _is_like(earlier: Config, now: Config) -> bool:
    same = (earlier.dataset_sha256, earlier.split) == (now.dataset_sha256, now.split)
    return same and (now.retrieval_only or not earlier.retrieval_only)


def _new_folder(root: Path, config: Config) -> Path:
    """A folder nobody else has: runs that start in the same second are numbered."""
    name = f"{datetime.fromisoformat(config.started):%Y-%m-%dT%H-%M-%SZ}-{config.split}"
    root.mkdir(parents=True, exist_ok=True)
    for number in count(1):
        folder = root / (name if number == 1 else f"{name}-{number}")
        with suppress(FileExistsError):
            folder.mkdir()
            return folder
    raise AssertionError("count() does not end")


def _read(folder: Path, name: str, adapter: TypeAdapter[Read]) -> Read:
    try:
        return adapter.validate_json((folder / name).read_bytes())
    except (OSError, ValueError) as error:
        raise RunError(
            f"'{folder}' holds no complete run: {name} cannot be read ({type(error).__name__}). "
            "Name the folder of a run, or run the evaluation again."
        ) from error

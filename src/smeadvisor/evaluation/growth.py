"""How the index grows: seconds, memory and disk at a given number of passages.

Texts and vectors come from a seeded generator, since embedding 100,000 passages takes hours. Run as
`python -m smeadvisor.evaluation.growth STEP PASSAGES FOLDER` it does one step of one size.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np

from smeadvisor.domain.documents import Document, Passage, Place
from smeadvisor.evaluation.latency import machine
from smeadvisor.indexing.embedder import Embedder, Vectors
from smeadvisor.indexing.index import Index, ModelIdentity
from smeadvisor.indexing.index_writer import IndexWriter
from smeadvisor.indexing.term_index import plain_terms

_DIMENSION = 768
_QUERIES = 200
_MODEL = ModelIdentity("seeded", "seeded")


@dataclass(frozen=True, slots=True)
class Size:
    """Measured at one size; memory is the process's highest, disk the index folder."""

    passages: int
    build_seconds: float
    open_seconds: float
    dense_p50: float
    dense_p95: float
    lexical_p50: float
    lexical_p95: float
    memory_megabytes: float
    disk_megabytes: float


class _SeededEmbedder:
    """Unit vectors in the order in which they are asked for."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(7)

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = self._random.normal(size=(len(texts), _DIMENSION)).astype(np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def table(sizes: Sequence[int]) -> str:
    """A Markdown table, each size measured in a process of its own."""
    head = (
        f"| {machine()} | build, s | open, s | by meaning p50 / p95, ms | by words p50 / p95, ms "
        "| memory to ask, MB | disk, MB |"
    )
    lines = [head, "|---|---|---|---|---|---|---|"]
    for passages in sizes:
        with tempfile.TemporaryDirectory() as folder:
            _run("build", passages, folder)
            size = Size(**json.loads(_run("ask", passages, folder)))
        lines.append(
            f"| {size.passages:,} passages | {size.build_seconds:.1f} | {size.open_seconds:.2f} "
            f"| {size.dense_p50:.1f} / {size.dense_p95:.1f} | {size.lexical_p50:.1f} / {size.lexical_p95:.1f} "
            f"| {size.memory_megabytes:.0f} | {size.disk_megabytes:.0f} |"
        )
    return "\n".join(lines)


def embedding_share(embedder: Embedder, passages: int) -> str:
    """One sentence: passages embedded and indexed per second, and how much of that is embedding."""
    timed = _TimedEmbedder(embedder)
    document, pieces = _document(passages)
    with tempfile.TemporaryDirectory() as folder:
        writer = IndexWriter(Path(folder) / "index", timed, _MODEL, splitter_version=1)
        start = time.perf_counter()
        with writer.locked():
            writer.add("v1", document, pieces, lambda done, total: None)
            writer.publish({document.id: "v1"})
        seconds = time.perf_counter() - start
    return (
        f"{passages:,} passages with {timed.texts:,} texts to embed: {passages / seconds:.1f} passages "
        f"and {timed.texts / seconds:.0f} texts a second; {timed.seconds / seconds:.0%} of "
        f"{seconds:.0f} s is embedding."
    )


class _TimedEmbedder:
    """Counts what an embedder does and how long it takes."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.texts = 0
        self.seconds = 0.0

    def embed(self, texts: Sequence[str]) -> Vectors:
        start = time.perf_counter()
        vectors = self._inner.embed(texts)
        self.seconds += time.perf_counter() - start
        self.texts += len(texts)
        return vectors


def _run(step: str, passages: int, folder: str) -> str:
    command = [sys.executable, "-m", __name__, step, str(passages), folder]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def _build(passages: int, folder: Path) -> None:
    document, pieces = _document(passages)
    writer = IndexWriter(folder / "index", _SeededEmbedder(), _MODEL, splitter_version=1)
    start = time.perf_counter()
    with writer.locked():
        writer.add("v1", document, pieces, lambda done, total: None)
        writer.publish({document.id: "v1"})
    (folder / "seconds").write_text(str(time.perf_counter() - start))


def _ask(passages: int, folder: Path) -> Size:
    start = time.perf_counter()
    index = Index(folder / "index", _MODEL)
    opened = time.perf_counter() - start
    vectors = _SeededEmbedder().embed([""] * _QUERIES)
    words = np.random.default_rng(11).integers(0, 5_000, size=(_QUERIES, 6))
    dense = [_milliseconds(partial(index.nearest, vector, 10)) for vector in vectors]
    questions = [" ".join(f"word{number}" for number in row) for row in words]
    terms = [plain_terms(question) for question in questions]
    lexical = [_milliseconds(partial(index.matching, one, 10)) for one in terms]
    disk = sum(path.stat().st_size for path in (folder / "index").rglob("*") if path.is_file())
    dense_p50, dense_p95 = np.percentile(dense, [50, 95])
    lexical_p50, lexical_p95 = np.percentile(lexical, [50, 95])
    return Size(
        passages=passages,
        build_seconds=float((folder / "seconds").read_text()),
        open_seconds=opened,
        dense_p50=float(dense_p50),
        dense_p95=float(dense_p95),
        lexical_p50=float(lexical_p50),
        lexical_p95=float(lexical_p95),
        memory_megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        disk_megabytes=disk / 1_000_000,
    )


def _document(passages: int) -> tuple[Document, list[Passage]]:
    random = np.random.default_rng(3)
    pieces, texts, start = [], [], 0
    for number in range(passages):
        words = random.zipf(1.3, size=60) % 5_000
        text = f"Passage {number}: " + ". ".join(
            " ".join(f"word{word}" for word in words[half : half + 30]) for half in (0, 30)
        )
        end = start + len(text)
        pieces.append(
            Passage(f"synthetic#{start}-{end}", "synthetic", "Synthetic", text, Place(), start, end)
        )
        texts.append(text)
        start = end + 1
    return Document("synthetic", "Synthetic", "\n".join(texts), ()), pieces


def _milliseconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1_000


def _main(step: str, passages: str, folder: str) -> None:
    if step == "build":
        _build(int(passages), Path(folder))
    else:
        sys.stdout.write(json.dumps(asdict(_ask(int(passages), Path(folder)))))


if __name__ == "__main__":
    _main(*sys.argv[1:])

"""A library over seeded vectors instead of a model, so that a fault can be tried in a second.

Also a program: `python seeded.py CORPUS INDEX [STEP COUNT]` syncs once, and kills itself with SIGKILL
at the COUNT-th report of a step.
"""

import hashlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from smeadvisor.indexing.embedder import Vectors
from smeadvisor.indexing.index import ModelIdentity
from smeadvisor.indexing.index_writer import IndexWriter
from smeadvisor.ingestion.isolation import Limits
from smeadvisor.ingestion.splitter import Splitter
from smeadvisor.library import Library

MODEL = ModelIdentity("seeded", "seeded")


class SeededEmbedder:
    """A unit vector for every text that depends on nothing but the text."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = []
        for text in texts:
            seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
            vector = np.random.default_rng(seed).normal(size=32)
            rows.append(vector / np.linalg.norm(vector))
        return np.array(rows, np.float32)


def library(index: Path) -> Library:
    """A library that counts words as tokens."""
    writer = IndexWriter(index, SeededEmbedder(), MODEL, splitter_version=1)
    return Library(Splitter(lambda text: len(text.split()), 60), writer, "seeded", Limits())


def _main(corpus: str, index: str, step: str = "", count: str = "1") -> None:
    left = int(count)

    def report(name: str, done: int, total: int) -> None:
        nonlocal left
        if name == step:
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    library(Path(index)).sync(Path(corpus), report)


if __name__ == "__main__":
    _main(*sys.argv[1:])

"""Chroma as a vector index that is written once and then only read.

Chroma is never the truth (see docs/decisions): passages' numbers go in as ids with their vectors
and nothing else. All vectors are flushed together, since a flush that is interrupted ruins it.
"""

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from smeadvisor.errors import IndexDamaged, IndexingError
from smeadvisor.indexing.embedder import Vectors

_COLLECTION = "passages"
# Chroma's defaults (100, 100, 16) miss 3 to 5 in 1,000 of the true fifty nearest, and others in each
# build; these miss none on the shipped corpus. One thread builds the same graph every time.
_HNSW = {
    "space": "cosine",
    "ef_construction": 200,
    "ef_search": 200,
    "max_neighbors": 32,
    "num_threads": 1,
    "batch_size": 2,
}
# The most that one `add` of Chroma 1.5 takes is 5,461.
_BATCH = 5_000
_ASKED_AT_ONCE = 500
# Chroma shares what it opens between clients of one folder, and counts them without a lock.
_opening = threading.Lock()


class ChromaStore:
    """An opened Chroma collection in a folder.

    Raises:
        IndexDamaged: the folder holds no collection that Chroma can open.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / "chroma.sqlite3").is_file():
            raise IndexDamaged(
                f"The Chroma files in '{folder}' are missing. Rebuild: smeadvisor index"
            )
        if not os.access(folder / "chroma.sqlite3", os.W_OK):
            raise IndexDamaged(
                f"'{folder}' is read-only, and Chroma writes whenever it is opened. Make it writable."
            )
        from chromadb.errors import ChromaError

        self._folder = folder
        try:
            with _opening:
                self._client = _client(folder)
            self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)
        except (ChromaError, ValueError, RuntimeError, AttributeError) as error:
            # AttributeError: what Chroma raises when it was opened here before and failed half-way.
            raise IndexDamaged(
                f"Chroma cannot open '{folder}' ({error}). Rebuild the index: smeadvisor index"
            ) from error

    @staticmethod
    def build(folder: Path, numbers: Sequence[int], vectors: Vectors) -> None:
        """Write a new collection into an empty folder, with a single flush, and close it.

        Raises:
            IndexingError: Chroma cannot write it.
        """
        from chromadb.errors import ChromaError

        try:
            ChromaStore._write(folder, numbers, vectors)
        except (ChromaError, RuntimeError, ValueError, AttributeError) as error:
            raise IndexingError(
                f"Chroma cannot write '{folder}' ({error}). Make sure that the disk has room, "
                "then run: smeadvisor index"
            ) from error

    @staticmethod
    def _write(folder: Path, numbers: Sequence[int], vectors: Vectors) -> None:
        client = _client(folder)
        collection = client.create_collection(
            _COLLECTION,
            embedding_function=None,
            configuration={"hnsw": {**_HNSW, "sync_threshold": max(2, len(numbers))}},
        )
        for start in range(0, len(numbers), _BATCH):
            collection.add(
                ids=[str(number) for number in numbers[start : start + _BATCH]],
                embeddings=vectors[start : start + _BATCH],
            )
        client.close()

    def search(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """The passage numbers nearest to a vector with their cosines, highest first.

        Raises:
            IndexDamaged: Chroma fails to search.
        """
        from chromadb.errors import ChromaError

        try:
            result = self._collection.query(
                query_embeddings=np.asarray([vector], np.float32),
                n_results=limit,
                include=["distances"],
            )
        except (ChromaError, RuntimeError) as error:
            raise IndexDamaged(
                f"Chroma cannot search '{self._folder}' ({error}). Rebuild the index: smeadvisor index"
            ) from error
        distances = (result["distances"] or [[]])[0]
        pairs = [
            (int(number), 1.0 - distance)
            for number, distance in zip(result["ids"][0], distances, strict=True)
        ]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def missing(self, numbers: Sequence[int], vectors: Vectors) -> list[int]:
        """Those of the passages that are not found by their own vectors, one row each."""
        lost = []
        for start in range(0, len(numbers), _ASKED_AT_ONCE):
            batch = vectors[start : start + _ASKED_AT_ONCE]
            result = self._collection.query(
                query_embeddings=batch, n_results=1, include=["distances"]
            )
            for number, distance in zip(numbers[start:], result["distances"] or [], strict=False):
                # Another passage with the same text may come first; it is as near.
                if not distance or distance[0] > 0.001:
                    lost.append(number)
        return lost

    def count(self) -> int:
        """How many vectors Chroma says it holds; no proof that each can be found."""
        return int(self._collection.count())

    def close(self) -> None:
        """Release the files."""
        with _opening:
            self._client.close()


def _client(folder: Path) -> Any:
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))

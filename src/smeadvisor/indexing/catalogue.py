"""The truth about what is indexed: documents, passages and vectors in one SQLite file.

A document is stored under its version, a hash of everything that shapes its passages; versions are
never changed, only added and swept away, so that a generation that names versions stays readable
while the next one is written. Vectors are kept under a hash of model and text, across versions.
"""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import numpy as np

from smeadvisor.domain.documents import BlockKind, Cell, Document, Passage, Place
from smeadvisor.errors import IndexDamaged
from smeadvisor.indexing.embedder import Vectors

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    version TEXT PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, metadata TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    version TEXT NOT NULL REFERENCES documents(version) ON DELETE CASCADE,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    place TEXT NOT NULL, cells TEXT NOT NULL, vector TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_of_version ON passages(version);
CREATE TABLE IF NOT EXISTS statements (
    version TEXT NOT NULL REFERENCES documents(version) ON DELETE CASCADE, vector TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS statements_of_version ON statements(version);
CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL);
"""
Item = TypeVar("Item")
# SQLite allows 32,766 variables in one statement.
_BATCH = 10_000


def vector_key(fingerprint: str, text: str) -> str:
    """Under what a text's vector is kept: a hash of the model's fingerprint and the text."""
    return hashlib.sha256(f"{fingerprint}\n{text}".encode()).hexdigest()


class Catalogue:
    """One SQLite file; connections are per thread. `close` closes that of the calling thread.

    Raises:
        IndexDamaged: the file is not a readable catalogue.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def has_document(self, version: str) -> bool:
        """Whether a version is stored, with all its passages."""
        with self._connection() as connection:
            row = connection.execute(
                "SELECT 1 FROM documents WHERE version = ?", (version,)
            ).fetchone()
        return row is not None

    def add_document(
        self,
        version: str,
        document: Document,
        passages: Sequence[Passage],
        keys: Sequence[str],
        statement_keys: Iterable[str],
    ) -> None:
        """Store a version with its passages and the keys of their vectors, all or nothing.

        `statement_keys` are those of the vectors of single sentences and items.
        """
        rows = [
            (version, passage.start, passage.end, _dump(passage.place), _dump(passage.cells), key)
            for passage, key in zip(passages, keys, strict=True)
        ]
        with self._connection() as connection:
            connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?)",
                (
                    version,
                    document.id,
                    document.title,
                    document.text,
                    json.dumps(document.metadata),
                ),
            )
            connection.executemany(
                'INSERT INTO passages (version, start, "end", place, cells, vector) '
                "VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )
            connection.executemany(
                "INSERT INTO statements VALUES (?, ?)", [(version, key) for key in statement_keys]
            )

    def keep_only(self, versions: Iterable[str]) -> None:
        """Remove every other version, and the vectors that no passage uses any more."""
        kept = sorted(set(versions))
        marks = ",".join("?" * len(kept))
        with self._connection() as connection:
            connection.execute(f"DELETE FROM documents WHERE version NOT IN ({marks})", kept)
            connection.execute(
                "DELETE FROM vectors WHERE key NOT IN "
                "(SELECT vector FROM passages UNION SELECT vector FROM statements)"
            )

    def add_vectors(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Store vectors under their keys; what is there already stays."""
        rows = [
            (key, vector.astype("<f4").tobytes()) for key, vector in zip(keys, vectors, strict=True)
        ]
        with self._connection() as connection:
            connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)

    def known_vectors(self, keys: Iterable[str]) -> dict[str, Vectors]:
        """The vectors that are stored under any of these keys."""
        wanted = list(dict.fromkeys(keys))
        known: dict[str, Vectors] = {}
        with self._connection() as connection:
            for batch in _batches(wanted):
                marks = ",".join("?" * len(batch))
                for key, vector in connection.execute(
                    f"SELECT key, vector FROM vectors WHERE key IN ({marks})", batch
                ):
                    known[key] = np.frombuffer(vector, dtype="<f4")
        return known

    def numbers(self, versions: Iterable[str]) -> list[int]:
        """The numbers of all passages of these versions, in the order in which they were stored."""
        with self._connection() as connection:
            return sorted(
                row[0]
                for version in versions
                for row in connection.execute(
                    "SELECT number FROM passages WHERE version = ?", (version,)
                )
            )

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """The passages with these numbers, in this order.

        Raises:
            IndexDamaged: one of them is not there.
        """
        found: dict[int, Passage] = {}
        with self._connection() as connection:
            for batch in _batches(numbers):
                marks = ",".join("?" * len(batch))
                for number, start, end, place, cells, document, title, text in connection.execute(
                    'SELECT number, start, "end", place, cells, id, title, '
                    'substr(text, start + 1, "end" - start) '
                    "FROM passages JOIN documents USING (version) "
                    f"WHERE number IN ({marks})",
                    batch,
                ):
                    found[number] = Passage(
                        id=f"{document}#{start}-{end}",
                        document_id=document,
                        title=title,
                        text=text,
                        place=_place(json.loads(place)),
                        start=start,
                        end=end,
                        cells=tuple(_cell(cell) for cell in json.loads(cells)),
                    )
        if len(found) < len(set(numbers)):
            raise IndexDamaged(
                f"The catalogue '{self._path}' lacks passages its index names. "
                "Rebuild it: smeadvisor index"
            )
        return [found[number] for number in numbers]

    def vectors(self, numbers: Sequence[int]) -> Vectors:
        """The vectors of the passages with these numbers, one row each, in this order."""
        found: dict[int, bytes] = {}
        with self._connection() as connection:
            for batch in _batches(numbers):
                marks = ",".join("?" * len(batch))
                found |= dict(
                    connection.execute(
                        "SELECT number, vectors.vector FROM passages "
                        "JOIN vectors ON vectors.key = passages.vector "
                        f"WHERE number IN ({marks})",
                        batch,
                    ).fetchall()
                )
        if len(found) < len(set(numbers)):
            raise IndexDamaged(
                f"The catalogue '{self._path}' lacks vectors of passages. Rebuild it: smeadvisor index"
            )
        return np.array(
            [np.frombuffer(found[number], dtype="<f4") for number in numbers], np.float32
        )

    def close(self) -> None:
        """Close the calling thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            if getattr(self._local, "connection", None) is None:
                connection = sqlite3.connect(self._path, timeout=30)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
                connection.executescript(_SCHEMA)
                self._local.connection = connection
            with self._local.connection as connection:
                yield connection
        except sqlite3.Error as error:
            raise IndexDamaged(
                f"The catalogue '{self._path}' cannot be used ({error}). Move it away and rebuild: "
                "smeadvisor index"
            ) from error


def _dump(value: Place | tuple[Cell, ...]) -> str:
    plain = [asdict(cell) for cell in value] if isinstance(value, tuple) else asdict(value)
    return json.dumps(plain, ensure_ascii=False)


def _place(plain: dict[str, object]) -> Place:
    lists = {name: tuple(value) for name, value in plain.items() if isinstance(value, list)}
    return Place(**{**plain, **lists, "kind": BlockKind(plain["kind"])})  # type: ignore[arg-type]


def _cell(plain: dict[str, object]) -> Cell:
    lists = {name: tuple(value) for name, value in plain.items() if isinstance(value, list)}
    return Cell(**{**plain, **lists})  # type: ignore[arg-type]


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]

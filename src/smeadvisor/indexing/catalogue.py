"""The truth about what is indexed: documents, passages and vectors in one SQLite file.

A document is stored under its version, a hash of everything that shapes its passages; versions are
never changed, only added and swept away, so that a generation that names versions stays readable
while the next one is written. Vectors are kept under a hash of model and text, across versions.
Every passage and vector has a checksum, since SQLite has none: what is read is what was written.
"""

import hashlib
import json
import shutil
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import TypeAdapter

from smeadvisor.domain.documents import Document, Passage
from smeadvisor.domain.indexed import IndexedDocument
from smeadvisor.errors import IndexBusy, IndexDamaged, IndexingError
from smeadvisor.indexing.embedder import Vectors

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    version TEXT PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL,
    text TEXT NOT NULL, metadata TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    version TEXT NOT NULL REFERENCES documents(version) ON DELETE CASCADE,
    content TEXT NOT NULL, vector TEXT NOT NULL, checksum INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS passages_of_version ON passages(version);
CREATE TABLE IF NOT EXISTS statements (
    version TEXT NOT NULL REFERENCES documents(version) ON DELETE CASCADE, vector TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS statements_of_version ON statements(version);
CREATE TABLE IF NOT EXISTS vectors (
    key TEXT PRIMARY KEY, vector BLOB NOT NULL, checksum INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS publications (
    number INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL, versions TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS identity (name TEXT NOT NULL);
INSERT INTO identity SELECT lower(hex(randomblob(16))) WHERE NOT EXISTS (SELECT 1 FROM identity);
"""
_PASSAGE = TypeAdapter(Passage)
_NO_LOCK = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)
Name = TypeVar("Name")
# SQLite allows 32,766 variables in one statement.
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Publication:
    """Which document versions were published together, and for which model."""

    number: int
    fingerprint: str
    versions: dict[str, str]


def vector_key(fingerprint: str, text: str) -> str:
    """Under what a text's vector is kept: a hash of the model's fingerprint and the text."""
    return hashlib.sha256(f"{fingerprint}\n{text}".encode()).hexdigest()


def is_full(folder: Path) -> bool:
    """Whether the disk with a folder has no room to speak of."""
    return folder.is_dir() and shutil.disk_usage(folder).free < 1_000_000


class Catalogue:
    """One SQLite file; connections are per thread. `close` closes that of the calling thread.

    Raises (from every method):
        IndexDamaged: the file is not a readable catalogue, or something in it is not what was written.
        IndexBusy: another process holds it for too long.
        IndexingError: the disk is full, or the file cannot be opened or written.
    """

    def __init__(self, path: Path, writable: bool = False) -> None:
        self.path = path
        self._writable = writable
        self._identity = ""
        self._local = threading.local()

    def identity(self) -> str:
        """A name this file was given when it was made: passage numbers mean nothing in another one."""
        with self._connection():
            return self._identity

    def has_document(self, version: str) -> bool:
        """Whether a version is stored, with all its passages."""
        with self._connection() as connection:
            query = "SELECT 1 FROM documents WHERE version = ?"
            return connection.execute(query, (version,)).fetchone() is not None

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
        rows = []
        for passage, key in zip(passages, keys, strict=True):
            content = _PASSAGE.dump_json(passage).decode()
            rows.append((version, content, key, zlib.crc32(content.encode())))
        metadata = json.dumps(document.metadata, ensure_ascii=False)
        checksum = zlib.crc32(document.text.encode())
        with self._connection() as connection:
            connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)",
                (version, document.id, document.title, document.text, metadata, checksum),
            )
            connection.executemany(
                "INSERT INTO passages (version, content, vector, checksum) VALUES (?, ?, ?, ?)",
                rows,
            )
            connection.executemany(
                "INSERT INTO statements VALUES (?, ?)", [(version, key) for key in statement_keys]
            )

    def add_vectors(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Store vectors under their keys; what is there already stays."""
        blobs = [vector.astype("<f4").tobytes() for vector in vectors]
        rows = [(key, blob, zlib.crc32(blob)) for key, blob in zip(keys, blobs, strict=True)]
        with self._connection() as connection:
            connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", rows)

    def publish(self, number: int, fingerprint: str, versions: Mapping[str, str]) -> None:
        """Note what a generation is made of."""
        row = (number, fingerprint, json.dumps(dict(versions)))
        with self._connection() as connection:
            connection.execute("INSERT OR REPLACE INTO publications VALUES (?, ?, ?)", row)
        with self._connection() as connection:
            # Bring all of it from the log into the file.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def publications(self) -> list[Publication]:
        """What was published, newest first."""
        with self._connection() as connection:
            rows = connection.execute("SELECT * FROM publications ORDER BY number DESC").fetchall()
        return [Publication(number, name, json.loads(versions)) for number, name, versions in rows]

    def keep_only(self, numbers: Iterable[int]) -> None:
        """Keep these publications with their documents and vectors, and sweep everything else."""
        kept = set(numbers)
        publications = [one for one in self.publications() if one.number in kept]
        versions = {version for one in publications for version in one.versions.values()}
        with self._connection() as connection:
            stored = {row[0] for row in connection.execute("SELECT version FROM documents")}
            published = {row[0] for row in connection.execute("SELECT number FROM publications")}
            for version in stored - versions:
                connection.execute("DELETE FROM documents WHERE version = ?", (version,))
            for number in published - kept:
                connection.execute("DELETE FROM publications WHERE number = ?", (number,))
            connection.execute(
                "DELETE FROM vectors WHERE key NOT IN "
                "(SELECT vector FROM passages UNION SELECT vector FROM statements)"
            )

    def known_vectors(self, keys: Iterable[str]) -> dict[str, Vectors]:
        """The vectors that are stored under any of these keys."""
        query = "SELECT key, vector, checksum FROM vectors WHERE key IN ({marks})"
        return dict(self._vectors(query, list(dict.fromkeys(keys))))

    def numbers(self, versions: Iterable[str]) -> list[int]:
        """The numbers of all passages of these versions, in the order in which they were stored."""
        query = "SELECT number FROM passages WHERE version IN ({marks})"
        return sorted(number for (number,) in self._select(query, list(versions)))

    def passages(self, numbers: Sequence[int]) -> list[Passage]:
        """The passages with these numbers, in this order."""
        query = "SELECT number, content, checksum FROM passages WHERE number IN ({marks})"
        found: dict[int, Passage] = {}
        for number, content, checksum in self._select(query, numbers):
            if zlib.crc32(content.encode()) != checksum:
                raise self._damaged(f"passage {number} is not what was stored")
            found[number] = _PASSAGE.validate_json(content)
        if len(found) < len(set(numbers)):
            raise self._damaged("passages that the index names are missing")
        return [found[number] for number in numbers]

    def neighbours(self, version: str, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """What stands before and after a passage in its document, not overlapping it."""
        start, end = "json_extract(content, '$.start')", "json_extract(content, '$.end')"
        query = "SELECT number FROM passages WHERE version = ? AND {} ORDER BY {} LIMIT 1"
        before = query.format(f"{end} <= ?", f"{end} DESC, {start}")
        after = query.format(f"{start} >= ?", f"{start}, {end} DESC")
        found: list[Passage | None] = []
        with self._connection() as connection:
            for one, edge in ((before, passage.start), (after, passage.end)):
                row = connection.execute(one, (version, edge)).fetchone()
                found.append(self.passages([row[0]])[0] if row else None)
        return found[0], found[1]

    def inside(self, version: str, start: int, end: int) -> list[Passage]:
        """The passages that stand from one offset of a document to another, in its order."""
        first, last = "json_extract(content, '$.start')", "json_extract(content, '$.end')"
        query = (
            f"SELECT number FROM passages WHERE version = ? AND {first} >= ? AND {last} <= ? "
            f"ORDER BY {first}, {last} DESC"
        )
        with self._connection() as connection:
            rows = connection.execute(query, (version, start, end)).fetchall()
        return self.passages([number for (number,) in rows])

    def named(self, version: str, ids: Sequence[str]) -> list[Passage]:
        """Those passages of a document that have one of the ids, in no order."""
        query = (
            "SELECT number FROM passages WHERE version = ? AND json_extract(content, '$.id') IN "
            "(SELECT value FROM json_each(?))"
        )
        with self._connection() as connection:
            rows = connection.execute(query, (version, json.dumps(ids))).fetchall()
        return self.passages([number for (number,) in rows])

    def stretch(self, version: str, start: int, end: int) -> str:
        """The characters of a document's text from one offset to another."""
        # SQLite counts from 1, and in characters as Python does.
        query = "SELECT substr(text, ?, ?) FROM documents WHERE version = ?"
        with self._connection() as connection:
            row = connection.execute(query, (start + 1, end - start, version)).fetchone()
        if row is None:
            raise self._damaged("a document that the index names is missing")
        return str(row[0])

    def whole_text(self, version: str) -> str:
        """The whole text of a document."""
        query = "SELECT text, checksum FROM documents WHERE version = ?"
        with self._connection() as connection:
            row = connection.execute(query, (version,)).fetchone()
        if row is None or zlib.crc32(row[0].encode()) != row[1]:
            raise self._damaged("a document that the index names is missing or not what was stored")
        return str(row[0])

    def described(self, versions: Iterable[str]) -> list[IndexedDocument]:
        """These versions as a list of documents shows them."""
        query = (
            "SELECT id, title, metadata, (SELECT count(*) FROM passages "
            "WHERE passages.version = documents.version) FROM documents WHERE version IN ({marks})"
        )
        return [
            IndexedDocument(name, title, json.loads(metadata), passages)
            for name, title, metadata, passages in self._select(query, list(versions))
        ]

    def vectors(self, numbers: Sequence[int]) -> Vectors:
        """The vectors of the passages with these numbers, one row each, in this order."""
        query = (
            "SELECT number, vectors.vector, vectors.checksum FROM passages "
            "JOIN vectors ON vectors.key = passages.vector WHERE number IN ({marks})"
        )
        found = dict(self._vectors(query, numbers))
        if len(found) < len(set(numbers)):
            raise self._damaged("vectors of passages are missing")
        return np.array([found[number] for number in numbers], np.float32)

    def verify(self) -> None:
        """See that the file is whole and every passage and vector is what was written."""
        with self._connection() as connection:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise self._damaged(verdict)
            for table, column in (
                ("documents", "text"),
                ("passages", "content"),
                ("vectors", "vector"),
            ):
                query = f"SELECT CAST({column} AS BLOB), checksum FROM {table}"
                for content, checksum in connection.execute(query):
                    if zlib.crc32(content) != checksum:
                        raise self._damaged(f"something in its {table} is not what was stored")

    def close(self) -> None:
        """Close the calling thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _vectors(self, query: str, names: Sequence[Name]) -> Iterator[tuple[Name, Vectors]]:
        for name, blob, checksum in self._select(query, names):
            if zlib.crc32(blob) != checksum:
                raise self._damaged("a vector is not what was stored")
            yield name, np.frombuffer(blob, dtype="<f4")

    def _select(self, query: str, names: Sequence[Name]) -> Iterator[tuple[Any, ...]]:
        with self._connection() as connection:
            for start in range(0, len(names), _BATCH):
                batch = names[start : start + _BATCH]
                marks = ",".join("?" * len(batch))
                yield from connection.execute(query.format(marks=marks), batch)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            if getattr(self._local, "connection", None) is None:
                self._local.connection = self._recognised(self._open())
            with self._local.connection as connection:
                yield connection
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise self._complaint(error) from error

    def _open(self) -> sqlite3.Connection:
        if self._writable:
            connection = sqlite3.connect(self.path, timeout=30)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.executescript(_SCHEMA)
            return connection
        address = self.path.absolute().as_uri()
        try:
            connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=30)
            connection.execute("SELECT 1 FROM publications")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _NO_LOCK:
                raise
            # On a read-only or full disk not even a reader's lock can be written. Nobody writes there
            # either, and what was published is in the file itself (see `publish`).
            connection = sqlite3.connect(f"{address}?immutable=1", uri=True)
            connection.execute("SELECT 1 FROM publications")
        return connection

    def _recognised(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """The connection, if it leads to the file that was opened first and not to its successor."""
        (identity,) = connection.execute("SELECT name FROM identity").fetchone()
        if self._identity and identity != self._identity:
            connection.close()
            raise IndexDamaged(
                f"The catalogue '{self.path}' was replaced while it was open. Start again."
            )
        self._identity = identity
        return connection

    def _complaint(self, error: Exception) -> IndexingError:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        # Where the log cannot grow, SQLite speaks of an input/output error.
        no_room = code == sqlite3.SQLITE_IOERR and is_full(self.path.parent)
        if code == sqlite3.SQLITE_FULL or no_room:
            return IndexingError(
                f"The disk with '{self.path.parent}' is full. Make room and run: smeadvisor index"
            )
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return IndexBusy(
                f"Another process holds '{self.path}'. Wait for it to finish, then try again."
            )
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
            return IndexingError(
                f"The catalogue '{self.path}' cannot be opened or written ({error}). Check the folder's "
                "permissions and the disk, or set SMEADVISOR_INDEX_FOLDER to another folder."
            )
        return self._damaged(str(error))

    def _damaged(self, what: str) -> IndexDamaged:
        return IndexDamaged(
            f"The catalogue '{self.path}' is damaged: {what}. Rebuild it: smeadvisor index"
        )

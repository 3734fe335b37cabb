"""A generation: Chroma, the word index and a manifest in one folder, built aside and published whole.

index/
  CURRENT              the number of the published generation with a checksum, replaced atomically
  generations/<n>/     chroma/  terms/  manifest.json

The manifest has a checksum of every file, because Chroma has none: a file that changed is found when
the generation is opened, not when an answer is missing.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from smeadvisor.errors import IndexDamaged, IndexMissing
from smeadvisor.indexing.chroma_store import ChromaStore
from smeadvisor.indexing.embedder import file_sha256
from smeadvisor.indexing.term_index import TermIndex

FORMAT = 3
KEPT = 2
_MANIFEST = "manifest.json"
_DATABASE = Path("chroma") / "chroma.sqlite3"
# Chroma writes to its database whenever it is opened; these tables hold what it knows.
_TABLES = ("collections", "segments", "embeddings", "max_seq_id", "embeddings_queue")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from and by; `versions` maps document ids to catalogue versions.

    `catalogue` is the identity of the catalogue that its passage numbers belong to; `checksums`
    maps each file of the generation to its SHA-256.
    """

    format: int
    number: int
    catalogue: str
    embedding_model: str
    fingerprint: str
    dimension: int
    splitter_version: int
    chroma_version: str
    passages: int
    versions: dict[str, str]
    checksums: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Generation:
    """A complete generation on disk."""

    folder: Path
    manifest: Manifest

    def open(self) -> tuple[ChromaStore, TermIndex]:
        """Its two indexes, after every file was compared with the manifest.

        Raises:
            IndexDamaged: a file is missing, changed or cannot be opened.
        """
        for name, wanted in self.manifest.checksums.items():
            if _checksum(self.folder / name) != wanted:
                raise IndexDamaged(
                    f"The file '{self.folder / name}' is not the one that was published. "
                    "Rebuild the index: smeadvisor index"
                )
        return ChromaStore(self.folder / "chroma"), TermIndex.load(self.folder / "terms")


class Generations:
    """The generations of one index folder."""

    def __init__(self, index_folder: Path) -> None:
        self._pointer = index_folder / "CURRENT"
        self._root = index_folder / "generations"

    def current_number(self) -> int:
        """The number of the published generation.

        Raises:
            IndexMissing: none was ever published.
            IndexDamaged: the pointer cannot be read.
        """
        try:
            number, _, checksum = self._pointer.read_text(encoding="utf-8").partition(" ")
            if checksum != _word_checksum(number):
                raise ValueError("its checksum is wrong")
            return int(number)
        except FileNotFoundError as error:
            raise IndexMissing(
                f"No index in '{self._pointer.parent}'. Build it: smeadvisor index"
            ) from error
        except (OSError, ValueError) as error:
            raise IndexDamaged(
                f"The file '{self._pointer}' cannot be read ({error}). Rebuild: smeadvisor index"
            ) from error

    def read(self, number: int) -> Generation:
        """A generation by its number; its files are not looked at yet.

        Raises:
            IndexDamaged: it has no readable manifest.
        """
        folder = self._root / str(number)
        try:
            plain = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
            if plain.get("format") != FORMAT:
                raise ValueError(f"format {plain.get('format')} instead of {FORMAT}")
            return Generation(folder, Manifest(**plain))
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise IndexDamaged(
                f"The index in '{folder}' cannot be read ({error}). Rebuild it: smeadvisor index"
            ) from error

    def new_folder(self) -> tuple[int, Path]:
        """The number and the folder of the next generation, empty, with places for its parts."""
        number = 1 + max(self._numbers(), default=0)
        folder = self._root / str(number)
        (folder / "chroma").mkdir(parents=True)
        (folder / "terms").mkdir()
        return number, folder

    def seal(self, folder: Path, manifest: Manifest) -> None:
        """Write the manifest of a generation that is complete, with the checksums of its files."""
        names = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        checksums = {name.as_posix(): _checksum(folder / name) for name in names}
        for name in names:
            _flush(folder / name)
        plain = {**asdict(manifest), "checksums": checksums}
        write_durably(folder / _MANIFEST, json.dumps(plain, indent=2))

    def point_to(self, number: int) -> None:
        """Make a sealed generation the one that readers open."""
        write_durably(self._pointer, f"{number} {_word_checksum(str(number))}")

    def prune(self) -> list[int]:
        """Remove all but the published generation and the one before it; the numbers kept."""
        current = self.current_number()
        kept = sorted(number for number in self._numbers() if number <= current)[-KEPT:]
        for number in set(self._numbers()) - set(kept):
            shutil.rmtree(self._root / str(number))
        return kept

    def discard_unfinished(self) -> None:
        """Empty what a process that was stopped left behind.

        The folder stays until the next one is published, so that its number is not used again:
        a process in which Chroma failed keeps serving what it saw at that path.
        """
        for number in self._numbers():
            folder = self._root / str(number)
            if not (folder / _MANIFEST).is_file():
                shutil.rmtree(folder)
                folder.mkdir()

    def _numbers(self) -> list[int]:
        if not self._root.is_dir():
            return []
        return sorted(int(entry.name) for entry in self._root.iterdir() if entry.name.isdigit())


def _word_checksum(word: str) -> str:
    return f"{zlib.crc32(word.encode()):08x}"


def write_durably(path: Path, text: str) -> None:
    """Replace a file's content so that a reader sees the old or the new text, even after a crash."""
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(text, encoding="utf-8")
    _flush(temporary)
    temporary.replace(path)
    _flush(path.parent)


def _flush(path: Path) -> None:
    """Bring a file or a folder's entries to the disk; folders cannot be flushed on Windows."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _checksum(path: Path) -> str:
    """The SHA-256 of a file; of Chroma's database, of what its tables say; "" where it is unreadable."""
    try:
        return _database_checksum(path) if path.match(str(_DATABASE)) else file_sha256(path)
    except (OSError, sqlite3.Error, UnicodeDecodeError):
        return ""


def _database_checksum(path: Path) -> str:
    digest = hashlib.sha256()
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        for row in _rows(connection):
            digest.update(repr(row).encode())
    finally:
        connection.close()
    return digest.hexdigest()


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    yield from connection.execute("PRAGMA quick_check")
    for table in _TABLES:
        yield from connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")

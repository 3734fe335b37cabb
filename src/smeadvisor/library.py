"""A document's whole way: file → read → split → embed → index. This file changes almost never."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from smeadvisor.domain.documents import Document
from smeadvisor.errors import CorpusError, UnreadableDocument
from smeadvisor.indexing.index_writer import IndexWriter, Progress
from smeadvisor.ingestion.corpus import CorpusFile, corpus_files
from smeadvisor.ingestion.isolation import Limits
from smeadvisor.ingestion.readers import READERS
from smeadvisor.ingestion.splitter import Splitter

# Short documents are embedded together, so that texts of like length share a batch.
_HELD_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Report:
    """What a sync did, by document id; `refused` says why, one sentence each."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    refused: dict[str, str] = field(default_factory=dict)
    rebuilt: bool = False


class Library:
    """Keeps the index in step with a folder of documents."""

    def __init__(
        self, splitter: Splitter, writer: IndexWriter, identity: str, limits: Limits
    ) -> None:
        self._splitter = splitter
        self._limits = limits
        self._writer = writer
        # Whatever shapes passages and vectors besides the file itself.
        self._identity = identity

    def sync(self, corpus: Path, progress: Progress = lambda *_: None) -> Report:
        """Index what is new or changed in `corpus`, drop what is gone; unchanged files cost a hash.

        `progress` is called with (document id or step, texts done, texts in all). One file that
        cannot be read is refused and stops no other.

        Raises:
            CorpusError: the folder is absent, or no document in it can be read.
            IndexBusy: another process is writing the index.
        """
        with self._writer.locked():
            before = self._writer.published_versions()
            versions: dict[str, str] = {}
            refused: dict[str, str] = {}
            for file in corpus_files(corpus):
                try:
                    versions[file.id] = self._take(file, progress)
                except UnreadableDocument as error:
                    refused[file.id] = str(error)
            if not versions:
                reasons = " ".join(refused.values())
                raise CorpusError(f"No document in '{corpus}' can be read. {reasons}")
            rebuilt = versions != before
            if rebuilt:
                self._writer.publish(versions, progress)
            return _compare(before, versions, refused, rebuilt)

    def hold(self, documents: Sequence[Document], progress: Progress = lambda *_: None) -> None:
        """Make documents that were read elsewhere the whole index; what is stored already stays.

        Raises:
            IndexBusy: another process is writing the index.
        """
        with self._writer.locked():
            versions: dict[str, str] = {}
            for start in range(0, len(documents), _HELD_AT_ONCE):
                some = documents[start : start + _HELD_AT_ONCE]
                for place, (name, version) in enumerate(self._hold(some), start + 1):
                    versions[name] = version
                    progress("documents", place, len(documents))
            if versions != self._writer.published_versions():
                self._writer.publish(versions, progress)

    def _hold(self, documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
        """Store some documents; yields the id and version of each once it is stored."""
        found = {
            self._hash(f"{document.id}\n{document.title}\n{document.text}"): document
            for document in documents
        }
        new = {
            version: self._splitter.split(document)
            for version, document in found.items()
            if not self._writer.has(version)
        }
        self._writer.embed([passage for passages in new.values() for passage in passages])
        for version, document in found.items():
            if version in new:
                self._writer.add(version, document, new[version])
            yield document.id, version

    def out_of_step(self, corpus: Path, versions: Mapping[str, str]) -> list[str]:
        """The ids of readable documents that are not in `versions` as they are now, or no longer there.

        Raises:
            CorpusError: the folder is absent or empty.
        """
        now: dict[str, str] = {}
        for file in corpus_files(corpus):
            with suppress(UnreadableDocument):
                now[file.id] = self._version(file)
        known = {name for name in now if name in versions}
        changed = {name for name in known if now[name] != versions[name]}
        added = {name for name in now.keys() - known if Path(name).suffix.lower() in READERS}
        return sorted(changed | added | (versions.keys() - now.keys()))

    def _version(self, file: CorpusFile) -> str:
        return self._hash(file.digest(self._limits))

    def _hash(self, content: str) -> str:
        return hashlib.sha256(f"{self._identity}\n{content}".encode()).hexdigest()

    def _take(self, file: CorpusFile, progress: Progress) -> str:
        version = self._version(file)
        if not self._writer.has(version):
            document = file.read(self._limits)
            passages = self._splitter.split(document)
            if not passages:
                raise UnreadableDocument(f"'{file.id}' has headings but no text under them.")
            self._writer.add(
                version, document, passages, lambda done, of: progress(file.id, done, of)
            )
        return version


def _compare(
    before: dict[str, str], after: dict[str, str], refused: dict[str, str], rebuilt: bool
) -> Report:
    return Report(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(
            name for name in sorted(after) if before.get(name, after[name]) != after[name]
        ),
        removed=tuple(sorted(before.keys() - after.keys())),
        unchanged=tuple(name for name in sorted(after) if before.get(name) == after[name]),
        refused=refused,
        rebuilt=rebuilt,
    )

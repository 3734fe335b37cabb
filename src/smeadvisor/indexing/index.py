"""All parts of an index as one: the writer that keeps it in step with documents, the reader that asks it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from smeadvisor.domain.documents import Document, Passage
from smeadvisor.errors import IndexBusy, IndexingError, IndexMismatch
from smeadvisor.indexing.catalogue import Catalogue, vector_key
from smeadvisor.indexing.chroma_store import ChromaStore
from smeadvisor.indexing.embedder import Embedder, Vectors
from smeadvisor.indexing.generation import FORMAT, Generations, Manifest
from smeadvisor.indexing.term_index import TermIndex
from smeadvisor.text.sentences import statement_texts

# Small enough that an interrupted run loses seconds, large enough for the model to work in batches.
_EMBEDDED_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """The embedding model an index belongs to: its name in the settings and its weights' fingerprint."""

    name: str
    fingerprint: str


class Index:
    """An opened index: finds passages by meaning and by words. Readers may share it.

    Raises:
        IndexMissing, IndexDamaged: as their names say.
        IndexMismatch: it was built by another embedding model.
    """

    def __init__(self, folder: Path, model: ModelIdentity) -> None:
        generation, self.manifest = Generations(folder).current()
        if self.manifest.fingerprint != model.fingerprint:
            raise IndexMismatch(
                f"The index in '{folder}' was built with the embedding model "
                f"'{self.manifest.embedding_model}', the settings name '{model.name}'. "
                "Rebuild it: smeadvisor index"
            )
        self._catalogue = Catalogue(folder / "catalogue.sqlite3")
        self._chroma = ChromaStore(generation / "chroma")
        self._terms = TermIndex(generation / "terms")

    def nearest(self, vector: Vectors, limit: int) -> list[tuple[Passage, float]]:
        """The passages whose vectors have the highest cosine with `vector`, best first."""
        return self._passages(self._chroma.search(vector, min(limit, self.manifest.passages)))

    def matching(self, question: str, limit: int) -> list[tuple[Passage, float]]:
        """The passages that share words with the question, by BM25, best first."""
        return self._passages(self._terms.search(question, limit))

    def weight(self, stem: str) -> float:
        """How telling a stem is in these documents (inverse document frequency)."""
        return self._terms.weight(stem)

    def knows(self, stem: str) -> bool:
        """Whether any passage has this stem."""
        return self._terms.knows(stem)

    def known_vectors(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those of the texts that were embedded when the index was built."""
        keys = {vector_key(self.manifest.fingerprint, text): text for text in texts}
        return {keys[key]: vector for key, vector in self._catalogue.known_vectors(keys).items()}

    def close(self) -> None:
        """Release the files."""
        self._chroma.close()
        self._catalogue.close()

    def _passages(self, pairs: Sequence[tuple[int, float]]) -> list[tuple[Passage, float]]:
        passages = self._catalogue.passages([number for number, _ in pairs])
        return [(passage, score) for passage, (_, score) in zip(passages, pairs, strict=True)]


class IndexWriter:
    """Brings an index folder in step with a set of document versions; one process at a time."""

    def __init__(
        self, folder: Path, embedder: Embedder, model: ModelIdentity, splitter_version: int
    ) -> None:
        self._folder = folder
        self._embedder = embedder
        self._model = model
        self._splitter_version = splitter_version
        self._generations = Generations(folder)
        self._catalogue = Catalogue(folder / "catalogue.sqlite3")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the right to write.

        Raises:
            IndexBusy: another process has it.
            IndexingError: the folder cannot be written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / "writer.lock", timeout=0):
                yield
        except Timeout as error:
            raise IndexBusy(
                f"Another process is writing the index in '{self._folder}'. "
                "Wait for it to finish, then try again."
            ) from error
        except PermissionError as error:
            raise IndexingError(
                f"The index folder '{self._folder}' cannot be written. "
                "Change its permissions, or set SMEADVISOR_INDEX_FOLDER to another folder."
            ) from error

    def published_versions(self) -> dict[str, str]:
        """Document ids and versions of the published generation; empty where none can be used."""
        try:
            index = Index(self._folder, self._model)
            index.close()
        except IndexingError:
            # Missing, damaged or another model's: whatever it is, it is built anew.
            return {}
        manifest = index.manifest
        return manifest.versions if manifest.splitter_version == self._splitter_version else {}

    def has(self, version: str) -> bool:
        """Whether a document version is stored already with vectors of this model."""
        return self._catalogue.has_document(version)

    def add(
        self,
        version: str,
        document: Document,
        passages: Sequence[Passage],
        progress: Callable[[int, int], None],
    ) -> None:
        """Embed what is new of a document and store it; `progress` gets (texts done, of all).

        Besides passages, their sentences and items are embedded, so that an answer can be chosen
        by meaning without embedding anything but the question.
        """
        keys = [self._key(passage.searchable_text) for passage in passages]
        texts = dict(zip(keys, (passage.searchable_text for passage in passages), strict=True))
        single = {
            self._key(text): text for passage in passages for text in statement_texts(passage)
        }
        self._embed({**texts, **single}, progress)
        self._catalogue.add_document(version, document, passages, keys, single)

    def publish(self, versions: Mapping[str, str]) -> None:
        """Make exactly these document versions the index that readers open next."""
        import chromadb

        numbers = self._catalogue.numbers(versions.values())
        self._generations.publish(
            self._catalogue,
            Manifest(
                format=FORMAT,
                embedding_model=self._model.name,
                fingerprint=self._model.fingerprint,
                dimension=int(self._catalogue.vectors(numbers[:1]).shape[1]),
                splitter_version=self._splitter_version,
                chroma_version=chromadb.__version__,
                passages=len(numbers),
                versions=dict(versions),
            ),
        )
        kept = self._generations.prune()
        self._catalogue.keep_only(
            version for manifest in kept for version in manifest.versions.values()
        )

    def _embed(self, texts: Mapping[str, str], progress: Callable[[int, int], None]) -> None:
        known = self._catalogue.known_vectors(texts)
        # Texts of like length share a batch, so that little of it is padding.
        missing = sorted(
            (key for key in texts if key not in known), key=lambda key: len(texts[key])
        )
        progress(len(known), len(texts))
        for start in range(0, len(missing), _EMBEDDED_AT_ONCE):
            batch = missing[start : start + _EMBEDDED_AT_ONCE]
            self._catalogue.add_vectors(batch, self._embedder.embed([texts[key] for key in batch]))
            progress(len(known) + start + len(batch), len(texts))

    def _key(self, text: str) -> str:
        return vector_key(self._model.fingerprint, text)

"""Brings an index in step with a set of documents: embeds what is new, builds aside, publishes.

One process at a time. Wherever it is stopped, readers keep the index they have, and the next run
goes on from what was embedded.
"""

import errno
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from smeadvisor.domain.documents import Document, Passage
from smeadvisor.errors import IndexBusy, IndexDamaged, IndexingError
from smeadvisor.indexing.catalogue import Catalogue, is_full, vector_key
from smeadvisor.indexing.checking import check_in_fresh_process
from smeadvisor.indexing.chroma_store import ChromaStore
from smeadvisor.indexing.embedder import Embedder
from smeadvisor.indexing.generation import FORMAT, Generations, Manifest
from smeadvisor.indexing.index import CATALOGUE, Condition, Index, ModelIdentity
from smeadvisor.indexing.term_index import TermIndex
from smeadvisor.text.sentences import stated_in_place, statement_texts

_log = logging.getLogger(__name__)
# Small enough that an interrupted run loses seconds, large enough for the model to work in batches.
_EMBEDDED_AT_ONCE = 32
BUILDING, CHECKING, PUBLISHING, SWEEPING = (
    "Building the index",
    "Checking the index",
    "Publishing the index",
    "Sweeping up",
)
Progress = Callable[[str, int, int], None]


class IndexWriter:
    """`model` is the embedder's identity, `splitter_version` part of what makes an index out of date.

    Without `for_answers` only what retrieval needs is embedded, in half the time.
    """

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        model: ModelIdentity,
        splitter_version: int,
        for_answers: bool = True,
    ) -> None:
        self._folder = folder
        self._embedder = embedder
        self._model = model
        self._splitter_version = splitter_version
        self._for_answers = for_answers
        self._generations = Generations(folder)
        self._catalogue = Catalogue(folder / CATALOGUE, writable=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the right to write.

        Raises:
            IndexBusy: another process has it.
            IndexingError: the folder cannot be written, or the disk is full.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / "writer.lock", timeout=0):
                self._mend()
                yield
                self._catalogue.close()
        except Timeout as error:
            raise IndexBusy(
                f"Another process is writing the index in '{self._folder}'. "
                "Wait for it to finish, then try again."
            ) from error
        except OSError as error:
            raise self._complaint(error) from error

    def published_versions(self) -> dict[str, str]:
        """Document ids and versions of the published generation; empty where it has to be built anew."""
        try:
            index = Index(self._folder, self._model)
            index.close()
            current = self._generations.read(self._generations.current_number())
        except IndexingError:
            # Missing, damaged or another model's: whatever it is, it is built anew.
            return {}
        same = current.manifest.splitter_version == self._splitter_version
        return index.versions if same and index.condition is Condition.WHOLE else {}

    def has(self, version: str) -> bool:
        """Whether a document version is stored already with vectors of this model."""
        return self._catalogue.has_document(version)

    def add(
        self,
        version: str,
        document: Document,
        passages: Sequence[Passage],
        progress: Callable[[int, int], None] = lambda *_: None,
    ) -> None:
        """Embed what is new of a document and store it; `progress` gets (texts done, of all).

        Besides passages, their sentences and items are embedded, alone and in their places, so that
        an answer can be chosen by meaning without embedding anything but the question.
        """
        self.embed(passages, progress)
        keys = [self._key(passage.searchable_text) for passage in passages]
        single = self._keyed(self._said(passages))
        self._catalogue.add_document(version, document, passages, keys, single)

    def embed(
        self, passages: Sequence[Passage], progress: Callable[[int, int], None] = lambda *_: None
    ) -> None:
        """Embed what is new of passages before they are added; best many documents' together."""
        texts = (passage.searchable_text for passage in passages)
        self._embed(self._keyed([*texts, *self._said(passages)]), progress)

    def publish(self, versions: Mapping[str, str], progress: Progress = lambda *_: None) -> None:
        """Make exactly these document versions the index that readers open next.

        Raises:
            IndexDamaged: what was built does not find its own passages; the old index stays.
        """
        import chromadb

        progress(BUILDING, 0, 1)
        number, folder = self._generations.new_folder()
        numbers = self._catalogue.numbers(versions.values())
        vectors = self._catalogue.vectors(numbers)
        ChromaStore.build(folder / "chroma", numbers, vectors)
        texts = [passage.searchable_text for passage in self._catalogue.passages(numbers)]
        TermIndex.of(numbers, texts).save(folder / "terms")
        progress(CHECKING, 0, 1)
        check_in_fresh_process(folder / "chroma", self._catalogue.path, numbers)
        manifest = Manifest(
            format=FORMAT,
            number=number,
            catalogue=self._catalogue.identity(),
            embedding_model=self._model.name,
            fingerprint=self._model.fingerprint,
            dimension=int(vectors.shape[1]),
            splitter_version=self._splitter_version,
            chroma_version=chromadb.__version__,
            passages=len(numbers),
            versions=dict(versions),
        )
        self._generations.seal(folder, manifest)
        progress(PUBLISHING, 0, 1)
        self._catalogue.publish(number, self._model.fingerprint, versions)
        self._generations.point_to(number)
        progress(SWEEPING, 0, 1)
        self._catalogue.keep_only(self._generations.prune())

    def _mend(self) -> None:
        """Clear away what a stopped process left, and a catalogue that cannot be read."""
        self._generations.discard_unfinished()
        try:
            self._catalogue.verify()
        except IndexDamaged as error:
            self._catalogue.close()
            _log.warning("%s It is set aside and everything is embedded again.", error)
            for path in self._folder.glob(f"{CATALOGUE}*"):
                if ".damaged" not in path.name:
                    path.replace(path.with_name(f"{path.name}.damaged"))
            self._catalogue = Catalogue(self._catalogue.path, writable=True)

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

    def _said(self, passages: Sequence[Passage]) -> Iterator[str]:
        """What is embedded of passages besides themselves."""
        for passage in passages:
            yield from statement_texts(passage)
            if self._for_answers:
                yield from (text for _, text in stated_in_place(passage))

    def _keyed(self, texts: Iterable[str]) -> dict[str, str]:
        return {self._key(text): text for text in texts}

    def _key(self, text: str) -> str:
        return vector_key(self._model.fingerprint, text)

    def _complaint(self, error: OSError) -> IndexingError:
        # numpy reports a full disk without its number.
        if error.errno == errno.ENOSPC or (error.errno is None and is_full(self._folder)):
            return IndexingError(
                f"The disk with '{self._folder}' is full. Make room and run: smeadvisor index"
            )
        return IndexingError(
            f"The index folder '{self._folder}' cannot be written ({error.strerror}). Change its "
            "permissions, or set SMEADVISOR_INDEX_FOLDER to another folder."
        )

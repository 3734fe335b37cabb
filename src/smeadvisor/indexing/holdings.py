"""What the published index holds, document by document: for a list and for reading, not for finding.

Nothing stays open between two calls, so what another process publishes is seen at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smeadvisor.domain.indexed import IndexedDocument, OpenedDocument
from smeadvisor.errors import IndexMissing
from smeadvisor.indexing.catalogue import Catalogue
from smeadvisor.indexing.generation import Generations, Manifest
from smeadvisor.indexing.index import CATALOGUE


class Holdings:
    """The documents of an index folder.

    Raises (from every method):
        IndexMissing: there is no index, or the document is not in it.
        IndexDamaged, IndexingError: the index cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._generations = Generations(folder)

    @property
    def embedding_model(self) -> str:
        """The name of the model that the documents were embedded with."""
        return self._manifest().embedding_model

    def documents(self) -> list[IndexedDocument]:
        """Every document, in order of the titles."""
        versions = self._manifest().versions
        with self._catalogue() as catalogue:
            found = catalogue.described(versions.values())
        return sorted(found, key=lambda one: (one.title.casefold(), one.id))

    def document(self, document_id: str) -> OpenedDocument:
        """A document with its text and passages."""
        version = self._manifest().versions.get(document_id)
        if version is None:
            raise IndexMissing(
                f"There is no document '{document_id}' in the index any more; choose another."
            )
        with self._catalogue() as catalogue:
            (entry,) = catalogue.described([version])
            passages = catalogue.passages(catalogue.numbers([version]))
            text = catalogue.whole_text(version)
        passages.sort(key=lambda passage: (passage.start, -passage.end))
        return OpenedDocument(entry, text, tuple(passages))

    def _manifest(self) -> Manifest:
        return self._generations.read(self._generations.current_number()).manifest

    @contextmanager
    def _catalogue(self) -> Iterator[Catalogue]:
        catalogue = Catalogue(self._folder / CATALOGUE)
        try:
            yield catalogue
        finally:
            catalogue.close()

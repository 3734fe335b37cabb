"""All parts of an index as one for readers: it answers from the best that is whole.

Published generation → the one before it → exact search over the catalogue → a clear refusal.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from smeadvisor.domain.documents import Passage
from smeadvisor.errors import IndexDamaged, IndexingError, IndexMismatch, IndexMissing
from smeadvisor.indexing.catalogue import Catalogue, Publication, vector_key
from smeadvisor.indexing.embedder import Vectors
from smeadvisor.indexing.exact_search import ExactSearch
from smeadvisor.indexing.generation import KEPT, Generation, Generations
from smeadvisor.indexing.term_index import Term, TermIndex

_log = logging.getLogger(__name__)
CATALOGUE = "catalogue.sqlite3"
_REMEMBERED = 20_000
_BLOCKS_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """The embedding model an index belongs to: its name in the settings and its weights' fingerprint."""

    name: str
    fingerprint: str


class Condition(Enum):
    """From what an opened index answers; the value says it to a person."""

    WHOLE = "whole"
    PREVIOUS = "damaged; answering from the generation before"
    EXACT = "damaged; answering by exact search over the catalogue"


class VectorSearch(Protocol):
    """Finds the passages nearest to a vector."""

    def search(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """Passage numbers and cosines, highest first."""
        ...

    def close(self) -> None:
        """Release what it holds."""
        ...


@dataclass(frozen=True, slots=True)
class _Opened:
    vectors: VectorSearch
    terms: TermIndex
    versions: dict[str, str]
    passages: int
    condition: Condition


class Index:
    """An opened index: finds passages by meaning and by words. Readers may share it.

    Raises:
        IndexMissing, IndexDamaged: as their names say.
        IndexMismatch: it was built by another embedding model.
    """

    def __init__(self, folder: Path, model: ModelIdentity) -> None:
        self._model = model
        self._generations = Generations(folder)
        self._catalogue = Catalogue(folder / CATALOGUE)
        self._folder = folder
        self._opened = self._open()
        # Numbers are never used again for other passages, so what is read stays true.
        self._known: dict[int, Passage] = {}
        self._siblings: dict[tuple[str, int, int], tuple[Passage, ...]] = {}

    @property
    def condition(self) -> Condition:
        """From what this index answers."""
        return self._opened.condition

    @property
    def versions(self) -> dict[str, str]:
        """The document ids that can be found, with their versions in the catalogue."""
        return self._opened.versions

    @property
    def passages(self) -> int:
        """How many passages can be found."""
        return self._opened.passages

    def nearest(self, vector: Vectors, limit: int) -> list[tuple[Passage, float]]:
        """The passages whose vectors have the highest cosine with `vector`, best first."""
        opened = self._opened
        limit = min(limit, opened.passages)
        try:
            return self._passages(opened.vectors.search(vector, limit))
        except IndexDamaged as error:
            # The files went bad while the index was open.
            self._opened = self._open_exact(opened.versions, error)
            return self._passages(self._opened.vectors.search(vector, limit))

    def matching(self, terms: Sequence[Term], limit: int) -> list[tuple[Passage, float]]:
        """The passages that share words with a question, by BM25, best first."""
        return self._passages(self._opened.terms.search(terms, limit))

    def word_scores(self, terms: Sequence[Term], texts: Sequence[str]) -> list[float]:
        """The BM25 scores of texts among these passages, as shares of the highest possible, 0–1."""
        ceiling = self._opened.terms.ceiling(terms)
        scores = self._opened.terms.scores(terms, texts)
        return [score / ceiling for score in scores] if ceiling > 0 else [0.0] * len(texts)

    def stretch(self, document_id: str, start: int, end: int) -> str:
        """The characters of a document from one offset to another."""
        return self._catalogue.stretch(self._opened.versions[document_id], start, end)

    def neighbours(self, passage: Passage) -> tuple[Passage | None, Passage | None]:
        """The passages before and after one in its document; None at the document's ends."""
        version = self._opened.versions.get(passage.document_id)
        return self._catalogue.neighbours(version, passage) if version else (None, None)

    def siblings(self, passage: Passage) -> tuple[Passage, ...]:
        """What is part of the same block, with it: all rows of a row's table, the whole table, its notes.

        The passage alone where it is a part of nothing.
        """
        version = self._opened.versions.get(passage.document_id)
        if passage.parent is None or version is None:
            return (passage,)
        key = (version, *passage.parent)
        known = self._siblings
        if key not in known:
            if len(known) == _BLOCKS_REMEMBERED:
                known = {}
            # Other threads may be reading, so what is remembered is replaced, never changed.
            known = known | {key: tuple(self._catalogue.inside(*key))}
            self._siblings = known
        return known[key]

    def named(self, document_id: str, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages of a document by their ids; those that cannot be found any more are left out."""
        version = self._opened.versions.get(document_id)
        found = self._catalogue.named(version, ids) if version else []
        return {passage.id: passage for passage in found}

    def everything(self) -> list[Passage]:
        """All passages that can be found, document by document in the order of their ids."""
        versions = [version for _, version in sorted(self._opened.versions.items())]
        return self._catalogue.passages(self._catalogue.numbers(versions))

    def titles(self) -> list[str]:
        """The titles of the documents that can be found, each once, in the order of their ids."""
        versions = [version for _, version in sorted(self._opened.versions.items())]
        numbers = [self._catalogue.numbers([version])[:1] for version in versions]
        firsts = self._catalogue.passages([number for some in numbers for number in some])
        return list(dict.fromkeys(passage.title for passage in firsts))

    def weight(self, stem: str) -> float:
        """How telling a stem is in these documents (inverse document frequency)."""
        return self._opened.terms.weight(stem)

    def knows(self, stem: str) -> bool:
        """Whether any passage has this stem."""
        return self._opened.terms.knows(stem)

    @property
    def stems(self) -> Mapping[str, int]:
        """Every stem of the passages, with the number of passages that have it."""
        return self._opened.terms.stems

    def known_vectors(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those of the texts that were embedded when the index was built."""
        keys = {vector_key(self._model.fingerprint, text): text for text in texts}
        return {keys[key]: vector for key, vector in self._catalogue.known_vectors(keys).items()}

    def close(self) -> None:
        """Release the files."""
        self._opened.vectors.close()
        self._catalogue.close()

    def _open(self) -> _Opened:
        problem: IndexingError | None = None
        try:
            current = self._generations.current_number()
            candidates = range(current, max(0, current - KEPT), -1)
        except IndexDamaged as error:
            problem, candidates = error, range(0)
        for number in candidates:
            try:
                generation = self._generations.read(number)
                manifest = generation.manifest
                self._require_model(manifest.fingerprint, manifest.embedding_model)
                return self._open_generation(generation, problem)
            except IndexDamaged as error:
                problem = problem or error
        publication = self._last_publication()
        if publication is None:
            raise problem or IndexMissing(
                f"No index in '{self._folder}'. Build it: smeadvisor index"
            )
        self._require_model(publication.fingerprint, "another model")
        return self._open_exact(publication.versions, problem)

    def _last_publication(self) -> Publication | None:
        """What the catalogue says was published last; nothing where there is no catalogue."""
        if not self._catalogue.path.is_file():
            return None
        publications = self._catalogue.publications()
        try:
            current = self._generations.current_number()
        except IndexingError:
            return publications[0] if publications else None
        # A publication above the pointer was being prepared when its process was stopped.
        return next((one for one in publications if one.number <= current), None)

    def _require_model(self, fingerprint: str, name: str) -> None:
        if fingerprint != self._model.fingerprint:
            raise IndexMismatch(
                f"The index in '{self._folder}' was built with the embedding model '{name}', "
                f"the settings name '{self._model.name}'. Rebuild it: smeadvisor index"
            )

    def _open_generation(self, generation: Generation, problem: IndexingError | None) -> _Opened:
        if generation.manifest.catalogue != self._catalogue.identity():
            raise IndexDamaged(
                f"The index in '{generation.folder}' belongs to another catalogue. "
                "Rebuild it: smeadvisor index"
            )
        vectors, terms = generation.open()
        if problem:
            _log.warning("%s Until then the generation before answers.", problem)
        return _Opened(
            vectors,
            terms,
            generation.manifest.versions,
            generation.manifest.passages,
            Condition.PREVIOUS if problem else Condition.WHOLE,
        )

    def _open_exact(self, versions: dict[str, str], problem: IndexingError | None) -> _Opened:
        numbers = self._catalogue.numbers(versions.values())
        if not numbers:
            raise problem or IndexDamaged(
                f"The index in '{self._folder}' has no passages. Rebuild it: smeadvisor index"
            )
        vectors = ExactSearch(numbers, self._catalogue.vectors(numbers))
        texts = [passage.searchable_text for passage in self._catalogue.passages(numbers)]
        _log.warning("%s Until then every vector is compared, from the catalogue.", problem)
        return _Opened(
            vectors, TermIndex.of(numbers, texts), versions, len(numbers), Condition.EXACT
        )

    def _passages(self, pairs: Sequence[tuple[int, float]]) -> list[tuple[Passage, float]]:
        # Whatever is remembered, a catalogue that was replaced is noticed.
        self._catalogue.identity()
        # Other threads may be reading the remembered ones, so they are replaced, never changed.
        known, numbers = self._known, [number for number, _ in pairs]
        missing = [number for number in numbers if number not in known]
        if len(known) + len(missing) > _REMEMBERED:
            known, missing = {}, numbers
        if missing:
            known = known | dict(zip(missing, self._catalogue.passages(missing), strict=True))
            self._known = known
        return [(known[number], score) for number, score in pairs]

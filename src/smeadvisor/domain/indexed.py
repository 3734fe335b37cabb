"""IndexedDocument and OpenedDocument: a document as the index holds it, listed and read."""

from dataclasses import dataclass

from smeadvisor.domain.documents import Passage


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A line of the list of documents; `passages` is how many of them can be found.

    `metadata` is what the corpus says of it: publisher, year, licence, language.
    """

    id: str
    title: str
    metadata: dict[str, str]
    passages: int


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document's whole text with its passages in reading order; their offsets count its characters."""

    entry: IndexedDocument
    text: str
    passages: tuple[Passage, ...]

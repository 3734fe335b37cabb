"""Made-up passages and a retriever that gives what it was given."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import BlockKind, Passage, Place


def passage(
    start: int,
    end: int,
    kind: BlockKind = BlockKind.PROSE,
    document: str = "d",
    place: Place | None = None,
    parent: tuple[int, int] | None = None,
    text: str = "",
) -> Passage:
    """A passage at a stretch of a document; its text tells it from others where none is given."""
    text = text or f"{document}{start}-{end} {'x' * end}"[: end - start]
    name = f"{document}#{start}-{end}"
    return Passage(name, document, "T", text, place or Place(kind=kind), start, end, parent=parent)


def row(start: int, table: tuple[int, int] = (100, 200), document: str = "d") -> Passage:
    """A row of ten characters of a table."""
    return passage(start, start + 10, BlockKind.ROW, document, parent=table)


def table(start: int = 100, end: int = 200, document: str = "d") -> Passage:
    """The whole of a table."""
    return passage(start, end, BlockKind.TABLE, document)


@dataclass
class Listed:
    """Gives its passages in their order, with scores that fall, and notes how many were asked for."""

    passages: Sequence[Passage]
    asked: list[int] = field(default_factory=list)

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """The first of its passages."""
        self.asked.append(limit)
        return [Hit(one, 100.0 - rank) for rank, one in enumerate(self.passages[:limit])]


def ids(hits: Sequence[Hit]) -> list[str]:
    """The ids of the hits' passages."""
    return [hit.passage.id for hit in hits]

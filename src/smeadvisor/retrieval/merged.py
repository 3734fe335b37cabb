"""Rows and their tables: several rows of a table among the best are the table; nothing comes twice."""

from collections import Counter
from collections.abc import Collection, Sequence

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import BlockKind, Passage
from smeadvisor.retrieval import Retriever

# Three rows among the first six say that the question is about the table: a comparison, a highest, a
# total. Chosen on development questions; two or four do nearly as well.
_ROWS = 3
_AMONG = 6
# What is merged makes room, so more must be found than is asked for; and whoever asks for few should
# get the first of what others get.
_FOUND = 60
# A longer table takes the room of several passages, so it comes after them, the rows found before.
_LONG_WORDS = 200
_PLACE_OF_LONG = 4


class MergedRetriever:
    """Puts a table in the place of its rows where several are found, and drops what another hit holds.

    A table comes in only where it is a hit itself; a long one comes fifth, and its rows stay.
    """

    def __init__(self, inner: Retriever) -> None:
        self._inner = inner

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first, none of them part of one before it."""
        hits = self._inner.retrieve(query, max(_FOUND, 2 * limit))
        tables = _tables_asked_for(hits)
        long = {key for key, table in tables.items() if len(table.text.split()) > _LONG_WORDS}
        kept: list[Hit] = []
        for hit in _long_ones_later(hits, long):
            if len(kept) == limit:
                break
            key = _key(hit.passage, hit.passage.parent)
            passage = hit.passage if key in long else tables.get(key, hit.passage)
            if not any(_holds(one.passage, passage) for one in kept):
                kept.append(Hit(passage, hit.score))
        return kept


def _long_ones_later(hits: Sequence[Hit], long: Collection[object]) -> list[Hit]:
    """The hits with the long tables that are asked for in fifth place; the others keep their order."""
    later = [hit for hit in hits if _key(hit.passage, hit.passage.span) in long]
    others = [hit for hit in hits if _key(hit.passage, hit.passage.span) not in long]
    return [*others[:_PLACE_OF_LONG], *later, *others[_PLACE_OF_LONG:]]


def _tables_asked_for(hits: Sequence[Hit]) -> dict[tuple[str, object], Passage]:
    """The tables of which several rows are among the first hits, by where they stand."""
    first = [hit.passage for hit in hits[:_AMONG] if hit.passage.place.kind is BlockKind.ROW]
    rows = Counter(_key(passage, passage.parent) for passage in first)
    tables = {
        _key(hit.passage, hit.passage.span): hit.passage
        for hit in hits
        if hit.passage.place.kind is BlockKind.TABLE
    }
    return {key: table for key, table in tables.items() if rows[key] >= _ROWS}


def _key(passage: Passage, span: object) -> tuple[str, object]:
    return passage.document_id, span


def _holds(outer: Passage, inner: Passage) -> bool:
    same = outer.document_id == inner.document_id
    return same and outer.start <= inner.start and inner.end <= outer.end

"""Retrieval inside a part of the corpus: some documents, a section, a kind of block, a country."""

from collections.abc import Collection
from dataclasses import dataclass

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import BlockKind, Passage
from smeadvisor.retrieval import Retriever
from smeadvisor.text.words import stems

_FIRST_DEPTH = 50
_LARGEST_DEPTH = 100_000


@dataclass(frozen=True, slots=True)
class Scope:
    """What a passage must be to be found; what is left empty does not matter.

    `heading` are words of a heading above it, `about` of what names it: headings, box, caption, row
    (a country, a programme). Words are compared by stem, all of them must be there.
    """

    documents: Collection[str] = ()
    heading: str = ""
    kinds: Collection[BlockKind] = ()
    about: str = ""

    def holds(self, passage: Passage) -> bool:
        """Whether a passage is inside."""
        place = passage.place
        above = " ".join(place.headings)
        names = " ".join((above, *place.labels, place.caption, *place.row))
        return (
            (not self.documents or passage.document_id in self.documents)
            and (not self.kinds or place.kind in self.kinds)
            and set(stems(self.heading)) <= set(stems(above))
            and set(stems(self.about)) <= set(stems(names))
        )


class ScopedRetriever:
    """Another retriever's hits that are inside a scope; it looks deeper until there are enough."""

    def __init__(self, inner: Retriever, scope: Scope) -> None:
        self._inner = inner
        self._scope = scope

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits inside the scope, best first."""
        depth = max(limit, _FIRST_DEPTH)
        while True:
            hits = self._inner.retrieve(query, depth)
            inside = [hit for hit in hits if self._scope.holds(hit.passage)]
            if len(inside) >= limit or len(hits) < depth or depth >= _LARGEST_DEPTH:
                return inside[:limit]
            depth *= 8

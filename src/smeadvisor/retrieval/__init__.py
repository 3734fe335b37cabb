"""Finding passages: one protocol, two views of the index, and wrappers that are retrievers too."""

from typing import Protocol

from smeadvisor.domain.answers import Hit


class Retriever(Protocol):
    """Finds the passages that speak to a query."""

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first; the same query on the same index gives the same list."""
        ...

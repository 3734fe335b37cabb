"""Finding passages: views of the index that find candidates, scorers that compare them, and wrappers.

A wrapper is a retriever around another one; scores order one list and mean nothing outside it.
"""

from collections.abc import Sequence
from typing import Protocol

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import Passage


class Retriever(Protocol):
    """Finds the passages that speak to a query."""

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first; the same query on the same index gives the same list."""
        ...


class Scorer(Protocol):
    """Says how much passages speak to a query, from one point of view."""

    def score(self, query: str, passages: Sequence[Passage]) -> list[float]:
        """One number a passage, higher is better, of the order of 1."""
        ...

"""Retrieval by meaning: the cosine of the query's vector with each passage's."""

from smeadvisor.domain.answers import Hit
from smeadvisor.indexing.embedder import Embedder
from smeadvisor.indexing.index import Index


class DenseRetriever:
    """Scores are cosines."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self._index = index
        self._embedder = embedder

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first."""
        vector = self._embedder.embed([query])[0]
        return [Hit(passage, score) for passage, score in self._index.nearest(vector, limit)]

"""Retrieval by words: BM25 over stems."""

from smeadvisor.domain.answers import Hit
from smeadvisor.indexing.index import Index


class LexicalRetriever:
    """Scores are BM25; passages that share no word with the query are not hits."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first."""
        return [Hit(passage, score) for passage, score in self._index.matching(query, limit)]

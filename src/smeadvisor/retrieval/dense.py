"""Retrieval by meaning: cosines of the query's vector with those of passages and of their statements."""

from collections.abc import Sequence

import numpy as np

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import Passage
from smeadvisor.indexing.embedder import Embedder, Vectors
from smeadvisor.indexing.index import Index
from smeadvisor.text.sentences import statement_texts


class DenseRetriever:
    """Scores are cosines."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self._index = index
        self._embedder = embedder

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first."""
        vector = self._embedder.embed([query])[0]
        return [Hit(passage, score) for passage, score in self._index.nearest(vector, limit)]


class PassageScorer:
    """The cosine of the whole passage."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def score(self, query: str, passages: Sequence[Passage]) -> list[float]:
        """One cosine a passage."""
        texts = [passage.searchable_text for passage in passages]
        return [float(cosine) for cosine in _cosines(self._embedder, query, texts)]


class StatementScorer:
    """The cosine of the passage's nearest statement: a long passage may answer in one sentence.

    The whole of a table has no statements of its own; it counts as a whole.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def score(self, query: str, passages: Sequence[Passage]) -> list[float]:
        """The highest cosine a passage."""
        found = [statement_texts(passage) or [passage.searchable_text] for passage in passages]
        cosines = iter(_cosines(self._embedder, query, [text for texts in found for text in texts]))
        return [max(float(next(cosines)) for _ in texts) for texts in found]


def _cosines(embedder: Embedder, query: str, texts: Sequence[str]) -> Vectors:
    vectors = embedder.embed([query, *texts])
    return np.asarray(vectors[1:] @ vectors[0], np.float32)

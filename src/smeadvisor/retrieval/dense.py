"""Retrieval by meaning: how alike the query is to passages and to their statements."""

from collections.abc import Sequence

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import Passage
from smeadvisor.indexing.embedder import Embedder
from smeadvisor.indexing.index import Index
from smeadvisor.indexing.likeness import Likeness, Scale
from smeadvisor.text.sentences import statement_texts


class DenseRetriever:
    """Scores are likenesses on a scale."""

    def __init__(self, index: Index, embedder: Embedder, scale: Scale | None = None) -> None:
        self._index = index
        self._embedder = embedder
        self._scale = scale or Scale()

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first."""
        vector = self._embedder.embed([query])[0]
        return [
            Hit(passage, self._scale.likeness(cosine))
            for passage, cosine in self._index.nearest(vector, limit)
        ]


class PassageScorer:
    """How alike the whole passage is."""

    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness

    def score(self, query: str, passages: Sequence[Passage]) -> list[float]:
        """One likeness a passage."""
        return self._likeness(query, [passage.searchable_text for passage in passages])


class StatementScorer:
    """How alike the passage's nearest statement is: a long passage may answer in one sentence.

    The whole of a table has no statements of its own; it counts as a whole.
    """

    def __init__(self, likeness: Likeness) -> None:
        self._likeness = likeness

    def score(self, query: str, passages: Sequence[Passage]) -> list[float]:
        """The highest likeness a passage."""
        found = [statement_texts(passage) or [passage.searchable_text] for passage in passages]
        likenesses = iter(self._likeness(query, [text for texts in found for text in texts]))
        return [max(next(likenesses) for _ in texts) for texts in found]

"""Several retrievers as one, by reciprocal-rank fusion."""

from collections.abc import Sequence

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import Passage
from smeadvisor.retrieval import Retriever


class FusedRetriever:
    """Adds 1 / (constant + rank) over the retrievers' lists.

    Cormack, Clarke and Büttcher 2009, "Reciprocal Rank Fusion outperforms Condorcet and individual
    rank learning methods"; the constant is theirs. The scores say which passage is best, never
    whether any is good.
    """

    def __init__(
        self, retrievers: Sequence[Retriever], constant: float = 60.0, depth: int = 50
    ) -> None:
        self._retrievers = tuple(retrievers)
        self._constant = constant
        self._depth = depth

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first; ties in the order of passage ids."""
        scores: dict[str, float] = {}
        passages: dict[str, Passage] = {}
        for retriever in self._retrievers:
            for rank, hit in enumerate(retriever.retrieve(query, max(limit, self._depth)), 1):
                passages[hit.passage.id] = hit.passage
                scores[hit.passage.id] = scores.get(hit.passage.id, 0.0) + 1 / (
                    self._constant + rank
                )
        best = sorted(scores, key=lambda identifier: (-scores[identifier], identifier))[:limit]
        return [Hit(passages[identifier], scores[identifier]) for identifier in best]

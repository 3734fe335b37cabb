"""Several views of the index as one: candidates from each, every candidate scored by all."""

from collections.abc import Sequence

import numpy as np

from smeadvisor.domain.answers import Hit
from smeadvisor.retrieval import Retriever, Scorer


class BlendedRetriever:
    """A weighted sum of scores over the candidates of all retrievers.

    Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval": a convex
    combination of scores loses less than reciprocal ranks, which forget by how much one passage is
    better than the next. `depth` is how many candidates each retriever gives at least.
    """

    def __init__(
        self,
        retrievers: Sequence[Retriever],
        scorers: Sequence[tuple[float, Scorer]],
        depth: int = 50,
    ) -> None:
        self._retrievers = tuple(retrievers)
        self._scorers = tuple(scorers)
        self._depth = depth

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first; ties in the order of passage ids."""
        depth = max(limit, self._depth)
        found = {
            hit.passage.id: hit.passage
            for retriever in self._retrievers
            for hit in retriever.retrieve(query, depth)
        }
        passages = [found[name] for name in sorted(found)]
        if not passages:
            return []
        scores = sum(
            weight * np.asarray(scorer.score(query, passages)) for weight, scorer in self._scorers
        )
        order = np.argsort(-np.asarray(scores), kind="stable")[:limit]
        return [Hit(passages[row], float(np.asarray(scores)[row])) for row in order]

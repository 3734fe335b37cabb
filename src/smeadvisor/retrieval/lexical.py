"""Retrieval by words: BM25 over stems, each word of the query with what else may be written for it."""

from collections.abc import Sequence

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import Passage
from smeadvisor.indexing.index import Index
from smeadvisor.retrieval.wording import Wording

# Best matches below this share of the highest possible score are chance: common words, none of the
# telling ones. They must not be stretched to full weight (chosen on development questions).
_FULL_MATCH = 0.4


class LexicalRetriever:
    """Scores are BM25; passages that share no word with the query are not hits."""

    def __init__(self, index: Index, wording: Wording) -> None:
        self._index = index
        self._wording = wording

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first."""
        found = self._index.matching(self._wording.terms(query), limit)
        return [Hit(passage, score) for passage, score in found]


class WordScorer:
    """BM25 as a share of the best of the passages, or of a good match where none of them is one."""

    def __init__(self, index: Index, wording: Wording) -> None:
        self._index = index
        self._wording = wording

    def score(self, query: str, passages: Sequence[Passage]) -> list[float]:
        """One number a passage, 0–1."""
        texts = [passage.searchable_text for passage in passages]
        shares = self._index.word_scores(self._wording.terms(query), texts)
        highest = max([*shares, _FULL_MATCH])
        return [share / highest for share in shares]

"""Marks in each hit the statement that speaks most to the query: where a reader should look first."""

from dataclasses import replace

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import Passage
from smeadvisor.indexing.likeness import Likeness
from smeadvisor.retrieval import Retriever
from smeadvisor.text.sentences import statements


class MarkedRetriever:
    """Another retriever's hits in its order, `match` set to the statement nearest in meaning.

    A row and the whole of a table match as a whole. What is marked already stays as it is.
    """

    def __init__(self, inner: Retriever, likeness: Likeness) -> None:
        self._inner = inner
        self._likeness = likeness

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """The inner retriever's hits, each with its match."""
        hits = self._inner.retrieve(query, limit)
        spans = [_spans(hit.passage) for hit in hits]
        texts = [
            hit.passage.text[start:end]
            for hit, found in zip(hits, spans, strict=True)
            if len(found) > 1
            for start, end in found
        ]
        # Statements were embedded with the index, so only the query costs anything.
        likenesses = iter(self._likeness(query, texts))
        return [
            hit if hit.match else replace(hit, match=_match(hit.passage, found, nearness))
            for hit, found in zip(hits, spans, strict=True)
            for nearness in [[next(likenesses) for _ in found] if len(found) > 1 else [1.0]]
        ]


def _spans(passage: Passage) -> list[tuple[int, int]]:
    """The statements that a match is chosen from, from the passage's own 0; the passage where it is one."""
    whole = [(0, len(passage.text))]
    if passage.cells or passage.parts:
        return whole
    return [(one.start, one.end) for one in statements(passage.text)] or whole


def _match(
    passage: Passage, spans: list[tuple[int, int]], nearness: list[float]
) -> tuple[int, int]:
    best = max(range(len(spans)), key=lambda one: nearness[one])
    start, end = spans[best]
    return passage.start + start, passage.start + end

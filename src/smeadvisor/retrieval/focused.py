"""The words around the statements that fit best, instead of whole passages: small, found through big.

Where the evidence has to be short: a small context window, a panel of quotes. Passages are found
first; inside them each statement is scored with its neighbours, and the best grow into windows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import Passage
from smeadvisor.indexing.index import Index
from smeadvisor.indexing.likeness import Likeness
from smeadvisor.retrieval import Retriever, Scorer
from smeadvisor.retrieval.wording import Wording
from smeadvisor.text.sentences import statement_texts, statements

_DEPTH = 20
# How much a statement's own meaning and the words around it count beside the scores of its passage.
_MEANING = 0.5
_WORDS = 0.5
# A neighbour joins a window while it fits this well, as a share of the statement it began with.
_FLOOR = 0.6


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement, the passage it is a part of, where it stands in the document, and its score."""

    passage: Passage
    start: int
    end: int
    compared: str
    score: float = 0.0
    narrow: float = 0.0

    @property
    def text(self) -> str:
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]


class FocusedRetriever:
    """Windows of at most `words` words around the statements that speak most to a query.

    `scorers` say how much the passages of the statements speak to it. A window may begin in one
    passage and end in the next where nothing but white space is between them.
    """

    def __init__(
        self,
        inner: Retriever,
        scorers: Sequence[tuple[float, Scorer]],
        index: Index,
        wording: Wording,
        likeness: Likeness,
        words: int = 170,
    ) -> None:
        self._inner = inner
        self._scorers = tuple(scorers)
        self._index = index
        self._wording = wording
        self._likeness = likeness
        self._words = words

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first, none overlapping another and no words twice."""
        found = self._scored(query, [hit.passage for hit in self._inner.retrieve(query, _DEPTH)])
        used: set[int] = set()
        said: set[str] = set()
        hits: list[Hit] = []
        for position in sorted(range(len(found)), key=lambda one: -found[one].score):
            if len(hits) == limit:
                break
            if position in used or found[position].text in said:
                continue
            window = self._grown(found, self._seed(found, position, used), used)
            first, last = found[window[0]], found[window[-1]]
            used.add(position)
            # A box and the table in it, a table and a row of it may both have been found.
            used.update(
                place
                for place, one in enumerate(found)
                if one.passage.document_id == first.passage.document_id
                and one.start < last.end
                and first.start < one.end
            )
            said.update(found[one].text for one in window)
            hits.append(self._hit(found, window, found[position].score))
        return hits

    def _scored(self, query: str, passages: Sequence[Passage]) -> list[_Statement]:
        """The statements of the passages in the order of the documents, with scores."""
        if not passages:
            return []
        whole = sum(
            weight * np.asarray(scorer.score(query, passages)) for weight, scorer in self._scorers
        )
        of_passage = {
            one.id: float(score) for one, score in zip(passages, np.asarray(whole), strict=True)
        }
        ordered = sorted(passages, key=lambda one: (one.document_id, one.start))
        found = [statement for passage in ordered for statement in _statements(passage)]
        meaning = self._likeness(query, [one.compared for one in found])
        around = [
            " ".join(one.text for one in _around(found, place)) for place in range(len(found))
        ]
        words = np.asarray(self._index.word_scores(self._wording.terms(query), around))
        words /= max(1e-9, float(words.max()))
        return [
            replace(one, score=score, narrow=score + near)
            for one, near, word in zip(found, meaning, words, strict=True)
            for score in [of_passage[one.passage.id] + _MEANING * near + _WORDS * float(word)]
        ]

    def _seed(self, found: Sequence[_Statement], position: int, used: set[int]) -> int:
        """The statement that fits best by itself, of one and its neighbours."""
        near = [
            one
            for one in (position, position - 1, position + 1)
            if 0 <= one < len(found) and one not in used and self._adjoin(found, one, position)
        ]
        return max(near, key=lambda one: found[one].narrow)

    def _grown(self, found: Sequence[_Statement], seed: int, used: set[int]) -> list[int]:
        """The positions of a window: the seed and its neighbours, the better one first, while they fit."""
        window = [seed]
        words = len(found[seed].text.split())
        while True:
            joining = [
                (found[one].narrow, one)
                for one, edge in ((window[0] - 1, window[0]), (window[-1] + 1, window[-1]))
                if 0 <= one < len(found)
                and one not in used
                and found[one].narrow >= _FLOOR * found[seed].narrow
                and words + len(found[one].text.split()) <= self._words
                and self._adjoin(found, one, edge)
            ]
            if not joining:
                return window
            _, best = max(joining)
            words += len(found[best].text.split())
            window = sorted([*window, best])

    def _adjoin(self, found: Sequence[_Statement], one: int, other: int) -> bool:
        """Whether nothing stands between two neighbours but white space and the marks of items."""
        if one == other:
            return True
        first, second = sorted((found[one], found[other]), key=lambda statement: statement.start)
        if first.passage.id == second.passage.id:
            return True
        if first.passage.document_id != second.passage.document_id or first.end > second.start:
            return False
        between = second.passage.start - first.passage.end
        return (
            first.end == first.passage.end
            and second.start == second.passage.start
            and not self._index.stretch(
                first.passage.document_id, first.passage.end, first.passage.end + between
            ).strip()
        )

    def _hit(self, found: Sequence[_Statement], window: Sequence[int], score: float) -> Hit:
        first, last = found[window[0]], found[window[-1]]
        passage = first.passage
        if (first.start, last.end) == passage.span:
            return Hit(passage, score, passage.span)
        text = self._index.stretch(passage.document_id, first.start, last.end)
        name = f"{passage.document_id}#{first.start}-{last.end}"
        narrowed = replace(
            passage, id=name, text=text, start=first.start, end=last.end, cells=(), parts=()
        )
        return Hit(narrowed, score, narrowed.span)


def _statements(passage: Passage) -> Iterator[_Statement]:
    """The statements of a passage; a row and a table are one each."""
    texts = statement_texts(passage)
    if passage.cells or not texts:
        compared = texts[0] if texts else passage.searchable_text
        yield _Statement(passage, passage.start, passage.end, compared)
        return
    for statement, text in zip(statements(passage.text), texts, strict=True):
        start, end = passage.start + statement.start, passage.start + statement.end
        yield _Statement(passage, start, end, text)


def _around(found: Sequence[_Statement], position: int) -> Iterator[_Statement]:
    """A statement with the one before and the one after, of the same document."""
    for one in found[max(0, position - 1) : position + 2]:
        if one.passage.document_id == found[position].passage.document_id:
            yield one

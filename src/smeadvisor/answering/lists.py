"""Whole lists: the sentence that announces one and every item, by structure and not by rank."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from smeadvisor.answering.candidates import Candidate, Ranking, statements_of
from smeadvisor.domain.answers import DraftClaim, Evidence, Remark
from smeadvisor.domain.documents import Passage
from smeadvisor.text.questions import asks_for_several, parts

# The announcement of the list that is asked for is among the best statements.
_AMONG = 3
# "X gives principles. They include:" — the sentence before the one that announces.
_LEAD = 2


@dataclass(frozen=True, slots=True)
class _List:
    lead: tuple[Candidate, ...]
    items: tuple[Candidate, ...]


class ListAnswerer:
    """Answers with a list where the question asks for several things and the best statement is in one.

    `siblings` gives the passages that a passage's block was cut into, in order: a list may be long.
    """

    def __init__(self, ranking: Ranking, siblings: Callable[[Passage], Sequence[Passage]]) -> None:
        self._ranking = ranking
        self._siblings = siblings

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim | Remark]:
        """The announcement, every item, and how many there are; nothing where no list is asked for."""
        if parts(evidence.question) or not asks_for_several(evidence.question):
            return
        candidates = self._ranking.ranked(evidence.question, evidence.hits)
        found = self._asked_for(candidates)
        if found is None:
            return
        for one in (*found.lead, *found.items):
            yield DraftClaim(one.quote, (one.cite(),), one.statement.is_item)
        count = len(found.items)
        yield Remark(f"That is the whole list: {count} of {count}.")

    def _asked_for(self, candidates: Sequence[Candidate]) -> _List | None:
        for rank, one in enumerate(candidates[:_AMONG]):
            if one.passage.cells or (one.statement.is_item and rank > 0):
                continue
            found = self._list_with(one)
            if found is not None and (rank == 0 or one.quote.endswith(":")):
                return found
        return None

    def _list_with(self, one: Candidate) -> _List | None:
        """The list that a statement announces, leads to or is an item of."""
        own = [
            candidate
            for passage in self._siblings(one.passage)
            for candidate in statements_of(passage)
        ]
        position = next(place for place, other in enumerate(own) if other.key == one.key)
        first = position
        if one.statement.is_item:
            while first > 0 and own[first - 1].statement.is_item:
                first -= 1
        else:
            ahead = own[position + 1 : position + 1 + _LEAD]
            first += 1 + next(
                (n for n, other in enumerate(ahead) if other.statement.is_item), _LEAD
            )
        end = first
        while end < len(own) and own[end].statement.is_item:
            end += 1
        announced = 0 < first < end and own[first - 1].quote.endswith(":")
        if not announced or end - first < 2:
            return None
        return _List(tuple(own[min(position, first - 1) : first]), tuple(own[first:end]))

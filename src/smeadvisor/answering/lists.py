"""Whole lists: what announces one and every item, by structure and not by rank."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from smeadvisor.answering.candidates import Candidate, Ranking, statements_of
from smeadvisor.answering.listings import Listing, marked_list, told_listing
from smeadvisor.domain.answers import DraftClaim, Evidence, Remark
from smeadvisor.domain.documents import Passage
from smeadvisor.text.questions import asks_for_several, parts

# The announcement of the list that is asked for is among the best statements.
_AMONG = 3
# How near to the best statement one must come that counts things up in running text.
_TOLD_NEAR = 0.75
_SECOND_NEAR = 0.93
_MOST_WORDS = 100

Siblings = Callable[[Passage], Sequence[Passage]]


class ListAnswerer:
    """Answers with a list where the question asks for several things and the best statement is in one.

    `siblings` gives the passages that a passage's block was cut into, in order: a list may be long.
    """

    def __init__(self, ranking: Ranking, siblings: Siblings) -> None:
        self._ranking = ranking
        self._siblings = siblings

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim | Remark]:
        """The announcement, every item, and how many there are; nothing where no list is asked for."""
        if parts(evidence.question) or not asks_for_several(evidence.question):
            return
        candidates = self._ranking.ranked(evidence.question, evidence.hits)
        found = self._marked(candidates)
        if found is not None:
            yield from _claims(found)
            yield Remark(f"That is the whole list: {found.items} of {found.items}.")

    def _marked(self, candidates: Sequence[Candidate]) -> Listing | None:
        """The list that the best statements are of or lead to."""
        for rank, one in enumerate(candidates[:_AMONG]):
            if one.passage.cells or (one.statement.is_item and rank > 0):
                continue
            found = marked_list(*self._around(one))
            if found is not None and (rank == 0 or one.quote.endswith(":")):
                return found
        return None

    def _around(self, one: Candidate) -> tuple[list[Candidate], int]:
        """The statements of the block that one stands in, and its place among them."""
        own = [
            candidate
            for passage in self._siblings(one.passage)
            for candidate in statements_of(passage)
        ]
        return own, next(place for place, other in enumerate(own) if other.key == one.key)


class ToldListAnswerer:
    """Answers with what running text counts up, where a question asks for several things."""

    def __init__(self, ranking: Ranking, siblings: Siblings) -> None:
        self._ranking = ranking
        self._siblings = siblings

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim]:
        """The sentences that fit best among those that count things up; nothing where none comes near."""
        if not asks_for_several(evidence.question):
            return
        candidates = self._ranking.ranked(evidence.question, evidence.hits)
        if not candidates:
            return
        floor = _TOLD_NEAR * candidates[0].score
        chosen: list[Listing] = []
        best = 0.0
        for one in candidates:
            if one.score < max(floor, _SECOND_NEAR * best):
                break
            if one.passage.cells or any(one.key in listing.keys for listing in chosen):
                continue
            found = self._listing(one)
            words = sum(listing.words for listing in chosen)
            if found is None or (chosen and words + found.words > _MOST_WORDS):
                continue
            best = best or one.score
            chosen.append(found)
            if len(chosen) > 1:
                break
        for listing in chosen:
            yield from _claims(listing)

    def _listing(self, one: Candidate) -> Listing | None:
        own = list(statements_of(one.passage))
        position = next(place for place, other in enumerate(own) if other.key == one.key)
        return told_listing(own, position)


def _claims(listing: Listing) -> Iterator[DraftClaim]:
    for one in listing.statements:
        yield DraftClaim(one.quote, (one.cite(),), one.statement.is_item)

"""What counts things up in a document: lists, points in running text, series inside a sentence.

Found by structure, and taken whole: with what announces it, and with what it leans on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from smeadvisor.answering.candidates import Candidate
from smeadvisor.answering.leaning import announced, continues, counted, leans
from smeadvisor.text.series import enumerates

# "X gives principles. They include:" — the sentence before the one that announces.
_LEAD = 2
_FURTHER = 2


@dataclass(frozen=True, slots=True)
class Listing:
    """Statements that are read together; `items` is how many a marked list has, 0 of running text."""

    statements: tuple[Candidate, ...]
    items: int = 0

    @property
    def words(self) -> int:
        """How many words it takes to say."""
        return sum(one.words for one in self.statements)

    @property
    def keys(self) -> frozenset[tuple[str, int, int]]:
        """The statements in it."""
        return frozenset(one.key for one in self.statements)


def marked_list(own: Sequence[Candidate], position: int) -> Listing | None:
    """The list that a statement announces, leads to or is an item of."""
    first = position
    if own[position].statement.is_item:
        while first > 0 and own[first - 1].statement.is_item:
            first -= 1
    else:
        ahead = own[position + 1 : position + 1 + _LEAD]
        first += 1 + next((n for n, other in enumerate(ahead) if other.statement.is_item), _LEAD)
    end = first
    while end < len(own) and own[end].statement.is_item:
        end += 1
    is_announced = 0 < first < end and own[first - 1].quote.endswith(":")
    if not is_announced or end - first < 2:
        return None
    lead = own[min(position, first - 1) : first]
    return Listing((*lead, *own[first:end]), end - first)


def told_listing(own: Sequence[Candidate], position: int) -> Listing | None:
    """What a sentence counts up, or is part of: points one after the other, or a series of things in it."""
    if own[position].statement.is_item:
        return Listing((own[position],)) if enumerates(own[position].quote) else None
    sentences = [one.quote for one in own]
    points = counted(sentences)
    if points and points[0] - 1 <= position < points[1]:
        return Listing(tuple(own[max(0, points[0] - 1) : points[1]]))
    following = announced(sentences, position)
    if following:
        return Listing(tuple(own[position : position + following + 1]))
    end = position + 1
    while end < min(len(own), position + 1 + _FURTHER) and continues(sentences[end]):
        end += 1
    if not enumerates(sentences[position]) and end == position + 1:
        return None
    is_led = position > 0 and leans(sentences[position]) and not own[position - 1].statement.is_item
    return Listing(tuple(own[position - is_led : end]))

"""What counts things up in a document: lists, points in running text, series inside a sentence.

Found by structure, and taken whole: with what announces it, and with what it leans on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from smeadvisor.answering.candidates import Candidate
from smeadvisor.answering.leaning import announced, continues, counted, leans
from smeadvisor.text.series import STRONG, enumeration

# "X gives principles. They include:" — the sentence before the one that announces.
_LEAD = 2
_FURTHER = 2
# "There are several reasons for this."
_POINTING = re.compile(r"\b(?:this|these|that|those|it)\b", re.IGNORECASE)
# A longer list is shown whole only where it is asked for.
_MOST_ITEMS = 8
_MOST_WORDS = 130


@dataclass(frozen=True, slots=True)
class Listing:
    """Statements that are read together.

    `items` is how many a marked list has, 0 of running text; `strength` says how surely things are
    counted up, 0–1; `is_pointed` that they are points in sentences of their own.
    """

    statements: tuple[Candidate, ...]
    items: int = 0
    strength: float = STRONG
    is_pointed: bool = False

    @property
    def words(self) -> int:
        """How many words it takes to say."""
        return sum(one.words for one in self.statements)

    @property
    def is_short(self) -> bool:
        """Whether all of it may be said where not the list is asked for but something in it."""
        return self.is_countable and self.words <= _MOST_WORDS

    @property
    def is_countable(self) -> bool:
        """Whether it has few items, long as they may be."""
        return self.items <= _MOST_ITEMS

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
    one = own[position]
    if one.quote.endswith(":") or (one.statement.is_item and not one.quote[:1].isupper()):
        # Neither an announcement nor an item that is no sentence says anything alone.
        found = marked_list(own, position)
        return found if found and found.is_short else None
    if one.statement.is_item:
        strength = enumeration(one.quote)
        return Listing((one,), strength=strength) if strength else None
    sentences = [one.quote for one in own]
    points = counted(sentences)
    if points:
        end, lead = _further(sentences, points[1]), max(0, points[0] - 1)
        is_led_to = lead - _LEAD <= position < lead and _POINTING.search(sentences[lead])
        if is_led_to or lead <= position < points[1]:
            return Listing(tuple(own[min(position, lead) : end]), is_pointed=True)
    following = announced(sentences, position)
    if following:
        return Listing(tuple(own[position : position + following + 1]), is_pointed=True)
    strength = enumeration(sentences[position])
    if not strength:
        return None
    end = position + 1
    while end < min(len(own), position + 1 + _FURTHER) and continues(sentences[end]):
        end += 1
    is_leaning = leans(sentences[position]) or continues(sentences[position])
    is_led = position > 0 and is_leaning and not own[position - 1].statement.is_item
    return Listing(tuple(own[position - is_led : end]), strength=strength)


def _further(sentences: Sequence[str], end: int) -> int:
    """Where the last point ends: what leans on it is part of it."""
    last = min(len(sentences), end + _FURTHER)
    while end < last and (leans(sentences[end]) or continues(sentences[end])):
        end += 1
    return end

"""Whole lists: what announces one and every item, by structure and not by rank."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from smeadvisor.answering.answerer import Draft
from smeadvisor.answering.candidates import Candidate, Ranking, statements_of
from smeadvisor.answering.listings import Listing, marked_list, told_listing
from smeadvisor.answering.near_words import means
from smeadvisor.domain.answers import Citation, DraftClaim, Evidence, Hit, Remark
from smeadvisor.domain.documents import Passage
from smeadvisor.text.questions import (
    asked_noun,
    asks_for_figure,
    asks_for_reasons,
    asks_for_several,
    asks_why,
    asks_yes_no,
    parts,
)
from smeadvisor.text.sentences import is_note
from smeadvisor.text.series import calls_things_so, names_things_so
from smeadvisor.text.words import stem

# The announcement of the list that is asked for is among the best statements.
_AMONG = 3
# How near to the best statement one must come that counts things up in running text; less beside it.
_TOLD_NEAR = 0.84
_TOLD_BESIDE = 0.6
# What counts beside how well a statement speaks to the question: that it counts things up, that it
# calls them what the question does.
_STRONG, _NAMED = 0.1, 0.15
# Who asks for reasons, or for traits, is answered by what counts up reasons, or aspects; it need not
# speak of all that the question does.
_CALLED, _TOLD_CALLED = 0.3, 0.6
# Who asks what a name takes in is answered by a note.
_NOTE = 0.3
_MADE_OF = re.compile(
    r"\b(?:includ|count|cover|belong|compris|consist|classif|defin|group|part of|made up)\w*",
    re.IGNORECASE,
)
# The announcement and one item say what the item is of; with a second, a reader misses the others.
_PART_OF = 2
# "There are several reasons" stands among the first statements of what it leads to.
_LEADING = 3
_WORD = re.compile(r"[^\W\d_]{3}")
_MARKS = ".,;:()“”\"'’"
_SECOND_NEAR = 0.88
# Words of two listings: where they hold the best statement, and where that is said as well.
_MOST_WORDS, _MOST_BESIDE = 120, 80

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
            own = _own(one, self._siblings)
            position = next(place for place, other in enumerate(own) if other.key == one.key)
            found = marked_list(own, position)
            if found is not None and (rank == 0 or one.quote.endswith(":")):
                return found
        return None


def completed(drafted: Sequence[Draft], siblings: Siblings) -> list[Draft]:
    """The claims, and instead of a part of a short list the whole: of an announcement alone, of two items.

    A long list's announcement without its items is left out.
    """
    said = [one.citations[0] for one in drafted if isinstance(one, DraftClaim) and one.citations]
    whole: list[Draft] = []
    done: set[tuple[str, int, int]] = set()
    for one in drafted:
        found = _list_of(one, siblings)
        if not isinstance(one, DraftClaim):
            whole.append(one)
            continue
        if found is None:
            # What announces a table, or what stands on another page, says nothing alone.
            if not one.text.endswith(":") or len(drafted) == 1:
                whole.append(one)
            continue
        first = found.statements[-found.items].key
        held = sum(_key(cited) in found.keys for cited in said)
        items = [item for item in found.statements if item.statement.is_item]
        is_bare = not any(_key(cited) in {item.key for item in items} for cited in said)
        is_part = is_bare or held > _PART_OF
        if first in done:
            continue
        if is_part and found.is_short:
            done.add(first)
            whole += _claims(found)
        elif held > _PART_OF and found.is_countable and one is drafted[0]:
            # It answers best, and leaves no room for more.
            return list(_claims(found))
        elif is_part and held == 1:
            continue
        else:
            whole.append(one)
    return whole


def _list_of(one: Draft, siblings: Siblings) -> Listing | None:
    """The marked list that a claim announces or is an item of."""
    if not isinstance(one, DraftClaim) or len(one.citations) != 1:
        return None
    cited = one.citations[0]
    if cited.passage.cells or not (one.is_item or cited.quote.endswith(":")):
        return None
    own = [other for passage in siblings(cited.passage) for other in statements_of(passage)]
    position = next((n for n, other in enumerate(own) if other.key == _key(cited)), None)
    return None if position is None else marked_list(own, position)


def _key(cited: Citation) -> tuple[str, int, int]:
    return cited.passage.document_id, cited.start, cited.end


@dataclass(frozen=True, slots=True)
class Told:
    """What running text counts up.

    `is_first` says that it answers as well as any sentence, `has_best` that it holds the best one,
    `is_called` that it calls the things what the question does: "three areas: …" for "fields".
    """

    claims: tuple[DraftClaim, ...] = ()
    is_first: bool = False
    has_best: bool = False
    is_called: bool = False


class ToldLists:
    """Finds what running text counts up, where a question asks for several things."""

    def __init__(self, ranking: Ranking, siblings: Siblings) -> None:
        self._ranking = ranking
        self._siblings = siblings

    def told(self, question: str, hits: Sequence[Hit]) -> Told:
        """The sentences that fit best among those that count things up; nothing where none comes near."""
        is_wanted = asks_for_several(question) or asks_for_reasons(question)
        candidates = self._ranking.ranked(question, hits) if is_wanted else []
        scored = self._scored(question, candidates)
        if not scored or asks_for_figure(question):
            return Told()
        best = next(one for one in candidates if not one.passage.cells)
        (score, first), *others = scored
        chosen = [first]
        for next_score, listing in others:
            both = first.keys | listing.keys
            room = _MOST_WORDS if best.key in both else _MOST_BESIDE
            is_near = next_score >= _SECOND_NEAR * score and not first.keys & listing.keys
            if is_near and first.words + listing.words <= room:
                chosen.append(listing)
                break
        claims = tuple(claim for listing in chosen for claim in _claims(listing))
        has_best = any(best.key in listing.keys for listing in chosen)
        called = asked_noun(question)
        is_called = any(calls_things_so(one.quote, called) for one in first.statements)
        return Told(claims, score >= best.score, has_best, is_called)

    def ranked(self, question: str, hits: Sequence[Hit]) -> list[Candidate]:
        """Every statement of the hits, best first: what is counted up is judged beside the others."""
        return self._ranking.ranked(question, hits)

    def completed(self, question: str, drafted: Sequence[Draft]) -> list[Draft]:
        """Claims with the whole list where they hold part of a short one and more than yes or no is asked."""
        claims = [one for one in drafted if isinstance(one, DraftClaim)]
        if len(claims) > 1 and asks_yes_no(question) and not asks_for_several(question):
            return [one for one in drafted if not self._is_bare(one, claims)]
        return completed(drafted, self._siblings)

    def _is_bare(self, one: Draft, claims: Sequence[DraftClaim]) -> bool:
        """Whether it announces a list of which no item is said."""
        found = (
            None
            if not isinstance(one, DraftClaim) or one.is_item
            else _list_of(one, self._siblings)
        )
        said = {_key(cited) for claim in claims for cited in claim.citations}
        return found is not None and len(said & found.keys) == 1

    def _scored(
        self, question: str, candidates: Sequence[Candidate]
    ) -> list[tuple[float, Listing]]:
        """The listings that come near to the best statement, best first."""
        called = asked_noun(question)
        noun = stem(called)
        is_several = asks_for_several(question) and not asks_why(question)
        best = next((one for one in candidates if not _is_row_of_figures(one)), None)
        if best is None:
            return []
        found: dict[frozenset[tuple[str, int, int]], tuple[float, Listing]] = {}
        for one in candidates:
            near = one.score + (_NOTE if is_note(one.quote) else 0.0)
            is_beside = one.passage.id == candidates[0].passage.id
            is_called = calls_things_so(one.quote, called)
            floor = _TOLD_BESIDE if is_beside else _TOLD_CALLED if is_called else _TOLD_NEAR
            nearest = best if is_called else candidates[0]
            if one.passage.cells or near < floor * nearest.score:
                continue
            listing = self._listing(one)
            if listing is None or not (is_several or listing.is_pointed):
                continue
            score = one.score + _STRONG * listing.strength + _NAMED * _is_named(noun, listing)
            lead = listing.statements[:_LEADING] if listing.is_pointed else ()
            is_led = any(names_things_so(other.quote, called) for other in lead)
            score += _CALLED * (is_called or is_led)
            if is_note(one.quote) and _MADE_OF.search(question):
                score += _NOTE
            is_long = listing.is_pointed and listing.words > _MOST_BESIDE
            if not is_long or score >= candidates[0].score:
                found.setdefault(listing.keys, (score, listing))
        return sorted(found.values(), key=lambda pair: -pair[0])

    def _listing(self, one: Candidate) -> Listing | None:
        own = _own(one, self._siblings)
        position = next(place for place, other in enumerate(own) if other.key == one.key)
        return told_listing(own, position)


def _own(one: Candidate, siblings: Siblings) -> list[Candidate]:
    """The statements of the block that one stands in."""
    return [other for passage in siblings(one.passage) for other in statements_of(passage)]


def _is_row_of_figures(one: Candidate) -> bool:
    """Whether it is a row that names no things."""
    cells = one.passage.cells
    return bool(cells) and not any(_WORD.search(cell.text) for cell in cells)


def _is_named(noun: str, listing: Listing) -> float:
    """How surely the things are called in a listing what the question calls them, 0–1."""
    if not noun:
        return 0.0
    words = " ".join(one.quote for one in listing.statements).split()
    plurals = {
        stem(word.strip(_MARKS).lower()) for word in words if word.strip(_MARKS).endswith("s")
    }
    return max((means(noun, word) for word in plurals), default=0.0)


def _claims(listing: Listing) -> Iterator[DraftClaim]:
    for one in listing.statements:
        yield DraftClaim(one.quote, (one.cite(),), one.statement.is_item)

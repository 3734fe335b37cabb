"""Questions that set places side by side: each is answered, or it is said that nothing was found for it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from smeadvisor.answering.answerer import Answerer, Draft
from smeadvisor.answering.candidates import Candidate, Ranker, statements_of
from smeadvisor.answering.demands import Demands
from smeadvisor.answering.leaning import leans
from smeadvisor.answering.prose import ProseAnswerer
from smeadvisor.answering.question_parts import asked_of, in_one
from smeadvisor.domain.answers import Citation, Considered, DraftClaim, Evidence, Hit, Remark
from smeadvisor.domain.documents import Passage
from smeadvisor.text.countries import countries, name, region_of, regions

Find = Callable[[str], Sequence[Hit]]

# What is said of a further side must speak to the question this well beside the best of all.
_NEAR = 0.8
# What is told of a place is preferred to what is told of none where it comes so near to it.
_NEAR_ALL = 0.95
# In words: what a further side may take.
_SIDE = 50


class SidedAnswerer:
    """The answer of another, completed by `prose` for the places that nothing in it is about.

    `find` finds further passages: those for all places together may leave one out.
    """

    def __init__(
        self,
        inner: Answerer,
        exact: Answerer,
        prose: ProseAnswerer,
        ranking: Ranker,
        demands: Demands,
        find: Find | None = None,
    ) -> None:
        self._inner = inner
        self._exact = exact
        self._prose = prose
        self._ranking = ranking
        self._demands = demands
        self._find = find

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """What the other drafts; of a place that it leaves out, what passages about that place say.

        A remark says for which places there is nothing.
        """
        sides = self._demands.sides(in_one(evidence.question))
        if len(sides) < 2:
            yield from self._inner.draft(evidence)
            return
        is_same = self._asks_the_same(sides, evidence)
        is_of_all = is_same and self._is_of_all(sides, evidence)
        each = self._each(sides, evidence) if is_same and not is_of_all else {}
        if each:
            drafts: list[Draft] = [one for more in each.values() for one in more]
            yield from drafts
            missing = [place for place, more in each.items() if not more]
        else:
            drafts = list(self._inner.draft(evidence))
            added, missing = self._further(sides, evidence, drafts, is_of_all)
            taken = sum(len(one.text.split()) for one in added)
            is_cut = taken and not is_of_all
            yield from _within(drafts, self._prose.words - taken) if is_cut else drafts
            yield from added
        said = " ".join(one.text for one in drafts if isinstance(one, Remark))
        missing = [place for place in missing if place not in said]
        if missing:
            yield Remark(
                f"I found nothing that answers this for {' or '.join(missing)}.", is_gap=True
            )

    def _asks_the_same(self, sides: Sequence[str], evidence: Evidence) -> bool:
        """Whether the same is asked of each place, and nothing exact answers for all."""
        question = in_one(evidence.question)
        if any(asked_of(question, place) == question for place in sides):
            return False
        return not any(isinstance(one, DraftClaim) for one in self._exact.draft(evidence))

    def _each(self, sides: Sequence[str], evidence: Evidence) -> dict[str, list[DraftClaim]]:
        """What is said of each place; nothing where nothing is of any."""
        found: dict[str, list[DraftClaim]] = {}
        for place in sides:
            before = [one for more in found.values() for one in more]
            found[place] = self._of(place, sides, evidence, before, self._prose.words // len(sides))
        return found if any(found.values()) else {}

    def _is_of_all(self, sides: Sequence[str], evidence: Evidence) -> bool:
        """Whether what speaks to the question best tells of none of the places, and so of all together."""
        best = self._ranking.ranked(in_one(evidence.question), evidence.hits)[:1]
        return any(
            one.key == statement.key and not about and not one.passage.cells
            for one in best
            for statement, about in _about(one.passage, sides)
        )

    def _further(
        self, sides: Sequence[str], evidence: Evidence, drafts: Sequence[Draft], is_of_all: bool
    ) -> tuple[list[DraftClaim], list[str]]:
        """What is said of the places that drafts leave out, and those of which nothing is.

        What is said of all together leaves out only those that none of its passages is about.
        """
        claims = [one for one in drafts if isinstance(one, DraftClaim)]
        told = {
            place
            for one in claims
            for place in self._told_of(one, in_one(evidence.question), sides)
        }
        passages = [citation.passage for claim in claims for citation in claim.citations]
        left_out = self._demands.left_out(in_one(evidence.question), passages)
        added = {
            place: self._of(place, sides, evidence, claims, _SIDE)
            for place in (sides if claims else ())
            if place not in told and (place in left_out or not is_of_all)
        }
        missing = [place for place, more in added.items() if not more and place in left_out]
        return [one for more in added.values() for one in more], missing

    def _told_of(self, claim: DraftClaim, question: str, sides: Sequence[str]) -> list[str]:
        """The places that a claim tells of: those that it names, else the one that its passage is about."""
        passages = [citation.passage for citation in claim.citations]
        rows = [
            " ; ".join((*one.place.row, *(one.cells[0].row if one.cells else ())))
            for one in passages
        ]
        names = _named(" ; ".join((claim.text, *rows)))
        named = [place for place in sides if place in names]
        # A figure for all of South Asia is one for India.
        named = named or [place for place in sides if _region(place) in names]
        if named:
            return named
        left_out = self._demands.left_out(question, passages)
        about = [place for place in sides if place not in left_out]
        return about if len(about) == 1 else []

    def _of(
        self,
        place: str,
        sides: Sequence[str],
        evidence: Evidence,
        claims: Sequence[DraftClaim],
        words: int,
    ) -> list[DraftClaim]:
        """What passages about one place say; nothing where none speaks to the question as well as others."""
        question = in_one(evidence.question)
        own_question = asked_of(question, place)
        found = self._find(own_question) if self._find else ()
        known = {one.hit.passage.id for one in evidence.considered}
        considered = (
            *evidence.considered,
            *(Considered(hit, True, "") for hit in found if hit.passage.id not in known),
        )
        own = replace(
            evidence,
            question=own_question,
            considered=tuple(
                one
                for one in considered
                if self._demands.left_out(question, [one.hit.passage]).count(place) == 0
            ),
        )
        ranked = self._ranking.ranked(own_question, own.hits) if own.hits else []
        best = self._ranking.ranked(evidence.question, evidence.hits)[0].score
        if not ranked or ranked[0].score < _NEAR * best:
            return []
        said = [cited for one in claims for cited in one.citations]
        kept_back = {one.key[1:] for one in ranked if any(_is_of(one, cited) for cited in said)}
        kept_back |= _of_others(place, sides, own.hits) | _set_back(place, sides, ranked)
        kept_back |= _leads(kept_back, place, sides, own.hits)
        drafted = self._prose.draft_part(own_question, own, words, kept_back)
        return [one for one in drafted if isinstance(one, DraftClaim)]


def _named(text: str) -> frozenset[str]:
    """The countries and regions that a text names, by their usual names."""
    return frozenset(name(code) for code in countries(text)) | regions(text)


def _region(place: str) -> str:
    code = next(iter(countries(place)), "")
    return region_of(code) if code else place


def _of_others(place: str, sides: Sequence[str], hits: Sequence[Hit]) -> set[tuple[int, int]]:
    """Where passages tell of other places only: what names none is about those that were named last."""
    return {
        one.key[1:]
        for hit in hits
        if not hit.passage.cells
        for one, about in _about(hit.passage, sides)
        if about and place not in about
    }


def _set_back(
    place: str, sides: Sequence[str], ranked: Sequence[Candidate]
) -> set[tuple[int, int]]:
    """Where no place is told of, if what is told of this one speaks to the question nearly as well.

    So are rows that set places side by side: they tell little of one of them.
    """
    told: dict[tuple[str, int, int], frozenset[str]] = {}
    for passage in {one.passage.id: one.passage for one in ranked}.values():
        told |= {one.key: about for one, about in _about(passage, sides)}
    best = max((one.score for one in ranked if place in told[one.key]), default=0.0)
    of_none = [one for one in ranked if not told[one.key]]
    is_near = bool(of_none) and best >= _NEAR_ALL * of_none[0].score
    found = {one.key[1:] for one in of_none if is_near and one.score >= best}
    return found | {
        one.key[1:] for one in ranked[1:] if one.passage.cells and len(countries(one.text)) > 1
    }


def _leads(
    kept_back: Collection[tuple[int, int]], place: str, sides: Sequence[str], hits: Sequence[Hit]
) -> set[tuple[int, int]]:
    """What leads only to a statement that is kept back and tells nothing of the place itself."""
    found: set[tuple[int, int]] = set()
    for hit in hits:
        for (one, about), (following, _) in pairwise(_about(hit.passage, sides)):
            is_lead = following.key[1:] in kept_back and leans(following.quote)
            if is_lead and place not in about:
                found.add(one.key[1:])
    return found


def _is_of(one: Candidate, cited: Citation) -> bool:
    """Whether a statement, or a part of it, was cited."""
    document, start, end = one.key
    return document == cited.passage.document_id and start < cited.end and cited.start < end


def _about(passage: Passage, sides: Sequence[str]) -> Iterator[tuple[Candidate, frozenset[str]]]:
    """The statements of a passage, each with those of the places that it is about."""
    around = " ; ".join((passage.names, *passage.place.headings, passage.context))
    about = _named(around).intersection(sides)
    for one in statements_of(passage):
        row = " ; ".join(one.passage.place.row)
        named = _named(f"{one.text} ; {row}").intersection(sides)
        about = named or (frozenset() if one.passage.cells else about)
        yield one, about


def _within(drafts: list[Draft], words: int) -> Iterator[Draft]:
    """The drafts from the first on while there is room; the first claim always, and remarks."""
    left, is_first = words, True
    for one in drafts:
        if isinstance(one, DraftClaim):
            left -= len(one.text.split())
            if left < 0 and not is_first:
                continue
            is_first = False
        yield one

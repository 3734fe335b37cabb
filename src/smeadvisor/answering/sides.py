"""Questions that set places side by side: each is answered, or it is said that nothing was found for it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from smeadvisor.answering.answerer import Answerer, Draft
from smeadvisor.answering.candidates import Ranker, statements_of
from smeadvisor.answering.demands import Demands
from smeadvisor.answering.prose import ProseAnswerer
from smeadvisor.answering.question_parts import asked_of, in_one
from smeadvisor.domain.answers import Considered, DraftClaim, Evidence, Hit, Remark
from smeadvisor.text.countries import countries, name, regions

Find = Callable[[str], Sequence[Hit]]

# What is said of a further side must speak to the question this well beside the best of all.
_NEAR = 0.8
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
        each = self._each(sides, evidence)
        if each:
            drafts: list[Draft] = [one for more in each.values() for one in more]
            yield from drafts
            missing = [place for place, more in each.items() if not more]
        else:
            drafts = list(self._inner.draft(evidence))
            added, missing = self._further(sides, evidence, drafts)
            taken = sum(len(one.text.split()) for one in added)
            yield from _within(drafts, self._prose.words - taken) if taken else drafts
            yield from added
        said = " ".join(one.text for one in drafts if isinstance(one, Remark))
        missing = [place for place in missing if place not in said]
        if missing:
            yield Remark(
                f"I found nothing that answers this for {' or '.join(missing)}.", is_gap=True
            )

    def _each(self, sides: Sequence[str], evidence: Evidence) -> dict[str, list[DraftClaim]]:
        """What is said of each place, where the same is asked of all and nothing exact answers for all."""
        question = in_one(evidence.question)
        if any(asked_of(question, place) == question for place in sides):
            return {}
        if any(isinstance(one, DraftClaim) for one in self._exact.draft(evidence)):
            return {}
        found: dict[str, list[DraftClaim]] = {}
        for place in sides:
            before = [one for more in found.values() for one in more]
            found[place] = self._of(place, sides, evidence, before, self._prose.words // len(sides))
        return found if any(found.values()) else {}

    def _further(
        self, sides: Sequence[str], evidence: Evidence, drafts: Sequence[Draft]
    ) -> tuple[list[DraftClaim], list[str]]:
        """What is said of the places that drafts leave out, and those of which nothing is."""
        claims = [one for one in drafts if isinstance(one, DraftClaim)]
        told = {
            place
            for one in claims
            for place in self._told_of(one, in_one(evidence.question), sides)
        }
        added = {
            place: self._of(place, sides, evidence, claims, _SIDE)
            for place in (sides if claims else ())
            if place not in told
        }
        passages = [citation.passage for claim in claims for citation in claim.citations]
        left_out = self._demands.left_out(in_one(evidence.question), passages)
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
        said = {(cited.start, cited.end) for one in claims for cited in one.citations}
        said |= _of_others(place, sides, own.hits)
        drafted = self._prose.draft_part(own_question, own, words, said)
        return [one for one in drafted if isinstance(one, DraftClaim)]


def _named(text: str) -> frozenset[str]:
    """The countries and regions that a text names, by their usual names."""
    return frozenset(name(code) for code in countries(text)) | regions(text)


def _of_others(place: str, sides: Sequence[str], hits: Sequence[Hit]) -> set[tuple[int, int]]:
    """Where passages tell of other places only: what names none is about those that were named last."""
    found: set[tuple[int, int]] = set()
    for hit in hits:
        about: set[str] = set()
        for one in statements_of(hit.passage):
            about = set(_named(one.text).intersection(sides)) or about
            if about and place not in about and not hit.passage.cells:
                found.add(one.key[1:])
    return found


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

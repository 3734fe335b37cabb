"""The whole answer: what can be answered exactly, part by part, and sentences for the rest."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from smeadvisor.answering.answerer import Answerer, Draft
from smeadvisor.answering.lists import ToldLists
from smeadvisor.answering.prose import ProseAnswerer
from smeadvisor.answering.question_parts import asked_parts
from smeadvisor.domain.answers import DraftClaim, Evidence

_MOST_PARTS = 3
# Fewer words are not worth going on for.
_FEWEST_WORDS = 25


class ComposedAnswerer:
    """`exact` answers where it is sure (cells, programmes, lists), `prose` whatever is left.

    `told` finds what counts up the several things that are asked for, in sentences.
    """

    def __init__(self, exact: Answerer, prose: ProseAnswerer, told: ToldLists) -> None:
        self._exact = exact
        self._prose = prose
        self._told = told

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """The question as a whole where that is exact; else each part, in the order they are asked."""
        whole = list(self._exact.draft(evidence))
        asked = asked_parts(evidence.question, _MOST_PARTS)
        if whole or not asked:
            yield from whole or self._sentences(
                evidence.question, evidence, self._prose.words, set()
            )
            return
        said: set[tuple[int, int]] = set()
        words = self._prose.words
        for place, part in enumerate(asked):
            alone = replace(evidence, question=part.text)
            drafted = list(self._exact.draft(alone)) if part.is_alone else []
            if not drafted:
                # What one part leaves unsaid, the next may use.
                share = words // (len(asked) - place)
                drafted = self._sentences(part.read, evidence, share, said)
            drafted = [one for one in drafted if not _is_said(one, said)]
            said |= _places(drafted)
            words = max(0, words - sum(_words(one) for one in drafted))
            yield from drafted

    def _sentences(
        self, part: str, evidence: Evidence, words: int, said: Collection[tuple[int, int]]
    ) -> list[Draft]:
        """What counts up the things asked for, if anything does, and the best sentences in the words left."""
        told = self._told.told(part, evidence.hits)
        opening = [one for one in told.claims if not _is_said(one, said)]
        left = words - sum(_words(one) for one in opening)
        if opening and told.has_best and left < _FEWEST_WORDS:
            return list(opening)
        before = {*said, *_places(opening)}
        # The best sentence is said whatever its length.
        drafted = self._prose.draft_part(part, evidence, max(left, 0), before)
        new = [one for one in drafted if not _is_said(one, before)]
        further = [one for one in self._told.completed(new) if not _is_said(one, before)]
        return [*opening, *further] if told.is_first else [*further, *opening]


def _words(one: Draft) -> int:
    return len(one.text.split()) if isinstance(one, DraftClaim) else 0


def _places(drafted: Iterable[Draft]) -> set[tuple[int, int]]:
    claims = (one for one in drafted if isinstance(one, DraftClaim))
    return {(cited.start, cited.end) for one in claims for cited in one.citations}


def _is_said(one: Draft, said: Collection[tuple[int, int]]) -> bool:
    """Whether another part was answered with the same words."""
    if not isinstance(one, DraftClaim):
        return False
    return all((cited.start, cited.end) in said for cited in one.citations)

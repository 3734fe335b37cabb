"""Questions that set places side by side: each is answered, or it is said that nothing was found for it."""

from collections.abc import Iterator
from dataclasses import replace

from smeadvisor.answering.answerer import Answerer, Draft
from smeadvisor.answering.candidates import Ranker
from smeadvisor.answering.demands import Demands
from smeadvisor.answering.prose import ProseAnswerer
from smeadvisor.domain.answers import DraftClaim, Evidence, Remark

# What is said of a further side must speak to the question this well beside the best of all.
_NEAR = 0.8
# In words: what a further side may take.
_SIDE = 50


class SidedAnswerer:
    """The answer of another, completed by `prose` for the places that nothing in it is about."""

    def __init__(
        self, inner: Answerer, prose: ProseAnswerer, ranking: Ranker, demands: Demands
    ) -> None:
        self._inner = inner
        self._prose = prose
        self._ranking = ranking
        self._demands = demands

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """What the other drafts; of a place that it leaves out, what passages about that place say.

        A remark says for which places there is nothing.
        """
        if len(self._demands.sides(evidence.question)) < 2:
            yield from self._inner.draft(evidence)
            return
        drafts = list(self._inner.draft(evidence))
        claims = [one for one in drafts if isinstance(one, DraftClaim)]
        passages = [citation.passage for claim in claims for citation in claim.citations]
        left_out = self._demands.left_out(evidence.question, passages) if claims else []
        added = {place: self._of(place, evidence) for place in left_out}
        taken = sum(len(one.text.split()) for more in added.values() for one in more)
        yield from _within(drafts, self._prose.words - taken) if taken else drafts
        for more in added.values():
            yield from more
        said = " ".join(one.text for one in drafts if isinstance(one, Remark))
        missing = [place for place, more in added.items() if not more and place not in said]
        if missing:
            yield Remark(
                f"I found nothing that answers this for {' or '.join(missing)}.", is_gap=True
            )

    def _of(self, place: str, evidence: Evidence) -> list[DraftClaim]:
        """What passages about one place say; nothing where none speaks to the question as well as others."""
        question = evidence.question
        considered = tuple(
            one
            for one in evidence.considered
            if self._demands.left_out(question, [one.hit.passage]).count(place) == 0
        )
        own = replace(evidence, considered=considered)
        ranked = self._ranking.ranked(question, own.hits) if own.hits else []
        best = self._ranking.ranked(question, evidence.hits)[0].score
        if not ranked or ranked[0].score < _NEAR * best:
            return []
        drafted = self._prose.draft_part(question, own, _SIDE)
        return [one for one in drafted if isinstance(one, DraftClaim)]


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

"""Questions that set places side by side: what is missing for one of them is said."""

from collections.abc import Iterator

from smeadvisor.answering.answerer import Answerer, Draft
from smeadvisor.answering.demands import Demands
from smeadvisor.domain.answers import DraftClaim, Evidence, Remark


class SidedAnswerer:
    """The answer of another, and which of the places asked about nothing in it is about."""

    def __init__(self, inner: Answerer, demands: Demands) -> None:
        self._inner = inner
        self._demands = demands

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """What the other drafts, then a remark on the places that are left out and not named yet."""
        claims: list[DraftClaim] = []
        remarks: list[Remark] = []
        for one in self._inner.draft(evidence):
            if isinstance(one, DraftClaim):
                claims.append(one)
            elif isinstance(one, Remark):
                remarks.append(one)
            yield one
        if not claims:
            return
        said = " ".join(remark.text for remark in remarks)
        passages = [citation.passage for claim in claims for citation in claim.citations]
        left_out = self._demands.left_out(evidence.question, passages)
        places = [place for place in left_out if place not in said]
        if places:
            yield Remark(
                f"I found nothing that answers this for {' or '.join(places)}.", is_gap=True
            )

"""Nothing stands that the cited words do not support."""

from dataclasses import replace

import pytest

from smeadvisor.advisor import Advisor
from smeadvisor.answering.verification import Verifier
from smeadvisor.domain.answers import Citation, Claim, DraftClaim, DroppedClaim
from smeadvisor.domain.documents import Passage


@pytest.fixture(scope="module")
def row(advisor: Advisor) -> Claim:
    """A true statement composed from a table row."""
    answer = advisor.ask("What share of small firms in South Asia upgraded a product line?")
    claim = answer.claims[0]
    assert claim.citations[0].passage.cells and "58.3%" in claim.text
    return claim


def _draft(claim: Claim, text: str) -> DraftClaim:
    return DraftClaim(text, claim.citations)


def test_a_true_row_stands(row: Claim) -> None:
    assert Verifier().check(_draft(row, row.text)) == row


def test_a_changed_figure_falls(row: Claim) -> None:
    verdict = Verifier().check(_draft(row, row.text.replace("58.3%", "85.3%")))
    assert isinstance(verdict, DroppedClaim) and "85.3" in verdict.reason


def test_a_figure_that_lost_its_percent_sign_falls(row: Claim) -> None:
    verdict = Verifier().check(_draft(row, row.text.replace("58.3%", "58.3 firms")))
    assert isinstance(verdict, DroppedClaim)


def test_invented_words_fall(row: Claim) -> None:
    verdict = Verifier().check(
        _draft(row, f"{row.text} The ministry was delighted by this success.")
    )
    assert isinstance(verdict, DroppedClaim) and "words" in verdict.reason


def test_a_claim_without_a_citation_falls() -> None:
    assert isinstance(Verifier().check(DraftClaim("Anything.", ())), DroppedClaim)


def test_a_sentence_that_is_its_own_quote_stands(advisor: Advisor) -> None:
    passage: Passage = advisor.retriever.retrieve("value chain definition", 1)[0].passage
    text = passage.text[:60]
    citation = Citation(passage, text, passage.start, passage.start + 60)
    draft = DraftClaim(text, (citation,))
    assert Verifier().check(draft) == Claim(text, (citation,))
    assert isinstance(Verifier().check(replace(draft, text="It is not so.")), DroppedClaim)

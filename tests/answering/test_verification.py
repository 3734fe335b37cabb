"""Nothing stands that the cited words do not support."""

from dataclasses import replace

import pytest

from smeadvisor.advisor import Advisor
from smeadvisor.answering.verification import Verifier
from smeadvisor.domain.answers import Citation, Claim, DraftClaim, DroppedClaim
from smeadvisor.domain.documents import Passage, Place


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
    assert isinstance(verdict, DroppedClaim) and "delighted" in verdict.reason


def test_a_claim_without_a_citation_falls() -> None:
    assert isinstance(Verifier().check(DraftClaim("Anything.", ())), DroppedClaim)


def test_a_sentence_that_is_its_own_quote_stands(advisor: Advisor) -> None:
    passage: Passage = advisor.retriever.retrieve("value chain definition", 1)[0].passage
    text = passage.text[:60]
    citation = Citation(passage, text, passage.start, passage.start + 60)
    draft = DraftClaim(text, (citation,))
    assert Verifier().check(draft) == Claim(text, (citation,))
    assert isinstance(Verifier().check(replace(draft, text="It is not so.")), DroppedClaim)


TEXT = (
    "Thailand gives grants of 50% to small firms, while Viet Nam gives loans of 70% to large firms. "
    "The Harbour Fund was set up in 2012 with S$65 million. "
    "It does not pay for lawsuits. "
    "Advice may raise sales, and sales of advised firms rose by 12%. "
    "The council covers 50–70% of consultation fees."
)


def passage_of(text: str, start: int = 0) -> Passage:
    place = Place(headings=("Help for Firms",))
    return Passage(f"report#{start}", "report", "Report", text, place, start, start + len(text))


def cite_whole(text: str, passage: Passage) -> DraftClaim:
    return DraftClaim(text, (Citation(passage, passage.text, passage.start, passage.end),))


@pytest.mark.parametrize(
    "text",
    [
        "Viet Nam provides large firms with loans of 70%.",
        "Thailand's small firms get grants of 50 per cent.",
        "In 2012 the Harbour Fund was established with 65 million Singapore dollars.",
        "Lawsuits are not paid for by the Harbour Fund.",
        "Between 50% and 70% of consultation fees are covered by the council.",
        "The council pays at least 50% of consultation fees.",
        "Firms that were advised increased their sales by 12 per cent.",
    ],
)
def test_a_true_paraphrase_stands_and_cites_what_says_it(text: str) -> None:
    passage = passage_of(TEXT, 40)
    verdict = Verifier().check(cite_whole(text, passage))
    assert isinstance(verdict, Claim), verdict
    assert len(verdict.citations) <= 2
    for cited in verdict.citations:
        assert TEXT[cited.start - 40 : cited.end - 40] == cited.quote != TEXT


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Viet Nam gives small firms grants of 50%.", "Viet Nam"),
        ("Thailand gives loans of 70% to large firms.", "what the quote says of"),
        ("Malaysia gives grants of 50% to small firms.", "it speaks of Malaysia"),
        ("The Harbour Fund was set up in 2013 with S$65 million.", "the year 2013"),
        ("The Harbour Fund was set up in 2012 with US$65 million.", "US$65 million"),
        ("The Harbour Fund pays for lawsuits.", "not"),
        ("Sales of advised firms fell by 12%.", "fell"),
        ("Sales of advised firms did not rise by 12%.", "not"),
        ("The council covers 50% of consultation fees.", "the figure 50%"),
        ("The council covers 50–70% of fees, and ministers praised bakers warmly.", "cites"),
        ("Advice will raise sales.", "may"),
        ("Lanterns are made of red paper in the old harbour.", "of its words"),
    ],
)
def test_an_untrue_sentence_falls_with_a_reason_for_people(text: str, reason: str) -> None:
    verdict = Verifier().check(cite_whole(text, passage_of(TEXT)))
    assert isinstance(verdict, DroppedClaim) and reason in verdict.reason


def test_a_wrong_citation_is_corrected_from_the_evidence() -> None:
    other = passage_of("Boats are mended in the dock. Nets are dried on Mondays.", 900)
    right = passage_of(TEXT)
    draft = cite_whole("The Harbour Fund does not pay for lawsuits.", other)
    assert isinstance(Verifier().check(draft), DroppedClaim)
    verdict = Verifier().check(draft, [other, right])
    assert isinstance(verdict, Claim)
    assert {cited.passage.id for cited in verdict.citations} == {right.id}


def test_what_cites_nothing_is_found_in_the_evidence_or_falls() -> None:
    draft = DraftClaim("The council covers 50–70% of consultation fees.", ())
    assert isinstance(Verifier().check(draft, [passage_of(TEXT)]), Claim)
    assert isinstance(Verifier().check(draft, [passage_of("Boats are mended here.")]), DroppedClaim)


class Doubting:
    """A model that is never sure."""

    def entails(self, premise: str, hypothesis: str) -> float:
        return 0.0


def test_a_model_that_compares_sentences_has_the_last_word() -> None:
    draft = cite_whole("Viet Nam provides large firms with loans of 70%.", passage_of(TEXT))
    verdict = Verifier(entailment=Doubting()).check(draft)
    assert isinstance(verdict, DroppedClaim) and "does not follow" in verdict.reason


def test_words_from_here_and_there_support_nothing_together() -> None:
    apart = [
        passage_of("Small firms in the north sell nets and ropes.", 0),
        passage_of("Whether exporters innovate more than others is asked every year.", 500),
        passage_of("Serving the home market is a trade of old.", 900),
    ]
    citations = tuple(Citation(one, one.text, one.start, one.end) for one in apart)
    text = "Small firms innovate more than others serving the home market."
    assert isinstance(Verifier().check(DraftClaim(text, citations)), DroppedClaim)


def test_clauses_of_one_sentence_may_each_have_a_statement_of_their_own() -> None:
    north = passage_of("The northern council pays half of the fee.", 0)
    south = passage_of("The southern council pays a third of the fee.", 500)
    citations = tuple(Citation(one, one.text, one.start, one.end) for one in (north, south))
    true = "The northern council pays half of the fee, while the southern council pays a third."
    false = "The northern council pays a third of the fee, while the southern council pays half."
    verdict = Verifier().check(DraftClaim(true, citations))
    assert isinstance(verdict, Claim) and len(verdict.citations) == 2
    assert isinstance(Verifier().check(DraftClaim(false, citations)), DroppedClaim)


@pytest.mark.parametrize("text", ["It is not so.", "That is it."])
def test_what_says_nothing_is_no_claim(text: str) -> None:
    verdict = Verifier().check(cite_whole(text, passage_of(TEXT)))
    assert isinstance(verdict, DroppedClaim) and "nothing" in verdict.reason


@pytest.mark.parametrize(
    "addition",
    [
        ", which has been a great success",
        ", making it a model for other countries",
        " and is free of charge",
        ". Applications can be made online at any time.",
    ],
)
def test_what_is_added_to_a_true_sentence_falls(addition: str) -> None:
    text = f"The Harbour Fund was set up in 2012 with S$65 million{addition}"
    verdict = Verifier().check(cite_whole(text, passage_of(TEXT)))
    assert isinstance(verdict, DroppedClaim)

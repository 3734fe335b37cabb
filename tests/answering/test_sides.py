"""What is missing for one of several places is said, and the others are answered."""

import pytest

from smeadvisor.advisor import Advisor
from smeadvisor.domain.answers import Outcome


@pytest.mark.parametrize(
    ("question", "answered", "missing"),
    [
        ("How do the training levies of Korea and Pakistan differ?", "Korea", "Pakistan"),
        ("What does Thailand do for exporters, and what does Mongolia do?", "Thailand", "Mongolia"),
    ],
)
def test_one_side_is_answered_and_the_other_said_to_be_missing(
    advisor: Advisor, question: str, answered: str, missing: str
) -> None:
    answer = advisor.ask(question)
    assert answer.outcome is Outcome.PARTLY_ANSWERED
    assert answered in answer.text
    assert missing in answer.note and answered not in answer.note


def test_nothing_is_missing_where_both_sides_are_answered(advisor: Advisor) -> None:
    answer = advisor.ask("How do training levies in Korea and Singapore differ?")
    assert answer.outcome is Outcome.ANSWERED and not answer.note


def test_where_no_side_is_in_the_documents_nothing_is_answered(advisor: Advisor) -> None:
    answer = advisor.ask("Which schemes do Kenya and Peru have for consultants?")
    assert not answer.outcome.is_answer
    assert "Kenya" in answer.note and "Peru" in answer.note


def test_each_side_is_answered_where_the_best_statements_are_all_of_one(advisor: Advisor) -> None:
    answer = advisor.ask(
        "How much of the fee for an outside adviser is met from public money for smaller firms in "
        "Singapore, and how much in Taipei,China?"
    )
    assert answer.outcome is Outcome.ANSWERED
    assert "up to 50%" in answer.text and "50–70%" in answer.text
    assert len(answer.text.split()) <= 140


@pytest.mark.parametrize(
    "question",
    [
        "Compare the training levies on wages in Korea and Singapore: how high were they?",
        "How large were the levies for training in Singapore and in Korea?",
    ],
)
def test_what_is_asked_of_two_places_is_answered_for_each(advisor: Advisor, question: str) -> None:
    answer = advisor.ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert "6%" in answer.text and "1% on wages" in answer.text
    assert len(answer.text.split()) <= 130


def test_a_place_that_shares_a_passage_is_not_told_of_by_what_is_said_of_the_other(
    advisor: Advisor,
) -> None:
    answer = advisor.ask(
        "When a small firm hires a consultant, what share of the bill is paid in Singapore, and "
        "what share in Taipei,China?"
    )
    assert "50%" in answer.text and "50–70%" in answer.text


def test_what_leans_on_one_place_is_not_told_of_another(advisor: Advisor) -> None:
    answer = advisor.ask("Which levies on wages financed training in Korea and in Singapore?")
    texts = [claim.text for claim in answer.claims]
    assert "1% on wages" in answer.text
    assert texts.index("Singapore, too, has been an early adopter of such programs.") + 1 == next(
        place for place, text in enumerate(texts) if "1% on wages" in text
    )
    assert "Local Enterprise" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What did employers have to pay towards the schooling of workers in Korea and in Singapore, "
        "as a part of what they spend on pay?",
        "Which part of their wage bill did firms in Singapore and Korea owe for training?",
    ],
)
def test_what_tells_of_a_place_comes_before_what_tells_of_none(
    advisor: Advisor, question: str
) -> None:
    answer = advisor.ask(question)
    assert "6% of its wage bill" in answer.text and "1% on wages" in answer.text
    assert "Local Enterprise" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What has general education given workers in Korea and Singapore?",
        "How has access to general education made workers in Korea and Singapore more trainable?",
    ],
)
def test_what_is_told_of_all_together_is_not_asked_of_each(advisor: Advisor, question: str) -> None:
    answer = advisor.ask(question)
    assert "literacy and numeracy" in answer.text
    texts = [claim.text for claim in answer.claims]
    assert len(set(texts)) == len(texts)


def test_a_figure_of_a_region_is_one_of_its_countries(advisor: Advisor) -> None:
    answer = advisor.ask(
        "What share of mid-size manufacturers in India, Pakistan and their neighbours upgraded a "
        "product line they already had?"
    )
    assert "70.9%" in answer.text
    assert len(answer.claims) == 1 and not answer.note

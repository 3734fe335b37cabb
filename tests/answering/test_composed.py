"""Questions of several parts, and refusals with their reasons, on the shipped documents."""

import shutil

import pytest

from smeadvisor.advisor import Advisor
from smeadvisor.answering.leaning import added_to, counted, leans
from smeadvisor.assembly import open_advisor
from smeadvisor.domain.answers import Outcome
from smeadvisor.settings import Settings
from smeadvisor.text.questions import asks_for_several, parts


def test_each_part_of_a_question_is_answered_and_nothing_is_said_twice(advisor: Advisor) -> None:
    answer = advisor.ask(
        "What does Korea's low-cost training centre for small firms focus on, and what choice did "
        "the 1976 vocational training law give larger private firms?"
    )
    assert "training levy" in answer.text
    assert len({claim.text for claim in answer.claims}) == len(answer.claims)


def test_a_part_that_says_it_is_answered_from_where_it_was_named(advisor: Advisor) -> None:
    answer = advisor.ask(
        "Is there a scheme in Taipei,China that ties small plants to a main one, and how many networks "
        "did it have by 1989?"
    )
    assert "Center-Satellite" in answer.text and "60 networks" in answer.text


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("How much did SPRING Singapore spend in 2008?", "2008"),
        ("What share of small firms in Cambodia upgraded a product line?", "Cambodia"),
        ("What is the budget of Malaysia's Third Industrial Master Plan?", "an amount of money"),
    ],
)
def test_a_near_miss_is_refused_with_what_is_missing_and_what_could_be_asked(
    advisor: Advisor, question: str, named: str
) -> None:
    answer = advisor.ask(question)
    assert answer.outcome is Outcome.NO_ANSWER
    assert named in answer.note
    assert answer.suggestions and answer.remarks[-1].startswith("You could ask: “")
    assert not answer.claims


def test_what_is_suggested_is_answered(advisor: Advisor) -> None:
    refused = advisor.ask("What is the budget of Malaysia's Third Industrial Master Plan?")
    suggested = refused.suggestions
    assert all(one in refused.text for one in suggested)
    assert 2 <= len(suggested) <= 3
    assert all(advisor.ask(question).outcome.is_answer for question in suggested)


@pytest.mark.parametrize(
    ("sentence", "is_leaning", "opening"),
    [
        ("This raised output.", True, 0),
        ("For example, one firm left.", True, 0),
        ("The agency, meanwhile, grew.", True, 0),
        ("Additionally, firms export.", False, 14),
        ("Firms export.", False, 0),
    ],
)
def test_sentences_that_lean_are_told(sentence: str, is_leaning: bool, opening: int) -> None:
    assert leans(sentence) is is_leaning
    assert added_to(sentence) == opening


def test_points_that_a_text_counts_belong_together() -> None:
    text = ["There are reasons.", "First, cost.", "It is high.", "Finally, time.", "The end."]
    assert counted(text) == (1, 4)
    assert counted(text[2:]) is None


def test_a_scene_goes_with_the_part_it_sets() -> None:
    question = "How many firms export, and when a firm is small, what share of it trains its staff?"
    assert parts(question) == [
        "How many firms export",
        "when a firm is small, what share of it trains its staff?",
    ]


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("Which conditions must a firm meet?", True),
        ("Name the offices of the fund", True),
        ("What does the fund require?", True),
        ("What was paid to large yards in 2016?", False),
        ("What does the fund's name mean?", False),
    ],
)
def test_several_things_are_asked_for(question: str, several: bool) -> None:
    assert asks_for_several(question) is several


def test_a_refusal_needs_no_folder_that_the_index_was_built_from(indexed: Settings) -> None:
    advisor = open_advisor(indexed)
    shutil.rmtree(indexed.corpus_folder)
    for question in ("What is the weather in Manila?", "???", "What can you do?"):
        assert not advisor.ask(question).outcome.is_answer

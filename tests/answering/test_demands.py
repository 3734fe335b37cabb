"""What a question names must stand in the evidence, under whatever name a reader would understand."""

import pytest

from smeadvisor.advisor import Advisor

CONSIDERED = 10


def lacking(advisor: Advisor, question: str) -> list[str]:
    return advisor.gate.lacking(question, advisor.retriever.retrieve(question, CONSIDERED))


@pytest.mark.parametrize(
    "question",
    [
        "Which law did Seoul pass in 1975 for small suppliers?",
        "Does the World Bank survey cover unregistered businesses?",
        "What does the UN's body for industry advise on cluster programmes?",
        "How many suppliers does Toyota have, and how many has the Thai car industry?",
        "What does the digit span test given to Sri Lankan owners stand for?",
        "How much money has the average small Indian enterprise invested in plant and machinery?",
        "If formal R&D is not all that matters, which capabilities are more relevant?",
    ],
    ids=[
        "capital for its country",
        "acronym of a name",
        "beginning of an acronym",
        "names of two parts",
        "note to a box",
        "currency before a number",
        "two words for two letters",
    ],
)
def test_a_name_is_there_under_another_name(advisor: Advisor, question: str) -> None:
    assert lacking(advisor, question) == []


def test_a_row_has_what_is_asked_though_sentences_come_nearer(advisor: Advisor) -> None:
    question = (
        "Of Sri Lankan businesses with a staff of five to nine, what share tried out a new way of "
        "selling or promoting their goods?"
    )
    assert lacking(advisor, question) == []
    assert "34.9" in advisor.ask(question).claims[0].text


def test_a_row_of_words_has_no_figure(advisor: Advisor) -> None:
    missing = lacking(
        advisor, "What is the average pay in rupees in India's microenterprise clusters?"
    )
    assert missing == ["an amount of money"]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Which law did Hanoi pass in 1975 for small suppliers?", "Hanoi"),
        (
            "Does the Asian Productivity Forum survey cover unregistered businesses?",
            "Asian Productivity Forum",
        ),
        ("What does the digit span test given to Vietnamese owners stand for?", "Vietnam"),
    ],
    ids=[
        "capital of another country",
        "name without an acronym",
        "note to a box on another country",
    ],
)
def test_a_name_that_is_not_there_is_said(advisor: Advisor, question: str, missing: str) -> None:
    assert missing in " ".join(lacking(advisor, question))


def test_who_asks_is_no_name(advisor: Advisor) -> None:
    missing = lacking(advisor, "If I'd sell to offices in Singapore, where do I’d-be sellers look?")
    assert not any(one.startswith("I") for one in missing)


def test_a_country_in_a_list_of_countries_is_not_what_is_told_of(advisor: Advisor) -> None:
    missing = lacking(advisor, "What share of small firms in Cambodia upgraded a product line?")
    assert missing == ["Cambodia"]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("With which countries has Thailand signed agreements on handicrafts?", "a country"),
        ("How many jobs did the CCED initiative create?", "a number"),
        (
            "Which rate of import duty does India take on specialized textile machinery?",
            "a share or rate",
        ),
    ],
)
def test_a_kind_of_answer_that_the_best_statements_lack_is_said(
    advisor: Advisor, question: str, missing: str
) -> None:
    assert lacking(advisor, question) == [missing]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Which law did Seoul pass in the mid-'70s for small suppliers?", []),
        ("Which law did Seoul pass in the seventies for small suppliers?", []),
        ("Which law did Seoul pass in the thirties for small suppliers?", ["1930–1939"]),
        ("Do firms whose owners are in their seventies export less?", []),
    ],
)
def test_a_decade_is_the_years_in_it(advisor: Advisor, question: str, missing: list[str]) -> None:
    assert [one for one in lacking(advisor, question) if one[0] == "1"] == missing


def test_a_passage_that_names_no_country_goes_on_about_the_one_before(advisor: Advisor) -> None:
    question = "How many promising SMEs a year did Korea's programme of 1983 pick?"
    assert lacking(advisor, question) == []
    assert advisor.ask(question).outcome.is_answer
    assert lacking(advisor, question.replace("Korea", "Mongolia")) == ["Mongolia"]

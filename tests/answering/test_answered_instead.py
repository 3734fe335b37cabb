"""Where a list names things exactly, but what is asked for stands elsewhere, on the shipped documents."""

import pytest

from smeadvisor.advisor import Advisor


@pytest.mark.parametrize(
    "question",
    [
        "In what areas do the industry groups of Dhaka and Colombo need backing?",
        "What fields need support in the city industries of Delhi, Dhaka and Colombo?",
    ],
)
def test_things_called_as_the_question_does_come_before_names_in_a_table(
    advisor: Advisor, question: str
) -> None:
    answer = advisor.ask(question)
    assert "skills training, knowledge sharing" in answer.text
    assert "Tannery industry" not in answer.text and len(answer.claims) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Which trades does the Bangladeshi scheme for groups of neighbouring firms teach people?",
        "In which trades can someone in Bangladesh learn a craft under the scheme for local groupings?",
    ],
)
def test_a_row_that_is_meant_comes_before_names_in_another_table(
    advisor: Advisor, question: str
) -> None:
    answer = advisor.ask(question)
    assert "bamboo products" in answer.claims[0].text
    assert all(cited.passage.cells for cited in answer.citations), "no sentences from elsewhere"
    assert "Tannery industry" not in answer.text


def test_names_in_a_table_answer_where_they_are_asked_for(advisor: Advisor) -> None:
    answer = advisor.ask("Which competitive industries were found around Dhaka?")
    assert [claim.text for claim in answer.claims] == [
        "Building construction materials industry",
        "Tannery industry",
        "Food processing industry",
    ]


def test_a_sentence_that_surely_answers_comes_before_cells_where_no_figure_is_asked_for(
    advisor: Advisor,
) -> None:
    said = advisor.ask("How do demanding customers make a company better at creating things?")
    assert "sophistication of buyers" in said.text
    assert not any(cited.passage.cells for cited in said.citations)
    counted = advisor.ask("How many large firms create new products because of customers?")
    assert any(cited.passage.cells for cited in counted.citations)

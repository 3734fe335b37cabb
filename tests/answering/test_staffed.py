"""How many work somewhere, changed in a later turn, after made-up questions."""

import pytest

from smeadvisor.answering.staffed import with_staff
from smeadvisor.domain.answers import Answer, Outcome


def after(earlier: str) -> list[Answer]:
    return [Answer(earlier, earlier, Outcome.ANSWERED)]


@pytest.mark.parametrize(
    ("earlier", "question", "reading"),
    [
        (
            "I keep a stall with nobody but me. How many one-person bakeries in Peru sell online?",
            "And if I took on two or three people?",
            "How many bakeries with two or three workers in Peru sell online?",
        ),
        (
            "What share of owners with no staff keep books?",
            "What if they had more than 25 workers?",
            "What share of owners with more than 25 workers keep books?",
        ),
        (
            "What share of owners without any employees keep books?",
            "suppose we were ten",
            "What share of owners with ten workers keep books?",
        ),
        (
            "How many firms export?",
            "and if they employ 50 or more people?",
            "How many firms with 50 or more workers export?",
        ),
        (
            "How common is it to keep books?",
            "and if I had one helper?",
            "How common is it to keep books, with one worker?",
        ),
    ],
)
def test_the_last_question_is_asked_for_so_many_workers(
    earlier: str, question: str, reading: str
) -> None:
    assert with_staff(question, after(earlier)) == reading


@pytest.mark.parametrize(
    "question", ["And if it rains?", "What if I hired a manager?", "And if two firms merge?"]
)
def test_another_condition_is_left_alone(question: str) -> None:
    assert with_staff(question, after("How many bakeries sell online?")) is None


def test_after_the_cell_of_a_table_the_question_before_is_asked() -> None:
    turns = [*after("What is the figure for 25+: Online (Peru)?"), *after("How many firms sell?")]
    assert with_staff("and if I hired seven?", turns) == "How many firms with seven workers sell?"


def test_where_the_number_itself_was_asked_for_nothing_is_changed() -> None:
    asked = "How many workers may a firm have to get a voucher?"
    assert with_staff("what if I have 60 staff?", after(asked)) is None

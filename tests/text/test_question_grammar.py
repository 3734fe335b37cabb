"""What a question asks for, by its grammar."""

import pytest

from smeadvisor.text.questions import (
    asked_noun,
    asks_for_figure,
    asks_for_reasons,
    asks_for_several,
    asks_why,
    parts,
)


@pytest.mark.parametrize(
    ("question", "is_several"),
    [
        ("Apart from the guild, who else may bake?", True),
        ("From whom do bakers learn?", True),
        ("What does the guild count as an oven?", True),
        ("hallmarks of a good bakery", True),
        ("steps in baking rye bread, in order", True),
        ("Talk to us. Whatever they pay, which of its rules hold bakers back?", True),
        ("What exactly counts as a bakery?", False),
        ("What makes bread rise?", False),
        ("Is bread baked?", False),
    ],
)
def test_a_question_for_several_things_is_known(question: str, is_several: bool) -> None:
    assert asks_for_several(question) is is_several


def test_what_names_what_was_counted_is_no_part_of_its_own() -> None:
    assert parts("How many kinds of oven does the guild know, and which are they?") == []
    assert parts("How many ovens has the guild, and what are they called?") == []


def test_what_is_told_before_a_question_asks_nothing() -> None:
    told = (
        "The guild asked 90 bakers what they thought of it. Whatever it did, which help was liked?"
    )
    assert parts(told) == []


@pytest.mark.parametrize(
    ("question", "is_figure"),
    [
        ("How many ovens were sold?", True),
        ("We bake. In the north, how large a share of it is rye?", True),
        ("How many kinds of oven are there, and which are they?", False),
        ("Which ovens were sold?", False),
    ],
)
def test_a_question_for_a_number_alone_is_known(question: str, is_figure: bool) -> None:
    assert asks_for_figure(question) is is_figure


def test_reasons_are_asked_for() -> None:
    assert asks_for_reasons("What explains the price of bread?")
    assert asks_for_reasons("On what grounds was it closed?") and not asks_why("On what grounds?")
    assert asks_why("Bread is dear. Why is that?")
    assert not asks_for_reasons("Who bakes?")


def test_what_several_things_are_called_is_known() -> None:
    assert asked_noun("Which public offices help bakers?") == "offices"
    assert asked_noun("Name the official rules that hold bakers back.") == "rules"
    assert asked_noun("Who bakes?") == ""

"""What a question asks for, by its grammar."""

import pytest

from smeadvisor.text.questions import (
    asked_noun,
    asks_for_figure,
    asks_for_reasons,
    asks_for_several,
    asks_why,
    asks_yes_no,
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
        ("Can we already tell if the new rules of the guild have helped?", False),
        ("Does the guild give its members flour?", False),
        ("Could you tell me whether the rules help bakers?", False),
        ("Do old or new ovens burn more? Give me both figures.", True),
        ("Can you list the rules of the guild?", True),
        ("Can we tell which rules hold bakers back?", True),
        ("Why do mills close? Please list the reasons.", True),
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
        ("When bakers rated the help, what did they like? List the merits.", False),
        ("When was the guild founded?", True),
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


def test_how_an_answer_is_wanted_asks_nothing_more() -> None:
    asked = "What keeps bakers from rye, and what keeps millers from oats? Give me both sets of reasons."
    assert [one.split()[-1] for one in parts(asked)] == ["rye", "oats?"]
    assert asks_why("Why is bread dear? Please list the arguments.")
    assert asks_for_figure("How many ovens were sold? I need it for a talk.")
    assert asks_yes_no("I bake in Ostmark. Does it help to own a mill? Tell me please.")
    assert not asks_yes_no("Is it so? What does the guild say?")


@pytest.mark.parametrize(
    "question",
    [
        "From whom, outside its own guild or town, can a baker learn?",
        "Which bakers, according to the council, have the oldest ovens?",
        "How, in Ostmark, did the guild sell its bread?",
        "What kind of help, besides loans, does the guild want?",
    ],
)
def test_what_stands_between_commas_takes_no_question_apart(question: str) -> None:
    assert parts(question) == []


def test_commas_between_questions_still_take_them_apart() -> None:
    assert len(parts("Which bakers sell abroad, in your view, and does the guild help them?")) == 2
    assert len(parts("Who runs the flour fund, is it open to all mills?")) == 2


@pytest.mark.parametrize("joint", [", as well as", " as well as", ", and", " plus", ", also"])
def test_questions_are_taken_apart_however_they_are_joined(joint: str) -> None:
    question = f"How many bakers sell abroad{joint} how many ovens were lent?"
    assert parts(question) == ["How many bakers sell abroad", "how many ovens were lent?"]

"""How surely a sentence counts things up."""

import pytest

from smeadvisor.text.series import (
    PLAIN,
    STRONG,
    WEAK,
    calls_things_so,
    enumeration,
    names_things_so,
)


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("Baking has steps: (i) mixing; (ii) proving; and (iii) baking.", STRONG),
        (
            "It rated three things: a way to complain; trained staff; and help that was exact.",
            STRONG,
        ),
        ("The guild sells many goods, including bread, cakes, rolls and even pies.", STRONG),
        ("Two offices, the Flour Board and the Oven Bureau, help bakers.", STRONG),
        ("The state founded institutes (for rye, wheat, and oats).", STRONG),
        ("Bakers need flour, water, and salt.", PLAIN),
        (
            "A large mill may use its power to set unfair prices or to delay payment.",
            WEAK,
        ),
        ("A guild, which bakes bread and cakes, was founded.", 0.0),
        ("The harvest was late (Hill 1987, Moss 1989, and Reed 1995).", 0.0),
        ("The mill stood by the river.", 0.0),
    ],
)
def test_what_counts_things_up_is_told_from_what_does_not(sentence: str, strength: float) -> None:
    assert enumeration(sentence) == strength


@pytest.mark.parametrize(
    ("sentence", "noun", "is_so"),
    [
        (
            "They measure aspects of temper and skill—patience, haste, and a steady hand.",
            "traits",
            True,
        ),
        ("Mills need help in several areas: rye, ovens, and permits.", "kinds", True),
        (
            "Help that met these principles was liked: a way to complain; staff; and tact.",
            "traits",
            True,
        ),
        (
            "Bakers met several obstacles, such as dear flour, tolls, and frost.",
            "difficulties",
            True,
        ),
        ("Bakers met several obstacles, such as dear flour, tolls, and frost.", "traits", False),
        ("The areas have grown in towns such as Ost, West, and Nord.", "fields", False),
        ("The guild sells bread, cakes, and tea.", "kinds", False),
        ("Mills need help in several areas: rye, ovens, and permits.", "ovens", False),
    ],
)
def test_what_calls_its_things_as_a_question_does_is_told(
    sentence: str, noun: str, is_so: bool
) -> None:
    assert calls_things_so(sentence, noun) is is_so


def test_a_sentence_that_only_announces_names_its_things_too() -> None:
    assert names_things_so("There are several reasons for this.", "grounds")
    assert not names_things_so("There is one reason for this.", "grounds")

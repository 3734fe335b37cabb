"""How a question of several parts, or about several places, is taken apart: invented questions."""

import pytest

from smeadvisor.answering.question_parts import asked_of, asked_parts, in_one


@pytest.mark.parametrize(
    ("question", "read"),
    [
        (
            "What does the Oven Fund lend, and what is the fund called at home?",
            ["What does the Oven Fund lend, and what is the fund called at home?"],
        ),
        (
            "Compare the taxes on flour in Peru and Chile: how high were they and what do mills pay for water?",
            [
                "Compare the taxes on flour in Peru and Chile: how high were they",
                "what do mills pay for water?",
            ],
        ),
        (
            "How many bakers export, and which ovens do millers in the north prefer?",
            ["How many bakers export", "which ovens do millers in the north prefer?"],
        ),
        (
            "How many ovens did the guild buy, and when were these paid?",
            ["How many ovens did the guild buy, and when were these paid?"],
        ),
        (
            "What share of the price does the state bear in Peru, and what share in Chile?",
            [
                "What share of the price does the state bear in Peru",
                "What share of the price does the state bear in Chile",
            ],
        ),
        (
            "Two bodies lend to bakers: what does the Mill Board do and what does the Oven Bureau do?",
            [
                "Two bodies lend to bakers: what does the Mill Board do",
                "what does the Oven Bureau do?",
            ],
        ),
        (
            "Which taxes kept large mills out, and up to what value of plant were small ones let off?",
            [
                "Which taxes kept large mills out",
                "up to what value of plant were small mills let off?",
            ],
        ),
        (
            "Two figures please: the share of bakers that export, and the actual ratio of cooks to waiters.",
            [
                "Two figures please: the share of bakers that export",
                "the actual ratio of cooks to waiters.",
            ],
        ),
        (
            "Give me the number of mills in Peru plus the year of the first oven tax",
            ["Give me the number of mills in Peru", "the year of the first oven tax"],
        ),
    ],
)
def test_a_part_that_leans_is_read_with_what_it_leans_on(question: str, read: list[str]) -> None:
    assert [part.read for part in asked_parts(question, 3)] == read


def test_what_begins_with_a_pronoun_is_not_asked_alone() -> None:
    first, second = asked_parts(
        "Compare flour in Peru and Chile: how dear was it, and which bakers in towns export bread?",
        3,
    )
    assert not first.is_alone and second.is_alone


def test_a_question_of_one_part_has_none() -> None:
    assert asked_parts("Which bakers export bread?", 3) == []
    assert asked_parts("the number of mills and of ovens in Peru", 3) == []


@pytest.mark.parametrize(
    ("question", "place", "asked"),
    [
        ("How dear is flour in Peru and in Chile?", "Chile", "How dear is flour in Chile?"),
        ("Both Peru and Chile bake. What do both eat?", "Peru", "Peru bake. What do both eat?"),
        ("Who bakes in Peru, Chile and Ghana?", "Ghana", "Who bakes in Ghana?"),
    ],
)
def test_a_question_about_places_side_by_side_is_asked_of_one(
    question: str, place: str, asked: str
) -> None:
    assert asked_of(question, place) == asked


@pytest.mark.parametrize(
    "question",
    [
        "Who bakes in Peru while millers strike in Chile?",
        "What is Peru's Chile Bakery known for?",
    ],
)
def test_places_that_are_not_side_by_side_stay_together(question: str) -> None:
    assert asked_of(question, "Peru") == question


def test_what_is_asked_of_each_is_asked_of_the_places_named_before() -> None:
    assert in_one("Millers met in Peru and Chile. What did each gain?").count("; ") == 1
    assert in_one("Millers met in Peru. Who won?") == "Millers met in Peru. Who won?"

"""What a later part of a question takes from the part before it: invented questions."""

import pytest

from smeadvisor.text.questions import parts, pieces_of


@pytest.mark.parametrize(
    ("question", "second"),
    [
        (
            "What is the main reason for large bakeries to close, and what is the main one to merge?",
            "What is the main reason for large bakeries to merge",
        ),
        (
            "How many bakers borrowed for ovens in 2005, and how many for carts?",
            "How many bakers borrowed for carts in 2005",
        ),
        ("How many bakers joined in 2005 and how many in 2009?", "How many bakers joined in 2009"),
        (
            "What share of the price does the state bear in Peru, and what share in Chile?",
            "What share of the price does the state bear in Chile",
        ),
        (
            "Who pays for lessons in the small guilds, and who pays in the large ones?",
            "Who pays for lessons in the large guilds",
        ),
        (
            "Which Peruvian fund lends to bakers, and what sum is set aside for mills in that country?",
            "what sum is set aside for mills in Peru?",
        ),
        (
            "Who trains mill hands in Peru, and what does a course cost there?",
            "what does a course cost in Peru?",
        ),
        (
            "How quickly does the bank decide on small loans, and how long may it take over bigger ones?",
            "how long may it take over bigger loans?",
        ),
    ],
)
def test_a_part_is_asked_with_what_it_leaves_out(question: str, second: str) -> None:
    assert parts(question)[1] == second
    assert pieces_of(question)[1] in question


@pytest.mark.parametrize(
    ("question", "second"),
    [
        # What exists somewhere is no place.
        ("How many mills has Peru, and how many ovens are there?", "how many ovens are there?"),
        # A place is no thing to learn from, and practice is no place.
        (
            "What is the right number of cooks for an inn in Chile, and what is it in practice?",
            "what is it in practice?",
        ),
        # Two kinds were named: which is meant is not said.
        (
            "Do small mills or small bakeries pay, and what do the large ones pay?",
            "what do the large ones pay?",
        ),
        # The year of one thing is not the other thing.
        (
            "What did the guild pay for flour in Peru, and what did it pay in 2009?",
            "what did it pay in 2009?",
        ),
        (
            "How many bakers export, and which ovens do millers in the north prefer?",
            "which ovens do millers in the north prefer?",
        ),
    ],
)
def test_what_leaves_nothing_out_stays_as_it_was_asked(question: str, second: str) -> None:
    assert parts(question)[1] == second

"""Where nothing of what would be said tells the figure or detail asked for, that is said instead."""

import pytest
from conftest import AdvisorOf

from smeadvisor.advisor import Advisor
from smeadvisor.domain.answers import Outcome

_REPORT = """\
# Help for bakers

## Schemes

Table 1: Schemes for bakers

| Country | Scheme | Features |
|---|---|---|
| Norway | Stone Oven Programme | Courses on stone ovens for bakeries in the hills |
| Norway | Rye Loan Scheme | Loans by the Ministry of Bread at its office in Bergen, for a fee of 90 florins |
| Sweden | Long Loaf Course | A course of six weeks on long loaves, for 300 bakers |
| Sweden | Flour Export Fund | Pays 40% of the cost of flour exhibitions abroad |

## Mills

Most mills of the valley are old. Their owners were not asked how much they earn. They can borrow at a
low interest rate from the guild of millers, since the guild means to keep them. Half of the mills grind rye.
"""


@pytest.fixture(scope="module")
def bakers(advisor_of: AdvisorOf) -> Advisor:
    return advisor_of(_REPORT)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Which organisation runs the Stone Oven Programme in Norway?", "the body behind it"),
        ("Who is in charge of the Long Loaf Course in Sweden?", "the body behind it"),
        ("What does the Stone Oven Programme in Norway cost a bakery?", "an amount of money"),
        ("budget Stone Oven Programme Norway", "an amount of money"),
        ("length of the course, Stone Oven Programme Norway", "a length of time"),
        ("In which towns does the Stone Oven Programme give courses?", "a town or district"),
        ("How many people work in the Flour Export Fund in Sweden?", "a number of people"),
        ("How many women has the Long Loaf Course in Sweden had?", "women"),
        ("At what interest do mills of the valley borrow from the guild?", "a rate"),
        # What the guild means to do is no reason for it.
        ("Why do half of the mills of the valley grind rye?", "a reason for it"),
    ],
)
def test_what_a_programme_leaves_blank_is_said_to_be_missing(
    bakers: Advisor, question: str, missing: str
) -> None:
    answer = bakers.ask(question)
    assert answer.outcome is Outcome.NO_ANSWER
    assert not answer.claims
    assert missing in answer.note


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Which ministry runs the Rye Loan Scheme in Norway?", "Ministry of Bread"),
        ("What is the fee of the Rye Loan Scheme in Norway?", "90 florins"),
        ("In which town is the office of the Rye Loan Scheme?", "Bergen"),
        ("How long is the Long Loaf Course in Sweden?", "six weeks"),
        ("How many people are taught in the Long Loaf Course in Sweden?", "300 bakers"),
        ("What does the Flour Export Fund pay of what an exhibition costs?", "40%"),
        ("What does the Flour Export Fund in Sweden do to lower the cost of exhibitions?", "40%"),
        ("What does the Stone Oven Programme in Norway do?", "Courses on stone ovens"),
    ],
)
def test_what_a_programme_states_is_answered(bakers: Advisor, question: str, told: str) -> None:
    answer = bakers.ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert told in answer.text


def test_that_nobody_was_asked_is_an_answer(bakers: Advisor) -> None:
    answer = bakers.ask("How much does an owner of a mill in the valley earn a year?")
    assert "not asked how much they earn" in answer.text

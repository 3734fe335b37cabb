"""A detail that no statement about a thing gives is told to be lacking; one that is given never."""

import pytest
from conftest import AdvisorOf

from smeadvisor.advisor import Advisor
from smeadvisor.answering.candidates import statements_of
from smeadvisor.answering.details import lacking_detail
from smeadvisor.domain.answers import Outcome
from smeadvisor.domain.documents import Cell, Passage, Place


def lacking(question: str, text: str) -> str:
    passage = Passage("a#0", "a", "A", text, Place(()), 0, len(text))
    return lacking_detail(question, list(statements_of(passage)))


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("Why do bakers in the hills export so little?", "Bakers in the hills export 2%.", True),
        ("For what reason are mills so few?", "Mills are few and far between.", True),
        ("On what grounds did the mills move?", "The mills moved in 1990.", True),
        ("How did it come about that mills moved?", "The mills moved in 1990.", True),
        ("How do the authors account for that?", "Mills are few and far between.", True),
        ("In which district are the large mills?", "Oat District has large mills.", False),
        ("How come the mills moved?", "The mills moved in 1990 owing to floods.", False),
        ("Why did the mills close?", "The mills closed. Flour had been cheaper by ship.", True),
        ("Why did the mills close?", "The mills closed. The reason was cheap flour.", False),
        ("Why are hill farms left out?", "Figures for hill farms were not available.", False),
        ("How were the forty mills picked?", "Forty mills took the course.", True),
        ("How does the guild choose its bakers?", "The guild trains bakers in winter.", True),
        ("How does the guild choose its bakers?", "Bakers must have two ovens.", False),
        ("Who is eligible for the oven loan?", "The oven loan pays for ovens.", True),
        ("Who is eligible for the oven loan?", "The oven loan is open to bakers.", False),
        ("How do I apply for the oven loan?", "The oven loan pays for ovens.", True),
        ("How do I apply for the oven loan?", "Bakers submit a plan to the guild.", False),
        ("What effect did the oven loan have on sales?", "The oven loan began in 1990.", True),
        ("What became of the forty mills?", "Forty mills took the course.", True),
        ("What became of the forty mills?", "Half of the forty mills have closed.", False),
        ("Did the course lead to more sales?", "The course teaches baking.", True),
        ("Who heads the guild?", "The guild trains bakers.", True),
        ("Who is the director of the guild?", "The guild is led by Dr. Rye.", False),
        ("Who runs the oven loan?", "The oven loan pays for ovens.", True),
        ("Who runs the oven loan?", "The Ministry of Bread pays for ovens.", False),
        ("Who runs the oven loan?", "Two sisters run the oven loan.", False),
        ("Which organisation runs the oven loan?", "The oven loan pays for ovens.", True),
        ("Who in the valley is in charge of the oven loan?", "It pays for ovens.", True),
        ("Which body issues the oven papers?", "The council issues the oven papers.", False),
        ("Which four trades joined?", "Four trades joined, among them bakers.", True),
        ("Which four trades joined?", "Bakers, millers, brewers and cooks joined.", False),
        ("What are the four trades?", "The guild has four trades:", False),
        ("Why do mills close?", "Mills close on account of their age.", False),
        ("How many of the bakers use ovens?", "Ovens are used by 55% of bakers.", False),
        ("Which 14 guilds signed?", "The mayor and 14 guilds signed, and ate.", True),
        (
            "Give me the names of all fourteen guilds.",
            "The mayor and fourteen guilds signed.",
            True,
        ),
        ("Where are the large mills?", "The large mills pay well.", True),
        ("Where are the large mills?", "The large mills stand in Bergen.", False),
        ("Where are mills larger, in the hills or by the sea?", "Mills are larger there.", False),
        ("In which towns are the large mills?", "The large mills pay well in Norway.", True),
        ("In which towns are the large mills?", "The large mills stand in Bergen.", False),
        ("Where in Norway are the large mills?", "Most large mills in Norway are old.", True),
        ("How many bakers use the ovens?", "Bakers use the ovens since 1990 (Table 4).", True),
        ("How many bakers use the ovens?", "Some 1,200 bakers use the ovens.", False),
        ("How many bakers use the ovens?", "The ovens cost $300.", True),
        ("How many people work in the mills?", "There are 40 mills.", True),
        ("How many people work in the mills?", "The mills have 900 young workers.", False),
        (
            "Has the pull of ships become stronger?",
            "A third of mills feel the pull of ships.",
            True,
        ),
        ("Has the pull of ships become stronger?", "The pull of ships grew.", False),
        ("What is the reason for the tax?", "The tax is on flour.", True),
        ("How often are ships the main reason why mills close?", "Ships: 4%.", False),
        ("What does the guild do?", "The guild trains bakers.", False),
        ("Why did mills close, and how many are left?", "Mills are few.", False),
    ],
)
def test_a_detail_is_lacking_where_nothing_tells_it(
    question: str, text: str, missing: bool
) -> None:
    assert bool(lacking(question, text)) is missing


def test_a_detail_must_be_among_the_first_statements() -> None:
    filler = "The guild trains bakers. It has a hall. The hall is old. Its roof is of slate. " * 8
    text = f"Bakers export little. {filler}They do so because ships are slow."
    assert lacking("Why do bakers export little?", text) == "a reason for it"


_REPORT = """\
# Ovens for bakers

## The oven loan

The oven loan pays for half of a new oven in a bakery. Bakers repay the oven loan within four years.

## The flour mills

Three flour mills closed in the valley because flour came more cheaply by ship.
"""


@pytest.fixture(scope="module")
def bakers(advisor_of: AdvisorOf) -> Advisor:
    return advisor_of(_REPORT)


def test_what_is_lacking_is_said_with_the_nearest_statement(bakers: Advisor) -> None:
    answer = bakers.ask("Who runs the oven loan that pays for half of a new oven in a bakery?")
    assert answer.outcome is Outcome.NO_ANSWER
    assert "None of them gives the body behind it." in answer.note
    assert "The oven loan pays for half of a new oven" in answer.note


def test_what_is_told_is_answered(bakers: Advisor) -> None:
    answer = bakers.ask("Why did three flour mills in the valley close?")
    assert answer.outcome is Outcome.ANSWERED
    assert "flour came more cheaply by ship" in " ".join(answer.text.split())


def test_a_row_that_names_a_body_counts_though_it_is_not_first() -> None:
    text = "The oven loan is the best known of all."
    told = Passage("a#0", "a", "A", text, Place(()), 0, len(text))
    said = "Oven loan | Guild council"
    cell = Cell(("Oven loan",), ("Agency",), "Guild council", 112, 125)
    row = Passage("a#100", "a", "A", said, Place(()), 100, 125, (cell,))
    best = [*statements_of(told), *statements_of(row)]
    assert lacking_detail("Who runs the oven loan?", best[:1]) == "the body behind it"
    assert lacking_detail("Who runs the oven loan?", best) == ""


def test_a_reason_counts_in_as_many_statements_as_an_answer_has() -> None:
    long = f"Their wheels turn {'in winter and in spring ' * 12}and rest in summer. "
    reason = "They closed because flour was cheap."
    told = f"The mills closed. Mills are old. Mills are few. {long}{reason}"
    assert lacking("Why did the mills close?", told) == ""
    told = f"The mills closed. Mills are old. Mills are few. {long * 3}{reason}"
    assert lacking("Why did the mills close?", told) == "a reason for it"

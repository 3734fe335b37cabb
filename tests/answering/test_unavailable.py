"""A document that says for whom it has no figures answers a question for them."""

import pytest
from conftest import AdvisorOf

from smeadvisor.advisor import Advisor
from smeadvisor.answering.unavailable import said_to_be_unavailable
from smeadvisor.domain.answers import Hit, Outcome
from smeadvisor.domain.documents import Passage, Place

_REPORT = """\
# Boatyards and their helpers

## Who pushes boatyards

Boatyards were asked who pushes them to lower the cost of a hull.[^1] In Norway half of the boatyards name their
buyers, a quarter their bank and a quarter nobody.

[^1]: Answers from boatyards in Iceland were not collected.

## What boatyards build

Boatyards in Norway build rowing boats, and boatyards in Denmark build ferries.
"""


@pytest.fixture(scope="module")
def boatyards(advisor_of: AdvisorOf) -> Advisor:
    return advisor_of(_REPORT)


def test_that_there_are_no_figures_is_the_answer(boatyards: Advisor) -> None:
    answer = boatyards.ask("Who pushes boatyards in Iceland to lower the cost of a hull?")
    assert answer.outcome is Outcome.ANSWERED
    assert [claim.text for claim in answer.claims] == [
        "Answers from boatyards in Iceland were not collected."
    ]


def test_a_place_that_the_documents_speak_of_is_answered_as_ever(boatyards: Advisor) -> None:
    answer = boatyards.ask("Who pushes boatyards in Norway to lower the cost of a hull?")
    assert "half of the boatyards name their buyers" in " ".join(answer.text.split())


def test_a_place_of_which_nothing_is_said_is_still_declined(boatyards: Advisor) -> None:
    answer = boatyards.ask("Who pushes boatyards in Finland to lower the cost of a hull?")
    assert not answer.outcome.is_answer and "Finland" in answer.note


@pytest.mark.parametrize(
    ("text", "missing", "is_found"),
    [
        ("No data were given for Iceland.", ["Iceland"], True),
        ("Figures for South Asian countries are unavailable.", ["South Asia"], True),
        ("The survey does not currently cover Iceland and Norway.", ["Norway", "Iceland"], True),
        ("The survey does not cover Iceland.", ["Norway", "Iceland"], False),
        ("Iceland has the best figures available.", ["Iceland"], False),
        ("The survey does not cover Iceland.", ["2004"], False),
    ],
)
def test_it_must_be_said_of_every_place_that_is_missing(
    text: str, missing: list[str], is_found: bool
) -> None:
    passage = Passage("a#0", "a", "A", text, Place(()), 0, len(text))
    found = said_to_be_unavailable(missing, [Hit(passage, 1.0)])
    assert (found is not None) is is_found

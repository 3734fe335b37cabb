"""Which sentences are read together."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from smeadvisor.advisor import Advisor
from smeadvisor.answering.leaning import announced, leans
from smeadvisor.domain.answers import Citation, DraftClaim, Evidence

REASONS = ["The mill closed.", "The young leave.", "The pass is shut in winter."]


@pytest.mark.parametrize(
    "sentence",
    [
        "The field office points to three reasons.",
        "Three groups are missed.",
        "There are three main causes:",
    ],
)
def test_a_sentence_that_counts_what_follows_announces_it(sentence: str) -> None:
    assert announced([sentence, *REASONS, "Nobody knows more."], 0) == 3


@pytest.mark.parametrize(
    "sentence",
    [
        "The fee is due three years after the grant, and paid to the treasury by each of the banks.",
        "The bank has three years left to pay, and no more.",
        "It points to reasons.",
    ],
)
def test_a_number_inside_a_sentence_announces_nothing(sentence: str) -> None:
    assert announced([sentence, *REASONS], 0) == 0


@pytest.mark.parametrize(
    ("sentence", "is_leaning"),
    [
        ("That levy was paid by all banks.", True),
        ("That is not surprising.", True),
        ("That large yards build more boats is not surprising.", False),
        ("Laws are needed to stop such practices.", True),
        ("The fund pays for tools such as saws and lathes.", False),
        ("The fund pays for such tools as saws.", False),
    ],
)
def test_a_sentence_leans_where_it_points_at_the_one_before(
    sentence: str, is_leaning: bool
) -> None:
    assert leans(sentence) is is_leaning


def test_what_is_not_all_there_is_not_announced() -> None:
    assert announced(["The field office points to three reasons.", *REASONS[:2]], 0) == 0


class _Drafts:
    """Drafts that are always the same, each citing the same passage."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim]:
        passage = evidence.hits[0].passage
        cited = Citation(passage, passage.text, passage.start, passage.end)
        for text in self._texts:
            yield DraftClaim(text, (cited,))


def test_a_sentence_that_leans_on_one_that_fell_falls_with_it(advisor: Advisor) -> None:
    question = "What is a value chain?"
    true = next(iter(advisor.ask(question).claims)).text
    leaning = f"This {true[0].lower()}{true[1:]}"
    invented = "Bakers in Peru were delighted by red lanterns."
    answer = replace(advisor, answerer=_Drafts(invented, leaning, true)).ask(question)
    assert [claim.text for claim in answer.claims] == [true]
    assert "leans on" in answer.dropped[-1].reason
    alone = replace(advisor, answerer=_Drafts(true, invented, true)).ask(question)
    assert [claim.text for claim in alone.claims] == [true, true]

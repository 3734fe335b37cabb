"""One of several that made-up answers named, by some of its words."""

import pytest

from smeadvisor.answering.the_one import with_the_one
from smeadvisor.domain.answers import Answer, Citation, Claim, Outcome
from smeadvisor.domain.documents import Passage, Place

NAMED = "Two offices lend pumps, the Office of Rural Wells (ORW) and the Pump Repair Board (PRB)."


def answered(*sentences: str) -> list[Answer]:
    claims = []
    for text in sentences:
        passage = Passage(text[:20], "made-up.md", "A title", text, Place(), 0, len(text))
        claims.append(Claim(text, (Citation(passage, text, 0, len(text)),)))
    return [Answer("Who lends pumps?", "Who lends pumps?", Outcome.ANSWERED, tuple(claims))]


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        (
            "What does the one for rural wells do for them?",
            "What does the Office of Rural Wells do for them?",
        ),
        ("Who runs the repair one?", "Who runs the Pump Repair Board?"),
        ("Since when is the one for repairs open?", "Since when is the Pump Repair Board open?"),
    ],
)
def test_it_is_the_only_one_with_these_words(question: str, reading: str) -> None:
    assert with_the_one(question, answered(NAMED)) == reading


@pytest.mark.parametrize(
    "question",
    [
        "What does the one for exporters do?",
        "Who runs the second one?",
        "What of the one in Peru?",
        "What does the board do?",
    ],
)
def test_what_no_answer_named_is_left_alone(question: str) -> None:
    assert with_the_one(question, answered(NAMED)) is None


def test_of_two_that_share_the_words_none_is_taken() -> None:
    told = "The Lima Fish Board and the Cusco Fish Board lend boats."
    assert with_the_one("Who runs the fish one?", answered(told)) is None

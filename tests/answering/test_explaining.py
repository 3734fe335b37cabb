"""Turns that ask what a thing is that a made-up answer named."""

import pytest

from smeadvisor.answering.explaining import explained
from smeadvisor.domain.answers import Answer, Citation, Claim, Outcome
from smeadvisor.domain.documents import Passage, Place

TEXT = "The report blames the heavy use in Peru of the slow fire method and a shortage of clay."


def answered(question: str, text: str = TEXT) -> Answer:
    passage = Passage("1", "made-up.md", "A title", text, Place(), 0, len(text))
    claim = Claim(text, (Citation(passage, text, 0, len(text)),))
    return Answer(question, question, Outcome.ANSWERED, (claim,))


BLAMED = answered("What did the Clay Council blame broken bowls on?")


@pytest.mark.parametrize(
    "turn",
    [
        "what's that?",
        "meaning?",
        "And what does that mean exactly?",
        "explain that please",
        "what is it?",
    ],
)
def test_that_is_what_the_answer_named_where_the_question_asked_for_it(turn: str) -> None:
    assert "What is the slow fire method?" in explained(turn, [BLAMED])


@pytest.mark.parametrize("turn", ["how does that work?", "So how does it work in practice"])
def test_how_it_works_is_asked_of_what_the_answer_named(turn: str) -> None:
    assert "How does the slow fire method work?" in explained(turn, [BLAMED])


def test_a_term_in_quotation_marks_is_one_that_may_be_explained() -> None:
    answer = answered("Why do bowls break?", "They are fired by “slow fire” ovens.")
    assert explained("meaning?", [answer]) == ["What is the slow fire ovens?"]


@pytest.mark.parametrize(
    ("question", "turn"),
    [
        ("What is the Clay Council?", "how does it work?"),
        ("Has anyone tested the kilns?", "what's that?"),
        ("What did the Clay Council blame broken bowls on?", "what is the price of clay?"),
        ("What did the Clay Council say about the slow fire method?", "what's that?"),
    ],
)
def test_what_the_question_named_itself_is_not_looked_for_in_the_answer(
    question: str, turn: str
) -> None:
    assert explained(turn, [answered(question)]) == []

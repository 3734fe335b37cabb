"""Questions of several parts."""

from dataclasses import dataclass

import pytest
from doubles import ids, passage

from smeadvisor.domain.answers import Hit
from smeadvisor.retrieval.divided import DividedRetriever
from smeadvisor.text.questions import parts


@pytest.mark.parametrize(
    ("question", "found"),
    [
        pytest.param("What is a cluster?", [], id="one"),
        pytest.param("", [], id="nothing"),
        pytest.param("In South Asia, how many firms upgraded?", [], id="a scene and a question"),
        pytest.param("Which firms grow and export?", [], id="and inside a question"),
        pytest.param(
            "Who pays for consultants, and how much do they get?",
            ["Who pays for consultants", "how much do they get?"],
            id="two",
        ),
        pytest.param("Who pays, and how much?", [], id="parts too short to ask alone"),
        pytest.param(
            "What is a small firm; what is a large firm; what is a medium firm?",
            ["What is a small firm", "what is a large firm"],
            id="at most two",
        ),
    ],
)
def test_a_question_is_divided_where_it_goes_on_to_ask(question: str, found: list[str]) -> None:
    assert parts(question) == found


@dataclass
class ByQuestion:
    """Gives each question its own hits."""

    found: dict[str, list[int]]

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """The passages that begin at the numbers of this question."""
        starts = self.found.get(query, self.found[""])[:limit]
        return [Hit(passage(start, start + 1), 1.0, (start, start + 1)) for start in starts]


def test_one_question_is_asked_once_and_left_as_it_is() -> None:
    inner = ByQuestion({"": [1, 2, 3]})
    assert DividedRetriever(inner).retrieve("What is it?", 2) == inner.retrieve("What is it?", 2)


def test_the_whole_and_its_parts_take_turns_each_once() -> None:
    inner = ByQuestion(
        {"": [1, 2, 3], "Who pays for consultants": [2, 4], "how much do they get?": [5, 1, 6]}
    )
    hits = DividedRetriever(inner).retrieve(
        "Who pays for consultants, and how much do they get?", 5
    )
    assert ids(hits) == [f"d#{start}-{start + 1}" for start in (1, 2, 5, 4, 3)]
    assert [hit.score for hit in hits] == [1 / rank for rank in range(1, 6)]
    assert all(hit.match == hit.passage.span for hit in hits)

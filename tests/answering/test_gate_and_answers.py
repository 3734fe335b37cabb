"""The gate and the answerers on documents written for the test."""

from pathlib import Path

import pytest

from smeadvisor.advisor import Advisor
from smeadvisor.answering.abstention import GateModel, stored_gate_model
from smeadvisor.assembly import open_advisor
from smeadvisor.domain.answers import Outcome
from smeadvisor.settings import Settings


@pytest.fixture(scope="module")
def harbour(small_index: Path) -> Advisor:
    """An advisor over two documents that have nothing to do with the shipped one."""
    corpus = Path(__file__).parents[1] / "corpus" / "small"
    return open_advisor(Settings(corpus_folder=corpus, index_folder=small_index))


def test_a_list_is_answered_whole(harbour: Advisor) -> None:
    answer = harbour.ask("What conditions must a yard meet to apply?")
    assert [claim.is_item for claim in answer.claims].count(True) == 3
    assert answer.text.count("•") == 3
    assert "3 of 3" in answer.note


def test_a_cell_is_stated_with_its_row_and_column(harbour: Advisor) -> None:
    claim = harbour.ask("What was paid to large yards in 2016?").claims[0]
    assert "2016" in claim.text and "260" in claim.text
    assert "180" not in claim.text and "300" not in claim.text
    assert "Table 1" in claim.text


def test_a_fact_is_answered_in_the_documents_own_sentence(harbour: Advisor) -> None:
    answer = harbour.ask("How many apprentices does the baker school train?")
    assert answer.claims[0].text == "The baker school in Norring trains 24 apprentices a year."
    assert answer.claims[0].citations[0].quote == answer.claims[0].text


@pytest.mark.parametrize(
    "question",
    [
        "What is the weather in Manila?",
        "Who won the football world cup?",
        "Write a Python function that sorts a list",
        "What is 17 times 23?",
        "How do I cook rice?",
    ],
)
def test_what_no_document_is_about_is_declined(
    harbour: Advisor, advisor: Advisor, question: str
) -> None:
    for one in (harbour, advisor):
        answer = one.ask(question)
        assert not answer.outcome.is_answer
        assert answer.outcome in (Outcome.OUT_OF_SCOPE, Outcome.NO_EVIDENCE)
        assert answer.claims == () and answer.text


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("Which Sri Lankan footballers are supposedly unmarried?", ["footballers"]),
        ("Which Indonesian footballers are supposedly unmarried?", ["footballers"]),
        (
            "How do Sri Lankan volcanologists, Bolivian and Zambian ones cook?",
            ["Bolivian", "Zambian"],
        ),
        ("Were seventeen wedding cakes delivered?", []),
        ("Were wedding cakes delivered in the twenties?", []),
    ],
)
def test_what_is_said_to_be_unknown_is_a_subject_that_no_document_names(
    advisor: Advisor, question: str, unknown: list[str]
) -> None:
    note = advisor.ask(question).note
    assert [word for word in unknown if f"“{word}”" not in note] == []
    assert not any(
        f"“{word}”" in note
        for word in ("Lankan", "Indonesian", "supposedly", "seventeen", "twenties")
    )


def test_an_answer_that_is_no_list_stays_short(advisor: Advisor) -> None:
    for question in ("Why do large firms innovate more?", "What is a value chain?"):
        answer = advisor.ask(question)
        assert answer.claims
        assert len(answer.claims) == 1 or len(answer.text.split()) <= 130


def test_the_stored_gate_says_how_it_was_fitted() -> None:
    model = stored_gate_model()
    assert "evals/adb-sme/questions.jsonl" in model.fitted
    assert len(model.coefficients) == 3


def test_confidence_grows_with_every_feature() -> None:
    model = stored_gate_model()
    low = (0.2, 0.2, -2.0)
    for place in range(3):
        higher = tuple(0.9 if place == other else value for other, value in enumerate(low))
        assert model.confidence(low) < model.confidence(higher)
    one = GateModel(0.0, (1.0, 1.0), 0.1, "")
    assert one.confidence((0.0, 0.0)) == 0.5
    assert one.confidence((0.0, 0.0), is_lacking=True) == pytest.approx(0.05)


@pytest.mark.parametrize(
    "earlier", ["", "Which Singapore scheme helps to pay for outside experts?"]
)
def test_a_question_as_long_as_may_be_asked_is_answered_or_declined(
    advisor: Advisor, earlier: str
) -> None:
    story = "I run a workshop of nine people in the hills and know little of all this. " * 30
    asked = "Which scheme in Singapore helps to pay for outside experts?"
    before = [advisor.ask(earlier)] if earlier else []
    answer = advisor.ask(f"{story[: 1999 - len(asked)]} {asked}", before)
    assert answer.claims or answer.note or answer.suggestions


@pytest.mark.parametrize(
    "question", ["Which planet has the most moons?", "My puppy keeps chewing shoes, any tips?"]
)
def test_what_has_nothing_in_common_is_declined_however_a_reader_of_reports_marks_it(
    advisor: Advisor, question: str
) -> None:
    assert advisor.ask(question).outcome is Outcome.OUT_OF_SCOPE


@pytest.mark.parametrize(
    "turn",
    [
        "Which planet has the most moons?",
        "My puppy keeps chewing shoes",
        "are wolves dangerous?",
        "What's the weather?",
        "tax rates?",
    ],
)
def test_a_turn_of_another_subject_is_not_taken_for_one_of_the_last(
    advisor: Advisor, turn: str
) -> None:
    earlier = advisor.ask("Which Singapore scheme helps to pay for outside experts?")
    answer = advisor.ask(turn, [earlier])
    assert answer.outcome is Outcome.OUT_OF_SCOPE
    assert answer.standalone_question == turn

"""The same code over two other documents, of other kinds: a handbook and a yearly report."""

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, BuiltOnce

from smeadvisor.advisor import Advisor
from smeadvisor.assembly import build_index, open_advisor
from smeadvisor.domain.answers import Outcome
from smeadvisor.settings import Settings


@pytest.fixture(scope="module")
def others(built_once: BuiltOnce, fast_copy: Path) -> Advisor:
    """The advisor over the two invented documents."""
    settings = Settings(corpus_folder=ROOT / "evals" / "other-documents" / "corpus")

    def build(folder: Path) -> None:
        shutil.copytree(fast_copy, folder / "query_model")
        build_index(settings.model_copy(update={"index_folder": folder}))

    index = built_once("other-index", build)
    return open_advisor(settings.model_copy(update={"index_folder": index}))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "How many small firms did Calder Coast have in 2023?",
            ["Calder Coast", "2023", "Table 2.1"],
        ),
        ("What is the budget of the Machine Ring?", ["5.6", "million crowns"]),
        (
            "Which region had more small firms in 2021, Lowmere or Vessary?",
            ["Lowmere", "2,980", "Vessary", "is higher than"],
        ),
        ("What does the Cold Chain Grant offer?", ["35%", "refrigeration"]),
        ("What is a growth firm?", ["at least ten employees", "a fifth or more"]),
        ("Which banks have left the Fund?", ["Banco del Golfo", "Isola Savings Union"]),
    ],
)
def test_cells_programmes_definitions_and_facts_are_answered(
    others: Advisor, question: str, said: list[str]
) -> None:
    answer = others.ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert [words for words in said if words not in answer.text] == []


def test_a_list_is_whole_and_says_how_long_it_is(others: Advisor) -> None:
    answer = others.ask("What are the steps of an application for a guarantee?")
    assert sum(claim.is_item for claim in answer.claims) == 7
    assert "7 of 7" in answer.note


def test_what_a_sentence_counts_is_read_with_it(others: Advisor) -> None:
    answer = others.ask("Why did Upper Tarn fail to recover?")
    for reason in ("sawmill", "technical schools", "Skarn Pass"):
        assert reason in answer.text


def test_a_documents_own_yes_or_no_comes_first(others: Advisor) -> None:
    answer = others.ask("Can a business go to the Fund directly, without a bank?")
    assert answer.text.startswith("No. Only a bank can.")


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("How many small firms did Upper Tarn have in 2017?", "2017"),
        ("Which vouchers does Mexico give to small firms?", "Mexico"),
    ],
)
def test_what_is_missing_is_said(others: Advisor, question: str, missing: str) -> None:
    answer = others.ask(question)
    assert answer.outcome in (Outcome.NO_ANSWER, Outcome.NO_EVIDENCE)
    assert missing in answer.note


def test_the_register_holds_their_programmes(others: Advisor) -> None:
    names = {programme.name.text for programme in others.programmes(text="kitchens")}
    assert "Shared Kitchens" in names

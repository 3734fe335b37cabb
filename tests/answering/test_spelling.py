"""Slips of the keys are mended by the documents' words; words that are words are left alone."""

from collections.abc import Callable, Iterable

import pytest

from smeadvisor.answering.followup import Reading
from smeadvisor.answering.spelling import SpellingReader
from smeadvisor.text.words import tokens

FOUND = (
    "The district council runs a modular approach to weaving, in which buyers and suppliers meet.",
    "Suppliers of looms innovate more often where buyers are near. A buyer names his supplier.",
)
ENGLISH = frozenset(
    "how big are the teams in what does mean by who pays for my form and firm".split()
)


class AsTyped:
    """Reads a question as it is."""

    def read(self, question: str, earlier_answers: object) -> Reading:
        return Reading(question)


def reader_of(
    texts_near: Callable[[str], Iterable[str]], words: frozenset[str], said: Iterable[str] = ()
) -> SpellingReader:
    return SpellingReader(AsTyped(), texts_near, words.__contains__, frozenset(said).__contains__)


def reader(found: tuple[str, ...] = FOUND) -> SpellingReader:
    return reader_of(lambda _: found, ENGLISH, [word for text in found for word in tokens(text)])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            "how big are the teams in the modualr aproach?",
            "how big are the teams in the modular approach?",
        ),
        ("Counicl and the suppliers", "Council and the suppliers"),
        ("who pays for inovate", "who pays for innovate"),
        ("who pays for the disctrict", "who pays for the district"),
        ("what does my firm pay in SE Asia", "what does my firm pay in Southeast Asia"),
        ("what precentage pays for looms", "what percentage pays for looms"),
        ("n who pays for suppliers?", "and who pays for suppliers?"),
        ("wich looms, and how mnay", "which looms, and how many"),
        ("wher are the looms made", "where are the looms made"),
    ],
    ids=[
        "two words",
        "capital",
        "letter missing",
        "letter more",
        "region in short",
        "asks for a figure",
        "and in short",
        "short ways to ask",
        "letter missing of a way to ask",
    ],
)
def test_a_slip_is_read_as_the_documents_spell_the_word(typed: str, meant: str) -> None:
    assert reader().read(typed, ()).question == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who pays for Taiwanese form", "who pays for Taipei form"),
        ("who pays for Burma's teams", "who pays for Myanmar's teams"),
        ("who pays for Thai teams", "who pays for Thai teams"),
        ("who pays for Malaysian teams", "who pays for Malaysian teams"),
        ("who pays for Taipei's teams in Mongolia", "who pays for Taipei's teams in Mongolia"),
    ],
    ids=["adjective", "old name", "name that is said", "name that is alike", "none that is said"],
)
def test_a_country_is_called_as_the_documents_call_it(typed: str, meant: str) -> None:
    found = ("Taipei,China has teams, as have Myanmar, Malaysia and Thailand.", "A Thai firm.")
    assert reader(found).read(typed, ()).question == meant


@pytest.mark.parametrize(
    "typed",
    [
        "how big are the teams?",
        "who pays for the carousel?",
        "whats meant by weaving?",
        "does the MODUALR scheme pay?",
        "who pays for my frm?",
        "",
    ],
    ids=["all words known", "nothing is near", "contraction", "acronym", "too short", "empty"],
)
def test_what_may_be_right_is_left_as_it_was_typed(typed: str) -> None:
    assert reader().read(typed, ()).question == typed


def test_nothing_is_looked_up_for_a_question_without_slips() -> None:
    def fail(_: str) -> tuple[str, ...]:
        raise AssertionError("looked up")

    assert reader_of(fail, ENGLISH).mended("who pays for my firm") == ("who pays for my firm")


def test_another_word_is_no_slip_of_the_keys() -> None:
    near = reader_of(lambda _: ("norwegian ireland patient",), frozenset({"patent"}))
    assert near.mended("Norwegan yards in Iceland with a patent") == (
        "Norwegian yards in Iceland with a patent"
    )

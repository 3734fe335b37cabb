"""Slips of the keys are mended by the documents' words; words that are words are left alone."""

import pytest

from smeadvisor.answering.followup import Reading
from smeadvisor.answering.spelling import SpellingReader

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


def reader(found: tuple[str, ...] = FOUND) -> SpellingReader:
    return SpellingReader(AsTyped(), lambda _: found, ENGLISH.__contains__)


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
    ],
    ids=["two words", "capital", "letter missing", "letter more", "region in short"],
)
def test_a_slip_is_read_as_the_documents_spell_the_word(typed: str, meant: str) -> None:
    assert reader().read(typed, ()).question == meant


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

    assert SpellingReader(AsTyped(), fail, ENGLISH.__contains__).mended("who pays for my firm") == (
        "who pays for my firm"
    )


def test_another_word_is_no_slip_of_the_keys() -> None:
    near = SpellingReader(
        AsTyped(), lambda _: ("norwegian ireland patient",), {"patent"}.__contains__
    )
    assert near.mended("Norwegan yards in Iceland with a patent") == (
        "Norwegian yards in Iceland with a patent"
    )

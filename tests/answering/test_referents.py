"""What an answer names and counts up, in made-up answers: what the next question may point at."""

import pytest

from smeadvisor.answering.reference import with_ordinals
from smeadvisor.answering.referents import last_with, names, series
from smeadvisor.domain.answers import Answer, Citation, Claim, Outcome
from smeadvisor.domain.documents import Passage, Place


def answered(*sentences: str, question: str = "Who helps?") -> Answer:
    claims = []
    for text in sentences:
        passage = Passage(text[:20], "made-up.md", "A title", text, Place(), 0, len(text))
        claims.append(Claim(text, (Citation(passage, text, 0, len(text)),)))
    return Answer(question, question, Outcome.ANSWERED, tuple(claims))


@pytest.mark.parametrize(
    ("sentence", "listed"),
    [
        (
            "Two offices, the Office of Rural Wells (ORW) and the Pump Board (PB), lend pumps.",
            ["the Office of Rural Wells (ORW)", "the Pump Board (PB)"],
        ),
        (
            "Reasons include the price of diesel, a lack of spare parts (for example, belts) and the "
            "distance to a workshop that repairs pumps.",
            ["the price of diesel", "a lack of spare parts", "the distance to a workshop"],
        ),
        (
            "The rules cover not only the width of a well, but also its depth, and the quality of water.",
            ["the width of a well", "its depth", "the quality of water"],
        ),
        ("The team went to Peru, Kenya, and Nepal.", ["Peru", "Kenya", "Nepal"]),
    ],
)
def test_what_a_sentence_counts_up(sentence: str, listed: list[str]) -> None:
    assert listed in series(answered(sentence))


def test_what_several_sentences_count_up() -> None:
    answer = answered("First, pumps are dear. They break.", "Second, diesel is scarce.")
    assert series(answer)[0] == ["pumps are dear", "diesel is scarce."]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Large and Rural Pump Agency lends pumps.",
        "In addition, farmers dig wells and mend pumps.",
        "Farmers dig quickly, sleeping little and eating less.",
        "The figures come from de Boer, Miller, and Okoye (2004).",
    ],
)
def test_what_is_no_list_counts_nothing_up(sentence: str) -> None:
    assert series(answered(sentence)) == []


def test_names_are_of_bodies_not_of_authors_tables_or_owners() -> None:
    answer = answered(
        "The Pump Board (PB) lends pumps, as Miller and Okoye (2004) write of Table 3 and Peru's farmers."
    )
    assert names(answer) == ["the Pump Board (PB)"]


def test_the_last_thing_of_a_kind() -> None:
    answer = answered("Water is judged by a colour test and by the Hartley taste test.")
    assert last_with(answer, "test") == "the Hartley taste test"
    assert last_with(answer, "pump") == ""


OFFICES = answered("The Office of Rural Wells (ORW) and the Pump Board (PB) lend pumps.")


@pytest.mark.parametrize(
    ("question", "reading"),
    [
        ("what does the first one do?", "what does the Office of Rural Wells (ORW) do?"),
        ("Who leads the latter?", "Who leads the Pump Board (PB)?"),
        ("tell me about the second of those", "tell me about the Pump Board (PB)"),
    ],
)
def test_an_ordinal_is_an_item_of_running_text(question: str, reading: str) -> None:
    assert with_ordinals(question, [OFFICES])[0] == reading


def test_the_second_is_of_the_list_that_the_first_was_of() -> None:
    about_first = answered(
        "It lends hoses, tanks, and valves.", question="what does the first one do?"
    )
    found = with_ordinals("and the second one?", [about_first, OFFICES])
    assert found[0] == "and the Pump Board (PB)?"


def test_a_place_in_time_is_no_item() -> None:
    assert with_ordinals("When was the first well dug?", [OFFICES]) == []

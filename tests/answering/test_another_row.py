"""Turns that describe another row of a made-up table in words of their own."""

import pytest

from smeadvisor.answering.another_row import in_other_words
from smeadvisor.domain.answers import Answer, Citation, Claim, Considered, Hit, Outcome
from smeadvisor.domain.documents import BlockKind, Cell, Passage, Place

COLUMNS = (("Peru", "Small"), ("Peru", "Medium"), ("Kenya", "Small"), ("Kenya", "Medium"))
ROWS = ("Older relatives", "Firms abroad", "State offices")


def table(label: str, caption: str) -> list[Passage]:
    passages = []
    for number, name in enumerate(ROWS):
        text, cells, start = name, [], 1000 * number
        for column in COLUMNS:
            text += " | "
            cells.append(Cell((name,), column, "12", start + len(text), start + len(text) + 2))
            text += "12"
        place = Place(labels=(label,), caption=caption, kind=BlockKind.ROW, row=(name,))
        passages.append(
            Passage(
                f"{label} {name}",
                "made-up.md",
                "A title",
                text,
                place,
                start,
                start + len(text),
                tuple(cells),
            )
        )
    return passages


ADVICE = table("Table 4", "Who Advises on Cutting Waste (% of potteries)")
GLAZES = table("Table 5", "Who Advises on Finding New Glazes (% of potteries)")


def told(column: int = 0) -> Answer:
    passage = ADVICE[0]
    cell = passage.cells[column]
    citation = Citation(passage, cell.text, cell.start, cell.end)
    claim = Claim(f"Older relatives, Peru, Small: {cell.text}", (citation,))
    considered = tuple(Considered(Hit(one, 1.0), True, "") for one in (*ADVICE, *GLAZES))
    question = "Who advises small potteries in Peru most on cutting waste?"
    return Answer(question, question, Outcome.ANSWERED, (claim,), considered)


@pytest.mark.parametrize(
    ("turn", "reading"),
    [
        (
            "and by people from the ministry?",
            "What is the figure for Peru, small firms: by people from the ministry (Who Advises on "
            "Cutting Waste)?",
        ),
        (
            "And partners overseas, how many medium-sized ones mention them?",
            "What is the figure for Peru, medium firms: partners overseas (Who Advises on Cutting Waste)?",
        ),
        (
            "what about finding new glazes instead?",
            "What is the figure for Peru, small firms: Older relatives (Who Advises on Finding New Glazes)?",
        ),
    ],
)
def test_a_piece_that_describes_a_row_or_table_asks_for_its_cell(turn: str, reading: str) -> None:
    said = in_other_words(turn, [told()])
    assert said is not None
    assert said.replace("Small", "small firms").replace("Medium", "medium firms") == reading


@pytest.mark.parametrize(
    "turn",
    [
        "and the reasons for it?",
        "why by relatives?",
        "and in Kenya?",
        "Which potteries have a kiln of their own?",
        "and partners overseas, who are they?",
    ],
)
def test_what_asks_for_no_row_stays(turn: str) -> None:
    assert in_other_words(turn, [told()]) is None


def test_after_an_answer_of_sentences_nothing_is_a_row() -> None:
    answer = Answer("Who advises potteries?", "Who advises potteries?", Outcome.ANSWERED)
    assert in_other_words("and by people from the ministry?", [answer]) is None


@pytest.mark.parametrize(
    ("turn", "reading"),
    [
        (
            "What about the medium ones asking around at home?",
            "What is the figure for Peru, medium firms: asking around at home (Who Advises on Cutting "
            "Waste)?",
        ),
        (
            "and medium firms that visited partners overseas?",
            "What is the figure for Peru, medium firms: visited partners overseas (Who Advises on "
            "Cutting Waste)?",
        ),
    ],
)
def test_firms_of_another_size_that_do_something_are_of_another_row_and_column(
    turn: str, reading: str
) -> None:
    assert in_other_words(turn, [told()]) == reading

"""Turns that mean another cell of the table that the last answer was read from."""

import pytest

from smeadvisor.answering.coordinates import at_other_cells
from smeadvisor.domain.answers import Answer, Citation, Claim, Considered, Hit, Outcome
from smeadvisor.domain.documents import BlockKind, Cell, Passage, Place

COLUMNS = tuple(
    (region, size)
    for region in ("West Africa", "East Africa")
    for size in ("Small", "Large", "All")
)
ROWS = {
    "Trade magazines": "12 20 15 14 22 17",
    "Visits to customers": "31 44 36 29 40 33",
    "Their own staff": "40 52 45 38 47 41",
    "Advisers": "3 9 5 2 8 4",
}
CAPTION = "Where Bakeries Hear of New Recipes (% of bakeries)"


def row(number: int, name: str, columns: tuple[tuple[str, ...], ...], values: list[str]) -> Passage:
    text, cells = name, []
    for column, value in zip(columns, values, strict=True):
        text += " | "
        cells.append(Cell((name,), column, value, len(text), len(text) + len(value)))
        text += value
    start = 1000 * number
    moved = tuple(
        Cell(one.row, one.column, one.text, one.start + start, one.end + start) for one in cells
    )
    place = Place(labels=("Table 9",), caption=CAPTION, kind=BlockKind.ROW, row=(name,))
    return Passage(name, "made-up.md", "A title", text, place, start, start + len(text), moved)


def table(rows: dict[str, str], columns: tuple[tuple[str, ...], ...]) -> dict[str, Passage]:
    return {
        name: row(number, name, columns, values.split(";" if ";" in values else None))
        for number, (name, values) in enumerate(rows.items())
    }


BAKERIES = table(ROWS, COLUMNS)
KILNS = table(
    {
        "Number of groups": "about 20;300",
        "Growth rate (2001–05)": "high;low",
        "Wage levels": "high;low",
    },
    (("Modern groups",), ("Microenterprise groups",)),
)
WORKERS = table(
    {"Any change": "20 30 40", "A new product": "5 6 7"},
    tuple(("Number of workers", name) for name in ("0", "1–9", "10+")),
)


def told(
    rows: dict[str, Passage],
    name: str,
    *columns: tuple[str, ...],
    end: str = "",
    question: str = "?",
) -> Answer:
    passage = rows[name]
    cells = [cell for cell in passage.cells if cell.column in columns]
    text = f"{name}: {', '.join(cell.text for cell in cells)}{end}"
    offset = passage.start
    citations = tuple(
        Citation(passage, passage.text[one.start - offset : one.end - offset], one.start, one.end)
        for one in cells
    )
    considered = tuple(Considered(Hit(one, 1.0), True, "") for one in rows.values())
    return Answer(question, question, Outcome.ANSWERED, (Claim(text, citations),), considered)


STAFF = told(
    BAKERIES,
    "Their own staff",
    ("West Africa", "Small"),
    end=" is the highest",
    question="What is the figure for small firms in West Africa: Their own staff?",
)


@pytest.mark.parametrize(
    ("turn", "where", "names"),
    [
        ("how many of the large ones say that?", "large firms in West Africa", "Their own staff"),
        ("and the big ones?", "large firms in West Africa", "Their own staff"),
        (
            "What about the large ones in East Africa?",
            "large firms in East Africa",
            "Their own staff",
        ),
        ("and visits to their customers?", "small firms in West Africa", "Visits to customers"),
        ("and customers", "small firms in West Africa", "Visits to customers"),
        ("advisers?", "small firms in West Africa", "Advisers"),
        ("and second?", "small firms in West Africa", "Visits to customers"),
        ("what comes third?", "small firms in West Africa", "Trade magazines"),
        ("and across all sizes of firms?", "firms of all sizes in West Africa", "Their own staff"),
        # The table has no such place: that it has none is the answer.
        ("and in Peru?", "small firms in Peru", "Their own staff"),
    ],
)
def test_a_turn_that_names_a_row_or_column_means_its_cell(
    turn: str, where: str, names: str
) -> None:
    reading = f"What is the figure for {where}: {names} (Where Bakeries Hear of New Recipes)?"
    assert at_other_cells(turn, [STAFF]) == reading


@pytest.mark.parametrize(
    "turn",
    [
        "why do the large ones say that?",
        "who pays the advisers?",
        "where do they find those advisers?",
        "and glass furnaces?",
        "How many large firms export flour to Chile?",
        "thanks",
        "and small firms?",
    ],
)
def test_what_no_other_cell_says_is_left_to_others(turn: str) -> None:
    assert at_other_cells(turn, [STAFF]) is None


def test_those_two_are_the_rows_that_were_told_last() -> None:
    second = told(BAKERIES, "Visits to customers", ("West Africa", "Small"))
    reading = at_other_cells("how do those two score among large firms?", [second, STAFF])
    assert reading is not None
    assert "large firms in West Africa: Their own staff and Visits to customers" in reading


def test_second_means_nothing_where_none_was_said_to_be_first() -> None:
    only = told(BAKERIES, "Their own staff", ("West Africa", "Small"))
    assert at_other_cells("and second?", [only]) is None


@pytest.mark.parametrize(
    ("turn", "where", "name"),
    [
        ("growth?", "Modern groups", "Growth rate (2001–05)"),
        ("and the ones made up of tiny businesses?", "Microenterprise groups", "Number of groups"),
        ("and the micro ones, how do they pay?", "Microenterprise groups", "Wage levels"),
    ],
)
def test_columns_may_be_classes_of_firms_by_their_nature(turn: str, where: str, name: str) -> None:
    last = told(KILNS, "Number of groups", ("Modern groups",))
    reading = at_other_cells(turn, [last])
    assert reading is not None
    assert reading.startswith(f"What is the figure for {where}: {name}")


@pytest.mark.parametrize("turn", ["and with 10 workers or more?", "and with 12 workers?"])
def test_a_number_of_workers_is_of_the_class_that_holds_it(turn: str) -> None:
    reading = at_other_cells(turn, [told(WORKERS, "Any change", ("Number of workers", "0"))])
    assert reading is not None
    assert "Number of workers, 10+: Any change" in reading


def test_the_words_of_the_last_question_are_kept_where_only_a_size_is_another() -> None:
    question = "What share of small bakeries in West Africa learn from their own staff?"
    last = told(BAKERIES, "Their own staff", ("West Africa", "Small"), question=question)
    reading = at_other_cells("and large ones?", [last])
    assert reading == "What share of large bakeries in West Africa learn from their own staff?"


def test_without_cells_nothing_is_read() -> None:
    prose = Passage("p", "made-up.md", "A title", "Bakers learn.", Place(), 0, 13)
    last = Claim("Bakers learn.", (Citation(prose, "Bakers learn.", 0, 13),))
    assert at_other_cells("and large ones?", [Answer("?", "?", Outcome.ANSWERED, (last,))]) is None


@pytest.mark.parametrize(
    ("turn", "where"),
    [
        ("and the biggest?", "Number of workers, 10+"),
        ("what about the largest ones?", "Number of workers, 10+"),
        ("the smallest?", "Number of workers, 0"),
    ],
)
def test_the_biggest_is_the_highest_class_of_the_table(turn: str, where: str) -> None:
    earlier = told(WORKERS, "A new product", ("Number of workers", "1–9"))
    reading = at_other_cells(turn, [earlier])
    assert reading is not None and reading.startswith(f"What is the figure for {where}: ")


@pytest.mark.parametrize(
    ("turn", "where"),
    [
        ("and the biggest?", "large firms in West Africa"),
        ("and smaller ones?", None),
        ("and in the east?", "small firms in East Africa"),
        ("and elsewhere?", "small firms in East Africa"),
        ("and in the other region?", "small firms in East Africa"),
        ("what about the rest of Africa?", "small firms in East Africa"),
    ],
)
def test_a_size_or_region_in_other_words_is_that_of_the_table(turn: str, where: str | None) -> None:
    question = "What is the figure for small firms in West Africa: Advisers?"
    earlier = told(BAKERIES, "Advisers", ("West Africa", "Small"), question=question)
    reading = at_other_cells(turn, [earlier])
    if where is None:
        assert reading is None
    else:
        assert reading is not None and f"for {where}: Advisers" in reading


def test_what_is_asked_anew_of_a_column_in_short_names_it_in_full() -> None:
    earlier = told(KILNS, "Growth rate (2001–05)", ("Microenterprise groups",))
    assert at_other_cells("What do people earn in the modern ones?", [earlier]) == (
        "What do people earn in the Modern groups (Where Bakeries Hear of New Recipes)?"
    )
    assert at_other_cells("Why are the modern ones rich?", [earlier]) is None

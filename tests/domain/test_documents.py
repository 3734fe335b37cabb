"""How a place prints, what a passage says, and on which page an offset stands."""

import pytest

from smeadvisor.domain.documents import BlockKind, Cell, Document, Passage, Place

SCHEME = Cell(
    ("Southeast Asia", "Singapore", "Local Enterprise Technical Assistance Scheme"),
    ("Features",),
    "Provides up to 50% funding support to hire external experts.",
    70,
    130,
)
SMALL = Cell(("Upgraded a line",), ("South Asia", "Small"), "58.3%", 18, 23)
MEDIUM = Cell(("Upgraded a line",), ("South Asia", "Medium"), "70.9%", 26, 31)


def _row(*cells: Cell) -> Passage:
    place = Place((), BlockKind.ROW, ("Table 7.1",), "Firms (%)", cells[0].row)
    return Passage("d#0-31", "d", "Report", "Upgraded a line | 58.3% | 70.9%", place, 0, 31, cells)


@pytest.mark.parametrize(
    ("place", "printed"),
    [
        pytest.param(
            Place(
                headings=("7. Technology", "7.2 Assisting SMEs"),
                kind=BlockKind.ROW,
                labels=("Table 7.5",),
                row=SCHEME.row,
            ),
            "Table 7.5 › Singapore › Local Enterprise Technical Assistance Scheme",
            id="row",
        ),
        pytest.param(
            Place(
                kind=BlockKind.ROW,
                labels=("Table 7.1",),
                row=("Upgraded a line",),
                column=("South Asia", "Medium"),
                page=3,
            ),
            "Table 7.1 › Upgraded a line › South Asia › Medium, p. 3",
            id="cell",
        ),
        pytest.param(
            Place(("7. Technology",), BlockKind.BOX, ("Box 7.3",), "Innovation"),
            "Box 7.3",
            id="box",
        ),
        pytest.param(
            Place(kind=BlockKind.TABLE, labels=("Box 7.3", "Box Table 7.3.1"), page=2),
            "Box 7.3 › Box Table 7.3.1, p. 2",
            id="table in a box",
        ),
        pytest.param(
            Place(("7. Technology", "7.2 Assisting SMEs"), page=8),
            "7.2 Assisting SMEs, p. 8",
            id="innermost heading and page",
        ),
        pytest.param(Place(), "beginning of the document", id="nothing"),
        pytest.param(Place(page=1), "beginning of the document, p. 1", id="page alone"),
        pytest.param(
            Place(labels=("Table 2",), row=("",), column=("", "All")),
            "Table 2 › All",
            id="empty labels are left out",
        ),
    ],
)
def test_a_place_prints_as_a_reader_would_say_it(place: Place, printed: str) -> None:
    assert str(place) == printed


def test_running_text_states_itself() -> None:
    place = Place(("7. Technology", "Clusters"))
    passage = Passage("d#5-21", "d", "Report", "Clusters matter.", place, 5, 21)
    assert passage.stated == "Clusters matter."
    assert passage.searchable_text == "Report › Clusters\nClusters matter."


@pytest.mark.parametrize(
    ("title", "place", "names"),
    [
        pytest.param("Report", Place(), "Report", id="title alone"),
        pytest.param("", Place(), "", id="nothing"),
        pytest.param("Report", Place(("1 A", "1.1 B")), "Report › 1.1 B", id="innermost section"),
        pytest.param(
            "Report",
            Place(("1 A",), BlockKind.TABLE, ("Box 1", "Table 2"), "Firms"),
            "Report › Box 1. Table 2. Firms",
            id="what holds it instead of the section",
        ),
        pytest.param(
            "Report", Place(("1 A",), BlockKind.TABLE, (), "Firms"), "Report › Firms", id="caption"
        ),
        pytest.param(
            "Report", Place(("1 A",), BlockKind.BOX, ("Box 1",)), "Report › Box 1", id="no caption"
        ),
        pytest.param("Report", Place(("1 A", "Report")), "Report", id="said once"),
    ],
)
def test_names_are_what_a_reader_would_call_the_place(title: str, place: Place, names: str) -> None:
    assert Passage("d#0-4", "d", title, "Text", place, 0, 4).names == names


def test_the_context_is_searched_and_is_no_part_of_the_text() -> None:
    note = Passage("d#9-14", "d", "Report", "Twice.", Place(), 9, 14, context="It was counted.")
    assert note.searchable_text == "Report\nIt was counted.\nTwice."
    assert (note.text, note.stated) == ("Twice.", "Twice.")


def test_passages_are_equal_by_all_they_are_and_can_be_looked_up() -> None:
    one = Passage("d#0-4", "d", "Report", "Text", Place(), 0, 4)
    same = Passage("d#0-4", "d", "Report", "Text", Place(), 0, 4)
    other = Passage("d#0-4", "d", "Another", "Text", Place(), 0, 4)
    assert one.searchable_text and one == same and {one: 1}[same] == 1
    assert one != other and other not in {one: 1}


def test_a_name_that_repeats_is_searched_once() -> None:
    place = Place(("Report", "Report"), BlockKind.BOX, ("Box 1",), "Report")
    passage = Passage("d#0-4", "d", "Report", "Text", place, 0, 4)
    assert passage.searchable_text == "Report › Box 1. Report\nText"


def test_a_row_is_stated_with_the_labels_that_give_its_cells_their_meaning() -> None:
    row = _row(SMALL, MEDIUM)
    assert row.stated == "Upgraded a line. South Asia Small: 58.3%; South Asia Medium: 70.9%"
    assert row.searchable_text == f"Report › Table 7.1. Firms (%)\n{row.stated}"


def test_a_row_with_several_labels_states_them_all() -> None:
    assert _row(SCHEME).stated == (
        "Southeast Asia, Singapore, Local Enterprise Technical Assistance Scheme. "
        "Features: Provides up to 50% funding support to hire external experts."
    )


@pytest.mark.parametrize(
    ("row", "column", "stated"),
    [
        pytest.param(("",), ("All",), "All: 5", id="no row label"),
        pytest.param(("Asia", ""), ("All",), "Asia. All: 5", id="one of two row labels"),
        pytest.param(("Asia",), (), "Asia. 5", id="no column label"),
        pytest.param(("",), (), "5", id="no label at all"),
    ],
)
def test_a_label_that_is_not_there_leaves_no_mark(
    row: tuple[str, ...], column: tuple[str, ...], stated: str
) -> None:
    assert _row(Cell(row, column, "5", 0, 1)).stated == stated


def test_pages_are_counted_from_one_where_the_text_shows_them() -> None:
    document = Document("d", "D", "one two three", (), page_starts=(4, 8))
    assert [document.page_at(offset) for offset in (0, 3, 4, 7, 8, 12)] == [1, 1, 2, 2, 3, 3]
    assert Document("d", "D", "one two three", ()).page_at(5) is None

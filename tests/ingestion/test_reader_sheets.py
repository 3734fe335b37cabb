"""Spreadsheets and delimited files: what shows becomes captions, tables with column paths, notes."""

import datetime as dt
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped, unused-ignore]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.domain.documents import Block, BlockKind, Document
from smeadvisor.errors import UnreadableDocument
from smeadvisor.ingestion.readers import csv_file, xlsx

FIXTURES = Path(__file__).parents[1] / "corpus" / "formats" / "sheets"

Told = list[list[tuple[tuple[str, ...], tuple[str, ...], str]]]
Rows = list[list[Any]]
Workbook = Callable[[Rows], Document]
Delimited = Callable[[str], Document]


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    """Writes the rows into one sheet, None leaving a cell empty, and reads the file."""

    def write(rows: Rows) -> Document:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        return saved(book, tmp_path)

    return write


@pytest.fixture
def delimited(tmp_path: Path) -> Delimited:
    def write(text: str) -> Document:
        path = tmp_path / "harbour-grants.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return checked(csv_file.read(path))

    return write


def saved(book: Any, folder: Path) -> Document:
    path = folder / "harbour-grants.xlsx"
    book.save(path)
    return checked(xlsx.read(path))


def checked(document: Document) -> Document:
    """The document, whose cells are where they say and whose text is all in blocks."""
    for table in tables(document):
        assert table.table is not None
        for row, part in zip(table.table.rows, table.parts, strict=True):
            for cell in row:
                assert document.text[cell.start : cell.end] == cell.text
                assert part.start <= cell.start < cell.end <= part.end
    covered = {n for block in document.blocks for n in range(block.start, block.end)}
    assert not "".join(c for n, c in enumerate(document.text) if n not in covered).strip()
    return document


def tables(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.kind is BlockKind.TABLE]


def the_table(document: Document) -> Block:
    [table] = tables(document)
    return table


def columns_of(table: Block) -> tuple[tuple[str, ...], ...]:
    assert table.table is not None
    return table.table.columns


def told(table: Block) -> Told:
    assert table.table is not None
    return [[(cell.row, cell.column, cell.text) for cell in row] for row in table.table.rows]


def values(table: Block) -> list[list[str]]:
    return [[text for _, _, text in row] for row in told(table)]


def texts(document: Document) -> Iterator[tuple[str, str]]:
    for block in document.blocks:
        yield block.kind.value, document.text[block.start : block.end]


def refusal(read: Callable[[Path], Document], path: Path) -> str:
    with pytest.raises(UnreadableDocument) as refused:
        read(path)
    message = str(refused.value)
    assert message.startswith(f"'{path.name}' ") and message.endswith(".")
    assert "\n" not in message and ";" in message, "a refusal says what to do"
    return message


# --- files made by another program ---------------------------------------------------------------


def test_merged_headers_and_percents_of_a_libreoffice_workbook() -> None:
    document = checked(xlsx.read(FIXTURES / "innovation.xlsx"))
    table = the_table(document)
    assert table.place.labels == ("Table 3.1",)
    assert table.place.caption == "Yards that tried something new (share of yards)"
    sizes = ("Small", "Medium", "Large")
    names = [(coast, size) for coast in ("North Coast", "South Coast") for size in sizes]
    assert columns_of(table) == (("What they tried",), *names)
    better = ("A better kind of boat",)
    figures = ["53.4%", "63.3%", "72.2%", "58.3%", "70.9%", "75.4%"]
    assert told(table)[1] == [
        (better, name, figure) for name, figure in zip(names, figures, strict=True)
    ]
    assert document.text.endswith(
        "37.3%\n\nNotes: North Coast includes the islands.\n\nSource: survey of the harbours."
    )
    assert table.end == len(document.text)


def test_dates_numbers_and_title_of_a_libreoffice_workbook() -> None:
    document = checked(xlsx.read(FIXTURES / "loans.xlsx"))
    table = the_table(document)
    assert table.place.caption == "Loans of the harbour fund"
    assert [cells[0][0] for cells in told(table)] == [
        ("Dun & Sons",),
        ("Holm",),
        ("Vik, widow of Vik",),
    ]
    assert values(table) == [
        ["Oban", "2009-03-01", "1250000"],
        ["Skye", "2010-11-15", "80500"],
        ["Lerwick", "2011-06-30", "7000"],
    ]


def test_stored_formula_values_and_hidden_parts_of_a_libreoffice_workbook() -> None:
    document = checked(xlsx.read(FIXTURES / "formulas.xlsx"))
    assert document.text == (
        "Harbour 2009\n\n"
        "Kind of yard | Workers | Share\n"
        "Building | 1,200 | 33.3%\n"
        "Repair | 2,400 | 66.7%\n"
        "All | 3,600 | 100.0%"
    )


def test_the_same_table_as_delimited_text() -> None:
    document = checked(csv_file.read(FIXTURES / "loans.csv"))
    assert values(the_table(document))[0] == ["Oban", "2009-03-01", "1,250,000"]
    assert document.title == "loans"


# --- header rows ---------------------------------------------------------------------------------


def test_one_header_row(workbook: Workbook) -> None:
    document = workbook([["Yard", "Town", "Workers"], ["Dun", "Oban", 5], ["Holm", "Skye", 7]])
    assert document.id == "harbour-grants.xlsx"
    assert document.title == "harbour grants"
    assert document.text == ("Sheet\n\nYard | Town | Workers\nDun | Oban | 5\nHolm | Skye | 7")
    table = the_table(document)
    assert table.place.headings == ("Sheet",) and table.place.labels == ()
    assert told(table) == [
        [(("Dun",), ("Town",), "Oban"), (("Dun",), ("Workers",), "5")],
        [(("Holm",), ("Town",), "Skye"), (("Holm",), ("Workers",), "7")],
    ]


def test_group_labels_spread_right_where_nothing_is_merged(workbook: Workbook) -> None:
    document = workbook(
        [
            [None, "North", None, "South", None],
            [None, "Small", "Large", "Small", "Large"],
            ["Boats", 4, 5, 6, 7],
        ]
    )
    assert columns_of(the_table(document)) == (
        (),
        ("North", "Small"),
        ("North", "Large"),
        ("South", "Small"),
        ("South", "Large"),
    )


def test_merged_group_labels_leave_the_column_beside_them_alone(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [
        ["Kind", "Number of workers", None, "All"],
        [None, "0", "1–4", None],
        ["Any", 25.5, 38.3, 34.9],
        ["New", 13.4, 19.5, 18],
    ]:
        book.active.append(row)
    for span in ("A1:A2", "B1:C1", "D1:D2"):
        book.active.merge_cells(span)
    table = the_table(saved(book, tmp_path))
    workers = "Number of workers"
    assert columns_of(table) == (("Kind",), (workers, "0"), (workers, "1–4"), ("All",))
    assert values(table) == [["25.5", "38.3", "34.9"], ["13.4", "19.5", "18"]]


def test_years_are_a_header_and_units_below_them_too(workbook: Workbook) -> None:
    document = workbook([["Yard", 2008, 2009], [None, "(%)", "(boats)"], ["Dun", 5, 7]])
    assert columns_of(the_table(document)) == (("Yard",), ("2008", "(%)"), ("2009", "(boats)"))


def test_a_row_without_figures_is_no_second_header(workbook: Workbook) -> None:
    document = workbook([["Yard", "Town", "Boats"], ["Dun", "Oban", None], ["Holm", "Skye", 7]])
    assert columns_of(the_table(document)) == (("Yard",), ("Town",), ("Boats",))
    assert values(the_table(document)) == [["Oban"], ["Skye", "7"]]


def test_a_table_without_a_header_counts_its_columns(workbook: Workbook) -> None:
    document = workbook([["Dun", 5, "n/a"], ["Holm", 7, 8]])
    assert columns_of(the_table(document)) == ((), ("column 1",), ("column 2",))


def test_merged_row_labels_stand_in_every_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [
        ["Region", "Country", "Scheme", "What it gives"],
        ["South", "India", "Looms", "credit"],
        [None, None, "Tools", "training"],
        ["East", "Korea", "Fairs", "travel"],
    ]:
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("B2:B3")
    document = saved(book, tmp_path)
    assert [cells[0][0] for cells in told(the_table(document))] == [
        ("South", "India", "Looms"),
        ("South", "India", "Tools"),
        ("East", "Korea", "Fairs"),
    ]


def test_a_cell_merged_over_the_whole_row_is_a_row_of_one_label(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["Yard", "Boats", "Crew"], ["North", None, None], ["Dun", 1, 2]]:
        book.active.append(row)
    book.active.merge_cells("A2:C2")
    table = the_table(saved(book, tmp_path))
    assert [part.place.row for part in table.parts] == [("North",), ("Dun",)]
    assert values(table) == [[], ["1", "2"]]


# --- blocks, captions, notes ---------------------------------------------------------------------


def test_titles_paragraphs_tables_and_notes_in_their_order(workbook: Workbook) -> None:
    document = workbook(
        [
            ["This sheet tells of yards."],
            ["Table 1 Boats built"],
            ["(thousands)"],
            [],
            ["Yard", "2008"],
            ["Dun", 5],
            [],
            ["All", 5],
            ["Notes: without repairs."],
            ["Counted in May."],
            [],
            ["Crews"],
            ["Yard", "Crew"],
            ["Dun", 9],
            ["Source: the yards."],
        ]
    )
    assert list(texts(document)) == [
        ("heading", "Sheet"),
        ("prose", "This sheet tells of yards."),
        (
            "table",
            "Table 1 Boats built (thousands)\nYard | 2008\nDun | 5\nAll | 5\n\n"
            "Notes: without repairs.",
        ),
        ("prose", "Counted in May."),
        ("table", "Crews\nYard | Crew\nDun | 9\n\nSource: the yards."),
    ]
    first, second = tables(document)
    assert (first.place.labels, first.place.caption) == (("Table 1",), "Boats built (thousands)")
    assert (second.place.labels, second.place.caption) == ((), "Crews")


def test_tables_beside_one_another(workbook: Workbook) -> None:
    document = workbook(
        [
            ["Yard", "Boats", None, "Town", "People"],
            ["Dun", 5, None, "Oban", 8000],
            ["Holm", 7, None, "Skye", 9000],
        ]
    )
    assert [columns_of(table) for table in tables(document)] == [
        (("Yard",), ("Boats",)),
        (("Town",), ("People",)),
    ]


def test_an_empty_column_before_figures_is_a_spacer(workbook: Workbook) -> None:
    document = workbook([["Yard", "2008", None, "2009"], ["Dun", 5, None, 6]])
    assert told(the_table(document)) == [[(("Dun",), ("2008",), "5"), (("Dun",), ("2009",), "6")]]


def test_a_header_an_empty_row_above_its_figures(workbook: Workbook) -> None:
    document = workbook([["Yard", "Boats"], [], ["Dun", 5], ["Holm", 7]])
    assert columns_of(the_table(document)) == (("Yard",), ("Boats",))


def test_a_row_of_words_alone_is_a_line_of_text(workbook: Workbook) -> None:
    document = workbook([["Publisher", "Harbour board"], [], ["Only a line."]])
    assert list(texts(document)) == [
        ("heading", "Sheet"),
        ("prose", "Publisher | Harbour board"),
        ("prose", "Only a line."),
    ]


def test_sheets_are_sections_and_empty_ones_are_left_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Boats"
    book.active.append(["Dun built five."])
    book.create_sheet("Nothing")
    book.create_sheet("Crews").append(["Holm hired two."])
    secret = book.create_sheet("Secret")
    secret.append(["Not for readers."])
    secret.sheet_state = "hidden"
    document = saved(book, tmp_path)
    assert document.text == "Boats\n\nDun built five.\n\nCrews\n\nHolm hired two."
    assert [block.place.headings for block in document.blocks] == [
        ("Boats",),
        ("Boats",),
        ("Crews",),
        ("Crews",),
    ]


def test_hidden_rows_and_columns_leave_no_gap(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [
        ["Yard", "x", "y", "Boats"],
        ["Dun", 1, 2, 5],
        ["Gone", 1, 2, 6],
        ["Holm", 1, 2, 7],
    ]:
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions.group("B", "C", hidden=True)
    document = saved(book, tmp_path)
    assert document.text == "Sheet\n\nYard | Boats\nDun | 5\nHolm | 7"


def test_a_merged_cell_whose_first_column_is_hidden_still_shows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [[None, "North", None, None], ["Yard", "a", "b", "c"], ["Dun", 1, 2, 3]]:
        book.active.append(row)
    book.active.merge_cells("B1:D1")
    book.active.column_dimensions["B"].hidden = True
    assert columns_of(the_table(saved(book, tmp_path))) == (
        ("Yard",),
        ("North", "b"),
        ("North", "c"),
    )


def test_the_title_of_the_workbook_is_that_of_the_document(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Text."])
    book.properties.title = "Grants of the harbour"
    assert saved(book, tmp_path).title == "Grants of the harbour"


def test_cells_far_apart_are_read_at_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "First."
    book.active["XFD1048576"] = "Last."
    assert saved(book, tmp_path).text == "Sheet\n\nFirst.\n\nLast."


# --- values as they show -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.324, "0.0%", "32.4%"),
        (0.324, "0%", "32%"),
        (5.0, "General", "5"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (1234567, "#,##0.0,,", "1.2"),
        (1234567, "# ##0", "1 234 567"),
        (2.5, "0", "3"),
        (7, "000", "007"),
        (1.5, "0.##", "1.5"),
        (-5, "$#,##0.00", "-$5.00"),
        (-5, "#,##0;(#,##0)", "(5)"),
        (-0.001, "0.0", "0.0"),
        (0, '#,##0;(#,##0);"nil"', "nil"),
        (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"),
        (12, '0" km"', "12 km"),
        (12345, "0.00E+00", "1.23E+4"),
        (0.5, "# ?/?", "0.5"),
        (5551234, "000-0000", "5551234"),
        (5, "[>=10]0.00;0", "5"),
        (True, "General", "TRUE"),
        ("two\n  lines ", "General", "two lines"),
        (dt.date(2009, 3, 1), "dd/mm/yyyy", "2009-03-01"),
        (dt.datetime(2009, 3, 1), "mmm\\-yy", "2009-03"),
        (dt.datetime(2009, 3, 1), "yyyy", "2009"),
        (dt.datetime(2009, 3, 1, 14, 30), "dd/mm/yyyy hh:mm", "2009-03-01 14:30"),
        (dt.time(14, 30), "hh:mm", "14:30"),
        ("#DIV/0!", "General", "#DIV/0!"),
    ],
)
def test_values_show_as_their_format_says(
    value: Any, number_format: str, shown: str, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Yard", "Value"])
    book.active.append(["Dun", value])
    book.active["B2"].number_format = number_format
    assert values(the_table(saved(book, tmp_path))) == [[shown]]


def test_a_format_that_shows_nothing_hides_the_value(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["Yard", "Boats", "Crew"], ["Dun", 5, 9]]:
        book.active.append(row)
    book.active["B2"].number_format = ";;;"
    assert told(the_table(saved(book, tmp_path))) == [[(("Dun",), ("Crew",), "9")]]


@settings(max_examples=200)
@given(
    st.floats(allow_nan=False, allow_infinity=False) | st.integers(),
    st.text(alphabet='0#?.,%;"- $E+@/[]\\_*x', max_size=20),
)
def test_no_number_format_fails(value: float, code: str) -> None:
    assert isinstance(xlsx._number(value, code), str)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_two_decimals_with_thousands_show_as_python_shows_them(value: Any) -> None:
    expected = f"{value:,.2f}"
    assert xlsx._number(float(value), "#,##0.00") == expected.replace("-0.00", "0.00")


def test_formulas_without_stored_values_are_left_empty_and_named(workbook: Workbook) -> None:
    document = workbook([["Yard", "Boats", "Twice"], ["Dun", 5, "=2*B2"], ["Holm", 7, "=2*B3"]])
    table = the_table(document)
    assert values(table) == [["5"], ["7"]]
    assert document.text.endswith(
        "Holm | 7 | \n\nNote: left empty, because the file stores their formulas without values: "
        "C2, C3. Open and save the file in a spreadsheet program to store them."
    )
    assert table.end == len(document.text)


def test_only_the_first_formulas_without_values_are_named(workbook: Workbook) -> None:
    document = workbook([["Yard", "Boats"], *([f"Yard {n}", f"={n}"] for n in range(12))])
    assert "values: B2, B3, B4, B5, B6, B7, B8, B9, B10, B11 and 2 more. Open" in document.text


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "has no text in it; remove it"),
        (b"Yard,Boats\nDun,5\n", "is not a .xlsx file or is damaged"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
            "is encrypted or an old .xls file; save it",
        ),
        (b"PK\x03\x04 and nothing more", "is damaged"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "bad file.xlsx"
    path.write_bytes(content)
    assert reason in refusal(xlsx.read, path)


def test_a_zip_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("photo.txt", "no photo")
    assert "is damaged; open it" in refusal(xlsx.read, path)
    rewritten(FIXTURES / "innovation.xlsx", path, "xl/workbook.xml", "<workbook/>")
    assert "has no text in it" in refusal(xlsx.read, path)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    assert "cannot be opened (Is a directory)" in refusal(xlsx.read, tmp_path / "folder.xlsx")
    assert "cannot be opened (No such file" in refusal(xlsx.read, tmp_path / "gone.xlsx")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.99])
def test_a_workbook_cut_short_is_refused(share: float, tmp_path: Path) -> None:
    content = (FIXTURES / "innovation.xlsx").read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(content[: int(len(content) * share)])
    assert "is damaged" in refusal(xlsx.read, path)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>"),
        ("xl/worksheets/sheet1.xml", ""),
        ("xl/workbook.xml", "no XML"),
        ("xl/styles.xml", "<styleSheet><cellXfs>"),
        ("[Content_Types].xml", "<Types/>"),
    ],
)
def test_a_workbook_with_a_broken_part_is_refused(part: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    rewritten(FIXTURES / "innovation.xlsx", path, part, text)
    assert "is damaged; open it" in refusal(xlsx.read, path)


def rewritten(source: Path, target: Path, part: str, text: str) -> None:
    """A copy of a workbook with another text in one part."""
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w") as copy:
        for name in package.namelist():
            copy.writestr(name, text if name == part else package.read(name))


def test_a_workbook_that_shows_nothing_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "empty.xlsx")
    assert "has no text in it" in refusal(xlsx.read, tmp_path / "empty.xlsx")
    book.active["A1"] = "=1+1"
    book.save(tmp_path / "formulas.xlsx")
    assert "if it holds formulas, open and save it" in refusal(
        xlsx.read, tmp_path / "formulas.xlsx"
    )


def test_a_file_with_too_many_cells_is_refused(tmp_path: Path) -> None:
    rows = [["1"] * 100] * 2_001
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    for row in rows:
        page.append(row)
    book.save(tmp_path / "large.xlsx")
    (tmp_path / "large.csv").write_text("\n".join(",".join(row) for row in rows))
    for read, name in [(xlsx.read, "large.xlsx"), (csv_file.read, "large.csv")]:
        assert "more than 200,000 cells" in refusal(read, tmp_path / name)


def test_a_cell_merged_over_a_whole_sheet_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with zipfile.ZipFile(FIXTURES / "loans.xlsx") as package:
        text = package.read("xl/worksheets/sheet1.xml").decode()
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    part = "xl/worksheets/sheet1.xml"
    rewritten(FIXTURES / "loans.xlsx", path, part, text.replace("</sheetData>", merged))
    assert "more than 200,000 cells" in refusal(xlsx.read, path)


def test_a_table_that_is_mostly_empty_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(1, 1100):
        book.active.cell(1, number, "a")
        book.active.cell(number, 1, "b")
    book.save(tmp_path / "wide.xlsx")
    assert "1,099 rows and 1,099 columns" in refusal(xlsx.read, tmp_path / "wide.xlsx")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every file")
def test_a_workbook_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    path.write_bytes(b"PK")
    path.chmod(0)
    assert "Permission denied" in refusal(xlsx.read, path)


# --- delimited text ------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_delimiters_line_ends_and_byte_order_marks(
    mark: str, line_end: str, delimited: Delimited
) -> None:
    rows = ["\ufeffYard,Town,Boats", "Dun,Oban,5", "Holm,Skye,7"]
    document = delimited(line_end.join(rows).replace(",", mark))
    assert document.text == "harbour grants\nYard | Town | Boats\nDun | Oban | 5\nHolm | Skye | 7"
    assert the_table(document).place.caption == "harbour grants"


def test_a_semicolon_cuts_before_a_decimal_comma(delimited: Delimited) -> None:
    document = delimited("Yard;Length;Width\nDun;1,5;2,5\nHolm;3,5;4,5\n")
    assert values(the_table(document)) == [["1,5", "2,5"], ["3,5", "4,5"]]


def test_quoted_delimiters_quotes_and_line_ends(delimited: Delimited) -> None:
    document = delimited('Yard,Motto\n"Dun, and sons","We ""build""\nboats"\nHolm,None\n')
    assert told(the_table(document))[0] == [(("Dun, and sons",), ("Motto",), 'We "build" boats')]


def test_ragged_rows_and_empty_ones(delimited: Delimited) -> None:
    document = delimited("Yard,Boats,Crew,,\nDun,5\n,,,,\n\nHolm,7,8,,,9\n")
    table = the_table(document)
    assert columns_of(table) == (("Yard",), ("Boats",), ("Crew",), ())
    assert values(table) == [["5"], ["7", "8", "9"]]


def test_a_lone_first_line_is_the_caption(delimited: Delimited) -> None:
    document = delimited("Table 2: Boats built\n\nYard,Boats\nDun,5\nNotes: in May.\n")
    table = the_table(document)
    assert (table.place.labels, table.place.caption) == (("Table 2",), "Boats built")
    assert document.text == "Table 2: Boats built\nYard | Boats\nDun | 5\n\nNotes: in May."


def test_one_column_is_running_text(delimited: Delimited) -> None:
    assert delimited("Yards\nDun\nHolm\n").text == "Yards\n\nDun\n\nHolm"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "has no text in it"),
        (b",,\n , \n", "has no text in it, no row has a value"),
        (b"a,b\n1,\x00\n", "is not a text file"),
        (b"\x89PNG\r\n\x1a\n", "is not UTF-8 text (byte 0)"),
        (b'a,b\n"' + b"x" * 140_000, "cannot be read as a table (field larger than"),
    ],
)
def test_delimited_files_that_are_refused(content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "bad file.csv"
    path.write_bytes(content)
    assert reason in refusal(csv_file.read, path)


WORD = st.text(alphabet="abcdefgh é'\"|;,\n", max_size=8)
NUMBER = st.integers(0, 10**6).map(str)


@given(
    st.lists(WORD.map(lambda name: f"a{name}"), min_size=2, max_size=5),
    st.lists(st.tuples(WORD, st.lists(NUMBER, min_size=1, max_size=5)), max_size=8),
)
def test_no_word_of_a_delimited_file_is_lost_or_doubled(
    tmp_path_factory: pytest.TempPathFactory, header: list[str], body: list[tuple[str, list[str]]]
) -> None:
    rows = [header, *([label, *figures] for label, figures in body)]
    quoted = [",".join('"' + text.replace('"', '""') + '"' for text in row) for row in rows]
    path = tmp_path_factory.getbasetemp() / "words.csv"
    path.write_text("\n".join(quoted), encoding="utf-8")
    wanted = [word for row in rows for text in row for word in text.split() if word != "|"]
    if "".join(wanted):
        found = checked(csv_file.read(path)).text.removeprefix("words\n").split()
        assert sorted(word for word in found if word != "|") == sorted(wanted)


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path) -> None:
    text = '<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
    rewritten(FIXTURES / "loans.xlsx", tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", text)
    assert "document type" in refusal(xlsx.read, tmp_path / "a.xlsx")


def test_a_workbook_that_grows_beyond_measure_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", " " * 5_000_000)
    assert "grows more than" in refusal(xlsx.read, tmp_path / "a.xlsx")

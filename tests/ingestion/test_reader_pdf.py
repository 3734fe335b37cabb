"""The PDF reader: files of two other programs, and pages drawn here for one thing each.

The drawn pages are set in Courier, whose letters are 0.6 of the type size wide.
"""

import random
import re
import textwrap
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from smeadvisor.domain.documents import Block, BlockKind, Document
from smeadvisor.errors import UnreadableDocument
from smeadvisor.ingestion.readers import pdf

FILES = Path(__file__).parents[1] / "corpus" / "formats" / "pdf"
WORDS = (
    "harbour quay timber slipway sail mast keel rope anchor tide lamp buoy crew winter survey "
    "caulk plank oar net lantern deck yard loft grant crown letter council master seal tar"
).split()


# --- drawing pages -----------------------------------------------------------------------------


def drawn(*pages: str, compress: bool = False) -> bytes:
    """A PDF file of pages of 595 × 842 points with these content streams."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    for name in ("Courier", "Courier-Bold"):
        font = f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>"
        objects.append(font.encode())
    kids = []
    for page in pages:
        data = page.encode("cp1252")
        data = zlib.compress(data) if compress else data
        coding = b"/Filter/FlateDecode" if compress else b""
        stream = b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), coding, data)
        objects.append(stream)
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</R 3 0 R/B 4 0 R>>>>>>" % len(objects)
        )
    references = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{references}]>>".encode()
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def put(x: float, top: float, text: str, size: float = 10, font: str = "R") -> str:
    """One line of text; `top` counts down from the upper edge."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {x} {842 - top - size} Td ({escaped}) Tj ET\n"


def lines(x: float, top: float, texts: Sequence[str], size: float = 10, font: str = "R") -> str:
    """Lines under one another, 12 points apart at 10 points."""
    return "".join(put(x, top + n * 1.2 * size, text, size, font) for n, text in enumerate(texts))


def wrapped(x: float, top: float, width: int, text: str, size: float = 10) -> str:
    """A paragraph with at most `width` letters in a line."""
    return lines(x, top, textwrap.wrap(text, width, break_on_hyphens=False), size)


def box(x0: float, top: float, x1: float, bottom: float) -> str:
    """The outline of a rectangle."""
    return f"{x0} {842 - bottom} {x1 - x0} {bottom - top} re S\n"


def rule(x0: float, top: float, x1: float) -> str:
    """A horizontal rule."""
    return f"{x0} {842 - top} m {x1} {842 - top} l S\n"


def grid(x: float, top: float, widths: Sequence[float], rows: Sequence[Sequence[str]]) -> str:
    """A ruled table, rows 16 points high, the first one bold."""
    page = ""
    for number, row in enumerate(rows):
        left = x
        for width, text in zip(widths, row, strict=True):
            page += box(left, top + 16 * number, left + width, top + 16 * number + 16)
            page += put(left + 3, top + 16 * number + 3, text, 9, "R" if number else "B")
            left += width
    return page


def prose(words: int, seed: int) -> str:
    """Sentences of invented order."""
    chosen = random.Random(seed).choices(WORDS, k=words)
    chosen[::9] = [f"{word}." for word in chosen[::9]]
    return " ".join(chosen) + "."


Drawn = Callable[..., Document]


@pytest.fixture
def read_drawn(tmp_path: Path) -> Drawn:
    """Reads a file of drawn pages."""

    def read(*pages: str) -> Document:
        path = tmp_path / "drawn.pdf"
        path.write_bytes(drawn(*pages))
        return pdf.read(path)

    return read


# --- looking at documents ----------------------------------------------------------------------


def walk(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from walk(block.parts)


def of_kind(document: Document, *kinds: BlockKind) -> list[Block]:
    return [block for block in walk(document.blocks) if block.kind in kinds]


def texts(document: Document, *kinds: BlockKind) -> list[str]:
    return [document.text[block.start : block.end] for block in of_kind(document, *kinds)]


def pages_of(document: Document, *kinds: BlockKind) -> list[int | None]:
    return [document.page_at(block.start) for block in of_kind(document, *kinds)]


def rows_of(block: Block) -> list[list[tuple[tuple[str, ...], tuple[str, ...], str]]]:
    assert block.table is not None
    return [[(cell.row, cell.column, cell.text) for cell in row] for row in block.table.rows]


def check(document: Document) -> None:
    """Cells are what their offsets say, blocks are in order, and nothing is outside a block."""
    for block in of_kind(document, BlockKind.TABLE):
        assert block.table is not None
        for cell in (cell for row in block.table.rows for cell in row):
            assert document.text[cell.start : cell.end] == cell.text
    ends = [0]
    for block in document.blocks:
        assert ends[-1] <= block.start <= block.end
        assert not document.text[ends[-1] : block.start].strip()
        ends.append(block.end)
    assert ends[-1] == len(document.text)


@pytest.fixture(scope="module")
def harbour() -> Document:
    return pdf.read(FILES / "harbour-grants.pdf")


@pytest.fixture(scope="module")
def tanneries() -> Document:
    return pdf.read(FILES / "tanneries.pdf")


# --- a file made by LibreOffice ----------------------------------------------------------------


def test_writer_headings_with_levels_and_pages(harbour: Document) -> None:
    check(harbour)
    headings = of_kind(harbour, BlockKind.HEADING)
    found = [
        (len(block.place.headings), harbour.page_at(block.start), block.place.headings[-1])
        for block in headings
    ]
    assert found == [
        (1, 1, "Harbour Grants for Small Yards"),
        (2, 1, "1 Why Slipways Come First"),
        (3, 1, "Who may apply"),
        (3, 1, "What is paid"),
        (2, 1, "2 What the Fund Has Paid"),
        (2, 2, "3 How to Apply"),
        (2, 2, "4 The Council of Harbour Masters"),
    ]
    assert harbour.title == "Harbour Grants for Small Yards"
    assert harbour.id == "harbour-grants.pdf"
    assert len(harbour.page_starts) == 2


def test_writer_paragraphs_are_those_of_the_source_in_its_order(harbour: Document) -> None:
    """Both columns, hyphens at line ends taken out, the hyphen of a compound kept."""
    found = texts(harbour, BlockKind.PROSE)
    source = source_paragraphs("B", "Bx")
    # The box's title is its caption.
    assert found == [text for text in source if not text.startswith("Box 1")]
    assert "the counter-signatures cost little time" in " ".join(found)


def source_paragraphs(*styles: str) -> list[str]:
    """The text of the paragraphs of some styles in the file that LibreOffice converted."""
    source = (FILES / "harbour-grants.fodt").read_text(encoding="utf-8")
    source = re.sub(r"<text:note .*?</text:note>", "", source)
    pattern = rf'<text:p text:style-name="(?:{"|".join(styles)})">(.*?)</text:p>'
    return [re.sub(r"<.*?>", "", text) for text in re.findall(pattern, source)]


def test_writer_lists(harbour: Document) -> None:
    items = source_paragraphs("Li")
    bulleted, numbered = items[:3], items[3:]
    lists = of_kind(harbour, BlockKind.LIST)
    assert [len(block.parts) for block in lists] == [3, 3]
    assert texts(harbour, BlockKind.ITEM) == [
        *(f"• {text}" for text in bulleted),
        *(f"{number}. {text}" for number, text in enumerate(numbered, 1)),
    ]


def test_writer_box(harbour: Document) -> None:
    (found,) = of_kind(harbour, BlockKind.BOX)
    assert found.place.labels == ("Box 1",)
    assert found.place.caption == "How the loft at Grimstad was saved"
    assert [part.kind for part in found.parts] == [BlockKind.PROSE] * 3
    title, *inside = source_paragraphs("Bx")
    assert harbour.text[found.start : found.end] == "\n\n".join([title, *inside])


def test_writer_table_over_a_page_break(harbour: Document) -> None:
    (found,) = of_kind(harbour, BlockKind.TABLE)
    assert found.table is not None
    assert found.place.labels == ("Table 1",)
    assert found.place.caption == "Grants by harbour town, last round"
    columns = (
        ("Harbour town",),
        ("Slipways", "Grants paid"),
        ("Slipways", "Crowns (thousand)"),
        ("Sail lofts", "Grants paid"),
        ("Sail lofts", "Crowns (thousand)"),
    )
    assert found.table.columns == columns
    source = source_paragraphs("Td", "Tn")
    assert rows_of(found) == [
        [((row[0],), column, text) for column, text in zip(columns[1:], row[1:], strict=True)]
        for row in (source[n : n + 5] for n in range(0, len(source), 5))
    ]
    assert "Flekkefjord and the outer islands" in [row.place.row[0] for row in found.parts]
    assert pages_of(harbour, BlockKind.ROW) == [1] * 4 + [2] * 17
    assert harbour.text[: found.end].endswith(source_paragraphs("Note")[0])


def test_writer_footnotes_whose_numbers_begin_again(harbour: Document) -> None:
    notes = of_kind(harbour, BlockKind.FOOTNOTE)
    source = (FILES / "harbour-grants.fodt").read_text(encoding="utf-8")
    bodies = re.findall(r"<text:note-body><text:p [^>]*>(.*?)</text:p>", source)
    assert texts(harbour, BlockKind.FOOTNOTE) == bodies
    numbers = [
        (note.place.labels, note.place.page or harbour.page_at(note.start)) for note in notes
    ]
    assert numbers == [(("Footnote 1",), 1), (("Footnote 2",), 1), (("Footnote 1",), 2)]
    assert [note.place.headings[-1] for note in notes] == [
        "1 Why Slipways Come First",
        "What is paid",
        "4 The Council of Harbour Masters",
    ]
    marked = [block for block in of_kind(harbour, BlockKind.PROSE) if block.footnotes]
    ends = [harbour.text[block.start : block.end].rsplit(" ", 2)[1:] for block in marked]
    assert ends == [["it", "begins."], ["in", "full."], ["the", "stamps."]]
    assert len({mark for block in marked for mark in block.footnotes}) == 3


def test_writer_header_and_page_numbers_are_left_out(harbour: Document) -> None:
    assert "Rules of the round" not in harbour.text
    assert not re.search(r"\bPage \d", harbour.text)


def test_writer_paragraph_over_a_page_break_is_one(harbour: Document) -> None:
    (start,) = [s for s in harbour.page_starts if harbour.page_at(s) == 3]
    (over,) = [b for b in of_kind(harbour, BlockKind.PROSE) if b.start < start < b.end]
    assert harbour.text[over.start : over.end] in source_paragraphs("B")
    assert harbour.page_at(over.start) == 2
    assert harbour.page_at(over.end) == 3


# --- a file made by Chromium -------------------------------------------------------------------


def html(pattern: str) -> list[str]:
    source = (FILES / "tanneries.html").read_text(encoding="utf-8")
    source = source.replace("&shy;", "").replace("<sup>2</sup>", "²")
    return [re.sub(r"<.*?>", "", text) for text in re.findall(pattern, source, re.DOTALL)]


def test_chromium_headings_and_paragraphs_in_order(tanneries: Document) -> None:
    check(tanneries)
    assert texts(tanneries, BlockKind.HEADING) == html(r"<h\d>(.*?)</h\d>")
    levels = [len(block.place.headings) for block in of_kind(tanneries, BlockKind.HEADING)]
    assert levels == [1, 2, 3, 2, 2]
    assert texts(tanneries, BlockKind.PROSE) == html(r'<p(?: class="plain")?>(.*?)</p>')


def test_chromium_lists_with_drawn_marks(tanneries: Document) -> None:
    items = html(r"<li>(.*?)</li>")
    assert texts(tanneries, BlockKind.ITEM) == [
        *(f"• {text}" for text in items[:3]),
        *(f"{number}. {text}" for number, text in enumerate(items[3:], 1)),
    ]


def test_chromium_box_on_a_shade(tanneries: Document) -> None:
    (found,) = of_kind(tanneries, BlockKind.BOX)
    assert (found.place.labels, found.place.caption) == (("Box 1",), "The brook at Mill Lane")
    kinds = [part.kind for part in found.parts]
    assert kinds == [BlockKind.PROSE, BlockKind.LIST, BlockKind.PROSE]
    assert found.place.headings[-1] == "What the schemes offer"


def test_chromium_tables(tanneries: Document) -> None:
    ruled, plain = of_kind(tanneries, BlockKind.TABLE)
    assert ruled.table is not None
    assert ruled.place.caption == "Loans to tanneries by district"
    assert ruled.table.columns == (
        ("District",),
        ("Loans", "Number"),
        ("Loans", "Average sum"),
        ("Purpose most often named",),
    )
    assert rows_of(ruled)[2][2][2] == (
        "Drying loft, since the salt wind spoils hides that are dried in the open for more than "
        "a few days"
    )
    assert [row[0][0] for row in rows_of(ruled)] == [
        ("Upper Valley",),
        ("Lower Valley",),
        ("Coast",),
        ("Plain",),
    ]
    assert plain.place.caption == "Water used for one hide"
    assert rows_of(plain) == [
        [((name,), ("Litres",), litres), ((name,), ("Days",), days)]
        for name, litres, days in (
            ("Soaking", "300", "2"),
            ("Liming and fleshing", "450", "7"),
            ("Tanning in bark", "200", "240"),
            ("Rinsing", "150", "1"),
        )
    ]
    assert tanneries.text[: plain.end].endswith("Note: Averages of 30 tanneries.")


def test_chromium_header_and_page_numbers_are_left_out(tanneries: Document) -> None:
    assert "Leather Review\n" not in tanneries.text
    assert not re.search(r"^\d+$", tanneries.text, re.MULTILINE)
    assert pages_of(tanneries, BlockKind.HEADING) == [1, 1, 1, 1, 2]


# --- order, paragraphs, headings ---------------------------------------------------------------


def test_text_across_between_columns(read_drawn: Drawn) -> None:
    """Columns, a heading and a paragraph across the page, columns again."""
    parts = [prose(40, seed) for seed in range(5)]
    document = read_drawn(
        wrapped(50, 60, 38, parts[0])
        + wrapped(310, 60, 38, parts[1])
        + put(50, 190, "A heading across", 14, "B")
        + wrapped(50, 215, 80, parts[2])
        + wrapped(50, 300, 38, parts[3])
        + wrapped(310, 300, 38, parts[4])
    )
    assert texts(document, BlockKind.PROSE) == parts
    assert texts(document, BlockKind.HEADING) == ["A heading across"]


def test_heading_alone_between_columns(read_drawn: Drawn) -> None:
    parts = [prose(40, seed) for seed in range(4)]
    document = read_drawn(
        wrapped(50, 60, 38, parts[0])
        + wrapped(310, 60, 38, parts[1])
        + put(50, 190, "Short heading", 10, "B")
        + wrapped(50, 215, 38, parts[2])
        + wrapped(310, 215, 38, parts[3])
    )
    found = [document.text[block.start : block.end] for block in document.blocks]
    assert found == [parts[0], parts[1], "Short heading", parts[2], parts[3]]


def test_paragraph_goes_on_in_the_next_column(read_drawn: Drawn) -> None:
    whole = prose(60, 1).replace(".", ",") + " and so on."
    rows = textwrap.wrap(whole, 38)
    half = len(rows) // 2
    document = read_drawn(lines(50, 60, rows[:half]) + lines(310, 60, rows[half:]))
    assert texts(document, BlockKind.PROSE) == [whole]


def test_paragraph_goes_on_after_a_table_and_a_page(read_drawn: Drawn) -> None:
    """What stands on the page where a sentence begins comes before it, the rest after it."""
    start, rest = "the yards that were asked about this in the spring had", "nothing at all to say."
    table = grid(50, 60, (90, 90), [("Yard", "Boats"), ("Oslo", "12"), ("Moss", "9")])
    second = wrapped(50, 150, 60, rest) + wrapped(50, 200, 60, prose(30, 4))
    document = read_drawn(wrapped(50, 700, 55, start), table + second)
    assert texts(document, BlockKind.PROSE)[0] == f"{start} {rest}"
    kinds = [block.kind for block in document.blocks]
    assert kinds == [BlockKind.PROSE, BlockKind.TABLE, BlockKind.PROSE]
    assert pages_of(document, BlockKind.PROSE, BlockKind.TABLE) == [1, 2, 2]
    assert document.page_starts == (len(start) + 1,)


@pytest.mark.parametrize(
    ("line_end", "line_start", "elsewhere", "expected"),
    [
        ("produc-", "tivity grew", "Their productivity was low.", "productivity"),
        ("pro-", "portion grew", "A word.", "proportion"),
        ("low-", "income yards", "The low tide and the income of a yard.", "low-income"),
        ("low-", "income yards", "These lowincome yards of low tide and income.", "lowincome"),
        ("non-", "payment rose", "They fear non-payment most.", "non-payment"),
        ("Asia-", "Pacific yards", "A word.", "Asia-Pacific"),
    ],
)
def test_hyphens_at_line_ends(
    read_drawn: Drawn, line_end: str, line_start: str, elsewhere: str, expected: str
) -> None:
    rows = [f"It was seen that {line_end}", f"{line_start} in that year"]
    document = read_drawn(lines(50, 60, rows) + put(50, 120, f"Then: {elsewhere} End."))
    assert f"It was seen that {expected} " in document.text


def test_paragraphs_without_space_between_them(read_drawn: Drawn) -> None:
    """An indented first line, or a short last line, parts paragraphs."""
    first, second = prose(30, 7), prose(30, 8)
    rows = textwrap.wrap(second, 56)
    document = read_drawn(
        wrapped(50, 60, 60, first)
        + put(74, 60 + 12 * len(textwrap.wrap(first, 60)), rows[0])
        + lines(50, 72 + 12 * len(textwrap.wrap(first, 60)), rows[1:])
    )
    assert texts(document, BlockKind.PROSE) == [first, second]


def test_heading_levels_by_rank_of_type(read_drawn: Drawn) -> None:
    document = read_drawn(
        put(50, 60, "Title", 24)
        + put(50, 110, "Part", 16)
        + put(50, 140, "Bold part", 16, "B")
        + put(50, 170, "Run", 10, "B")
        + wrapped(50, 190, 70, prose(40, 2))
        + put(50, 300, "A bold sentence that ends with a point.", 10, "B")
        + put(50, 330, "12", 16)
    )
    headings = of_kind(document, BlockKind.HEADING)
    assert [(block.place.headings[-1], len(block.place.headings)) for block in headings] == [
        ("Title", 1),
        ("Part", 2),
        ("Bold part", 2),
        ("Run", 3),
    ]


# --- lists, boxes, figures, footnotes ----------------------------------------------------------


def test_list_over_a_page_break(read_drawn: Drawn) -> None:
    document = read_drawn(
        put(50, 700, "They ask for three things:")
        + lines(62, 720, ["(a) a survey", "(b) two offers from those who have seen the yard", ""])
        + put(86, 744, "at low water; and"),
        put(62, 60, "(c) patience") + wrapped(50, 90, 60, prose(20, 3)),
    )
    assert texts(document, BlockKind.ITEM) == [
        "(a) a survey",
        "(b) two offers from those who have seen the yard at low water; and",
        "(c) patience",
    ]
    assert pages_of(document, BlockKind.ITEM) == [1, 1, 2]


def test_number_at_the_start_of_a_line_is_no_item(read_drawn: Drawn) -> None:
    rows = ["The rule is found in the old book of the harbour on page", "12. It has not changed."]
    document = read_drawn(lines(50, 60, rows))
    assert texts(document, BlockKind.PROSE) == [" ".join(rows)]


def test_box_over_two_pages_and_a_frame_that_is_none(read_drawn: Drawn) -> None:
    first, second = prose(40, 1), prose(40, 2)
    document = read_drawn(
        wrapped(50, 60, 70, prose(30, 3))
        + box(50, 600, 550, 780)
        + put(60, 610, "Box A The two lofts", 10, "B")
        + wrapped(60, 630, 70, first),
        box(50, 60, 550, 200)
        + wrapped(60, 70, 70, second)
        + box(50, 400, 550, 480)
        + wrapped(60, 410, 70, prose(20, 5)),
    )
    (found,) = of_kind(document, BlockKind.BOX)
    assert found.place.labels == ("Box A",)
    assert document.text[found.start : found.end] == f"Box A The two lofts\n\n{first}\n\n{second}"
    assert document.blocks[-1].kind is BlockKind.PROSE
    assert document.page_at(found.parts[1].start) == 2


def test_figure_by_its_caption(read_drawn: Drawn) -> None:
    document = read_drawn(
        wrapped(50, 60, 70, "Figure 2 shows nothing that anybody had not known before it.")
        + put(50, 300, "Figure 2: Boats by harbour")
        + put(50, 320, "Source: Harbour office.")
        + wrapped(50, 360, 70, prose(30, 1))
    )
    (found,) = of_kind(document, BlockKind.FIGURE)
    assert (found.place.labels, found.place.caption) == (("Figure 2",), "Boats by harbour")
    assert document.text[found.start : found.end].endswith("Source: Harbour office.")
    assert len(of_kind(document, BlockKind.PROSE)) == 2


def test_raised_figures_that_are_no_footnotes_stay(read_drawn: Drawn) -> None:
    document = read_drawn(
        put(50, 60, "A yard of 400 m") + put(140, 58, "2", 6) + put(150, 60, "costs a great deal.")
    )
    assert document.text == "A yard of 400 m² costs a great deal."


def test_a_mark_that_stands_twice_is_tied_to_no_footnote(read_drawn: Drawn) -> None:
    document = read_drawn(
        wrapped(50, 60, 70, prose(40, 1))
        + put(50, 300, "Rope")
        + put(74, 298, "1", 6)
        + put(84, 300, "and tar.")
        + put(50, 330, "Nets")
        + put(74, 328, "1", 6)
        + put(84, 330, "and oars.")
        + put(50, 700, "1 Prices of the last winter.", 7)
    )
    assert "Rope¹ and tar." in document.text
    assert [block for block in walk(document.blocks) if block.footnotes] == []
    assert texts(document, BlockKind.FOOTNOTE) == ["Prices of the last winter."]


# --- headers and footers -----------------------------------------------------------------------


def test_headers_of_left_and_right_pages_are_left_out(read_drawn: Drawn) -> None:
    bodies = [prose(60, seed) for seed in range(6)]
    document = read_drawn(
        *(
            put(50, 30, f"{number} The Fund" if number % 2 else f"Rules {number}", 8)
            + wrapped(50, 80, 70, body)
            + put(290, 810, str(number), 8)
            for number, body in enumerate(bodies, 1)
        )
    )
    assert texts(document, *BlockKind) == bodies
    assert pages_of(document, BlockKind.PROSE) == [1, 2, 3, 4, 5, 6]


# --- tables ------------------------------------------------------------------------------------


def test_table_that_goes_on_without_its_header(read_drawn: Drawn) -> None:
    head, *rows = [("Yard", "Boats"), *((f"Yard {n}", str(n)) for n in range(1, 9))]
    document = read_drawn(
        put(50, 650, "Table 3. Boats", 10, "B")
        + grid(50, 670, (120, 80), [head, *rows[:4]])
        + wrapped(50, 60, 70, prose(40, 1)),
        grid(50, 60, (120, 80), rows[4:]) + wrapped(50, 160, 70, prose(40, 2)),
    )
    (found,) = of_kind(document, BlockKind.TABLE)
    assert [row[0][2] for row in rows_of(found)] == [boats for _, boats in rows]
    assert pages_of(document, BlockKind.ROW) == [1] * 4 + [2] * 4


def test_table_without_rules_with_groups_and_wrapped_cells(read_drawn: Drawn) -> None:
    document = read_drawn(
        wrapped(50, 60, 80, prose(40, 1))
        + put(50, 200, "Table 4 Money of the yards", 10, "B")
        + rule(50, 216, 500)
        + put(230, 220, "In the year of the storm", 9, "B")
        + lines(50, 233, ["Yard"], 9, "B")
        + put(230, 233, "Grants", 9, "B")
        + put(330, 233, "Loans", 9, "B")
        + rule(50, 246, 500)
        + lines(50, 250, ["Northern yard", "Old yard", "New yard", "", "Last yard"], 9)
        + lines(230, 250, ["12", "7", "none, since", "it is new", "3"], 9)
        + lines(330, 250, ["100", "200", "300", "", "400"], 9)
        + rule(50, 312, 500)
        + put(50, 318, "Source: Harbour Fund.", 8)
        + wrapped(50, 350, 80, prose(40, 2))
    )
    (found,) = of_kind(document, BlockKind.TABLE)
    group = "In the year of the storm"
    assert found.table is not None
    assert found.table.columns == (("Yard",), (group, "Grants"), (group, "Loans"))
    assert [[text for _, _, text in row] for row in rows_of(found)] == [
        ["12", "100"],
        ["7", "200"],
        ["none, since it is new", "300"],
        ["3", "400"],
    ]
    assert len(of_kind(document, BlockKind.PROSE)) == 2


def test_title_under_a_bare_label(read_drawn: Drawn) -> None:
    document = read_drawn(
        put(50, 60, "Table 5", 10, "B")
        + put(50, 76, "Boats by yard", 10)
        + grid(50, 95, (120, 80), [("Yard", "Boats"), ("Moss", "4"), ("Oslo", "5")])
        + wrapped(50, 200, 70, prose(30, 1))
    )
    (found,) = of_kind(document, BlockKind.TABLE)
    assert (found.place.labels, found.place.caption) == (("Table 5",), "Boats by yard")


def test_columns_with_footnotes_of_their_own(read_drawn: Drawn) -> None:
    first, second = prose(90, 1), prose(90, 2)
    document = read_drawn(
        wrapped(50, 60, 38, first)
        + put(280, 58, "1", 6)
        + wrapped(310, 60, 38, second)
        + put(540, 58, "2", 6)
        + lines(50, 700, ["1 Prices of the last winter, which", "was a hard one."], 7)
        + lines(310, 690, ["2 The seal was lost in a fire, and", "a new one was cut."], 7)
    )
    assert texts(document, BlockKind.PROSE) == [first, second]
    assert texts(document, BlockKind.FOOTNOTE) == [
        "Prices of the last winter, which was a hard one.",
        "The seal was lost in a fire, and a new one was cut.",
    ]
    marks = [block.footnotes for block in of_kind(document, BlockKind.PROSE)]
    assert marks == [("1",), ("2",)]


def test_table_in_a_box(read_drawn: Drawn) -> None:
    document = read_drawn(
        box(40, 50, 560, 300)
        + put(50, 60, "Box 2 Boats", 10, "B")
        + wrapped(50, 80, 70, prose(30, 1))
        + put(50, 150, "Box Table 2.1 Boats by yard", 10, "B")
        + grid(50, 170, (120, 80), [("Yard", "Boats"), ("Moss", "4"), ("Oslo", "5")])
    )
    (table,) = of_kind(document, BlockKind.TABLE)
    assert table.place.labels == ("Box 2", "Box Table 2.1")
    assert rows_of(table) == [
        [(("Moss",), ("Boats",), "4")],
        [(("Oslo",), ("Boats",), "5")],
    ]


def test_a_grid_with_little_in_it_is_no_table(read_drawn: Drawn) -> None:
    cells = [["" for _ in range(5)] for _ in range(6)]
    cells[5] = ["10", "", "", "", "50"]
    document = read_drawn(grid(50, 300, (40,) * 5, cells) + wrapped(50, 60, 70, prose(40, 1)))
    assert of_kind(document, BlockKind.TABLE) == []


# --- what is refused ---------------------------------------------------------------------------


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableDocument) as refused:
        pdf.read(path)
    message = str(refused.value)
    assert message.startswith(f"'{path.name}' ")
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_encrypted_file_is_refused() -> None:
    assert "is encrypted; save a copy without a password" in refusal(FILES / "encrypted.pdf")


def test_scanned_file_is_refused() -> None:
    assert "run text recognition (OCR) on it first" in refusal(FILES / "scanned.pdf")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_truncated_file_is_refused(tmp_path: Path, share: float) -> None:
    path = tmp_path / "short.pdf"
    data = (FILES / "tanneries.pdf").read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    assert "is cut off before its end" in refusal(path)


def test_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "damaged.pdf"
    data = (FILES / "harbour-grants.pdf").read_bytes()
    path.write_bytes(data[:1000] + b"%%EOF\n")
    assert "is damaged" in refusal(path)


def test_other_file_with_the_suffix_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_text("Dear harbour master,", encoding="utf-8")
    assert "is not a PDF file" in refusal(path)


def test_absent_file_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path / "absent.pdf")


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(drawn(*[""] * 2_001))
    assert "has more than 2,000 pages; split it into smaller files" in refusal(path)


def test_too_much_on_a_page_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "full.pdf"
    path.write_bytes(drawn("BT /R 1 Tf 50 500 Td (" + "a" * 200_000 + ") Tj ET", compress=True))
    assert "has more than I read on page 1" in refusal(path)


def test_enormous_stream_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(drawn(" " * 80_000_000, compress=True))
    started = time.monotonic()
    assert "too large when it is uncompressed" in refusal(path)
    assert time.monotonic() - started < 5


def test_pages_that_hold_themselves_end(tmp_path: Path) -> None:
    path = tmp_path / "loop.pdf"
    path.write_bytes(drawn("").replace(b"/Kids[6 0 R]", b"/Kids[2 0 R]"))
    refusal(path)


def test_random_damage_is_read_or_refused(tmp_path: Path) -> None:
    data = (FILES / "tanneries.pdf").read_bytes()
    path = tmp_path / "fuzzed.pdf"
    for seed in range(25):
        chance = random.Random(seed)
        changed = bytearray(data)
        for _ in range(chance.choice([1, 10, 100])):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        path.write_bytes(changed)
        try:
            check(pdf.read(path))
        except UnreadableDocument as refused:
            assert str(refused).startswith("'fuzzed.pdf' ")


# --- how long it takes -------------------------------------------------------------------------


def test_a_hundred_pages_in_less_than_a_minute(tmp_path: Path) -> None:
    """Seven seconds on a 2-core machine when it was measured (pdfplumber 0.11.10)."""
    table = grid(50, 640, (120, 80, 80), [("Yard", "Boats", "Crew"), *[("Moss", "4", "9")] * 6])
    path = tmp_path / "hundred.pdf"
    path.write_bytes(
        drawn(
            *(
                put(50, 30, "The Harbour Fund", 8)
                + put(50, 55, f"Part {number} of it all", 14, "B")
                + wrapped(50, 80, 38, prose(240, number))
                + wrapped(310, 80, 38, prose(240, -number))
                + table
                + put(290, 810, str(number), 8)
                for number in range(1, 101)
            ),
            compress=True,
        )
    )
    started = time.monotonic()
    document = pdf.read(path)
    assert time.monotonic() - started < 60
    assert len(document.page_starts) == 99
    assert len(of_kind(document, BlockKind.HEADING)) == 100
    assert len(of_kind(document, BlockKind.TABLE)) == 100

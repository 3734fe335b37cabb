"""What the reader of Word documents sees, made by programs and by hand, and what it refuses."""

import os
import re
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.domain.documents import Block, BlockKind, Document
from smeadvisor.errors import UnreadableDocument
from smeadvisor.ingestion.readers import docx, zip_safety

FIXTURES = Path(__file__).parents[1] / "corpus" / "formats" / "docx"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Kop"><w:name w:val="Kop van stuk"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="Kopje"/><w:basedOn w:val="Kop"/></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Liste"><w:name w:val="List Number"/>
  <w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Seite"><w:name w:val="New page"/>
  <w:pPr><w:pageBreakBefore/></w:pPr></w:style>
<w:style w:type="character" w:styleId="Verborgen"><w:name w:val="Hidden"/>
  <w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Stark"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>
"""


def level(depth: int, style: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = f"""
<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "-")}{level(1, "bullet", "o")}</w:abstractNum>
<w:abstractNum w:abstractNumId="2">{level(0, "decimal", "%1)")}{level(1, "lowerLetter", "%2.")}
{level(2, "decimal", "%1.%2.%3")}</w:abstractNum>
<w:abstractNum w:abstractNumId="3">{level(0, "decimal", "%1.")}{level(1, "decimal", "%1.%2")}
</w:abstractNum>
<w:abstractNum w:abstractNumId="4">{level(0, "upperRoman", "%1.", 4)}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>
</w:lvlOverride></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="4"/></w:num>
"""
EXTRA = {
    "styles": ("styles", "styles"),
    "numbering": ("numbering", "numbering"),
    "footnotes": ("footnotes", "footnotes"),
    "endnotes": ("endnotes", "endnotes"),
    "settings": ("settings", "settings"),
}


def write(path: Path, body: str, **parts: str) -> None:
    """A document of this body with these other parts; `pages` is what the file says of itself."""
    pages = parts.pop("pages", "")
    parts = {"styles": STYLES, "numbering": NUMBERING} | parts
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD}.{EXTRA[name][0]}+xml"/>'
        for name in parts
    )
    ties = "".join(
        f'<Relationship Id="r{name}" Type="{OFFICE}/{EXTRA[name][1]}" Target="{name}.xml"/>'
        for name in parts
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName='
            f'"/word/document.xml" ContentType="{WORD}.document.main+xml"/>{types}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="r2" '
            f'Type="{OFFICE}/extended-properties" Target="app.xml"/></Relationships>',
        )
        archive.writestr(
            "app.xml",
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'extended-properties">{pages and f"<Pages>{pages}</Pages>"}</Properties>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{ties}</Relationships>',
        )
        archive.writestr("word/document.xml", xml("document", f"<w:body>{body}</w:body>"))
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", xml(name, content))


def xml(root: str, content: str) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}<w:{root} {NAMESPACES}>{content}</w:{root}>"


def p(*runs: str, style: str = "", more: str = "") -> str:
    """A paragraph; a run is text, or XML where it begins with a tag."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{inner}</w:p>"


def r(text: str, more: str = "") -> str:
    return f'<w:r><w:rPr>{more}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(number: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def tc(text: str, more: str = "") -> str:
    inner = text if text.startswith("<") else p(text)
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, head: bool = False) -> str:
    inner = "".join(cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{'<w:tblHeader/>' if head else ''}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


SPAN = '<w:gridSpan w:val="2"/>'
DOWN = '<w:vMerge w:val="restart"/>'
ON = "<w:vMerge/>"
NEW_PAGE = '<w:r><w:br w:type="page"/></w:r>'
LAID_OUT = "<w:r><w:lastRenderedPageBreak/></w:r>"
SMALL = tbl(tr("A", "B"), tr("x", "1"))

Read = Callable[..., Document]


@pytest.fixture
def word(tmp_path: Path) -> Read:
    def read(*body: str, **parts: str) -> Document:
        path = tmp_path / "report.docx"
        write(path, "".join(body), **parts)
        document = docx.read(path)
        check_spans(document)
        return document

    return read


def words(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def lines(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, words(document, block)) for block in document.blocks]


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from walk(block.parts)


def of_kind(document: Document, kind: BlockKind) -> list[Block]:
    return [block for block in walk(document.blocks) if block.kind is kind]


def cells(table: Block) -> list[list[tuple[tuple[str, ...], tuple[str, ...], str]]]:
    assert table.table is not None
    return [[(cell.row, cell.column, cell.text) for cell in row] for row in table.table.rows]


def columns(table: Block) -> tuple[tuple[str, ...], ...]:
    assert table.table is not None
    return table.table.columns


def pages(document: Document, *pieces: str) -> list[int | None]:
    return [document.page_at(document.text.index(piece)) for piece in pieces]


def check_spans(document: Document) -> None:
    """Blocks in order and inside each other, cells where they say, no text in no block."""
    end = 0
    for block in document.blocks:
        assert not document.text[end : block.start].strip()
        assert end <= block.start <= block.end
        end = block.end
    assert not document.text[end:].strip()
    assert list(document.page_starts) == sorted(document.page_starts)
    for block in walk(document.blocks):
        last = block.start
        for part in block.parts:
            assert last <= part.start <= part.end <= block.end
            last = part.end
        for row in block.table.rows if block.table else ():
            for cell in row:
                assert document.text[cell.start : cell.end] == cell.text
                assert block.start <= cell.start < cell.end <= block.end


# --- files written by programs -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["harbour-pandoc.docx", "harbour-libreoffice.docx"])
def test_the_report_that_programs_saved(name: str) -> None:
    document = docx.read(FIXTURES / name)
    check_spans(document)
    assert document.id == name and document.title == "Harbour Grants for Small Yards"
    assert [words(document, block) for block in of_kind(document, BlockKind.HEADING)] == [
        "Harbour Grants for Small Yards",
        "Harbour grants",
        "Who may apply",
        "What is paid",
        "Moorings",
    ]
    assert [words(document, block) for block in of_kind(document, BlockKind.LIST)] == [
        "• has fewer than 50 workers,\n• has worked in the lagoon for two years:\n"
        "• counted from its first invoice,\n• not from its founding,\n• owes no harbour dues.",
        "1. register the yard;\n2. send two quotations;\n3. wait for the inspector.",
    ]
    grants, quays = of_kind(document, BlockKind.TABLE)
    paths = [(size, year) for size in ("Small yards", "Large yards") for year in ("2021", "2022")]
    assert columns(grants) == (("Harbour",), *paths)
    assert grants.place.caption == "Grants by harbour and year (thousand florins)"
    assert cells(grants) == [
        [((harbour,), path, value) for path, value in zip(paths, values.split(), strict=True)]
        for harbour, values in [("Dunmouth", "12 14 30 33"), ("Holm", "8 9 none none")]
    ]
    assert words(document, grants).endswith("\n\nSource: Lagoon Ports, yearly account.")
    assert quays.place.labels == ("Table 2",) and len(cells(quays)) == 60
    assert cells(quays)[-1][1] == (("Thyme quay 3",), ("Dues",), "133")
    assert [words(document, note) for note in of_kind(document, BlockKind.FOOTNOTE)] == [
        "The fund was set up in 1987 by the four harbour towns.",
        "Seventy per cent is the highest rate of the fund.",
    ]
    tied = [block.footnotes for block in walk(document.blocks) if block.footnotes]
    assert tied == [("1",), ("2",)]


def test_a_break_that_libreoffice_wrote_begins_a_page() -> None:
    document = docx.read(FIXTURES / "harbour-libreoffice.docx")
    moorings = of_kind(document, BlockKind.HEADING)[-1]
    assert document.page_at(moorings.start) == 2 and document.page_at(moorings.start - 3) == 1
    assert len(document.page_starts) == 1
    assert str(of_kind(document, BlockKind.FOOTNOTE)[0].place) == "Footnote 1, p. 1"


# --- headings and titles -----------------------------------------------------------------------


def test_headings_by_style_in_any_language_and_by_outline_level(word: Read) -> None:
    document = word(
        p("Grants", style="Titel"),
        p("One", style="berschrift1"),
        p("Two", style="Kop"),
        p("Two again", style="Kop2"),
        p("Three", more='<w:outlineLvl w:val="2"/>'),
        p("Text.", style="Kop", more='<w:outlineLvl w:val="9"/>'),
        p("", style="berschrift1"),
        p("Loop.", style="A"),
        p("Unknown.", style="Nowhere"),
    )
    assert document.title == "Grants"
    assert [text for kind, text in lines(document) if kind == "prose"] == [
        "Text.",
        "Loop.",
        "Unknown.",
    ]
    assert document.blocks[-1].place.headings == ("One", "Two again", "Three")


def test_without_a_title_the_first_heading_is_one(word: Read) -> None:
    assert word(p("Text."), p("One", style="berschrift1")).title == "One"
    assert word(p("Text.")).title == "report.docx"


def test_numbers_of_headings_are_read(word: Read) -> None:
    document = word(
        p("Grants", style="berschrift1", more=numbered(3)),
        p("Who", style="Kop", more=numbered(3, 1)),
        p("What", style="Kop", more=numbered(3, 1)),
        p("Loans", style="berschrift1", more=numbered(3)),
        p("Who", style="Kop", more=numbered(3, 1)),
    )
    assert [text for _, text in lines(document)] == [
        "1. Grants",
        "1.1 Who",
        "1.2 What",
        "2. Loans",
        "2.1 Who",
    ]


# --- text --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (["A ", " b"], "A b"),
        (["<w:r><w:t>A</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/></w:r>"], "A b c"),
        (["<w:r><w:t>co</w:t><w:softHyphen/><w:t>op</w:t><w:noBreakHyphen/></w:r>"], "coop-"),
        (['<w:hyperlink w:anchor="x">' + r("linked") + "</w:hyperlink>", " text"], "linked text"),
        (["kept", "<w:del>" + r("gone").replace("w:t", "w:delText") + "</w:del>"], "kept"),
        (["kept", "<w:moveFrom>" + r("gone") + "</w:moveFrom>"], "kept"),
        (["kept ", "<w:ins>" + r("new") + "</w:ins>"], "kept new"),
        (["kept ", "<w:moveTo>" + r("new") + "</w:moveTo>"], "kept new"),
        (["shown", r("hidden", "<w:vanish/>")], "shown"),
        (["shown", r("hidden", '<w:rStyle w:val="Verborgen"/>')], "shown"),
        ([r("shown", '<w:rStyle w:val="Verborgen"/><w:vanish w:val="0"/>')], "shown"),
        (["<w:sdt><w:sdtContent>" + r("field") + "</w:sdtContent></w:sdt>"], "field"),
        (['<w:fldSimple w:instr="SEQ Table">' + r("4") + "</w:fldSimple>"], "4"),
        (["<w:r><w:instrText>HYPERLINK evil</w:instrText></w:r>", "seen"], "seen"),
        (["In 2009", r("3", '<w:vertAlign w:val="superscript"/>')], "In 2009³"),
        (["so ", "<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>"], "so x=2"),
        (["<w:commentRangeStart/>", "seen", "<w:r><w:commentReference/></w:r>"], "seen"),
        (
            [
                "<w:r><w:ruby><w:rt>"
                + r("zi")
                + "</w:rt><w:rubyBase>"
                + r("字")
                + "</w:rubyBase></w:ruby></w:r>"
            ],
            "字",
        ),
    ],
)
def test_what_of_a_paragraph_is_read(runs: list[str], text: str, word: Read) -> None:
    assert word(p(*runs)).text == text


def test_wrapped_paragraphs_are_read_and_contents_are_not(word: Read) -> None:
    document = word(
        "<w:sdt><w:sdtPr/><w:sdtContent>",
        p("Who may apply 3", style="Verzeichnis1"),
        p("Text in a control."),
        "</w:sdtContent></w:sdt>",
    )
    assert lines(document) == [("prose", "Text in a control.")]


# --- lists -------------------------------------------------------------------------------------


def test_lists_are_counted_as_word_counts_them(word: Read) -> None:
    document = word(
        p("one", more=numbered(2)),
        p("inner", more=numbered(2, 1)),
        p("innermost", more=numbered(2, 2)),
        p("inner", more=numbered(2, 1)),
        p("two", style="Liste"),
        p("inner", more=numbered(2, 1)),
        p("Between."),
        p("three", more=numbered(2)),
        p("dot", more=numbered(1)),
        p("deep dot", more=numbered(1, 1)),
        p("Between.", style="Liste", more=numbered(0)),
        p("anew", more=numbered(4)),
        p("on", more=numbered(4)),
        p("Roman", more=numbered(5)),
        p("unknown", more=numbered(77)),
    )
    assert lines(document) == [
        ("list", "1. one\n(a) inner\n1.a.1 innermost\n(b) inner\n2. two\n(a) inner"),
        ("prose", "Between."),
        ("list", "3. three"),
        ("list", "• dot\n• deep dot"),
        ("prose", "Between."),
        ("list", "5. anew\n6. on"),
        ("list", "(IV) Roman"),
        ("list", "• unknown"),
    ]


# --- tables ------------------------------------------------------------------------------------


def test_a_table_with_merged_cells_and_two_rows_of_names(word: Read) -> None:
    document = word(
        p("Table 1 Grants", style="Beschriftung"),
        tbl(
            tr(tc("Region", DOWN), tc("2021", SPAN), tc("2022", SPAN)),
            tr(tc("", ON), "Small", "Large", "Small", "Large"),
            tr(tc("North", DOWN), "12", "20", "13", "22"),
            tr(tc("", ON), "14", "21", tc("none", SPAN)),
            tr(tc("Islands", '<w:gridSpan w:val="5"/>')),
            tr("Holm", "1", "2", "3", "4"),
            tr(tc("Source: law.", '<w:gridSpan w:val="5"/>')),
        ),
        p("Notes: in florins."),
    )
    (table,) = document.blocks
    paths = (("2021", "Small"), ("2021", "Large"), ("2022", "Small"), ("2022", "Large"))
    assert columns(table) == (("Region",), *paths)
    assert (table.place.labels, table.place.caption) == (("Table 1",), "Grants")
    assert cells(table) == [
        [((name,), path, value) for path, value in zip(paths, values.split(), strict=True)]
        if values
        else []
        for name, values in [
            ("North", "12 20 13 22"),
            ("North", "14 21 none none"),
            ("Islands", ""),
            ("Holm", "1 2 3 4"),
        ]
    ]
    assert words(document, table).endswith(
        "\nHolm | 1 | 2 | 3 | 4\n\nSource: law.\n\nNotes: in florins."
    )


def test_rows_repeated_on_every_page_are_names(word: Read) -> None:
    document = word(
        tbl(tr("A", "B", head=True), tr("a", "b", head=True), tr("x", "1"), tr("y", "2"))
    )
    assert columns(document.blocks[0]) == (("A", "a"), ("B", "b"))


@pytest.mark.parametrize(
    ("body", "captions"),
    [
        ([p("Table 1 Rates"), SMALL], ["Table 1"]),
        ([p("Table 1 Rates"), p(), p(" "), SMALL], ["Table 1"]),
        ([SMALL, p("Table 1 Rates")], ["Table 1"]),
        ([SMALL, p("Table 1 rates", style="Beschriftung")], ["Table 1"]),
        ([SMALL, p("Table 1 Rates"), SMALL], ["", "Table 1"]),
        ([p("Table 1 Rates"), SMALL, p("Table 2 Rates"), SMALL], ["Table 1", "Table 2"]),
        (
            [SMALL, p("Table 1 Rates"), p("Text."), SMALL, p("Table 2 Rates")],
            ["Table 1", "Table 2"],
        ),
        ([p("Table 1 shows the rates:"), SMALL], [""]),
        ([p(r("Table 1 rates.", "<w:b/>")), SMALL], ["Table 1"]),
        ([p(r("Table 1", '<w:rStyle w:val="Stark"/>'), " rates."), SMALL], [""]),
        ([p("Rates", style="Beschriftung"), SMALL], [""]),
    ],
)
def test_captions_before_and_after_a_table(
    body: list[str], captions: list[str], word: Read
) -> None:
    tables = of_kind(word(*body), BlockKind.TABLE)
    assert ["".join(table.place.labels) for table in tables] == captions


def test_an_unlabelled_caption_is_the_title_of_its_table(word: Read) -> None:
    (table,) = word(p("Rates", style="Beschriftung"), SMALL).blocks
    assert table.place.caption == "Rates"


def test_a_table_in_a_cell_is_text_and_a_deleted_row_is_none(word: Read) -> None:
    document = word(
        tbl(tr("A", "B"), tr("x", tc(p("1") + SMALL + p(""))), tr("y", "2")).replace(
            "<w:tr><w:trPr></w:trPr><w:tc><w:tcPr></w:tcPr><w:p><w:pPr></w:pPr><w:r><w:rPr></w:rPr>"
            '<w:t xml:space="preserve">y',
            "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:tcPr></w:tcPr><w:p><w:pPr></w:pPr><w:r>"
            '<w:rPr></w:rPr><w:t xml:space="preserve">y',
        )
    )
    assert lines(document) == [("table", "A | B\nx | 1 A B x 1")]


def test_a_figure_by_its_caption(word: Read) -> None:
    document = word(p("Figure 1 A crane", style="Beschriftung"), p("Source: a photograph."))
    assert lines(document) == [("figure", "Figure 1 A crane\n\nSource: a photograph.")]


def test_merged_cells_that_would_fill_the_memory_are_not_believed(word: Read) -> None:
    wide = tc("x", '<w:gridSpan w:val="999999999"/>')
    document = word(tbl(tr("A", "B"), *[tr(wide, "1") for _ in range(300)]))
    assert len(document.text) < 10_000


# --- boxes -------------------------------------------------------------------------------------


def text_box(content: str) -> str:
    """As Word writes it: once as a shape, and once more for programs that know none."""
    inner = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_text_boxes_are_boxes_or_paragraphs_and_read_once(word: Read) -> None:
    document = word(
        p("Yards", style="berschrift1"),
        p("Before.", text_box(p("Box 2 Small yards") + p("They build.") + SMALL)),
        p(text_box(p("A remark in the margin."))),
        p("After."),
    )
    assert lines(document) == [
        ("heading", "Yards"),
        ("prose", "Before."),
        ("box", "Box 2 Small yards\n\nThey build.\n\nA | B\nx | 1"),
        ("prose", "A remark in the margin."),
        ("prose", "After."),
    ]
    (box,) = of_kind(document, BlockKind.BOX)
    assert (box.place.labels, box.place.caption) == (("Box 2",), "Small yards")
    assert box.parts[1].place.labels == ("Box 2",)


def test_a_table_of_one_cell_is_a_box_or_a_frame(word: Read) -> None:
    document = word(
        tbl(tr(tc(p(r("Box 1 yards", "<w:b/>")) + p("They build.", more=numbered(1))))),
        tbl(tr(tc(p("A remark.")))),
    )
    assert lines(document) == [("box", "Box 1 yards\n\n• They build."), ("prose", "A remark.")]


# --- notes -------------------------------------------------------------------------------------


def note(kind: str, identifier: int, *paragraphs: str) -> str:
    return f'<w:{kind} w:id="{identifier}">{"".join(paragraphs)}</w:{kind}>'


def mark(kind: str, identifier: int, custom: str = "") -> str:
    chosen = ' w:customMarkFollows="1"' if custom else ""
    sign = f"<w:t>{custom}</w:t>" if custom else ""
    return f'<w:r><w:{kind}Reference{chosen} w:id="{identifier}"/>{sign}</w:r>'


def test_notes_are_numbered_as_the_text_refers_to_them(word: Read) -> None:
    document = word(
        p("Yards", style="berschrift1"),
        p("One", mark("footnote", 9), " two", mark("endnote", 2), "."),
        p("Item", mark("footnote", 4), more=numbered(1)),
        p("Sign", mark("footnote", 5, "*"), " and gone", mark("footnote", 77), "."),
        footnotes=note("footnote", -1, p("never"))
        + note("footnote", 4, p("<w:r><w:footnoteRef/></w:r>", " Four."))
        + note("footnote", 5, p("Five."))
        + note("footnote", 9, p("Nine,"), p("in two.")),
        endnotes=note("endnote", 2, p("Two.")),
    )
    assert lines(document) == [
        ("heading", "Yards"),
        ("prose", "One two."),
        ("list", "• Item"),
        ("prose", "Sign and gone."),
        ("footnote", "Nine,\n\nin two."),
        ("footnote", "Four."),
        ("footnote", "Five."),
        ("footnote", "Two."),
    ]
    assert [block.footnotes for block in walk(document.blocks) if block.footnotes] == [
        ("1", "endnote-i"),
        ("2",),
        ("*",),
    ]
    notes = of_kind(document, BlockKind.FOOTNOTE)
    assert [str(one.place) for one in notes] == [
        "Footnote 1",
        "Footnote 2",
        "Footnote *",
        "Footnote i",
    ]
    assert {one.place.headings for one in notes} == {("Yards",)}


# --- pages -------------------------------------------------------------------------------------


def test_pages_by_the_marks_that_word_leaves(word: Read) -> None:
    document = word(
        p("First page."),
        p("Asked for:", NEW_PAGE),
        p(LAID_OUT, "second page, ", LAID_OUT, "third page."),
        tbl(tr(tc(p(LAID_OUT, "A")), "B"), tr("x", "1"), tr(tc(p(LAID_OUT, "y")), "2")),
        p("Fifth still."),
        p("Sixth page.", style="Seite"),
        p("Section ends.", more="<w:sectPr/>"),
        p(LAID_OUT, "seventh page."),
        p("On it ends.", more="<w:sectPr/>"),
        p("Same page."),
        '<w:sectPr><w:type w:val="continuous"/></w:sectPr>',
    )
    assert pages(
        document, "First", "Asked", "second", "third", "x | 1", "y | 2", "Fifth", "Sixth"
    ) == [1, 1, 2, 3, 4, 5, 5, 6]
    assert pages(document, "seventh", "On it ends", "Same page") == [7, 7, 7]


def test_a_page_break_by_itself(word: Read) -> None:
    document = word(p(NEW_PAGE), p("One."), p(NEW_PAGE), p("Two.", style="Seite"), p("x", NEW_PAGE))
    assert document.page_starts == (6, 6, 13)
    assert word(p("One.")).page_starts == ()


@pytest.mark.parametrize(("told", "page"), [("2", 2), ("", 2), ("9", None)])
def test_breaks_that_were_asked_for_are_no_pages_where_the_file_has_more(
    told: str, page: int | None, word: Read
) -> None:
    document = word(p("One.", NEW_PAGE), p("Two."), pages=told)
    assert pages(document, "Two") == [page]


# --- refusals ----------------------------------------------------------------------------------


def refused(path: Path) -> str:
    with pytest.raises(UnreadableDocument) as refusal:
        docx.read(path)
    message = str(refusal.value)
    assert message.startswith(f"'{path.name}' ") and message.endswith(".") and "\n" not in message
    assert ";" in message, "a refusal says what to do"
    return message


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "bad file.docx"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "has no text in it; remove it"),
        (b"plain words", "is not a .docx file or is damaged; open it in the program"),
        (b"PK\x03\x04 cut short", "is not a .docx file or is damaged;"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
            "is encrypted or an old .doc file; save it as .docx",
        ),
    ],
)
def test_what_is_no_word_document(content: bytes, reason: str, file: Path) -> None:
    file.write_bytes(content)
    assert reason in refused(file)


def test_a_missing_file_and_a_folder(file: Path) -> None:
    assert "cannot be opened (No such file or directory); check" in refused(file)
    file.mkdir()
    assert "cannot be opened (Is a directory); check" in refused(file)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every file")
def test_a_file_without_permission(file: Path) -> None:
    file.write_bytes(b"PK")
    file.chmod(0)
    assert "cannot be opened (Permission denied); check" in refused(file)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/document.xml", "<w:document"),
        ("word/document.xml", "<html/>"),
        ("word/document.xml", f'<w:document xmlns:w="{W}"/>'),
        ("word/document.xml", xml("document", "<w:body>" + "<w:sdt>" * 300)),
        ("word/document.xml", None),
        ("word/styles.xml", "no XML"),
        ("word/styles.xml", None),
        ("[Content_Types].xml", None),
        ("_rels/.rels", "<Relationships"),
    ],
)
def test_damaged_parts(name: str, content: str | None, file: Path) -> None:
    write(file, p("Text."))
    replace_part(file, name, content)
    assert "is damaged; open it in the program it came from" in refused(file)


def replace_part(path: Path, name: str, content: str | bytes | None) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist() if one != name}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, data in parts.items():
            archive.writestr(one, data)
        if content is not None:
            archive.writestr(name, content)


def test_a_part_with_a_wrong_checksum(file: Path) -> None:
    write(file, p("Text."))
    data = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        entry = archive.getinfo("word/document.xml")
    data[entry.header_offset + 30 + len(entry.filename) + 20] ^= 0xFF
    file.write_bytes(data)
    assert "is damaged;" in refused(file)


def test_a_workbook_with_the_wrong_suffix(file: Path) -> None:
    workbook = Path(__file__).parents[1] / "corpus" / "formats" / "sheets" / "loans.xlsx"
    file.write_bytes(workbook.read_bytes())
    assert "is damaged;" in refused(file)


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">'
    for before, after in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_billion_laughs_are_refused_before_any_part_is_parsed(
    name: str, encoding: str, file: Path
) -> None:
    write(file, p("Text."))
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    replace_part(file, name, f"{head}{LAUGHS}]><l>&j;</l>".encode(encoding))
    start = time.perf_counter()
    assert "has a part with a document type declaration" in refused(file)
    assert time.perf_counter() - start < 1


def test_a_local_file_is_not_read_by_an_entity(file: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("the secret words")
    write(file, p("Text."))
    declared = f'<!DOCTYPE l [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]>'
    replace_part(file, "word/document.xml", declared + xml("document", "&a;").split("?>")[1])
    assert "document type declaration" in refused(file)


# --- the zip's directory -----------------------------------------------------------------------


def test_a_zip_bomb_is_refused_from_its_directory_alone(file: Path) -> None:
    write(file, p("Text."))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.bin", bytes(30_000_000))
    data = bytearray(file.read_bytes())
    data[40:200] = bytes(160)  # whoever unpacks a part now fails in another way
    file.write_bytes(data)
    start = time.perf_counter()
    assert "grows more than 200-fold" in refused(file)
    assert time.perf_counter() - start < 0.5


def test_small_parts_may_be_repetitive(file: Path) -> None:
    write(file, p("Text. " * 150_000))
    assert docx.read(file).text.startswith("Text. Text.")


def test_many_parts_and_large_ones(file: Path) -> None:
    write(file, p("Text."))
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(5_000):
            archive.writestr(f"word/media/{number}", b"")
    assert "has more than 5,000 parts;" in refused(file)
    write(file, p("Text."))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("word/media/a", os.urandom(2_000))
    with pytest.raises(UnreadableDocument, match="would unpack to 0 MB, more than 0;"):
        zip_safety.check(file, largest_bytes=1_000)
    zip_safety.check(file, most_entries=20, largest_bytes=100_000)
    with pytest.raises(UnreadableDocument, match="more than 3 parts"):
        zip_safety.check(file, most_entries=3)


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/passwd", "word/../../x", "C:/x", "..\\evil", "\\\\host\\x"]
)
def test_names_that_point_outside(name: str, file: Path) -> None:
    write(file, p("Text."))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), b"x")
    assert "has a part that points outside of it;" in refused(file)


def directory_field(path: Path, offset: int, form: str, value: int) -> None:
    """Overwrite a field of the first entry of a zip's directory."""
    data = bytearray(path.read_bytes())
    struct.pack_into(form, data, data.index(b"PK\x01\x02") + offset, value)
    path.write_bytes(data)


def test_encrypted_parts_and_unusual_packing(file: Path) -> None:
    write(file, p("Text."))
    directory_field(file, 8, "<H", 1)
    assert "has encrypted parts; save it again without a password" in refused(file)
    write(file, p("Text."))
    directory_field(file, 10, "<H", 14)
    assert "is damaged;" in refused(file)


@pytest.mark.parametrize("size", [190_000_000, 4_000_000_000])
def test_a_directory_that_lies_about_sizes(size: int, file: Path) -> None:
    write(file, p("Text."))
    directory_field(file, 24, "<I", size)
    reason = refused(file)
    assert "grows more than" in reason or "would unpack to" in reason


# --- size and laws -----------------------------------------------------------------------------


def test_three_megabytes_are_read_in_five_seconds(file: Path) -> None:
    sentence = "The quays of the lagoon were paid by the fund in 1987, and the cranes were not. "
    rows = [tr(f"Quay {n}", f"{n}", f"{n * 2}") for n in range(2_000)]
    body = p(sentence * 4, r("Only bold. ", "<w:b/>")) * 7_000
    write(file, body + p("Table 1 Quays") + tbl(tr("Quay", "Dues", "Moorings"), *rows))
    with zipfile.ZipFile(file) as archive:
        assert archive.getinfo("word/document.xml").file_size > 3_000_000
    start = time.perf_counter()
    document = docx.read(file)
    assert time.perf_counter() - start < 5
    assert len(document.blocks) == 7_001


def test_a_hundred_levels_of_tables(word: Read) -> None:
    inner = p("deep")
    for _ in range(60):
        inner = tbl(tr(tc(inner + p(""))))
    assert word(inner, p("after")).text == "deep\n\nafter"


TEXTS = st.sampled_from(
    ["1", "Box 1 Oven", "Table 2 Rates", "Figure 3 Oven", "Source: law.", "", " "]
)
RUNS = st.one_of(
    TEXTS.map(r),
    st.just(NEW_PAGE),
    st.just(LAID_OUT),
    st.just(mark("footnote", 1)),
    st.just(text_box(p("Box 3 Inner") + p("x"))),
)
PARAGRAPHS = st.builds(
    lambda runs, style, more: p(*runs, style=style, more=more),
    st.lists(RUNS, max_size=3),
    st.sampled_from(["", "Titel", "berschrift1", "Kop", "Beschriftung", "Liste", "Seite"]),
    st.sampled_from(["", numbered(1), numbered(3, 1), "<w:sectPr/>"]),
)
CELLS = st.builds(tc, PARAGRAPHS, st.sampled_from(["", "", SPAN, DOWN, ON, SPAN + DOWN, SPAN + ON]))
ROWS = st.lists(CELLS, max_size=4).map(lambda row: tr(*row))
TABLES = st.lists(ROWS, max_size=5).map(lambda rows: tbl(*rows))


@settings(max_examples=150, deadline=None)
@given(body=st.lists(st.one_of(PARAGRAPHS, TABLES), max_size=8))
def test_whatever_the_parts_blocks_and_cells_are_where_they_say(
    body: list[str], tmp_path_factory: Any
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.docx"
    write(path, "".join(body), footnotes=note("footnote", 1, p("A note.")))
    document = docx.read(path)
    check_spans(document)
    assert not re.search(r"\t|\n{4}", document.text)

"""What every reader owes its callers, and what each format's reader sees."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from smeadvisor.domain.documents import Block, BlockKind, Cell, Document
from smeadvisor.errors import UnreadableDocument
from smeadvisor.ingestion.readers import READERS, read

EDITION = Path(__file__).parents[2] / "corpus" / "adb-2009-technology-and-innovation.md"

MARKDOWN = """
# Harbour grants

Grants are for boatyards – *small* ones.

## Who may apply

They are for:

- yards with **20** workers
- café owners

After the list.
"""
PLAIN = """\
1. Harbour grants

Grants are for boatyards – small ones.

1.1 Who may apply

They are for:

- yards with 20
  workers
- café owners

After the list.
"""
# Formats that are text with headings, paragraphs and lists: the same sample in each.
TEXTS = {".md": MARKDOWN, ".markdown": MARKDOWN, ".txt": PLAIN}
FORMATS = Path(__file__).parents[1] / "corpus" / "formats"
# One sample file for every reader, where it can be one that another program made; a new reader adds
# its own here.
SAMPLES: dict[str, bytes] = {
    **{suffix: text.encode() for suffix, text in TEXTS.items()},
    ".html": (FORMATS / "html" / "harbour-pandoc.html").read_bytes(),
    ".htm": (FORMATS / "html" / "harbour-libreoffice.html").read_bytes(),
    ".pdf": (FORMATS / "pdf" / "harbour-grants.pdf").read_bytes(),
    ".docx": (FORMATS / "docx" / "harbour-libreoffice.docx").read_bytes(),
    ".xlsx": (FORMATS / "sheets" / "innovation.xlsx").read_bytes(),
    ".csv": (FORMATS / "sheets" / "loans.csv").read_bytes(),
    ".tsv": b"yard\tboats\nDun\t5\nHolm\t7\n",
}


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], Document]:
    """Writes a file, with the indent of its text taken away, and reads it."""

    def write(name: str, text: str) -> Document:
        path = tmp_path / name
        path.write_text(dedent(text), encoding="utf-8", newline="")
        return read(path)

    return write


Written = Callable[[str, str], Document]


def words_of(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def of_kind(document: Document, *kinds: BlockKind) -> list[Block]:
    return [block for block, _ in walk(document.blocks) if block.kind in kinds]


def walk(
    blocks: tuple[Block, ...], parent: Block | None = None
) -> Iterator[tuple[Block, Block | None]]:
    for block in blocks:
        yield block, parent
        yield from walk(block.parts, block)


def cells_of(table: Block) -> list[list[tuple[tuple[str, ...], tuple[str, ...], str]]]:
    assert table.table is not None
    return [[(cell.row, cell.column, cell.text) for cell in row] for row in table.table.rows]


def check_spans(document: Document) -> None:
    """Every block inside the text, in order, apart from its siblings, and its parts inside it."""

    def check(blocks: tuple[Block, ...], start: int, end: int) -> None:
        last = start
        for block in blocks:
            assert last <= block.start <= block.end <= end
            check(block.parts, block.start, block.end)
            last = block.end
            if block.table:
                assert len(block.table.rows) == len(block.parts)
                for cells, row in zip(block.table.rows, block.parts, strict=True):
                    check_cells(cells, row)

    def check_cells(cells: tuple[Cell, ...], row: Block) -> None:
        last = row.start
        for cell in cells:
            assert last <= cell.start < cell.end <= row.end
            assert cell.text == document.text[cell.start : cell.end]
            assert cell.row == row.place.row
            last = cell.end

    check(document.blocks, 0, len(document.text))
    covered = {n for block in document.blocks for n in range(block.start, block.end)}
    loose = "".join(c for n, c in enumerate(document.text) if n not in covered)
    assert not loose.strip(), "text that is in no block"
    assert list(document.page_starts) == sorted(document.page_starts)


# --- every reader ------------------------------------------------------------------------------


def test_there_is_a_sample_for_every_reader() -> None:
    assert set(SAMPLES) == set(READERS), "add a sample file to SAMPLES"


@pytest.mark.parametrize("suffix", SAMPLES)
@pytest.mark.parametrize("case", [str.lower, str.upper], ids=["lower case", "upper case"])
def test_every_reader_keeps_the_contract(
    suffix: str, case: Callable[[str], str], tmp_path: Path
) -> None:
    path = tmp_path / f"harbour-grants{case(suffix)}"
    path.write_bytes(SAMPLES[suffix])
    document = read(path)
    check_spans(document)
    assert document.text.strip() and document.blocks
    assert document.id == path.name
    assert document.title.strip()
    assert document.metadata == {}
    assert read(path) == document


@pytest.mark.parametrize("suffix", TEXTS)
def test_headings_paragraphs_and_lists_are_seen_in_every_text(
    suffix: str, written: Written
) -> None:
    document = written(f"harbour-grants{suffix}", TEXTS[suffix])
    assert document.title.lower().endswith("harbour grants")
    assert document.page_starts == () and document.page_at(0) is None
    assert [block.kind.value for block in document.blocks] == [
        "heading",
        "prose",
        "heading",
        "prose",
        "list",
        "prose",
    ]
    first, second = of_kind(document, BlockKind.HEADING)
    outer, inner = words_of(document, first), words_of(document, second)
    assert (first.place.headings, second.place.headings) == ((outer,), (outer, inner))
    assert outer.endswith("Harbour grants") and inner.endswith("Who may apply")
    assert document.blocks[-1].place.headings == (outer, inner)
    assert words_of(document, document.blocks[1]) == "Grants are for boatyards – small ones."
    (items,) = of_kind(document, BlockKind.LIST)
    assert [words_of(document, item) for item in items.parts] == [
        "• yards with 20 workers",
        "• café owners",
    ]
    assert all(item.place.headings == (outer, inner) for item in items.parts)


@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "with BOM"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends_and_byte_order_marks_change_nothing(
    suffix: str, start: str, line_end: str, written: Written
) -> None:
    text = TEXTS[suffix]
    expected = written(f"sample{suffix}", text)
    assert written(f"sample{suffix}", start + text.replace("\n", line_end)) == expected
    assert not {"\r", "\ufeff"} & set(expected.text)


@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "has no text in it", id="empty"),
        pytest.param(b" \n\t\r\n \n", "has no text in it", id="white space"),
        pytest.param(b"\xef\xbb\xbf", "has no text in it", id="BOM alone"),
        pytest.param(b"one\x00two", "is not a text file", id="NUL"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", "is not UTF-8 text (byte 0)", id="binary"),
        pytest.param("A caf\xe9.".encode("latin-1"), "is not UTF-8 text (byte 5)", id="latin-1"),
        pytest.param("Text".encode("utf-16"), "is not UTF-8 text (byte 0)", id="UTF-16"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(
    suffix: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / f"bad file{suffix}"
    path.write_bytes(content)
    check_refusal(path, reason)


def check_refusal(path: Path, reason: str) -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        read(path)
    message = str(refusal.value)
    assert message.startswith(f"'{path.name}' ") and reason in message
    assert message.endswith(".") and "\n" not in message
    assert ";" in message, "a refusal says what to do or what is known"


@pytest.mark.parametrize("name", ["photo.jpg", "README", "report.md.zip", ".md"])
def test_an_unknown_format_is_refused_with_the_known_ones(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("Text.")
    check_refusal(path, f"known formats are {', '.join(READERS)}.")


@pytest.mark.parametrize("suffix", READERS)
def test_a_folder_or_a_missing_file_is_refused(suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"folder{suffix}").mkdir()
    check_refusal(tmp_path / f"folder{suffix}", "(Is a directory)")
    check_refusal(tmp_path / f"gone{suffix}", "(No such file or directory)")


@pytest.mark.parametrize("suffix", READERS)
def test_an_empty_file_is_refused_whatever_its_format(suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"empty{suffix}").touch()
    check_refusal(tmp_path / f"empty{suffix}", "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every file")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.md"
    path.write_text("Text.")
    path.chmod(0)
    check_refusal(path, "cannot be opened (Permission denied)")


# --- Markdown: a small sample ------------------------------------------------------------------

REPORT = """\
# 1. Report

Before the box.[^1]

> **Box 1.1 Small yards**
>
> They build boats:[^box-1.1-1]
>
> 1. hulls
> 2. masts
>
> **Box Table 1.1.1 Boats built**
>
> | Yard | Size › Small | Size › Large |
> |---|---|---|
> | Dun | 5 | 7 |
> | Holm | 1,186 | |
>
> Source: the yards.
>
> After the table.
>
> [^box-1.1-1]: Boats of *wood*.

[^1]: A footnote.

## 1.1 Section

**Figure 1.1 Two yards**

Source: maps.

<!-- page break -->

Text on page two, which <!-- page break --> goes on.

**Table 1.2 Rates (%)**

| | All |
|---|---|
| Rate | 6% |

Notes: of wages.

Source: law.

Page three.
"""


@pytest.fixture
def report(written: Written) -> Document:
    return written("report.md", REPORT)


def test_the_sample_report_keeps_the_contract(report: Document) -> None:
    check_spans(report)
    assert [block.kind.value for block in report.blocks] == [
        "heading",
        "prose",
        "box",
        "heading",
        "figure",
        "prose",
        "table",
        "prose",
        "footnote",
        "footnote",
    ]


def test_a_box_has_a_label_a_caption_and_parts(report: Document) -> None:
    (box,) = of_kind(report, BlockKind.BOX)
    assert (box.place.labels, box.place.caption) == (("Box 1.1",), "Small yards")
    assert box.place.headings == ("1. Report",)
    assert words_of(report, box).startswith("Box 1.1 Small yards\n\nThey build boats:")
    assert words_of(report, box).endswith("After the table.")
    assert [part.kind.value for part in box.parts] == ["prose", "list", "table", "prose"]
    assert all(part.place.labels[0] == "Box 1.1" for part, _ in walk(box.parts))
    assert [words_of(report, item) for item in box.parts[1].parts] == ["1. hulls", "2. masts"]


def test_a_table_in_a_box_has_both_labels_groups_and_a_joined_source(report: Document) -> None:
    (box,) = of_kind(report, BlockKind.BOX)
    table = box.parts[2]
    assert table.place.labels == ("Box 1.1", "Box Table 1.1.1")
    assert table.place.caption == "Boats built"
    assert table.table is not None
    assert table.table.columns == (("Yard",), ("Size", "Small"), ("Size", "Large"))
    assert cells_of(table) == [
        [(("Dun",), ("Size", "Small"), "5"), (("Dun",), ("Size", "Large"), "7")],
        [(("Holm",), ("Size", "Small"), "1,186")],
    ]
    assert words_of(report, table) == (
        "Box Table 1.1.1 Boats built\n"
        "Yard | Size Small | Size Large\n"
        "Dun | 5 | 7\n"
        "Holm | 1,186 | \n\n"
        "Source: the yards."
    )
    assert str(table.parts[0].place) == "Box 1.1 › Box Table 1.1.1 › Dun"


def test_notes_and_sources_join_their_table_or_figure(report: Document) -> None:
    (figure,) = of_kind(report, BlockKind.FIGURE)
    assert words_of(report, figure) == "Figure 1.1 Two yards\n\nSource: maps."
    assert (figure.place.labels, figure.place.caption) == (("Figure 1.1",), "Two yards")
    table = of_kind(report, BlockKind.TABLE)[1]
    assert words_of(report, table).endswith("Rate | 6%\n\nNotes: of wages.\n\nSource: law.")


def test_a_footnote_belongs_where_its_mark_stands(report: Document) -> None:
    first, boxed = of_kind(report, BlockKind.FOOTNOTE)
    assert (words_of(report, first), words_of(report, boxed)) == ("A footnote.", "Boats of wood.")
    assert str(first.place) == "Footnote 1, p. 1"
    assert str(boxed.place) == "Box 1.1 › Footnote 1, p. 1"
    assert first.place.headings == boxed.place.headings == ("1. Report",)
    assert report.blocks[1].footnotes == ("1",)
    assert of_kind(report, BlockKind.BOX)[0].parts[0].footnotes == ("box-1.1-1",)
    assert "^" not in report.text


def test_page_breaks_count_pages_between_and_inside_paragraphs(report: Document) -> None:
    pages = {
        words: report.page_at(report.text.index(words))
        for words in ("Before", "Source: maps", "Text on page two", "goes on", "Page three.")
    }
    assert pages == {
        "Before": 1,
        "Source: maps": 1,
        "Text on page two": 2,
        "goes on": 3,
        "Page three.": 3,
    }
    assert "Text on page two, which goes on." in report.text


# --- Markdown: particular cases ----------------------------------------------------------------


def test_raw_html_stays_text_and_comments_are_left_out(written: Written) -> None:
    document = written(
        "page.md",
        """\
        <script>alert("x")</script>

        A <b>bold</b> &lt;claim&gt;<!-- hidden --> &amp; one<br/>more.

        <!-- hidden
        too -->

        <div onclick="x()">

        *Inside.*

        </div>
        """,
    )
    check_spans(document)
    assert [words_of(document, block) for block in document.blocks] == [
        '<script>alert("x")</script>',
        "A <b>bold</b> <claim> & one more.",
        '<div onclick="x()">',
        "Inside.",
        "</div>",
    ]
    assert {block.kind for block in document.blocks} == {BlockKind.PROSE}


def test_nested_lists_keep_every_item_in_order(written: Written) -> None:
    document = written(
        "list.md",
        """\
        3. three
           - inner *one*
           - inner two

             its second paragraph
             - innermost
        4. four
        """,
    )
    check_spans(document)
    (items,) = document.blocks
    assert [words_of(document, item) for item in items.parts] == [
        "3. three",
        "• inner one",
        "• inner two its second paragraph",
        "• innermost",
        "4. four",
    ]


def test_nothing_inside_an_item_is_lost(written: Written) -> None:
    document = written(
        "list.md",
        """\
        - run this:

          ```
          make  index
          ```

          > quoted

          | a | b |
          |---|---|
          | 1 | 2 |
        - on page one
          <!-- page break -->
        - on page two
        """,
    )
    check_spans(document)
    (items,) = document.blocks
    assert [words_of(document, item) for item in items.parts] == [
        "• run this: make index quoted a b 1 2",
        "• on page one",
        "• on page two",
    ]
    assert [document.page_at(item.start) for item in items.parts] == [1, 1, 2]


def test_a_table_without_a_caption_has_no_label(written: Written) -> None:
    document = written(
        "t.md", "# H\n\nText.\n\n| A | B |\n|---|---|\n| x | 1 |\n\nNot its caption.\n"
    )
    check_spans(document)
    (table,) = of_kind(document, BlockKind.TABLE)
    assert (table.place.labels, table.place.caption) == ((), "")
    assert words_of(document, table) == "A | B\nx | 1"
    assert str(table.parts[0].place) == "H › x"


def test_rows_shorter_or_longer_than_the_header(written: Written) -> None:
    document = written(
        "t.md", "| A | B | C |\n|---|---|---|\n| x |\n| y | 1 | 2 | 3 |\n| | 4 | \\| |\n"
    )
    check_spans(document)
    (table,) = document.blocks
    assert cells_of(table) == [
        [],
        [(("y",), ("B",), "1"), (("y",), ("C",), "2")],
        [(("",), ("B",), "4"), (("",), ("C",), "|")],
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("| A | B |\n|---|---|\n", id="no rows"),
        pytest.param("| A |\n|---|\n| |\n", id="an empty row at the end"),
        pytest.param("> **Box 1 Nothing in it**\n", id="a box with only a title"),
        pytest.param("Text.\n\n<!-- page break -->\n", id="a page break at the end"),
    ],
)
def test_what_is_empty_at_the_end_stays_inside_the_text(text: str, written: Written) -> None:
    check_spans(written("end.md", text))
    followed = written("end.md", f"{text}\nAfter.\n")
    check_spans(followed)
    assert words_of(followed, followed.blocks[-1]) == "After."


@pytest.mark.parametrize(
    ("header", "rows", "labels"),
    [
        pytest.param(
            "| Region | Country | Programme | Features |",
            ["| Asia | India | Looms | Cheap |", "| Asia | India | Tools | Shared |"],
            3,
            id="words whose first column repeats",
        ),
        pytest.param(
            "| Industry | Delhi | Dhaka |",
            ["| 1 | Metal | Bricks |", "| 2 | Cars | Leather |"],
            1,
            id="words whose first column tells the rows apart",
        ),
        pytest.param(
            "| | Delhi | Dhaka |",
            ["| Wages | Low | High |", "| Wages | Low | Low |"],
            1,
            id="first column without a name",
        ),
        pytest.param(
            "| Firm | 2008 | 2009 |",
            ["| Small | 5% | 6% |", "| Small | 7 | Rs147 |"],
            1,
            id="figures",
        ),
    ],
)
def test_which_columns_name_the_rows(
    header: str, rows: list[str], labels: int, written: Written
) -> None:
    line = "|---" * header.count(" | ") + "|---|"
    document = written("t.md", "\n".join([header, line, *rows]))
    check_spans(document)
    (table,) = document.blocks
    columns = [name.strip() for name in header.strip("|").split("|")]
    for told, row in zip(cells_of(table), rows, strict=True):
        values = [value.strip() for value in row.strip("|").split("|")]
        assert told == [
            (tuple(values[:labels]), (column,), value)
            for column, value in zip(columns[labels:], values[labels:], strict=True)
        ]


def test_a_blockquote_that_is_no_box_is_running_text(written: Written) -> None:
    document = written("q.md", "> He said so.\n>\n> - once\n>\n> **Not a box** at all.\n")
    check_spans(document)
    assert [block.kind.value for block in document.blocks] == ["prose", "list", "prose"]
    assert all(block.place.labels == () for block in document.blocks)


def test_a_box_inside_a_box_is_part_of_it(written: Written) -> None:
    document = written(
        "b.md",
        """\
        > **Box 1 Outer**
        >
        > Outer text.
        >
        > > **Box 2 Inner**
        > >
        > > Inner text.
        >
        > Outer again.

        After.
        """,
    )
    check_spans(document)
    box, after = document.blocks
    assert [words_of(document, part) for part in box.parts] == [
        "Outer text.",
        "Box 2 Inner",
        "Inner text.",
        "Outer again.",
    ]
    assert {part.place.labels for part in box.parts} == {("Box 1",)}
    assert after.place.labels == ()


def test_a_heading_inside_a_box_ends_with_the_box(written: Written) -> None:
    document = written("b.md", "# A\n\n> **Box 1 B**\n>\n> ## C\n>\n> Inside.\n\nAfter.\n")
    check_spans(document)
    _, box, after = document.blocks
    assert box.place.headings == after.place.headings == ("A",)
    assert box.parts[1].place.headings == ("A", "C")


@pytest.mark.parametrize(
    "name", ["Table of contents", "Box office takings", "Figure skating is hard", "Tables 1 and 2"]
)
def test_a_bold_line_without_a_number_is_no_caption(name: str, written: Written) -> None:
    text = f"**{name}**\n\n| A | B |\n|---|---|\n| x | 1 |\n\n> **{name}**\n>\n> Text.\n"
    document = written("n.md", text)
    check_spans(document)
    assert [block.kind.value for block in document.blocks] == ["prose", "table", "prose", "prose"]
    assert all(block.place.labels == () for block, _ in walk(document.blocks))


@pytest.mark.parametrize(
    "label", ["Table 1", "Table 7.3.1", "Table A", "Table A1", "Table IV", "Table 2-3"]
)
@pytest.mark.parametrize("end", ["", ".", ":"])
def test_a_bold_line_with_a_number_or_a_letter_is_a_caption(
    label: str, end: str, written: Written
) -> None:
    document = written("n.md", f"**{label}{end} Boats**\n\n| A | B |\n|---|---|\n| x | 1 |\n")
    (table,) = document.blocks
    assert (table.place.labels, table.place.caption) == ((label,), "Boats")


def test_footnote_marks_in_captions_headers_and_cells_are_seen(written: Written) -> None:
    document = written(
        "f.md",
        """\
        # One

        > **Box 1 Boats**
        >
        > **Table 1 Yards**[^a]
        >
        > | A[^b] | B |
        > |---|---|
        > | x | 1[^c] |
        >
        > Source: yards.[^d]

        # Two

        Text.

        [^a]: note a
        [^b]: note b
        [^c]: note c
        [^d]: note d
        """,
    )
    check_spans(document)
    (table,) = of_kind(document, BlockKind.TABLE)
    assert table.place.labels == ("Box 1", "Table 1")
    notes = of_kind(document, BlockKind.FOOTNOTE)
    assert [(str(note.place), note.place.headings) for note in notes] == [
        (f"Box 1 › Footnote {mark}", ("One",)) for mark in "abcd"
    ]


def test_a_footnote_of_several_parts_parts_its_words(written: Written) -> None:
    document = written(
        "f.md", "Text[^1].\n\n[^1]: First.\n\n    - one\n    - two\n\n    Last.\n\nMore[^1].\n"
    )
    check_spans(document)
    assert words_of(document, document.blocks[-1]).split() == ["First.", "one", "two", "Last."]
    assert document.text.count("First.") == 1


def test_a_footnote_written_in_place_is_a_footnote(written: Written) -> None:
    document = written("f.md", "Text^[said *here*] and[^n] on.\n\n[^n]: there\n")
    check_spans(document)
    assert [words_of(document, block) for block in document.blocks] == [
        "Text and on.",
        "said here",
        "there",
    ]
    assert [str(block.place) for block in document.blocks[1:]] == ["Footnote 1", "Footnote n"]


def test_links_code_and_emphasis_leave_their_words(written: Written) -> None:
    document = written(
        "i.md",
        "See [the *law*](http://x.y) and `code`, ![a map](m.png)\nover\\\ntwo lines.\n\n***\n",
    )
    assert document.text == "See the law and code, a map over two lines."


def test_without_a_heading_the_file_gives_the_title(written: Written) -> None:
    assert written("boats.md", "Text.\n").title == "boats.md"
    assert written("small_boat-yards.txt", "Text.\n").title == "small boat yards"


# --- Markdown: the shipped edition -------------------------------------------------------------


@pytest.fixture(scope="module")
def edition() -> Document:
    return read(EDITION)


def labelled(document: Document, kind: BlockKind, label: str) -> list[Block]:
    return [block for block in of_kind(document, kind) if block.place.labels[-1:] == (label,)]


def test_the_edition_keeps_the_contract(edition: Document) -> None:
    check_spans(edition)
    assert edition.id == EDITION.name
    assert edition.title == "7. Technology and Innovation"
    assert len(edition.page_starts) == 15
    assert len(of_kind(edition, BlockKind.BOX)) == 8
    assert len(of_kind(edition, BlockKind.TABLE)) == 11
    assert len(of_kind(edition, BlockKind.FIGURE)) == 4
    assert len(of_kind(edition, BlockKind.FOOTNOTE)) == 10
    assert not [mark for mark in ("**", "[^", "<!--", "<br", "|--", "\n>") if mark in edition.text]


def test_the_edition_s_headings_nest(edition: Document) -> None:
    headings = [block.place.headings[1:] for block in of_kind(edition, BlockKind.HEADING)]
    links = "7.3 Assisting SMEs through Links with Large Enterprises and Cluster-based Development"
    assert headings == [
        (),
        ("7.1 Innovation Across Enterprises in Developing Asia",),
        ("7.2 Assisting SMEs with Technology and Learning",),
        (links,),
        (links, "Fostering Links between SMEs and Large Enterprises"),
        (links, "Clusters"),
    ]


def test_a_programme_of_table_7_5_is_named_by_region_country_and_programme(
    edition: Document,
) -> None:
    tables = labelled(edition, BlockKind.TABLE, "Table 7.5")
    assert len(tables) == 4
    row = next(
        row
        for row in tables[0].parts
        if row.place.row[-1] == "Local Enterprise Technical Assistance Scheme"
    )
    assert str(row.place) == "Table 7.5 › Singapore › Local Enterprise Technical Assistance Scheme"
    assert row.place.row[:2] == ("Southeast Asia", "Singapore")
    features = [cell for cells in cells_of(tables[0]) for cell in cells if cell[0] == row.place.row]
    assert features == [
        (
            row.place.row,
            ("Features",),
            "Provides up to 50% funding support to hire external experts to improve management "
            "and operations.",
        )
    ]


def test_the_table_of_box_7_8_is_named_by_its_numbers(edition: Document) -> None:
    (table,) = labelled(edition, BlockKind.TABLE, "Box 7.8")
    assert table.place.caption == "A Framework to Induce Functional Industry-Clusters"
    assert [len(row) for row in cells_of(table)] == [3, 3, 3]
    assert cells_of(table)[1] == [
        (("2",), ("Delhi, India",), "Auto component industry"),
        (("2",), ("Dhaka, Bangladesh",), "Tannery industry"),
        (("2",), ("Colombo, Sri Lanka",), "Rubber industry"),
    ]


def test_figures_of_table_7_1_stand_under_their_group(edition: Document) -> None:
    (table,) = labelled(edition, BlockKind.TABLE, "Table 7.1")
    told = {(row, column): text for cells in cells_of(table) for row, column, text in cells}
    assert len(told) == 18
    upgraded = ("Upgraded an existing product line",)
    assert told[upgraded, ("South Asia", "Medium")] == "70.9%"
    assert told[upgraded, ("East and Southeast Asia", "Medium")] == "63.3%"
    assert words_of(edition, table).endswith(
        "Source: Authors' estimates using World Bank Enterprise Survey database."
    )


def test_footnotes_of_the_edition_stand_with_their_boxes_and_pages(edition: Document) -> None:
    notes = [str(note.place) for note in of_kind(edition, BlockKind.FOOTNOTE)]
    assert notes == [
        "Footnote 42, p. 1",
        "Box 7.3 › Footnote 1, p. 2",
        "Footnote 43, p. 3",
        "Footnote 44, p. 3",
        "Box 7.4 › Footnote 1, p. 6",
        "Box 7.4 › Footnote 2, p. 6",
        "Box 7.4 › Footnote 3, p. 6",
        "Footnote 45, p. 6",
        "Footnote 46, p. 10",
        "Footnote 47, p. 11",
    ]


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("Firms are central players", 1),
        ("With these conceptual issues", 2),
        ("Maksimovic (2007) using", 3),
        ("Figure 7.1 Innovation in Exporting", 4),
        ("Table 7.3 Main Influence", 5),
        ("government agency entrusted", 8),
        ("UNIDO provides some design", 16),
    ],
)
def test_pages_of_the_edition(words: str, page: int, edition: Document) -> None:
    assert edition.page_at(edition.text.index(words)) == page


# --- plain text --------------------------------------------------------------------------------


def test_numbered_headings_nest_by_their_numbers(written: Written) -> None:
    document = written(
        "t.txt",
        """\
        7. Technology

        7.3 Assisting SMEs through
        links with large firms

        Text of 7.3 stands here.

        7.3.1 Clusters

        Deep text.

        8 Finance

        Money.
        """,
    )
    check_spans(document)
    links = "7.3 Assisting SMEs through links with large firms"
    assert [block.place.headings for block in document.blocks if block.kind == "prose"] == [
        ("7. Technology", links),
        ("7. Technology", links, "7.3.1 Clusters"),
        ("8 Finance",),
    ]


def test_a_numbered_sentence_is_no_heading(written: Written) -> None:
    long = "14 car assemblers stand at the top of " + "a very long value chain " * 5
    document = written("t.txt", f"3 apples fell.\n\n700 suppliers came\n\n{long}\n")
    assert [block.kind.value for block in document.blocks] == ["prose", "prose", "prose"]


def test_lists_with_continuation_lines_and_their_announcement(written: Written) -> None:
    document = written(
        "t.txt",
        """\
        Key elements
        include:
        * Work with an existing
          cluster of SMEs.
        * Encourage links.

        1) first
           of two
        2) second

        1. Product
        2. Process
        """,
    )
    check_spans(document)
    assert [block.kind.value for block in document.blocks] == ["prose", "list", "list", "list"]
    assert document.text == (
        "Key elements include:\n\n"
        "• Work with an existing cluster of SMEs.\n• Encourage links.\n\n"
        "1. first of two\n2. second\n\n"
        "1. Product\n2. Process"
    )


def test_form_feeds_end_pages(written: Written) -> None:
    document = written("t.txt", "Page one.\n\fPage two.\n\nStill two.\n\f\n\fPage four.\n\f")
    check_spans(document)
    assert [(words_of(document, b), document.page_at(b.start)) for b in document.blocks] == [
        ("Page one.", 1),
        ("Page two.", 2),
        ("Still two.", 2),
        ("Page four.", 4),
    ]


def test_markdown_marks_and_html_mean_nothing_in_plain_text(written: Written) -> None:
    text = "# Not a heading <b>here</b>\n\n> **Box 1 No box**\n\n| a | b |\n"
    document = written("t.txt", text)
    assert [block.kind.value for block in document.blocks] == ["prose"] * 3
    assert document.text == text.strip()

"""Text as programs extract it from pages: nothing lost, and as much structure as its lines show.

The raw text of the shipped report is compared with the report's Markdown edition, which people
made from the printed pages: what a perfect reading of the raw text would give.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.domain.documents import Block, BlockKind, Document
from smeadvisor.ingestion.readers import markdown, plain_text
from smeadvisor.text.sentences import sentences

ROOT = Path(__file__).resolve().parents[2]
NAME = "adb-2009-technology-and-innovation"
RAW_PATH = ROOT / "tests" / "corpus" / f"{NAME}.raw.txt"

Read = Callable[[str], Document]
Told = list[tuple[tuple[str, ...], tuple[str, ...], str]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write(text: str) -> Document:
        path = tmp_path / "text.txt"
        path.write_text(dedent(text), encoding="utf-8", newline="")
        return plain_text.read(path)

    return write


@pytest.fixture(scope="module")
def raw() -> Document:
    return plain_text.read(RAW_PATH)


@pytest.fixture(scope="module")
def edition() -> Document:
    return markdown.read(ROOT / "corpus" / f"{NAME}.md")


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from walk(block.parts)


def of_kind(document: Document, *kinds: BlockKind) -> list[Block]:
    return [block for block in walk(document.blocks) if block.kind in kinds]


def words_of(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def told(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, words_of(document, block)) for block in document.blocks]


def cells(table: Block) -> Told:
    assert table.table is not None
    return [(cell.row, cell.column, cell.text) for row in table.table.rows for cell in row]


def check_spans(document: Document) -> None:
    """All text is in blocks, parts are inside their wholes, cells where they say."""

    def check(blocks: tuple[Block, ...], last: int, end: int) -> None:
        for block in blocks:
            assert last <= block.start <= block.end <= end
            check(block.parts, block.start, block.end)
            last = block.end
            for row in block.table.rows if block.table else ():
                for cell in row:
                    assert document.text[cell.start : cell.end] == cell.text

    check(document.blocks, 0, len(document.text))
    covered = {n for block in document.blocks for n in range(block.start, block.end)}
    assert not "".join(c for n, c in enumerate(document.text) if n not in covered).strip()
    assert list(document.page_starts) == sorted(document.page_starts)


# --- no word is lost -----------------------------------------------------------------------------


def word_counts(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def kept_words(document: Document) -> Counter[str]:
    """The words of a document as its file has them.

    A group label is printed once, the number of a footnote twice, the name of a nameless column
    never.
    """
    counts = word_counts(document.text)
    for block in of_kind(document, BlockKind.TABLE):
        columns = block.table.columns if block.table else ()
        for before, path in zip(((), *columns), columns, strict=False):
            if path[:1] == before[:1] and len(path) > 1:
                counts -= word_counts(path[0])
            if re.fullmatch(r"column \d+", " ".join(path)):
                counts -= word_counts(path[0])
    for note in of_kind(document, BlockKind.FOOTNOTE):
        counts[note.place.labels[-1].split()[-1]] += 2
    return counts


def test_no_word_of_the_raw_text_is_lost_or_doubled(raw: Document) -> None:
    check_spans(raw)
    text = RAW_PATH.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^Table 7\.5 continued on next page$", "", text)
    upright = {
        "South Asia": r"So\s+ut\s+h\s+As\s+ia",
        "Southeast Asia": r"So\s+ut\s+he\s+as\s+t A\s+si\s+a",
        "East Asia": r"Ea\s+st\s+A\s+si\s+a",
    }
    for label, pattern in upright.items():
        text = re.sub(rf"(?m)^{pattern}$", label, text)
    assert kept_words(raw) == word_counts(text)


def test_the_hyphens_of_the_raw_text_stay_in_their_words(raw: Document) -> None:
    kept = ["low-productivity", "non-exporters", "one-third", "2001–02", "third-tier", "part-time"]
    assert all(word in raw.text for word in kept)
    assert not re.search(r"\w[-–—] (?!or\b)\w", raw.text)


WORDS = st.sampled_from(
    "Boats boats Yards grants Small Large Total Coast harbour which with from across 2009 45 7.5 "
    "Box Table Figure Source Notes 3 services.4 ends. crew, (2009). continued".split()
)
PHRASE = st.lists(WORDS, min_size=2, max_size=12).map(" ".join)
NUMBER = st.integers(1, 30).map(str)
FIGURES = st.lists(st.integers(0, 99).map(str), min_size=1, max_size=4).map(" ".join)
LABEL = st.tuples(st.sampled_from(["Box", "Table", "Figure", "Box Table"]), NUMBER).map(" ".join)
LINE = st.one_of(
    PHRASE,
    PHRASE.map(lambda text: f" {text}"),
    PHRASE.map(lambda text: text.replace(" ", "\t")),
    st.tuples(PHRASE, FIGURES).map(" ".join),
    st.tuples(LABEL, PHRASE).map(" ".join),
    st.tuples(NUMBER, PHRASE).map("\t ".join),
    st.tuples(NUMBER, PHRASE).map(". ".join),
    st.tuples(st.sampled_from(["•", "-", "-\t", "1.", "2)"]), PHRASE).map(" ".join),
    st.tuples(st.sampled_from(["Source:", "Notes:"]), PHRASE).map(" ".join),
    FIGURES,
    st.sampled_from(["", "", "", "\f"]),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(LINE, max_size=40).map("\n".join))
def test_no_word_of_any_text_is_lost_or_doubled(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "generated.txt"
    path.write_text(text, encoding="utf-8", newline="")
    document = plain_text.read(path)
    check_spans(document)
    assert kept_words(document) == word_counts(text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_characters_can_be_read(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_text(text.replace("\x00", ""), encoding="utf-8", newline="")
    check_spans(plain_text.read(path))


# --- the raw text against its edition ------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", [BlockKind.HEADING, BlockKind.BOX, BlockKind.FIGURE, BlockKind.FOOTNOTE]
)
def test_headings_boxes_figures_and_footnotes_of_the_edition_are_found(
    kind: BlockKind, raw: Document, edition: Document
) -> None:
    def names(document: Document) -> list[tuple[str, ...]]:
        return sorted(block.place.labels for block in of_kind(document, kind))

    if kind is BlockKind.HEADING:
        assert [block.place.headings for block in of_kind(raw, kind)] == [
            block.place.headings for block in of_kind(edition, kind)
        ]
    assert names(raw) == names(edition)


def test_boxes_have_the_captions_of_the_edition(raw: Document, edition: Document) -> None:
    def captions(document: Document) -> list[tuple[tuple[str, ...], str]]:
        found = of_kind(document, BlockKind.BOX, BlockKind.FIGURE)
        return sorted((block.place.labels, block.place.caption) for block in found)

    assert captions(raw) == captions(edition)


def test_labelled_tables_are_found_and_one_without_a_caption_is_not(
    raw: Document, edition: Document
) -> None:
    def labels(document: Document) -> Counter[tuple[str, ...]]:
        return Counter(block.place.labels for block in of_kind(document, BlockKind.TABLE))

    # Two parts of Table 7.5 stand side by side on one page; nothing names the table of Box 7.8.
    missing = labels(edition) - labels(raw)
    assert missing == {("Table 7.5",): 1, ("Box 7.8",): 1}
    assert not labels(raw) - labels(edition)


def test_figures_stand_in_the_cells_of_the_edition(raw: Document, edition: Document) -> None:
    def numeric(document: Document) -> set[tuple[object, ...]]:
        return {
            (table.place.labels, *cell)
            for table in of_kind(document, BlockKind.TABLE)
            for cell in cells(table)
            if re.fullmatch(r"[\d.,]+%?", cell[2])
        }

    wanted = numeric(edition)
    missing = wanted - numeric(raw)
    assert len(wanted) == 200
    assert {cell[0] for cell in missing} == {("Table 7.6",)} and len(missing) == 2
    assert not numeric(raw) - wanted


def test_programmes_of_a_table_of_words_keep_their_features(
    raw: Document, edition: Document
) -> None:
    def features(document: Document) -> dict[str, str]:
        tables = of_kind(document, BlockKind.TABLE)
        found = [cell for table in tables for cell in cells(table)]
        return {row[-1]: text for row, _, text in found if row[-1] and "7.5" not in text}

    wanted, found = features(edition), features(raw)
    programme = "Local Enterprise Technical Assistance Scheme"
    assert found[programme] == wanted[programme]
    right = [
        name
        for name, text in wanted.items()
        if any(label.endswith(name) and value == text for label, value in found.items())
    ]
    assert len(right) >= 28


def test_sentences_of_the_edition_stand_whole_in_one_block(
    raw: Document, edition: Document
) -> None:
    kinds = (BlockKind.PROSE, BlockKind.ITEM, BlockKind.FOOTNOTE)
    stretches = [
        (block.place.labels[:1], words_of(raw, block))
        for block in of_kind(raw, *kinds, BlockKind.TABLE, BlockKind.FIGURE)
    ]
    wanted = [
        (block.place.labels[:1], words_of(edition, block)[start:end])
        for block in of_kind(edition, *kinds)
        for start, end in sentences(words_of(edition, block))
    ]
    missing = [text for _, text in wanted if not any(text in whole for _, whole in stretches)]
    # Words that the extraction ran together; the edition parted them.
    assert [text.split(",")[0] for text in missing] == [
        "To help enterprises expand overseas",
        "The agency works through a network of Overseas Centers",
    ]
    elsewhere = [
        text
        for labels, text in wanted
        if text not in missing
        and not any(text in whole and labels == held for held, whole in stretches)
    ]
    # Three notes or labels that the edition, not the page, puts elsewhere.
    assert len(wanted) == 337 and len(elsewhere) <= 3


# --- paragraphs ----------------------------------------------------------------------------------


def test_lines_are_one_paragraph_and_tabs_are_spaces(read: Read) -> None:
    document = read("The\tharbour \nboard grants\t loans\nto yards.\n\nIt is small.\n")
    assert told(document) == [
        ("prose", "The harbour board grants loans to yards."),
        ("prose", "It is small."),
    ]


def test_a_short_line_that_ends_a_sentence_ends_the_paragraph(read: Read) -> None:
    document = read(
        """\
        The harbour board has granted loans to many small yards
        on the coast.
        The town has a fund of its own, which grants nothing to
        yards that build.
        """
    )
    assert [text[:9] for _, text in told(document)] == ["The harbo", "The town "]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The low-\nproductivity yards. All productivity is low.", "low-productivity yards"),
        ("The produc-\ntivity of yards. All productivity is low.", "The productivity of"),
        ("The co-\noperative yard is one of the cooperative yards.", "The cooperative yard"),
        ("The long-term and long-\nterm loans of a term so long.", "and long-term loans"),
        ("From 2001–\n02 on.", "From 2001–02 on."),
        ("Many yards—\nnot all—build.", "Many yards—not all—build."),
        ("An Anglo-\nSaxon yard.", "An Anglo-Saxon yard."),
        ("A state-of-the-\nart yard.", "A state-of-the-art yard."),
        ("A yard -\nnot large.", "A yard - not large."),
    ],
)
def test_words_cut_at_a_line_end_are_made_whole(text: str, whole: str, read: Read) -> None:
    assert whole in read(text).text


PAGES = """\
The harbour board grants loans to those yards which have
built boats for at least five years and which have never

4\t As the board told in its yearly account of the loans.

Table 1 Loans granted by the board

Small Large
Building 45 46
Repair 7 8

Source: the board.
\fowed more than a tenth of what they own.4 It grants no
loans to others.

Source: the fund of the town.

Box 2 The Fund of the Town

The fund is older than the board and smaller than it, and
it grants no loans to anyone who also owes money to the

board.

and so the yards borrow where they can.
"""


def test_a_paragraph_goes_on_after_what_interrupts_it(read: Read) -> None:
    document = read(PAGES)
    check_spans(document)
    assert [block.kind.value for block in document.blocks] == [
        "table",
        "prose",
        "box",
        "footnote",
    ]
    prose = document.blocks[1]
    assert words_of(document, prose) == (
        "The harbour board grants loans to those yards which have built boats for at least five "
        "years and which have never owed more than a tenth of what they own. It grants no loans "
        "to others."
    )
    assert prose.footnotes == ("4",)
    pages = [document.page_at(document.text.index(word)) for word in ("Table 1", "five", "owed")]
    assert pages == [1, 1, 2]
    note = document.blocks[-1]
    assert words_of(document, note) == "As the board told in its yearly account of the loans."
    assert str(note.place) == "Footnote 4, p. 2"


def test_a_source_before_a_box_is_the_box_s(read: Read) -> None:
    document = read(PAGES)
    box = document.blocks[2]
    assert (box.place.labels, box.place.caption) == (("Box 2",), "The Fund of the Town")
    assert [words_of(document, part)[-26:] for part in box.parts] == [
        "to anyone who also owes money to the board."[-26:],
        "and so the yards borrow where they can."[-26:],
        "Source: the fund of the town."[-26:],
    ]


def test_a_box_ends_where_the_paragraph_before_it_goes_on(read: Read) -> None:
    document = read(
        """\
        The harbour board grants loans to those yards which have

        Box 1 A Yard

        The yard at Dun builds boats of wood.

        built boats for at least five years.
        """
    )
    assert [block.kind.value for block in document.blocks] == ["box", "prose"]
    assert document.blocks[1].place.labels == ()
    assert document.text.endswith("to those yards which have built boats for at least five years.")


@pytest.mark.parametrize(
    "end", ["Box 2 Another", "Figure 1 A Boat", "Table 1 Boats\n\nOak 1 2\nElm 3 4", "2. Loans"]
)
def test_a_box_ends_at_the_next_caption_or_heading(end: str, read: Read) -> None:
    document = read(f"Box 1 A Yard\n\nIt builds boats.\n\n{end}\n\nThe end.\n")
    assert document.blocks[0].place.labels == ("Box 1",)
    assert words_of(document, document.blocks[0]) == "Box 1 A Yard\n\nIt builds boats."


def test_a_sentence_that_begins_with_a_label_is_no_caption(read: Read) -> None:
    document = read("Box 2 describes the fund\nof the town.\n\nTable 1, too, tells of it.\n")
    assert [kind for kind, _ in told(document)] == ["prose", "prose"]


# --- headings ------------------------------------------------------------------------------------


def test_headings_with_and_without_numbers(read: Read) -> None:
    document = read(
        """\
        2.\t Loans\tand\tGrants

        2.1\t Loans\tof\tthe\tHarbour\tBoard\tto\tYards
        That\tBuild

        The board grants loans to yards that build boats of wood.

        Grants of the Town

        The town grants what the board does not, and it is slower.

        Oak

        Elm
        """
    )
    paths = [block.place.headings for block in document.blocks if block.kind == "prose"]
    first = ("2. Loans and Grants", "2.1 Loans of the Harbour Board to Yards That Build")
    assert paths == [first, *[(*first, "Grants of the Town")] * 3]


@pytest.mark.parametrize(
    "line", ["47 26 36 50", "1 General metal\nindustry", "32.4% 45.6%", "14 boats were built"]
)
def test_a_line_with_a_number_is_no_heading_without_a_name(line: str, read: Read) -> None:
    document = read(f"The board grants loans to yards that build boats of wood.\n\n{line}\n")
    assert [block.kind.value for block in document.blocks] == ["prose", "prose"]


# --- footnotes -----------------------------------------------------------------------------------


def test_a_number_without_a_reference_stays_in_the_text(read: Read) -> None:
    document = read("The board grants loans.5 It is small.\n\n6\t See the account.\n")
    assert told(document) == [
        ("prose", "The board grants loans.5 It is small."),
        ("prose", "6 See the account."),
    ]


def test_footnotes_are_tied_in_the_order_of_their_numbers(read: Read) -> None:
    document = read(
        "Boats.2 Loans,1 grants.2 Yards.3\n\n1\t One.\n\n2\t Two.\n\n3\t Three.\n\nEnd. 4\n"
    )
    assert told(document) == [
        ("prose", "Boats.2 Loans, grants. Yards."),
        ("prose", "End. 4"),
        ("footnote", "One."),
        ("footnote", "Two."),
        ("footnote", "Three."),
    ]


@pytest.mark.parametrize("text", ["It costs 1.5 now.", "In CO2 they trust.", "See p.1, too."])
def test_a_number_that_is_no_reference_is_left_alone(text: str, read: Read) -> None:
    for number in ("1", "2", "5"):
        document = read(f"{text}\n\n{number}\t See the account.\n")
        assert document.text == f"{text}\n\n{number} See the account."


# --- lists ---------------------------------------------------------------------------------------


def test_items_set_apart_are_one_list_and_an_item_may_be_cut(read: Read) -> None:
    document = read(
        """\
        The loans are for:

        •\t yards that build boats of wood and that have never

        owed anything;

        •\t yards that mend boats.

        1. First.

        2. Second.

        7. Seventh of another list, which is not in this text.
        """
    )
    assert told(document)[1:] == [
        (
            "list",
            "• yards that build boats of wood and that have never owed anything;\n"
            "• yards that mend boats.",
        ),
        ("list", "1. First.\n2. Second."),
        ("list", "7. Seventh of another list, which is not in this text."),
    ]


# --- tables --------------------------------------------------------------------------------------


def the_table(document: Document) -> Block:
    [table] = of_kind(document, BlockKind.TABLE)
    return table


def columns(document: Document) -> tuple[tuple[str, ...], ...]:
    table = the_table(document).table
    assert table is not None
    return table.columns


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("Small Large", ((), ("Small",), ("Large",))),
        ("2008 2009", ((), ("2008",), ("2009",))),
        ("Yards\nSmall Large", ((), ("Yards", "Small"), ("Yards", "Large"))),
        ("Small\nLarge", ((), ("Small",), ("Large",))),
        ("Kind of yard Small Large", (("Kind of yard",), ("Small",), ("Large",))),
        ("Small yards Large yards", ((), ("Small yards",), ("Large yards",))),
        ("Share in May Share in June", ((), ("Share in May",), ("Share in June",))),
        ("Share of yards", ((), ("column 1",), ("column 2",))),
        ("", ((), ("column 1",), ("column 2",))),
    ],
)
def test_column_names_are_read_where_they_can_be_counted(
    header: str, names: tuple[tuple[str, ...], ...], read: Read
) -> None:
    document = read(f"Table 1 Boats built\n\n{header}\n\nOak 45 46\nElm 7 –\n")
    assert columns(document) == names
    assert cells(the_table(document))[-4:] == [
        (("Oak",), names[1], "45"),
        (("Oak",), names[2], "46"),
        (("Elm",), names[1], "7"),
        (("Elm",), names[2], "–"),
    ]
    assert word_counts(header) - word_counts(document.text) == Counter()


def test_groups_of_equal_width(read: Read) -> None:
    text = (
        "Table 1 Boats\n\nNorth Coast South Coast\nSmall All Small All\nOak 1 2 3 4\nElm 5 6 7 8\n"
    )
    north, south = "North Coast", "South Coast"
    assert columns(read(text))[1:] == (
        (north, "Small"),
        (north, "All"),
        (south, "Small"),
        (south, "All"),
    )


def test_a_scale_has_its_label_to_itself(read: Read) -> None:
    text = "Table 1 Boats\n\nNumber of workers\nKind 0 1–4 5+ All\nOak 1 2 3 4\nElm 5 6 7 8\n"
    workers = "Number of workers"
    assert columns(read(text)) == (
        ("Kind",),
        (workers, "0"),
        (workers, "1–4"),
        (workers, "5+"),
        ("All",),
    )


def test_row_labels_of_several_lines(read: Read) -> None:
    document = read(
        """\
        Table 1 Boats built
        (% of yards)

        Small Large

        Boats that had been built of
        oak 1 2
        Boats of elm 3 4
        built elsewhere
        Iron

        5 6
        Other kinds

        Boats of reed 7 8

        Notes: in May.

        The text goes on.
        """
    )
    table = the_table(document)
    assert table.place.caption == "Boats built (% of yards)"
    assert [part.place.row[0] for part in table.parts] == [
        "Boats that had been built of oak",
        "Boats of elm built elsewhere",
        "Iron",
        "Other kinds",
        "Boats of reed",
    ]
    assert words_of(document, table).endswith("Boats of reed | 7 | 8\n\nNotes: in May.")
    assert told(document)[-1] == ("prose", "The text goes on.")


def test_a_table_without_a_note_ends_with_its_last_row(read: Read) -> None:
    document = read("Table 1 Boats\n\nOak 1 2\nElm 3 4\n\nThe end\n\nOf all.\n")
    assert [kind for kind, _ in told(document)] == ["table", "prose", "prose"]


def test_a_table_of_words_keeps_them_under_its_caption(read: Read) -> None:
    document = read(
        """\
        Table 1 Schemes

        Scheme What it gives

        Looms -\t cheap credit for
        new looms.

        -\t repairs.

        Fairs -\t travel.

        Table 1 continued on next page
        """
    )
    assert cells(the_table(document)) == [
        (("Looms",), (), "cheap credit for new looms. repairs."),
        (("Fairs",), (), "travel."),
    ]
    assert the_table(document).place.labels == ("Table 1",)
    assert "continued" not in document.text


def test_a_table_set_in_columns(read: Read) -> None:
    document = read(
        """\
        Table 1: Yards by year

        Year   Small yards   Large yards
        2008   12            1,200
        2009   14            none
        """
    )
    assert columns(document) == (("Year",), ("Small yards",), ("Large yards",))
    assert cells(the_table(document))[2:] == [
        (("2009",), ("Small yards",), "14"),
        (("2009",), ("Large yards",), "none"),
    ]


def test_rows_that_a_year_names(read: Read) -> None:
    document = read("Table 1 Yards\n\nYear Small Large\n2008 12 13\n2009 14 15\n2010 16 17\n")
    assert columns(document) == (("Year",), ("Small",), ("Large",))
    assert cells(the_table(document))[0] == (("2008",), ("Small",), "12")


def test_a_caption_with_prose_below_it_is_a_line_of_text(read: Read) -> None:
    text = (
        "The board grants loans to yards that have built boats of wood for at least five years and "
        "that have never owed."
    )
    document = read(f"Table 1 Boats\n\n{text}\n")
    assert told(document) == [("prose", "Table 1 Boats"), ("prose", text)]

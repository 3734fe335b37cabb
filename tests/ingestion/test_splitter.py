"""The laws of the splitter, on generated documents, on the shipped edition and case by case."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smeadvisor.domain.documents import Block, BlockKind, Document, Passage
from smeadvisor.ingestion.document_builder import DocumentBuilder, Inline
from smeadvisor.ingestion.readers import read
from smeadvisor.ingestion.splitter import Splitter
from smeadvisor.text.sentences import sentences

EDITION = Path(__file__).parents[2] / "corpus" / "adb-2009-technology-and-innovation.md"


def count_tokens(text: str) -> int:
    return len(text.split())


def splitter(budget: int) -> Splitter:
    return Splitter(count_tokens, budget)


# --- generated documents -----------------------------------------------------------------------

words = st.one_of(
    st.sampled_from(
        "firm loom R&D S$65 1,186 50–70% café 企業 😀 ß et al. (Kim 2004) U.S.".split()
    ),
    st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=6),
)
phrases = st.lists(words, min_size=1, max_size=10).map(" ".join)
statements = st.tuples(phrases, st.sampled_from([".", "?", "!", "”.", " …"])).map("".join)
paragraphs = st.tuples(
    st.sampled_from(["", "", "", "Source: "]),
    st.lists(statements, min_size=1, max_size=5).map(" ".join),
    st.sampled_from(["", "", ":"]),
).map("".join)
labels = st.integers(1, 9).map(str)


@st.composite
def inlines(draw: st.DrawFn, text: st.SearchStrategy[str]) -> Inline:
    """A text that may have a footnote mark and a page break anywhere in it."""
    drawn = draw(text)
    offsets = st.integers(0, len(drawn))
    marks = draw(st.lists(st.tuples(offsets, st.sampled_from("abc")), max_size=1))
    return Inline(drawn, tuple(marks), tuple(draw(st.lists(offsets, max_size=1))))


def add_prose(draw: st.DrawFn, builder: DocumentBuilder) -> None:
    builder.paragraph(draw(inlines(paragraphs)))


def add_list(draw: st.DrawFn, builder: DocumentBuilder) -> None:
    marks = st.sampled_from(["•", "1."])
    item = st.tuples(marks, inlines(st.one_of(phrases, paragraphs)))
    builder.list_of(draw(st.lists(item, min_size=1, max_size=6)))


def add_announced_list(draw: st.DrawFn, builder: DocumentBuilder) -> None:
    builder.paragraph(Inline(draw(paragraphs) + ":"))
    add_list(draw, builder)


def add_table(draw: st.DrawFn, builder: DocumentBuilder) -> None:
    width = draw(st.integers(1, 4))
    caption = draw(st.none() | st.tuples(st.just("Table "), labels, st.just(" Rates")).map("".join))
    names = st.sampled_from(["", "Firm", "Small", "Large"])
    columns = [tuple(draw(st.lists(names, max_size=2))) for _ in range(width)]
    cell = inlines(st.sampled_from(["", "6%", "1,186", "Asia", "Looms and tools – cheap"]))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), max_size=4))
    builder.table(Inline(caption) if caption else None, columns, rows, draw(st.sampled_from("ab")))


def add_figure(draw: st.DrawFn, builder: DocumentBuilder) -> None:
    builder.figure(Inline(f"Figure {draw(labels)} {draw(phrases)}"))


def add_heading(draw: st.DrawFn, builder: DocumentBuilder) -> None:
    builder.heading(draw(st.integers(1, 3)), Inline(draw(phrases)))


def add_page_break(_: st.DrawFn, builder: DocumentBuilder) -> None:
    builder.page_break()


INSIDE = [add_prose, add_prose, add_list, add_announced_list, add_table, add_figure, add_heading]


def add_box(draw: st.DrawFn, builder: DocumentBuilder) -> None:
    builder.open_box(f"Box {draw(labels)}", draw(phrases))
    for add in draw(st.lists(st.sampled_from(INSIDE), max_size=4)):
        add(draw, builder)
    builder.close_box()


@st.composite
def documents(draw: st.DrawFn) -> Document:
    builder = DocumentBuilder()
    for add in draw(st.lists(st.sampled_from([*INSIDE, add_box, add_page_break]), max_size=8)):
        add(draw, builder)
    for mark in draw(st.sampled_from(["", "a", "abc"])):
        builder.footnote(mark, draw(st.lists(paragraphs.map(Inline), max_size=2)))
    return builder.build("generated.md")


budgets = st.integers(5, 80)


def leaves(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks that hold text of their own, boxes opened."""
    for block in blocks:
        if block.kind is BlockKind.BOX:
            yield from leaves(block.parts)
        elif block.kind is not BlockKind.HEADING:
            yield block


def levels(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Blocks that stand side by side: those of the document, and those of each box."""
    yield blocks
    for block in blocks:
        if block.kind is BlockKind.BOX:
            yield block.parts


def tokens_of(document: Document, start: int, end: int, block: Block) -> int:
    text = document.text[start:end]
    passage = Passage("", document.id, document.title, text, block.place, start, end)
    return count_tokens(passage.searchable_text)


def check_passages(document: Document, passages: Sequence[Passage]) -> None:
    """Offsets, ids, order, pages and cells of every passage."""
    assert len({passage.id for passage in passages}) == len(passages)
    for passage in passages:
        assert passage.text == document.text[passage.start : passage.end]
        assert passage.text.strip()
        assert (passage.document_id, passage.title) == (document.id, document.title)
        if passage.place.kind is not BlockKind.FOOTNOTE:
            assert passage.place.page == document.page_at(passage.start)
        if passage.parent:
            start, end = passage.parent
            assert start <= passage.start and passage.end <= end
            assert passage.parent != (passage.start, passage.end)
        assert not passage.cells or passage.parent, "a row has a table"
        for cell in passage.cells:
            assert passage.start <= cell.start < cell.end <= passage.end
            assert cell.text == document.text[cell.start : cell.end]
            assert cell.row == passage.place.row
    spans = [(passage.start, -passage.end) for passage in passages]
    assert spans == sorted(spans)


def is_whole(document: Document, table: Block, budget: int) -> bool:
    """Whether a table is short enough for a passage of its own."""
    rows = [cells for cells in table.table.rows if cells] if table.table else []
    return not rows or tokens_of(document, table.start, table.end, table) <= 2 * budget


def check_nothing_is_lost(document: Document, passages: Sequence[Passage], budget: int) -> None:
    """Every character is in a passage; of a long table, those of its rows and notes."""
    held = {offset for passage in passages for offset in range(passage.start, passage.end)}
    for block in leaves(document.blocks):
        stretches = [(block.start, block.end)]
        if block.table and not is_whole(document, block, budget):
            rows = zip(block.parts, block.table.rows, strict=True)
            stretches = [(row.start, row.end) for row, cells in rows if cells]
            stretches.append((block.parts[-1].end, block.end))
        lost = [n for start, end in stretches for n in range(start, end) if n not in held]
        assert not "".join(document.text[n] for n in lost).strip()


def cuts(document: Document) -> set[int]:
    """Where a reader would let a text be cut: at the ends of blocks, items and sentences."""
    ends = set()
    for block in leaves(document.blocks):
        ends |= {block.end, *(part.end for part in block.parts)}
        if not block.parts:
            text = document.text[block.start : block.end]
            ends |= {block.start + end for _, end in sentences(text)}
    return ends


def check_budget(document: Document, passages: Sequence[Passage], budget: int) -> None:
    ends = cuts(document)
    for passage in passages:
        if passage.place.kind in (BlockKind.TABLE, BlockKind.ROW):
            continue
        limit = budget * (2 if passage.place.kind is BlockKind.LIST else 1)
        could_be_cut = any(passage.start < end < passage.end for end in ends)
        assert count_tokens(passage.searchable_text) <= limit or not could_be_cut
        if passage.place.kind in (BlockKind.LIST, BlockKind.BOX):
            continue
        # Where names and context leave less than half, half is for the words.
        words = count_tokens(passage.text)
        around = count_tokens(passage.searchable_text) - words
        assert words <= max(limit - around, limit // 2)
        assert passage.end in ends or document.text[passage.end].isspace()


def check_tables(document: Document, passages: Sequence[Passage], budget: int) -> None:
    """The whole of a short table with its rows as parts, each row that has values, a long one's notes."""
    told = [one for one in passages if one.place.kind in (BlockKind.TABLE, BlockKind.ROW)]
    expected: list[tuple[int, int, BlockKind]] = []
    for block in leaves(document.blocks):
        if block.table and document.text[block.start : block.end].strip():
            rows = [
                (row.start, row.end, BlockKind.ROW)
                for row, cells in zip(block.parts, block.table.rows, strict=True)
                if cells
            ]
            if is_whole(document, block, budget):
                expected += [(block.start, block.end, BlockKind.TABLE), *rows]
            else:
                last = block.parts[-1].end
                notes = document.text[last : block.end]
                start = last + len(notes) - len(notes.lstrip())
                expected += rows
                expected += [(start, block.end, BlockKind.TABLE)] if notes.strip() else []
    assert [(one.start, one.end, one.place.kind) for one in told] == expected
    assert all(bool(one.cells) is (one.place.kind is BlockKind.ROW) for one in told)
    for whole in told:
        rows_of_it = [one for one in told if one.parent == whole.span]
        assert list(whole.parts) == (rows_of_it if whole.place.kind is BlockKind.TABLE else [])


def check_wholes(document: Document, passages: Sequence[Passage], budget: int) -> None:
    """What fits is one passage: a box, a list, a list with the paragraph that announces it."""
    spans = {(passage.start, passage.end) for passage in passages}
    for blocks in levels(document.blocks):
        for block in blocks:
            inside = [p for p in passages if block.start <= p.start and p.end <= block.end]
            if block.kind is BlockKind.BOX:
                if tokens_of(document, block.start, block.end, block) <= budget:
                    assert (block.start, block.end) in spans
                    kinds = {passage.place.kind for passage in inside}
                    assert kinds <= {BlockKind.BOX, BlockKind.TABLE, BlockKind.ROW}
                else:
                    assert (block.start, block.end) not in spans
    for blocks in levels(document.blocks):
        for first, second in pairwise(blocks):
            if second.kind is not BlockKind.LIST:
                continue
            announced = first.kind is BlockKind.PROSE and document.text[
                first.start : first.end
            ].endswith(":")
            start = first.start if announced else second.start
            if tokens_of(document, start, second.end, second) <= 2 * budget:
                assert any(p.start <= start and second.end <= p.end for p in passages)


def check_sections(document: Document, passages: Sequence[Passage]) -> None:
    """No passage reaches over a heading, but a box with a heading inside it."""
    headings = [
        block
        for blocks in levels(document.blocks)
        for block in blocks
        if block.kind is BlockKind.HEADING
    ]
    for passage in passages:
        if passage.place.kind is not BlockKind.BOX:
            assert not [h for h in headings if passage.start <= h.start < passage.end]


def check_all(document: Document, budget: int) -> list[Passage]:
    passages = splitter(budget).split(document)
    check_passages(document, passages)
    check_nothing_is_lost(document, passages, budget)
    check_budget(document, passages, budget)
    check_tables(document, passages, budget)
    check_wholes(document, passages, budget)
    check_sections(document, passages)
    return passages


@settings(max_examples=200, deadline=None)
@given(documents(), budgets)
def test_every_document_is_split_by_the_laws(document: Document, budget: int) -> None:
    check_all(document, budget)


@settings(max_examples=50, deadline=None)
@given(documents(), budgets)
def test_the_same_document_is_split_the_same_way(document: Document, budget: int) -> None:
    assert splitter(budget).split(document) == splitter(budget).split(document)


@settings(max_examples=100, deadline=None)
@given(documents())
def test_every_block_of_a_built_document_lies_inside_its_text(document: Document) -> None:
    last = 0
    for block in document.blocks:
        assert last <= block.start <= block.end <= len(document.text)
        assert all(block.start <= part.start <= part.end <= block.end for part in block.parts)
        last = block.end


# --- the shipped edition -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def edition() -> Document:
    return read(EDITION)


@pytest.mark.parametrize("budget", [30, 120, 250, 5_000])
def test_the_edition_is_split_by_the_laws(budget: int, edition: Document) -> None:
    assert check_all(edition, budget)


def test_the_principles_stand_with_their_announcement(edition: Document) -> None:
    (passage,) = [
        one
        for one in splitter(250).split(edition)
        if "Encourage links with large firms" in one.text
    ]
    assert passage.text.startswith("UNIDO provides some design principles")
    assert passage.text.endswith("Ensure interventions do not crowd out private initiative")
    assert str(passage.place) == "Clusters, p. 16"


def test_a_row_of_the_edition_states_its_columns(edition: Document) -> None:
    (passage,) = [
        one
        for one in splitter(250).split(edition)
        if one.place.labels == ("Table 7.1",)
        and one.place.row[:1]
        and "Upgraded" in one.place.row[0]
    ]
    assert passage.stated.startswith("Upgraded an existing product line. ")
    assert "South Asia Medium: 70.9%" in passage.stated
    assert "Table 7.1. Asian Enterprises that Undertook Innovation (%)" in passage.searchable_text


# --- case by case ------------------------------------------------------------------------------


def prose(*paragraphs_: str) -> Document:
    builder = DocumentBuilder()
    for paragraph in paragraphs_:
        builder.paragraph(Inline(paragraph))
    return builder.build("d", "T")


def texts(document: Document, budget: int) -> list[str]:
    return [passage.text for passage in splitter(budget).split(document)]


def test_an_empty_document_has_no_passages() -> None:
    assert splitter(50).split(DocumentBuilder().build("d")) == []


def test_headings_alone_are_no_passages() -> None:
    builder = DocumentBuilder()
    builder.heading(1, Inline("One"))
    builder.heading(2, Inline("Two"))
    assert splitter(50).split(builder.build("d")) == []


def test_a_short_paragraph_joins_its_neighbour_and_a_long_one_stands_alone() -> None:
    long = " ".join(["word"] * 30) + "."
    assert texts(prose("Short one.", "Short two."), 100) == ["Short one.\n\nShort two."]
    assert texts(prose(long, "Short."), 100) == [f"{long}\n\nShort."]
    assert texts(prose(long, long), 100) == [long, long]
    assert texts(prose(long, "Short."), 31) == [long, "Short."]


def test_a_long_paragraph_is_cut_at_the_ends_of_sentences() -> None:
    assert texts(prose("One two three. Four five six. Seven eight nine."), 7) == [
        "One two three. Four five six.",
        "Seven eight nine.",
    ]


def test_a_sentence_longer_than_the_budget_is_cut_at_spaces() -> None:
    long = " ".join(f"word{n}" for n in range(40)) + "."
    found = texts(prose(f"One two. {long} Three four."), 10)
    assert " ".join(found) == f"One two. {long} Three four."
    assert all(count_tokens(f"T {text}") <= 10 for text in found)


def test_a_long_word_at_the_beginning_does_not_keep_a_sentence_whole() -> None:
    address = "https://example.org/" + "a" * 300
    found = texts(prose(f"{address} " + " ".join(["word"] * 20) + "."), 10)
    assert found[0].startswith(address) and len(found) > 1
    assert all(count_tokens(f"T {text}") <= 10 for text in found)


def test_a_text_without_spaces_is_never_cut_inside_a_word() -> None:
    word = "a" * 5_000
    assert texts(prose(f"{word} {word}."), 5) == [f"{word} {word}."]
    by_letters = Splitter(len, 50).split(prose(f"{word} {word}."))
    assert [passage.text for passage in by_letters] == [word, f"{word}."]


def _listed(items: int, announced: bool = True) -> Document:
    builder = DocumentBuilder()
    if announced:
        builder.paragraph(Inline("They are these:"))
    builder.list_of([("•", Inline(f"item {n}.")) for n in range(items)])
    builder.paragraph(Inline("Not in the list."))
    return builder.build("d", "T")


def test_a_list_up_to_twice_the_budget_stays_whole_with_its_announcement() -> None:
    first, last = texts(_listed(8), 14)
    assert first.startswith("They are these:\n\n• item 0.") and first.endswith("• item 7.")
    assert count_tokens(first) == 27
    assert last == "Not in the list."


def test_a_list_beyond_twice_the_budget_is_cut_between_items() -> None:
    *parts, last = texts(_listed(12), 10)
    assert parts[0].startswith("They are these:\n\n• item 0.")
    assert all(part.startswith("• ") for part in parts[1:])
    assert "\n".join(parts).count("• item") == 12
    assert all(count_tokens(f"T {part}") <= 20 for part in parts)
    assert last == "Not in the list."


def test_a_list_without_an_announcement_stands_alone() -> None:
    assert texts(_listed(2, announced=False), 50) == ["• item 0.\n• item 1.", "Not in the list."]


def _boxed(long: bool) -> Document:
    builder = DocumentBuilder()
    builder.open_box("Box 1", "Yards")
    builder.paragraph(Inline(" ".join(["word"] * (45 if long else 3)) + "."))
    builder.table(None, [("Yard",), ("Boats",)], [[Inline("Dun"), Inline("5")]])
    builder.paragraph(Inline("The yards say so."))
    builder.close_box()
    return builder.build("d", "T")


def test_a_box_that_fits_is_whole_and_its_table_is_told_again() -> None:
    assert texts(_boxed(long=False), 50) == [
        "Box 1 Yards\n\nword word word.\n\nYard | Boats\nDun | 5\n\nThe yards say so.",
        "Yard | Boats\nDun | 5",
        "Dun | 5",
    ]


def test_a_box_that_does_not_fit_is_split_by_its_parts_and_keeps_its_name() -> None:
    document = _boxed(long=True)
    passages = splitter(50).split(document)
    assert [passage.place.kind.value for passage in passages] == ["prose", "table", "row", "prose"]
    assert all(passage.place.labels == ("Box 1",) for passage in passages)
    assert all("Box 1. Yards" in passage.searchable_text for passage in passages)


def test_a_passage_stands_on_the_page_where_it_begins() -> None:
    builder = DocumentBuilder()
    builder.paragraph(Inline("One two three. Four five six.[a]", ((29, "a"),), (15,)))
    builder.page_break()
    builder.paragraph(Inline("On the third page."))
    builder.footnote("a", [Inline("A note.")])
    passages = splitter(5).split(builder.build("d", "T"))
    assert [(passage.text[:4], passage.place.page) for passage in passages] == [
        ("One ", 1),
        ("Four", 2),
        ("On t", 3),
        ("A no", 2),
    ]


# --- footnotes and what they are notes to ------------------------------------------------------


def _noted(text: str, offset: int | None, note: str = "Only where firms pay.") -> Passage:
    """The passage of a footnote whose mark stands at an offset of a paragraph, or nowhere."""
    builder = DocumentBuilder()
    builder.paragraph(Inline("First line. It stays."))
    builder.paragraph(Inline(text, ((offset, "a"),) if offset is not None else ()))
    builder.paragraph(Inline("Last line."))
    builder.footnote("a", [Inline(note)])
    return splitter(50).split(builder.build("d", "T"))[-1]


TWO = "Loans grew fast. Grants fell by half."


@pytest.mark.parametrize(
    ("offset", "context"),
    [
        pytest.param(5, "Loans grew fast.", id="inside the first sentence"),
        pytest.param(16, "Loans grew fast.", id="after its full stop"),
        pytest.param(23, "Grants fell by half.", id="inside the second"),
        pytest.param(len(TWO), "Grants fell by half.", id="at the very end"),
        pytest.param(None, "", id="nobody refers to it"),
    ],
)
def test_a_footnote_is_found_with_the_sentence_that_carries_its_mark(
    offset: int | None, context: str
) -> None:
    passage = _noted(TWO, offset)
    assert passage.context == context
    said = [line for line in ("T › Footnote a", context, "Only where firms pay.") if line]
    assert passage.searchable_text == "\n".join(said)
    assert passage.text == "Only where firms pay.", "the context is nowhere else"


def test_a_note_to_an_item_or_a_row_has_that_line_as_context() -> None:
    builder = DocumentBuilder()
    builder.list_of([("•", Inline("Cranes.")), ("•", Inline("New docks.", ((9, "a"),)))])
    row = [Inline("Dun"), Inline("5", ((1, "b"),))]
    builder.table(None, [("Yard",), ("Boats",)], [row, [Inline("Ros"), Inline("7")]])
    builder.footnote("a", [Inline("Wet ones.")])
    builder.footnote("b", [Inline("Counted twice.")])
    *_, wet, counted = splitter(50).split(builder.build("d", "T"))
    assert (wet.context, counted.context) == ("• New docks.", "Dun | 5")


def test_a_long_footnote_is_cut_so_that_its_context_fits_too() -> None:
    note = " ".join(f"Word{n} is one." for n in range(12))
    builder = DocumentBuilder()
    builder.paragraph(Inline(TWO, ((5, "a"),)))
    builder.footnote("a", [Inline(note)])
    found = splitter(20).split(builder.build("d", "T"))[1:]
    assert len(found) > 1 and " ".join(passage.text for passage in found) == note
    assert {passage.context for passage in found} == {"Loans grew fast."}
    assert all(count_tokens(passage.searchable_text) <= 20 for passage in found)


# --- tables, short and long --------------------------------------------------------------------


def _tabled(rows: int, note: str = "Source: Harbour office.") -> list[Passage]:
    builder = DocumentBuilder()
    cells = [[Inline(f"Yard {n}"), Inline(str(n))] for n in range(rows)]
    builder.table(Inline("Table 1 Boats"), [("Yard",), ("Boats",)], cells)
    builder.paragraph(Inline(note))
    return splitter(20).split(builder.build("d", "T"))


def test_a_short_table_is_told_whole_and_row_by_row() -> None:
    whole, *rows = _tabled(2)
    assert whole.text.startswith("Table 1 Boats") and whole.text.endswith("Harbour office.")
    assert [row.text for row in rows] == ["Yard 0 | 0", "Yard 1 | 1"]
    assert whole.parts == tuple(rows) == whole.pieces
    assert {row.parent for row in rows} == {whole.span}
    assert rows[0].pieces == (rows[0],)


def test_a_long_table_is_told_by_its_rows_and_its_notes() -> None:
    *rows, notes = _tabled(30)
    assert [row.text for row in rows] == [f"Yard {n} | {n}" for n in range(30)]
    assert (notes.text, notes.place.kind, notes.parts) == (
        "Source: Harbour office.",
        BlockKind.TABLE,
        (),
    )
    assert "Table 1. Boats" in notes.searchable_text
    assert all(row.parent and not row.parts for row in rows)


def test_a_long_table_without_notes_is_its_rows() -> None:
    assert len(_tabled(30, note="")) == 30

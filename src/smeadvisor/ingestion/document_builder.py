"""Builds a Document piece by piece, so that every block knows its offsets from birth.

Readers know formats and call this; this knows structure and no format.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from smeadvisor.domain.documents import Block, BlockKind, Cell, Document, Place, Table
from smeadvisor.text.sentences import is_note

# What follows the word is a number or a letter: "Table 7.1", "Box A", "Figure IV", not "Table of".
_LABEL = re.compile(
    r"(?P<label>(?:Box\s+Table|Table|Box|Figure)\s+(?:\w*\d\w*|[A-Z]|[IVXLC]+)(?:[.\-]\w+)*)"
    r"[.:]?(?:\s+(?P<caption>\S.*))?$",
    re.DOTALL,
)
COLUMN_SEPARATOR = " › "
CELL_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Inline:
    """Text of one paragraph, cell or item with what stands inside it: footnote marks, page breaks.

    Both are (offset in `text`, mark) and offsets in `text`.
    """

    text: str
    footnote_marks: tuple[tuple[int, str], ...] = ()
    page_breaks: tuple[int, ...] = ()


def label_and_caption(text: str) -> tuple[str, str] | None:
    """("Table 7.1", "Asian Enterprises…") where a line names a box, table or figure, else None."""
    match = _LABEL.match(text)
    if match is None:
        return None
    return " ".join(match["label"].split()), (match["caption"] or "").strip()


@dataclass
class _Box:
    start: int
    end: int
    label: str
    caption: str
    headings: list[tuple[int, str]]
    parts: list[Block] = field(default_factory=list)


class DocumentBuilder:
    """Collects text and blocks in reading order; `build` makes the Document."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._headings: list[tuple[int, str]] = []
        self._blocks: list[Block] = []
        self._box: _Box | None = None
        self._page_starts: list[int] = []
        self._noted: dict[str, tuple[int, Place]] = {}
        self._first_heading = ""

    def heading(self, level: int, inline: Inline) -> None:
        """Open a section; it closes those of the same and deeper levels."""
        text = inline.text
        self._first_heading = self._first_heading or text
        self._headings = [entry for entry in self._headings if entry[0] < level]
        start, end = self._write(inline)
        self._headings.append((level, text))
        self._add(Block(BlockKind.HEADING, start, end, self._place(BlockKind.HEADING)))

    def paragraph(self, inline: Inline) -> None:
        """Add running text; a note or source line joins the table or figure right before it."""
        if not inline.text:
            return
        siblings = self._siblings()
        start, end = self._write(inline)
        if (
            siblings
            and is_note(inline.text)
            and siblings[-1].kind in (BlockKind.TABLE, BlockKind.FIGURE)
        ):
            last = siblings.pop()
            siblings.append(
                Block(
                    last.kind, last.start, end, last.place, last.parts, last.table, last.footnotes
                )
            )
            return
        marks = _names(inline)
        self._add(Block(BlockKind.PROSE, start, end, self._place(BlockKind.PROSE), footnotes=marks))

    def list_of(self, items: Sequence[tuple[str, Inline]]) -> None:
        """Add a list; each item is (mark, text), the mark being "•" or a number such as "1."."""
        place = self._place(BlockKind.LIST)
        item_place = self._place(BlockKind.ITEM)
        parts = []
        for number, (mark, inline) in enumerate(items, 1):
            separator = "\n" if number < len(items) else "\n\n"
            lead = len(mark) + 1
            start, end = self._write(
                Inline(
                    f"{mark} {inline.text}",
                    tuple((offset + lead, name) for offset, name in inline.footnote_marks),
                    tuple(offset + lead for offset in inline.page_breaks),
                ),
                separator,
            )
            marks = _names(inline)
            parts.append(Block(BlockKind.ITEM, start, end, item_place, footnotes=marks))
        if parts:
            self._add(Block(BlockKind.LIST, parts[0].start, parts[-1].end, place, tuple(parts)))

    @property
    def in_box(self) -> bool:
        """Whether a box is open."""
        return self._box is not None

    def open_box(self, label: str, caption: str) -> None:
        """Begin a box; what follows belongs to it until `close_box`. Boxes do not nest."""
        start, end = self._write(Inline(f"{label} {caption}".strip()))
        self._box = _Box(start, end, label, caption, list(self._headings))

    def close_box(self) -> None:
        """End the open box and the sections opened inside it."""
        box, self._box = self._box, None
        if box is None:
            raise ValueError("close_box without open_box")
        self._headings = box.headings
        place = Place(self._heading_path(), BlockKind.BOX, (box.label,), box.caption)
        end = box.parts[-1].end if box.parts else box.end
        self._blocks.append(Block(BlockKind.BOX, box.start, end, place, tuple(box.parts)))

    def table(
        self,
        caption: Inline | None,
        columns: Sequence[tuple[str, ...]],
        rows: Iterable[Sequence[Inline]],
        column_notes: Sequence[str] = (),
        label_columns: int | None = None,
    ) -> None:
        """Add a table: its caption line, a line of column names if there are any, a line a row.

        `column_notes` are the marks of the footnotes that the column names refer to.
        `label_columns` says how many leading columns name the rows; None has it guessed by
        `_label_columns`.
        """
        rows = [list(row) for row in rows]
        named = label_and_caption(caption.text) if caption else None
        labels = (*self._labels(), *((named[0],) if named else ()))
        if named:
            title = named[1]
        elif caption:
            title = caption.text
        else:
            title = self._box.caption if self._box else ""
        place = Place(self._heading_path(), BlockKind.TABLE, labels, title)
        start = self._length
        end = self._table_head(caption, columns, column_notes, bool(rows))
        if self._length == start and len(rows) <= 1:
            self._lone_row(rows, place)
            return
        if label_columns is None:
            label_columns = _label_columns(columns, rows)
        parts, cells = [], []
        for number, row in enumerate(rows, 1):
            row_cells, block = self._row(row, columns, label_columns, place, number == len(rows))
            cells.append(row_cells)
            parts.append(block)
        end = parts[-1].end if parts else end
        table = Table(tuple(tuple(path) for path in columns), tuple(cells))
        self._add(Block(BlockKind.TABLE, start, end, place, tuple(parts), table))

    def figure(self, caption: Inline) -> None:
        """Add a figure by its caption; its picture is not read."""
        label, title = label_and_caption(caption.text) or ("", caption.text)
        start, end = self._write(caption)
        labels = (*self._labels(), label) if label else self._labels()
        place = Place(self._heading_path(), BlockKind.FIGURE, labels, title)
        self._add(Block(BlockKind.FIGURE, start, end, place))

    def footnote(self, mark: str, paragraphs: Sequence[Inline]) -> None:
        """Add a footnote; it belongs where its mark stood, however late in the file it is defined."""
        number = mark.rsplit("-", 1)[-1]
        offset, place = self._noted.get(mark, (self._length, self._place(BlockKind.FOOTNOTE)))
        page = bisect_right(self._page_starts, offset) + 1 if self._page_starts else None
        place = replace(place, labels=(*place.labels, f"Footnote {number}"), caption="", page=page)
        spans = [self._write(inline) for inline in paragraphs if inline.text]
        if spans:
            anchor = offset if mark in self._noted else None
            start, end = spans[0][0], spans[-1][1]
            self._blocks.append(Block(BlockKind.FOOTNOTE, start, end, place, anchor=anchor))

    def page_break(self) -> None:
        """The next text stands on a new page."""
        self._page_starts.append(self._length)

    def build(self, identifier: str, title: str = "") -> Document:
        """The finished document; its title is the given one, else its first heading."""
        return Document(
            id=identifier,
            title=title or self._first_heading or identifier,
            text="".join(self._pieces[:-1]),  # all but the last separator
            blocks=tuple(self._blocks),
            page_starts=tuple(self._page_starts),
        )

    def _table_head(
        self,
        caption: Inline | None,
        columns: Sequence[tuple[str, ...]],
        column_notes: Sequence[str],
        has_rows: bool,
    ) -> int:
        """Write what stands above the rows of a table; returns where it ends."""
        lines = [caption] if caption else []
        if any(name for path in columns for name in path):
            header = CELL_SEPARATOR.join(" ".join(path) for path in columns)
            lines.append(Inline(header, tuple((0, mark) for mark in column_notes)))
        else:
            for mark in column_notes:
                self._refer(mark, self._length)
        end = self._length
        for number, line in enumerate(lines, 1):
            _, end = self._write(line, "\n" if has_rows or number < len(lines) else "\n\n")
        return end

    def _lone_row(self, rows: Sequence[Sequence[Inline]], place: Place) -> None:
        """A row with nothing above it is the whole table, so it is no part of one."""
        for row in rows:
            start = end = self._length
            for number, inline in enumerate(row, 1):
                _, end = self._write(inline, CELL_SEPARATOR if number < len(row) else "\n\n")
            self._add(Block(BlockKind.TABLE, start, end, place, table=Table((), ())))

    def _row(
        self,
        row: Sequence[Inline],
        columns: Sequence[tuple[str, ...]],
        label_columns: int,
        place: Place,
        is_last: bool,
    ) -> tuple[tuple[Cell, ...], Block]:
        labels = tuple(inline.text for inline in row[:label_columns])
        start = self._length
        cells = []
        for number, inline in enumerate(row):
            separator = CELL_SEPARATOR if number < len(row) - 1 else "\n\n" if is_last else "\n"
            cell_start, cell_end = self._write(inline, separator)
            if number >= label_columns and inline.text:
                column = tuple(columns[number]) if number < len(columns) else ()
                cells.append(Cell(labels, column, inline.text, cell_start, cell_end))
        row_place = Place(place.headings, BlockKind.ROW, place.labels, place.caption, labels)
        return tuple(cells), Block(BlockKind.ROW, start, cell_end, row_place)

    def _write(self, inline: Inline, separator: str = "\n\n") -> tuple[int, int]:
        start = self._length
        self._page_starts += [start + offset for offset in inline.page_breaks]
        for offset, mark in inline.footnote_marks:
            self._refer(mark, start + offset)
        self._pieces += [inline.text, separator]
        self._length += len(inline.text) + len(separator)
        return start, start + len(inline.text)

    def _refer(self, mark: str, offset: int) -> None:
        self._noted.setdefault(mark, (offset, self._place(BlockKind.FOOTNOTE)))

    def _add(self, block: Block) -> None:
        self._siblings().append(block)

    def _siblings(self) -> list[Block]:
        return self._box.parts if self._box else self._blocks

    def _labels(self) -> tuple[str, ...]:
        return (self._box.label,) if self._box else ()

    def _heading_path(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._headings)

    def _place(self, kind: BlockKind) -> Place:
        caption = self._box.caption if self._box else ""
        return Place(self._heading_path(), kind, self._labels(), caption)


def _names(inline: Inline) -> tuple[str, ...]:
    """The marks of the footnotes that a text refers to."""
    return tuple(name for _, name in inline.footnote_marks)


# What names a row is short; what describes it is longer, on average over a column.
_NAME_WORDS = 8


def _label_columns(columns: Sequence[tuple[str, ...]], rows: Sequence[Sequence[Inline]]) -> int:
    """How many leading columns name the rows rather than hold values.

    A table with figures has one, and so has a table whose first column tells the rows apart by
    itself or has no name; another table of words is named by the columns before the first that
    describes or counts (region, country, programme → features, budget), or by all but its last.
    """
    first = [row[0].text if row else "" for row in rows]
    if len(columns) < 3 or not any(columns[0]) or len(set(first)) == len(first):
        return 1
    body = [cell.text for row in rows for cell in row[1:]]
    numeric = sum(any(character.isdigit() for character in text[:8]) for text in body)
    if numeric * 2 > len(body):
        return 1
    described = (place for place in range(1, len(columns)) if _describes(rows, place))
    return next(described, len(columns) - 1)


def _describes(rows: Sequence[Sequence[Inline]], place: int) -> bool:
    """Whether a column holds sentences or figures rather than names."""
    texts = [row[place].text for row in rows if place < len(row) and row[place].text]
    words = sum(len(text.split()) for text in texts)
    numeric = sum(any(character.isdigit() for character in text[:8]) for text in texts)
    return words > _NAME_WORDS * len(texts) or numeric * 2 > len(texts)

"""Tables whose cells span columns and rows, as HTML and Word have them.

It knows which rows name the columns, what a spanned cell says where, and which rows across the
table are its caption and its notes. It knows no format: cells come as lines of text with their
spans.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from smeadvisor.ingestion.document_builder import DocumentBuilder, Inline
from smeadvisor.text.sentences import is_note


@dataclass(slots=True)
class SpannedCell:
    """A cell as it is written: once, with the columns and rows that it spans (0: all that follow)."""

    inline: Inline
    is_header: bool = False
    width: int = 1
    height: int = 1

    def again(self) -> "SpannedCell":
        """The cell where it is repeated: the page began where it stood first."""
        return replace(self, inline=replace(self.inline, page_breaks=()))


_EMPTY = SpannedCell(Inline(""))
# Spans that make a table so many times larger than what is written in it are not believed.
_LARGEST_GROWTH = 20


@dataclass
class SpannedTable:
    """The rows of a table; the first `head` are its head."""

    rows: list[list[SpannedCell]]
    head: int

    def add_to(self, builder: DocumentBuilder, caption: Inline | None) -> None:
        """Add the table, and after it the notes that stood in rows of their own."""
        rows = list(self.rows)
        while not self.head and len(rows) > 1 and _is_blank(rows[0]):
            rows.pop(0)
        width = max(sum(cell.width for cell in row) for row in rows)
        if caption is None and len(rows) > 1 and _is_full(rows[0], width):
            caption = rows.pop(0)[0].inline
            self.head = max(self.head - 1, 0)
        notes = []
        while rows and _is_full(rows[-1], width) and is_note(rows[-1][0].inline.text):
            notes.append(rows.pop()[0].inline)
        self._add(builder, caption, rows)
        for note in reversed(notes):
            builder.paragraph(note)

    def _add(
        self, builder: DocumentBuilder, caption: Inline | None, rows: list[list[SpannedCell]]
    ) -> None:
        height = _header_height(rows, min(self.head, len(rows)))
        header = _expanded(rows[:height], is_header=True)
        columns = column_paths([[cell.inline.text for cell in row] for row in header])
        marks = [name for row in rows[:height] for cell in row for name in _names(cell.inline)]
        expanded = _expanded(rows[height:], is_header=False)
        body = [[cell.inline for cell in row] for row in expanded]
        body = [row for row in body if any(inline.text for inline in row)]
        width = max([len(columns), *(len(row) for row in body)])
        for row in body:
            row += [Inline("")] * (width - len(row))
        # Column names are written without what stands in them, so a page begins before the table.
        breaks = [0 for row in header for cell in row for _ in cell.inline.page_breaks]
        if caption:
            ends = [len(caption.text) for _ in breaks]
            caption = replace(caption, page_breaks=(*caption.page_breaks, *ends))
        else:
            for _ in breaks:
                builder.page_break()
        if body or any(columns):
            builder.table(caption, columns, body, marks, _naming_columns(expanded))
        elif caption:
            builder.paragraph(caption)


def _names(inline: Inline) -> list[str]:
    return [name for _, name in inline.footnote_marks]


def _is_blank(row: Sequence[SpannedCell]) -> bool:
    return not any(cell.inline.text or cell.height > 1 for cell in row)


def _is_full(row: Sequence[SpannedCell], width: int) -> bool:
    """Whether one cell takes the whole width of the table."""
    return len(row) == 1 and row[0].width == width > 1


def bound_spans(rows: Sequence[Sequence[SpannedCell]]) -> None:
    """Spans never reach beyond the section, and never make a small table enormous."""
    for number, row in enumerate(rows):
        for cell in row:
            left = len(rows) - number
            cell.height = min(cell.height or left, left)
    written = sum(len(row) for row in rows)
    spanned = sum(cell.width * cell.height for row in rows for cell in row)
    if spanned > _LARGEST_GROWTH * written + 1_000:
        for row in rows:
            for cell in row:
                cell.width = cell.height = 1


def _expanded(rows: Sequence[Sequence[SpannedCell]], is_header: bool) -> list[list[SpannedCell]]:
    """Every row with a cell in every column: a spanned cell is repeated.

    But one that begins in the first column of the body is a name, and names the row once.
    """
    carried: dict[int, tuple[SpannedCell, int]] = {}
    grid = []
    for row in rows:
        line: list[SpannedCell] = []
        below: dict[int, tuple[SpannedCell, int]] = {}
        waiting = list(reversed(row))
        while waiting or any(column >= len(line) for column in carried):
            column = len(line)
            cell, height = carried.pop(column, (_EMPTY, 0))
            width = 1
            if not height and waiting:
                cell = waiting.pop()
                width, height = cell.width, cell.height
            for offset in range(width):
                blank = replace(_EMPTY, is_header=cell.is_header)
                repeated = cell.again() if column or is_header else blank
                repeated = repeated if offset else cell
                line.append(repeated)
                if height > 1:
                    below[column + offset] = (repeated.again(), height - 1)
        carried = below
        grid.append(line)
    return grid


def _header_height(rows: Sequence[Sequence[SpannedCell]], head: int) -> int:
    """How many rows name the columns: the head, else rows of header cells, else the first."""
    if head:
        return head
    named = 0
    for row in rows:
        filled = [cell.is_header for cell in row if cell.inline.text]
        if not filled or not all(filled):
            break
        named += 1
    if named or not rows:
        return named
    if all(row and row[0].is_header for row in rows):
        return 0
    first = rows[0]
    has_groups = len(first) > 1 and any(cell.width > 1 for cell in first)
    return min(max([1 + has_groups, *(cell.height for cell in first)]), len(rows))


def _naming_columns(body: Sequence[Sequence[SpannedCell]]) -> int | None:
    """How many leading columns are header cells in every row; None where a row has none.

    A row of header cells alone names a group of rows and does not tell.
    """
    told = []
    for row in body:
        count = next((n for n, cell in enumerate(row) if not cell.is_header), len(row))
        if any(cell.inline.text for cell in row[count:]):
            told.append(count)
    return min(told, default=0) or None


def column_paths(header: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The names of each column from the outermost group inwards, each said once."""
    width = max((len(row) for row in header), default=0)
    paths = []
    for column in range(width):
        names = [row[column] for row in header if column < len(row) and row[column]]
        paths.append(tuple(name for name, _ in groupby(names)))
    return paths

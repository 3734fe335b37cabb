"""A cited table as HTML: the whole of it with row, column and cell marked, and its figures as bars.

Knows tables by the cells of their rows; does not know where on a page they stand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from smeadvisor.domain.documents import Cell, Passage
from smeadvisor.serving.rendering_quotes import Quoted, escape_html

_BAR = " | "
# Of a table of thousands of rows those around the cited ones are shown.
_ROWS_SHOWN = 60
_ROWS_AROUND = 8
# Fewer bars say nothing that the figures do not; more cannot be taken in.
_BARS = range(3, 41)
_NUMBER = re.compile(
    r"[^\d.,–-]{0,4}(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?([^\d\s]{0,10})"
)


@dataclass(frozen=True)
class WholeTable:
    """A table as its document has it: its text, the offset at which it starts, its rows in order.

    Every row is a passage with at least one cell; their offsets are the document's.
    """

    text: str
    start: int
    rows: tuple[Passage, ...]

    @cached_property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """The label paths of the columns of values, each once, in order."""
        return tuple(dict.fromkeys(cell.column for row in self.rows for cell in row.cells))

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """What stands over the columns of row labels, as far as the table says it."""
        before = self.text[: self.rows[0].start - self.start].rstrip("\n")
        words = before.rsplit("\n", 1)[-1].split(_BAR)
        count = len(self.labels(self.rows[0]))
        return tuple(word.strip() for word in words[:count]) if len(words) > count else ()

    def labels(self, row: Passage) -> list[tuple[int, int]]:
        """Start and end, in the table's text, of each label before a row's first value."""
        start = row.start - self.start
        if row.cells[0].start == row.start:
            return []
        text = self.text[start : row.cells[0].start - self.start].removesuffix(_BAR)
        spans = []
        for label in text.split(_BAR):
            spans.append((start, start + len(label)))
            start += len(label) + len(_BAR)
        return spans

    @cached_property
    def notes(self) -> tuple[int, int]:
        """Start and end, in the table's text, of what stands under the last row."""
        return self.rows[-1].end - self.start, len(self.text)


def table_html(table: WholeTable, quoted: Quoted) -> str:
    """The table with row, column and cells of every quote marked, its notes under it."""
    cited = [index for index, row in enumerate(table.rows) if quoted.touches(*_span(table, row))]
    columns = {
        cell.column
        for index in cited
        for cell in table.rows[index].cells
        if _is_cited_alone(table, table.rows[index], cell, quoted)
    }
    body = "".join(_rows(table, quoted, cited, columns))
    notes = "".join(
        f"<p>{quoted.html(start, end)}</p>" for start, end in _lines(table.text, *table.notes)
    )
    under = f'<div class="notes">{notes}</div>' if notes else ""
    return f'<table class="whole">{_head(table, columns)}<tbody>{body}</tbody></table>{under}'


def chart_html(table: WholeTable, quoted: Quoted) -> str:
    """The cited row or column as bars with their values, the cited ones marked; empty without figures.

    A row where one row is cited and has enough of them, else the column.
    """
    cited = [
        (row, cell)
        for row in table.rows
        for cell in row.cells
        if quoted.touches(cell.start - table.start, cell.end - table.start)
    ]
    if not cited:
        return ""
    row, cell = cited[0]
    in_row = [(" › ".join(one.column), one) for one in row.cells]
    in_column = [
        (" › ".join(label for label in one.row if label), one)
        for line in table.rows
        for one in line.cells
        if one.column == cell.column
    ]
    several_rows = len({one.id for one, _ in cited}) > 1
    row_name, column_name = " › ".join(filter(None, cell.row)), " › ".join(cell.column)
    choices = [(row_name, in_row), (column_name, in_column)]
    for name, series in reversed(choices) if several_rows else choices:
        bars = _bars(series, [one for _, one in cited])
        if bars:
            return (
                f'<table class="chart"><caption>{escape_html(name)}</caption>'
                f"<tbody>{bars}</tbody></table>"
            )
    return ""


def _bars(series: Sequence[tuple[str, Cell]], cited: Sequence[Cell]) -> str:
    matches = [_NUMBER.fullmatch(cell.text.strip()) for _, cell in series]
    found = [match for match in matches if match]
    if len(found) < len(matches) or len(found) not in _BARS:
        return ""
    # Figures of different units have no common scale.
    if len({match[2] for match in found}) > 1:
        return ""
    values = [float(match[1].replace(",", "")) for match in found]
    highest = max(values)
    if highest <= 0:
        return ""
    return "".join(
        f'<tr class="{"cited" if cell in cited else "other"}">'
        f'<th scope="row">{escape_html(label)}</th>'
        f'<td><span class="track"><span class="length" style="width:{100 * value / highest:.1f}%">'
        f'</span></span><span class="value">{escape_html(cell.text)}</span></td></tr>'
        for (label, cell), value in zip(series, values, strict=True)
    )


def _span(table: WholeTable, row: Passage) -> tuple[int, int]:
    return row.start - table.start, row.end - table.start


def _is_cited_alone(table: WholeTable, row: Passage, cell: Cell, quoted: Quoted) -> bool:
    """Whether a quote is of this cell and not of its whole row: then its column matters."""
    start, end = cell.start - table.start, cell.end - table.start
    row_start, row_end = _span(table, row)
    return any(
        left < end and start < right and not (left <= row_start and row_end <= right)
        for _, left, right in quoted.spans
    )


def _head(table: WholeTable, cited: set[tuple[str, ...]]) -> str:
    """One line of column heads, or two where columns stand in groups."""
    count = len(table.labels(table.rows[0]))
    depth = 2 if all(len(column) > 1 for column in table.columns) else 1
    heads = "".join(
        f'<th scope="col"{_rowspan(depth)}>{escape_html(head)}</th>' if head else _corner(depth)
        for head in (*table.heads, *[""] * count)[:count]
    )
    if depth == 1:
        last = "".join(_column_head(" › ".join(one), one in cited) for one in table.columns)
        return f"<thead><tr>{heads}{last}</tr></thead>"
    groups = "".join(
        f'<th scope="colgroup" colspan="{len(list(group))}">{escape_html(name)}</th>'
        for name, group in groupby(table.columns, key=lambda column: column[0])
    )
    last = "".join(_column_head(" › ".join(one[1:]), one in cited) for one in table.columns)
    return f"<thead><tr>{heads}{groups}</tr><tr>{last}</tr></thead>"


def _rowspan(depth: int) -> str:
    return f' rowspan="{depth}"' if depth > 1 else ""


def _corner(depth: int) -> str:
    return f"<td{_rowspan(depth)}></td>"


def _column_head(name: str, is_cited: bool) -> str:
    style = ' class="cited"' if is_cited else ""
    return f'<th scope="col"{style}>{escape_html(name)}</th>'


def _rows(
    table: WholeTable, quoted: Quoted, cited: Sequence[int], columns: set[tuple[str, ...]]
) -> Iterator[str]:
    width = len(table.labels(table.rows[0])) + len(table.columns)
    shown = _shown(len(table.rows), cited)
    previous = -1
    for index in shown:
        yield _gap(index - previous - 1, width)
        yield _row(table, table.rows[index], quoted, index in cited, columns)
        previous = index
    yield _gap(len(table.rows) - previous - 1, width)


def _shown(count: int, cited: Sequence[int]) -> list[int]:
    if count <= _ROWS_SHOWN:
        return list(range(count))
    near = range(-_ROWS_AROUND, _ROWS_AROUND + 1)
    return sorted({row + step for row in cited for step in near if 0 <= row + step < count})


def _gap(count: int, width: int) -> str:
    if not count:
        return ""
    rows = "row" if count == 1 else "rows"
    return f'<tr class="gap"><td colspan="{width}">{count:,} more {rows}</td></tr>'


def _row(
    table: WholeTable, row: Passage, quoted: Quoted, is_cited: bool, columns: set[tuple[str, ...]]
) -> str:
    labels = "".join(
        f'<th scope="row">{quoted.html(start, end)}</th>' for start, end in table.labels(row)
    )
    by_column = {cell.column: cell for cell in row.cells}
    values = ""
    for column in table.columns:
        cell = by_column.get(column)
        style = ' class="cited"' if column in columns else ""
        inner = quoted.html(cell.start - table.start, cell.end - table.start) if cell else ""
        values += f"<td{style}>{inner}</td>"
    return f'<tr class="{"cited" if is_cited else "other"}">{labels}{values}</tr>'


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of each line that has words."""
    for line in text[start:end].split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1

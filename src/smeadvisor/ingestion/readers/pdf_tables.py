"""Tables of a page from ruled cells, and what a table is: cells by place, over one or more pages.

Sees cells, spans, bold or shaded header rows, and tables that go on over a page; a row that breaks
in the middle over two pages becomes two. Does not see tables without rules between their columns,
and knows neither how a caption is found nor documents.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from smeadvisor.ingestion.readers.pdf_layout import (
    Line,
    Paragraph,
    Rect,
    Word,
    line_of,
    rows_of,
)

SAME = 3.0  # points by which edges that are meant to agree may differ
_LEAST_FILLED = 0.35  # of the cells; a chart's grid has few words in it


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of one cell, from row and column up to but without the last ones."""

    words: tuple[Word, ...]
    row: int
    column: int
    last_row: int
    last_column: int

    @property
    def spans(self) -> bool:
        """Whether it covers several columns."""
        return self.last_column - self.column > 1

    @property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join(word.text for word in self.words)


@dataclass(slots=True)
class Grid:
    """A table on one page: `matrix[row][column]` is the cell that covers the place, if any."""

    x0: float
    top: float
    x1: float
    bottom: float
    page: int
    edges: tuple[float, ...]
    matrix: list[list[Cell | None]]
    header: int

    def lines(self, row: int, column: int) -> list[Line]:
        """The lines of the cell at a place; a cell over several rows is in each of them."""
        cell = self.matrix[row][column]
        if cell is None or (cell.column != column and row >= self.header):
            return []
        return [line_of(words, self.page, 0, 0) for words in rows_of(cell.words)]

    def words(self) -> set[Word]:
        """All words of the table."""
        return {word for row in self.matrix for cell in row if cell for word in cell.words}

    def header_texts(self) -> list[list[str]]:
        """What is written in the header, row by row."""
        return [[cell.text if cell else "" for cell in row] for row in self.matrix[: self.header]]


@dataclass(slots=True)
class TableParts:
    """A table over one or more pages: each grid with the number of header rows to leave out."""

    grids: list[tuple[Grid, int]] = field(default_factory=list)
    caption: Paragraph | None = None

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.grids[0][0].page

    @property
    def last_page(self) -> int:
        """The page it ends on."""
        return self.grids[-1][0].page

    def goes_on_in(self, other: "TableParts", same_label: bool) -> bool:
        """Whether another table, the next thing on a later page, is the rest of this one."""
        first, rest = self.grids[0][0], other.grids[0][0]
        if rest.page == self.last_page or len(first.edges) != len(rest.edges):
            return False
        return same_label or _agree(first.edges, rest.edges)

    def join(self, other: "TableParts") -> None:
        """Add the rest of the table; the header it repeats is left out."""
        first, rest = self.grids[0][0], other.grids[0][0]
        repeated = first.header_texts() == rest.header_texts()
        self.grids.append((rest, rest.header if repeated else 0))

    def rows(self) -> Iterator[tuple[int, list[list[Line]]]]:
        """The rows under the header, each with its page: a list of cells, each a list of lines."""
        for grid, header in self.grids:
            for row in range(header, len(grid.matrix)):
                cells = [grid.lines(row, column) for column in range(len(grid.edges) - 1)]
                yield grid.page, cells

    def column_cells(self) -> list[list[list[Line]]]:
        """For each column the header cells over it, from the group to the column's own name."""
        grid, header = self.grids[0]
        columns = []
        for column in range(len(grid.edges) - 1):
            over = [grid.matrix[row][column] for row in range(header)]
            path = [cell for n, cell in enumerate(over) if cell and cell not in over[:n]]
            columns.append(
                [[line_of(w, grid.page, 0, 0) for w in rows_of(cell.words)] for cell in path]
            )
        return columns


def _agree(some: Sequence[float], others: Sequence[float]) -> bool:
    return all(abs(a - b) <= SAME for a, b in zip(some, others, strict=True))


# --- ruled tables ------------------------------------------------------------------------------


def ruled_grid(
    cells: Sequence[Rect], words: Sequence[Word], fills: Sequence[Rect], page: int
) -> Grid | None:
    """The table that ruled cells make, or None where they only frame or divide text."""
    columns = _merged([edge for cell in cells for edge in (cell.x0, cell.x1)])
    rows = _merged([edge for cell in cells for edge in (cell.top, cell.bottom)])
    if len(columns) < 3 or len(rows) < 3:
        return None
    inside = _words_by_place(words, rows, columns)
    found = []
    for rect in cells:
        row, last_row = _index(rows, rect.top), _index(rows, rect.bottom)
        column, last_column = _index(columns, rect.x0), _index(columns, rect.x1)
        own = [
            word
            for r in range(row, last_row)
            for c in range(column, last_column)
            for word in inside.get((r, c), ())
        ]
        found.append(Cell(tuple(own), row, column, last_row, last_column))
    filled = [cell for cell in found if cell.words]
    if len(filled) < max(3, _LEAST_FILLED * len(found)):
        return None
    grid = _grid(found, columns, rows, page)
    grid.header = _header_rows(grid, fills, rows)
    return grid if len(grid.edges) > 2 else None


def _words_by_place(
    words: Sequence[Word], rows: Sequence[float], columns: Sequence[float]
) -> dict[tuple[int, int], list[Word]]:
    """Words by the row and the column in which their middle stands."""
    places: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        row = bisect_right(rows, (word.top + word.bottom) / 2) - 1
        column = bisect_right(columns, (word.x0 + word.x1) / 2) - 1
        places.setdefault((row, column), []).append(word)
    return places


def _merged(edges: Sequence[float]) -> list[float]:
    merged: list[float] = []
    for edge in sorted(edges):
        if not merged or edge - merged[-1] > SAME:
            merged.append(edge)
    return merged


def _index(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda number: abs(edges[number] - edge))


def _grid(
    cells: Sequence[Cell], columns: Sequence[float], rows: Sequence[float], page: int
) -> Grid:
    """Cells by place, without the columns in which no cell with words begins."""
    matrix: list[list[Cell | None]] = [[None] * (len(columns) - 1) for _ in rows[1:]]
    for cell in cells:
        for row in range(cell.row, cell.last_row):
            for column in range(cell.column, cell.last_column):
                matrix[row][column] = cell
    used = [
        column
        for column in range(len(columns) - 1)
        if any(cell.words and cell.column == column for cell in cells)
    ]
    kept = [[row[column] for column in used] for row in matrix]
    edges = (*(columns[column] for column in used), columns[-1])
    renumbered = _renumbered(kept)
    return Grid(columns[0], rows[0], columns[-1], rows[-1], page, edges, renumbered, 1)


def _renumbered(matrix: list[list[Cell | None]]) -> list[list[Cell | None]]:
    """The same cells with the rows and columns counted that are left; rows without words go."""
    rows = [row for row in matrix if any(cell and cell.words for cell in row)]
    places: dict[int, list[tuple[int, int]]] = {}
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            places.setdefault(id(cell), []).append((number, column))
    new: dict[int, Cell] = {}
    for cell in (cell for row in rows for cell in row if cell):
        at = places[id(cell)]
        last = max(row for row, _ in at) + 1, max(column for _, column in at) + 1
        new[id(cell)] = Cell(cell.words, at[0][0], at[0][1], *last)
    return [[new[id(cell)] if cell else None for cell in row] for row in rows]


def _header_rows(grid: Grid, fills: Sequence[Rect], edges: Sequence[float]) -> int:
    """How many rows name columns: what the first spans or groups, and what is set off like it."""
    rows = len(grid.matrix)
    marked = [_is_marked(row, fills) for row in grid.matrix]
    header = 1
    while header < rows:
        above = grid.matrix[header - 1]
        goes_down = any(cell and cell.last_row > header for cell in above)
        groups = any(
            cell and cell.spans and cell.last_column - cell.column < len(above) for cell in above
        )
        alike = marked[0] and marked[header] and not all(marked)
        if not (alike or (header < 3 and (goes_down or groups) and not _only_first(above))):
            break
        header += 1
    return min(header, rows - 1) or 1


def _is_marked(row: Sequence[Cell | None], fills: Sequence[Rect]) -> bool:
    """Whether all that is written in a row is bold or stands on a shade."""
    words = [word for cell in row if cell for word in cell.words]
    return bool(words) and (
        all(word.bold for word in words)
        or all(any(fill.holds(word) for fill in fills) for word in words)
    )


def _only_first(row: Sequence[Cell | None]) -> bool:
    return not any(cell and cell.words for cell in row[1:])

"""What spreadsheets and delimited files share: a grid of shown texts becomes paragraphs and tables.

Seen: blocks of cells parted by empty rows or columns; lines of one cell as captions, paragraphs and
notes; header rows, one or several, with group labels merged over or written left of what they span;
a table that goes on, without a header, below an empty row; figures right of an empty column.
Not seen: colours, fonts, borders, charts; group labels between rows stay rows of their own; a block
of one column is running text; two tables that touch are one table.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from smeadvisor.errors import UnreadableDocument
from smeadvisor.ingestion.document_builder import (
    CELL_SEPARATOR,
    DocumentBuilder,
    Inline,
    label_and_caption,
)
from smeadvisor.text.sentences import is_note

LARGEST_FILE = 200_000  # cells
_LARGEST_BLOCK = 5 * LARGEST_FILE  # places in a rectangle, filled or not
_LONGEST_CAPTION = 200
_DEEPEST_CUT = 8

_FIGURE = re.compile(r"[-+–−(]?\s*[^\W\d]{0,3}[$€£¥]?\s*\d[\d.,  ]*(?:[eE][-+]?\d+)?\s?%?\)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_VALUE = re.compile(r"[-–—.…*]+|n\.?/?a\.?", re.IGNORECASE)
_UNIT = re.compile(r"\([^()]+\)|%")
_SENTENCE_END = (".", ":", "!", "?", ";")

Position = tuple[int, int]


@dataclass
class Grid:
    """Shown texts by (row, column), and for each place that a merged cell covers, its first one."""

    texts: dict[Position, str] = field(default_factory=dict)
    covered: dict[Position, Position] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a block: a text a column, and where each text is written (None: nowhere)."""

    row: int
    texts: tuple[str, ...]
    sources: tuple[Position | None, ...]

    @property
    def is_lone(self) -> bool:
        """Whether one cell, in the first column, is all that is written in the row."""
        written = {source for source in self.sources if source}
        return len(written) == 1 and self.sources[0] is not None and self.sources[0][0] == self.row


@dataclass
class _OpenTable:
    caption: str | None
    columns: tuple[int, ...]
    paths: dict[int, tuple[str, ...]]
    has_header: bool
    rows: list[dict[int, str]]


def title_of(path: Path) -> str:
    """What a file without a title of its own is called: its name in words."""
    return path.stem.replace("-", " ").replace("_", " ")


def refuse_if_large(cells: int, path: Path) -> None:
    """Refuse a file with more cells than anyone reads as a document.

    Raises:
        UnreadableDocument: there are more than LARGEST_FILE cells.
    """
    if cells > LARGEST_FILE:
        raise UnreadableDocument(
            f"'{path.name}' has more than {LARGEST_FILE:,} cells, empty but formatted ones "
            "included; keep the part that is to be read and save it as a file of its own."
        )


@dataclass(frozen=True, slots=True)
class SheetBlock:
    """The rows of a block and the sheet's columns in which it stands."""

    columns: tuple[int, ...]
    lines: tuple[_Line, ...]

    @classmethod
    def of(cls, grid: Grid, rows: Iterable[int], columns: Iterable[int]) -> "SheetBlock":
        """The block at these rows and columns; a merged cell's text stands wherever it covers."""
        columns = tuple(columns)
        lines = []
        for row in rows:
            sources = tuple(_source(grid, (row, column)) for column in columns)
            texts = tuple(grid.texts[source] if source else "" for source in sources)
            lines.append(_Line(row, texts, sources))
        return cls(columns, tuple(lines))

    def part(self, first: int, end: int) -> "SheetBlock":
        """Some of its rows, with the columns that hold something in them."""
        lines = self.lines[first:end]
        kept = [n for n in range(len(self.columns)) if any(line.texts[n] for line in lines)]
        return SheetBlock(
            tuple(self.columns[n] for n in kept),
            tuple(
                _Line(
                    line.row,
                    tuple(line.texts[n] for n in kept),
                    tuple(line.sources[n] for n in kept),
                )
                for line in lines
            ),
        )


def blocks(grid: Grid, path: Path) -> list[SheetBlock]:
    """The blocks of a sheet, in reading order.

    Raises:
        UnreadableDocument: a block is mostly empty and larger than can be read.
    """
    found = []
    places = list({*grid.texts, *grid.covered})
    for block in _cut_apart(places, grid, _DEEPEST_CUT):
        rows, columns = ({place[axis] for place in block} for axis in (0, 1))
        if len(rows) * len(columns) > _LARGEST_BLOCK:
            raise UnreadableDocument(
                f"'{path.name}' has a table of {len(rows):,} rows and {len(columns):,} columns, "
                "mostly empty; divide it into smaller tables."
            )
        found.append(SheetBlock.of(grid, sorted(rows), sorted(columns)))
    return found


def _source(grid: Grid, place: Position) -> Position | None:
    place = grid.covered.get(place, place)
    return place if place in grid.texts else None


def _cut_apart(places: list[Position], grid: Grid, depth: int) -> list[list[Position]]:
    """Blocks of places: bands between empty rows, each cut again between empty columns."""
    found = []
    for band in _runs(places, axis=0):
        parts = _with_figures_joined(_runs(band, axis=1), grid)
        if len(parts) == 1 or depth == 0:
            found.append(band)
        else:
            for part in parts:
                found += _cut_apart(part, grid, depth - 1)
    return found


def _runs(places: list[Position], axis: int) -> list[list[Position]]:
    """The places, parted wherever a row (axis 0) or a column (axis 1) is empty."""
    numbers = sorted({place[axis] for place in places})
    starts = [n for n, before in zip(numbers, [-2, *numbers], strict=False) if n != before + 1]
    runs: list[list[Position]] = [[] for _ in starts]
    for place in places:
        runs[bisect_right(starts, place[axis]) - 1].append(place)
    return runs


def _with_figures_joined(parts: list[list[Position]], grid: Grid) -> list[list[Position]]:
    """An empty column before figures that no label stands before is a spacer, not an end."""
    joined = parts[:1]
    for part in parts[1:]:
        first = min(column for _, column in part)
        texts = [grid.texts[place] for place in part if place[1] == first and place in grid.texts]
        if 2 * sum(_is_figure(text) for text in texts) >= len(texts) > 0:
            joined[-1] += part
        else:
            joined.append(part)
    return joined


class SheetWriter:
    """Writes the blocks of one sheet; `finish` writes what still waits for its end."""

    def __init__(self, builder: DocumentBuilder, caption: str | None = None) -> None:
        """`caption` is that of a table with no caption of its own."""
        self._builder = builder
        self._caption = caption
        self._lone: list[str] = []
        self._table: _OpenTable | None = None

    def block(self, block: SheetBlock) -> None:
        """Add a block: its lone lines before and after, and the table between them."""
        lines = block.lines
        inside = [number for number, line in enumerate(lines) if not line.is_lone]
        first, last = (inside[0], inside[-1]) if inside else (len(lines), len(lines))
        end = next((n for n in range(last + 1, len(lines)) if _is_remark(lines[n])), len(lines))
        for line in lines[:first]:
            self._line(line.texts[0])
        if inside:
            self._rows(block.part(first, end))
        for line in lines[end:]:
            self._line(line.texts[0])

    def finish(self) -> None:
        """Write the table and the lines that were waiting for what follows them."""
        self._write_table()
        self._write_lone(self._lone)
        self._lone = []

    def _line(self, text: str) -> None:
        if is_note(text):
            self.finish()
            self._builder.paragraph(Inline(text))
        else:
            self._lone.append(text)

    def _rows(self, block: SheetBlock) -> None:
        header = _header_rows(block.lines)
        rows = [
            # One cell merged over the whole row speaks for the row, not for each of its columns.
            dict(zip(block.columns, line.texts[:1] if line.is_lone else line.texts, strict=False))
            for line in block.lines[header:]
        ]
        table = self._table
        if (
            table
            and not self._lone
            and header == 0
            and set(block.columns[1:]) <= set(table.columns)
        ):
            table.columns = tuple(sorted({*table.columns, *block.columns}))
            table.rows += rows
            return
        self._write_table()
        before, caption = _caption(self._lone)
        self._write_lone(before)
        self._lone = []
        paths = dict(zip(block.columns, _column_paths(block.lines[:header]), strict=False))
        self._table = _OpenTable(caption, block.columns, paths, header > 0, rows)

    def _write_lone(self, texts: Iterable[str]) -> None:
        for text in texts:
            self._builder.paragraph(Inline(text))

    def _write_table(self) -> None:
        table, self._table = self._table, None
        if table is None:
            return
        if not table.rows:  # a row of words alone is a line of text
            self._write_lone([table.caption] if table.caption else [])
            words = (" ".join(path) for path in table.paths.values())
            self._builder.paragraph(Inline(CELL_SEPARATOR.join(filter(None, words))))
            return
        caption = table.caption or self._caption
        paths = [table.paths.get(column, ()) for column in table.columns]
        if not table.has_header:
            paths = [(), *((f"column {number}",) for number in range(1, len(paths)))]
        rows = [
            [Inline(row.get(column, "")) for column in table.columns]
            for row in table.rows
            if any(row.values())
        ]
        self._builder.table(Inline(caption) if caption else None, paths, rows)


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None


def _is_label(text: str) -> bool:
    """Whether a text may stand in a header: words or a year."""
    if _YEAR.fullmatch(text):
        return True
    return not _is_figure(text) and not _NO_VALUE.fullmatch(text)


def _is_remark(line: _Line) -> bool:
    """Whether a lone line after the rows of a table says something about them."""
    return is_note(line.texts[0]) or line.texts[0].endswith(_SENTENCE_END[0])


def _header_rows(lines: Sequence[_Line]) -> int:
    """How many rows name the columns: none where the first row already holds figures only."""
    values = [text for text in lines[0].texts[1:] if text and not _NO_VALUE.fullmatch(text)]
    if values and not any(map(_is_label, values)):
        return 0
    count = 1
    while count < len(lines) and _continues_header(lines[count - 1], lines[count]):
        count += 1
    return count


def _continues_header(above: _Line, line: _Line) -> bool:
    """Whether a row below a header row is one too: it shares a cell with it, names what stands
    under a group label, or gives units."""
    if any(source and source in above.sources for source in line.sources):
        return True
    names = [text for text in line.texts[1:] if text]
    if not names or not all(map(_is_label, names)):
        return False
    if all(map(_UNIT.fullmatch, names)):
        return True
    if _has_merged(above):
        return True
    return any(
        line.texts[n] and not above.texts[n] and any(above.texts[1:n])
        for n in range(2, len(line.texts))
    )


def _has_merged(line: _Line) -> bool:
    written = [source for source in line.sources if source]
    return len(written) != len(set(written))


def _column_paths(header: Sequence[_Line]) -> list[tuple[str, ...]]:
    """The labels above each column, outermost first."""
    paths = []
    for number in range(len(header[0].texts) if header else 0):
        path: list[str] = []
        for depth, line in enumerate(header):
            text = line.texts[number]
            if not text and any(below.texts[number] for below in header[depth + 1 :]):
                text = _spread(line, number)
            if text and path[-1:] != [text]:
                path.append(text)
        paths.append(tuple(path))
    return paths


def _spread(line: _Line, number: int) -> str:
    """The group label that is written left of a column, where the row's author merged no cells."""
    if _has_merged(line):
        return ""
    return next((line.texts[n] for n in range(number - 1, 0, -1) if line.texts[n]), "")


def _caption(lone: Sequence[str]) -> tuple[Sequence[str], str | None]:
    """The lines before a table, and those of them that are its caption."""
    for number, text in enumerate(lone):
        named = label_and_caption(text)
        if named and "Table" in named[0]:
            return lone[:number], " ".join(lone[number:])
    if lone and len(lone[-1]) <= _LONGEST_CAPTION and not lone[-1].endswith(_SENTENCE_END):
        return lone[:-1], lone[-1]
    return lone, None

"""Delimited text, .csv and .tsv: one table a file, read by the csv module.

The delimiter (comma, semicolon, tab or bar) is the one that cuts the first rows most evenly. Seen:
quoted line ends, rows of unequal length, lone lines before the table (its caption) and notes after
it; without a caption the table is called like the file. Not seen: other encodings than UTF-8,
comment marks, types of values: what is written is what is read.
"""

import csv
from collections import Counter
from collections.abc import Sequence
from io import StringIO
from itertools import islice
from pathlib import Path

from smeadvisor.domain.documents import Document
from smeadvisor.errors import UnreadableDocument
from smeadvisor.ingestion.document_builder import DocumentBuilder
from smeadvisor.ingestion.readers.sheet import (
    Grid,
    SheetBlock,
    SheetWriter,
    refuse_if_large,
    title_of,
)
from smeadvisor.ingestion.readers.text_file import read_text

# Where two cut equally well, the one that is rarer in running text comes first.
_DELIMITERS = "\t;|,"
_SAMPLE_ROWS = 100


def read(path: Path) -> Document:
    """Read a .csv or .tsv file.

    Raises:
        UnreadableDocument: the file is not UTF-8 text, has no rows, has too many cells, or a row of
            it is longer than the csv module reads.
    """
    rows = _rows(read_text(path), path)
    grid = Grid(
        {
            (number, column): " ".join(text.split())
            for number, row in enumerate(rows)
            for column, text in enumerate(row)
            if text.strip()
        }
    )
    if not grid.texts:
        raise UnreadableDocument(
            f"'{path.name}' has no text in it, no row has a value; remove it or replace it."
        )
    # Empty rows and columns hold no place here: a file is one table.
    filled_rows = sorted({row for row, _ in grid.texts})
    filled_columns = sorted({column for _, column in grid.texts})
    refuse_if_large(len(filled_rows) * len(filled_columns), path)
    builder = DocumentBuilder()
    writer = SheetWriter(builder, title_of(path))
    writer.block(SheetBlock.of(grid, filled_rows, filled_columns))
    writer.finish()
    return builder.build(path.name, title_of(path))


def _rows(text: str, path: Path) -> list[list[str]]:
    lines = StringIO(text).readlines()
    try:
        delimiter = max(
            _DELIMITERS,
            key=lambda mark: (_evenness(lines, mark, strict=True), _evenness(lines, mark)),
        )
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableDocument(
            f"'{path.name}' cannot be read as a table ({error}); look for a quotation mark that is "
            "not closed."
        ) from error


def _evenness(lines: Sequence[str], delimiter: str, strict: bool = False) -> float:
    """The share of the first rows that have as many cells as most of them.

    It is 0 where most have one, and, if strict, where a quotation mark ends anywhere but at a
    delimiter.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=strict)
    try:
        widths = Counter(len(row) for row in islice(reader, _SAMPLE_ROWS) if row)
    except csv.Error:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return count / widths.total() if width > 1 else 0.0

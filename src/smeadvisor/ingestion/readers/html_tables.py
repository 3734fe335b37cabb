"""Tables of an HTML page: their own rows and captions, and whether they only arrange the page.

It knows elements and their spans. What a spanned cell says where, and which rows name the columns,
is known to `SpannedTable`; what stands before and after a table is not known here.
"""

from collections.abc import Sequence
from itertools import groupby

from bs4 import Tag

from smeadvisor.ingestion.readers.html_notes import (
    HEADINGS,
    Text,
    all_tags,
    attribute_of,
    first_named,
    nearest_named,
    number_of,
    tags_named,
)
from smeadvisor.ingestion.readers.spanned_table import SpannedCell, SpannedTable, bound_spans

_CELLS = ("td", "th")
_SECTIONS = {"thead": 0, "tfoot": 2}


def rows_of(table: Tag) -> list[Tag]:
    """The rows of a table and not of those inside it: head, body, foot."""
    rows = [
        tag for tag in all_tags(table) if tag.name == "tr" and nearest_named(tag, "table") is table
    ]
    return sorted(rows, key=section_of)


def section_of(row: Tag) -> int:
    """Where a row belongs: 0 in the head, 1 in the body, 2 in the foot."""
    return _SECTIONS.get(row.parent.name, 1) if row.parent else 1


def cells_of(row: Tag) -> list[Tag]:
    """The cells of a row."""
    return [child for child in row.children if isinstance(child, Tag) and child.name in _CELLS]


def is_layout(table: Tag, rows: Sequence[Tag]) -> bool:
    """Whether a table only arranges the page: it has one column, or holds parts of a page."""
    if attribute_of(table, "role") in ("presentation", "none"):
        return True
    if max((len(cells_of(row)) for row in rows), default=0) <= 1:
        return True
    is_marked = caption_of(table) is not None or any(
        cell.name == "th" for row in rows for cell in cells_of(row)
    )
    return not is_marked and first_named(table, *HEADINGS, "table") is not None


def caption_of(table: Tag) -> Tag | None:
    """The caption of a table and not of those inside it."""
    return next((tag for tag in tags_named(table, "caption") if tag.parent is table), None)


def table_of(rows: Sequence[Tag], text: Text) -> SpannedTable:
    """The rows as a table whose cells are lines of text."""
    sections = [[_row(row, text) for row in group] for _, group in groupby(rows, key=section_of)]
    for section in sections:
        bound_spans(section)
    has_head = section_of(rows[0]) == 0
    cells = [row for section in sections for row in section]
    head = len(sections[0]) if has_head else 0
    return SpannedTable(cells, head)


def _row(row: Tag, text: Text) -> list[SpannedCell]:
    return [
        SpannedCell(
            text.inline(cell.children),
            cell.name == "th",
            min(max(number_of(cell, "colspan"), 1), 1_000),
            max(number_of(cell, "rowspan"), 0),
        )
        for cell in cells_of(row)
    ]

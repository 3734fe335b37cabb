"""Programmes that are rows of tables, by what the tables' columns are called.

Knows the words by which tables in this field name their columns; knows no table.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from smeadvisor.answering.programme_details import (
    Stretch,
    agency,
    amounts,
    caption_line,
    stated,
    years,
)
from smeadvisor.domain.documents import Passage
from smeadvisor.domain.programmes import Programme, Stated
from smeadvisor.text.countries import countries, regions
from smeadvisor.text.figures import figures

_DIVIDER = " | "
_NOTHING = re.compile(r"[\s.·…–—-]*|n\.?\s?[ad]\.?|not (?:available|applicable|stated)|none", re.I)


class _Field(Enum):
    """What a column of a table of programmes holds."""

    YEARS = auto()
    AMOUNT = auto()
    AGENCY = auto()
    KIND = auto()
    FEATURES = auto()
    REGION = auto()
    COUNTRY = auto()
    NAME = auto()


# In the order in which they are tried: "Scheme budget" is no name, "Implementing agency" no feature.
_HEADERS = {
    _Field.YEARS: r"years?|since|start(?:ed|ing)?|launch(?:ed)?|date|period|duration|established",
    _Field.AMOUNT: r"amounts?|budgets?|funding|size|cost|value|grant size|ceiling|loan|subsidy|rate",
    _Field.AGENCY: r"agency|agencies|implement\w+|organi[sz]ations?|ministry|ministries|institutions?|"
    r"run by|provider|administ\w+|department|operator|lead|responsible",
    _Field.KIND: r"types?|kinds?|category|categories|area|theme|sector",
    _Field.FEATURES: r"features?|descriptions?|contents?|activit(?:y|ies)|support|offers?|provides?|"
    r"details?|objectives?|purpose|benefits?|assistance|components?|coverage|what",
    _Field.REGION: r"regions?|subregions?|province|state",
    _Field.COUNTRY: r"countr(?:y|ies)|econom(?:y|ies)|nations?|member",
    _Field.NAME: r"program(?:me)?s?|schemes?|initiatives?|projects?|measures?|polic(?:y|ies)|plans?|"
    r"funds?|instruments?|services?|incentives?",
}
_COLUMNS = {
    field: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for field, words in _HEADERS.items()
}
# "Support programme", "Type of scheme" and "Policy area": the last noun says what the column holds.
_NAME_LAST = re.compile(
    rf"(?:^(?:names?|titles?) of\b.*|\b(?:{_HEADERS[_Field.NAME]})(?:\s(?:names?|titles?))?)\W*$",
    re.IGNORECASE,
)
_COUNTING = re.compile(r"%|\bnumber\b|\bno\.|\bshare\b|\bper ?cent\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One field of a row: its column's name, its text, and its offsets in the row's passage."""

    column: str
    text: str
    start: int
    end: int


def table_programmes(passages: Sequence[Passage], stretch: Stretch) -> Iterator[Programme]:
    """The programmes among the rows of tables, table by table."""
    tables: dict[tuple[str, tuple[int, int]], list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.cells and passage.parent:
            tables[passage.document_id, passage.parent].append(passage)
    for (document, (start, _)), rows in tables.items():
        head = stretch(document, start, min(row.start for row in rows))
        stub = _stub(head, rows)
        columns = [*stub, *(_column(cell.column) for row in rows for cell in row.cells)]
        fields = {column: field for column in columns if (field := _field(column))}
        if not stub or not _is_about_programmes(fields):
            continue
        kind = _sub_caption(rows[0], stretch)
        for row in rows:
            programme = _programme(row, list(_entries(row, stub)), fields, kind)
            if programme:
                yield programme


def _field(column: str) -> _Field | None:
    if _NAME_LAST.search(column):
        return None if _COUNTING.search(column) else _Field.NAME
    known = (field for field in _COLUMNS if field is not _Field.NAME)
    return next((field for field in known if _COLUMNS[field].search(column)), None)


def _is_about_programmes(fields: dict[str, _Field]) -> bool:
    """Whether one column names programmes and another says where, by whom or what; figures are not enough."""
    found = set(fields.values())
    return _Field.NAME in found and bool(found - {_Field.NAME, _Field.AMOUNT, _Field.YEARS})


def _stub(head: str, rows: Sequence[Passage]) -> tuple[str, ...]:
    """The names of the columns that hold the rows' names, from the line of column names.

    Nothing where no line above the rows has a name for every column.
    """
    labels = len(rows[0].cells[0].row)
    last = {_column(row.cells[-1].column) for row in rows}
    for line in reversed(head.split("\n")):
        names = line.split(_DIVIDER)
        if len(names) > labels and names[-1] in last:
            return tuple(names[:labels])
    return ()


def _entries(row: Passage, stub: Sequence[str]) -> Iterator[_Entry]:
    start = 0
    for column, label in zip(stub, row.cells[0].row, strict=False):
        # Labels stand at the beginning of the row's line, as they are written.
        if row.text.startswith(label, start):
            yield _Entry(column, label, start, start + len(label))
        start += len(label) + len(_DIVIDER)
    for cell in row.cells:
        yield _Entry(_column(cell.column), cell.text, cell.start - row.start, cell.end - row.start)


def _column(path: Iterable[str]) -> str:
    return " ".join(path)


def _sub_caption(row: Passage, stretch: Stretch) -> Stated | None:
    """What the table is about: its caption, of which what follows a colon is nearest to it."""
    line = caption_line(row, stretch)
    if line is None:
        return None
    part = row.place.caption.rsplit(": ", 1)[-1]
    return stated(line, len(line.text) - len(part), len(line.text))


def _programme(
    row: Passage, entries: Sequence[_Entry], fields: dict[str, _Field], kind: Stated | None
) -> Programme | None:
    by_field: dict[_Field, list[_Entry]] = defaultdict(list)
    for entry in entries:
        field = fields.get(entry.column)
        if field and not _NOTHING.fullmatch(entry.text):
            by_field[field].append(entry)
    names = by_field[_Field.NAME]
    if not names or not _is_name(names[0].text):
        return None
    name, features = names[0], by_field[_Field.FEATURES]
    country = _first(row, by_field[_Field.COUNTRY])
    region = _first(row, by_field[_Field.REGION])
    if country is None and region and countries(region.text) and not regions(region.text):
        country, region = region, None
    return Programme(
        stated(row, name.start, name.end),
        row,
        country,
        region,
        _first(row, by_field[_Field.KIND]) or kind,
        tuple(stated(row, one.start, one.end) for one in features),
        (
            *(_with_column(row, one) for one in by_field[_Field.AMOUNT]),
            *(amount for one in features for amount in amounts(row, one.start, one.end)),
        ),
        _first(row, by_field[_Field.AGENCY]) or _agency(row, features),
        (
            *(_with_column(row, one) for one in by_field[_Field.YEARS]),
            *(year for one in (name, *features) for year in years(row, one.start, one.end)),
        ),
        is_row=True,
    )


def _is_name(text: str) -> bool:
    """Whether a cell names something: it begins with a letter or a year, and is more than figures."""
    letters = sum(character.isalpha() for character in text)
    return letters >= 3 and letters * 2 > len(text) and len(figures(text)) < 5


def _first(row: Passage, entries: Sequence[_Entry]) -> Stated | None:
    return stated(row, entries[0].start, entries[0].end) if entries else None


def _agency(row: Passage, features: Sequence[_Entry]) -> Stated | None:
    found = (agency(row, one.start, one.end) for one in features)
    return next((one for one in found if one), None)


def _with_column(row: Passage, entry: _Entry) -> Stated:
    """A figure says what it is only together with its column's name."""
    return stated(row, entry.start, entry.end, f"{entry.column}: {entry.text}")

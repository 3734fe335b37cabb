"""Programmes as CSV and as an Excel workbook: a programme a row, what is stated, then where it is said.

What is not stated is an empty cell.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO

from smeadvisor.domain.programmes import Programme, Stated
from smeadvisor.serving.export.conversation import one_line

_FIELDS = ("Name", "Country", "Region", "Kind", "Features", "Amounts", "Agency", "Years")
_SHEET = "Programmes"
# Excel takes no longer text in a cell.
_LONGEST_CELL = 32_767
# With one of these first, also after space, a spreadsheet that opens a CSV file may compute.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_WIDEST, _NARROWEST = 60, 12


def programmes_csv(programmes: Sequence[Programme]) -> str:
    """CSV with a header row; written as "utf-8-sig" it also opens in Excel as it should.

    A cell that a spreadsheet could take for a formula has an apostrophe before it.
    """
    written = StringIO()
    rows = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(_header())
    rows.writerows([_inert(cell) for cell in _row(programme)] for programme in programmes)
    return written.getvalue()


def programmes_xlsx(programmes: Sequence[Programme]) -> bytes:
    """A workbook of one sheet whose header row stays in view; every cell is text, never a formula."""
    import openpyxl  # type: ignore[import-untyped, unused-ignore]
    from openpyxl.styles import (  # type: ignore[import-untyped, unused-ignore]
        Alignment,
        Font,
    )

    book = openpyxl.Workbook(write_only=True)
    book.properties.creator, book.properties.title = "", _SHEET
    sheet = book.create_sheet(_SHEET)
    sheet.freeze_panes = "B2"
    table = [_header(), *(list(_row(programme)) for programme in programmes)]
    for number, column in enumerate(zip(*table, strict=True), 1):
        width = max(_NARROWEST, min(_WIDEST, max(map(len, column)) + 2))
        sheet.column_dimensions[openpyxl.utils.get_column_letter(number)].width = width
    for row in table:
        cells = []
        for text in row:
            cell = openpyxl.cell.WriteOnlyCell(sheet, value=_within(text))
            # openpyxl takes a text that begins with "=" for a formula.
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row is table[0])
            cells.append(cell)
        sheet.append(cells)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _header() -> list[str]:
    sources = [f"{name}: {what}" for name in _FIELDS for what in ("quote", "place")]
    return [*_FIELDS, "Place", "Document", *sources]


def _row(programme: Programme) -> Iterator[str]:
    fields = list(_fields(programme))
    yield from ("; ".join(dict.fromkeys(one_line(one.text) for one in field)) for field in fields)
    yield one_line(str(programme.place))
    yield one_line(programme.passage.title)
    for field in fields:
        yield " | ".join(dict.fromkeys(one_line(one.citation.quote) for one in field))
        yield " | ".join(dict.fromkeys(one_line(str(one.citation.place)) for one in field))


def _fields(programme: Programme) -> Iterator[tuple[Stated, ...]]:
    """What is stated of each of the fields, in the order of the columns."""
    yield (programme.name,)
    for single in (programme.country, programme.region, programme.kind):
        yield (single,) if single else ()
    yield programme.features
    yield programme.amounts
    yield (programme.agency,) if programme.agency else ()
    yield programme.years


def _inert(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _within(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"

"""Excel workbooks (.xlsx): every visible sheet is a section, read by openpyxl as it shows.

Seen: merged cells; the stored values of formulas (a formula without one leaves its cell empty, and
a note under the sheet says so); number formats: percents, decimals, thousands, scale, currency and
other literal text, sections for negatives and zero; dates as ISO dates, shortened to the month or
year where the format is. Left out: hidden sheets, rows (so also those a filter hides) and columns;
charts, pictures, comments, text boxes, headers and footers, chart sheets. Fractions, conditional
and locale formats are shown as plain numbers. See `sheet` for how cells become tables.
"""

import re
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, iterparse
from zipfile import BadZipFile, ZipFile

import openpyxl  # type: ignore[import-untyped, unused-ignore]

from smeadvisor.domain.documents import Document
from smeadvisor.errors import UnreadableDocument
from smeadvisor.ingestion.document_builder import DocumentBuilder, Inline
from smeadvisor.ingestion.readers import zip_safety
from smeadvisor.ingestion.readers.sheet import (
    LARGEST_FILE,
    Grid,
    Position,
    SheetWriter,
    blocks,
    refuse_if_large,
    title_of,
)

_NAMED_CELLS = 10
# What zipfile, the XML parsers and openpyxl raise when a part is missing, cut short or wrong.
_DAMAGE = (
    BadZipFile,
    EOFError,
    OSError,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
)


def read(path: Path) -> Document:
    """Read an Excel workbook.

    Raises:
        UnreadableDocument: the file cannot be opened, is no workbook (or an encrypted or old one),
            is damaged or suspicious, larger than can be read, or shows no value.
    """
    zip_safety.check(path)
    zip_safety.check_xml(path)
    values, formulas = _load(path)
    builder = DocumentBuilder()
    filled = [_sheet(sheet, formulas, path, builder) for sheet in _visible(values)]
    if not any(filled):
        raise UnreadableDocument(
            f"'{path.name}' has no text in it, no visible cell has a value; if it holds formulas, "
            "open and save it in a spreadsheet program, else remove it."
        )
    return builder.build(path.name, str(values.properties.title or "").strip() or title_of(path))


def _load(path: Path) -> tuple[Any, Any]:
    """The workbook with its stored values, and with its formulas if some have no stored value."""
    try:
        cells, all_stored = _count(path)
        refuse_if_large(cells, path)
        values = openpyxl.load_workbook(path, data_only=True, keep_links=False)
        formulas = None if all_stored else openpyxl.load_workbook(path, keep_links=False)
    except _DAMAGE as error:
        raise zip_safety.damaged(path) from error
    return values, formulas


def _count(path: Path) -> tuple[int, bool]:
    """How many cells a workbook has, and whether every formula has a stored value.

    Each place that a merged cell covers counts: openpyxl makes a cell of it. Counting stops early,
    before anything is built in memory.
    """
    cells, all_stored = 0, True
    for tag, element in _elements(path):
        if tag == "c":
            cells += 1
            all_stored = all_stored and _is_stored(element)
        else:
            cells += _area(element.get("ref", ""))
        if cells > LARGEST_FILE:
            break
    return cells, all_stored


def _elements(path: Path) -> Iterator[tuple[str, Element]]:
    """The cells and merged ranges of all sheets, read one after the other from their parts."""
    with ZipFile(path) as package:
        for name in package.namelist():
            # The chain of calculation names cells with the same tag once more.
            if not name.lower().endswith(".xml") or "calcchain" in name.lower():
                continue
            with package.open(name) as part:
                for _, element in iterparse(part):
                    tag = element.tag.rpartition("}")[2]
                    if tag in ("c", "mergeCell"):
                        yield tag, element
                    elif tag == "row":
                        element.clear()


def _is_stored(cell: Element) -> bool:
    children = {child.tag.rpartition("}")[2]: child for child in cell}
    if "f" not in children:
        return True
    # An empty text is a value; programs that do not calculate write an empty <v> without a type.
    return "v" in children and (bool(children["v"].text) or cell.get("t") == "str")


def _area(reference: str) -> int:
    left, top, right, bottom = openpyxl.utils.range_boundaries(reference)
    return int((right - left + 1) * (bottom - top + 1))


def _visible(workbook: Any) -> list[Any]:
    return [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]


def _sheet(sheet: Any, formulas: Any, path: Path, builder: DocumentBuilder) -> bool:
    """Add a sheet, unless it shows nothing; whether it shows a value."""
    grid = _Visible.of(sheet).grid(sheet)
    unknown = _without_value(sheet, formulas[sheet.title]) if formulas else []
    if not grid.texts and not unknown:
        return False
    builder.heading(1, Inline(" ".join(sheet.title.split())))
    writer = SheetWriter(builder)
    for block in blocks(grid, path):
        writer.block(block)
    writer.finish()
    if unknown:
        builder.paragraph(Inline(_note(unknown)))
    return bool(grid.texts)


def _without_value(values: Any, formulas: Any) -> list[str]:
    """The visible cells that hold a formula and no value, as "B4"."""
    visible = _Visible.of(values)
    return [
        cell.coordinate
        for place, cell in sorted(_cells(formulas).items())
        if cell.data_type == "f" and visible.shows(*place) and values[cell.coordinate].value is None
    ]


def _note(cells: Sequence[str]) -> str:
    named = ", ".join(cells[:_NAMED_CELLS])
    more = f" and {len(cells) - _NAMED_CELLS} more" if len(cells) > _NAMED_CELLS else ""
    return (
        f"Note: left empty, because the file stores their formulas without values: {named}{more}. "
        "Open and save the file in a spreadsheet program to store them."
    )


def _cells(sheet: Any) -> dict[Position, Any]:
    # The public ways to the cells walk, and fill, the whole rectangle up to the last one; a file
    # may have that one in the last row and column of the largest sheet.
    cells: dict[Position, Any] = sheet._cells
    return cells


@dataclass(frozen=True, slots=True)
class _Visible:
    """The numbers of the hidden rows and columns of a sheet, in order."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]

    @classmethod
    def of(cls, sheet: Any) -> "_Visible":
        rows = [number for number, row in sheet.row_dimensions.items() if row.hidden]
        columns = {
            number
            for letters, group in sheet.column_dimensions.items()
            if group.hidden
            for number in _group(letters, group)
        }
        return cls(tuple(sorted(rows)), tuple(sorted(columns)))

    def shows(self, row: int, column: int) -> bool:
        return not (_holds(self.rows, row) or _holds(self.columns, column))

    def place(self, row: int, column: int) -> Position:
        """The row and column counted without the hidden ones, which leave no gap."""
        return row - bisect_left(self.rows, row), column - bisect_left(self.columns, column)

    def grid(self, sheet: Any) -> Grid:
        """What the sheet shows."""
        grid = Grid()
        texts = {place: _shown(cell) for place, cell in _cells(sheet).items()}
        for span in sheet.merged_cells.ranges:
            text = texts.pop((span.min_row, span.min_col), "")
            places = [
                self.place(row, column)
                for row in range(span.min_row, span.max_row + 1)
                for column in range(span.min_col, span.max_col + 1)
                if self.shows(row, column)
            ]
            if text and places:
                grid.texts[places[0]] = text
                grid.covered.update(dict.fromkeys(places[1:], places[0]))
        for place, text in texts.items():
            if text and self.shows(*place):
                grid.texts[self.place(*place)] = text
        return grid


def _group(letters: str, group: Any) -> range:
    """The columns for which an entry speaks: one, or several with the same settings."""
    first = group.min or openpyxl.utils.column_index_from_string(letters)
    return range(first, (group.max or first) + 1)


def _holds(numbers: Sequence[int], number: int) -> bool:
    place = bisect_left(numbers, number)
    return place < len(numbers) and numbers[place] == number


# --- values as they show ------------------------------------------------------------------------

_LARGEST_FORMATTED = 10**15
_LONGEST_CODE = 60  # a longer one asks for more digits than a number has
_NOT_CODE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_CONDITION = re.compile(r"\[[<>=]")
_FRACTION = re.compile(r"[?#0]\s*/\s*[?#\d]")
_SECTION_END = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]'
    r"|(?P<exponent>[eE][+-]0+)|(?P<digits>[0#?.,]+(?:[  ][0#?]{3}[0#?.,]*)*)|(?P<other>.)"
)


def _shown(cell: Any) -> str:
    """A cell's value as the sheet shows it, in one line."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return " ".join(_number(value, cell.number_format).split())
    if isinstance(value, date | time):
        return _moment(value, cell.number_format)
    return " ".join(str(value).split())


def _moment(value: date | time, code: str) -> str:
    code = _NOT_CODE.sub("", code).lower()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, datetime) and "h" in code:
        return value.isoformat(" ", "minutes")
    if "d" in code or "y" not in code:
        return value.strftime("%Y-%m-%d")
    return value.strftime("%Y-%m" if "m" in code else "%Y")


def _number(value: float, code: str) -> str:
    number = Decimal(repr(value))
    if not number.is_finite() or abs(number) >= _LARGEST_FORMATTED or _CONDITION.search(code):
        return _general(number)
    sections = _SECTION_END.split(code)
    if number < 0 and len(sections) > 1:
        return _formatted(-number, sections[1])
    if number == 0 and len(sections) > 2:
        return _formatted(number, sections[2])
    return _formatted(number, sections[0])


def _general(number: Decimal) -> str:
    """A number without a format: whole where it is, else with at most ten digits."""
    if not number.is_finite():
        return str(number)
    if not Decimal("1e-9") <= abs(number) < _LARGEST_FORMATTED and number:
        return f"{Context(prec=10).create_decimal(number).normalize():E}"
    if number == number.to_integral_value():
        return str(int(number))
    text = f"{Context(prec=10).create_decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _formatted(number: Decimal, section: str) -> str:
    code = _NOT_CODE.sub("", section)
    if "general" in code.lower() or "@" in code or _FRACTION.search(code):
        return _general(number)
    if len(code) > _LONGEST_CODE:
        return _general(number)
    before, digits, after, percents, exponent = "", "", "", 0, False
    for token in _TOKEN.finditer(section):
        literal = next(filter(None, token.group("quoted", "escaped", "currency", "other")), "")
        percents += token["other"] == "%"
        exponent = exponent or bool(token["exponent"])
        if token["digits"] and after.strip():
            return _general(number)  # digits in groups, as of a telephone number
        digits += token["digits"] or ""
        if digits:
            after += literal
        else:
            before += literal
    if not digits:
        return before
    if exponent:
        return f"{before}{number:.{len(digits.partition('.')[2])}E}{after}"
    text = _digits(abs(number) * 100**percents, digits)
    sign = "-" if number < 0 and text.strip("0.,") else ""
    return f"{sign}{before}{text}{after}"


def _digits(number: Decimal, pattern: str) -> str:
    """A number in a pattern such as "#,##0.0": rounded as it shows, half away from zero."""
    whole, _, decimals = pattern.rstrip(",").partition(".")
    number /= 1000 ** (len(pattern) - len(pattern.rstrip(",")))
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP, Context(prec=200))
    if not rounded and "0" not in pattern:
        return ""
    group = next((mark for mark in ",  " if mark in whole), "")
    text = f"{rounded:,f}".replace(",", group)
    shown, point, fraction = text.partition(".")
    kept = decimals.count("0")
    fraction = fraction[:kept] + fraction[kept:].rstrip("0")
    return shown.zfill(whole.count("0")) + (point + fraction if fraction else "")

"""Cells as statements: row, columns, value, unit and table, citing the row's name and those cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from smeadvisor.answering.arithmetic import number, ratio, written
from smeadvisor.answering.table_intent import Intent, Wish
from smeadvisor.answering.table_reading import TableView, is_nothing
from smeadvisor.domain.answers import Citation, DraftClaim
from smeadvisor.domain.documents import Cell, Passage

# So many others are shown beside the highest or lowest.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A cell of a table by its row and column; `cell` is None where the table leaves it empty."""

    table: TableView
    row: int
    column: int

    @property
    def cell(self) -> Cell | None:
        """The cell itself."""
        return self.table.cell(self.row, self.column)

    @property
    def text(self) -> str:
        """What it says."""
        return self.cell.text if self.cell else ""

    @property
    def value(self) -> Decimal | None:
        """Its number."""
        return number(self.text)

    @property
    def row_name(self) -> str:
        """The row's own label, then what holds it."""
        *around, name = self.table.rows[self.row].path or ("",)
        return ", ".join(part for part in (name, *reversed(around)) if part)

    @property
    def column_name(self) -> str:
        """The column's labels, outermost first; nothing where the table has one column."""
        if len(self.table.columns) == 1:
            return ""
        return str(self.table.columns[self.column])

    @property
    def name(self) -> str:
        """Row and column."""
        return ", ".join(part for part in (self.row_name, self.column_name) if part)

    def citations(self) -> tuple[Citation, ...]:
        """The row's name and the cell, and no other figure of the row."""
        return (*_name_of(self.table.passages[self.row]), *self.cell_citation())

    def cell_citation(self) -> tuple[Citation, ...]:
        """The cell alone; nothing where it is empty."""
        passage, cell = self.table.passages[self.row], self.cell
        if cell is None or cell.start == cell.end:
            return ()
        return (Citation(passage, cell.text, cell.start, cell.end),)


def value_claims(found: Sequence[Found], are_items: bool = False) -> Iterator[DraftClaim]:
    """One statement a cell."""
    for one in found:
        if _is_empty(one):
            yield from _unavailable(one)
        else:
            text = f"{one.name}: {one.text}{_source(one.table, [one])}"
            yield DraftClaim(_sentence(text), one.citations(), are_items)


def item_claims(found: Sequence[Found]) -> Iterator[DraftClaim]:
    """The cells of a column as items of a list, each in its own words."""
    for one in found:
        if not _is_empty(one):
            yield DraftClaim(one.text, one.cell_citation(), True)


def column_claims(found: Sequence[Found]) -> Iterator[DraftClaim]:
    """One statement a column that names its cells, where rows are only numbered."""
    for _, run in groupby(found, key=lambda one: one.column):
        there = [one for one in run if not _is_empty(one)]
        if there:
            values = "; ".join(one.text for one in there)
            text = f"{there[0].column_name}: {values}{_source(there[0].table, there)}"
            citations = tuple(cited for one in there for cited in one.cell_citation())
            yield DraftClaim(_sentence(text), citations, True)


def group_claims(found: Sequence[Found], shared: Sequence[str]) -> Iterator[DraftClaim]:
    """One statement a row that names several of its cells; `shared` is what their columns have in common."""
    for _, run in groupby(found, key=lambda one: one.row):
        cells = list(run)
        there = [one for one in cells if not _is_empty(one)]
        if there:
            head = ", ".join(part for part in (there[0].row_name, *shared) if part)
            values = "; ".join(f"{_short(one, shared)}: {one.text}" for one in there)
            citations = (*_name_of(there[0].table.passages[there[0].row]),)
            citations += tuple(cited for one in there for cited in one.cell_citation())
            yield DraftClaim(
                _sentence(f"{head} – {values}{_source(there[0].table, there)}"), citations
            )
        for one in cells:
            if _is_empty(one):
                yield from _unavailable(one)


def rows_claims(found: Sequence[Found]) -> Iterator[DraftClaim]:
    """The rows of one column in one statement, in the order of the cells; of several columns, one a row."""
    there = [one for one in found if not _is_empty(one)]
    if not there:
        return
    if len({one.column for one in found}) > 1:
        paths = [one.table.columns[one.column].path for one in found]
        shared = [part for part in paths[0] if all(part in path for path in paths)]
        yield from (replace(claim, is_item=True) for claim in group_claims(found, shared))
        return
    values = "; ".join(f"{one.row_name}: {one.text}" for one in there)
    citations = tuple(cited for one in there for cited in one.citations())
    text = f"{there[0].column_name} – {values}{_source(there[0].table, there)}"
    yield DraftClaim(_sentence(text), citations)


def captioned_claims(found: Sequence[Found]) -> Iterator[DraftClaim]:
    """One statement a cell, with the caption of its table: cells of tables whose labels are the same."""
    for one in found:
        if not _is_empty(one):
            caption = one.table.caption
            text = f"{caption} – {one.name}: {one.text}{_source(one.table, [one])}"
            yield DraftClaim(_sentence(text), one.citations())


def comparison_claims(found: Sequence[Found], intent: Intent) -> Iterator[DraftClaim]:
    """A statement a cell, and what their figures say about each other."""
    yield from value_claims(found)
    first, *others = found
    if len(found) != 2 or first.value is None or others[0].value is None:
        return
    second = others[0]
    assert first.value is not None and second.value is not None
    names = _telling_names(found)
    higher, lower = (first, second) if first.value >= second.value else (second, first)
    assert higher.value is not None and lower.value is not None
    one, other = (f"{names[found.index(cell)]} ({cell.text})" for cell in (higher, lower))
    where = _where(found)
    if higher.value == lower.value:
        text = f"{one} and {other} are equal{where}"
    else:
        difference = higher.value - lower.value
        by = f" by {written(difference)}{_points(higher, difference)}"
        text = f"{one} is higher than {other}{by}{where}"
        if intent.is_ratio and lower.value > 0:
            text += f", {written(ratio(higher.value, lower.value))} times as high"
    yield _computed(text, found)


def ranking_claims(found: Sequence[Found], intent: Intent) -> Iterator[DraftClaim]:
    """The cells in order, as far as asked for; cells with the same figure share a place."""
    counted = [one for one in found if one.value is not None and not _is_empty(one)]
    names = dict(zip(counted, _telling_names(counted), strict=True))
    is_low = intent.wish is Wish.LOWEST
    ordered = sorted(counted, key=lambda one: one.value or Decimal(0), reverse=not is_low)
    groups = [list(run) for _, run in groupby(ordered, key=lambda one: one.value)]
    where = _where(counted)
    if intent.wish is Wish.ALL_RANKED or intent.count > 1:
        wanted = len(ordered) if intent.wish is Wish.ALL_RANKED else intent.count
        listed = 0
        for group in groups:
            if listed >= wanted:
                break
            listed += len(group)
            yield from value_claims(group, are_items=True)
        return
    ends = [("lowest" if is_low else "highest", groups)]
    if intent.is_both_ends and len(groups) > 1:
        ends.append(("highest" if is_low else "lowest", groups[::-1]))
    for word, (first, *others) in ends:
        best = " and ".join(f"{names[one]} ({one.text})" for one in first)
        verb = "are" if len(first) > 1 else "is"
        rest = [one for group in others for one in group]
        text = f"{best} {verb} the {word}{where}"
        if 0 < len(rest) <= _FEW and len(ends) == 1:
            text += f", before {' and '.join(f'{names[one]} ({one.text})' for one in rest)}"
        yield _computed(text, [*first, *rest])


def _computed(text: str, found: Sequence[Found]) -> DraftClaim:
    rows = dict.fromkeys(one.row for one in found)
    names = [cited for row in rows for cited in _name_of(found[0].table.passages[row])]
    cells = [cited for one in found for cited in one.cell_citation()]
    text = f"{text}{_source(found[0].table, found)}"
    return DraftClaim(_sentence(text), (*names, *cells), is_computed=True)


def _unavailable(one: Found) -> Iterator[DraftClaim]:
    """That the table has no value there, with the mark it puts instead; an empty cell is shown by its heads."""
    table, mark = one.table, f" (“{one.text}”)" if one.text else ""
    citations = one.citations()
    if one.cell is None:
        # Where a long table is not found as a whole, nothing shows that the column is there.
        whole = next((passage for passage in table.others if passage.parts), None)
        if whole is None:
            return
        head = whole.text[: table.passages[0].start - whole.start].rstrip()
        citations = (Citation(whole, head, whole.start, whole.start + len(head)), *citations)
    text = f"{one.name}: not available{mark} ({table.label})"
    yield DraftClaim(_sentence(text), citations, is_computed=True)


def _telling_names(found: Sequence[Found]) -> list[str]:
    """What tells the cells apart: their columns in one row, their rows in one column."""
    if len({one.row for one in found}) == 1:
        paths = [one.table.columns[one.column].path for one in found]
        shared = set.intersection(*(set(path) for path in paths)) if len(paths) > 1 else set()
        return [", ".join(part for part in path if part and part not in shared) for path in paths]
    if len({one.column for one in found}) == 1:
        return [one.row_name for one in found]
    return [one.name for one in found]


def _where(found: Sequence[Found]) -> str:
    """What the cells share, for a statement that names only what tells them apart."""
    parts = []
    if len({one.row for one in found}) == 1:
        paths = [one.table.columns[one.column].path for one in found]
        parts = [
            found[0].row_name,
            *(part for part in paths[0] if all(part in path for path in paths)),
        ]
    elif len({one.column for one in found}) == 1:
        parts = [found[0].column_name]
    named = ", ".join(part for part in parts if part)
    return f" for {named}" if named else ""


def _short(one: Found, shared: Sequence[str]) -> str:
    path = one.table.columns[one.column].path
    return ", ".join(part for part in path if part and part not in shared)


def _source(table: TableView, found: Sequence[Found]) -> str:
    """Unit and table in parentheses; the unit only where the figures do not say it themselves."""
    figures = any(one.value is not None for one in found)
    says_it = any("%" in one.text for one in found) and "%" in table.unit
    unit = table.unit if figures and not says_it else ""
    inside = "; ".join(part for part in (unit, table.label) if part)
    return f" ({inside})" if inside else ""


def _points(one: Found, difference: Decimal) -> str:
    if "%" not in one.text and "%" not in one.table.unit:
        return ""
    return " percentage point" if difference == 1 else " percentage points"


def _is_empty(one: Found) -> bool:
    return not one.text or is_nothing(one.text)


def _name_of(passage: Passage) -> tuple[Citation, ...]:
    """The row's own label as the passage begins with it; nothing where the row has none."""
    name = passage.text[: passage.cells[0].start - passage.start].rstrip(" |\t")
    if not name:
        return ()
    return (Citation(passage, name, passage.start, passage.start + len(name)),)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."

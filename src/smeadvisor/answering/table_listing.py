"""Cells in order, and the cells of a column as a list."""

import re
from collections import Counter
from collections.abc import Sequence

from smeadvisor.answering.arithmetic import number
from smeadvisor.answering.near_words import said
from smeadvisor.answering.table_candidates import Candidate, Reading
from smeadvisor.answering.table_choice import NAMED
from smeadvisor.answering.table_claims import (
    Found,
    column_claims,
    item_claims,
    ranking_claims,
    rows_claims,
)
from smeadvisor.answering.table_intent import Intent, without_main
from smeadvisor.answering.table_reading import is_numbering
from smeadvisor.answering.table_selection import (
    NAMED_ROW,
    SURE,
    SURE_ALONE,
    SURE_CAPTION,
    SURE_KNOWN,
    across_of,
    cells_at,
    cells_of,
    cross_labels,
    is_whole,
    narrowed,
)
from smeadvisor.domain.answers import DraftClaim
from smeadvisor.text.words import stems

# A label that is only set aside is said shortly.
_SET_ASIDE = 0.5
# All rows are shown of a table that fits clearly better than any other, where they are not too many.
_CLEAR, _MOST_ROWS, _MOST_COLUMNS = 0.05, 15, 4
# What comes first is told of so many columns.
_MOST_ORDERS = 3
# So few words may ask without a question word.
_FEW_WORDS = 14
_WHAT = re.compile(r"\b(?:who|whom|whose|what|which|where)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:why|when|how|do|does|did|is|are|was|were|has|have|can|could|should)\b", re.IGNORECASE
)
_WHO = re.compile(r"(?:and |so |but )?(?:who|whom)\b", re.IGNORECASE)
_DEED = re.compile(r"(?:by )?[a-z]{2,}(?:ed|ing)\b(?=\s+\w)", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow (?:many|much|often)\b", re.IGNORECASE)


def ranking(
    intent: Intent, readings: Sequence[Reading], candidates: Sequence[Candidate]
) -> list[DraftClaim]:
    """The highest or lowest of a row's columns where a row is named, else of the rows of a column."""
    if not intent.is_ranking:
        return []
    if not (intent.is_who or intent.count > 1 or intent.wish.is_whole_order):
        return _ranked_in_few_words(intent, readings, candidates)
    best = candidates[0]
    if is_whole(best) and best.named >= NAMED_ROW and intent.is_who:
        # "Which kind of innovation is commonest?" names the kinds by what holds them all.
        return _ranked(intent, best.reading, SURE_KNOWN) if best.is_complete else []
    if intent.is_beside and (told := _told_of(candidates)):
        # The thing that others come next to says which table is meant.
        return _ranked(intent, told)
    is_named = best.named >= NAMED_ROW and best.score >= SURE
    if is_named and best.reading.labels and not is_whole(best):
        across, _ = across_of(best.reading)
        parts = _without_totals(best.reading, across)
        if not best.is_complete or len(parts) < 2:
            return []
        compared = cells_at(best.reading, [best.index], parts)
        return list(ranking_claims(compared, intent)) if are_figures(compared) else []
    return _ranked(intent, _of_whom(readings))


def _of_whom(readings: Sequence[Reading]) -> Reading:
    """The table that fits best; of "who", the one whose rows are no deeds."""
    first = readings[0]
    if not _WHO.match(first.asked.text):
        return first
    return next((one for one in readings if not _are_deeds(one)), first)


def _are_deeds(reading: Reading) -> bool:
    """Whether most labels begin as "Developed a new product" or "By hiring consultants" do."""
    names = [label.path[-1] for label in reading.labels if label.path and not label.is_whole]
    return sum(_DEED.match(name) is not None for name in names) * 2 > len(names)


def _ranked_in_few_words(
    intent: Intent, readings: Sequence[Reading], candidates: Sequence[Candidate]
) -> list[DraftClaim]:
    """For "top influence, medium firms": the order where the caption is clear and no row is named."""
    reading, *others = readings
    text = reading.asked.text
    if not Intent.read(without_main(text)).is_ranking:
        return []
    is_terse = len(text.split()) <= _FEW_WORDS and not (_ASKS.search(text) or _WHAT.search(text))
    nearest = max((one.caption for one in others if not one.fit.missing), default=0.0)
    named_rows = [one for one in candidates if one.reading is reading and one.named >= _SET_ASIDE]
    if not is_terse or reading.caption - nearest < _CLEAR or named_rows or not reading.labels:
        return []
    return _ranked(intent, reading)


def _told_of(candidates: Sequence[Candidate]) -> Reading | None:
    """The table of the label that is named most, where one is."""
    best = max(candidates, key=lambda one: one.named)
    return best.reading if best.named >= _SET_ASIDE and best.is_complete else None


def _ranked(intent: Intent, reading: Reading, enough: float = SURE_CAPTION) -> list[DraftClaim]:
    """The cells of a column in order, where the caption says that they are meant."""
    if intent.is_beside or not reading.labels:
        enough = SURE_KNOWN
    if reading.fit.missing or reading.caption < enough:
        return []
    found = column_of(reading)
    if are_figures(found):
        return list(ranking_claims(found, intent))
    return _ranked_in_each(intent, reading) if not found and intent.count == 1 else []


def _ranked_in_each(intent: Intent, reading: Reading) -> list[DraftClaim]:
    """What comes first in each of the columns that are named: "among small firms, and among large ones?"."""
    table, fit = reading.table, reading.fit
    columns, is_named = narrowed(reading, "columns")
    totals = tuple(index for index in columns if table.columns[index].facets.is_total)
    columns = totals if len(totals) > 1 else columns
    rows = tuple(index for index in fit.rows if not table.rows[index].is_whole)
    is_of_each = reading.axis == "rows" and is_named and "columns" in fit.by_kind
    if not is_of_each or intent.wish.is_whole_order or not 1 < len(columns) <= _MOST_ORDERS:
        return []
    orders = [cells_of(table, rows, (column,)) for column in columns]
    if not all(are_figures(order) for order in orders):
        return []
    return [claim for order in orders for claim in ranking_claims(order, intent)]


def column_of(reading: Reading) -> list[Found]:
    """The cells to put in order where no label is named: those of one column, or of one row."""
    table, fit = reading.table, reading.fit
    rows, _ = narrowed(reading, "rows") if reading.axis == "columns" else (fit.rows, False)
    columns, _ = narrowed(reading, "columns") if reading.axis != "columns" else (fit.columns, False)
    if len(rows) > 1 and len(columns) > 1:
        # Without a size or a year, what holds for all of them stands for the group.
        columns = tuple(index for index in columns if table.columns[index].facets.is_total)
    if len(rows) > 1:
        rows = tuple(index for index in rows if not table.rows[index].is_whole)
    else:
        columns = tuple(index for index in columns if not table.columns[index].is_whole)
    return cells_of(table, rows, columns) if 1 in (len(rows), len(columns)) else []


def every_row(
    intent: Intent, readings: Sequence[Reading], candidates: Sequence[Candidate]
) -> list[DraftClaim]:
    """All rows of a column, in their order, where all are asked for and the caption says of what."""
    reading, *others = readings
    is_of_rows = reading.axis == "rows" and 1 < len(reading.fit.rows) <= _MOST_ROWS
    if not (intent.is_every and intent.is_quantity and is_of_rows) or reading.fit.missing:
        return []
    nearest = max((one.caption for one in others if not one.fit.missing), default=0.0)
    across, is_named = across_of(reading)
    is_clear = reading.caption >= SURE_CAPTION and reading.caption - nearest >= _CLEAR
    named_rows = [one for one in candidates if one.reading is reading and one.named >= NAMED_ROW]
    if not (is_clear and is_named) or len(across) > _MOST_COLUMNS or named_rows:
        return []
    return list(rows_claims(cells_at(reading, reading.fit.rows, across)))


def items(
    question: str, intent: Intent, best: Candidate, readings: Sequence[Reading]
) -> list[DraftClaim]:
    """All cells of a named column of words, where the question asks for what the cells are."""
    is_asked = intent.is_who or intent.position or not _ASKS.search(question)
    if not is_asked or _HOW_MANY.search(question):
        return []
    for reading in readings:
        table = reading.table
        if reading.fit.missing or len(table.columns) < 2 or not is_numbering(table.rows):
            continue
        if best.score >= SURE_ALONE and best.reading is not reading:
            continue
        columns, is_named = narrowed(reading, "columns")
        cells = [
            one for column in columns for one in cells_of(table, range(len(table.rows)), (column,))
        ]
        texts = [one.text for one in cells if one.cell]
        if not is_named or any(number(text) is not None for text in texts):
            continue
        counted = Counter(word for text in texts for word in set(stems(text)))
        common = {word for word, count in counted.items() if count * 2 > len(texts)}
        if any(said(word, common) >= NAMED for word in reading.asked.words):
            if intent.position:
                return list(item_claims([one for one in cells if one.row == intent.position - 1]))
            if len(columns) > 1:
                return list(column_claims(cells))
            wanted = cells[: intent.count] if intent.is_ranking and intent.count > 1 else cells
            return list(item_claims(wanted))
    return []


def _without_totals(reading: Reading, across: Sequence[int]) -> tuple[int, ...]:
    labels = cross_labels(reading)
    return tuple(index for index in across if not labels[index].is_whole)


def are_figures(found: Sequence[Found]) -> bool:
    """Whether there is something to put in order."""
    values = [one for one in found if one.value is not None]
    return len(values) > 1 and len(values) * 2 > len(found)

"""How surely a reader takes each row of a table for what a question means.

"Taken at night by strangers" may be what "Theft" means, which no likeness of words tells.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from smeadvisor.answering.table_candidates import Candidate, Reading
from smeadvisor.answering.table_claims import rows_claims
from smeadvisor.answering.table_intent import Intent
from smeadvisor.answering.table_likely import UNSURE, may_be_meant
from smeadvisor.answering.table_limits import counts_others
from smeadvisor.answering.table_reading import Label
from smeadvisor.answering.table_selection import across_of, cells_at
from smeadvisor.domain.answers import DraftClaim, Remark
from smeadvisor.domain.reading import Reads, Stretch

# In log-odds: a row's mark must come to this much, and be so much higher than those of all other rows of its
# table, and of other tables that have what is asked by kind.
_SURELY, _CLEAR = 0.5, 0.5
# A row that is likely by its name too: then its words may be said of whatever they are.
_MEANT, _APART = 0.3, 0.3
_MOST_ROWS, _MOST_COLUMNS = 20, 3


def read(reads: Reads, question: str, intent: Intent, readings: Sequence[Reading]) -> list[Reading]:
    """The readings, with marks for the rows of tables that may have the figure asked for."""
    if not (intent.is_quantity or intent.is_comparison):
        return list(readings)
    fitting = [index for index, one in enumerate(readings) if _can_be_read(one)]
    marks = reads(question, [_names(readings[index]) for index in fitting]) if fitting else ()
    found = dict(zip(fitting, marks, strict=True))
    return [
        replace(one, marks=found[index].sentences) if index in found else one
        for index, one in enumerate(readings)
    ]


def is_marked(best: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether a row is marked as meant, and clearly higher than the others of its table."""
    others = [one.mark for one in candidates if one.reading is best.reading and one is not best]
    return best.mark >= _MEANT and best.mark - max(others, default=-math.inf) >= _APART


def marked(readings: Sequence[Reading]) -> list[DraftClaim | Remark]:
    """The cells of that row, and that it is not said in these words; nothing where none is surely meant."""
    rows: dict[str, _Row] = {}
    for reading in readings:
        if not reading.marks:
            continue
        for index, (label, mark) in enumerate(zip(reading.labels, reading.marks, strict=True)):
            # Of two tables with the same rows, the one whose caption fits better comes first.
            known = rows.setdefault(str(label), _Row(mark, reading, index))
            rows[str(label)] = replace(known, mark=max(known.mark, mark))
    named = sorted(
        (one for one in rows.values() if not one.label.is_whole), key=lambda one: -one.mark
    )
    if not named or named[0].mark < _SURELY:
        return []
    first, *others = named
    if any(first.mark - one.mark < _CLEAR for one in others):
        return []
    across, _ = across_of(first.reading)
    return [*rows_claims(cells_at(first.reading, [first.index], across)), Remark(UNSURE)]


@dataclass(frozen=True, slots=True)
class _Row:
    mark: float
    reading: Reading
    index: int

    @property
    def label(self) -> Label:
        return self.reading.labels[self.index]


def _can_be_read(reading: Reading) -> bool:
    across, is_named = across_of(reading)
    return (
        may_be_meant(reading)
        and is_named
        and 0 < len(across) <= _MOST_COLUMNS
        and len(reading.table.rows) <= _MOST_ROWS
        and not counts_others(reading)
    )


def _names(reading: Reading) -> Stretch:
    """The rows under the caption, or where there is none, under the heading that the table stands below."""
    place = reading.table.place
    told = place.caption or (place.headings[-1] if place.headings else "")
    return Stretch(told, tuple(map(str, reading.table.rows)))

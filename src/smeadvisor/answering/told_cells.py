"""The cells of one table that an answer told, and what "second" or "those two" mean after them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from smeadvisor.answering.arithmetic import number
from smeadvisor.answering.table_reading import Label
from smeadvisor.domain.answers import Answer
from smeadvisor.domain.documents import Cell, Passage

_FIRST_OF_ALL = re.compile(r"\bis the (?P<end>highest|lowest)\b")

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The cells of one table that an answer told, in its order."""

    passage: Passage
    cells: tuple[Cell, ...]
    claim: str

    @property
    def rows(self) -> list[Path]:
        """The rows told."""
        return list(dict.fromkeys(cell.row for cell in self.cells))

    @property
    def columns(self) -> list[Path]:
        """The columns told."""
        return list(dict.fromkeys(cell.column for cell in self.cells))

    def is_of(self, passage: Passage) -> bool:
        """Whether a passage is of the same table."""
        own, other = self.passage.place, passage.place
        return (self.passage.document_id, own.labels, own.caption) == (
            passage.document_id,
            other.labels,
            other.caption,
        )


def told_by(answer: Answer) -> Told | None:
    """The cells that the first statement of an answer tells, with what else it tells of their table."""
    found: Told | None = None
    for claim in answer.claims:
        cells = [
            (one.passage, cell)
            for one in claim.citations
            for cell in one.passage.cells
            if (one.start, one.end) == (cell.start, cell.end)
            and cell.text in claim.text
            and (not cell.row or cell.row[-1] in claim.text)
        ]
        if not cells:
            if found is None:
                return None
            continue
        passage = cells[0][0]
        if found is None:
            found = Told(passage, tuple(cell for _, cell in cells), claim.text)
        elif found.is_of(passage):
            found = Told(found.passage, (*found.cells, *(cell for _, cell in cells)), found.claim)
    return found


def rows_of_table(told: Told, answer: Answer) -> list[Passage]:
    """The rows of a table that an answer cites or looked at, in the order of the document."""
    cited = [one.passage for one in answer.citations]
    seen = [piece for one in answer.considered for piece in one.hit.passage.pieces]
    rows = {one.start: one for one in (*cited, *seen) if one.cells and told.is_of(one)}
    return [rows[start] for start in sorted(rows)]


def last_two(told: Told, turns: Sequence[Answer]) -> list[Path]:
    """The two rows that were told last; none where they are more or less."""
    rows = told.rows
    for turn in turns[1:]:
        before = told_by(turn)
        if len(rows) > 1 or before is None or not before.is_of(told.passage):
            break
        rows = list(dict.fromkeys([*before.rows, *rows]))
    return rows if len(rows) == 2 else []


def at_rank(told: Told, answer: Answer, rank: int) -> list[Path]:
    """The row that comes second, or third, where the answer told which is first."""
    first = _FIRST_OF_ALL.search(told.claim)
    if not first or len(told.columns) != 1:
        return []
    values = {
        cell.row: value
        for passage in rows_of_table(told, answer)
        for cell in passage.cells
        if cell.column == told.columns[0] and (value := number(cell.text)) is not None
        if not Label(cell.row).is_whole
    }
    ordered = sorted(values, key=lambda row: values[row], reverse=first["end"] == "highest")
    return ordered[rank : rank + 1]

"""What a table has for the column that is asked about, where it is not sure which of its rows is meant.

A reader sees each figure with its row's name and can tell which one it is; a guess would hide that.
"""

from collections.abc import Sequence

from smeadvisor.answering.near_words import said
from smeadvisor.answering.table_candidates import Candidate, Reading
from smeadvisor.answering.table_choice import NAMED
from smeadvisor.answering.table_claims import rows_claims
from smeadvisor.answering.table_intent import Intent
from smeadvisor.answering.table_limits import asked_about, counts_others
from smeadvisor.answering.table_reading import is_numbering
from smeadvisor.answering.table_selection import across_of, cells_at, is_whole
from smeadvisor.domain.answers import DraftClaim, Remark

# The caption must come to this much, and to this much more than that of any other table that fits; to
# more where there are too many rows to show them all, of which then the best are shown.
_CAPTION, _CLEAR, _CAPTION_OF_MANY = 0.6, 0.05, 0.8
_ALL, _BEST, _COLUMNS = 6, 3, 3
# Of what is asked, apart from sizes, places, and the caption's subject, more than this share must be in
# the rows, where words that begin alike, as "deliver" and "delivery", are the same.
_SPOKEN_OF, _ALIKE = 0.5, 5
_UNSURE = (
    "The table does not say it in these words, so here is what it has in the rows that are nearest."
)


def likely(
    intent: Intent, readings: Sequence[Reading], candidates: Sequence[Candidate]
) -> list[DraftClaim | Remark]:
    """The cells of the likely rows, best first, and that it is not sure which is meant."""
    if not (intent.is_quantity or intent.is_comparison) or not _is_meant(readings):
        return []
    reading = readings[0]
    across, is_named = across_of(reading)
    if not is_named or not 0 < len(across) <= _COLUMNS or counts_others(reading):
        return []
    rows = [one for one in candidates if one.reading is reading and not is_whole(one)]
    if not _is_spoken_of(reading, rows):
        return []
    if len(rows) > _ALL:
        if reading.caption < _CAPTION_OF_MANY or intent.is_ranking:
            return []
        rows = rows[:_BEST]
    claims = list(rows_claims(cells_at(reading, [one.index for one in rows], across)))
    return [*claims, Remark(_UNSURE)] if claims else []


def _is_spoken_of(reading: Reading, rows: Sequence[Candidate]) -> bool:
    """Whether the rows together say most of what is asked; what none of them speaks of is a near miss."""
    asked = asked_about(reading)
    known = frozenset[str]().union(*(one.words for one in rows))
    beginnings = {word[:_ALIKE] for word in known if len(word) >= _ALIKE}
    spoken_of = [
        word for word in asked if said(word, known) >= NAMED or word[:_ALIKE] in beginnings
    ]
    return len(spoken_of) > _SPOKEN_OF * len(asked)


def _is_meant(readings: Sequence[Reading]) -> bool:
    """Whether the first is surely the table: one of figures that has all that the question names by kind."""
    first, *others = readings
    table = first.table
    nearest = max((one.caption for one in others if not one.fit.missing), default=0.0)
    return (
        not first.fit.missing
        and bool(first.fit.by_kind)
        and first.axis == "rows"
        and table.is_of_figures
        and len(table.columns) > 1
        and not is_numbering(table.rows)
        and first.caption >= _CAPTION
        and first.caption - nearest >= _CLEAR
    )

"""What a table has for the column that is asked about, where it is not sure which of its rows is meant.

A reader sees each figure with its row's name and can tell which one it is; a guess would hide that.
"""

from collections.abc import Sequence

from smeadvisor.answering.table_candidates import Candidate, Reading
from smeadvisor.answering.table_claims import rows_claims
from smeadvisor.answering.table_intent import Intent
from smeadvisor.answering.table_limits import counts_others
from smeadvisor.answering.table_reading import is_numbering
from smeadvisor.answering.table_selection import SURE, across_of, cells_at, is_whole
from smeadvisor.answering.table_spoken import spoken_of
from smeadvisor.domain.answers import DraftClaim, Remark
from smeadvisor.domain.documents import Passage

# The caption must come to this much, and to this much more than that of any other table that fits; to
# more where there are too many rows to show them all, of which then the best are shown.
_CAPTION, _CLEAR, _CAPTION_OF_MANY = 0.6, 0.05, 0.8
_ALL, _BEST, _COLUMNS, _FIGURES = 5, 3, 3, 8
# Less where the table is what is found first: nothing else fits the question as well.
_CAPTION_FOUND, _CAPTION_OF_MANY_FOUND, _SPOKEN_OF_FOUND = 0.5, 0.6, 0.45
# Where the rows are in other words than the question, one must come to this much, be so much nearer than
# those that are not shown, and not be so much farther than one of another table.
_NEAR, _APART, _OUTDONE = 0.65, 0.1, 0.2
# Less again where the rows of other tables are so much farther from the question.
_CAPTION_LED, _LED = 0.4, 0.2
# A row of another table that is so much nearer than those of the one found first is what is meant.
_OUTDOES = 0.15
# Of what is asked, apart from sizes, places, and the caption's subject, more than this share must be in
# the rows, where words that begin alike, as "deliver" and "delivery", are the same.
_SPOKEN_OF = 0.5
UNSURE = (
    "The table does not say it in these words, so here is what it has in the rows that are nearest."
)


def likely(
    intent: Intent, readings: Sequence[Reading], candidates: Sequence[Candidate], found: Passage
) -> list[DraftClaim | Remark]:
    """The cells of the likely rows, best first, and that it is not sure which is meant.

    `found` is the passage that is found first for the question.
    """
    if not (intent.is_quantity or intent.is_comparison):
        return []
    first = next((one for one in readings if one.table.holds(found)), None)
    reading = first or readings[0]
    others = [one for one in readings if one is not reading]
    is_meant = may_be_meant(reading) and (
        (_is_close(reading, others) or _leads(reading, candidates))
        if first
        else _is_clear(reading, others)
    )
    shown = _shown(intent, reading, candidates, first is not None) if is_meant else []
    outdoing = _outdoing(first, candidates) if first and shown else None
    return _shown(intent, outdoing, candidates, True) if outdoing else shown


def _shown(
    intent: Intent, reading: Reading, candidates: Sequence[Candidate], is_first: bool
) -> list[DraftClaim | Remark]:
    """The cells of the likely rows of a table, where they speak of what is asked."""
    across, is_named = across_of(reading)
    if not is_named or not 0 < len(across) <= _COLUMNS or counts_others(reading):
        return []
    rows = [one for one in candidates if one.reading is reading and not is_whole(one)]
    enough = _SPOKEN_OF_FOUND if is_first else _SPOKEN_OF
    told, asked = spoken_of(reading, rows)
    # Where nothing is asked beside what the caption says, nothing is left that the rows might lack.
    is_told = len(told) >= enough * len(asked) if told else is_first and not asked
    is_near = is_first and (rows[0].score >= SURE or _stands_out(rows, candidates, bool(told)))
    if not (is_told or is_near):
        return []
    if len(rows) > _ALL:
        caption = _CAPTION_OF_MANY_FOUND if is_first else _CAPTION_OF_MANY
        if reading.caption < caption or intent.is_ranking:
            return []
        rows = rows[:_BEST]
    elif len(rows) * len(across) > _FIGURES:
        rows = rows[:_BEST]
    elif len(across) == 1:
        rows = [one for one in candidates if one.reading is reading]
    claims = list(rows_claims(cells_at(reading, [one.index for one in rows], across)))
    return [*claims, Remark(UNSURE)] if claims else []


def _outdoing(first: Reading, candidates: Sequence[Candidate]) -> Reading | None:
    """Another table, where a row of it is clearly nearer than any of the table that is found first."""
    best = next((one for one in candidates if may_be_meant(one.reading)), None)
    if best is None or best.reading is first or best.score < SURE:
        return None
    own = max((one.score for one in candidates if one.reading is first), default=0.0)
    is_near = best.reading.caption >= _CAPTION_LED and best.score - own >= _OUTDOES
    return best.reading if is_near else None


def may_be_meant(reading: Reading) -> bool:
    """Whether it is a table of figures that has all that the question names by kind."""
    table = reading.table
    return (
        not reading.fit.missing
        and bool(reading.fit.by_kind)
        and reading.axis == "rows"
        and table.is_of_figures
        and len(table.columns) > 1
        and not is_numbering(table.rows)
    )


def _is_clear(reading: Reading, others: Sequence[Reading]) -> bool:
    """Whether no other table that has as much fits nearly as well by its caption."""
    return reading.caption >= _CAPTION and reading.caption - _nearest(others) >= _CLEAR


def _is_close(reading: Reading, others: Sequence[Reading]) -> bool:
    """Whether no other table fits much better by its caption than the one that is found first."""
    return reading.caption >= _CAPTION_FOUND and _nearest(others) - reading.caption <= _CLEAR


def _leads(reading: Reading, candidates: Sequence[Candidate]) -> bool:
    """Whether its rows come clearly nearer to the question than those of any other table."""
    own = max((one.score for one in candidates if one.reading is reading), default=0.0)
    others = [one.score for one in candidates if one.reading is not reading and one.is_complete]
    return reading.caption >= _CAPTION_LED and own - max(others, default=0.0) >= _LED


def _stands_out(rows: Sequence[Candidate], candidates: Sequence[Candidate], is_told: bool) -> bool:
    """Whether a row is near to the question by meaning, and nearer than most others of its table."""
    reading, best = rows[0].reading, rows[0].score
    others = [one.score for one in candidates if one.reading is not reading and one.is_complete]
    return (
        reading.caption >= (_CAPTION_LED if is_told else _CAPTION_FOUND)
        and best >= _NEAR
        and best - rows[:_BEST][-1].score >= _APART
        and max(others, default=0.0) - best <= _OUTDONE
    )


def _nearest(others: Sequence[Reading]) -> float:
    return max((one.caption for one in others if not one.fit.missing), default=0.0)

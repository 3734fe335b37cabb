"""A size or class of firms that a table does not tell apart: that it lacks it is what there is to say.

Sentences about other sizes would only look like an answer.
"""

from collections.abc import Sequence

from smeadvisor.answering.table_candidates import Candidate
from smeadvisor.answering.table_intent import Intent
from smeadvisor.answering.table_limits import counts_others
from smeadvisor.answering.table_reading import Label, TableView
from smeadvisor.answering.table_selection import NAMED_ROW, SURE
from smeadvisor.answering.table_spoken import spoken_of
from smeadvisor.domain.answers import Remark

_SIZES = frozenset({"micro", "small", "medium", "large"})
_CLASS = "class"
# Of what is asked, apart from sizes and places, this share must be in the row: else it is another matter.
_SPOKEN_OF = 0.5


def lacking(intent: Intent, candidates: Sequence[Candidate]) -> list[Remark]:
    """What the table of the row that is surely meant tells apart instead of the size that is asked for.

    Nothing where another table has the row with all that is asked, or more is missing.
    """
    best = candidates[0]
    missing = set(best.reading.fit.missing)
    is_size = bool(missing) and missing <= _SIZES | {_CLASS}
    if not is_size or not (intent.is_quantity or intent.is_comparison):
        return []
    has_row = best.reading.axis == "rows" and best.named >= NAMED_ROW and best.score >= SURE
    if not has_row or counts_others(best.reading) or not best.reading.table.is_of_figures:
        return []
    if any(one.is_complete and one.named >= NAMED_ROW for one in candidates):
        return []
    told, words = spoken_of(best.reading, [best])
    if len(words) > 1 and len(told) < _SPOKEN_OF * len(words):
        return []
    classes = _classes(best.reading.table)
    if not classes:
        return []
    sizes = [size for size in ("micro", "small", "medium", "large") if size in missing]
    asked = f"{' or '.join(sizes)} firms" if sizes else "firms of that size"
    table = best.reading.table
    return [Remark(f"{table.label} does not tell {asked} apart, only: {', '.join(classes)}.")]


def _classes(table: TableView) -> list[str]:
    """The sizes or classes that a table tells apart, without totals, in its order."""
    for labels in (table.columns, table.rows):
        named = [label.path[-1] for label in labels if label.path and _is_class(label)]
        if len(named) > 1:
            return list(dict.fromkeys(named))
    return []


def _is_class(label: Label) -> bool:
    own = Label(label.path[-1:]).facets
    return bool(own.sizes or own.spans) and not own.is_total

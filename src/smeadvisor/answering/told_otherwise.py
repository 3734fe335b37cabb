"""A turn about a table in the words that the table has: its regions, its largest or smallest class.

"And the biggest?" is the class that holds the most people, "and in the south?" the region in the south
of the continent that the table is about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from smeadvisor.answering.returning import without_lead
from smeadvisor.answering.table_facets import FIRM
from smeadvisor.answering.table_reading import Label
from smeadvisor.answering.table_regions import as_labelled, with_regions, with_the_rest
from smeadvisor.answering.told_cells import Told
from smeadvisor.domain.documents import Passage

# "The biggest?" is of firms, or of their classes, where a table tells these apart.
_END_OF_ALL = re.compile(
    r"(?:(?:what|how) about |for |among |in )?(?:the )?(?:very )?(?:(?P<low>smallest|tiniest)|biggest|largest)"
    rf"(?: (?:ones?|{FIRM}\w*))?(?: then)?[\s?.!]*",
    re.IGNORECASE,
)
# "And smaller ones?" are small.
_SMALLER = re.compile(rf"\b(?P<size>smaller|larger|bigger)(?= (?:ones|{FIRM}\w*)\b)", re.IGNORECASE)
_SIZES = ("micro", "small", "medium", "large")


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn in the words of a table; `is_class` where it names its largest or smallest class of numbers."""

    text: str
    is_class: bool = False


def in_its_words(question: str, told: Told, table: Sequence[Passage]) -> Turn:
    """A turn with the regions, sizes and classes of the table just told for other words."""
    turn = _at_the_end(_SMALLER.sub(_plainly, question), table)
    return replace(turn, text=_in_its_regions(turn.text, told, table))


def _in_its_regions(question: str, told: Told, table: Sequence[Passage]) -> str:
    """A turn with the regions of the table in the place of "the south", "further east", "elsewhere"."""
    names = [name for path in told.columns for name in path]
    labels = list(
        dict.fromkeys(name for one in table for cell in one.cells for name in cell.column)
    )
    about = " ".join(names)
    told_as = with_the_rest(with_regions(question, " ".join(labels)), [labels], about)
    return question if told_as == question else as_labelled(told_as, labels)[0]


def _at_the_end(question: str, table: Sequence[Passage]) -> Turn:
    """ "And the biggest?" as the largest class of numbers or the largest size that a table tells apart."""
    end = _END_OF_ALL.fullmatch(without_lead(question))
    if end is None:
        return Turn(question)
    paths = dict.fromkeys(
        path for one in table for cell in one.cells for path in (cell.row, cell.column)
    )
    known = [Label(path).facets for path in paths]
    spans = sorted({span for one in known for span in one.spans}, key=lambda span: span.low)
    if spans:
        span = spans[0 if end["low"] else -1]
        to = " or more" if span.high is None else f" to {span.high}"
        return Turn(f"and with {span.low}{'' if span.low == span.high else to} workers?", True)
    there = [size for size in _SIZES if any(size in one.sizes for one in known)]
    return Turn(f"and the {there[0 if end['low'] else -1]} ones?" if there else question)


def _plainly(size: re.Match[str]) -> str:
    return {"smaller": "small", "larger": "large", "bigger": "big"}[size["size"].lower()]

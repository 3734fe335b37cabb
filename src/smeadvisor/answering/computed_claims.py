"""Checks what a statement computes: its figures from the figures it cites, its order against them.

Knows the words in which order is said, and that a name before a figure in parentheses must be the
label of a cited cell with that figure.
"""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import permutations

from smeadvisor.answering.arithmetic import number
from smeadvisor.domain.answers import Citation
from smeadvisor.text.words import stem, stems

# Words that say what was computed; they need no quote.
WORDS = frozenset(
    stems(
        """difference percentage points point higher lower highest lowest highest high low equal than ratio
        times sum total together count number most least rank first second third both not available
        percent per cent fewer larger smaller compared none same tie before"""
    )
) | {stem("is"), stem("not")}
_PAIR = r"(?P<{0}>[^()]+?) \((?P<{0}_figure>[^()]*)\)"
_MORE = re.compile(
    rf"^{_PAIR.format('one')} is (?P<order>higher|lower) than {_PAIR.format('other')}"
    r"(?: by (?P<difference>[−-]?\d[\d,.]*\d|\d))?"
)
_EQUAL = re.compile(rf"^{_PAIR.format('one')} and {_PAIR.format('other')} are equal\b")
_EXTREME = re.compile(r"^(?P<named>.+\)) (?:is|are) the (?P<order>highest|lowest)\b")
_BEFORE = re.compile(r", before (?P<rest>.+\))")
_NAMED = re.compile(r"(?:^|,? and )(?P<name>[^()]+?) \((?P<figure>[^()]*)\)")
_ORDER = re.compile(
    r"\b(?:higher|lower|highest|lowest|equal|more than|fewer than|less than)\b", re.IGNORECASE
)
_NOT_AVAILABLE = re.compile(r"\bnot available\b", re.IGNORECASE)


def unsupported(text: str, citations: Sequence[Citation]) -> str:
    """Why a computed statement's order or names do not hold; nothing where they do."""
    cells = [citation for citation in citations if _is_cell(citation)]
    if more := _MORE.match(text):
        one, other = number(more["one_figure"]), number(more["other_figure"])
        if one is None or other is None:
            return "it compares what are no figures"
        is_right = one > other if more["order"] == "higher" else one < other
        if not is_right:
            return "its order is not that of the figures"
        if more["difference"] and number(more["difference"]) != abs(one - other):
            return "its difference is not that of the figures"
        pairs = [(more["one"], more["one_figure"]), (more["other"], more["other_figure"])]
        return _unbound(pairs, cells)
    if equal := _EQUAL.match(text):
        if number(equal["one_figure"]) != number(equal["other_figure"]):
            return "the figures are not equal"
        pairs = [(equal["one"], equal["one_figure"]), (equal["other"], equal["other_figure"])]
        return _unbound(pairs, cells)
    if extreme := _EXTREME.match(text):
        return _not_extreme(extreme, cells)
    if _ORDER.search(text):
        return "its order cannot be checked"
    if _NOT_AVAILABLE.search(text) and any(number(cell.quote) is not None for cell in cells):
        return "what it calls not available is there"
    return ""


def computed_figures(citations: Sequence[Citation]) -> frozenset[Decimal]:
    """What may be computed: the number of citations; differences, sums and ratios of two quoted figures."""
    cells = [citation for citation in citations if _is_cell(citation)] or list(citations)
    values = [value for cell in cells if (value := number(cell.quote)) is not None]
    found = {Decimal(len(citations)), Decimal(len(cells))}
    for one, other in permutations(values, 2):
        found |= {abs(one - other), one + other}
        try:
            exact = one / other
        except (InvalidOperation, ZeroDivisionError):
            continue
        found |= {round(exact, places) for places in range(3)}
    return frozenset(value.normalize() for value in found)


def _not_extreme(extreme: re.Match[str], cells: Sequence[Citation]) -> str:
    pairs = [(match["name"], match["figure"]) for match in _NAMED.finditer(extreme["named"])]
    values = [value for cell in cells if (value := number(cell.quote)) is not None]
    claimed = {number(figure) for _, figure in pairs}
    if not values or not pairs:
        return "it orders what are no figures"
    best = max(values) if extreme["order"] == "highest" else min(values)
    if claimed != {best}:
        return f"the {extreme['order']} of the figures it cites is another"
    if values.count(best) != len(pairs):
        return "others that it cites have the same figure"
    if before := _BEFORE.search(extreme.string, extreme.end()):
        pairs += [(match["name"], match["figure"]) for match in _NAMED.finditer(before["rest"])]
    return _unbound(pairs, cells)


def _unbound(pairs: Sequence[tuple[str, str]], cells: Sequence[Citation]) -> str:
    """That a name stands beside a figure that is not its own; nothing where each is."""
    for name, figure in pairs:
        words = set(stems(name))
        if not any(
            cell.quote == figure
            and words <= set(stems(" ".join((*cell.place.row, *cell.place.column))))
            for cell in cells
        ):
            return f"{figure} is not the figure of {name}"
    return ""


def _is_cell(citation: Citation) -> bool:
    return any(
        (cell.start, cell.end) == (citation.start, citation.end) for cell in citation.passage.cells
    )

"""What of a table is left when a question has named sizes, classes, years, and places; and what is missing."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from smeadvisor.answering.table_facets import Facets, Span, names_place
from smeadvisor.answering.table_reading import Label, TableView


@dataclass(frozen=True, slots=True)
class Fit:
    """How far what a question names by kind is in a table: the rows and columns left, what is not there.

    `by_kind` are the axes ("rows", "columns") on which the question named something.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    missing: tuple[str, ...]
    by_kind: frozenset[str]


def fit(table: TableView, facets: Facets) -> Fit:
    """Narrow rows and columns down to what the question names by kind."""
    fitting = _Fitting(table, facets)
    fitting.narrow("places", facets.places)
    fitting.narrow("years", _years_wanted(table, facets))
    fitting.narrow_sizes()
    fitting.narrow_totals()
    return fitting.result()


class _Fitting:
    """The two axes of a table while they are being narrowed."""

    def __init__(self, table: TableView, facets: Facets) -> None:
        self._table = table
        self._facets = facets
        self._axes = {"columns": table.columns, "rows": table.rows}
        self._left = {name: set(range(len(labels))) for name, labels in self._axes.items()}
        self._missing: list[str] = []
        self._by_kind: set[str] = set()

    def narrow(self, kind: str, values: Iterable[object]) -> None:
        """Keep the labels that a question names by one kind; note what no label and no name has."""
        held = _values(self._table.facets, kind)
        found: dict[str, set[int]] = {}
        for value in values:
            places = {name: self._at(name, kind, value) for name in self._axes}
            there = [name for name in places if places[name]]
            varied = [name for name in there if _varies(self._axes[name], kind)]
            if not varied and value in held:
                continue
            if not there:
                self._missing.append(str(value))
                continue
            name = (varied or there)[0]
            found.setdefault(name, set()).update(places[name])
        for name, indexes in found.items():
            self._keep(name, indexes)

    def narrow_sizes(self) -> None:
        """Keep the sizes or the classes of numbers that a question names, and all together beside them."""
        before = {name: set(left) for name, left in self._left.items()}
        self._narrow_sizes()
        if not self._facets.is_beside_total or self._left == before:
            return
        for name, labels in self._axes.items():
            if self._left[name] != before[name]:
                totals = {index for index, label in enumerate(labels) if label.facets.is_total}
                self._left[name] |= totals & before[name]

    def _narrow_sizes(self) -> None:
        classes = _class_axis(self._axes)
        if classes:
            wanted = _classes_wanted(self._axes[classes], self._facets)
            if wanted is None:
                self._missing.append("class")
            elif wanted:
                self._keep(classes, wanted)
            return
        if self._facets.spans:
            self._missing.append("class")
        if self._table.is_of_figures:
            self.narrow("sizes", _sizes_wanted(self._axes, self._facets))

    def narrow_totals(self) -> None:
        """Keep the totals where a question asks for all; a table of sizes without one lacks it."""
        facets = self._facets
        if not facets.is_total or facets.sizes or facets.spans:
            return
        classes = _class_axis(self._axes)
        for name, labels in self._axes.items():
            totals = {index for index, label in enumerate(labels) if label.facets.is_total}
            if totals & self._left[name]:
                self._keep(name, totals)
            elif name == classes or _varies(labels, "sizes"):
                self._missing.append("all")

    def result(self) -> Fit:
        """What is left."""
        if not all(self._left.values()):
            self._missing.append("both")
        return Fit(
            tuple(sorted(self._left["rows"])),
            tuple(sorted(self._left["columns"])),
            tuple(self._missing),
            frozenset(self._by_kind),
        )

    def _at(self, name: str, kind: str, value: object) -> set[int]:
        return {
            index
            for index, label in enumerate(self._axes[name])
            if value in _values(label.facets, kind)
            and (kind != "places" or names_place(label.path, value, self._facets.places))
        }

    def _keep(self, name: str, indexes: set[int]) -> None:
        self._left[name] &= indexes
        self._by_kind.add(name)


def _values(facets: Facets, kind: str) -> Collection[object]:
    by_kind: dict[str, Collection[object]] = {
        "places": facets.places,
        "years": facets.years,
        "sizes": facets.sizes,
    }
    return by_kind[kind]


def _varies(labels: Sequence[Label], kind: str) -> bool:
    """Whether labels of an axis tell apart by this kind; a single one that names a place is no such axis."""
    carrying = [label for label in labels if _values(label.facets, kind)]
    return len(carrying) * 2 >= len(labels)


def _years_wanted(table: TableView, facets: Facets) -> list[tuple[int, int]]:
    """The years a question names; from one to another means both where no label has all of them.

    A period that is not said to the year is what labels have of it, or itself, where they have nothing.
    """
    labels = (*table.rows, *table.columns)
    known = {years for label in labels for years in label.facets.years} | set(table.facets.years)
    wanted: list[tuple[int, int]] = []
    for period in facets.periods:
        wanted += sorted(one for one in known if _is_in(period, one)) or [period]
    for first, last in facets.years:
        ends = [(first, first), (last, last)]
        is_parted = (first, last) not in known and all(end in known for end in ends)
        wanted += ends if is_parted else [(first, last)]
    return wanted


def _is_in(period: tuple[int, int], years: tuple[int, int]) -> bool:
    """Whether years are of a period: they have one of its years, or end when it ends."""
    first, last = period
    return years[1] == last if not first else first <= years[1] and years[0] <= last


def _sizes_wanted(axes: dict[str, tuple[Label, ...]], facets: Facets) -> frozenset[str]:
    """The sizes a question names; what is tiny is micro where a table knows that, else small."""
    known = {size for labels in axes.values() for label in labels for size in label.facets.sizes}
    tiny = "micro" if "micro" in known else "small"
    return frozenset(tiny if size == "tiny" else size for size in facets.sizes)


def _class_axis(axes: dict[str, tuple[Label, ...]]) -> str:
    """The axis whose labels are classes of numbers, not a mere numbering."""
    for name, labels in axes.items():
        spans = [span for label in labels for span in label.facets.spans]
        if len(spans) >= 2 and any(span.low != span.high for span in spans):
            return name
    return ""


def _classes_wanted(labels: Sequence[Label], facets: Facets) -> set[int] | None:
    """The classes a question names; none where it names none, None where it names one that is not there."""
    spans = {
        index: label.facets.spans[0] for index, label in enumerate(labels) if label.facets.spans
    }
    # A number that is a class to the letter is meant as one, whatever stands around it.
    chosen = {index for index, span in spans.items() if span in facets.loose}
    if facets.spans:
        for asked in facets.spans:
            held = _classes_in(spans, asked)
            if not held:
                return None
            chosen |= held
    ordered = sorted(spans, key=lambda index: spans[index].low)
    if "high" in facets.extremes:
        chosen.add(ordered[-1])
    if "low" in facets.extremes:
        chosen.add(ordered[0])
    if not chosen and facets.sizes:
        return None
    return chosen


def _classes_in(spans: dict[int, Span], asked: Span) -> set[int]:
    """The classes that make up what is asked, or the one that a single number falls in."""
    inside = {index for index, span in spans.items() if asked.holds(span)}
    if inside:
        first = min(spans[index].low for index in inside)
        ends = [spans[index].high for index in inside]
        last = None if None in ends else max(end for end in ends if end is not None)
        whole = first == asked.low and last == asked.high
        return inside if whole else set()
    if asked.low == asked.high:
        around = {index for index, span in spans.items() if span.holds(asked)}
        if not around and asked.low == 0:
            # Nobody but the owner: where the owner is counted, the class is 1.
            around = {index for index, span in spans.items() if span == Span(1, 1)}
        return around
    return set()

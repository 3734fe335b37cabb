"""Several systems on the same questions: means with intervals, paired differences, one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from smeadvisor.evaluation.statistics import Interval, bootstrap, paired_bootstrap
from smeadvisor.evaluation.summary import percentiles

# A measure's values by question id.
Values = Mapping[str, float]
_MINUS = "−"


@dataclass(frozen=True, slots=True)
class System:
    """What one system did on a set of questions; shares 0–1.

    `values` are by measure, `whole` has measures that only all questions together have, `seconds` are
    what retrieving took, question by question. A peer is what ours are compared with.
    """

    name: str
    values: Mapping[str, Values]
    seconds: Sequence[float]
    is_peer: bool = False
    whole: Mapping[str, Interval] = field(default_factory=dict)

    def interval(self, measure: str) -> Interval:
        """The mean of a measure, with its 95 % interval."""
        if measure in self.whole:
            return self.whole[measure]
        return bootstrap(list(self.values.get(measure, {}).values()))


def table(groups: Mapping[str, Sequence[System]], measures: Sequence[str]) -> str:
    """A Markdown table, in per cent: a row a system, under a peer a row for each of ours minus it.

    `groups` are questions of one kind by name. A ratio is the mean of ours divided by that of the peer.
    """
    header = ["questions", "retrieval", *measures, "p50 / p95, ms"]
    rows = [
        [label, *cells] for label, systems in groups.items() for cells in _rows(systems, measures)
    ]
    lines = [header, ["---"] * len(header), *_without_repeats(rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _rows(systems: Sequence[System], measures: Sequence[str]) -> list[list[str]]:
    rows = []
    ours = [system for system in systems if not system.is_peer]
    for system in systems:
        cells = [_per_cent(system.interval(measure)) for measure in measures]
        rows.append([system.name, *cells, _times(system)])
        for own in ours if system.is_peer else ():
            cells = [_difference(system, own, measure) for measure in measures]
            rows.append([f"{own.name} {_MINUS} {system.name}", *cells, ""])
    return rows


def _per_cent(interval: Interval) -> str:
    """`71.9 [67.5–76.0]`."""
    if interval.count == 0:
        return "–"
    low, high = 100 * interval.low, 100 * interval.high
    return f"{100 * interval.value:.1f} [{low:.1f}–{high:.1f}]"


def _difference(peer: System, own: System, measure: str) -> str:
    """`+12.3 [+8.1 to +16.4], ×1.21`, on the questions that both have the measure for."""
    before, after = peer.values.get(measure, {}), own.values.get(measure, {})
    shared = [question for question in before if question in after]
    if not shared:
        return ""
    old, new = [before[one] for one in shared], [after[one] for one in shared]
    rise = paired_bootstrap(old, new)
    plain = " to ".join(_signed(end) for end in (rise.low, rise.high))
    ratio = f", ×{sum(new) / sum(old):.2f}" if sum(old) else ""
    return f"{_signed(rise.value)} [{plain}]{ratio}"


def _signed(share: float) -> str:
    return f"{100 * share:+z.1f}".replace("-", _MINUS)


def _times(system: System) -> str:
    if not system.seconds:
        return "–"
    found = percentiles([1000 * one for one in system.seconds])
    return f"{found.p50:.0f} / {found.p95:.0f}"


def _without_repeats(rows: Sequence[list[str]]) -> list[list[str]]:
    """The rows with the first cell empty where the row above has the same."""
    above = ["", *(row[0] for row in rows)]
    return [
        ["" if row[0] == before else row[0], *row[1:]]
        for row, before in zip(rows, above, strict=False)
    ]

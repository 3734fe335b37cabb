"""Classes, sizes and places that a question leaves out: "not counting firms without workers, which …?"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from smeadvisor.answering.table_candidates import Reading
from smeadvisor.answering.table_facets import Facets, of_question
from smeadvisor.answering.table_fit import fit
from smeadvisor.answering.table_reading import Label
from smeadvisor.domain.answers import DraftClaim, Remark

_LEFT_OUT = re.compile(
    r"[,;]?\s*\(?\b(?:leav(?:e|ing) (?:out|aside)|(?:not|without) (?:counting|including)|excluding|ignoring|"
    r"disregarding|discounting|setting aside|apart from|aside from|except(?: for| among| in)?|other than|"
    r"outside(?: of)?|but not)\s+"
    r"(?P<what>(?:(?!\b(?:which|what|whom|where|how|who (?:is|are|was|were))\b)[^,?.;)])+)\)?,?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Without:
    """A question without what it leaves out, and what that names by kind."""

    question: str
    facets: Facets


def without(question: str) -> Without | None:
    """The question with nothing of what it leaves out; None where it leaves out no size, class or place."""
    match = _LEFT_OUT.search(question)
    if match is None:
        return None
    facets = of_question(match["what"])
    if not (facets.sizes or facets.spans or facets.extremes or facets.places):
        return None
    rest = f"{question[: match.start()]} {question[match.end() :]}".strip()
    return Without(" ".join(rest.split()), facets)


def leaving_out(readings: Sequence[Reading], facets: Facets) -> list[Reading]:
    """Tables of which what is left out is taken away; those that do not tell it apart are as they were."""
    return [_narrowed(reading, facets) for reading in readings]


def remark(
    drafted: Sequence[DraftClaim | Remark], readings: Sequence[Reading], facets: Facets
) -> Remark | None:
    """Which labels are left out of the table that the claims are drawn from."""
    cited = {
        one.passage for claim in drafted if isinstance(claim, DraftClaim) for one in claim.citations
    }
    reading = next((one for one in readings if cited & set(one.table.passages)), None)
    if reading is None:
        return None
    left_out = fit(reading.table, facets)
    names = []
    for name, labels in (("columns", reading.table.columns), ("rows", reading.table.rows)):
        if name in left_out.by_kind:
            indexes = left_out.columns if name == "columns" else left_out.rows
            names += [_told(labels[index], facets) for index in indexes]
    if not any(names) or left_out.missing:
        return None
    return Remark(f"Left out as asked: {', '.join(filter(None, dict.fromkeys(names)))}.")


def _told(label: Label, left_out: Facets) -> str:
    """What of a label is left out: the place of "South Asia, Small", of a class of numbers its head."""
    if label.facets.spans:
        return ": ".join(label.path)
    parts = [(part, Label((part,)).facets) for part in label.path]
    return ", ".join(
        part for part, own in parts if own.sizes & left_out.sizes or own.places & left_out.places
    )


def _narrowed(reading: Reading, facets: Facets) -> Reading:
    left_out, own = fit(reading.table, facets), reading.fit
    if left_out.missing or not left_out.by_kind:
        return reading
    rows, columns = own.rows, own.columns
    if "columns" in left_out.by_kind:
        columns = tuple(
            index
            for index in columns
            if index not in left_out.columns and not reading.table.columns[index].is_whole
        )
    if "rows" in left_out.by_kind:
        rows = tuple(
            index
            for index in rows
            if index not in left_out.rows and not reading.table.rows[index].is_whole
        )
    if not rows or not columns:
        return reading
    narrowed = replace(own, rows=rows, columns=columns, by_kind=own.by_kind | left_out.by_kind)
    return replace(reading, fit=narrowed)

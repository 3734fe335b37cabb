"""Asks tables for the regions that they have, and says where those are wider than what was asked.

Who asks for East Asia is told what a table has for "East and Southeast Asia", and that it is so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from smeadvisor.answering.answerer import Answerer, Draft
from smeadvisor.answering.table_regions import as_labelled, with_regions, with_the_rest
from smeadvisor.domain.answers import Evidence, Hit, Remark
from smeadvisor.text.countries import spelled_out


class WiderRegions:
    """Another answerer's drafts for a question about the regions that labels have."""

    def __init__(self, inner: Answerer) -> None:
        self._inner = inner

    def draft(self, evidence: Evidence) -> Iterator[Draft]:
        """What the other drafts, after a remark where a region of its is wider."""
        asked = with_regions(spelled_out(evidence.question))
        asked = with_the_rest(asked, _tables(evidence.hits))
        question, wider = as_labelled(asked, _labels(evidence.hits))
        if not wider:
            same = asked == with_regions(spelled_out(evidence.question))
            yield from self._inner.draft(evidence if same else replace(evidence, question=question))
            return
        drafted = list(self._inner.draft(replace(evidence, question=question)))
        if drafted:
            yield from (
                Remark(f"The table has {one.region} only as a part of “{one.label}”.")
                for one in wider
            )
        yield from drafted


def _labels(hits: Sequence[Hit]) -> Iterator[str]:
    """The names of rows and columns in what was found."""
    for hit in hits:
        for piece in hit.passage.pieces:
            for cell in piece.cells:
                yield from (*cell.row, *cell.column)


def _tables(hits: Sequence[Hit]) -> Iterator[Sequence[str]]:
    """The names of the columns of each table, and those of its rows."""
    columns: dict[tuple[str, str, str], dict[str, None]] = {}
    rows: dict[tuple[str, str, str], dict[str, None]] = {}
    for hit in hits:
        for piece in hit.passage.pieces:
            place = piece.place
            table = (piece.document_id, " › ".join(place.labels[:1]), place.caption)
            for cell in piece.cells:
                columns.setdefault(table, {}).update(dict.fromkeys(cell.column))
                rows.setdefault(table, {}).update(dict.fromkeys(cell.row))
    yield from map(tuple, (*columns.values(), *rows.values()))

"""What stands around a cited passage, read from the index for the panel of evidence."""

from collections.abc import Callable

from smeadvisor.domain.documents import Passage
from smeadvisor.indexing.index import Index
from smeadvisor.serving.rendering_evidence import Around, Surroundings, nothing_around
from smeadvisor.serving.rendering_tables import WholeTable


def around_in(index: Callable[[], Index] | None) -> Around:
    """What stands around a passage in an index; nothing where there is no index to read.

    Raises (when called):
        IndexingError: the index cannot be read.
    """
    if index is None:
        return nothing_around
    opened = index

    def around(passage: Passage) -> Surroundings:
        return _around(opened(), passage)

    return around


def _around(index: Index, passage: Passage) -> Surroundings:
    if index.named(passage.document_id, [passage.id]).get(passage.id) != passage:
        return Surroundings(is_found=False)
    table = _table(index, passage)
    if table:
        # Beside a table's row stand its other rows, which are shown with it.
        return Surroundings(table=table, can_open=True)
    before, after = index.neighbours(passage)
    return Surroundings(before, after, can_open=True)


def _table(index: Index, passage: Passage) -> WholeTable | None:
    """The table that a passage is, or is a row of."""
    if passage.parts:
        return WholeTable(passage.text, passage.start, passage.parts)
    if not passage.cells or passage.parent is None:
        return None
    rows = tuple(one for one in index.siblings(passage) if one.cells)
    start, end = passage.parent
    return WholeTable(index.stretch(passage.document_id, start, end), start, rows)

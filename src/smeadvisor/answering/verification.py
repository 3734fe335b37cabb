"""The verifier: a claim stands only if the words it cites support it.

A sentence that is its own quote stands. A composed statement stands when every figure in it is in
the quote, by value, and its words are in the quote or in the names of the quote's place. One that
says what it computed stands when the figures it cites give what it says.
"""

from smeadvisor.answering import computed_claims
from smeadvisor.domain.answers import Citation, Claim, DraftClaim, DroppedClaim
from smeadvisor.domain.documents import Passage
from smeadvisor.text.figures import figures
from smeadvisor.text.words import coverage, stems

# A composed statement may add a joining word, not a fact.
_COVERED = 0.95


class Verifier:
    """Checks drafts one by one."""

    def check(self, draft: DraftClaim) -> Claim | DroppedClaim:
        """The draft as a claim, or why it does not stand."""
        reason = _why_not(draft)
        if reason:
            return DroppedClaim(draft.text, reason)
        return Claim(draft.text, draft.citations, draft.is_item)


def _why_not(draft: DraftClaim) -> str:
    if not draft.citations:
        return "it cites nothing"
    quotes = " ".join(citation.quote for citation in draft.citations)
    if draft.text == quotes:
        return ""
    names = " ".join(_names(citation) for citation in draft.citations)
    unknown = figures(draft.text) - figures(quotes) - figures(names)
    if draft.is_computed:
        allowed = computed_claims.computed_figures(draft.citations)
        unknown = frozenset(one for one in unknown if one.value not in allowed)
    if unknown:
        missing = ", ".join(sorted(str(figure.value) for figure in unknown))
        return f"the figure {missing} is not in what it cites"
    said = [
        word
        for word in stems(draft.text)
        if not (draft.is_computed and (word in computed_claims.WORDS or _is_number(word)))
    ]
    covered = coverage(said, stems(f"{quotes} {names}")) if said else 1.0
    if covered < _COVERED:
        return f"only {covered:.0%} of its words are in what it cites"
    if draft.is_computed:
        return computed_claims.unsupported(draft.text, draft.citations)
    return _mixed_up(draft)


def _names(citation: Citation) -> str:
    """What a quote's place is called: of a cell its own row and column, of a row all its columns."""
    place = citation.place
    names = [*place.headings, *place.labels, place.caption, *place.row]
    if _is_cell(citation):
        return " ".join([*names, *place.column])
    if citation.end - citation.start < len(citation.passage.text) and citation.passage.cells:
        # The row's name says nothing of its columns.
        return " ".join([*names, *_row_labels(citation.passage)])
    columns = [label for cell in citation.passage.cells for label in cell.column]
    return " ".join([*names, *columns])


def _row_labels(passage: Passage) -> tuple[str, ...]:
    return passage.cells[0].row if passage.cells else ()


def _mixed_up(draft: DraftClaim) -> str:
    """Where a statement about cells gives one the figure or the name of another; nothing where it does not."""
    cells = [citation for citation in draft.citations if _is_cell(citation)]
    if not cells or not all(figures(cell.quote) for cell in cells):
        return ""
    rows = {cell.passage.id for cell in cells}
    if any(
        citation.passage.cells and citation.passage.id not in rows for citation in draft.citations
    ):
        return "it names one row and cites the figures of another"
    parts = draft.text.split("; ") if len(cells) > 1 else [draft.text]
    for part in parts:
        if figures(part) and not any(_is_about(part, cell) for cell in cells):
            return f"“{part}” is not what one cell says"
    return ""


def _is_about(part: str, cell: Citation) -> bool:
    place = cell.place
    names = [cell.quote, *place.headings, *place.labels, place.caption, *place.row, *place.column]
    known = " ".join([*names, *_row_labels(cell.passage)])
    return figures(part) <= figures(known) and coverage(stems(part), stems(known)) >= _COVERED


def _is_cell(citation: Citation) -> bool:
    return any(
        (cell.start, cell.end) == (citation.start, citation.end) for cell in citation.passage.cells
    )


def _is_number(word: str) -> bool:
    return word[0].isdigit()

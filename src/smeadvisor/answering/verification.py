"""The verifier: a claim stands only if the words it cites support it.

A sentence that is its own quote stands. A composed statement stands when every figure in it is in
the quote, by value, and its words are in the quote or in the names of the quote's place.
"""

from smeadvisor.domain.answers import Claim, DraftClaim, DroppedClaim
from smeadvisor.domain.documents import Passage
from smeadvisor.text.figures import figures
from smeadvisor.text.words import coverage, stems

# A composed statement may add a joining word, not a fact.
_COVERED = 0.95


class Verifier:
    """Checks drafts one by one."""

    def check(self, draft: DraftClaim) -> Claim | DroppedClaim:
        """The draft as a claim, or why it does not stand."""
        if not draft.citations:
            return DroppedClaim(draft.text, "it cites nothing")
        quotes = " ".join(citation.quote for citation in draft.citations)
        if draft.text != quotes:
            names = " ".join(_names(citation.passage) for citation in draft.citations)
            unknown = figures(draft.text) - figures(quotes) - figures(names)
            if unknown:
                missing = ", ".join(sorted(str(figure.value) for figure in unknown))
                return DroppedClaim(draft.text, f"the figure {missing} is not in what it cites")
            covered = coverage(stems(draft.text), stems(f"{quotes} {names}"))
            if covered < _COVERED:
                return DroppedClaim(
                    draft.text, f"only {covered:.0%} of its words are in what it cites"
                )
        return Claim(draft.text, draft.citations, draft.is_item)


def _names(passage: Passage) -> str:
    place = passage.place
    columns = [label for cell in passage.cells for label in cell.column]
    return " ".join([*place.headings, *place.labels, place.caption, *place.row, *columns])

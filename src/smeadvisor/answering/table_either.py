"""Two rows that a question sets side by side as they are asked for: "more from buyers or from rivals?"."""

import re
from collections.abc import Callable, Sequence

from smeadvisor.answering.table_candidates import Candidate
from smeadvisor.answering.table_claims import comparison_claims
from smeadvisor.answering.table_intent import Intent
from smeadvisor.answering.table_selection import SURE, across_of, cells_at, is_whole
from smeadvisor.domain.answers import DraftClaim

_JOINT = r"(?:because of|because|owing to|due to|thanks to|from|by|through|on|to|with|for)"
_SIDES = (
    # "Because of rivals or because of buyers".
    re.compile(
        rf"\b(?P<joint>{_JOINT}) (?P<one>[^?;]+?),? (?:or|versus|vs) (?:rather |more |more often )?(?P=joint) "
        r"(?P<other>[^?;,]+)",
        re.IGNORECASE,
    ),
    # "Were bread or cakes more common?"
    re.compile(
        r"\b(?P<joint>is|are|was|were|do|does|did) (?P<one>[^?;,]+?) or (?P<other>[^?;,]+?)"
        r"(?= (?:the )?(?:more|less|commoner|rarer|likelier|stronger|weaker|higher|lower)\b)",
        re.IGNORECASE,
    ),
)


def alternatives(question: str) -> tuple[str, ...]:
    """A question asked of each alone of two things that it sets side by side; nothing where it does not."""
    for way in _SIDES:
        found = way.search(question)
        if found:
            before, after = question[: found.start()], question[found.end() :]
            return tuple(
                f"{before}{found['joint']} {found[side]}{after}" for side in ("one", "other")
            )
    return ()


def either(
    question: str, intent: Intent, ordered: Callable[[str], Sequence[Candidate]]
) -> list[DraftClaim]:
    """The cells of the rows that are surely meant by the two sides, where these stand in one table.

    `ordered` gives the rows as they fit a question, best first.
    """
    sides = [
        [one for one in ordered(side) if one.is_complete and not is_whole(one)]
        for side in alternatives(question)
    ]
    if not sides or not all(sides):
        return []
    # Where both seem to be one row, it is meant by the side that it fits better.
    surer, other = sorted(sides, key=lambda side: -side[0].score)
    best = surer[0]
    left = [one for one in other if not _is_same(one, best)]
    if not left or left[0].reading.table is not best.reading.table or left[0].score < SURE:
        return []
    across, is_named = across_of(best.reading)
    if best.reading.axis != "rows" or not is_named or len(across) != 1:
        return []
    along = [side[0].index if side is surer else left[0].index for side in sides]
    return list(comparison_claims(cells_at(best.reading, along, across), intent))


def _is_same(one: Candidate, other: Candidate) -> bool:
    return one.reading.table is other.reading.table and one.index == other.index

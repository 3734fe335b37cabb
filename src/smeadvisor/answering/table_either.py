"""Two things that a question sets side by side: "because of buyers or of rivals?", "for loans, for gifts?"."""

import re
from collections.abc import Callable, Sequence
from itertools import product

from smeadvisor.answering.table_candidates import Candidate
from smeadvisor.answering.table_claims import captioned_claims, comparison_claims
from smeadvisor.answering.table_intent import Intent
from smeadvisor.answering.table_likely import UNSURE
from smeadvisor.answering.table_selection import SURE, across_of, cells_at, is_whole
from smeadvisor.domain.answers import DraftClaim, Remark

_JOINT = r"(?:because of|because|owing to|due to|thanks to|from|by|through|on|to|with|for)"
_FOR = r"(?:for|behind|about|to|in|by|when)"
_SIDES = (
    # "Because of rivals or because of buyers".
    re.compile(
        rf"\b(?P<one>(?P<joint>{_JOINT}) [^?;]+?),? (?:or|versus|vs) (?:rather |more |more often )?"
        r"(?P<other>(?P=joint) [^?;,]+)",
        re.IGNORECASE,
    ),
    # "Were bread or cakes more common?"
    re.compile(
        r"\b(?:is|are|was|were|do|does|did) (?P<one>[^?;,]+?) or (?P<other>[^?;,]+?)"
        r"(?= (?:the )?(?:more|less|commoner|rarer|likelier|stronger|weaker|higher|lower)\b)",
        re.IGNORECASE,
    ),
    # "How many say it is rain and how many say it is frost?"
    re.compile(
        r"\b(?P<one>(?P<joint>how (?:many|much|often)(?: \w+){1,4}?) [^?;,]+?),? and "
        r"(?P<other>(?P=joint) [^?;,]+)",
        re.IGNORECASE,
    ),
    # "How many name it for loans, and how many for gifts?"
    re.compile(
        rf"\b(?P<one>{_FOR} (?:(?!\b{_FOR}\b)[^?:;,])+),? and (?:for )?"
        r"(?:how (?:many|much|often)|what (?:share|part|proportion))"
        r"(?: (?:say|said|do|does|did|name|named)(?: (?:so|it|this|that|them))?)? "
        rf"(?P<other>{_FOR} [^?:;,]+)",
        re.IGNORECASE,
    ),
)


def alternatives(question: str) -> tuple[str, ...]:
    """A question asked of each alone of two things that it sets side by side; nothing where it does not."""
    for way in _SIDES:
        found = way.search(question)
        if found:
            before, after = question[: found.start("one")], question[found.end("other") :]
            return tuple(f"{before}{found[side]}{after}" for side in ("one", "other"))
    return ()


def either(
    question: str, intent: Intent, ordered: Callable[[str], Sequence[Candidate]]
) -> list[DraftClaim | Remark]:
    """The cells that are surely meant by the two sides: of two rows of one table, or of one row of two.

    `ordered` gives the rows as they fit a question, best first.
    """
    sides = [
        [one for one in ordered(side) if one.is_complete and not is_whole(one)]
        for side in alternatives(question)
    ]
    pairs = [pair for pair in product(*sides) if _are_both_meant(*pair)] if sides else []
    if not pairs:
        return []
    chosen = max(pairs, key=lambda pair: sum(one.score for one in pair))
    found = [
        cell
        for one in chosen
        for cell in cells_at(one.reading, [one.index], across_of(one.reading)[0])
    ]
    if len(found) != len(chosen):
        return []
    one, other = chosen
    is_one_table = one.reading.table is other.reading.table
    claims = comparison_claims(found, intent) if is_one_table else captioned_claims(found)
    return [*claims, *([] if one.named and other.named else [Remark(UNSURE)])]


def _are_both_meant(one: Candidate, other: Candidate) -> bool:
    """Whether they are two rows of one table whose column is known, or one row of two such tables."""
    if min(one.score, other.score) < SURE:
        return False
    if not all(each.reading.axis == "rows" and across_of(each.reading)[1] for each in (one, other)):
        return False
    is_one_table = one.reading.table is other.reading.table
    is_one_row = str(one.reading.labels[one.index]) == str(other.reading.labels[other.index])
    return is_one_table != is_one_row

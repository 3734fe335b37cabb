"""Turns that name another row of the table just answered from in words of their own.

"And by taking on the right people?" after a row on machines: which row says it, the table tells.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from smeadvisor.answering.ellipsis import changed, fragment_of
from smeadvisor.answering.table_facets import of_question
from smeadvisor.answering.table_reading import Label
from smeadvisor.answering.things import FIRM, Kind, things
from smeadvisor.answering.told_cells import Path, Told, rows_of_table, told_by
from smeadvisor.domain.answers import Answer
from smeadvisor.text.words import FUNCTION_WORDS, stems, tokens

# What follows of the table itself, or of its subject, is no row of it.
_BEYOND = re.compile(
    r"\b(?:why|who|whom|whose|how come|because|explain|mean(?:s|ing)?|reasons?|causes?|details?|"
    r"examples?|more|else|others?|that|this|it|its|their|them|they)\b",
    re.IGNORECASE,
)
_COUNTING = re.compile(
    r"how (?:many|much|often|common)\b|(?:what|which) (?:share|percentage|percent|proportion|number)\b",
    re.IGNORECASE,
)
_SIZED = re.compile(
    rf"(?P<whom>(?:for |among |of )?(?:the |those )?(?:[\w-]+ )?(?:tiny|small|medium|mid|large|big)[\w-]*"
    rf"(?: and [\w-]+)? {FIRM})(?: that| who| which|,)? (?P<what>(?:by )?[a-z]{{3,}}(?:ing|ed)\b.*)$",
    re.IGNORECASE,
)
_FEWEST_ROWS = 3
_A_FIRM = re.compile(FIRM, re.IGNORECASE)


def in_other_words(question: str, turns: Sequence[Answer]) -> str | None:
    """A question for the cell of the row that a piece of a question describes; None where it is no row."""
    told = told_by(turns[0])
    fragment = fragment_of(question)
    if told is None or fragment is None:
        return None
    is_sized = False
    if not fragment.tail and (sized := _SIZED.match(fragment.head)):
        # "The small ones that hired the right people": whom, and in which row.
        fragment = replace(fragment, head=sized["what"], tail=sized["whom"])
        is_sized = True
    if _BEYOND.search(fragment.head):
        return None
    if fragment.tail and not (is_sized or _COUNTING.match(fragment.tail)):
        return None
    other = "" if fragment.tail else _other_caption(told, fragment.head, turns[0])
    if not (fragment.tail or other) and changed(fragment, turns) is not None:
        return None
    said = [one for one in things(fragment.head) if one.kind is not Kind.NAME]
    own = [word for word in tokens(fragment.head) if word not in FUNCTION_WORDS]
    if said or not own or all(_A_FIRM.fullmatch(word) for word in own):
        return None
    table = rows_of_table(told, turns[0])
    if len({cell.row for one in table for cell in one.cells}) < _FEWEST_ROWS:
        return None
    columns = _columns(told, fragment.tail, turns[0])
    where = " and ".join(", ".join(map(_spoken, path)) for path in columns)
    if other:
        names = " and ".join(row[-1] for row in told.rows if row)
        return f"What is the figure for {where}: {names} ({other})?"
    caption = _bare(told.passage.place.caption)
    return f"What is the figure for {where}: {fragment.head}{f' ({caption})' if caption else ''}?"


def _columns(told: Told, tail: str, answer: Answer) -> Sequence[Path]:
    """The columns told, for firms of the size that a turn names."""
    sizes = of_question(tail).sizes if tail else frozenset()
    known = [
        cell.column for one in rows_of_table(told, answer) for cell in one.cells if cell.column
    ]
    places = {place for path in told.columns for place in Label(path).facets.places}
    like = [
        path
        for path in dict.fromkeys(known)
        if (own := Label(path).facets).sizes
        and own.sizes <= sizes
        and set(own.places) <= places | set(of_question(tail).places)
    ]
    return like or told.columns


def _other_caption(told: Told, head: str, answer: Answer) -> str:
    """The caption that a piece of a question names of another table with the same rows, "" for none."""
    wanted, own = set(stems(head)), set(stems(told.passage.place.caption))
    pieces = [piece for one in answer.considered for piece in one.hit.passage.pieces]
    same = {
        piece.place.caption
        for piece in pieces
        if not told.is_of(piece) and any(cell.row in told.rows for cell in piece.cells)
    }
    like = [
        one
        for one in sorted(same)
        if len(wanted & set(stems(one))) > max(len(wanted & own), len(wanted) / 2)
    ]
    return _bare(like[0]) if len(like) == 1 else ""


def _bare(caption: str) -> str:
    """A caption without the unit in brackets at its end."""
    return re.sub(r"\s*\([^()]*\)\s*$", "", caption)


def _spoken(name: str) -> str:
    facets = Label((name,)).facets
    if facets.sizes and " " not in name and not facets.is_total:
        return f"{name.lower()} firms"
    return name

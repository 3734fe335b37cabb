"""Questions that read a table, or two alike, side by side: a lead in every class, a row under two captions."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from smeadvisor.answering.near_words import said
from smeadvisor.answering.table_candidates import Candidate, Reading
from smeadvisor.answering.table_choice import NAMED
from smeadvisor.answering.table_claims import (
    Found,
    captioned_claims,
    comparison_claims,
    ranking_claims,
)
from smeadvisor.answering.table_intent import Intent
from smeadvisor.answering.table_listing import are_figures, column_of
from smeadvisor.answering.table_reading import TableView
from smeadvisor.answering.table_selection import NAMED_ROW, SURE, across_of, cells_at
from smeadvisor.domain.answers import DraftClaim
from smeadvisor.text.words import stems

_LEAD = re.compile(
    r"\b(?:gap|leads?|differences?|advantage|ahead|margin|behind|differ|apart|rise|rose|risen|fall|fell|fallen|"
    r"grow|grew|grown|increased?|decreased?|decline[ds]?|changed?)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:and|or|then|than|vs|versus|against)\b|,", re.IGNORECASE)
# "… and how many developed a product?" asks for no order.
_HOW = re.compile(r"\bhow\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# Of the words that only one of two captions has, the question must say this share.
_SAID_CAPTION = 0.5
# With more columns, figures under two captions are no longer seen at a glance.
_MOST_COLUMNS = 2
# Among so many tables two with the same rows are looked for.
_FIRST = 3
# Captions that fit nearer than this fit alike.
_ALIKE = 0.2


def leads(intent: Intent, candidates: Sequence[Candidate]) -> list[DraftClaim]:
    """Where a question asks in which class or size one place leads another most, or one year: all pairs.

    The pairs come with what sets them apart, the widest first.
    """
    best = candidates[0]
    table = best.reading.table
    asked = best.reading.asked
    is_sure = best.is_complete and best.named >= NAMED_ROW / 2 and best.score >= SURE
    if not (is_sure and best.reading.axis == "rows" and _LEAD.search(asked.text)):
        return []
    if not (intent.is_ranking or (intent.is_comparison and intent.has_or)):
        return []
    pairs = _pairs(table, across_of(best.reading)[0])
    found = [
        (one, other)
        for pair in pairs
        for one, other in [cells_at(best.reading, [best.index], pair)]
        if one.value is not None and other.value is not None
    ]
    if len(found) < 2 or len(found) != len(pairs):
        return []
    widest = sorted(found, key=_difference, reverse=intent.wish is not intent.wish.LOWEST)
    # The last statement of a pair has both figures, so their own are left out.
    return [list(comparison_claims(pair, intent))[-1] for pair in widest]


def _difference(pair: tuple[Found, Found]) -> float:
    one, other = pair
    return float(abs((one.value or Decimal(0)) - (other.value or Decimal(0))))


def _pairs(table: TableView, columns: Sequence[int]) -> list[tuple[int, int]]:
    """Columns of the same size, class or year, two by two."""
    by_own: dict[str, list[int]] = {}
    for index in columns:
        path = table.columns[index].path
        if len(path) > 1:
            by_own.setdefault(path[-1], []).append(index)
    return [(group[0], group[1]) for group in by_own.values() if len(group) == 2]


def under_two_captions(readings: Sequence[Reading], best: Candidate) -> list[DraftClaim]:
    """A row's cells in two tables with the same labels, where the question says what each caption is about."""
    reading = best.reading
    if best.named < NAMED or not best.is_complete or not _BOTH.search(reading.asked.text):
        return []
    across, is_named = across_of(reading)
    if not is_named or not 0 < len(across) <= _MOST_COLUMNS or reading.axis != "rows":
        return []
    row = reading.table.rows[best.index].path
    asked_for = [reading.table.columns[index].path for index in across]
    for other in readings:
        if other is reading or other.fit.missing or other.table.unit != reading.table.unit:
            continue
        rows = [label.path for label in other.table.rows]
        columns = [label.path for label in other.table.columns]
        has_all = row in rows and all(column in columns for column in asked_for)
        if has_all and _are_both_said(reading, other):
            found = [Found(reading.table, best.index, index) for index in across]
            same = [
                Found(other.table, rows.index(row), columns.index(column)) for column in asked_for
            ]
            return list(captioned_claims([*found, *same]))
    return []


def two_orders(intent: Intent, readings: Sequence[Reading]) -> list[DraftClaim]:
    """What comes first under each of two captions, where a question says what each of them is about.

    "Who presses them most to cut costs, and who to hire?" asks it of two tables with the same rows.
    """
    if not (intent.is_ranking and intent.is_who and intent.count == 1) or not readings:
        return []
    text = readings[0].asked.text
    if not _BOTH.search(text) or _HOW.search(text):
        return []
    for one, other in combinations(readings[:_FIRST], 2):
        is_same = [label.path for label in one.table.rows] == [
            label.path for label in other.table.rows
        ]
        if is_same and not (one.fit.missing or other.fit.missing) and _are_both_said(one, other):
            told = sorted((one, other), key=lambda reading: _is_said_at(reading, one, other))
            orders = [_order_of(reading, intent) for reading in told]
            return [claim for order in orders for claim in order] if all(orders) else []
    return []


def _is_said_at(reading: Reading, one: Reading, other: Reading) -> int:
    """Where a question first says a word that only the caption of this one of two tables has."""
    own = reading.table.caption_words - (other if reading is one else one).table.caption_words
    text = reading.asked.text
    said_at = [match.start() for match in _WORD.finditer(text) if own & set(stems(match.group()))]
    return min(said_at, default=len(text))


def _order_of(reading: Reading, intent: Intent) -> list[DraftClaim]:
    found = column_of(reading)
    if not are_figures(found):
        return []
    table = reading.table
    return [
        replace(claim, text=claim.text.replace(table.label, f"{table.label}, {table.caption}"))
        for claim in ranking_claims(found, intent)
    ]


def twin(best: Candidate, candidates: Sequence[Candidate]) -> Candidate | None:
    """The same row of another table, where the question says of neither or of both that it is meant."""
    reading = best.reading
    if not reading.labels:
        return None
    row = reading.labels[best.index].path
    for one in candidates:
        other = one.reading
        is_same = (
            other is not reading
            and one.is_complete
            and other.axis == reading.axis
            and other.table.unit == reading.table.unit
            and other.labels[one.index].path == row
            and [label.path for label in other.table.columns]
            == [label.path for label in reading.table.columns]
        )
        if is_same and _BOTH.search(reading.asked.text) and _are_both_said(reading, other):
            return one
        if is_same and abs(other.caption - reading.caption) < _ALIKE:
            return None if _is_told_apart(reading, other) else one
    return None


def _is_told_apart(one: Reading, other: Reading) -> bool:
    """Whether the question says a word of only one of two captions."""
    own = one.table.caption_words ^ other.table.caption_words
    return any(said(word, one.asked.words) >= NAMED for word in own)


def _are_both_said(one: Reading, other: Reading) -> bool:
    first, second = one.table.caption_words, other.table.caption_words
    return all(
        own
        and sum(said(word, one.asked.words) >= NAMED for word in own) >= _SAID_CAPTION * len(own)
        for own in (first - second, second - first)
    )

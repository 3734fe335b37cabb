"""Answers that are cells of one table: a value, a comparison, the highest or lowest, a text in a cell.

Takes a question only where every kind of thing it names (size, class, year, place) is a label of the
table or stands in its caption, and one row or column clearly is what it asks about.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from smeadvisor.answering.near_words import said
from smeadvisor.answering.table_candidates import (
    Candidate,
    Candidates,
    Reading,
    RowsOf,
    Similarity,
)
from smeadvisor.answering.table_choice import NAMED
from smeadvisor.answering.table_claims import (
    Found,
    captioned_claims,
    comparison_claims,
    group_claims,
    value_claims,
)
from smeadvisor.answering.table_definitions import Definitions
from smeadvisor.answering.table_either import either
from smeadvisor.answering.table_intent import Intent, asks_two
from smeadvisor.answering.table_lacking import lacking
from smeadvisor.answering.table_left_out import leaving_out, remark, without
from smeadvisor.answering.table_likely import UNSURE, likely
from smeadvisor.answering.table_limits import (
    asks_for_more,
    counts_others,
    names_other_groups,
    names_others,
    numbers_else,
)
from smeadvisor.answering.table_listing import every_row, items, ranking
from smeadvisor.answering.table_marked import is_marked, marked, read
from smeadvisor.answering.table_pairs import leads, twin, two_orders, under_two_captions
from smeadvisor.answering.table_reading import (
    TableView,
    beginning,
    is_nothing,
    is_numbering,
)
from smeadvisor.answering.table_regions import with_regions
from smeadvisor.answering.table_selection import (
    NAMED_ROW,
    SURE,
    SURE_ALONE,
    SURE_CAPTION,
    SURE_KNOWN,
    across_of,
    also_meant,
    are_of_one_kind,
    best_of,
    cells_at,
)
from smeadvisor.answering.table_spoken import is_less_found, is_said_of_else
from smeadvisor.domain.answers import DraftClaim, Evidence, Remark
from smeadvisor.domain.documents import Passage
from smeadvisor.domain.reading import Reads
from smeadvisor.text.countries import spelled_out
from smeadvisor.text.quantities import quantities
from smeadvisor.text.words import stems

# One thing of a list must come to this much; a row to less than others that is named, for the most part at
# least, in a question that says little else.
_SURE_DETAIL, _SURE_NAMED = 1.4, 0.9
_MOSTLY = 0.5
# Where row and column are both named by kind, the question must say this share of the caption.
_SAID_CAPTION = 0.25
# A row that is not named must be so much nearer than others of its table.
_APART = 0.2
# A detail needs a row that is clear of others by this much.
_CLEAR = 0.2
# Of what is asked about a named thing, its cell must say this share.
_DETAIL = 0.34
# Of a question that only the caption answers, this share may be in words that the table has not.
_UNTOLD = 0.3
_PLAIN = frozenset(
    stems(
        "share proportion percentage percent number amount much many figure value total year compared "
        "compare difference together overall altogether change develop rise grow fall increase decrease "
        "go up down high higher low lower highest lowest large larger"
    )
)
_MOST_CELLS, _SHORT_ROW = 12, 4
_TERSE_WORDS = 14
_ASKS = re.compile(
    r"\b(?:who|what|which|where|when|how|do|does|did|is|are|was|were|has|have|can|could|should|i|we|my|our|tell)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(r"\bhow (?:many|much|often)\b", re.IGNORECASE)
_ASKS_FOR_PROGRAMMES = re.compile(
    r"\b(?:which|what|list|name)\b(?:\s+[\w-]+){0,3}?\s+(?:program(?:me)?s?|schemes?|services?|initiatives?)\b",
    re.IGNORECASE,
)
_OFFERS = frozenset(
    stems(
        "offer offers provide provides pay pays do does give gives support help helps fund funds about "
        "feature features programme program scheme cover covers involve includes include run"
    )
)


class TableAnswerer:
    """Drafts from tables.

    `similarity` compares a question with texts by meaning, `weight` says how telling a stem is,
    `rows_of` gives all passages of the table that a row belongs to, `reads` marks the names of rows that a
    question means, `everything` gives all passages that there are.
    """

    def __init__(
        self,
        similarity: Similarity,
        weight: Callable[[str], float],
        rows_of: RowsOf,
        reads: Reads,
        everything: Callable[[], Sequence[Passage]] = tuple,
    ) -> None:
        meanings_of = Definitions(everything).of_rows
        self._candidates = Candidates(similarity, weight, rows_of, meanings_of)
        self._weight = weight
        self._reads = reads

    def draft(self, evidence: Evidence) -> Iterator[DraftClaim | Remark]:
        """The claims; nothing where the question is not answered by cells of one table."""
        question = with_regions(spelled_out(evidence.question))
        left_out = without(question)
        question = left_out.question if left_out else question
        intent = Intent.read(question)
        is_two = asks_two(question)
        if intent.is_aside or (is_two and not intent.is_ranking):
            return
        readings = [
            reading
            for reading in self._candidates.readings(question, evidence.hits)
            if not (
                names_other_groups(reading)
                or names_others(question, reading)
                or asks_for_more(reading)
            )
        ]
        if is_two:
            yield from two_orders(intent, readings) or self._either(question, intent, readings)
            return
        if left_out:
            readings = leaving_out(readings, left_out.facets)
        readings = read(self._reads, question, intent, readings)
        candidates = self._candidates.ordered(question, readings)
        if candidates:
            drafted = (
                leads(intent, candidates)
                or under_two_captions(readings, candidates[0])
                or two_orders(intent, readings)
                or ranking(intent, readings, candidates)
                or every_row(intent, readings, candidates)
                or self._either(question, intent, readings)
                or self._values(question, intent, candidates, evidence.hits[0].passage)
                or items(question, intent, candidates[0], readings)
                or lacking(intent, candidates)
                or likely(intent, readings, candidates, evidence.hits[0].passage)
                or marked(readings)
            )
            yield from drafted
            told = remark(drafted, readings, left_out.facets) if left_out else None
            if told:
                yield told

    def _either(
        self, question: str, intent: Intent, readings: Sequence[Reading]
    ) -> list[DraftClaim | Remark]:
        """The cells of two things that a question sets side by side."""
        return either(
            question,
            intent,
            lambda one: self._candidates.ordered(one, read(self._reads, one, intent, readings)),
        )

    def _values(
        self, question: str, intent: Intent, candidates: Sequence[Candidate], first: Passage
    ) -> list[DraftClaim | Remark]:
        """The cells of the row that fits best, where nothing that fits better lacks what is named."""
        best = best_of(candidates)
        if not best.is_complete:
            return []
        table = best.reading.table
        if len(table.columns) == 1 and not _has_figures(table):
            return [*self._detail(question, candidates)]
        across, is_named = across_of(best.reading)
        # Where only the row is clear, a short one is told as a whole.
        is_only = _is_only_row(best)
        is_clear_row = (
            (is_only or best.named >= NAMED_ROW)
            and table.holds(first)
            and len(across) <= _SHORT_ROW
        )
        is_row_enough = is_named or are_of_one_kind(best.reading, across) or is_clear_row
        if is_numbering(table.rows) or not is_row_enough:
            return []
        is_known = not best.reading.axis and {"rows", "columns"} <= best.reading.fit.by_kind
        if is_known and not self._is_told(best.reading):
            return []
        enough = self._enough(best, is_known, is_named, is_only)
        is_terse = len(question.split()) <= _TERSE_WORDS and not _ASKS.search(question)
        is_cue = (
            intent.is_quantity
            or intent.is_comparison
            or is_terse
            or (is_named and best.named >= NAMED_ROW)
        )
        # Who or what comes first is not asked of a single row.
        is_of_all = intent.is_ranking and intent.is_who and best.named < NAMED_ROW
        is_wanted = intent.is_quantity or is_terse
        is_of_other = (
            is_of_all
            or (
                not (is_only or is_marked(best, candidates))
                and is_said_of_else(best, candidates, is_wanted)
            )
            or is_less_found(best, candidates, first)
            or _counts_something_else(best)
        )
        if best.score < enough or not is_cue or is_of_other or counts_others(best.reading):
            return []
        chosen = also_meant(intent, best, candidates, across)
        meant = [one for one in candidates if one.reading is best.reading and one.index in chosen]
        if any(one.named < NAMED for one in meant) and len(meant) > 1:
            # "A good or service" sets no rows side by side.
            intent = replace(intent, has_or=False)
        is_clear = is_only or len(chosen) > 1 or _stands_out(best, candidates)
        found = cells_at(best.reading, sorted(chosen), across)
        if not is_clear or not 0 < len(found) <= _MOST_CELLS or not _can_say(question, found):
            return []
        other = twin(best, candidates) if len(chosen) == 1 else None
        return _with_remark(best, list(_claims(intent, best.reading, found, other, across)))

    def _enough(self, best: Candidate, is_known: bool, is_named: bool, is_only: bool) -> float:
        """The least score of a row; less for one that is known by what the question names."""
        if is_known:
            # Row and column are known; what the figures are only the caption says.
            return SURE_KNOWN if best.named >= _SAID_CAPTION else SURE_CAPTION
        if is_named:
            is_all = best.named > _MOSTLY and self._is_told(best.reading)
            return _SURE_NAMED if is_all else SURE
        return SURE if is_only else SURE_ALONE

    @staticmethod
    def _is_told(reading: Reading) -> bool:
        """Whether the table's names say most of what the question says."""
        known = reading.table.beginnings
        asked = [word for word in reading.asked.words if word not in _PLAIN and word.isalpha()]
        unknown = [
            word
            for word in asked
            if beginning(word) not in known and said(word, reading.table.caption_words) < NAMED
        ]
        return len(unknown) <= _UNTOLD * len(asked)

    def _detail(self, question: str, candidates: Sequence[Candidate]) -> list[DraftClaim]:
        """What a list says about one thing that the question names."""
        best, *others = candidates
        reading = best.reading
        nearest = max((one.score for one in others), default=0.0)
        is_clear = best.score >= _SURE_DETAIL and best.score - nearest >= _CLEAR
        if not is_clear or _ASKS_FOR_PROGRAMMES.search(question):
            return []
        found = cells_at(reading, [best.index], (0,))
        label = reading.labels[best.index]
        known = label.words | reading.table.caption_words | _OFFERS
        asked_about = [
            word
            for word in stems(question)
            if said(word, known) < NAMED and not _is_of_place(word, reading)
        ]
        cell_words = frozenset(stems(found[0].text))
        total = sum(self._weight(word) for word in asked_about)
        told = sum(self._weight(word) * said(word, cell_words) for word in asked_about)
        if (total and told / total < _DETAIL) or not _can_say(question, found):
            return []
        return list(value_claims(found))


def _is_only_row(best: Candidate) -> bool:
    """Whether what the question names by kind, as its years, leaves this row alone of its table."""
    fit = best.reading.fit
    return best.reading.axis == "rows" and "rows" in fit.by_kind and len(fit.rows) == 1


def _counts_something_else(best: Candidate) -> bool:
    """Whether the row numbers other things than the question."""
    labels = best.reading.labels
    return bool(labels) and numbers_else(labels[best.index], best.reading.asked)


def _stands_out(best: Candidate, candidates: Sequence[Candidate]) -> bool:
    """Whether a row is named, or nearer than every other of its table."""
    others = [one.score for one in candidates if one.reading is best.reading and one is not best]
    return best.named >= NAMED_ROW or best.score - max(others, default=0.0) >= _APART


def _with_remark(best: Candidate, claims: list[DraftClaim]) -> list[DraftClaim | Remark]:
    """The cells of a row, and where it is in other words than the question, that."""
    is_in_other_words = bool(best.reading.labels) and not best.named
    return [*claims, Remark(UNSURE)] if claims and is_in_other_words else [*claims]


def _claims(
    intent: Intent,
    reading: Reading,
    found: Sequence[Found],
    other: Candidate | None,
    across: Sequence[int],
) -> Iterator[DraftClaim]:
    """The cells as they are asked for; with those of an `other` table that may be meant as well."""
    if other:
        yield from captioned_claims([*found, *cells_at(other.reading, [other.index], across)])
        return
    facets = reading.asked.facets
    several = max(
        len(facets.sizes),
        len(facets.spans) + len(facets.extremes),
        len(facets.places),
        sum(1 if first == last else 2 for first, last in facets.years),
    )
    rows = {one.row for one in found}
    columns = {one.column for one in found}
    is_listed = several > 1 or len(rows) > 1 or not reading.fit.by_kind or bool(facets.loose)
    if len(found) == 2 and is_listed and (intent.is_comparison or intent.has_or):
        yield from comparison_claims(found, intent)
    elif len(columns) > 1:
        paths = [reading.table.columns[column].path for column in sorted(columns)]
        # A total stands beside the classes that a head holds together.
        parts = [path for path in paths if len(path) > 1]
        parts = parts if len(parts) > 1 else paths
        shared = [part for part in parts[0] if all(part in path for path in parts)]
        yield from group_claims(found, shared)
    else:
        yield from value_claims(found, are_items=len(found) > 2)


def _can_say(question: str, found: Sequence[Found]) -> bool:
    """Whether the cells can answer: a question for a number needs numbers."""
    if not _HOW_MANY.search(question):
        return True
    return all(
        one.value is not None or is_nothing(one.text) or not one.text or _is_about(one.text)
        for one in found
    )


def _is_about(text: str) -> bool:
    """Whether a text is a number and how near it is: "about 20"."""
    return any((one.outer_start, one.outer_end) == (0, len(text)) for one in quantities(text))


def _has_figures(table: TableView) -> bool:
    return table.is_of_figures


def _is_of_place(word: str, reading: Reading) -> bool:
    places = " ".join(reading.asked.facets.places)
    return said(word, frozenset(stems(places))) >= NAMED

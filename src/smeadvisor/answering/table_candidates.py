"""The rows of all tables among the hits, in the order in which they fit a question."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from smeadvisor.answering.near_words import said
from smeadvisor.answering.table_choice import NAMED, Asked, named, weights
from smeadvisor.answering.table_fit import Fit, fit
from smeadvisor.answering.table_intent import without_figure_too
from smeadvisor.answering.table_reading import Label, TableView
from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import BlockKind, Passage
from smeadvisor.text.words import stems

Similarity = Callable[[str, Sequence[str]], Sequence[float]]
RowsOf = Callable[[Passage], Sequence[Passage]]
# What each row of a table is said to mean elsewhere, empty where nothing says it.
MeaningsOf = Callable[[TableView], Sequence[str]]

# How much each view of a row's words counts beside its likeness; tried on the development set.
_NAMED, _WEIGHT, _CAPTION, _OWN, _PART = 0.4, 0.1, 0.4, 0.1, 0.1
# A row may be meant that is in other words than the question: then its likeness counts for more, its words for
# less, and how high a reader marks it; fitted on the development set to come to as much for what is meant.
_LIKENESS, _WORDS, _MARK, _OFFSET = 2.33, 0.51, 0.166, -0.68
# In log-odds: what marks count between, and for a row that nobody read.
_LOWEST, _HIGHEST, _UNREAD = -4.0, 3.0, -1.5
_MOST_WEIGHT, _MOST_OWN = 2.0, 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A table with the question as it reads beside it: slips of the keys mended by the tables' own words.

    `axis` is where the things stand that figures are about: "rows", or "columns" where rows only tell
    places, years or sizes apart; nothing where the caption alone says what the figures are. `caption`
    is how well the caption fits. `marks` are the log-odds that each row is meant, empty where nobody read them.
    """

    table: TableView
    asked: Asked
    fit: Fit
    axis: str
    caption: float
    marks: tuple[float, ...] = ()

    @property
    def labels(self) -> Sequence[Label]:
        """The labels of the axis."""
        return {"rows": self.table.rows, "columns": self.table.columns}.get(self.axis, ())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label of a table's axis that may be what is asked about.

    `named` is the share of its telling words that the question says; `score` orders candidates;
    `words` are the stems of the label and of what it is said to mean.
    """

    reading: Reading
    index: int
    named: float
    score: float
    words: frozenset[str] = frozenset()

    @property
    def mark(self) -> float:
        """In log-odds, how surely a reader takes it for what is meant; the least where none read it."""
        return self.reading.marks[self.index] if self.reading.marks else -math.inf

    @property
    def is_complete(self) -> bool:
        """Whether the table has everything that the question names by kind."""
        return not self.reading.fit.missing


class Candidates:
    """Finds and orders; `rows_of` gives all passages of the table that a row belongs to."""

    def __init__(
        self,
        similarity: Similarity,
        weight: Callable[[str], float],
        rows_of: RowsOf,
        meanings_of: MeaningsOf,
    ) -> None:
        self._similarity = similarity
        self._weight = weight
        self._rows_of = rows_of
        self._meanings_of = meanings_of

    def readings(self, question: str, hits: Sequence[Hit]) -> list[Reading]:
        """The tables among the hits, the one whose caption fits best first."""
        tables = [table for table in self._tables(hits) if table.is_plain]
        if not tables:
            return []
        likeness = self._similarity(
            without_figure_too(question), [table.place.caption or table.label for table in tables]
        )
        asked = Asked.read(question)
        readings = []
        for table, near in zip(tables, likeness, strict=True):
            said_of_caption = self._share_said(table.caption_words, asked)
            axes = {"rows": table.rows, "columns": table.columns}
            axis = next(
                (
                    name
                    for name, labels in axes.items()
                    if not all(one.is_known_kind for one in labels)
                ),
                "",
            )
            fitted = fit(table, asked.facets)
            caption = near + (_NAMED + _CAPTION) * said_of_caption
            readings.append(Reading(table, asked, fitted, axis, caption))
        return sorted(readings, key=lambda reading: -reading.caption)

    def ordered(self, question: str, readings: Sequence[Reading]) -> list[Candidate]:
        """Every candidate of every table, best first."""
        found = [one for reading in readings for one in self._candidates(question, reading)]
        return sorted(found, key=lambda one: -one.score)

    def _tables(self, hits: Sequence[Hit]) -> list[TableView]:
        tables: dict[tuple[str, object], TableView] = {}
        for hit in hits:
            passage = hit.passage
            key: tuple[str, object]
            if passage.parts:
                key = passage.document_id, passage.span
                tables[key] = self._in_box((passage, *passage.parts))
            elif passage.cells:
                key = passage.document_id, passage.parent
                if key not in tables:
                    tables[key] = self._in_box(self._rows_of(passage) or (passage,))
            elif passage.place.kind is BlockKind.BOX:
                for one in self._rows_of(replace(passage, parent=passage.parent or passage.span)):
                    key = one.document_id, one.span
                    if one.parts and one.parts[0].cells and key not in tables:
                        tables[key] = self._in_box((one, *one.parts))
        return list(tables.values())

    def _in_box(self, passages: Sequence[Passage]) -> TableView:
        """A table with what the box around it says, where it stands in one."""
        whole = next((one for one in passages if one.parts and one.parent), None)
        around = self._rows_of(whole) if whole else ()
        said = [one for one in around if not (one.cells or one.parts)]
        return TableView((*passages, *said))

    def _candidates(self, question: str, reading: Reading) -> list[Candidate]:
        table, asked, labels = reading.table, reading.asked, reading.labels
        caption = self._share_said(table.caption_words, asked)
        if not labels:
            return [Candidate(reading, 0, caption, reading.caption)]
        weight = weights(labels, table.caption_words, table.place_words)
        meanings = self._meanings(reading)
        names = _names(labels, meanings, asked, weight)
        likeness = self._similarity(
            without_figure_too(question),
            [
                f"{': '.join(filter(None, [table.without_places(str(label)), meaning]))}. {table.place.caption}"
                for label, meaning in zip(labels, meanings, strict=True)
            ],
        )
        outside = [word for word in asked.words if said(word, table.caption_words) < NAMED]
        candidates = []
        for index, label in enumerate(labels):
            share, found = names[index]
            telling = label.words & weight.keys()
            own = sum(said(word, telling) >= NAMED for word in outside)
            # What holds all others, or says only a part of a fuller label, gives way to it.
            is_part = label.is_whole or any(
                label.own_words < other.own_words and names[place][0] >= NAMED
                for place, other in enumerate(labels)
            )
            by_words = (
                _NAMED * share
                + _WEIGHT * min(found, _MOST_WEIGHT)
                + _CAPTION * caption
                + _OWN * min(own, _MOST_OWN)
                - _PART * is_part
            )
            by_meaning = (
                _LIKENESS * likeness[index]
                + _WORDS * by_words
                + _MARK * (_marked(reading, index) - _UNREAD)
                + _OFFSET
            )
            score = max(likeness[index] + by_words, by_meaning)
            words = label.words | frozenset(stems(meanings[index]))
            candidates.append(Candidate(reading, index, share, score, words))
        return candidates

    def _meanings(self, reading: Reading) -> Sequence[str]:
        if reading.axis != "rows":
            return [""] * len(reading.labels)
        return self._meanings_of(reading.table)

    def _share_said(self, words: frozenset[str], asked: Asked) -> float:
        """The share of words that the question says, the telling ones counting more."""
        total = sum(self._weight(word) for word in words)
        found = sum(self._weight(word) * said(word, asked.words) for word in words)
        return found / total if total else 0.0


def _marked(reading: Reading, index: int) -> float:
    """How high a row is marked, within what tells rows apart; a fixed value where nobody read it."""
    return min(max(reading.marks[index], _LOWEST), _HIGHEST) if reading.marks else _UNREAD


def _names(
    labels: Sequence[Label], meanings: Sequence[str], asked: Asked, weight: dict[str, float]
) -> list[tuple[float, float]]:
    """How far each label is named; one with a meaning by its very word or by what it means.

    Another word for a label that is explained elsewhere may be another label's meaning.
    """
    names = [named(label, asked, weight) for label in labels]
    told = [Label((meaning,)) for meaning in meanings]
    weight_told = weights([label for label in told if label.words])
    for index, label in enumerate(told):
        if label.words and names[index][0] < 1:
            names[index] = named(label, asked, weight_told)
    return names

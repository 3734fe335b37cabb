"""What a question means of a table: the labels it names, and the cells where they meet."""

import re
from collections.abc import Iterable, Sequence

from smeadvisor.answering.near_words import said
from smeadvisor.answering.table_candidates import Candidate, Reading
from smeadvisor.answering.table_choice import NAMED, named, weights
from smeadvisor.answering.table_claims import Found
from smeadvisor.answering.table_intent import Intent
from smeadvisor.answering.table_reading import Label, TableView
from smeadvisor.text.words import stems

# A row must come to this much to be surely meant; to more where no column is named.
SURE, SURE_ALONE = 1.05, 1.35
# A caption must come to this much where it alone is asked about; to less where all labels are known.
SURE_CAPTION, SURE_KNOWN = 0.68, 0.55
# A row of which this share is named stands out by its words.
NAMED_ROW = 0.6
# A column of which this share is named is meant; of less, where no other is named at all.
_NAMED_COLUMN, _PARTLY_NAMED = 0.5, 0.3
# Two rows of one table nearer than this are both meant.
_TIE = 0.03
# Rows of two tables nearer than this fit alike; one that has what the other lacks may be so much farther.
_TABLE_TIE, _LACKING, _HALF_NAMED = 0.05, 0.15, 0.5
# So near, they are both meant where all that the question says of either is in both names.
_TIE_BY_WORDS = 0.2
# Where the name of one says all that the other's says, they only have to be this near.
_FULLER = 0.2
# A label of which all is said.
_FULLY = 0.95
_MEASURES = frozenset(
    stems("average mean level rate number share percentage amount total per year annual")
)
_AND = re.compile(r"\b(?:and|or)\b|,")


def across_of(reading: Reading) -> tuple[tuple[int, ...], bool]:
    """What is left of the other axis, and whether the question names it there."""
    return narrowed(reading, "rows" if reading.axis == "columns" else "columns")


def narrowed(reading: Reading, name: str) -> tuple[tuple[int, ...], bool]:
    """What is left of an axis by kind, and of that what is named by its words."""
    fit, table = reading.fit, reading.table
    left, labels = (fit.rows, table.rows) if name == "rows" else (fit.columns, table.columns)
    by_kind = name in fit.by_kind
    if reading.asked.facets.is_each and all(labels[index].is_known_kind for index in left):
        return left, True
    if len(left) < 2:
        # A single column is meant where it says nothing, or what the question says.
        is_plain = len(labels) == 1 and (not labels[0].words or labels[0].is_known_kind)
        return left, by_kind or is_plain or any(_is_named(labels[index], reading) for index in left)
    if by_kind and are_known_kinds([labels[index] for index in left]):
        return left, True
    weight = weights([labels[index] for index in left])
    shares = {
        index: 1.0
        if _is_head_said(labels[index], reading) or _is_size_said(labels[index], reading)
        else named(labels[index], reading.asked, weight)[0]
        for index in left
    }
    chosen = tuple(index for index in left if shares[index] >= _NAMED_COLUMN)
    if not chosen:
        partly = tuple(index for index in left if shares[index] >= _PARTLY_NAMED)
        others = {round(share, 6) for index, share in shares.items() if index not in partly}
        chosen = partly if len(partly) == 1 and others <= {0.0} else ()
    return chosen or left, by_kind or bool(chosen)


def _is_head_said(label: Label, reading: Reading) -> bool:
    """Whether all that a label says before a comma is said: of "Lagos, Nigeria" the city."""
    head, comma, _ = label.path[-1].partition(",") if label.path else ("", "", "")
    words = stems(head)
    return bool(comma and words) and all(word in reading.asked.words for word in words)


def _is_size_said(label: Label, reading: Reading) -> bool:
    """Whether a label tells a size apart that is asked about: "micro-enterprise towns"."""
    asked = reading.asked.facets.sizes
    sizes = label.facets.sizes
    return bool(sizes) and sizes <= (asked | {"micro"} if "tiny" in asked else asked)


def _is_named(label: Label, reading: Reading) -> bool:
    return named(label, reading.asked, weights([label]))[0] >= _NAMED_COLUMN


def best_of(candidates: Sequence[Candidate]) -> Candidate:
    """The first, or of those that fit all but as well the one whose name is said more."""
    first = candidates[0]
    near = [
        one
        for one in candidates
        if (
            first.score - one.score < _TABLE_TIE
            # Likeness alone does not outdo a name that is said.
            or (
                (first.named < _HALF_NAMED and one.named >= NAMED_ROW)
                and first.score - one.score < _LACKING
            )
        )
        and one.reading is not first.reading
        and one.is_complete
    ]
    if not first.is_complete and not near:
        # One that is named as well and has what the other lacks.
        near = [
            one
            for one in candidates
            if first.score - one.score < _LACKING and one.named >= NAMED_ROW and one.is_complete
        ]
        return near[0] if near else first
    rows = [
        one for one in candidates if one.reading is first.reading and first.score - one.score < _TIE
    ]
    return max([first, *rows, *near], key=lambda one: one.named)


def cross_labels(reading: Reading) -> Sequence[Label]:
    """The labels of the other axis."""
    return reading.table.rows if reading.axis == "columns" else reading.table.columns


def cells_at(reading: Reading, along: Iterable[int], across: Sequence[int]) -> list[Found]:
    """The cells at labels of the axis and of the other axis."""
    if reading.axis == "columns":
        return cells_of(reading.table, across, tuple(along))
    if not reading.axis:
        return cells_of(reading.table, reading.fit.rows, across)
    return cells_of(reading.table, along, across)


def cells_of(table: TableView, rows: Iterable[int], columns: Sequence[int]) -> list[Found]:
    """The cells of rows and columns, row by row."""
    return [Found(table, row, column) for row in rows for column in columns]


def also_meant(
    intent: Intent, best: Candidate, candidates: Sequence[Candidate], across: Sequence[int]
) -> list[int]:
    """The best label, those that a comparison names as well, and one that fits as well."""
    same = [one for one in candidates if one.reading is best.reading and one is not best]
    if intent.is_comparison and len(across) == 1:
        own = best.reading.labels[best.index].own_words if best.reading.labels else frozenset()
        named_too = [
            one.index
            for one in same
            if one.named >= NAMED
            and not best.reading.labels[one.index].is_whole
            and not own <= best.reading.labels[one.index].own_words
        ]
        if best.named >= NAMED and named_too:
            return [best.index, *named_too]
    fully = [
        one.index
        for one in same
        if (
            one.named >= _FULLY
            or (one.named >= NAMED_ROW and one.score >= SURE_ALONE)
            or (intent.is_comparison and _is_measure_said(one))
        )
        and _AND.search(best.reading.asked.text)
        and not is_whole(one)
        and not best.reading.labels[one.index].words & best.reading.labels[best.index].words
    ]
    if best.named >= NAMED_ROW and fully:
        return [best.index, *fully]
    labels = best.reading.labels
    ties = [
        one.index
        for one in same[:1]
        if best.score - one.score < _TIE
        or (best.score - one.score < _TIE_BY_WORDS and _says_the_same(best, one))
    ]
    fuller = [
        one.index
        for one in same
        if best.score - one.score < _FULLER and _says_more(labels[best.index], labels[one.index])
    ]
    return [best.index, *(ties or fuller[:1])]


def _is_measure_said(one: Candidate) -> bool:
    """Whether a row of a table of words is named but for its years and words that only say how it counts."""
    reading = one.reading
    across = frozenset[str]().union(*(label.words for label in cross_labels(reading)))
    own = reading.labels[one.index].own_words - across - _MEASURES
    telling = [word for word in own if word.isalpha()]
    return (
        not reading.table.is_of_figures
        and bool(telling)
        and all(said(word, reading.asked.words) >= NAMED for word in telling)
    )


def _says_the_same(best: Candidate, other: Candidate) -> bool:
    """Whether the question says something of two partly named rows, and of both the same words."""
    asked = best.reading.asked.words
    first, second = (
        {word for word in one.reading.labels[one.index].words if said(word, asked) >= NAMED}
        for one in (best, other)
    )
    is_partly = 0 < best.named < NAMED_ROW
    return is_partly and bool(first) and first == second and not is_whole(other)


def _says_more(label: Label, other: Label) -> bool:
    """Whether one of two labels has all the words of the other, and more."""
    one, two = label.own_words, other.own_words
    return not label.is_whole and not other.is_whole and (one < two or two < one)


def is_whole(candidate: Candidate) -> bool:
    """Whether a candidate stands for all others of its axis together."""
    labels = candidate.reading.labels
    return bool(labels) and labels[candidate.index].is_whole


def are_known_kinds(labels: Sequence[Label]) -> bool:
    """Whether what tells labels apart is sizes, classes, years, places, or totals and nothing else."""
    common = frozenset.intersection(*(frozenset(label.path) for label in labels))
    parts = [Label((part,)) for label in labels for part in label.path if part not in common]
    return bool(parts) and all(part.is_known_kind for part in parts)


def are_of_one_kind(reading: Reading, across: Sequence[int]) -> bool:
    """Whether labels that are not named may all be meant: sizes, years, or kinds of a thing that is named."""
    labels = [cross_labels(reading)[index] for index in across]
    if are_known_kinds(labels):
        return True
    shared = frozenset.intersection(*(label.words for label in labels))
    return any(said(word, reading.asked.words) >= NAMED for word in shared)

"""A table put together from the passages of its rows: two axes of labels, and the cells between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from smeadvisor.answering.table_facets import Facets, of_labels
from smeadvisor.domain.documents import Cell, Passage
from smeadvisor.text.countries import mentions, regions
from smeadvisor.text.figures import figures
from smeadvisor.text.words import stems

_UNIT = re.compile(r"\(([^()]*)\)[^()]*$")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_IS_UNIT = re.compile(
    r"%|\bper ?cent|\b(?:thousands?|millions?|billions?|trillions?|number|index|ratio|years?|days?|hours?|"
    r"months?|tons?|tonnes?|km|kg|per|US|USD|EUR|dollars?|euros?|crowns?|rupees?|pounds?|yen|won)\b|[$€£¥]",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"(?:all|any|total|overall|whole)\b", re.IGNORECASE)
_JOINING = frozenset("of and the & to in".split())
_NOTHING = re.compile(
    r"[\s.·…–—-]*|n\.?\s?[ad]\.?|not available|not applicable|x|nil data", re.IGNORECASE
)


@dataclass(frozen=True)
class Label:
    """A row's or column's label path with what it names."""

    path: tuple[str, ...]

    @cached_property
    def facets(self) -> Facets:
        """Sizes, classes, years, places and totals in it."""
        return of_labels(self.path)

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of all its labels, without units."""
        return frozenset(stems(_without_units(" ".join(self.path))))

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The stems of its last label, which is its name."""
        return frozenset(stems(_without_units(self.path[-1] if self.path else "")))

    @cached_property
    def is_whole(self) -> bool:
        """Whether it stands for all others of its axis together."""
        named = [part for part in self.path if part]
        return bool(named) and _WHOLE.match(named[-1]) is not None

    @cached_property
    def is_known_kind(self) -> bool:
        """Whether its own label is a size, a class, a year, a place or a total and nothing else."""
        return bool(self.path) and _is_known_kind(self.path[-1])

    def __str__(self) -> str:
        return ", ".join(part for part in self.path if part)


def _is_known_kind(label: str) -> bool:
    facets = of_labels((label,))
    if facets.spans or facets.is_total:
        return True
    words = label.split()
    is_name = all(
        word[0].isupper() or word.lower() in _JOINING or not word[0].isalpha() for word in words
    )
    return (
        (bool(facets.places) and is_name)
        or (bool(facets.years) and len(words) <= 2)
        or (bool(facets.sizes) and len(words) <= 2)
    )


def is_numbering(labels: Sequence[Label]) -> bool:
    """Whether labels only count: 1, 2, 3."""
    return [label.path[-1:] for label in labels] == [
        (str(number),) for number in range(1, len(labels) + 1)
    ]


class TableView:
    """A table as a question sees it, put together from its passages: its rows, the whole, its notes."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = tuple(passage for passage in passages if passage.cells)
        self.others = tuple(passage for passage in passages if not passage.cells)
        self.place = self.passages[0].place
        self.rows = tuple(Label(passage.cells[0].row) for passage in self.passages)
        paths = dict.fromkeys(cell.column for passage in self.passages for cell in passage.cells)
        self.columns = tuple(Label(path) for path in paths)
        self._cells = [{cell.column: cell for cell in passage.cells} for passage in self.passages]

    @property
    def is_plain(self) -> bool:
        """Whether every cell of a row has a column of its own, so that labels find it."""
        return all(
            len(cells) == len(passage.cells)
            for cells, passage in zip(self._cells, self.passages, strict=True)
        )

    @cached_property
    def label(self) -> str:
        """What the table is called: its label, else its caption."""
        return self.place.labels[-1] if self.place.labels else self.place.caption

    @cached_property
    def around(self) -> str:
        """What names the table as a whole."""
        place = self.place
        return " . ".join([self.passages[0].title, *place.headings, *place.labels, place.caption])

    @cached_property
    def facets(self) -> Facets:
        """What its names say by kind."""
        return of_labels((self.around,))

    @cached_property
    def caption(self) -> str:
        """Its caption, without the unit at its end."""
        return self.place.caption.removesuffix(f"({self.unit})").strip()

    @cached_property
    def caption_words(self) -> frozenset[str]:
        """The stems of its caption, without the unit."""
        return frozenset(stems(_without_units(self.place.caption)))

    @cached_property
    def place_words(self) -> frozenset[str]:
        """The stems of the places that the table as a whole is about: they tell no rows apart."""
        return frozenset(stems(" ".join(self._places)))

    def without_places(self, text: str) -> str:
        """A text without the names of those places."""
        for name in self._places:
            text = text.replace(name, "")
        return text

    @cached_property
    def _places(self) -> tuple[str, ...]:
        around = " . ".join((*self.place.labels, self.place.caption))
        return (*(around[one.start : one.end] for one in mentions(around)), *regions(around))

    @cached_property
    def unit(self) -> str:
        """The unit of its figures as the caption says it, without parentheses; empty where it does not."""
        match = _UNIT.search(self.place.caption)
        return match[1].strip() if match and _IS_UNIT.search(match[1]) else ""

    @cached_property
    def is_of_figures(self) -> bool:
        """Whether most of its cells are figures or say that there is none."""
        cells = [cell.text for passage in self.passages for cell in passage.cells]
        return sum(is_figure(text) or is_nothing(text) for text in cells) > len(cells) / 2

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first letters of every word that its names, its labels and its notes have, in lower case."""
        labels = [part for label in (*self.rows, *self.columns) for part in label.path]
        text = " ".join([self.around, *labels, *(passage.text for passage in self.others)])
        texts = [cell.text for passage in self.passages for cell in passage.cells]
        return frozenset(
            beginning(word) for word in re.findall(r"[^\W\d_]+", " ".join([text, *texts]))
        )

    def holds(self, passage: Passage) -> bool:
        """Whether a passage is one of those that the table is put together from."""
        return passage in self.passages or passage in self.others

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell of a row and a column; None where it is empty."""
        return self._cells[row].get(self.columns[column].path)


def beginning(word: str) -> str:
    """What a name has in common with its adjective: "India" and "Indian"."""
    return word.lower()[:4]


def _without_units(text: str) -> str:
    return _BRACKETS.sub(lambda match: " " if _IS_UNIT.search(match[1]) else match.group(), text)


def is_figure(text: str) -> bool:
    """Whether a cell is one number, with its sign and unit."""
    return len(figures(text)) == 1 and len(text) <= 24


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no value: "n.a.", "–", ".."."""
    return _NOTHING.fullmatch(text) is not None

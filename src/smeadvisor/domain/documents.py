"""Document, Block, Table, Cell, Place and Passage.

All offsets count characters of `Document.text`, the plain text a reader made of a file, and are
kept from birth: a text is never searched for again. What a file looked like on disk is not known here.
"""

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property


class BlockKind(StrEnum):
    """What a stretch of a document is."""

    HEADING = "heading"
    PROSE = "prose"
    LIST = "list"
    ITEM = "item"
    BOX = "box"
    TABLE = "table"
    ROW = "row"
    FIGURE = "figure"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a document, as a reader would say it.

    `labels` names what holds it, outermost first, without titles: ("Box 7.3", "Box Table 7.3.1").
    `caption` is the title of the innermost of them. `row` and `column` are label paths of a cell.
    `page` counts from 1, None where the document shows no pages.
    """

    headings: tuple[str, ...] = ()
    kind: BlockKind = BlockKind.PROSE
    labels: tuple[str, ...] = ()
    caption: str = ""
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    page: int | None = None

    def __str__(self) -> str:
        # The innermost heading is enough to find a paragraph; a label is enough to find a table.
        parts = list(self.labels) or list(self.headings[-1:])
        parts += [*self.row[-2:], *self.column]
        name = " › ".join(part for part in parts if part) or "beginning of the document"
        return name if self.page is None else f"{name}, p. {self.page}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a table, with the labels that give it its meaning."""

    row: tuple[str, ...]
    column: tuple[str, ...]
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """The structure of a table block: column label paths, and the cells of each row."""

    columns: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document with one kind and one place; `parts` are the blocks inside it.

    A box has the blocks it holds as parts, a list its items, a table its rows.
    `footnotes` are the marks of the footnotes that the stretch refers to; `anchor` is the offset at
    which a footnote's own mark stands, None for other blocks.
    """

    kind: BlockKind
    start: int
    end: int
    place: Place
    parts: tuple["Block", ...] = ()
    table: Table | None = None
    footnotes: tuple[str, ...] = ()
    anchor: int | None = None

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in its document."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Document:
    """A file as plain text with its blocks in reading order.

    `id` is the path inside the corpus with forward slashes; `title` what a reader would call it.
    `page_starts` are the offsets at which the second and later pages begin.
    """

    id: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    page_starts: tuple[int, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)

    def page_at(self, offset: int) -> int | None:
        """The page, from 1, on which an offset stands; None where the text shows no pages."""
        return bisect_right(self.page_starts, offset) + 1 if self.page_starts else None


@dataclass(frozen=True)
class Passage:
    """A piece of a document that is indexed, retrieved and cited: `text == document.text[start:end]`.

    `parent` is (start, end) of the block it is a part of: a row's table, a paragraph's box; None
    where it is whole. `context` is what it cannot be understood without: the sentence that a footnote
    is a note to. `parts` are the rows of a table that is found as a whole.
    """

    id: str
    document_id: str
    title: str
    text: str
    place: Place
    start: int
    end: int
    cells: tuple[Cell, ...] = ()
    parent: tuple[int, int] | None = None
    context: str = ""
    parts: tuple["Passage", ...] = ()

    def __hash__(self) -> int:
        """By its id alone: passages are looked up for every question, and some hold whole tables."""
        return hash(self.id)

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in its document."""
        return self.start, self.end

    def place_of(self, start: int, end: int) -> Place:
        """The place of a stretch of the passage: of the cell, where it is one, else the passage's."""
        for cell in self.cells:
            if (cell.start, cell.end) == (start, end):
                return replace(self.place, row=cell.row, column=cell.column)
        return self.place

    @cached_property
    def stated(self) -> str:
        """The text as one would say it: a table row with its column labels, which stand elsewhere."""
        if not self.cells:
            return self.text
        row = ", ".join(label for label in self.cells[0].row if label)
        values = "; ".join(
            ": ".join(part for part in (" ".join(cell.column), cell.text) if part)
            for cell in self.cells
        )
        return f"{row}. {values}" if row else values

    @property
    def pieces(self) -> tuple["Passage", ...]:
        """What may be stated of it: the rows of a table, else the passage itself."""
        return self.parts or (self,)

    @cached_property
    def names(self) -> str:
        """What a reader would call the place: document, then box and table with caption, or the section.

        The sections above are left out: the more names a passage begins with, the more alike all
        passages of a document look to the embedder (EXPERIMENTS.md).
        """
        place = self.place
        held = ". ".join(dict.fromkeys(part for part in (*place.labels, place.caption) if part))
        inner = held or (place.headings[-1] if place.headings else "")
        return " › ".join(dict.fromkeys(part for part in (self.title, inner) if part))

    @cached_property
    def searchable_text(self) -> str:
        """The one string that both indexes see: names, context, and what the passage states."""
        return "\n".join(part for part in (self.names, self.context, self.stated) if part)

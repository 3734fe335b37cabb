"""Plain text, typed or extracted from pages: its pieces (see `raw_text`) in the order one reads them.

A paragraph that a page's end, a box, a table or a footnote interrupts is made whole after what
interrupts it. A box ends at its source line, at the next heading, caption or page, or where the
paragraph before it goes on. Notes before a box or a figure that belong to nothing above them are
its own. A footnote is tied to its number where that is glued to a word, in the order of the
numbers; a number that is found nowhere stays in the text. Form feeds end pages; a text without
them has no page numbers.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from smeadvisor.domain.documents import Document
from smeadvisor.ingestion.document_builder import DocumentBuilder, Inline
from smeadvisor.ingestion.readers.raw_text import (
    Caption,
    Definition,
    Heading,
    Items,
    Note,
    Piece,
    Pieces,
    Prose,
    Table,
    Text,
    Typesetting,
    ends_inside,
)
from smeadvisor.ingestion.readers.text_file import read_text


def read(path: Path) -> Document:
    """Read a text file.

    Raises:
        UnreadableDocument: the file cannot be opened or is not UTF-8 text.
    """
    text = read_text(path)
    pieces = Pieces(text)
    order = _Order(pieces.typesetting)
    for piece in pieces:
        order.add(piece)
    _tie_footnotes(order.body)
    builder = DocumentBuilder()
    writer = _Writer(builder)
    writer.write(order.body.pieces)
    writer.finish(text.count("\f") + 1)
    return builder.build(path.name, path.stem.replace("-", " ").replace("_", " "))


# --- the order in which one reads ----------------------------------------------------------------


@dataclass
class _Flow:
    """Pieces one after the other, and the paragraph among them that may go on."""

    pieces: list[Piece] = field(default_factory=list)
    open: Prose | None = None

    def add(self, piece: Piece) -> None:
        if isinstance(piece, Heading | Items):
            self.open = None
        if isinstance(piece, Prose) and not piece.is_fragment:
            self.open = piece if piece.is_open else None
        self.pieces.append(piece)


@dataclass
class _Box(Piece):
    label: str
    title: str
    flow: _Flow = field(default_factory=_Flow)
    own: list[Piece] = field(default_factory=list)  # printed before it


class _Order:
    """Puts pieces into the body or into the box that is open."""

    def __init__(self, typesetting: Typesetting) -> None:
        self.body = _Flow()
        self._box: _Box | None = None
        self._typesetting = typesetting

    def add(self, piece: Piece) -> None:
        if piece.opens_page and not self._box_goes_on(piece):
            self._box = None
        if isinstance(piece, Prose):
            self._prose(piece)
        elif isinstance(piece, Items):
            self._items(piece)
        elif isinstance(piece, Note):
            self._note(piece)
        elif isinstance(piece, Caption):
            self._caption(piece)
        else:
            if isinstance(piece, Heading) or _is_table_of_body(piece):
                self._box = None
            self._flow.add(piece)

    @property
    def _flow(self) -> _Flow:
        return self._box.flow if self._box else self.body

    def _box_goes_on(self, piece: Piece) -> bool:
        return (
            isinstance(piece, Prose)
            and piece.content.text[0].islower()
            and self._flow.open is not None
            and self.body.open is None
        )

    def _prose(self, piece: Prose) -> None:
        goes_on = piece.content.text[0].islower()
        if self._box and goes_on and self.body.open and not self._box.flow.open:
            self._box = None
        flow = self._flow
        last = flow.pieces[-1] if flow.pieces else None
        if goes_on and isinstance(last, Items) and last.is_open:
            mark, text = last.items[-1]
            last.items[-1] = mark, self._made_whole(text, piece, last.page)
            last.is_open = piece.is_open
            return
        if flow.open and (goes_on or (ends_inside(flow.open.content.text) and _is_long(piece))):
            before = flow.open
            # It stands after what interrupts it: the interruption is on its first page.
            numbers = range(len(flow.pieces) - 1, -1, -1)
            del flow.pieces[next(n for n in numbers if flow.pieces[n] is before)]
            piece = self._joined(before, piece)
        flow.add(piece)

    def _joined(self, before: Prose, piece: Prose) -> Prose:
        return Prose(
            before.page, self._made_whole(before.content, piece, before.page), piece.is_open
        )

    def _made_whole(self, first: Text, piece: Prose, page: int) -> Text:
        more = piece.content.text
        hyphens, glue = self._typesetting.seam(first.text, more)
        start = first.text[: len(first.text) - hyphens] + glue
        pages = piece.page - page - len(first.breaks)
        return Text(start + more, [], [*first.breaks, *[len(start)] * pages])

    def _items(self, piece: Items) -> None:
        last = self._flow.pieces[-1] if self._flow.pieces else None
        if (
            isinstance(last, Items)
            and last.page == piece.page
            and _follows(last.items[-1][0], piece.items[0][0])
        ):
            last.items += piece.items
            last.is_open = piece.is_open
            return
        self._flow.add(piece)

    def _note(self, piece: Note) -> None:
        last = self._flow.pieces[-1] if self._flow.pieces else None
        self._flow.add(piece)
        if self._box and piece.text.startswith("Source") and not _has_notes(last):
            self._box = None

    def _caption(self, piece: Caption) -> None:
        self._box = None
        own = self._own_notes()
        if not piece.label.startswith("Box"):
            notes = [note for note in own if isinstance(note, Note)]
            kept = [note for note in own if not isinstance(note, Note)]
            self.body.pieces += [*kept, piece, *notes]
            return
        self._box = _Box(piece.page, piece.label, piece.title, own=own)
        self.body.pieces.append(self._box)

    def _own_notes(self) -> list[Piece]:
        """Takes from the body the notes at its end that belong to the caption that follows."""
        pieces = self.body.pieces
        start = len(pieces)
        sources = 0
        while start and isinstance(pieces[start - 1], Note | Definition):
            piece = pieces[start - 1]
            sources += isinstance(piece, Note) and piece.text.startswith("Source")
            if sources > 1:
                break
            start -= 1
            if piece.opens_page:
                break
        own = pieces[start:]
        first = next((note for note in own if isinstance(note, Note)), None)
        above = pieces[start - 1] if start else None
        if first is None or (_has_notes(above) and not own[0].opens_page):
            return []
        del pieces[start:]
        return own


def _is_table_of_body(piece: Piece) -> bool:
    return isinstance(piece, Table) and not piece.label.startswith("Box")


def _has_notes(piece: Piece | None) -> bool:
    """Whether a note right below a piece is the piece's own."""
    if isinstance(piece, Table):
        return not piece.goes_on
    return isinstance(piece, Caption)


def _is_long(piece: Prose) -> bool:
    return not piece.is_fragment


def _follows(mark: str, following: str) -> bool:
    """Whether two marks are of one list: both bullets, or a number and the next."""
    if mark == following == "•":
        return True
    numbers = mark.rstrip("."), following.rstrip(".")
    return all(map(str.isdigit, numbers)) and int(numbers[1]) == int(numbers[0]) + 1


# --- footnotes -----------------------------------------------------------------------------------

_REFERENCE = re.compile(
    r"(?:[a-z]|[^\W\d_][.,;:!?)\]”\"’]|[)\]”\"’][.,;:!?]?)(?P<glued>[1-9]\d{0,2})(?=\s|$)"
    r"|(?<=[.!?])(?P<last>\s[1-9]\d{0,2})$"
)


def _tie_footnotes(body: _Flow) -> None:
    """Name the footnotes whose numbers stand in the text, and take those numbers out of it."""
    loose = [piece for piece in body.pieces if isinstance(piece, Definition)]
    for box in body.pieces:
        if isinstance(box, _Box):
            inside = [*box.own, *box.flow.pieces]
            own = [piece for piece in inside if isinstance(piece, Definition)]
            prefix = f"{box.label.lower().replace(' ', '-')}-"
            _tie(own, list(_texts(box.flow)), prefix)
            loose += [piece for piece in own if not piece.mark]
    _tie(loose, list(_texts(body)), "")


def _texts(flow: _Flow) -> Iterator[Text]:
    for piece in flow.pieces:
        if isinstance(piece, Prose):
            yield piece.content
        elif isinstance(piece, Items):
            yield from (text for _, text in piece.items)


def _tie(definitions: Sequence[Definition], texts: Sequence[Text], prefix: str) -> None:
    """Each number is looked for after the one before it, and may not be smaller."""
    found = _references(texts)
    last, place = 0, (-1, 0, 0)
    tied: list[tuple[tuple[int, int, int], Definition]] = []
    for definition in sorted(definitions, key=lambda one: one.number):
        places = found.get(definition.number, [])
        after = bisect_right(places, place)
        if definition.number > last and after < len(places):
            last, place = definition.number, places[after]
            definition.mark = f"{prefix}{last}"
            tied.append((place, definition))
    for (number, start, end), definition in reversed(tied):
        _take_out(texts[number], start, end, definition.mark)


def _references(texts: Sequence[Text]) -> dict[int, list[tuple[int, int, int]]]:
    """Where each number is glued to a word, or stands alone after a last sentence.

    A place is (which text, start, end).
    """
    found: dict[int, list[tuple[int, int, int]]] = {}
    for number, text in enumerate(texts):
        for match in _REFERENCE.finditer(text.text):
            group = "glued" if match["glued"] else "last"
            found.setdefault(int(match[group]), []).append((number, *match.span(group)))
    return found


def _take_out(text: Text, start: int, end: int, mark: str) -> None:
    """Takes a number out of a text; those behind it were taken out before."""
    size = end - start
    text.text = text.text[:start] + text.text[end:]
    text.marks = [(start, mark), *((offset - size, other) for offset, other in text.marks)]
    text.breaks = [offset - size * (offset > start) for offset in text.breaks]


# --- writing -------------------------------------------------------------------------------------


def _with_own(box: _Box) -> list[Piece]:
    """A box's pieces, with what was printed before it after its text, but not under its tables."""
    pieces = box.flow.pieces
    end = len(pieces)
    while end and isinstance(pieces[end - 1], Table | Note):
        end -= 1
    return [*pieces[:end], *box.own, *pieces[end:]]


class _Writer:
    """Writes pieces through the builder, and page ends between and inside them."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._page = 1
        self._level = 0
        self._footnotes: list[Definition] = []

    def write(self, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            self._turn_to(piece.page)
            if isinstance(piece, _Box):
                self._builder.open_box(piece.label, piece.title)
                self.write(_with_own(piece))
                self._builder.close_box()
            else:
                self._write(piece)

    def finish(self, pages: int) -> None:
        """Write the footnotes and the ends of the pages that are left."""
        for footnote in self._footnotes:
            self._builder.footnote(footnote.mark, [Inline(footnote.text)])
        self._turn_to(pages)

    def _write(self, piece: Piece) -> None:
        builder = self._builder
        match piece:
            case Heading():
                self._level = piece.level or self._level
                builder.heading(piece.level or self._level + 1, Inline(piece.text))
            case Prose():
                builder.paragraph(self._inline(piece.content))
            case Items():
                builder.list_of([(mark, self._inline(text)) for mark, text in piece.items])
            case Table():
                rows = [[Inline(text) for text in row] for row in piece.rows]
                builder.table(Inline(piece.caption), piece.columns, rows)
            case Caption():
                builder.figure(Inline(piece.text))
            case Note():
                builder.paragraph(Inline(piece.text))
            case Definition() if piece.mark:
                self._footnotes.append(piece)
            case Definition():
                builder.paragraph(Inline(f"{piece.number} {piece.text}"))

    def _turn_to(self, page: int) -> None:
        for _ in range(self._page, page):
            self._builder.page_break()
        self._page = max(self._page, page)

    def _inline(self, text: Text) -> Inline:
        self._page += len(text.breaks)
        return Inline(text.text, tuple(text.marks), tuple(text.breaks))

"""PDF: text that is drawn as text, read by pdfplumber and put together again by where it stands.

Sees columns, headings (type larger or bolder than the body's, ranked by it), lists, ruled tables
and captioned ones without rules, "Box 1 …" inside a frame or on a shade, captions of figures,
footnotes in smaller type with their raised marks, and physical pages. Leaves out headers, footers,
page numbers and the entries of a table of contents that dots lead to their page. Does not see
pictures and what is written in them, formulas as such, text on a slope, forms, comments, links or
a file's own tags; endnotes stay paragraphs, and what is written in a margin joins the text.

The parts: pdf_file opens and refuses; pdf_layout, pdf_columns, pdf_tables and pdf_aligned know where
things stand; pdf_flow puts them in order and joins them; pdf_text writes lines as text. Here is known
which paragraphs are headings and how a document is built, and nothing of pages drawn or of the file.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from smeadvisor.domain.documents import Document
from smeadvisor.ingestion.document_builder import DocumentBuilder, Inline, label_and_caption
from smeadvisor.ingestion.readers.pdf_file import pages_of
from smeadvisor.ingestion.readers.pdf_flow import (
    LARGER,
    Element,
    Frame,
    Layout,
    Note,
    body_size,
    joined,
    label_of,
)
from smeadvisor.ingestion.readers.pdf_layout import Paragraph
from smeadvisor.ingestion.readers.pdf_tables import TableParts
from smeadvisor.ingestion.readers.pdf_text import Text

_DEEPEST = 6  # level of headings


def read(path: Path) -> Document:
    """Read a PDF file.

    Raises:
        UnreadableDocument: it cannot be opened, is no PDF, is encrypted, cut off or damaged, has
            too many pages, too much on them, or no text.
    """
    contents = pages_of(path)
    body = body_size(word for page in contents for word in page.words)
    return _Writer(joined(Layout(body).elements(contents), body), body).document(path)


class _Writer:
    """Writes elements into a document, and turns its pages."""

    def __init__(self, elements: Sequence[Element], body: float) -> None:
        self._elements = elements
        self._body = body
        self._text = Text(elements)
        self._builder = DocumentBuilder()
        self._page = 1
        self._items: list[tuple[str, Inline]] = []
        self._ranks = self._heading_ranks()

    def document(self, path: Path) -> Document:
        """The document; its title is its first heading of the highest rank, else the file's name."""
        self._write(self._elements, self._body)
        title = next(
            (
                self._text.inline(one.lines).text
                for one in self._elements
                if isinstance(one, Paragraph) and self._level(one, self._body) == 1
            ),
            path.stem.replace("-", " ").replace("_", " "),
        )
        return self._builder.build(path.name, title)

    def _heading_ranks(self) -> dict[tuple[float, bool], int]:
        """The level of each kind of type that headings have: larger before smaller, then bold."""
        kinds = {
            _kind(one)
            for element in self._elements
            for one, body in self._with_body(element)
            if isinstance(one, Paragraph) and _is_heading(one, body)
        }
        ordered = sorted(kinds, key=lambda kind: (-kind[0], not kind[1]))
        return {kind: min(rank, _DEEPEST) for rank, kind in enumerate(ordered, 1)}

    def _with_body(self, element: Element) -> list[tuple[Element, float]]:
        """An element, or those inside a box, with the size of the text around them."""
        if isinstance(element, Frame):
            size = body_size(element.words)
            return [(one, size) for one in element.elements]
        return [(element, self._body)]

    def _level(self, paragraph: Paragraph, body: float) -> int | None:
        return self._ranks[_kind(paragraph)] if _is_heading(paragraph, body) else None

    def _write(self, elements: Sequence[Element], body: float) -> None:
        for element in elements:
            if isinstance(element, Paragraph) and element.mark and not _is_heading(element, body):
                self._item(element)
                continue
            self._end_list()
            if isinstance(element, Paragraph):
                self._paragraph(element, body)
            elif isinstance(element, TableParts):
                self._table(element)
            elif isinstance(element, Frame):
                self._box(element)
            else:
                self._note(element)
        self._end_list()

    def _turn(self, page: int) -> None:
        while self._page < page:
            self._builder.page_break()
            self._page += 1

    def _paragraph(self, paragraph: Paragraph, body: float) -> None:
        self._turn(paragraph.page)
        inline = self._text.inline(paragraph.lines)
        level = self._level(paragraph, body)
        label = label_of(paragraph)
        if label.startswith("Figure"):
            self._builder.figure(inline)
        elif level and not label:
            self._builder.heading(level, inline)
        else:
            self._builder.paragraph(inline)
        self._page = max(self._page, paragraph.last_page)

    def _item(self, paragraph: Paragraph) -> None:
        first, *others = paragraph.lines
        inline = self._text.inline([first.without_first_word(), *others])
        if not self._items:
            self._turn(paragraph.page)
        # The builder counts from the item's text; the page begins before its mark.
        before = (-len(paragraph.mark) - 1,) * (paragraph.page - self._page)
        breaks = (*before, *inline.page_breaks)
        self._items.append((paragraph.mark, replace(inline, page_breaks=breaks)))
        self._page = max(self._page, paragraph.last_page)

    def _end_list(self) -> None:
        if self._items:
            self._builder.list_of(self._items)
            self._items = []

    def _table(self, table: TableParts) -> None:
        self._turn((table.caption or table).page)
        caption = self._text.inline(table.caption.lines) if table.caption else None
        headers = [[self._text.inline(cell) for cell in path] for path in table.column_cells()]
        columns = [tuple(name.text for name in path if name.text) for path in headers]
        notes = dict.fromkeys(
            m for path in headers for name in path for _, m in name.footnote_marks
        )
        rows = []
        for page, cells in table.rows():
            inlines = [self._text.inline(cell) for cell in cells]
            breaks = (0,) * max(0, page - self._page)
            rows.append([replace(inlines[0], page_breaks=breaks), *inlines[1:]])
            self._page = max(self._page, page)
        self._builder.table(caption, columns, rows, list(notes))

    def _box(self, frame: Frame) -> None:
        self._turn(frame.page)
        first, rest = frame.elements[0], frame.elements[1:]
        if isinstance(first, Paragraph):
            text = self._text.inline(first.lines).text
            self._builder.open_box(*(label_and_caption(text) or (label_of(first), "")))
        self._write(rest, body_size(frame.words))
        self._builder.close_box()

    def _note(self, note: Note) -> None:
        name = self._text.names.get((note.page, note.mark), f"{note.page}-{note.mark}")
        first, *others = note.lines
        self._turn(note.page)
        self._builder.footnote(name, [self._text.inline([first.without_first_word(), *others])])


def _kind(paragraph: Paragraph) -> tuple[float, bool]:
    return round(paragraph.size * 2) / 2, paragraph.bold


def _is_heading(paragraph: Paragraph, body: float) -> bool:
    """Whether a paragraph is set like a heading: larger than the text around it, or bold and short."""
    text = " ".join(line.text for line in paragraph.lines)
    if label_of(paragraph) or paragraph.mark == "•" or not any(map(str.isalpha, text)):
        return False
    if paragraph.size >= body + LARGER:
        longest = 80 if text.endswith(".") else 200
        return len(paragraph.lines) <= 4 and len(text) <= longest
    is_set_off = paragraph.bold and paragraph.size >= body - 0.3
    return is_set_off and len(paragraph.lines) <= 3 and text[-1] not in ".;:,"

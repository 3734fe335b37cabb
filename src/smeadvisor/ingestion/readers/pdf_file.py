"""A PDF file as pages: opened, checked, refused where it must be, and what is drawn on each page.

Knows pdfplumber and pdfminer, and nothing else here does: damaged, encrypted and hostile files,
the limits below, characters, ruled cells, rules and shades. Does not know what any of it means:
lines, columns, tables, headings and documents are made elsewhere. Pictures and what is written in
them, text on a slope, forms, comments, links and a file's own tags are not read.

The work on a hostile file is bounded by the limits below; time as such is not.
"""

import re
import struct
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTItem, LTPage
from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import stream_value
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.table import TableFinder
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pdfplumber.utils.text import extract_words

from smeadvisor.errors import UnreadableDocument
from smeadvisor.ingestion.readers.pdf_layout import Rect, Word

MOST_PAGES = 2_000
MOST_MARKS_ON_A_PAGE = 100_000  # characters, lines and pictures; a full page of text has 5,000
MOST_MARKS = 10_000_000
LARGEST_PAGE = 16 * 1024 * 1024  # its drawing, uncompressed
LARGEST_FILE = 256 * 1024 * 1024  # the drawing of all its pages
# More edges, places where they cross, shades or dots are a drawing: no tables are looked for.
_MOST_EDGES = 20_000
_MOST_CROSSINGS = 4_000
_MOST_SHAPES = 1_000
LARGEST_STREAM = 64 * 1024 * 1024  # one stream that is no picture, uncompressed
DRAWN = "\x00"  # stands for a small drawn shape until it is known to be a bullet
_FARTHEST = 20_000.0  # points; the format's largest page has 14,400
_MOST_UNNAMED = 0.3  # of the characters; more, and the text is not readable

# What pdfminer's parsers let through on damaged input, besides their own errors.
_DAMAGE = (
    PSException,
    PdfminerException,
    MalformedPDFException,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_STREAM = re.compile(rb"stream\r?\n")
_UNNAMED = re.compile(r"\(cid:\d+\)")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi(?!\w*light)", re.IGNORECASE)
_HYPHENS = str.maketrans({"\u00ad": "-", "\u2010": "-", "\u2011": "-", "\u200b": None})


@dataclass(frozen=True, slots=True)
class PageContent:
    """What is drawn on one page: words, ruled cells in groups, horizontal rules, shades."""

    number: int
    height: float
    width: float
    words: list[Word]
    cells: list[list[Rect]]
    rules: list[Rect]
    shades: list[Rect]


def pages_of(path: Path) -> list[PageContent]:
    """The pages of a PDF file.

    Raises:
        UnreadableDocument: it cannot be opened, is no PDF, is encrypted, cut off or damaged, has
            too many pages, too much on them, or no text.
    """
    data = _bytes_of(path)
    try:
        contents = list(_contents(data))
    except _TooMuch as limit:
        raise UnreadableDocument(f"'{path.name}' {limit}; split it into smaller files.") from limit
    except _DAMAGE as error:
        cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if isinstance(cause, PDFEncryptionError):
            raise UnreadableDocument(
                f"'{path.name}' is encrypted; save a copy without a password and use that."
            ) from error
        raise UnreadableDocument(
            f"'{path.name}' is damaged ({type(cause).__name__}); export or download it again."
        ) from error
    _check_text(path, contents)
    return contents


class _TooMuch(Exception):
    """A limit was reached; the message goes on from the file's name."""


def _bytes_of(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(
            f"'{path.name}' cannot be opened ({error.strerror}); check the file and its permissions."
        ) from error
    if b"%PDF-" not in data[:1024]:
        raise UnreadableDocument(
            f"'{path.name}' is not a PDF file; give it the suffix of what it is, or export it again."
        )
    if b"%%EOF" not in data[-8192:]:
        raise UnreadableDocument(f"'{path.name}' is cut off before its end; download it again.")
    return data


def _check_text(path: Path, contents: Sequence[PageContent]) -> None:
    text = "".join(word.text for content in contents for word in content.words)
    if not text:
        raise UnreadableDocument(
            f"'{path.name}' has no text in it, only pictures or text set sideways; "
            "run text recognition (OCR) on it first."
        )
    if text.count("\ufffd") > _MOST_UNNAMED * len(text):
        raise UnreadableDocument(
            f"'{path.name}' has fonts that do not say which letters they draw; "
            "run text recognition (OCR) on it first."
        )


def _contents(data: bytes) -> Iterator[PageContent]:
    _check_streams(data)
    # Given a stream of ours, pdfplumber has nothing to close, and closing would read every page.
    pdf = PDF(BytesIO(data))
    pages = list(islice(PDFPage.create_pages(pdf.doc), MOST_PAGES + 1))
    if len(pages) > MOST_PAGES:
        raise _TooMuch(f"has more than {MOST_PAGES:,} pages")
    marks = size = 0
    for number, page_object in enumerate(pages, 1):
        page = _BoundedPage(pdf, page_object, number)
        drawing = sum(len(stream_value(part).get_data()) for part in page_object.contents)
        size += drawing
        if drawing > LARGEST_PAGE:
            raise _TooMuch(f"has more than I read on page {number}")
        yield _content(page)
        marks += page.marks
        if marks > MOST_MARKS or size > LARGEST_FILE:
            raise _TooMuch("has more on its pages than I read")


def _check_streams(data: bytes) -> None:
    """Refuse a stream that is small in the file and enormous when it is uncompressed."""
    view = memoryview(data)
    for match in _STREAM.finditer(data):
        if b"/Image" in data[max(0, match.start() - 512) : match.start()]:
            continue
        inflater = zlib.decompressobj()
        size, position = 0, match.end()
        try:
            while size <= LARGEST_STREAM and position < len(data) and not inflater.eof:
                size += len(inflater.decompress(view[position : position + 65_536], 1 << 24))
                while inflater.unconsumed_tail and size <= LARGEST_STREAM:
                    size += len(inflater.decompress(inflater.unconsumed_tail, 1 << 24))
                position += 65_536
        except zlib.error:
            continue  # not compressed, or in a way that does not grow
        if size > LARGEST_STREAM:
            raise _TooMuch("has a part that is too large when it is uncompressed")


class _BoundedDevice(PDFPageAggregator):
    """Collects what is drawn, and stops where there is too much of it."""

    marks = 0

    def _count(self) -> None:
        self.marks += 1
        if self.marks > MOST_MARKS_ON_A_PAGE:
            raise _TooMuch(f"has more than I read on page {self.pageno}")

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        self._count()
        return super().render_char(*args, **kwargs)

    def paint_path(self, *args: Any, **kwargs: Any) -> None:
        self._count()
        super().paint_path(*args, **kwargs)

    def begin_figure(self, *args: Any, **kwargs: Any) -> None:
        self._count()
        super().begin_figure(*args, **kwargs)


class _BoundedPage(Page):
    """A page of pdfplumber's whose drawing is counted."""

    marks = 0

    @property
    def layout(self) -> LTPage:
        if not hasattr(self, "_layout"):
            device = _BoundedDevice(self.pdf.rsrcmgr, pageno=self.page_number)
            PDFPageInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self.marks = device.marks
            self._layout: LTPage = device.get_result()
        return self._layout

    def process_object(self, obj: LTItem) -> dict[str, Any]:
        """What pdfplumber says of an object; of a character only what is used, in half the time."""
        if not isinstance(obj, LTChar):
            return super().process_object(obj)
        left, upper = self.mediabox[:2]
        top = self.height - obj.y1 + upper
        return {
            "object_type": "char",
            "text": obj.get_text(),
            "fontname": str(obj.fontname),
            "size": obj.size,
            "upright": obj.upright,
            "x0": obj.x0 + left,
            "x1": obj.x1 + left,
            "top": top,
            "bottom": top + obj.y1 - obj.y0,
            "doctop": top,
        }


def _content(page: Page) -> PageContent:
    dots = list(_drawn_bullets(page))
    words = [*_words(page), *(dots if len(dots) < _MOST_SHAPES else ())]
    edges = page.edges
    is_drawing = _is_drawing(edges)
    shades = [_rect(rect) for rect in page.rects if _is_shade(rect)]
    return PageContent(
        number=page.page_number,
        height=float(page.height),
        width=float(page.width),
        words=words,
        cells=[] if is_drawing else _cells(page),
        rules=[] if is_drawing else _rules(edges),
        shades=shades if len(shades) < _MOST_SHAPES else [],
    )


def _is_drawing(edges: Sequence[dict[str, Any]]) -> bool:
    """Whether so many edges cross that it would take minutes to find cells among them."""
    across = {round(edge["top"] / 3) for edge in edges if edge["orientation"] == "h"}
    down = {round(edge["x0"] / 3) for edge in edges if edge["orientation"] == "v"}
    return len(edges) > _MOST_EDGES or len(across) * len(down) > _MOST_CROSSINGS


def _words(page: Page) -> Iterator[Word]:
    chars = list(_readable(page.chars, page))
    options: dict[str, Any] = {
        "x_tolerance_ratio": 0.15,
        "y_tolerance": 2,
        "extra_attrs": ["size", "fontname"],
    }
    for word in extract_words(chars, **options):
        text = unicodedata.normalize("NFC", word["text"]).translate(_HYPHENS)
        place, size = _rect(word), float(word["size"])
        if text and 1 <= size < _FARTHEST and all(abs(edge) < _FARTHEST for edge in place):
            yield Word(text, *place, size, _BOLD.search(word["fontname"]) is not None)


def _readable(chars: Iterable[dict[str, Any]], page: Page) -> Iterator[dict[str, Any]]:
    """Upright characters on the page, once each where bold type was made by drawing twice."""
    x0, top, x1, bottom = page.bbox
    seen: dict[tuple[str, int, int], tuple[float, float]] = {}
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        text = _UNNAMED.sub("\ufffd", char["text"])
        is_on_page = x0 <= x <= x1 and top <= y <= bottom
        if not char["upright"] or not is_on_page or text < " ":
            continue
        key = (text, round(x), round(y))
        twins = (
            seen.get((text, key[1] + dx, key[2] + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
        )
        if not any(twin and abs(twin[0] - x) < 0.8 and abs(twin[1] - y) < 0.8 for twin in twins):
            seen[key] = (x, y)
            yield {**char, "text": text}


def _drawn_bullets(page: Page) -> Iterator[Word]:
    """Small dots and squares, for programs that draw a list's marks instead of writing them."""
    for shape in [*page.curves, *page.rects]:
        place = _rect(shape)
        width, height = place.x1 - place.x0, place.bottom - place.top
        if shape.get("fill") and 2 <= width <= 8 and 0.8 <= width / max(height, 0.1) <= 1.25:
            middle = (place.top + place.bottom) / 2
            yield Word(DRAWN, place.x0, middle - 4, place.x1, middle + 4, 8.0, False)


def _cells(page: Page) -> list[list[Rect]]:
    """Ruled cells, those that touch in one group; a frame is a group of one."""
    finder = TableFinder(page)
    groups = [[Rect(*cell) for cell in table.cells] for table in finder.tables]
    grouped = {cell for group in groups for cell in group}
    return groups + [[Rect(*cell)] for cell in finder.cells if Rect(*cell) not in grouped]


def _rules(edges: Iterable[dict[str, Any]]) -> list[Rect]:
    """Horizontal rules, with pieces that touch joined."""
    rules: list[Rect] = []
    level = [_rect(edge) for edge in edges if edge["orientation"] == "h"]
    for edge in sorted(level, key=lambda edge: (round(edge.top), edge.x0)):
        last = rules[-1] if rules else None
        if last and abs(edge.top - last.top) < 2 and edge.x0 <= last.x1 + 2:
            rules[-1] = last._replace(x1=max(last.x1, edge.x1))
        else:
            rules.append(edge)
    return [rule for rule in rules if rule.x1 - rule.x0 > 40]


def _is_shade(rect: dict[str, Any]) -> bool:
    """Whether a rectangle is filled with something else than white, and large enough for a word."""
    colour = rect.get("non_stroking_color")
    if not rect.get("fill") or rect["width"] < 10 or rect["height"] < 5:
        return False
    if not isinstance(colour, (tuple, list)) or not all(
        isinstance(c, (int, float)) for c in colour
    ):
        return False
    white = 0.0 if len(colour) == 4 else 1.0
    return any(abs(part - white) > 0.01 for part in colour)


def _rect(shape: dict[str, Any]) -> Rect:
    return Rect(*(float(shape[side]) for side in ("x0", "top", "x1", "bottom")))

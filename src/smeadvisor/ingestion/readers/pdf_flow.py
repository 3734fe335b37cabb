"""What stands on the pages of a PDF, in reading order, and joined over columns and pages.

Knows regions (ruled and captioned tables, frames and shades), columns, footnotes at the foot of a
page or a box, captions, and how paragraphs, tables and boxes go on in another column or page.
Leaves out running lines and the entries of a table of contents that dots lead to their page. Does
not know the file, how hyphens and marks are written as text, which paragraphs are headings, or
documents; endnotes stay paragraphs, and what is written in a margin joins the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from smeadvisor.ingestion.document_builder import label_and_caption
from smeadvisor.ingestion.readers.pdf_aligned import aligned_grids
from smeadvisor.ingestion.readers.pdf_columns import Column, reading_order
from smeadvisor.ingestion.readers.pdf_file import DRAWN, PageContent
from smeadvisor.ingestion.readers.pdf_layout import (
    GUTTER,
    Line,
    Paragraph,
    Rect,
    Word,
    edge_rows,
    foot_of,
    line_of,
    line_pitch,
    note_mark,
    paragraphs,
    raised_marks,
    room_left,
    rows_of,
    running_words,
)
from smeadvisor.ingestion.readers.pdf_tables import Grid, TableParts, ruled_grid

LARGER = 0.7  # points by which a heading's type exceeds the body's
_LONGEST_CAPTION = 300
_MOST_OF_A_PAGE = 0.6
_TO_A_PAGE = re.compile(r"(?:\.\s?){5,}(?:\d+|[ivxlc]+)$")  # an entry of a table of contents


@dataclass(slots=True)
class Note:
    """A footnote: its mark, and its lines with the mark in the first."""

    mark: str
    lines: list[Line]

    @property
    def page(self) -> int:
        """The page it stands on."""
        return self.lines[0].page


@dataclass(slots=True)
class Frame:
    """Text in a frame or on a shade: what is drawn there, then what that says."""

    x0: float
    top: float
    x1: float
    bottom: float
    page: int
    words: list[Word]
    grids: list[Grid]
    strips: "list[_Strip]" = field(default_factory=list)
    elements: "list[Element]" = field(default_factory=list)

    @property
    def is_box(self) -> bool:
        """Whether it opens with the name of a box."""
        first = self.elements[0] if self.elements else None
        return isinstance(first, Paragraph) and _names_box(first)

    @property
    def last_page(self) -> int:
        """The page that what it says ends on; 0 when that is nothing."""
        return max((one.last_page for one in self.elements if not isinstance(one, Note)), default=0)


_Region = Grid | Frame
_Strip = list[Line | _Region]
Element = Paragraph | TableParts | Frame | Note


def body_size(words: Iterable[Word]) -> float:
    """The type size in which most of it is set."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size * 2) / 2] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def label_of(paragraph: Paragraph) -> str:
    """The label that a paragraph begins with if it is a caption, else ""; a sentence is none."""
    text = " ".join(line.text for line in paragraph.lines)
    named = label_and_caption(text)
    is_caption = named and len(text) <= _LONGEST_CAPTION and not named[1][:1].islower()
    return named[0] if named and is_caption and not paragraph.mark else ""


def _names_box(paragraph: Paragraph) -> bool:
    label = label_of(paragraph)
    return label.startswith("Box ") and "Table" not in label


class Layout:
    """Turns what is drawn on the pages into elements in reading order."""

    def __init__(self, body: float) -> None:
        self._body = body
        self._pitch: dict[float, float] = {}

    def elements(self, contents: Sequence[PageContent]) -> list[Element]:
        """What stands on all pages; nothing is joined over columns or pages yet."""
        rows = [
            row
            for page in contents
            for row in edge_rows(page.number, page.height, _outside_cells(page))
        ]
        running = running_words(rows, len(contents), self._body)
        pages = [self._page(page, running.get(page.number, set())) for page in contents]
        self._pitch = line_pitch(line for strips, _ in pages for line in _lines_of(strips))
        return [
            element
            for strips, notes in pages
            for element in [*self._settled(strips), *_notes(notes)]
        ]

    def _page(self, page: PageContent, running: set[Word]) -> tuple[list[_Strip], list[list[Line]]]:
        words = _with_bullets([word for word in page.words if word not in running])
        grids, frames = _regions(words, page)
        notes: list[list[Line]] = []
        for frame in frames:
            frame.strips = self._strips(frame.words, frame.grids, page, notes, frame)
        taken = {word for frame in frames for word in frame.words}
        taken |= {word for grid in grids for word in grid.words()}
        rest = [word for word in words if word not in taken]
        return self._strips(rest, [*grids, *frames], page, notes), notes

    def _strips(
        self,
        words: list[Word],
        regions: Sequence[_Region],
        page: PageContent,
        notes: list[list[Line]],
        frame: Frame | None = None,
    ) -> list[_Strip]:
        """Columns from left to right and top to bottom, each as lines and regions; notes apart."""
        aligned = aligned_grids(words, page.rules, regions, page.number)
        regions = [*regions, *(grid for grid, _ in aligned)]
        taken = {word for _, its_words in aligned for word in its_words}
        across = [
            line_of(row, page.number, 0, 0)
            for row in rows_of([word for word in words if word not in taken])
        ]
        body = self._body if frame is None else body_size(words)
        marks, gutter = set(raised_marks(across)), GUTTER * self._body
        above, foot = _divided(across, regions, body, marks, gutter)
        rest = [word for line in above for word in line.words]
        strips: list[_Strip] = []
        for column in reading_order([*rest, *regions], gutter):
            inside = [item for item in column.items if not isinstance(item, Word)]
            lines = _column_lines(column, rest, page.number)
            kept, its_notes = _divided(lines, inside, body, marks)
            notes.append(its_notes)
            strips.append(sorted([*kept, *inside], key=lambda item: item.top))
        notes.append(foot)
        return strips

    def _settled(self, strips: Sequence[_Strip]) -> list[Element]:
        """Strips as paragraphs, tables and boxes; frames that are no boxes give what they hold."""
        found: list[Element] = []
        for strip in strips:
            first = len(found)
            for is_line, group in groupby(strip, key=lambda item: isinstance(item, Line)):
                if is_line:
                    lines = [item for item in group if isinstance(item, Line)]
                    found += paragraphs(lines, self._pitch)
                else:
                    found += [e for item in group for e in self._region(item)]
            opening = found[first] if len(found) > first else None
            if isinstance(opening, Paragraph):
                opening.opens = True
        return found

    def _region(self, item: "Line | _Region") -> list[Element]:
        if isinstance(item, Grid):
            return [TableParts([(item, item.header)])]
        if not isinstance(item, Frame):
            return []
        item.elements = self._settled(item.strips)
        return [item]


def _divided(
    lines: list[Line],
    regions: Iterable[_Region],
    body: float,
    marks: set[str],
    gutter: float = float("inf"),
) -> tuple[list[Line], list[Line]]:
    """Lines of text, and lines of footnotes under them that no gutter divides into columns."""
    start = foot_of(lines, body, marks)
    foot = lines[start:]
    has_more_below = foot and any(region.bottom > foot[0].top for region in regions)
    if has_more_below or any(_has_gutter(line, gutter) for line in foot):
        return lines, []
    return lines[:start], foot


def _has_gutter(line: Line, gutter: float) -> bool:
    """Whether a row has a wide gap, but for the one after its mark."""
    return any(b.x0 - a.x1 > gutter for a, b in pairwise(line.words[1:]))


def _outside_cells(page: PageContent) -> list[Word]:
    """The words that stand in no ruled table; rows that repeat in one are no running lines."""
    tables = [_union(group) for group in page.cells if len(group) > 3]
    return [word for word in page.words if not any(table.holds(word) for table in tables)]


def _column_lines(column: "Column[Word | _Region]", words: Sequence[Word], page: int) -> list[Line]:
    """The lines of a column, with the edges that the words inside its width keep to."""
    inside = [w for w in words if w.x0 >= column.left - 1 and w.x1 <= column.right + 1]
    left = min((word.x0 for word in inside), default=column.left)
    right = max((word.x1 for word in inside), default=column.right)
    own = [item for item in column.items if isinstance(item, Word)]
    lines = [line_of(row, page, left, right) for row in rows_of(own)]
    return [line for line in lines if not _TO_A_PAGE.search(line.text)]


def _with_bullets(words: list[Word]) -> list[Word]:
    """Drawn dots stay where one stands just before a word, and nothing stands before it."""
    dots = [word for word in words if word.text == DRAWN]
    written = [word for word in words if word.text != DRAWN]
    for dot in dots:
        level = [word for word in written if word.top < (dot.top + dot.bottom) / 2 < word.bottom]
        after = [word for word in level if 0 < word.x0 - dot.x1 < 2.5 * word.size]
        if after and not any(0 <= dot.x0 - word.x1 < 12 for word in level):
            word = min(after, key=lambda word: word.x0)
            written.append(replace(word, text="•", x0=dot.x0, x1=dot.x1, bold=False))
    return written


def _regions(words: list[Word], page: PageContent) -> tuple[list[Grid], list[Frame]]:
    """The ruled tables of a page, and its frames with the tables inside them."""
    grids, rects = [], []
    for group in page.cells:
        area = _union(group)
        inside = [word for word in words if area.holds(word)]
        grid = ruled_grid(group, inside, page.shades, page.number) if inside else None
        if grid:
            grids.append(grid)
        elif inside:
            rects.append(area)
    rects = [r for r in rects if not any(_inside(r, grid) for grid in grids)]
    rects = [r for r in rects if not any(_inside(r, other) for other in rects if other != r)]
    frames = []
    for rect in dict.fromkeys(rects):
        own = [grid for grid in grids if rect.holds(grid)]
        in_cells = {word for grid in own for word in grid.words()}
        inside = [word for word in words if rect.holds(word)]
        frame = Frame(*rect, page.number, [w for w in inside if w not in in_cells], own)
        if _is_frame(frame, page):
            frames.append(frame)
    framed = [id(grid) for frame in frames for grid in frame.grids]
    return [grid for grid in grids if id(grid) not in framed], frames


def _is_frame(frame: Frame, page: PageContent) -> bool:
    """Whether it sets off a part of the page: it is a box, or not most of the page."""
    rows = rows_of(frame.words)
    if rows and _names_box(Paragraph([line_of(rows[0], page.number, 0, 0)])):
        return True
    area = (frame.x1 - frame.x0) * (frame.bottom - frame.top)
    return bool(rows) and area < _MOST_OF_A_PAGE * page.width * page.height


def _union(rects: Sequence[Rect]) -> Rect:
    return Rect(
        min(rect.x0 for rect in rects),
        min(rect.top for rect in rects),
        max(rect.x1 for rect in rects),
        max(rect.bottom for rect in rects),
    )


def _inside(rect: Rect, other: Rect | Grid) -> bool:
    return (
        rect.x0 >= other.x0 - 1
        and rect.x1 <= other.x1 + 1
        and rect.top >= other.top - 1
        and rect.bottom <= other.bottom + 1
    )


def _lines_of(strips: Iterable[_Strip]) -> Iterator[Line]:
    for strip in strips:
        for item in strip:
            if isinstance(item, Line):
                yield item
            elif isinstance(item, Frame):
                yield from _lines_of(item.strips)


def _notes(feet: Iterable[Sequence[Line]]) -> list[Element]:
    """Footnotes: a line whose mark is the first or follows the one before begins another."""
    notes: list[Note] = []
    for line in (line for foot in feet for line in foot):
        mark = note_mark(line)
        last = notes[-1].mark if notes else ""
        follows = not last.isdigit() or not mark or not mark.isdigit() or int(mark) == int(last) + 1
        if mark and (not notes or follows):
            notes.append(Note(mark, [line]))
        elif notes:
            notes[-1].lines.append(line)
    return list(notes)


# --- joined over columns and pages -------------------------------------------------------------


def joined(elements: Iterable[Element], body: float) -> list[Element]:
    """Put together what a column or a page has parted, and tables with their captions."""
    found: list[Element] = []
    for element in elements:
        if isinstance(element, Frame) and not element.is_box and not _box_before(found, element):
            found += joined(element.elements, body)
        elif not _goes_on(found, element, body):
            if isinstance(element, Frame):
                element.elements = joined(element.elements, body)
            found.append(element)
    return found


def _goes_on(found: list[Element], element: Element, body: float) -> bool:
    """Whether an element was only the rest of an earlier one, and is joined to it."""
    if isinstance(element, TableParts):
        return _join_table(found, element)
    if isinstance(element, Frame):
        box = _box_before(found, element)
        if box and not element.is_box:
            box.elements = joined([*box.elements, *element.elements], body)
            box.x0 = element.x0
            return True
        return False
    if not isinstance(element, Paragraph):
        return False
    return _join_title(found, element) or _join_paragraph(found, element, body)


def _box_before(found: Sequence[Element], frame: Frame) -> Frame | None:
    """The box that a frame without a name goes on with: the last thing in another column or page."""
    last = next((one for one in reversed(found) if not isinstance(one, Note)), None)
    if not isinstance(last, Frame) or not last.is_box:
        return None
    return last if frame.page > last.last_page or abs(frame.x0 - last.x0) > 20 else None


def _join_table(found: list[Element], table: TableParts) -> bool:
    """Give a table its caption, or join it to the one that it goes on with."""
    last = found[-1] if found else None
    if isinstance(last, Paragraph) and "Table" in label_of(last):
        table.caption = last
        found.pop()
    notes = 0
    while notes < len(found) and isinstance(found[-1 - notes], Note):
        notes += 1
    earlier = found[-1 - notes] if notes < len(found) else None
    if not isinstance(earlier, TableParts):
        return False
    same = bool(table.caption and earlier.caption)
    if table.caption and earlier.caption:
        same = label_of(table.caption) == label_of(earlier.caption)
    if (table.caption and not same) or not earlier.goes_on_in(table, same):
        return False
    earlier.join(table)
    # The notes stand on its first page, and its own notes follow it.
    found.append(found.pop(-1 - notes))
    return True


def _join_title(found: list[Element], paragraph: Paragraph) -> bool:
    """Join a short line to the bare label "Table 1" or "Box 1" that it stands under."""
    last = found[-1] if found else None
    if not isinstance(last, Paragraph) or paragraph.mark or last.page != paragraph.page:
        return False
    is_bare = label_of(last) == " ".join(word.text for word in last.lines[0].words).rstrip(".:")
    is_title = len(paragraph.lines) <= 3 and not paragraph.lines[-1].text.endswith(".")
    starts_lower = paragraph.lines[0].text[:1].islower()
    if len(last.lines) > 1 or not (is_bare and is_title) or starts_lower or label_of(paragraph):
        return False
    last.lines += paragraph.lines
    return True


def _join_paragraph(found: list[Element], paragraph: Paragraph, body: float) -> bool:
    """Join the rest of a sentence to its beginning before a column's end, a table or a box."""
    floats = 0
    while floats < len(found) and not isinstance(found[-1 - floats], Paragraph):
        floats += 1
    last = found[-1 - floats] if floats < len(found) else None
    between = found[len(found) - floats :]
    if not isinstance(last, Paragraph) or not (paragraph.opens or floats):
        return False
    solid = [one for one in between if not isinstance(one, Note)]
    if not _is_rest(last, paragraph, body, bool(solid)):
        return False
    if any(one.page != one.last_page for one in solid):
        return False
    last.lines += paragraph.lines
    del found[len(found) - floats - 1 :]
    # What stood on the page where the paragraph began comes before it, the rest after it.
    found += [one for one in solid if one.page == last.page]
    found.append(last)
    found += [one for one in between if one not in solid or one.page != last.page]
    return True


def _is_rest(last: Paragraph, paragraph: Paragraph, body: float, is_apart: bool) -> bool:
    """Whether a paragraph goes on with the sentence that an earlier one leaves open."""
    alike = abs(last.size - paragraph.size) < 0.5 and last.bold is paragraph.bold
    if not last.is_open or not alike or paragraph.mark or label_of(last) or label_of(paragraph):
        return False
    if last.bold or last.size >= body + LARGER:
        return False
    first = paragraph.lines[0]
    return first.text[:1].islower() or not (is_apart or room_left(last.lines[-1], first))

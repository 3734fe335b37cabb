"""Where things stand on a page: words into lines, lines into paragraphs, running lines, footnotes.

Sees geometry and type (size, weight) only, and knows neither PDF nor documents, nor the order of
columns. Text set on a slope and writing from right to left are not understood.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple, Protocol

# Distances in shares of the type size.
SPACE = 0.12  # a gap this wide parts two words
GUTTER = 0.9  # a gap this wide, line under line, parts two columns
_INDENT = 0.8
_SMALL = 0.92  # type of a footnote, compared with the body's
_RAISED = 0.76  # type of a mark above the line, compared with the line's
_MARGIN = 0.12  # of the page's height, at the top and at the foot, where running lines stand

_BULLETS = "•●○◦▪■□▫‣⁃►▶➢✓✔❖·*-–—\uf0b7\uf0a7\uf0d8\uf0fc\ue00c"
_NUMBER_MARK = re.compile(r"\(?(?P<name>\d{1,3}|[a-z]{1,4})(?P<close>[.)])")
_NOTE_MARK = re.compile(r"(?P<mark>\d{1,3}|[*†‡§¶]{1,3})[.)]?")
_RAISED_MARKS = re.compile(r"(?:\d{1,3}|[*†‡§¶]{1,3})(?:,(?:\d{1,3}|[*†‡§¶]{1,3}))*,?")
_ENDED = re.compile(r"[.!?:;…][\"'”’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_ROMAN = re.compile(r"[ivxlc]+")


class Placed(Protocol):
    """Anything with an extent on a page, in points from its upper left corner."""

    @property
    def x0(self) -> float:
        """The left edge."""

    @property
    def top(self) -> float:
        """The upper edge; it grows down the page."""

    @property
    def x1(self) -> float:
        """The right edge."""

    @property
    def bottom(self) -> float:
        """The lower edge."""


class Rect(NamedTuple):
    """An extent on a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, other: Placed) -> bool:
        """Whether the middle of something lies inside."""
        x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a space between them, in one type."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Words side by side, with the edges of the column they stand in."""

    words: tuple[Word, ...]
    page: int
    left: float
    right: float
    size: float
    bold: bool

    @property
    def x0(self) -> float:
        """The left edge of the first word."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge of the last word."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """The upper edge of the highest word."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge of the words in full size: the line's foot."""
        return max(word.bottom for word in self.words if word.size >= self.size * _SMALL)

    @property
    def text(self) -> str:
        """The words with the spaces that were seen."""
        return "".join(text for text, _ in self.pieces())

    def pieces(self) -> Iterator[tuple[str, Word]]:
        """Each word with the space before it, if one was seen."""
        for number, word in enumerate(self.words):
            before = self.words[number - 1] if number else word
            gap = word.x0 - before.x1 > SPACE * min(word.size, before.size)
            yield (" " if number and gap else "") + word.text, word

    def is_raised(self, word: Word) -> bool:
        """Whether a word is a mark above the line, such as that of a footnote."""
        return (
            word.size <= self.size * _RAISED
            and word.bottom < self.bottom - 0.1 * self.size
            and _RAISED_MARKS.fullmatch(word.text) is not None
        )

    def without_first_word(self) -> "Line":
        """The line without the mark it begins with."""
        return replace(self, words=self.words[1:] or self.words)


def line_of(words: Iterable[Word], page: int, left: float, right: float) -> Line:
    """A line; its size and weight are those of most of its characters."""
    ordered = tuple(sorted(words, key=lambda word: word.x0))
    sizes: Counter[float] = Counter()
    for word in ordered:
        sizes[round(word.size, 1)] += len(word.text)
    spoken = [word for word in ordered if any(map(str.isalnum, word.text))]
    bold = all(word.bold for word in spoken or ordered)
    return Line(ordered, page, left, right, sizes.most_common(1)[0][0], bold)


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand side by side, from top to bottom, across all columns."""
    if not words:
        return []
    usual = median(word.size for word in words)
    rows: list[list[Word]] = []
    extents: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.x0)):
        # A first letter that is several lines high belongs to the first of them.
        is_drop_cap = len(word.text) < 3 and word.size > 2 * usual
        top, bottom = word.top, word.top + usual if is_drop_cap else word.bottom
        for number in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            upper, lower = extents[number]
            shared = min(bottom, lower) - max(top, upper)
            if shared >= 0.5 * min(bottom - top, lower - upper):
                rows[number].append(word)
                extents[number] = min(top, upper), max(bottom, lower)
                break
        else:
            rows.append([word])
            extents.append((top, bottom))
    order = sorted(range(len(rows)), key=lambda number: extents[number])
    return [sorted(rows[number], key=lambda word: word.x0) for number in order]


# --- running lines -----------------------------------------------------------------------------


class Running(NamedTuple):
    """A row near the upper or lower edge of a page."""

    page: int
    top: float
    text: str
    words: tuple[Word, ...]


def edge_rows(page: int, height: float, words: Sequence[Word]) -> list[Running]:
    """The rows of a page that stand where headers and footers do."""
    edges = [
        word
        for word in words
        if word.bottom < height * _MARGIN or word.top > height * (1 - _MARGIN)
    ]
    return [
        Running(page, min(word.top for word in row), line_of(row, page, 0, 0).text, tuple(row))
        for row in rows_of(edges)
    ]


def running_words(rows: Sequence[Running], pages: int, body: float) -> dict[int, set[Word]]:
    """The words of headers, footers and page numbers, by page.

    They are rows with the same text at the same height on two pages in five, numbers apart, or
    with the very same text at nearly the same height, or counting the pages, on three.
    """
    small = [row for row in rows if max(word.size for word in row.words) <= 1.3 * body]
    alike: dict[tuple[str, int], set[int]] = {}
    for row in small:
        for text in {row.text, _without_numbers(row.text), _page_number(row)}:
            alike.setdefault((text, round(row.top / 4)), set()).add(row.page)
    found: dict[int, set[Word]] = {}
    for row in small:
        level = _pages_near(alike, _without_numbers(row.text), row.top, 1)
        same = _pages_near(alike, row.text, row.top, 2)
        counted = _pages_near(alike, _page_number(row), row.top, 1) if row.text.isdecimal() else 0
        if level >= max(2, 0.4 * pages) or (same >= 3 and len(row.text) > 3) or counted >= 3:
            found.setdefault(row.page, set()).update(row.words)
    return found


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+|^[ivxlc]+$", "#", text.casefold())


def _page_number(row: Running) -> str:
    """How far a row that is a number is from the number of its page."""
    return (
        f"+{int(row.text) - row.page}" if row.text.isdecimal() and len(row.text) < 6 else row.text
    )


def _pages_near(alike: dict[tuple[str, int], set[int]], text: str, top: float, steps: int) -> int:
    """On how many pages a text stands at a height, give or take some steps."""
    height = round(top / 4)
    near = (alike.get((text, height + step), set()) for step in range(-steps, steps + 1))
    return len(set().union(*near))


# --- footnotes ---------------------------------------------------------------------------------


def foot_of(rows: Sequence[Line], body: float, marks: set[str]) -> int:
    """The number of the row at which the footnotes begin; the number of rows where there are none.

    Footnotes are in smaller type down to the last row, and begin with one of the marks that stand
    raised in the text, or with a raised mark.
    """
    start = position = len(rows)
    while position and max(w.size for w in rows[position - 1].words) <= body * _SMALL:
        position -= 1
        row = rows[position]
        mark = note_mark(row)
        if mark and (mark in marks or row.is_raised(row.words[0])):
            start = position
    return start


def raised_marks(lines: Iterable[Line]) -> Iterator[str]:
    """The marks that stand raised after a word."""
    for line in lines:
        for word in line.words[1:]:
            if line.is_raised(word):
                yield from word.text.strip(",").split(",")


def note_mark(line: Line) -> str | None:
    """The mark that a line begins with as a footnote does, else None."""
    match = _NOTE_MARK.fullmatch(line.words[0].text)
    return match["mark"] if match and len(line.words) > 1 else None


# --- paragraphs --------------------------------------------------------------------------------


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; `mark` is that of a list item: "•", "1." or "(a)".

    The mark stands in the first line too.

    `opens` says that it is the first of its column, so that it may go on from an earlier one.
    """

    lines: list[Line]
    mark: str = ""
    opens: bool = False

    @property
    def size(self) -> float:
        """The type size of the first line."""
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        """Whether all lines are bold."""
        return all(line.bold for line in self.lines)

    @property
    def text_x0(self) -> float:
        """Where the text of its last line begins, after a mark."""
        words = self.lines[-1].words
        return words[1 if self.mark and len(self.lines) == 1 else 0].x0

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.lines[0].page

    @property
    def last_page(self) -> int:
        """The page it ends on."""
        return self.lines[-1].page

    @property
    def is_open(self) -> bool:
        """Whether its last sentence has no end."""
        return not _ENDED.search(self.lines[-1].text)


def list_mark(line: Line) -> str:
    """The mark that a line begins with as a list item does, in its usual form, else ""."""
    if len(line.words) < 2 or line.words[1].x0 - line.words[0].x1 <= SPACE * line.size:
        return ""
    text = line.words[0].text
    if text in _BULLETS:
        return "•"
    match = _NUMBER_MARK.fullmatch(text)
    if match is None:
        return ""
    name = match["name"]
    if name.isdigit():
        return f"{name}."
    is_letter = len(name) == 1 or _ROMAN.fullmatch(name) is not None
    return f"({name})" if is_letter and match["close"] == ")" else ""


def line_pitch(lines: Iterable[Line]) -> dict[float, float]:
    """The usual distance from line to line for each type size."""
    seen: dict[float, Counter[float]] = {}
    for above, below in pairwise(lines):
        pitch = round((below.bottom - above.bottom) * 2) / 2
        if above.size == below.size and above.page == below.page and 0 < pitch < 2 * above.size:
            seen.setdefault(above.size, Counter())[pitch] += 1
    # Spaces between paragraphs may be as frequent as lines inside them, but they are wider.
    return {
        size: min(pitch for pitch, count in pitches.items() if count >= 0.3 * max(pitches.values()))
        for size, pitches in seen.items()
    }


def paragraphs(lines: Sequence[Line], pitch: dict[float, float]) -> list[Paragraph]:
    """Join the lines of one column into paragraphs and list items."""
    found: list[Paragraph] = []
    for line in lines:
        mark = list_mark(line)
        last = found[-1] if found else None
        ended = last is None or _ends_before(last, line, pitch)
        if last is None or ended or (mark and _is_next(last, mark, line)):
            found.append(Paragraph([line], mark))
        else:
            last.lines.append(line)
    return found


def _is_next(last: Paragraph, mark: str, line: Line) -> bool:
    """Whether a mark that begins a line follows that of the item before, to the left of its text."""
    before = last.mark
    if line.x0 > last.text_x0 - 0.3 * line.size and len(last.lines) > 1:
        return False
    if mark == "•":
        return before == "•"
    name, other = mark.strip("()."), before.strip("().")
    if name.isdigit() and other.isdigit():
        return int(name) == int(other) + 1
    return bool(before) and len(name) == len(other) == 1 and ord(name) == ord(other) + 1


def _ends_before(paragraph: Paragraph, line: Line, pitch: dict[float, float]) -> bool:
    """Whether a line begins something new rather than going on with the paragraph."""
    last = paragraph.lines[-1]
    goes_on = not _ENDED.search(last.text) and line.text[:1].islower()
    if abs(last.size - line.size) > 0.5:
        return True
    if last.bold is not line.bold and not goes_on:
        return True
    distance = line.bottom - last.bottom
    if distance > 1.2 * pitch.get(line.size, 1.25 * line.size):
        return True
    if room_left(last, line) and not goes_on:
        return True
    return _is_shifted(paragraph, line)


def room_left(last: Line, line: Line) -> bool:
    """Whether the first word of a line would have had room on the line before."""
    first = line.words[0]
    return last.right - last.x1 > first.x1 - first.x0 + 0.6 * line.size


def _is_shifted(paragraph: Paragraph, line: Line) -> bool:
    """Whether a line begins where neither a first nor a further line of the paragraph would."""
    tolerance = _INDENT * line.size
    begins = paragraph.text_x0
    has_ended = not paragraph.is_open
    if line.x0 < begins - tolerance:
        return len(paragraph.lines) > 1 or (bool(paragraph.mark) and has_ended)
    return line.x0 > begins + tolerance and has_ended

"""From the lines of a text to its pieces: headings, paragraphs, lists, captions, tables, notes.

Made for text that a program extracted from pages as well as for text that a person typed. Seen:
empty lines, form feeds, and a line indented by one space, as the first of an extracted page;
lines that one paragraph was set in, words cut at line ends; numbered headings; short headings in
title case; "Box 1 …", "Table 1 …" and "Figure 1 …" as captions; notes and sources; a number and a
tab before a footnote; the rows of a table of figures with its column names where their words can
be counted; letters of a label set upright, one below the other.
Not seen: columns of words (they stay rows of text), spans of more than two header lines, running
heads and page numbers, footnote marks other than numbers.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from smeadvisor.ingestion.document_builder import label_and_caption
from smeadvisor.text.sentences import is_note
from smeadvisor.text.words import FUNCTION_WORDS

_LONGEST_HEADING = 100
_LONGEST_CAPTION = 250
_LONGEST_FRAGMENT = 3  # letters in a line of a label set upright
_LONGEST_WORD = 80
_NARROWEST = 40  # characters in a line of a text set in lines
_FULL = 0.5  # of the usual length: a line that was filled before it ended
_SHORT = 0.6

_HEADING = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+(?P<first>\S)")
_ITEM = re.compile(r"(?P<mark>[•\-*]|\d{1,3}[.)])\s+(?P<text>\S.*)")
_DEFINITION = re.compile(r"\s*(?P<number>\d{1,3})[ ]*\t\s*(?P<text>[^\d\s].*)")
_CONTINUED = re.compile(
    r"(?:Box\s+Table|Table|Box|Figure)\s+\S*(?:\d|[A-Z])\S*\s+\(?continue[sd]\s+on\s+"
    r"(?:the\s+)?(?:next|following)\s+page\)?\.?",
    re.IGNORECASE,
)
_FINISHED = re.compile(r"[.!?…:;][\"”’')\]]*(?:\s?\d{1,3})?$")
_SENTENCE_INSIDE = re.compile(r"[a-z]{2}[.!?] [A-Z]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CUT_WORD = re.compile(r"(?<![\w-])(?P<left>[^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines without an empty one between them, and whether a page may begin with them."""

    lines: tuple[str, ...]
    page: int
    opens_page: bool = False


@dataclass
class Piece:
    """What a stretch turned out to be, on which page, and whether that page may begin with it."""

    page: int
    opens_page: bool = field(default=False, kw_only=True)


@dataclass
class Heading(Piece):
    """A heading; one without a number stands below the last one with a number."""

    text: str
    level: int | None


@dataclass
class Text:
    """Running text with its footnote marks and page breaks, both at offsets in it."""

    text: str
    marks: list[tuple[int, str]] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)


@dataclass
class Prose(Piece):
    """A paragraph. `is_open`: its last line was full and no sentence ended with it."""

    content: Text
    is_open: bool = False
    is_fragment: bool = False


@dataclass
class Items(Piece):
    """A list: (mark, text) an item; `is_open` as of a paragraph, for the last one."""

    items: list[tuple[str, Text]]
    is_open: bool = False


@dataclass
class Caption(Piece):
    """The line that opens a box or names a figure."""

    label: str
    title: str
    text: str


@dataclass
class Note(Piece):
    """A note or source line."""

    text: str


@dataclass
class Definition(Piece):
    """The text of a footnote; `mark` is its name once the reference to it is found."""

    number: int
    text: str
    mark: str = ""


@dataclass
class Table(Piece):
    """A table with its caption; `goes_on` where its source stands on a later page."""

    label: str
    caption: str
    columns: list[tuple[str, ...]]
    rows: list[list[str]]
    goes_on: bool = False


class Typesetting:
    """What the lines of a text have in common: their length and their words."""

    def __init__(self, text: str) -> None:
        lengths = [len(line.strip()) for line in text.splitlines() if len(line.strip()) > 20]
        self.width = max(_NARROWEST, median(lengths) if lengths else 0)
        self._text = text

    @cached_property
    def _words(self) -> set[str]:
        inside = re.sub(r"\S+-[ \t]*\n\s*\S+", " ", self._text.lower())
        whole = set(_WORD.findall(inside))
        return whole | {part for word in whole for part in word.split("-")}

    def is_full(self, line: str) -> bool:
        """Whether a line ends because the next word had no room."""
        return len(line.strip()) >= _FULL * self.width

    def join(self, lines: Iterable[str]) -> str:
        """Lines as one, with the words that their ends cut in two made whole."""
        parts: list[str] = []
        for line in filter(None, map(tidy, lines)):
            if parts:
                hyphens, glue = self.seam(parts[-1], line)
                parts[-1] = parts[-1][: len(parts[-1]) - hyphens]
                parts.append(glue)
            parts.append(line)
        return "".join(parts)

    def seam(self, line: str, more: str) -> tuple[int, str]:
        """How many hyphens go where two lines meet, and what stands between them."""
        cut = _CUT_WORD.search(line[-_LONGEST_WORD:])
        if not cut:
            dash = line[-1] in "-–—" and line[-2:-1].strip() and more[0] not in "-–—"
            return 0, "" if dash else " "
        right = _FIRST_WORD.match(more)
        is_one = right and right.group().islower() and self._is_one_word(cut["left"], right.group())
        return (1 if is_one else 0), ""

    def _is_one_word(self, left: str, right: str) -> bool:
        """Whether a hyphen at a line end was set for the line, not for the word."""
        left, right = left.lower(), right.lower()
        if f"{left}-{right}" in self._words:
            return False
        return left + right in self._words or left not in self._words


def tidy(text: str) -> str:
    """A text in single spaces."""
    return " ".join(text.split())


# --- lines to stretches -----------------------------------------------------------------------------


def stretches(text: str) -> list[Stretch]:
    """The text cut at empty lines, at page starts, and where a line says what it is."""
    found = []
    for number, page in enumerate(text.split("\f"), 1):
        for first, part in enumerate(re.split(r"\n[^\S\n]*\n", page)):
            lines = [line for line in part.split("\n") if line.strip()]
            opens_page = number > 1 and first == 0
            for run, is_start in _parted(lines):
                found.append(Stretch(run, number, opens_page or is_start))
                opens_page = False
    return found


def _parted(lines: Sequence[str]) -> Iterator[tuple[tuple[str, ...], bool]]:
    run: list[str] = []
    is_start = False
    for number, line in enumerate(lines):
        starts_page = _starts_page(lines, number)
        after_caption = len(run) == 1 and _CONTINUED.fullmatch(tidy(run[0]))
        if run and (starts_page or _starts_below(run, line) or after_caption):
            yield tuple(run), is_start
            run, is_start = [], False
        is_start = is_start or (starts_page and not run)
        run.append(line)
    if run:
        yield tuple(run), is_start


def _starts_page(lines: Sequence[str], number: int) -> bool:
    """One space before a line and none before its neighbours: the seam between extracted pages."""
    line, *after = lines[number : number + 2]
    indented = line[0] == " " and line[1:2].strip() != ""
    neighbours = [*lines[max(number - 1, 0) : number], *after]
    return (
        indented
        and len(line.strip()) > _LONGEST_FRAGMENT
        and not any(other[0].isspace() and not _DEFINITION.match(other) for other in neighbours)
    )


def _starts_below(run: Sequence[str], line: str) -> bool:
    """Whether a line begins a piece of its own right below other lines."""
    if _DEFINITION.match(line):
        return bool(_DEFINITION.match(run[0]) and _FINISHED.search(run[-1].rstrip()))
    return _starts_piece(line)


def _starts_piece(line: str) -> bool:
    return bool(
        is_note(line.strip()) or _DEFINITION.match(line) or _CONTINUED.fullmatch(tidy(line))
    )


# --- stretches to pieces ----------------------------------------------------------------------------


class Pieces:
    """Reads the pieces of a text in the order of its lines."""

    def __init__(self, text: str) -> None:
        self.typesetting = Typesetting(text)
        self._stretches = stretches(text)
        self._next = 0
        self._settled = True  # no paragraph is waiting for its end

    def __iter__(self) -> Iterator[Piece]:
        while self._next < len(self._stretches):
            stretch = self._stretches[self._next]
            self._next += 1
            for piece in self._read(stretch):
                if isinstance(piece, Prose):
                    self._settled = not piece.is_open
                yield piece

    def _read(self, stretch: Stretch) -> list[Piece]:
        found = self._marked(stretch)
        if found is None:
            heading = self._heading(stretch) or self._short_heading(stretch)
            found = [heading] if heading else self._text(stretch)
        if found and stretch.opens_page:
            found[0].opens_page = True
        return found

    def _marked(self, stretch: Stretch) -> list[Piece] | None:
        """What its first line gives away: a note, a footnote, a caption, or nothing to keep."""
        first = stretch.lines[0]
        if _CONTINUED.fullmatch(tidy(first)):
            return []
        if is_note(first.strip()):
            return [Note(stretch.page, self.typesetting.join(stretch.lines))]
        if caption := self._caption(stretch):
            return self._captioned(stretch, caption)
        definition = _DEFINITION.match(first)
        if definition and not self._heading(stretch):
            text = self.typesetting.join([definition["text"], *stretch.lines[1:]])
            return [Definition(stretch.page, int(definition["number"]), text)]
        return None

    def _heading(self, stretch: Stretch) -> Heading | None:
        """A number and words without an end, in one line or in lines that were filled."""
        if any(_ITEM.match(line.strip()) for line in stretch.lines[1:]):
            return None
        whole = self.typesetting.join(stretch.lines)
        match = _HEADING.match(whole)
        if not match or len(whole) > _LONGEST_HEADING or whole[-1] in ".;:,":
            return None
        if match["first"].islower() or match["first"].isdigit():
            return None
        if not all(map(self.typesetting.is_full, stretch.lines[:-1])):
            return None
        return Heading(stretch.page, whole, 1 + match["number"].count("."))

    def _short_heading(self, stretch: Stretch) -> Heading | None:
        """One line in title case between a finished paragraph and one that begins."""
        text = tidy(stretch.lines[0])
        if len(stretch.lines) > 1 or not self._settled or not _is_title(text):
            return None
        following = self._stretches[self._next] if self._next < len(self._stretches) else None
        if following is None or following.opens_page or self._marked_like(following):
            return None
        first = following.lines[0].strip()
        if not first[0].isupper() or len(first) < max(_SHORT * self.typesetting.width, len(text)):
            return None
        return Heading(stretch.page, text, None)

    def _marked_like(self, stretch: Stretch) -> bool:
        first = stretch.lines[0]
        return _starts_piece(first) or label_and_caption(tidy(first)) is not None

    def _text(self, stretch: Stretch) -> list[Piece]:
        lines = [line.strip() for line in stretch.lines]
        first_item = next((n for n, line in enumerate(lines) if _ITEM.match(line)), len(lines))
        found: list[Piece] = [
            self._prose(part, stretch.page) for part in self._paragraphs(lines[:first_item])
        ]
        items: list[tuple[str, list[str]]] = []
        for line in lines[first_item:]:
            item = _ITEM.match(line)
            if item:
                mark = "•" if item["mark"] in "•-*" else item["mark"].replace(")", ".")
                items.append((mark, [item["text"]]))
            else:
                items[-1][1].append(line)
        if items:
            told = [(mark, Text(self.typesetting.join(parts))) for mark, parts in items]
            is_open = self._is_open(items[-1][1][-1], told[-1][1].text)
            found.append(Items(stretch.page, told, is_open))
        return found

    def _paragraphs(self, lines: Sequence[str]) -> Iterator[Sequence[str]]:
        """The lines parted where one is clearly short and a sentence ends with it."""
        longest = max(map(len, lines), default=0)
        start = 0
        for number, line in enumerate(lines[:-1], 1):
            ends = len(line) < _SHORT * longest and line.endswith((".", "!", "?"))
            if ends and lines[number][0].isupper():
                yield lines[start:number]
                start = number
        if lines:
            yield lines[start:]

    def _prose(self, lines: Sequence[str], page: int) -> Prose:
        text = self.typesetting.join(lines)
        is_open = self._is_open(lines[-1], text)
        return Prose(page, Text(text), is_open, not (is_open or _FINISHED.search(text)))

    def _is_open(self, last_line: str, text: str) -> bool:
        return not _FINISHED.search(text) and self.typesetting.is_full(last_line)

    # --- captions and what they name -------------------------------------------------------------

    def _caption(self, stretch: Stretch) -> tuple[str, str, int] | None:
        """The label and title that a stretch opens with, and how many lines they take."""
        lines = [tidy(line) for line in stretch.lines]
        first = label_and_caption(lines[0])
        if first is None or first[1][:1].islower() or not (first[1] or len(lines) == 1):
            return None
        count = self._caption_lines(lines)
        text = self.typesetting.join(lines[:count])
        named = label_and_caption(text)
        if named is None or len(text) > _LONGEST_CAPTION or _SENTENCE_INSIDE.search(named[1]):
            return None
        runs_on = count < len(lines) and lines[count][0].islower()
        return None if runs_on and self.typesetting.is_full(lines[0]) else (*named, count)

    def _caption_lines(self, lines: Sequence[str]) -> int:
        whole = lines[-1][-1] not in ".:;" and not any(map(figures_at_end, lines[1:]))
        if len(lines) <= 3 and whole:
            return len(lines)
        count = 1
        while count < len(lines) and (lines[count][0] == "(" or ends_inside(lines[count - 1])):
            count += 1
        return count

    def _captioned(self, stretch: Stretch, caption: tuple[str, str, int]) -> list[Piece]:
        label, title, count = caption
        text = self.typesetting.join(stretch.lines[:count])
        rest = stretch.lines[count:]
        if "Table" in label:
            return self._table(stretch, label, text, rest)
        found: list[Piece] = [Caption(stretch.page, label, title, text)]
        return [*found, *self._text(Stretch(rest, stretch.page))] if rest else found

    def _table(self, stretch: Stretch, label: str, text: str, rest: tuple[str, ...]) -> list[Piece]:
        """The table under a caption: in columns, of figures, of words, else the caption alone."""
        below = [Stretch(rest, stretch.page)] if rest else []
        figures, _ = self._below(self._is_no_row)
        parsed = table_in_columns([*below, *figures])
        parsed = parsed or table_of_figures([*below, *figures], self.typesetting)
        if parsed:
            self._next += parsed.stretches - len(below)
            table = Table(stretch.page, label, text, parsed.columns, parsed.rows)
            left = Stretch(parsed.left, stretch.page)
            return [table, *self._text(left)] if parsed.left else [table]
        words, closed = self._below(self._is_prose)
        if not below and not (words and closed):
            return [Prose(stretch.page, Text(text))]
        if closed:
            self._next += len(words)
            below += words
        rows = table_of_words(below, self.typesetting)
        goes_on = closed and self._is_continued()
        return [Table(stretch.page, label, text, [(), ()], rows, goes_on=goes_on)]

    def _below(self, ends: Callable[[Stretch], bool]) -> tuple[list[Stretch], bool]:
        """The stretches below a caption, and whether a note or the page's end closes them."""
        found: list[Stretch] = []
        for number in range(self._next, len(self._stretches)):
            stretch = self._stretches[number]
            if stretch.opens_page or _starts_piece(stretch.lines[0]):
                return found, True
            if self._caption(stretch) or ends(stretch):
                break
            found.append(stretch)
        return found, False

    def _is_no_row(self, stretch: Stretch) -> bool:
        if any(figures_at_end(line) > 1 for line in stretch.lines):
            return False
        return self._is_prose(stretch) or self._heading(stretch) is not None

    def _is_prose(self, stretch: Stretch) -> bool:
        """A paragraph as people write them, not the words of a cell."""
        text = tidy(" ".join(stretch.lines))
        return (
            text[0].isupper()
            and text.count(" ") >= 15
            and _FINISHED.search(text) is not None
            and not re.search(r"(?:^|\s)[-–•]\t", "\n".join(stretch.lines))
        )

    def _is_continued(self) -> bool:
        following = self._stretches[self._next : self._next + 1]
        return any(_CONTINUED.fullmatch(tidy(stretch.lines[0])) for stretch in following)


def ends_inside(text: str) -> bool:
    """Whether a text ends with a word that cannot end a sentence or a name."""
    last = text.rsplit(maxsplit=1)[-1] if text.strip() else ""
    return last.lower() in FUNCTION_WORDS or last.endswith((",", "&"))


def _is_title(text: str) -> bool:
    words = _FIRST_WORD.findall(text)
    return (
        bool(words)
        and len(text) <= _LONGEST_HEADING
        and text[0].isupper()
        and text[-1].isalpha()
        and not re.search(r"[\d|=<>#]", text)
        and all(word[0].isupper() or word in FUNCTION_WORDS for word in words)
    )


# --- tables --------------------------------------------------------------------------------------

_FIGURE = re.compile(r"[-+–−(]?[$€£¥]?\d[\d.,]*%?\)?[*†]?")
_NO_VALUE = re.compile(r"[-–—…]|\.{2,3}|n\.?/?a\.?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMERIC = re.compile(r"\d[\d.,–\-+]*%?|[<>≥≤]\d+")
_GAP = re.compile(r"[^\S\n]{2,}|\t")
_CELL_MARK = re.compile(r"(?:^|\s)[-–•]\t\s*")


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """A table of figures, how many stretches it took, and the lines of the last that it left."""

    columns: list[tuple[str, ...]]
    rows: list[list[str]]
    stretches: int
    left: tuple[str, ...]


@dataclass
class _Row:
    label: list[str]
    values: list[str]
    stretch: int


def figures_at_end(line: str) -> int:
    """How many figures, or signs for none, a line ends with; 0 where they are no figures at all."""
    count, real = 0, 0
    for token in reversed(line.split()):
        if _FIGURE.fullmatch(token):
            real += 1
        elif not _NO_VALUE.fullmatch(token):
            break
        count += 1
    return count if real else 0


def table_in_columns(below: Sequence[Stretch]) -> ParsedTable | None:
    """The table that the first stretch holds, where tabs or wide gaps part all its lines alike."""
    lines = below[0].lines if below else ()
    header, *rows = [_GAP.split(line.strip()) for line in lines] or [[]]
    if not rows or len(header) < 2 or any(len(row) != len(header) for row in rows):
        return None
    if any(figures_at_end(name) for name in header[1:] if not _YEAR.fullmatch(name)):
        return None
    columns: list[tuple[str, ...]] = [(tidy(name),) for name in header]
    return ParsedTable(columns, [[tidy(cell) for cell in row] for row in rows], 1, ())


def table_of_figures(below: Sequence[Stretch], typesetting: Typesetting) -> ParsedTable | None:
    """The table that stretches below a caption hold, where its rows end with figures in number."""
    lines = [(number, line) for number, stretch in enumerate(below) for line in stretch.lines]
    counts = Counter(count for _, line in lines if (count := figures_at_end(line)) > 1)
    if not counts:
        return None
    width, support = max(counts.items(), key=lambda item: (item[1], item[0]))
    wide = sum(count for columns, count in counts.items() if columns >= width)
    if support * (width - 1) < 2 or wide < 0.8 * counts.total():
        return None
    width -= _numbers_name_rows([line for _, line in lines], width)
    header, rows, left = _rows(lines, width)
    columns, unread = _columns(header, width, typesetting)
    told = [[line, *[""] * width] for line in unread]
    told += [[typesetting.join(row.label), *row.values] for row in rows]
    last = rows[-1].stretch
    kept = tuple(line for number, line in left if number == last)
    return ParsedTable(columns, told, last + 1, kept)


def _numbers_name_rows(lines: Sequence[str], width: int) -> bool:
    """Whether the first figure of a row, such as a year, is all that names it."""
    bare = [len(line.split()) == figures_at_end(line) == width for line in lines]
    above = sum(one and other for one, other in pairwise(bare))
    return width > 1 and 2 * above >= sum(bare) > 1


def _rows(
    lines: Sequence[tuple[int, str]], width: int
) -> tuple[list[str], list[_Row], list[tuple[int, str]]]:
    """The header lines, the rows, and the lines after the last row."""
    header: list[str] = []
    rows: list[_Row] = []
    waiting: list[tuple[int, str]] = []
    for number, line in lines:
        tokens = line.split()
        if figures_at_end(line) < width or (not rows and _is_header(tokens, width)):
            waiting.append((number, line))
            continue
        own, values = " ".join(tokens[:-width]), tokens[-width:]
        if rows:
            label = _between(waiting, own, rows, width)
        else:
            header, label = _first_label(waiting, own)
        rows.append(_Row([*label, *([own] if own else [])], values, number))
        waiting = []
    while waiting and waiting[0][0] == rows[-1].stretch and waiting[0][1].strip()[0].islower():
        rows[-1].label.append(waiting.pop(0)[1])
    return header, rows, waiting


def _is_header(tokens: Sequence[str], width: int) -> bool:
    return all(_YEAR.fullmatch(token) for token in tokens[-width:])


def _first_label(waiting: Sequence[tuple[int, str]], own: str) -> tuple[list[str], list[str]]:
    """The header lines, and those before the first row's figures that are its label."""
    start = len(waiting)
    if not own and waiting:
        start = next(n for n, (stretch, _) in enumerate(waiting) if stretch == waiting[-1][0])
        if start == 0:  # the header is in the same stretch: the label is its last line
            start = len(waiting) - 1
    elif own[:1].islower():
        start -= 1
    lines = [line for _, line in waiting]
    return lines[: max(start, 0)], lines[max(start, 0) :]


def _between(waiting: list[tuple[int, str]], own: str, rows: list[_Row], width: int) -> list[str]:
    """The lines between two rows that are the second one's label; others go where they belong."""
    begins = not own or own[0].islower()
    while (
        len(waiting) > begins
        and waiting[0][0] == rows[-1].stretch
        and waiting[0][1].strip()[0].islower()
    ):
        rows[-1].label.append(waiting.pop(0)[1])
    lines = [line for _, line in waiting]
    if begins or not lines or ends_inside(lines[-1]):
        return lines
    rows.append(_Row(lines, [""] * width, waiting[-1][0]))
    return []


def _columns(
    header: Sequence[str], width: int, typesetting: Typesetting
) -> tuple[list[tuple[str, ...]], list[str]]:
    """The paths of all columns, and the header lines that could not be read as names."""
    lines = [tidy(line) for line in header]
    for used in (1, len(lines)):
        found = _names(typesetting.join(header[len(header) - used :]), width) if lines else None
        if found:
            name, names = found
            above = lines[: len(lines) - used]
            groups = _groups(above[-1], names) if above else None
            if groups:
                above = above[:-1]
            paths = [
                (*((groups[n],) if groups and groups[n] else ()), names[n]) for n in range(width)
            ]
            return [(name,) if name else (), *paths], above
    return [(), *((f"column {number}",) for number in range(1, width + 1))], lines


def _names(line: str, width: int) -> tuple[str, list[str]] | None:
    """The name of the label column and those of the others, where the words can be counted."""
    words = line.split()
    names = _labels(words, width)
    if names:
        return "", names
    name, last = words[:-width], words[-width:]
    one_by_one = all(word[0].isupper() or _NUMERIC.fullmatch(word) for word in last)
    if len(words) > width and one_by_one and len({*last}) == width and not {*last} & {*name}:
        return " ".join(name), last
    return None


def _labels(words: Sequence[str], count: int) -> list[str] | None:
    """So many labels in a line: a word each, or parts that begin or end with the same word."""
    if len(words) == count:
        return list(words)
    if count > 1 and words.count(words[-1]) == count:
        ends = [number + 1 for number, word in enumerate(words) if word == words[-1]]
        starts = [0, *ends[:-1]]
    elif count > 1 and words.count(words[0]) == count:
        starts = [number for number, word in enumerate(words) if word == words[0]]
        ends = [*starts[1:], len(words)]
    else:
        return None
    return [" ".join(words[start:end]) for start, end in zip(starts, ends, strict=True)]


def _groups(line: str, names: Sequence[str]) -> list[str] | None:
    """The group label above each column name: names that repeat are in groups of equal width."""
    width = next(
        size
        for size in range(1, len(names) + 1)
        if len(names) % size == 0 and list(names) == list(names[:size]) * (len(names) // size)
    )
    if width < len(names):
        labels = _labels(line.split(), len(names) // width)
        return [labels[n // width] for n in range(len(names))] if labels else None
    numeric = [_NUMERIC.fullmatch(name) is not None for name in names]
    if any(numeric) and not all(numeric):  # a scale has its label to itself
        return [line if is_number else "" for is_number in numeric]
    return [line] * len(names)


def table_of_words(below: Sequence[Stretch], typesetting: Typesetting) -> list[list[str]]:
    """Rows of (label, text): a dash and a tab begin a text, what stands before it is its label.

    Without such marks each stretch is a text without a label.
    """
    rows = _WordRows(any(_CELL_MARK.search(line) for stretch in below for line in stretch.lines))
    for lines in _with_upright_joined([stretch.lines for stretch in below]):
        rows.add(lines)
    return [[typesetting.join(label), typesetting.join(text)] for label, text in rows.rows]


class _WordRows:
    def __init__(self, has_marks: bool) -> None:
        self.rows: list[tuple[list[str], list[str]]] = []
        self._has_marks = has_marks

    def add(self, lines: Sequence[str]) -> None:
        first = lines[0].strip()[0]
        in_text = bool(self.rows) and (first == "(" or first.islower())
        if not in_text:
            self.rows.append(([], []))
            in_text = not self._has_marks
        for line in lines:
            before, *texts = _CELL_MARK.split(line)
            if in_text and self._ends_text(before, bool(texts)):
                self.rows.append(([], []))
                in_text = False
            if before.strip():
                self.rows[-1][in_text].append(before)
            if texts:
                self._join_to_label()
                self.rows[-1][1].extend(texts)
                in_text = True

    def _ends_text(self, before: str, has_mark: bool) -> bool:
        """Whether what stands before a mark, or after a finished text, is the next label."""
        text = self.rows[-1][1]
        finished = bool(text) and text[-1].rstrip().endswith(".") and before[:1].isupper()
        return self._has_marks and bool(before.strip()) and (has_mark or finished)

    def _join_to_label(self) -> None:
        """A text with no label of its own belongs to the label above it."""
        if len(self.rows) > 1 and not any(self.rows[-1]):
            self.rows.pop()


def _with_upright_joined(parts: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """The letters of labels set upright, a few a line, made words again."""
    upright: list[str] = []
    for part in [*parts, ()]:
        if part and all(map(_is_upright, part)):
            upright += part
            continue
        if len(upright) > 2:
            yield [tidy("".join(upright))]
        elif upright:
            yield upright
        upright = []
        if part:
            yield part


def _is_upright(line: str) -> bool:
    letters = line.strip()
    return len(letters) <= _LONGEST_FRAGMENT and letters.replace(" ", "").isalpha()

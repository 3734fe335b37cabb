"""Lines of a PDF as running text: hyphens at line ends, the marks of footnotes, page breaks.

Knows the words of the whole document, and which raised mark is tied to which footnote. Does not
know where things stand, what is a heading or a list, or how a document is built; a raised mark
that is tied to no footnote becomes raised figures.

A hyphen at a line's end goes when the document has the joined word elsewhere, or when one of the
two parts is never a word by itself there; it stays when the document has the hyphenated word
elsewhere, when both parts are words there, or when a capital or a figure follows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from smeadvisor.ingestion.document_builder import Inline
from smeadvisor.ingestion.readers.pdf_flow import Element, Frame, Note
from smeadvisor.ingestion.readers.pdf_layout import Line, Word, raised_marks
from smeadvisor.ingestion.readers.pdf_tables import TableParts

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Text:
    """Lines as running text: hyphens at line ends, marks of footnotes, page breaks."""

    def __init__(self, elements: Sequence[Element]) -> None:
        self._words: set[str] = set()
        self._compounds: set[str] = set()
        lines = list(_all_lines(elements))
        for line in lines:
            self._learn(line)
        self.names = _note_names([one for one in _flat(elements) if isinstance(one, Note)], lines)

    def inline(self, lines: Sequence[Line]) -> Inline:
        """Lines as one text, with the places of footnote marks and page breaks in it."""
        text, marks, breaks = "", [], []
        for number, line in enumerate(lines):
            if number:
                text = self._before_next(text, line)
                breaks += [len(text)] * (line.page - lines[number - 1].page)
            for piece, word in line.pieces():
                names = self._names(line, word)
                marks += [(len(text), name) for name in names]
                text += "" if names else self._written(line, word, piece)
        return Inline(text, tuple(marks), tuple(breaks))

    def _names(self, line: Line, word: Word) -> list[str]:
        """The footnotes that a raised word refers to, if every one of its marks is tied to one."""
        if not line.is_raised(word):
            return []
        names = [self.names.get((line.page, mark)) for mark in word.text.strip(",").split(",")]
        return [name for name in names if name] if all(names) else []

    def _written(self, line: Line, word: Word, piece: str) -> str:
        return piece.translate(_RAISED) if line.is_raised(word) else piece

    def _before_next(self, text: str, line: Line) -> str:
        """The text so far, ready for the next line: with a space, a hyphen, or neither."""
        first = line.words[0].text
        part = re.search(r"([^\W\d_]+)-$", text)
        rest = re.match(r"[^\W\d_]+", first)
        if text.endswith("–") and text[-2:-1].isdigit() and first[:1].isdigit():
            return text
        if not part or not rest:
            return f"{text} "
        left, right = part[1].casefold(), rest[0].casefold()
        if not first[0].islower() or f"{left}-{right}" in self._compounds:
            return text
        keeps = left in self._words and right in self._words and left + right not in self._words
        return text if keeps else text[:-1]

    def _learn(self, line: Line) -> None:
        """Take a line's words as words of the document, but for those that a line end may cut."""
        for piece in line.words[1 : -1 if line.words[-1].text.endswith("-") else None]:
            for match in _WORD.finditer(piece.text.casefold()):
                parts = match[0].split("-")
                if len(parts) > 1:
                    self._compounds.add(match[0])
                    self._compounds.update(f"{a}-{b}" for a, b in pairwise(parts))
                self._words.update(parts)


def _flat(elements: Iterable[Element]) -> Iterator[Element]:
    for element in elements:
        yield element
        if isinstance(element, Frame):
            yield from _flat(element.elements)


def _all_lines(elements: Iterable[Element]) -> Iterator[Line]:
    for element in _flat(elements):
        if isinstance(element, TableParts):
            cells = [*element.column_cells(), *(cells for _, cells in element.rows())]
            yield from (line for row in cells for cell in row for line in cell)
        elif not isinstance(element, Frame):
            yield from element.lines


def _note_names(notes: Sequence[Note], lines: Iterable[Line]) -> dict[tuple[int, str], str]:
    """A name for each footnote whose mark stands raised on its page just once.

    The name is the mark, with the page where several footnotes have the same.
    """
    raised = Counter((line.page, mark) for line in lines for mark in raised_marks([line]))
    same = Counter(note.mark for note in notes)
    on_page = Counter((note.page, note.mark) for note in notes)
    return {
        key: key[1] if same[key[1]] == 1 else f"{key[0]}-{key[1]}"
        for key in on_page
        if on_page[key] == 1 and raised[key] == 1
    }

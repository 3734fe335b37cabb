"""Sentences and list items as spans of a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import sentencex

from smeadvisor.domain.documents import BlockKind, Passage
from smeadvisor.text.figures import figures

_ITEM = re.compile(r"(?:[•\-*–]|\(?\d{1,3}[.)]|\([a-z]{1,4}\))\s+")
_NOTE = re.compile(r"(?:Notes?|Sources?)\s*:")
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or a whole list item: `text[start:end]`, without the item's mark."""

    start: int
    end: int
    is_item: bool = False


def is_note(text: str) -> bool:
    """Whether a line is the note or source line under a table, figure or box."""
    return _NOTE.match(text) is not None


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of running text as (start, end) without surrounding white space."""
    spans = []
    for boundary in sentencex.get_sentence_boundaries("en", text):
        start, end = boundary["start_index"], boundary["end_index"]
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            start += len(piece) - len(piece.lstrip())
            spans.append((start, start + len(stripped)))
    return spans


@lru_cache(maxsize=4_096)
def statements(text: str) -> tuple[Statement, ...]:
    """The statements of a text, line by line: a marked line is one item, another line its sentences."""
    found = []
    for line in _LINE.finditer(text):
        mark = _ITEM.match(line.group())
        if mark:
            body = line.group()[mark.end() :].rstrip()
            start = line.start() + mark.end()
            if body:
                found.append(Statement(start, start + len(body), is_item=True))
        else:
            found += [
                Statement(line.start() + start, line.start() + end)
                for start, end in sentences(line.group())
            ]
    return tuple(found)


@lru_cache(maxsize=16_384)
def statement_texts(passage: Passage) -> Sequence[str]:
    """What a passage says, statement by statement, as it is compared with a question by meaning.

    A row of several figures is compared by its name and the table's caption alone, since figures
    make all rows of a table alike. The whole of a table says nothing by itself: its rows are
    passages of their own.
    """
    if len(passage.cells) > 1 and all(figures(cell.text) for cell in passage.cells):
        return (". ".join([", ".join(filter(None, passage.cells[0].row)), passage.place.caption]),)
    if passage.cells:
        return (passage.stated,)
    if passage.place.kind is BlockKind.TABLE:
        return ()
    return tuple(passage.text[one.start : one.end] for one in statements(passage.text))


@lru_cache(maxsize=16_384)
def stated_in_place(passage: Passage) -> tuple[tuple[Statement, str], ...]:
    """The statements of a passage, each with itself as it reads in its place: names, what comes before, it.

    A sentence alone often leaves its subject to the one before it, or to the heading. A row of a table
    is one statement; the whole of a table, and a box's title, state nothing.
    """
    text, names = passage.text, passage.names
    if passage.cells:
        return ((Statement(0, len(text)), f"{names}\n{passage.stated}"),)
    if passage.place.kind is BlockKind.TABLE:
        return ()
    found: list[tuple[Statement, str]] = []
    before = f"{passage.context} " if passage.context else ""
    for one in statements(text):
        said = text[one.start : one.end]
        if not _is_title(said, passage):
            found.append((one, f"{names}\n{before}{said}"))
            before = f"{said} "
    return tuple(found)


def _is_title(said: str, passage: Passage) -> bool:
    """Whether a line is the label and caption of the box it stands in."""
    place = passage.place
    return bool(place.labels) and said.startswith(f"{place.labels[-1]} {place.caption}"[:60])

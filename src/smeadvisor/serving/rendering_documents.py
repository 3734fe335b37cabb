"""Documents as HTML: the list of them, one to read with its contents, what was found in it.

What documents and users say is escaped, and no line is empty, so that the HTML may go through a
Markdown renderer. Knows no page; the links lead to places in the same HTML.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import groupby, pairwise

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import BlockKind
from smeadvisor.domain.indexed import IndexedDocument, OpenedDocument
from smeadvisor.library import Report
from smeadvisor.serving.document_pieces import Entry, Piece, contents, pieces

NOT_SAID = "—"
_BAR = re.compile(r" \| ")
# Contents longer than this open at their first level only.
_OPEN_ENTRIES = 40
_SNIPPET = 70
_MOST_SNIPPETS = 50
_CLASSES = {
    BlockKind.TABLE: "table",
    BlockKind.FIGURE: "figure",
    BlockKind.FOOTNOTE: "footnote",
}
_HEADING_LEVELS = (3, 6)  # the title above is the second


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a document that is highlighted; `name` is where links to it lead."""

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Reading:
    """A document as pieces with the stretches that are highlighted, in order and apart."""

    document: OpenedDocument
    marks: tuple[Mark, ...] = ()
    jump: str = ""

    @cached_property
    def pieces(self) -> list[Piece]:
        """The whole text, each character once."""
        return pieces(self.document.text, self.document.passages)

    @cached_property
    def ends(self) -> list[int]:
        """Where the marks end."""
        return [mark.end for mark in self.marks]

    def html(self, start: int, end: int) -> str:
        """A stretch of the text, escaped, what is marked in it in <mark>."""
        text, parts, position = self.document.text, [], start
        for mark in self.marks[bisect_left(self.ends, start + 1) :]:
            left, right = max(mark.start, start), min(mark.end, end)
            if left >= end:
                break
            # A mark that goes on from an earlier line has its name there.
            name = f' id="{mark.name}"' if left == mark.start else ""
            jump = ' class="jump"' if name and mark.name == self.jump else ""
            parts.append(_escaped(text[position:left]))
            parts.append(f"<mark{name}{jump}>{_escaped(text[left:right])}</mark>")
            position = right
        return "".join([*parts, _escaped(text[position:end])])


def documents_html(documents: Sequence[IndexedDocument], model: str) -> str:
    """The list of documents as a table, with the model that their passages were embedded with."""
    if not documents:
        return '<p class="note">There is no document yet.</p>'
    rows = "".join(_listed(one) for one in documents)
    total = sum(one.passages for one in documents)
    count = "1 document" if len(documents) == 1 else f"{len(documents):,} documents"
    return (
        '<div class="wide" role="region" tabindex="0" aria-label="Documents"><table class="list">'
        f"<caption>{count}, {total:,} passages; embedding model: "
        f"{_escaped(model)}</caption><thead><tr>"
        + "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
        + f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


_COLUMNS = ("Title", "Publisher", "Year", "Language", "Licence", "Passages")


def _listed(document: IndexedDocument) -> str:
    said = [document.metadata.get(name.lower(), "") for name in _COLUMNS[1:-1]]
    said.append(f"{document.passages:,}")
    cells = "".join(
        f'<td><span class="label">{name} </span>{_escaped(value) or NOT_SAID}</td>'
        for name, value in zip(_COLUMNS[1:], said, strict=True)
    )
    return (
        f'<tr><th scope="row">{_escaped(document.title)}<small>{_escaped(document.id)}</small></th>'
        f"{cells}</tr>"
    )


def document_html(reading: Reading) -> str:
    """The whole document: headings, paragraphs, tables as tables, boxes as boxes."""
    entry = reading.document.entry
    body = "".join(_boxed(reading, box, list(held)) for box, held in _by_box(reading.pieces))
    return f'<article class="reading"><h2>{_escaped(entry.title)}</h2>{body}</article>'


def contents_html(reading: Reading) -> str:
    """The table of contents; a long one is folded below its first level."""
    entries = contents(reading.pieces)
    if not entries:
        return '<p class="note">This document has no headings.</p>'
    is_open = _count(entries) <= _OPEN_ENTRIES
    return f'<nav class="contents" aria-label="Contents">{_entries(entries, is_open)}</nav>'


def place_name(offset: int) -> str:
    """Under what name links lead to the piece that starts at an offset."""
    return f"at-{offset}"


def occurrences(document: OpenedDocument, words: str) -> list[Mark]:
    """Where words stand in a document, in any case and with any white space between them."""
    parts = words.split()
    if not parts:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE)
    found = (match.span() for match in pattern.finditer(document.text))
    return [Mark(start, end, f"word-{number}") for number, (start, end) in enumerate(found, 1)]


def nearest(hits: Iterable[Hit], apart_from: Sequence[Mark]) -> list[Mark]:
    """The statements that hits match with, best first; none that holds one of the other marks."""
    found: list[Mark] = []
    for number, hit in enumerate(hits, 1):
        start, end = hit.match or hit.passage.span
        taken = [*apart_from, *found]
        if all(end <= mark.start or mark.end <= start for mark in taken):
            found.append(Mark(start, end, f"meaning-{number}"))
    return found


def found_html(document: OpenedDocument, words: Sequence[Mark], meant: Sequence[Mark]) -> str:
    """What was found in a document, each with a link to its place."""
    parts = [
        _found(document, "The words themselves", words),
        _found(document, "By meaning", meant),
    ]
    found = "".join(part for part in parts if part)
    return found or '<p class="note">Nothing in this document is near to that.</p>'


def report_html(report: Report, refused: dict[str, str] | None = None) -> str:
    """What came of adding or removing documents, with the reason for each that was refused."""
    groups = (
        ("Added", report.added),
        ("Changed", report.changed),
        ("Removed", report.removed),
    )
    parts = [
        f"<h4>{name}</h4><ul>{''.join(f'<li>{_escaped(one)}</li>' for one in names)}</ul>"
        for name, names in groups
        if names
    ]
    reasons = report.refused | (refused or {})
    if reasons:
        items = "".join(f"<li>{_escaped(reason)}</li>" for reason in reasons.values())
        parts.append(f"<h4>Not added</h4><ul>{items}</ul>")
    if not parts:
        parts.append("<p>Nothing changed: these documents were there already, as they are.</p>")
    return f'<div class="report" role="status">{"".join(parts)}</div>'


def notice_html(text: str) -> str:
    """One sentence where something else would stand."""
    return f'<p class="note" role="status">{_escaped(text)}</p>'


def _escaped(text: str) -> str:
    """Text for HTML that a Markdown renderer sees too, to which an empty line ends HTML."""
    return escape(text).replace("\n", "&#10;").replace("\r", "&#13;")


def _by_box(found: Iterable[Piece]) -> Iterator[tuple[str, Iterator[Piece]]]:
    return groupby(found, key=lambda piece: piece.box)


def _boxed(reading: Reading, box: str, held: Sequence[Piece]) -> str:
    inner = "".join(_piece(reading, piece) for piece in held)
    return f'<section class="box" aria-label="{_escaped(box)}">{inner}</section>' if box else inner


def _piece(reading: Reading, piece: Piece) -> str:
    name = place_name(piece.start)
    text = reading.document.text
    end = piece.start + len(text[piece.start : piece.end].rstrip())
    if piece.kind is BlockKind.HEADING:
        low, high = _HEADING_LEVELS
        tag = f"h{min(piece.level + low - 1, high)}"
        return f'<{tag} id="{name}">{reading.html(piece.start, end)}</{tag}>'
    if piece.kind is BlockKind.TABLE:
        inner = _table(reading, piece, end)
    else:
        inner = _lines(reading, piece.start, end, is_titled=piece.kind is BlockKind.BOX)
    return f'<div id="{name}" class="{_CLASSES.get(piece.kind, "text")}">{inner}</div>'


def _lines(reading: Reading, start: int, end: int, is_titled: bool = False) -> str:
    """Lines as paragraphs and items; the first in bold where it is a title."""
    parts = []
    for left, right in _spans(reading.document.text, start, end):
        if left < right:
            is_item = reading.document.text.startswith("• ", left)
            kind = ' class="title"' if is_titled else ' class="item"' if is_item else ""
            parts.append(f"<p{kind}>{reading.html(left, right)}</p>")
            is_titled = False
    return "".join(parts)


def _table(reading: Reading, piece: Piece, end: int) -> str:
    """A table: its lines before the head are a caption, what follows the last row are notes."""
    text = reading.document.text
    first = piece.rows[0][0] if piece.rows else end
    above = [span for span in _spans(text, piece.start, first) if text[slice(*span)].strip()]
    heads = [span for span in above if _BAR.search(text, *span)]
    captions = [span for span in above if span not in heads]
    caption = "".join(f"<p>{reading.html(*span)}</p>" for span in captions)
    head = "".join(_row(reading, span, 'th scope="col"') for span in heads)
    body = "".join(_row(reading, span, "td") for span in piece.rows)
    notes = _lines(reading, piece.rows[-1][1], end) if piece.rows else ""
    label = _escaped(piece.name or "Table")
    return (
        f'<div class="caption">{caption}</div>'
        f'<div class="wide" role="region" tabindex="0" aria-label="{label}"><table>'
        f"<thead>{head}</thead><tbody>{body}</tbody></table></div>{notes}"
    )


def _row(reading: Reading, span: tuple[int, int], tag: str) -> str:
    start, end = span
    bars = [bar.span() for bar in _BAR.finditer(reading.document.text, start, end)]
    lefts = [start, *(right for _, right in bars)]
    rights = [*(left for left, _ in bars), end]
    cells = (
        reading.html(left, right).replace("&#10;", "<br>")
        for left, right in zip(lefts, rights, strict=True)
    )
    close = tag.split()[0]
    return f"<tr>{''.join(f'<{tag}>{cell}</{close}>' for cell in cells)}</tr>"


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the lines between two offsets stand, without their breaks."""
    breaks = [match.start() for match in re.finditer("\n", text[start:end])]
    edges = [start - 1, *(start + one for one in breaks), end]
    return ((left + 1, right) for left, right in pairwise(edges))


def _count(entries: Sequence[Entry]) -> int:
    return sum(1 + _count(entry.parts) for entry in entries)


def _entries(entries: Sequence[Entry], is_open: bool) -> str:
    return f"<ul>{''.join(_entry(entry, is_open) for entry in entries)}</ul>"


def _entry(entry: Entry, is_open: bool) -> str:
    link = f'<a href="#{place_name(entry.start)}">{_escaped(entry.name)}</a>'
    if not entry.parts:
        return f'<li class="{entry.kind.value}">{link}</li>'
    count = f"{len(entry.parts)} part{'' if len(entry.parts) == 1 else 's'}"
    opened = " open" if is_open else ""
    return (
        f'<li class="{entry.kind.value}">{link}<details{opened}>'
        f"<summary>{count}</summary>{_entries(entry.parts, is_open)}</details></li>"
    )


def _found(document: OpenedDocument, heading: str, marks: Sequence[Mark]) -> str:
    if not marks:
        return ""
    items = "".join(f"<li>{_snippet(document.text, mark)}</li>" for mark in marks[:_MOST_SNIPPETS])
    more = len(marks) - _MOST_SNIPPETS
    rest = f'<p class="note">and {more:,} more, marked in the text</p>' if more > 0 else ""
    return f'<section class="found"><h4>{heading} ({len(marks):,})</h4><ol>{items}</ol>{rest}</section>'


def _snippet(text: str, mark: Mark) -> str:
    """A mark with the words around it, cut at spaces, as a link to it."""
    start = max(mark.start - _SNIPPET, text.rfind("\n", 0, mark.start) + 1)
    last = text.find("\n", mark.start)
    end = min(mark.end + _SNIPPET, last if last >= mark.end else len(text))
    if start and text[start - 1] not in " \n":
        start = text.find(" ", start, mark.start) + 1 or mark.start
    if end < len(text) and text[end] not in " \n":
        end = text.rfind(" ", mark.end, end) if " " in text[mark.end : end] else mark.end
    before, after = text[start : mark.start], text[mark.end : end]
    words = text[mark.start : min(mark.end, mark.start + 3 * _SNIPPET)]
    return f'<a href="#{mark.name}">{_escaped(before)}<b>{_escaped(words)}</b>{_escaped(after)}</a>'

"""A document as pieces in reading order, told from its passages: headings, paragraphs, tables, boxes.

Together the pieces are the whole text, each character once; what stands between two passages is a
heading or a caption that the passage after it names. Pure; does not know who shows them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from smeadvisor.domain.documents import BlockKind, Passage, Place

_LABELLED = (BlockKind.TABLE, BlockKind.ROW, BlockKind.FIGURE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text from `start` to `end`, with the white space after it.

    `level` counts from 1 for headings and captions. `name` is what the contents call it, empty for
    what they do not list. `box` names the box it stands in; `rows` are the rows of a table.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    name: str = ""
    box: str = ""
    page: int | None = None
    rows: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents with the lines under it; `start` is where it leads."""

    name: str
    start: int
    kind: BlockKind
    level: int
    parts: list["Entry"] = field(default_factory=list)


def pieces(text: str, passages: Iterable[Passage]) -> list[Piece]:
    """The pieces of a text; without a passage it is one."""
    found: list[Piece] = []
    position, box = 0, ""
    for leaf, place in _leaves(passages):
        if leaf.end <= position:
            continue
        between = text[position : leaf.start]
        if found and between and not between.strip() and "\n" not in between:
            # A paragraph that was too long for one passage goes on.
            found[-1] = replace(found[-1], end=leaf.end)
        else:
            leaf = _in_its_box(leaf, place, box)
            before = list(_between(text, position, leaf, place))
            leaf = replace(leaf, start=max(leaf.start, position))
            found += _named([*before, leaf], place, is_new_box=leaf.box not in ("", box))
        position, box = leaf.end, leaf.box
    if text[position:].strip() or not found:
        found.append(Piece(BlockKind.PROSE, position, len(text)))
    return _joined(found, len(text))


def contents(found: Iterable[Piece]) -> list[Entry]:
    """The table of contents: headings inside headings, with the boxes, tables and figures they hold."""
    top: list[Entry] = []
    path: list[Entry] = []
    for piece in found:
        if not piece.name:
            continue
        heading = piece.kind is BlockKind.HEADING
        level = piece.level if heading else len(path) + 1
        entry = Entry(piece.name, piece.start, piece.kind, level)
        if heading:
            while path and path[-1].level >= level:
                path.pop()
        (path[-1].parts if path else top).append(entry)
        if heading:
            path.append(entry)
    return top


def _leaves(passages: Iterable[Passage]) -> Iterator[tuple[Piece, Place]]:
    """What is never inside another: tables as wholes, and everything else without the tables in it."""
    ordered = sorted(passages, key=lambda passage: (passage.start, -passage.end))
    tables = _tables(ordered)
    spans = sorted(tables)
    leaves = [(piece, place) for piece, place in tables.values()]
    for passage in ordered:
        if passage.place.kind is BlockKind.ROW or passage.span in tables:
            continue
        for start, end in _without(passage.span, spans):
            piece = _piece(passage.place, start, end)
            leaves.append((piece, passage.place))
    return iter(sorted(leaves, key=lambda leaf: (leaf[0].start, -leaf[0].end)))


def _tables(ordered: Sequence[Passage]) -> dict[tuple[int, int], tuple[Piece, Place]]:
    rows: dict[tuple[int, int], list[tuple[int, int]]] = {}
    places: dict[tuple[int, int], Place] = {}
    for passage in ordered:
        if passage.place.kind is BlockKind.ROW:
            span = passage.parent or passage.span
            rows.setdefault(span, []).append(passage.span)
            places.setdefault(span, passage.place)
        elif passage.place.kind is BlockKind.TABLE and passage.parts:
            places[passage.span] = passage.place
    found = {}
    for span, place in places.items():
        piece = replace(_piece(place, *span), kind=BlockKind.TABLE)
        found[span] = (replace(piece, rows=tuple(sorted(set(rows.get(span, ()))))), place)
    return found


def _piece(place: Place, start: int, end: int) -> Piece:
    # Footnotes of a box stand apart from it; a table's or figure's last label is its own.
    held = () if place.kind is BlockKind.FOOTNOTE else place.labels
    held = held[:-1] if place.kind in _LABELLED else held
    return Piece(place.kind, start, end, box=held[0] if held else "", page=place.page)


def _in_its_box(leaf: Piece, place: Place, box: str) -> Piece:
    """A table without a label of its own bears that of the box before it, and belongs to it."""
    return replace(leaf, box=box) if box and not leaf.box and box in place.labels else leaf


def _without(span: tuple[int, int], tables: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """A span less the tables in it."""
    start, end = span
    for left, right in tables:
        if start <= left and right <= end:
            if left > start:
                yield start, left
            start = right
    if end > start:
        yield start, end


def _between(text: str, start: int, after: Piece, place: Place) -> Iterator[Piece]:
    """The lines between two passages: headings of what follows, or the caption of its box or table."""
    offset = start
    for line in text[start : after.start].split("\n"):
        edge, offset = offset, offset + len(line) + 1
        words = line.strip()
        if not words:
            continue
        piece = Piece(BlockKind.HEADING, edge, edge + len(line), name=words, page=place.page)
        if _is_caption(words, place):
            kind = BlockKind.BOX if after.box else BlockKind.PROSE
            yield replace(piece, kind=kind, box=after.box)
        elif words in place.headings:
            yield replace(piece, level=place.headings.index(words) + 1)
        else:
            # A heading with nothing under it: what follows has another one at its level or above.
            yield replace(piece, level=max(1, len(place.headings)))


def _is_caption(words: str, place: Place) -> bool:
    return any(label and words.startswith(label) for label in (*place.labels, place.caption))


def _joined(found: list[Piece], length: int) -> list[Piece]:
    """The pieces with the white space between them, so that nothing of the text is left out."""
    found[0] = replace(found[0], start=0)
    whole = [replace(piece, end=after.start) for piece, after in pairwise(found)]
    return [*whole, replace(found[-1], end=length)]


def _named(found: list[Piece], place: Place, is_new_box: bool) -> list[Piece]:
    """Pieces with the names that the contents list; the last of them is a passage at this place."""
    *before, leaf = found
    name = " ".join(part for part in (*place.labels[-1:], place.caption) if part)
    has_caption = any(piece.kind is BlockKind.BOX for piece in before)
    bears_the_name_of_its_box = place.labels[-1:] == (leaf.box,)
    if leaf.kind in (BlockKind.TABLE, BlockKind.FIGURE):
        is_listed = not bears_the_name_of_its_box
    else:
        is_listed = is_new_box and not has_caption
    return [*before, replace(leaf, name=name) if is_listed else leaf]

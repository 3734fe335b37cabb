"""Cuts a document into passages along its structure; offsets come from the blocks, never from a search.

Whole where it fits: a box, a list with the sentence that announces it, a paragraph. A table gives
one passage a row, and one of the whole or, where it is long, of its notes. What is too long is cut at
sentence or item ends, and a sentence that is too long at a space.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from smeadvisor.domain.documents import Block, BlockKind, Cell, Document, Passage, Place
from smeadvisor.text.sentences import sentences

# Part of the index's identity: raise it when the same document would be cut or embedded in other pieces.
VERSION = 9
# A paragraph below this says little by itself and joins its neighbour.
_SHORT_TOKENS = 25
# A table that is longer than this many budgets says too much to be one answer; its rows say it singly.
_WHOLE_TABLE = 2
_SPACE = re.compile(r"[ \n]")


@dataclass(frozen=True, slots=True)
class Splitter:
    """Splits documents into passages of at most `budget` tokens of searchable text where it can.

    Tokens are counted by `count_tokens`, the embedder's own way of counting.
    """

    count_tokens: Callable[[str], int]
    budget: int = 250

    def split(self, document: Document) -> list[Passage]:
        """The passages of a document in reading order; `text == document.text[start:end]` for each."""
        return [
            replace(passage, parent=_parent(document.blocks, passage))
            for passage in self._passages(document, document.blocks)
            if passage.text.strip()  # a table may be empty
        ]

    def _passages(self, document: Document, blocks: Sequence[Block]) -> Iterator[Passage]:
        position = 0
        while position < len(blocks):
            block = blocks[position]
            position += 1
            if block.kind is BlockKind.HEADING:
                continue
            if block.kind is BlockKind.TABLE:
                yield from self._table_passages(document, block)
            elif block.kind is BlockKind.BOX:
                yield from self._box_passages(document, block)
            elif block.kind is BlockKind.PROSE:
                run, position = self._run(document, blocks, position - 1)
                yield from self._fit(document, run)
            elif block.kind is BlockKind.FOOTNOTE:
                context = _noted_sentence(document, block)
                for passage in self._fit(document, [block], context):
                    yield replace(passage, context=context)
            else:
                yield from self._fit(document, [block])

    def _run(
        self, document: Document, blocks: Sequence[Block], position: int
    ) -> tuple[list[Block], int]:
        """A paragraph with what cannot be read without it: the list it announces, a short neighbour."""
        run = [blocks[position]]
        position += 1
        while position < len(blocks):
            following = blocks[position]
            last = _text(document, run[-1])
            if last.endswith(":"):
                belongs = following.kind is BlockKind.LIST
            else:
                belongs = self._joins(document, run, following)
            if not belongs or run[-1].kind is BlockKind.LIST:
                break
            run.append(following)
            position += 1
        return run, position

    def _joins(self, document: Document, run: Sequence[Block], following: Block) -> bool:
        """Whether a paragraph joins the run before it: one of them is short, and both fit together."""
        text = _text(document, following)
        if following.kind is not BlockKind.PROSE or text.endswith(":"):
            return False
        shortest = min(self.count_tokens(_text(document, run[-1])), self.count_tokens(text))
        fits = self._tokens(document, [*run, following]) <= self.budget
        return shortest < _SHORT_TOKENS and fits

    def _box_passages(self, document: Document, box: Block) -> Iterator[Passage]:
        if self._tokens(document, [box]) <= self.budget:
            yield _passage(document, box.start, box.end, box.place)
            tables = [part for part in box.parts if part.kind is BlockKind.TABLE]
            for table in tables:
                yield from self._table_passages(document, table)
        else:
            yield from self._passages(document, box.parts)

    def _fit(
        self, document: Document, run: Sequence[Block], context: str = ""
    ) -> Iterator[Passage]:
        """The run as one passage where it fits, else cut at the ends of its sentences and items."""
        place = run[-1].place
        # Half a list is a wrong answer, so a list may be longer than the embedder reads; the word
        # index reads all of it.
        limit = self.budget * (2 if place.kind is BlockKind.LIST else 1)
        if self._count(document, run[0].start, run[-1].end, place, context) <= limit:
            yield _passage(document, run[0].start, run[-1].end, place)
            return
        # Names and context come with every piece; however long they are, half is for the words.
        room = max(limit - self._count(document, 0, 0, place, context), limit // 2)
        start = end = run[0].start
        for piece_end in self._cuts(document, run, room):
            if end > start and self._count(document, start, piece_end, place, context) > limit:
                yield _passage(document, start, end, place)
                start = end + _white(document.text, end)
            end = piece_end
        yield _passage(document, start, end, place)

    def _cuts(self, document: Document, run: Sequence[Block], room: int) -> Iterator[int]:
        """Offsets at which a run of blocks may be cut: ends of items and of sentences."""
        for block in run:
            if block.parts:
                yield from (part.end for part in block.parts)
            else:
                for start, end in sentences(_text(document, block)):
                    sentence = block.start + start, block.start + end
                    yield from self._halves(document.text, *sentence, room)

    def _halves(self, text: str, start: int, end: int, room: int) -> Iterator[int]:
        """The end of a sentence, and before it the spaces at which one that is too long is halved.

        What a reader calls a sentence may be a page: a log, a list without marks, a line of data.
        """
        # Nothing shorter than the room in characters has more tokens than that.
        if end - start > room and self.count_tokens(text[start:end]) > room:
            middle = (start + end) // 2
            space = max(text.rfind(" ", start + 1, middle), text.rfind("\n", start + 1, middle))
            if space < 0:  # a long word or an address stands first
                later = _SPACE.search(text, middle, end)
                space = later.start() if later else space
            if space > start:
                yield from self._halves(text, start, space, room)
                yield from self._halves(text, space + 1, end, room)
                return
        yield end

    def _table_passages(self, document: Document, block: Block) -> Iterator[Passage]:
        """Each row with its cells; before them the whole of a short table, after them a long one's notes."""
        rows = tuple(
            replace(_passage(document, row.start, row.end, row.place, cells), parent=block.span)
            for row, cells in zip(block.parts, block.table.rows if block.table else (), strict=True)
            if cells
        )
        notes = block.parts[-1].end if block.parts else block.start
        if not rows or self._tokens(document, [block]) <= _WHOLE_TABLE * self.budget:
            yield replace(_passage(document, *block.span, block.place), parts=rows)
            yield from rows
            return
        yield from rows
        if notes < block.end:
            yield _passage(document, notes + _white(document.text, notes), block.end, block.place)

    def _tokens(self, document: Document, run: Sequence[Block]) -> int:
        return self._count(document, run[0].start, run[-1].end, run[-1].place)

    def _count(
        self, document: Document, start: int, end: int, place: Place, context: str = ""
    ) -> int:
        passage = replace(_passage(document, start, end, place), context=context)
        return self.count_tokens(passage.searchable_text)


def _passage(
    document: Document, start: int, end: int, place: Place, cells: tuple[Cell, ...] = ()
) -> Passage:
    return Passage(
        id=f"{document.id}#{start}-{end}",
        document_id=document.id,
        title=document.title,
        text=document.text[start:end],
        place=replace(place, page=place.page or document.page_at(start)),
        start=start,
        end=end,
        cells=cells,
    )


def _parent(blocks: Sequence[Block], passage: Passage) -> tuple[int, int] | None:
    """The smallest block that holds the passage and more."""
    for block in blocks:
        if block.start <= passage.start and passage.end <= block.end:
            if (block.start, block.end) == (passage.start, passage.end):
                return None
            return _parent(block.parts, passage) or (block.start, block.end)
    return None


def _noted_sentence(document: Document, footnote: Block) -> str:
    """The sentence at whose mark a footnote hangs; nothing where the mark is not known."""
    if footnote.anchor is None:
        return ""
    text, anchor = document.text, footnote.anchor
    start = text.rfind("\n", 0, anchor) + 1
    line = text[start : text.find("\n", anchor) if "\n" in text[anchor:] else len(text)]
    # A mark after the full stop belongs to the sentence before it.
    ends = [(begin, end) for begin, end in sentences(line) if begin < anchor - start <= end + 1]
    return line[slice(*ends[0])] if ends else ""


def _text(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def _white(text: str, offset: int) -> int:
    """How many white characters stand at an offset."""
    return len(text[offset:]) - len(text[offset:].lstrip())

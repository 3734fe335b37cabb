"""True claims with what they cite: sentences, items and table rows of documents, and paraphrases by hand."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from smeadvisor.domain.answers import Citation, DraftClaim
from smeadvisor.domain.documents import BlockKind, Passage
from smeadvisor.errors import DatasetError
from smeadvisor.text.sentences import is_note, statements

_FEWEST_WORDS = 6


class Origin(StrEnum):
    """How a true claim came about."""

    VERBATIM = "verbatim"
    ITEM = "list item"
    TABLE = "table statement"
    PARAPHRASE = "paraphrase"


@dataclass(frozen=True, slots=True)
class TrueClaim:
    """A claim that is true of the passages it cites, each cited as a whole.

    `split` is "development" or "test" for a paraphrase and empty for what a document says itself.
    """

    text: str
    passages: tuple[Passage, ...]
    origin: Origin
    split: str = ""

    def draft(self, text: str = "", passages: Sequence[Passage] = ()) -> DraftClaim:
        """It as a draft, or other words or other passages in its place."""
        cited = tuple(whole(one) for one in passages or self.passages)
        return DraftClaim(text or self.text, cited)


def whole(passage: Passage) -> Citation:
    """The citation of a passage as a whole."""
    return Citation(passage, passage.text, passage.start, passage.end)


def stated_claims(passages: Sequence[Passage]) -> Iterator[TrueClaim]:
    """Every sentence, list item and cell of the passages as a claim that cites its passage.

    A cell cites its whole table where that is a passage, else its row.
    """
    tables = {part.id: passage for passage in passages for part in passage.parts}
    for passage in passages:
        if passage.cells:
            yield from _cells(passage, tables.get(passage.id, passage))
        elif passage.place.kind is not BlockKind.TABLE:
            yield from _statements(passage)


def _statements(passage: Passage) -> Iterator[TrueClaim]:
    for one in statements(passage.text):
        text = passage.text[one.start : one.end]
        is_whole = one.is_item or text.endswith((".", "!"))
        if is_whole and len(text.split()) >= _FEWEST_WORDS and not is_note(text):
            yield TrueClaim(text, (passage,), Origin.ITEM if one.is_item else Origin.VERBATIM)


def _cells(passage: Passage, cited: Passage) -> Iterator[TrueClaim]:
    row = ", ".join(label for label in passage.cells[0].row if label)
    for cell in passage.cells:
        column = ", ".join(label for label in cell.column if label)
        if cell.text and row and column:
            yield TrueClaim(
                f"{row}, {column}: {cell.text.removesuffix('.')}.", (cited,), Origin.TABLE
            )


def paraphrases(path: Path, passages: Sequence[Passage]) -> list[TrueClaim]:
    """The paraphrases of a file, each with the smallest passages that hold its quotes.

    Raises:
        DatasetError: the file cannot be read, or a quote stands in no passage of its document.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DatasetError(f"The claims in '{path}' cannot be read: {error}.") from error
    return [
        _paraphrase(json.loads(line), passages, f"{path.name}:{number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def _paraphrase(row: Mapping[str, object], passages: Sequence[Passage], where: str) -> TrueClaim:
    quotes, document = row["quotes"], row["document"]
    assert isinstance(quotes, list)
    held: dict[str, Passage] = {}
    for quote in quotes:
        for passage in _holding(str(quote), str(document), passages):
            held[passage.id] = passage
        if not held:
            raise DatasetError(f"{where}: the quote {quote!r} is in no passage of '{document}'.")
    return TrueClaim(str(row["text"]), tuple(held.values()), Origin.PARAPHRASE, str(row["split"]))


def _holding(quote: str, document: str, passages: Sequence[Passage]) -> list[Passage]:
    """The smallest passage with a quote, else all that hold a line of it."""
    own = [one for one in passages if one.document_id == document]
    full = [one for one in own if quote in one.text]
    if full:
        return [min(full, key=lambda one: len(one.text))]
    parts = [part for part in quote.replace(". ", ".\n").split("\n") if len(part) > 20]
    found = [one for one in own if any(part in one.text for part in parts)]
    return sorted(found, key=lambda one: one.start)[:3]

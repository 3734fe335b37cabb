"""What a document says the labels of its tables mean: "Process innovation: a new way of production".

Found by structure: a statement that begins with the label, or the label and words of the caption, and a colon.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

from smeadvisor.answering.table_reading import TableView
from smeadvisor.domain.documents import Passage
from smeadvisor.text.sentences import statements
from smeadvisor.text.words import stems

_DEFINITION = re.compile(
    r"(?P<term>[^\W\d_][\w’'/ -]{2,50}?)\s*"
    r"(?::|\s[–—]\s|\b(?:means?|refers? to|is defined as|are defined as)\b)\s*"
    r"(?P<body>\S.{15,})",
    re.DOTALL,
)
# A label of more words says itself what it is.
_SHORT_LABEL, _LONGEST_TERM = 2, 4


@dataclass(frozen=True, slots=True)
class _Definition:
    document_id: str
    term: frozenset[str]
    body: str


class Definitions:
    """Reads `everything`, all passages there are, once, when a table with short labels is first met."""

    def __init__(self, everything: Callable[[], Iterable[Passage]]) -> None:
        self._everything = everything
        self._lock = Lock()
        self._found: tuple[_Definition, ...] | None = None

    def of_rows(self, table: TableView) -> Sequence[str]:
        """What each row's label is said to mean; empty where nothing says it."""
        labels = [row.path[-1] if row.path else "" for row in table.rows]
        if not any(0 < len(label.split()) <= _SHORT_LABEL for label in labels):
            return [""] * len(labels)
        known = [one for one in self._read() if one.document_id == table.passages[0].document_id]
        return [_meaning(label, table, known) for label in labels]

    def _read(self) -> tuple[_Definition, ...]:
        with self._lock:
            if self._found is None:
                self._found = tuple(
                    definition for passage in self._everything() for definition in _in(passage)
                )
            return self._found


def _in(passage: Passage) -> Iterable[_Definition]:
    if passage.cells or passage.parts:
        return
    for one in statements(passage.text):
        match = _DEFINITION.fullmatch(passage.text[one.start : one.end])
        if match and len(match["term"].split()) <= _LONGEST_TERM:
            yield _Definition(passage.document_id, frozenset(stems(match["term"])), match["body"])


def _meaning(label: str, table: TableView, known: Sequence[_Definition]) -> str:
    words = frozenset(stems(label))
    if not words or len(label.split()) > _SHORT_LABEL:
        return ""
    return next((one.body for one in known if words <= one.term <= words | table.caption_words), "")

"""Evidence as a chat model gets it: marked passages, fenced off as data, within a budget of words.

Only the model's copy is changed; passages, and with them all offsets, stay as they are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from smeadvisor.domain.answers import Citation, Hit
from smeadvisor.domain.documents import Passage
from smeadvisor.text.words import stems

_FENCE = re.compile(r"<(?=\s*/?\s*(?:passages?|question|conversation|think)\b)", re.IGNORECASE)
_MARK = re.compile(r"\[(?=\s*S\s*\d)", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\[\s*\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\s*\]")


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """The passages that a model sees, in the order of their marks, and the text it sees them as."""

    passages: tuple[Passage, ...]
    text: str

    @property
    def has_bare_numbers(self) -> bool:
        """Whether a passage has references of its own that look like "[3]"."""
        return any(_BARE_NUMBER.search(one.text) for one in self.passages)

    def cited(self, marks: Sequence[int]) -> tuple[Citation, ...]:
        """The passages that marks name, each as a whole and once; a mark that names none is left out."""
        known = dict.fromkeys(mark for mark in marks if 0 < mark <= len(self.passages))
        return tuple(_whole(self.passages[mark - 1]) for mark in known)

    def is_a_header(self, text: str) -> bool:
        """Whether a text only repeats what a passage or its row is called: that says nothing."""
        said = set(stems(text))
        return any(said <= set(stems(_called(passage))) for passage in self.passages)


def _called(passage: Passage) -> str:
    rows = (label for cell in passage.cells for label in cell.row)
    return " ".join([_header(passage), *passage.place.labels, *rows])


def shown(hits: Sequence[Hit], words: int) -> ShownEvidence:
    """The best passages that fit into a number of words; of the very best what fits, if it is longer."""
    chosen: list[Passage] = []
    texts: list[str] = []
    left = words
    for hit in hits:
        said = hit.passage.stated.split(" ")
        if chosen and len(said) > left:
            continue
        chosen.append(hit.passage)
        texts.append(_fenced(len(chosen), hit.passage, " ".join(said[: max(left, 1)])))
        left -= len(said)
        if left <= 0:
            break
    return ShownEvidence(tuple(chosen), "\n".join(texts))


def as_data(text: str) -> str:
    """A text that can end no fence of a prompt and has no mark that could be taken for ours."""
    return _MARK.sub("(", _FENCE.sub("‹", text))


def _fenced(mark: int, passage: Passage, text: str) -> str:
    return f"<passage>\n[S{mark}] {as_data(_header(passage))}\n{as_data(text)}\n</passage>"


def _header(passage: Passage) -> str:
    return f"{passage.names} ({passage.place})"


def _whole(passage: Passage) -> Citation:
    return Citation(passage, passage.text, passage.start, passage.end)

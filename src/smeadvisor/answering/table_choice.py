"""Which row and which columns of a table a question is about: by kind, by words, by meaning."""

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from smeadvisor.answering.near_words import asked_words, said
from smeadvisor.answering.table_facets import Facets, of_question
from smeadvisor.answering.table_intent import asking
from smeadvisor.answering.table_reading import Label
from smeadvisor.text.words import stems

_FIRMS = frozenset(stems("firm company business enterprise"))
_COUNTS_FIRMS = re.compile(
    r"\b(?:how many|number of|count of|most|fewest)\s+(?:[\w-]+\s+){0,2}?(?:firm|compan|business|enterprise)",
    re.IGNORECASE,
)
_NUMBER = frozenset(stems("number"))
# "The most numerous" asks how many there are.
_NUMEROUS = re.compile(
    r"\bnumerous\b|\b(?i:how many) (?:[\w-]+ ){0,6}?(?:(?:are|were) there|(?:has|have|had) [A-Z]\w+)\b|"
    # "High-tech clusters: how many, and …" asks it last.
    r"\b(?i:how many)\s*(?:[,;?]|$)|"
    r"\b(?i:how many)(?: (?:are|were) there| there (?:are|were))? (?:of|in) each\b|"
    r"\b(?i:how many)\b[^?]*\b(?:does|do|did) [\w ]+ have\b|^(?i:how many) (?:[\w-]+ ){0,3}[\w-]+\??$",
)
# What somebody does who asks, told in a sentence that does not ask: "I advise small suppliers."
_OWN_DOING = re.compile(r"\b(?:I|[Ww]e) [a-z]+\b")
# These say nothing by themselves, so they stand for no other word: "mainly" is not "key".
_SILENT = frozenset(stems("main mainly chief chiefly principal principally mostly"))
# A word of a label that this surely stands in the question counts as named.
NAMED = 0.75


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as tables see it: its words, and what it names by kind."""

    text: str
    words: frozenset[str]
    facets: Facets

    @classmethod
    def read(cls, text: str) -> "Asked":
        """The reading of a question."""
        asked = asking(text)
        scene = text.replace(asked, " ") if asked != text else ""
        words = asked_words(f"{_OWN_DOING.sub(' ', scene)} {asked}" if scene != text else text)
        if not _COUNTS_FIRMS.search(text):
            # "In small firms" only says whom the figures are about.
            words -= _FIRMS
        if _NUMEROUS.search(text):
            words |= _NUMBER
        return cls(text, words, of_question(text))


def weights(
    labels: Sequence[Label], common: Collection[str] = (), silent: Collection[str] = ()
) -> dict[str, float]:
    """How much each stem tells labels apart: less where several have it or the caption has it.

    Those that are `silent` tell nothing.
    """
    frequency = Counter(word for label in labels for word in label.words)
    return {
        word: (1 / math.sqrt(count)) * (0.5 if word in common else 1.0)
        for word, count in frequency.items()
        if (count < len(labels) or len(labels) == 1) and word not in silent
    }


def named(label: Label, asked: Asked, weight: dict[str, float]) -> tuple[float, float]:
    """The share of a label's telling words that the question says, and their weight."""
    total = sum(weight.get(word, 0.0) for word in label.words)
    if total <= 0:
        return 0.0, 0.0
    telling = asked.words - _SILENT
    found = sum(
        weight.get(word, 0.0) * (1.0 if word in asked.words else said(word, telling))
        for word in label.words
    )
    return found / total, found

"""How a question's words may be written in the documents: as they are, by another name, rightly spelt."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from smeadvisor.indexing.term_index import Term
from smeadvisor.text.words import stems

# What another name, and a guess at a slip of the keys, are worth beside the word itself.
_SYNONYM = 0.5
_SPELLING = 0.7
# Shorter words have too many neighbours: "firm" and "form" are both right.
_SHORTEST = 6


class Wording:
    """Reads a question into terms.

    `known` are the stems of the documents with the number of passages that have each; `synonyms` are
    groups of words that mean the same in these documents.
    """

    def __init__(self, known: Mapping[str, int], synonyms: Sequence[str] = ()) -> None:
        self._known = known
        self._groups = [frozenset(stems(group)) for group in synonyms]

    def terms(self, question: str) -> list[Term]:
        """One term for each content word, in order."""
        return [self._term(stem) for stem in stems(question)]

    def _term(self, stem: str) -> Term:
        term = {stem: 1.0}
        for group in self._groups:
            if stem in group:
                term |= {other: _SYNONYM for other in sorted(group) if other != stem}
        if len(term) == 1 and stem not in self._known:
            term |= {other: _SPELLING for other in self._misspelt(stem)}
        return term

    def _misspelt(self, stem: str) -> list[str]:
        """The known stem that is one slip away: a letter more, less, other, or two changed places."""
        if len(stem) < _SHORTEST or not stem.isalpha():
            return []
        near = process.extract(
            stem, self._spellings, scorer=OSA.distance, score_cutoff=1, limit=None
        )
        found = [name for name, _, _ in near if name[0] == stem[0]]
        return sorted(found, key=lambda name: (-self._known[name], name))[:1]

    @cached_property
    def _spellings(self) -> list[str]:
        return [stem for stem in self._known if len(stem) >= _SHORTEST - 1 and stem.isalpha()]

"""How a question's words may be written in the documents: as they are, by another name, rightly spelt."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from smeadvisor.indexing.term_index import Term
from smeadvisor.text.words import stem, stems

# What another name, and a guess at a slip of the keys, are worth beside the word itself.
_SYNONYM = 0.5
_SPELLING = 0.7
_ACRONYM = 0.9
# Of the name that an acronym stands for, so many words in a row must be said.
_FEWEST_OF_NAME = 2
# Shorter words have too many neighbours: "firm" and "form" are both right.
_SHORTEST = 6


class Wording:
    """Reads a question into terms.

    `known` are the stems of the documents with the number of passages that have each; `synonyms` are
    groups of words that mean the same in these documents; `acronyms` gives, at the first question,
    the names that their acronyms stand for; `other_words`, then too, what may stand for a stem in
    English at large, with its worth.
    """

    def __init__(
        self,
        known: Mapping[str, int],
        synonyms: Sequence[str] = (),
        acronyms: Callable[[], Mapping[str, str]] = dict,
        other_words: Callable[[], Mapping[str, Mapping[str, float]]] = dict,
    ) -> None:
        self._known = known
        self._groups = [frozenset(stems(group)) for group in synonyms]
        self._acronyms = acronyms
        self._other_words = other_words

    def terms(self, question: str) -> list[Term]:
        """One term for each content word, in order."""
        asked = stems(question)
        terms = [self._term(stem) for stem in asked]
        for acronym, name in self._names.items():
            for position in _said_of(name, asked):
                terms[position] = {**terms[position], acronym: _ACRONYM}
        return terms

    def _term(self, stem: str) -> Term:
        term = {stem: 1.0}
        for group in self._groups:
            if stem in group:
                term |= {other: _SYNONYM for other in sorted(group) if other != stem}
        if len(term) == 1 and stem not in self._known:
            term |= {other: _SPELLING for other in self._misspelt(stem)}
        # The word itself stays the first.
        return term | {
            other: worth for other, worth in self._others.get(stem, {}).items() if other not in term
        }

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
    def _names(self) -> dict[str, list[str]]:
        """From the stem of each acronym to those of its name."""
        return {stem(acronym.lower()): stems(name) for acronym, name in self._acronyms().items()}

    @cached_property
    def _others(self) -> Mapping[str, Mapping[str, float]]:
        return self._other_words()

    @cached_property
    def _spellings(self) -> list[str]:
        return [stem for stem in self._known if len(stem) >= _SHORTEST - 1 and stem.isalpha()]


def _said_of(name: Sequence[str], asked: Sequence[str]) -> list[int]:
    """Where a question says a name, or the beginning of it ("World Bank" of the World Bank Group)."""
    for length in range(len(name), _FEWEST_OF_NAME - 1, -1):
        for start in range(len(asked) - length + 1):
            if list(asked[start : start + length]) == list(name[:length]):
                return list(range(start, start + length))
    return []

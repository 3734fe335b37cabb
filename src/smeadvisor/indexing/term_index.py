"""The lexical index: BM25 over stems, by bm25s, with the document frequency of every stem."""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from smeadvisor.errors import IndexDamaged
from smeadvisor.text.words import stems

if TYPE_CHECKING:
    from bm25s import BM25

# Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework": the usual middle values.
_K1 = 1.5
_B = 0.75
_FACTS = "terms.json"
# One word of a question: the stems that will do for it, and how much each is worth, 0–1.
Term = Mapping[str, float]


def plain_terms(question: str) -> list[Term]:
    """A question's content words as they stand."""
    return [{stem: 1.0} for stem in stems(question)]


class TermIndex:
    """A BM25 index; `numbers` are the passage numbers of its rows, `average` their mean length in stems."""

    def __init__(
        self,
        bm25: "BM25",
        numbers: Sequence[int],
        document_frequencies: Mapping[str, int],
        average: float,
    ) -> None:
        self._bm25 = bm25
        self._numbers = np.array(numbers, dtype=np.int64)
        self._frequencies = document_frequencies
        self._average = average

    @classmethod
    def of(cls, numbers: Sequence[int], texts: Sequence[str]) -> "TermIndex":
        """An index of the texts in memory."""
        import bm25s

        words = [stems(text) for text in texts]
        bm25 = bm25s.BM25(k1=_K1, b=_B, method="lucene")
        bm25.index(words, show_progress=False)
        frequencies = Counter(word for text in words for word in set(text))
        average = sum(map(len, words)) / max(1, len(words))
        return cls(bm25, numbers, dict(sorted(frequencies.items())), average)

    @classmethod
    def load(cls, folder: Path) -> "TermIndex":
        """The index that was saved in a folder.

        Raises:
            IndexDamaged: a file of it is missing or unreadable.
        """
        import bm25s

        try:
            facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
            bm25 = bm25s.BM25.load(str(folder))
            return cls(bm25, facts["numbers"], facts["document_frequencies"], facts["average"])
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamaged(
                f"The word index in '{folder}' cannot be read ({error}). Rebuild it: smeadvisor index"
            ) from error

    def save(self, folder: Path) -> None:
        """Write the index into a folder."""
        self._bm25.save(str(folder), show_progress=False)
        facts = {
            "numbers": self._numbers.tolist(),
            "document_frequencies": dict(self._frequencies),
            "average": self._average,
        }
        (folder / _FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")

    @property
    def stems(self) -> Mapping[str, int]:
        """Every stem of the passages, with the number of passages that have it."""
        return self._frequencies

    def search(self, terms: Sequence[Term], limit: int) -> list[tuple[int, float]]:
        """The passage numbers that share words with a question, with BM25 scores, highest first."""
        scores = self._scores(terms)
        if scores is None:
            return []
        order = np.lexsort((self._numbers, -scores))[:limit]
        return [(int(self._numbers[row]), float(scores[row])) for row in order if scores[row] > 0]

    def scores(self, terms: Sequence[Term], texts: Sequence[str]) -> list[float]:
        """The BM25 scores that texts have, or would have if they were passages."""
        weights = [
            {stem: worth * self.weight(stem) for stem, worth in term.items()} for term in terms
        ]
        return [self._score(weights, text) for text in texts]

    def ceiling(self, terms: Sequence[Term]) -> float:
        """What no text can score higher than, however often it repeats the question's words."""
        best = (max(worth * self.weight(stem) for stem, worth in term.items()) for term in terms)
        return sum(best)

    def knows(self, stem: str) -> bool:
        """Whether any passage has this stem."""
        return stem in self._frequencies

    def weight(self, stem: str) -> float:
        """How telling a stem is in these documents: its inverse document frequency, from 0.

        A stem that no passage has weighs most. The formula is BM25's own (as in Lucene).
        """
        frequency = self._frequencies.get(stem, 0)
        return math.log(1 + (len(self._numbers) - frequency + 0.5) / (frequency + 0.5))

    def _scores(self, terms: Sequence[Term]) -> NDArray[np.float32] | None:
        """The scores of all passages; None where no passage has any of the words."""
        known = [
            {stem: worth for stem, worth in term.items() if self.knows(stem)} for term in terms
        ]
        single = [next(iter(term)) for term in known if list(term.values()) == [1.0]]
        others = [term for term in known if term and list(term.values()) != [1.0]]
        parts = [self._bm25.get_scores(single)] if single else []
        for term in others:
            alternatives = [worth * self._bm25.get_scores([stem]) for stem, worth in term.items()]
            parts.append(np.maximum.reduce(alternatives))
        return np.asarray(sum(parts), np.float32) if parts else None

    def _score(self, weights: Sequence[Mapping[str, float]], text: str) -> float:
        """BM25 as bm25s computes it (Lucene's variant), for one text."""
        counts, length = _counts(text)
        damping = _K1 * (1 - _B + _B * length / max(1e-9, self._average))
        return sum(
            max(weight * counts[stem] / (counts[stem] + damping) for stem, weight in term.items())
            for term in weights
        )


@lru_cache(maxsize=16_384)
def _counts(text: str) -> tuple[Counter[str], int]:
    """How often each stem is in a text, and how many there are."""
    found = stems(text)
    return Counter(found), len(found)

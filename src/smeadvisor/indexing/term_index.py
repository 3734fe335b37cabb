"""The lexical index: BM25 over stems, by bm25s, with the document frequency of every stem."""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from smeadvisor.errors import IndexDamaged
from smeadvisor.text.words import stems

if TYPE_CHECKING:
    from bm25s import BM25

# Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework": the usual middle values.
_K1 = 1.5
_B = 0.75
_FACTS = "terms.json"


class TermIndex:
    """A BM25 index; `numbers` are the passage numbers of its rows."""

    def __init__(
        self, bm25: "BM25", numbers: Sequence[int], document_frequencies: Mapping[str, int]
    ) -> None:
        self._bm25 = bm25
        self._numbers = np.array(numbers, dtype=np.int64)
        self._frequencies = document_frequencies

    @classmethod
    def of(cls, numbers: Sequence[int], texts: Sequence[str]) -> "TermIndex":
        """An index of the texts in memory."""
        import bm25s

        words = [stems(text) for text in texts]
        bm25 = bm25s.BM25(k1=_K1, b=_B)
        bm25.index(words, show_progress=False)
        frequencies = Counter(word for text in words for word in set(text))
        return cls(bm25, numbers, dict(sorted(frequencies.items())))

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
            return cls(bm25, facts["numbers"], facts["document_frequencies"])
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
        }
        (folder / _FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")

    def search(self, question: str, limit: int) -> list[tuple[int, float]]:
        """The passage numbers that share words with a question, with BM25 scores, highest first."""
        words = stems(question)
        if not words:
            return []
        scores = self._bm25.get_scores(words)
        order = np.lexsort((self._numbers, -scores))[:limit]
        return [(int(self._numbers[row]), float(scores[row])) for row in order if scores[row] > 0]

    def knows(self, stem: str) -> bool:
        """Whether any passage has this stem."""
        return stem in self._frequencies

    def weight(self, stem: str) -> float:
        """How telling a stem is in these documents: its inverse document frequency, from 0.

        A stem that no passage has weighs most. The formula is BM25's own (as in Lucene).
        """
        frequency = self._frequencies.get(stem, 0)
        return math.log(1 + (len(self._numbers) - frequency + 0.5) / (frequency + 0.5))

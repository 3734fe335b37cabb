"""The lexical index: BM25 over stems, by bm25s, with the document frequency of every stem."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from smeadvisor.errors import IndexDamaged
from smeadvisor.text.words import stems

# Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework": the usual middle values.
_K1 = 1.5
_B = 0.75


class TermIndex:
    """An opened BM25 index in a folder.

    Raises:
        IndexDamaged: a file of it is missing or unreadable.
    """

    def __init__(self, folder: Path) -> None:
        import bm25s

        try:
            self._bm25 = bm25s.BM25.load(str(folder))
            facts = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
            self._numbers = np.array(facts["numbers"], dtype=np.int64)
            self._frequencies: dict[str, int] = facts["document_frequencies"]
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamaged(
                f"The word index in '{folder}' cannot be read ({error}). Rebuild it: smeadvisor index"
            ) from error

    @staticmethod
    def build(folder: Path, numbers: Sequence[int], texts: Sequence[str]) -> None:
        """Write an index of the texts, named by their passage numbers, into a folder."""
        import bm25s

        words = [stems(text) for text in texts]
        bm25 = bm25s.BM25(k1=_K1, b=_B)
        bm25.index(words, show_progress=False)
        bm25.save(str(folder), show_progress=False)
        frequencies = Counter(word for text in words for word in set(text))
        facts = {
            "numbers": list(numbers),
            "document_frequencies": dict(sorted(frequencies.items())),
        }
        (folder / "terms.json").write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")

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

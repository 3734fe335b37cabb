"""Vector search without an index: every cosine is computed. The way out when Chroma's files are damaged.

As fast as Chroma below about 50,000 passages; needs all vectors in memory.
"""

from collections.abc import Sequence

import numpy as np

from smeadvisor.indexing.embedder import Vectors


class ExactSearch:
    """`numbers` are the passage numbers of the rows of `vectors`, which have length 1."""

    def __init__(self, numbers: Sequence[int], vectors: Vectors) -> None:
        self._numbers = np.array(numbers, dtype=np.int64)
        self._vectors = vectors

    def search(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """The passage numbers nearest to a vector with their cosines, highest first."""
        cosines = self._vectors @ np.asarray(vector, np.float32)
        order = np.lexsort((self._numbers, -cosines))[:limit]
        return [(int(self._numbers[row]), float(cosines[row])) for row in order]

    def close(self) -> None:
        """Nothing to release."""

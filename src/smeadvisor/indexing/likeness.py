"""How alike texts are in meaning, on one scale for every embedding model."""

from collections.abc import Sequence
from dataclasses import dataclass

from smeadvisor.indexing.embedder import Embedder


@dataclass(frozen=True, slots=True)
class Scale:
    """Likeness = (cosine - lowest) / width.

    The cosines of some models crowd together far above 0. On one scale, what was measured of how alike
    texts must be holds for all of them; 0 is then about what texts with nothing in common have.
    """

    lowest: float = 0.0
    width: float = 1.0

    def likeness(self, cosine: float) -> float:
        """Up to about 1; a little below 0 for texts that have nothing in common."""
        return (cosine - self.lowest) / self.width


class Likeness:
    """Compares texts with a question by their vectors."""

    def __init__(self, embedder: Embedder, scale: Scale | None = None) -> None:
        self._embedder = embedder
        self._scale = scale or Scale()

    def __call__(self, question: str, texts: Sequence[str]) -> list[float]:
        """One likeness a text."""
        vectors = self._embedder.embed([question, *texts])
        cosines = (vectors[1:] @ vectors[0]).tolist()
        return [self._scale.likeness(cosine) for cosine in cosines]

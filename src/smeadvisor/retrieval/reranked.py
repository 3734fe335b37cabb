"""Reranking by a cross-encoder, which reads question and passage together; optional, and slow."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from smeadvisor.domain.answers import Hit
from smeadvisor.errors import ModelError
from smeadvisor.indexing.embedder import stay_offline
from smeadvisor.retrieval import Retriever

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_DEPTH = 30


class RerankedRetriever:
    """The first hits of another retriever, in the order of a sentence-transformers CrossEncoder.

    `name` is a folder or the name of a model on this machine; it is loaded by the first question.

    Raises (at first use):
        ModelError: the model cannot be loaded.
    """

    def __init__(self, inner: Retriever, name: str) -> None:
        self._inner = inner
        self._name = name

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first; equal scores keep the order they came in."""
        hits = self._inner.retrieve(query, max(limit, _DEPTH))
        if not hits:
            return []
        pairs = [(query, hit.passage.searchable_text) for hit in hits]
        scores = [float(score) for score in self._model.predict(pairs, show_progress_bar=False)]
        ranked = sorted(zip(hits, scores, strict=True), key=lambda pair: -pair[1])
        return [Hit(hit.passage, score) for hit, score in ranked[:limit]]

    @cached_property
    def _model(self) -> "CrossEncoder":
        stay_offline()
        from sentence_transformers import CrossEncoder

        name = str(Path(self._name)) if Path(self._name).is_dir() else self._name
        try:
            model: CrossEncoder = CrossEncoder(name, device="cpu", num_labels=1)
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelError(
                f"The reranker '{self._name}' cannot be loaded from this machine. Correct the setting "
                f"reranker, empty it, or allow one download: HF_HUB_OFFLINE=0 smeadvisor ask … ({error})"
            ) from error
        return model

"""Haystack with nothing set: 200 words without overlap, nearest first.

docs.haystack.deepset.ai, "DocumentSplitter" and "InMemoryEmbeddingRetriever": the splitter's defaults
are split_by="word", split_length=200, split_overlap=0, the store's is the dot product. Metadata is
not embedded. The cleaner that its tutorials put first is left out: it changes the text, and offsets
into the document would be lost. The store compares with every vector.
"""

import os
from collections.abc import Sequence
from dataclasses import replace

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import Document, Passage
from smeadvisor.evaluation.peers import passage_at, vectors_of
from smeadvisor.indexing.embedder import Embedder


class HaystackPeer:
    """Scores are dot products, which are cosines for vectors of length 1."""

    def __init__(self, documents: Sequence[Document], embedder: Embedder) -> None:
        # Haystack reads this when it is imported; it would write to the home folder and call home.
        os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "false"
        from haystack import Document as Piece
        from haystack.components.preprocessors import DocumentSplitter
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        splitter = DocumentSplitter()
        pieces: list[Piece] = []
        self._passages: dict[str, Passage] = {}
        for document in documents:
            whole = Piece(content=document.text, meta={"title": document.title})
            for number, piece in enumerate(splitter.run([whole])["documents"], 1):
                start = piece.meta["split_idx_start"]
                passage = passage_at(document, number, start, piece.content or "")
                self._passages[passage.id] = passage
                pieces.append(replace(piece, id=passage.id))
        vectors = vectors_of(embedder, [piece.content or "" for piece in pieces])
        store = InMemoryDocumentStore()
        store.write_documents(
            [
                replace(piece, embedding=vector)
                for piece, vector in zip(pieces, vectors, strict=True)
            ]
        )
        self._embedder = embedder
        self._retriever = InMemoryEmbeddingRetriever(store)

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first."""
        vector = vectors_of(self._embedder, [query])[0]
        found = self._retriever.run(query_embedding=vector, top_k=limit)["documents"]
        return [Hit(self._passages[piece.id], float(piece.score or 0.0)) for piece in found]

"""LangChain as its retrieval tutorial has it: 1,000 characters with 200 of overlap, nearest first.

docs.langchain.com/oss/python/langchain/rag: RecursiveCharacterTextSplitter(chunk_size=1000,
chunk_overlap=200, add_start_index=True) into an InMemoryVectorStore. That store compares with every
vector, so the peer loses nothing to an approximate index. Metadata is not embedded.
"""

from collections.abc import Sequence

from langchain_core.documents import Document as Piece
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_text_splitters import RecursiveCharacterTextSplitter

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import Document, Passage
from smeadvisor.evaluation.peers import passage_at, vectors_of
from smeadvisor.indexing.embedder import Embedder


class LangChainPeer:
    """Scores are cosines."""

    def __init__(self, documents: Sequence[Document], embedder: Embedder) -> None:
        splitter = RecursiveCharacterTextSplitter(
            chunk_size=1000, chunk_overlap=200, add_start_index=True
        )
        pieces: dict[str, Piece] = {}
        self._passages: dict[str, Passage] = {}
        for document in documents:
            cut = splitter.create_documents([document.text], [{"title": document.title}])
            for number, piece in enumerate(cut, 1):
                start = piece.metadata["start_index"]
                passage = passage_at(document, number, start, piece.page_content)
                self._passages[passage.id], pieces[passage.id] = passage, piece
        self._store = InMemoryVectorStore(_Embeddings(embedder))
        self._store.add_documents(list(pieces.values()), ids=list(pieces))

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first."""
        found = self._store.similarity_search_with_score(query, k=limit)
        return [Hit(self._passages[piece.id or ""], score) for piece, score in found]


class _Embeddings(Embeddings):
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return vectors_of(self._embedder, texts)

    def embed_query(self, text: str) -> list[float]:
        return vectors_of(self._embedder, [text])[0]

"""LlamaIndex with nothing set: 1,024 tokens with 200 of overlap at ends of sentences.

docs.llamaindex.ai, "Starter": VectorStoreIndex.from_documents(documents), whose default is
SentenceSplitter(chunk_size=1024, chunk_overlap=200), then index.as_retriever(). Tokens are those of
gpt-3.5-turbo and sentences those of Punkt; both tables come inside llama-index-core, so nothing is
downloaded. Metadata (here the title) is embedded before the text and counts to its tokens, which is
the library's default. The in-memory store compares with every vector.
"""

from collections.abc import Sequence

from llama_index.core import Document as Whole
from llama_index.core import VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import QueryBundle, TextNode

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import Document, Passage
from smeadvisor.evaluation.peers import passage_at, vectors_of
from smeadvisor.indexing.embedder import Embedder


class LlamaIndexPeer:
    """Scores are cosines."""

    def __init__(self, documents: Sequence[Document], embedder: Embedder) -> None:
        splitter = SentenceSplitter()
        nodes: list[TextNode] = []
        self._passages: dict[str, Passage] = {}
        for document in documents:
            whole = Whole(text=document.text, metadata={"title": document.title})
            for number, node in enumerate(splitter.get_nodes_from_documents([whole]), 1):
                # An empty document is one empty node.
                if isinstance(node, TextNode) and node.text:
                    passage = passage_at(document, number, node.start_char_idx, node.text)
                    self._passages[node.node_id] = passage
                    nodes.append(node)
        self._index = VectorStoreIndex(nodes, embed_model=_embedding_of(embedder))

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first."""
        # Named as what to embed, since an empty query would otherwise have no vector at all.
        asked = QueryBundle(query, custom_embedding_strs=[query])
        found = self._index.as_retriever(similarity_top_k=limit).retrieve(asked)
        return [Hit(self._passages[entry.node.node_id], entry.score or 0.0) for entry in found]


def _embedding_of(embedder: Embedder) -> BaseEmbedding:
    # Inside a function, since a pydantic model takes an embedder better from a closure than a field.
    class Embedding(BaseEmbedding):
        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return vectors_of(embedder, texts)

        def _get_text_embedding(self, text: str) -> list[float]:
            return vectors_of(embedder, [text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return vectors_of(embedder, [query])[0]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return Embedding(model_name="given", embed_batch_size=512)

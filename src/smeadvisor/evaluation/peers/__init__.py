"""Other people's retrieval over the same documents with the same embedding model, to compare with.

PEERS maps a name to build(documents, embedder) -> Retriever. One file a peer, each the recipe that
its library ships as its default; the library is imported when the peer is first built. The embedder
is given, so a comparison shows the cutting and the search and nothing else. A document's title goes
where the library keeps metadata, and its default decides whether that is embedded.
"""

from collections.abc import Callable, Sequence
from importlib import import_module

from smeadvisor.domain.documents import Document, Passage, Place
from smeadvisor.errors import SmeAdvisorError
from smeadvisor.indexing.embedder import Embedder
from smeadvisor.retrieval import Retriever

Peer = Callable[[Sequence[Document], Embedder], Retriever]


def _lazily(module: str, name: str) -> Peer:
    def build(documents: Sequence[Document], embedder: Embedder) -> Retriever:
        try:
            peer: Peer = getattr(import_module(f"{__name__}.{module}"), name)
            return peer(documents, embedder)
        except ModuleNotFoundError as error:
            raise SmeAdvisorError(
                f"The peer '{module}' needs {error.name}, which is not installed. Install the peers: "
                "pip install -c constraints.txt -e '.[peers]'"
            ) from error

    return build


PEERS: dict[str, Peer] = {
    "langchain": _lazily("langchain", "LangChainPeer"),
    "llama_index": _lazily("llama_index", "LlamaIndexPeer"),
    "haystack": _lazily("haystack", "HaystackPeer"),
    "recursive": _lazily("recursive", "RecursivePeer"),
}


# What a table with peers has to say beside it.
NOTE = (
    "Every peer has the same documents and the same embedding model, and compares every vector; how it "
    "cuts and searches is its library's own default. The embedded model reads 256 tokens, so the end of "
    "llama_index's passages, up to 1,024 tokens, is not seen."
)


def require(embedder: Embedder) -> None:
    """See that every peer's library is installed, before anything takes long.

    Raises:
        SmeAdvisorError: one is not.
    """
    for build in PEERS.values():
        build([], embedder)


def passage_at(document: Document, number: int, start: int | None, text: str) -> Passage:
    """The passage that a peer cut out of a document; `number` counts the document's passages.

    Raises:
        SmeAdvisorError: the text does not stand at `start`, so it cannot be compared by characters.
    """
    if start is None or start < 0 or not document.text.startswith(text, start):
        raise SmeAdvisorError(
            f"Passage {number} of '{document.id}' does not stand at {start}, where its library says. "
            "Leave this peer out, or install the version of it in constraints.txt."
        )
    identifier = f"{document.id}#{number}"
    end = start + len(text)
    return Passage(identifier, document.id, document.title, text, Place(), start, end)


def vectors_of(embedder: Embedder, texts: Sequence[str]) -> list[list[float]]:
    """One list of floats a text, as other libraries want vectors; none for no texts."""
    return [[float(value) for value in row] for row in embedder.embed(texts)] if texts else []

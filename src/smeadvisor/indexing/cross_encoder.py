"""A cross-encoder, which reads a question and a text together and says how well one answers the other.

The model is ms-marco-MiniLM-L-12-v2 with eight-bit weights: some milliseconds a pair.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from threading import Lock
from typing import Any

import numpy as np

from smeadvisor.indexing.packaged import open_packaged

_GRAPH_SHA256 = "1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1"
_TOKENIZER_SHA256 = "cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448"
# A statement after its names and the sentence before it is shorter than this, in nearly every case; of a
# passage, its beginning tells as much as the whole (256: the same answers, a tenth of the time more).
_TOKENS = 160
# Pairs read at the same time, each by one thread.
_AT_ONCE = 2


class CrossEncoder:
    """Loaded at first use, safe to share.

    Raises (at first use):
        ModelError: the package that carries the model is not installed, or is not whole.
    """

    def __init__(self) -> None:
        self._loading = Lock()
        self._workers = ThreadPoolExecutor(_AT_ONCE, "cross-encoder")

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """One score a text, higher is better; not a probability, about -11 to 11."""
        session, tokenizer = self._loaded
        pairs = [tokenizer.encode(question, text) for text in texts]
        if len(pairs) < 2:
            return [self._score(session, pair) for pair in pairs]
        return list(self._workers.map(partial(self._score, session), pairs))

    def knows(self, word: str) -> bool:
        """Whether the model has a word, in lower case, whole: it has the usual ones of English."""
        _, tokenizer = self._loaded
        return tokenizer.token_to_id(word) is not None

    @staticmethod
    def _score(session: Any, encoding: Any) -> float:
        # One pair at a time: eight-bit weights make a score depend on what shares its batch.
        output = session.run(
            None,
            {
                "input_ids": np.array([encoding.ids], dtype=np.int64),
                "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
                "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
            },
        )
        return float(output[0].ravel()[0])

    @property
    def _loaded(self) -> tuple[Any, Any]:
        with self._loading:
            return self._parts

    @cached_property
    def _parts(self) -> tuple[Any, Any]:
        session, tokenizer = open_packaged("reranker_en", _GRAPH_SHA256, _TOKENIZER_SHA256)
        tokenizer.enable_truncation(_TOKENS, strategy="only_second")
        return session, tokenizer

"""bge-small-en-v1.5 with eight-bit weights, an embedding model that was trained to find what answers.

Xiao, Liu, Zhang and Muennighoff 2023, "C-Pack: Packaged Resources To Advance General Chinese Embedding".
It comes inside a package that is installed anyway. Questions get no instruction before them: statements
were chosen better without (EXPERIMENTS.md), and a text has one vector, whoever asks for it.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from threading import Lock
from typing import Any

import numpy as np

from smeadvisor.indexing.embedder import Vectors
from smeadvisor.indexing.packaged import open_packaged

BGE_SHA256 = "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743"
_TOKENIZER_SHA256 = "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66"
# As many as the model it stands beside reads: passages are cut to that.
_TOKENS = 256
# Texts embedded at the same time, each by one thread.
_AT_ONCE = 2


class BgeEmbedder:
    """Loaded at first use, safe to share.

    Raises (at first use):
        ModelError: the package that carries the model is not installed, or is not whole.
    """

    def __init__(self) -> None:
        self._loading = Lock()
        self._workers = ThreadPoolExecutor(_AT_ONCE, "bge")

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit-length row a text; shape (len(texts), 384), float32."""
        session, tokenizer = self._loaded
        encodings = tokenizer.encode_batch([str(text) for text in texts])
        if len(encodings) < 2:
            return np.stack([_vector(session, one) for one in encodings])
        return np.stack(list(self._workers.map(partial(_vector, session), encodings)))

    @property
    def _loaded(self) -> tuple[Any, Any]:
        with self._loading:
            return self._parts

    @cached_property
    def _parts(self) -> tuple[Any, Any]:
        session, tokenizer = open_packaged("bge_small_en", BGE_SHA256, _TOKENIZER_SHA256)
        tokenizer.enable_truncation(_TOKENS)
        return session, tokenizer


def _vector(session: Any, encoding: Any) -> Vectors:
    # One text at a time: eight-bit weights make a vector depend on what shares its batch.
    tokens = {
        "input_ids": np.array([encoding.ids], dtype=np.int64),
        "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
        "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
    }
    # The vector of [CLS], as the model was trained.
    first = session.run(None, tokens)[0][0, 0]
    return np.asarray(first / np.linalg.norm(first), np.float32)

"""bge-small-en-v1.5 with eight-bit weights, an embedding model that was trained to find what answers.

Xiao, Liu, Zhang and Muennighoff 2023, "C-Pack: Packaged Resources To Advance General Chinese Embedding".
It comes inside a package that is installed anyway. Questions get no instruction before them: statements
were chosen better without (EXPERIMENTS.md), and a text has one vector, whoever asks for it.
"""

from collections.abc import Sequence

import numpy as np

from smeadvisor.indexing.embedder import Vectors
from smeadvisor.indexing.packaged import PackagedModel

BGE_SHA256 = "68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743"
_TOKENIZER_SHA256 = "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66"
# As many as the model it stands beside reads: passages are cut to that.
_TOKENS = 256


class BgeEmbedder:
    """Loaded at first use, safe to share.

    Raises (at first use):
        ModelError: the package that carries the model is not installed, or is not whole.
    """

    def __init__(self) -> None:
        self._model = PackagedModel("bge_small_en", BGE_SHA256, _TOKENIZER_SHA256, _TOKENS)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit-length row a text; shape (len(texts), 384), float32."""
        encodings = self._model.tokenizer.encode_batch([str(text) for text in texts])
        # The vector of [CLS], as the model was trained.
        vectors = np.stack([output[0, 0] for output in self._model.outputs(encodings)])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

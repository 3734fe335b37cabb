"""An embedding model of our own that puts a question near to what answers it.

It is bge-small-en-v1.5 (Xiao, Liu, Zhang and Muennighoff 2023, "C-Pack: Packaged Resources To Advance
General Chinese Embedding"), trained further on `evals/reading` (decisions 0018 and 0019; `smeadvisor train
embedder` makes another), with eight-bit weights. Questions get no instruction before them: a text has one
vector, whoever asks for it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from smeadvisor.indexing.embedder import Vectors
from smeadvisor.indexing.packaged import PackagedModel

EMBEDDER_FILE = "answer_embedder.onnx"
EMBEDDER_SHA256 = "91f39737ce42ed2c40bc57284001f7d92a6cb3df16c26cb0e24872e79372e904"
_TOKENIZER_SHA256 = "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66"
# As many as the model it stands beside reads: passages are cut to that.
_TOKENS = 256


class AnswerEmbedder:
    """Loaded at first use, safe to share.

    Raises (at first use):
        ModelError: a file of the model is missing, or is not whole.
    """

    def __init__(self) -> None:
        graph = Path(__file__).with_name(EMBEDDER_FILE)
        self._model = PackagedModel(
            "bge_small_en", EMBEDDER_SHA256, _TOKENIZER_SHA256, _TOKENS, graph=graph
        )

    def encode(self, texts: Sequence[str]) -> list[Any]:
        """The tokens of each text, as many as the model reads."""
        encodings: list[Any] = self._model.tokenizer.encode_batch([str(text) for text in texts])
        return encodings

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit-length row a text; shape (len(texts), 384), float32."""
        # The vector of [CLS], as the model was trained.
        vectors = np.stack([output[0, 0] for output in self._model.outputs(self.encode(texts))])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

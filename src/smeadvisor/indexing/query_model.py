"""A fast copy of the embedding model for questions: ONNX, opened in a quarter of a second.

Importing torch and sentence-transformers takes many seconds, so a command line that answers one
question cannot afford them. The copy is made once, while the index is built, and kept only if its
vectors agree with the original's.
"""

import json
import warnings
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from smeadvisor.errors import ModelError
from smeadvisor.indexing.embedder import SentenceTransformerEmbedder, Vectors, file_sha256

_FACTS, _GRAPH, _TOKENIZER = "query_model.json", "model.onnx", "tokenizer.json"
_AGREEMENT = 1e-5
# Of different lengths, one of them longer than any model here reads.
_PROBES = (
    "word",
    "Which of these sentences is the longest one?",
    "A sentence of some length that is said over and over again. " * 120,
)


class OnnxEmbedder:
    """The exported copy in `folder`; loaded at first use, one thread, safe to share.

    Raises (at first use):
        ModelError: a file of the copy is missing or is not the one that was exported.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit-length row a text; shape (len(texts), dimension), float32."""
        session, tokenizer = self._loaded
        vectors = []
        # One by one: the last digits of a vector depend on what stands beside it in a batch, and the
        # same question must get the same scores whatever was asked before.
        for encoding in tokenizer.encode_batch([str(text) for text in texts]):
            ids = np.array([encoding.ids], dtype=np.int64)
            tokens = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
            vectors.append(session.run(None, tokens)[0])
        return np.concatenate(vectors).astype(np.float32, copy=False)

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        import onnxruntime
        from tokenizers import Tokenizer

        try:
            facts = json.loads((self._folder / _FACTS).read_text(encoding="utf-8"))
            intact = file_sha256(self._folder / _GRAPH) == facts["sha256"]
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(_damaged(self._folder)) from error
        if not intact:
            raise ModelError(_damaged(self._folder))
        tokenizer = Tokenizer.from_file(str(self._folder / _TOKENIZER))
        tokenizer.no_padding()
        tokenizer.enable_truncation(facts["maximum_tokens"])
        options = onnxruntime.SessionOptions()
        # Two threads on a busy two-core machine make one short question thirty times slower.
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            str(self._folder / _GRAPH), options, providers=["CPUExecutionProvider"]
        )
        return session, tokenizer


def was_tried(folder: Path) -> bool:
    """Whether a copy was made in this folder, to be used or not."""
    return (folder / _FACTS).is_file()


def is_usable(folder: Path) -> bool:
    """Whether this folder holds a copy whose vectors agreed with the original's."""
    try:
        return bool(json.loads((folder / _FACTS).read_text(encoding="utf-8"))["agrees"])
    except (OSError, ValueError, KeyError):
        return False


def export(embedder: SentenceTransformerEmbedder, folder: Path) -> bool:
    """Write an ONNX copy of a model into `folder`; returns whether its vectors agree and it is usable.

    A model that does more than read tokens (prompts, other pooling) fails the comparison, and its
    copy is not used.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _FACTS).unlink(missing_ok=True)
    _export_graph(embedder, folder / _GRAPH)
    tokenizer = embedder.model.tokenizer
    tokenizer.backend_tokenizer.save(str(folder / _TOKENIZER))
    facts = {
        "sha256": file_sha256(folder / _GRAPH),
        "maximum_tokens": embedder.maximum_tokens,
        "agrees": False,
    }
    _write(folder, facts)
    difference = np.abs(OnnxEmbedder(folder).embed(_PROBES) - embedder.embed(_PROBES)).max()
    facts["agrees"] = bool(difference <= _AGREEMENT)
    _write(folder, facts)
    return bool(facts["agrees"])


def _write(folder: Path, facts: dict[str, object]) -> None:
    temporary = folder / f"{_FACTS}.new"
    temporary.write_text(json.dumps(facts, indent=2), encoding="utf-8")
    temporary.replace(folder / _FACTS)


def _export_graph(embedder: SentenceTransformerEmbedder, path: Path) -> None:
    import torch

    class Pipeline(torch.nn.Module):
        """Tokens to one vector of length 1, as `encode` does it."""

        def __init__(self) -> None:
            super().__init__()
            self.model = embedder.model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            output = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            return torch.nn.functional.normalize(output["sentence_embedding"], dim=-1)

    example = torch.tensor([[1, 2, 3, 4], [1, 2, 3, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    axes = {0: "batch", 1: "length"}
    with warnings.catch_warnings(), torch.no_grad():
        # The tracer warns of branches on shapes; the comparison of vectors in `export` is the proof.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Pipeline().eval(),
            (example, mask),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "batch"}},
            opset_version=17,
            # The newer exporter writes a graph that onnxruntime 1.32 refuses for this model.
            dynamo=False,
        )


def _damaged(folder: Path) -> str:
    return (
        f"The fast copy of the embedding model in '{folder}' is damaged. "
        "Remove that folder and run: smeadvisor index"
    )

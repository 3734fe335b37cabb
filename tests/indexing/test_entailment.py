"""A model that tells whether one text follows from another: a real, small one, and what is none."""

from pathlib import Path

import pytest

from smeadvisor.answering.verification import Verifier
from smeadvisor.domain.answers import Citation, Claim, DraftClaim, DroppedClaim
from smeadvisor.domain.documents import Passage, Place
from smeadvisor.errors import ModelError
from smeadvisor.indexing.embedder import model_folder
from smeadvisor.indexing.entailment import CrossEncoderEntailment

PREMISE = "The council pays half of the fee."
CLAIM = "Half of the fee is paid by the council."


def _model(folder: Path, labels: dict[int, str]) -> str:
    """A cross-encoder of two small layers with these labels."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    embedded = model_folder("embedded")
    assert embedded is not None
    tokenizer = AutoTokenizer.from_pretrained(embedded)
    torch.manual_seed(3)
    body = folder / "body"
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        initializer_range=0.5,
        id2label=labels,
        label2id={label: place for place, label in labels.items()},
    )
    BertForSequenceClassification(config).save_pretrained(body)
    tokenizer.save_pretrained(body)
    CrossEncoder(str(body), device="cpu").save_pretrained(str(folder / "model"))
    return str(folder / "model")


def test_it_is_the_share_of_the_label_of_entailment(tmp_path: Path) -> None:
    names = ("contradiction", "entailment", "neutral")
    shares = []
    for place in range(3):
        turned = {one: names[(one - place + 1) % 3] for one in range(3)}
        folder = tmp_path / str(place)
        shares.append(CrossEncoderEntailment(_model(folder, turned)).entails(PREMISE, CLAIM))
    assert sum(shares) == pytest.approx(1, abs=1e-5)


def test_the_verifier_asks_it_last(tmp_path: Path) -> None:
    passage = Passage("r#0", "r", "Report", PREMISE, Place(), 0, len(PREMISE))
    draft = DraftClaim(CLAIM, (Citation(passage, PREMISE, 0, len(PREMISE)),))
    assert isinstance(Verifier().check(draft), Claim)
    model = CrossEncoderEntailment(_model(tmp_path, {0: "not_entailment", 1: "entailment"}))
    verdict = Verifier(entailment=model).check(draft)
    agrees = model.entails(f"{PREMISE}\n\n{PREMISE}", CLAIM) >= 0.5
    assert isinstance(verdict, Claim if agrees else DroppedClaim)


@pytest.mark.parametrize("labels", [{0: "fits"}, {0: "good", 1: "bad"}])
def test_a_model_of_something_else_is_refused(tmp_path: Path, labels: dict[int, str]) -> None:
    with pytest.raises(ModelError, match="does not tell entailment"):
        CrossEncoderEntailment(_model(tmp_path, labels)).entails(PREMISE, CLAIM)


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match=r"chat\.entailment"):
        CrossEncoderEntailment("nobody/nothing").entails(PREMISE, CLAIM)

"""Real parts for the tests: the shipped corpus, the embedded model, a real index built once."""

import shutil
from pathlib import Path

import pytest

from smeadvisor.advisor import Advisor
from smeadvisor.assembly import build_index, open_advisor
from smeadvisor.indexing.embedder import model_folder
from smeadvisor.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The shipped corpus with an index of its own, built once for all tests."""
    settings = Settings(
        corpus_folder=ROOT / "corpus", index_folder=tmp_path_factory.mktemp("index") / "index"
    )
    build_index(settings)
    return settings


@pytest.fixture(scope="session")
def advisor(settings: Settings) -> Advisor:
    """The advisor over the shipped corpus."""
    return open_advisor(settings)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real sentence-transformers model of two small layers, seeded, that reads in milliseconds."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import AutoTokenizer, BertConfig, BertModel

    embedded = model_folder("embedded")
    assert embedded is not None
    tokenizer = AutoTokenizer.from_pretrained(embedded)
    torch.manual_seed(7)
    body = tmp_path_factory.mktemp("tiny-body")
    BertModel(
        BertConfig(
            vocab_size=len(tokenizer),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
        )
    ).save_pretrained(body)
    tokenizer.save_pretrained(body)
    words = Transformer(str(body), max_seq_length=128)
    folder = tmp_path_factory.mktemp("tiny-model")
    SentenceTransformer(modules=[words, Pooling(32)], device="cpu").save(str(folder))
    return folder


@pytest.fixture(scope="session")
def tiny_reranker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real CrossEncoder of two small layers, seeded: it knows nothing, but always the same."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    embedded = model_folder("embedded")
    assert embedded is not None
    tokenizer = AutoTokenizer.from_pretrained(embedded)
    torch.manual_seed(11)
    body = tmp_path_factory.mktemp("tiny-reranker-body")
    BertForSequenceClassification(
        BertConfig(
            vocab_size=len(tokenizer),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            initializer_range=0.5,
            id2label={0: "fits"},
        )
    ).save_pretrained(body)
    tokenizer.save_pretrained(body)
    folder = tmp_path_factory.mktemp("tiny-reranker")
    CrossEncoder(str(body), device="cpu", num_labels=1, max_length=128).save_pretrained(str(folder))
    return folder


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """Two short documents, a Markdown one and a plain one, that a test may change."""
    corpus = tmp_path / "corpus"
    shutil.copytree(ROOT / "tests" / "corpus" / "small", corpus)
    return corpus

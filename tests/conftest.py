"""Real parts for the tests: the shipped corpus, the embedded model, real indexes built once.

Tests run in several processes. What is slow to build is built by the process that needs it first; the
others take a copy, so that no test sees what another one does to it.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from smeadvisor.advisor import Advisor
from smeadvisor.assembly import build_index, open_advisor
from smeadvisor.indexing.embedder import model_folder, stay_offline
from smeadvisor.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "corpus" / "small"
BuiltOnce = Callable[[str, Callable[[Path], object]], Path]
AdvisorOf = Callable[[str], Advisor]

# So that a fault in it shows the two sides of what was compared.
pytest.register_assert_rewrite("places")

# Begun first, so that no process is left with one of them when the other has nothing to do any more.
SLOWEST = (
    "indexing/test_index.py",
    "faults/test_faults.py",
    "faults/test_spoilt_files.py",
    "serving/test_cli.py",
    "serving/test_cli_evaluation.py",
    "test_page.py",
)

# The Hugging Face libraries look at this when they are imported, and the page's framework imports them
# before any model is asked for; without it a model that is not there is sought for a minute.
stay_offline()
if "PYTEST_XDIST_WORKER" in os.environ:
    # Two processes with two threads each on two cores wait for one another. Torch looks at this when
    # it is imported, here and in the commands that tests run.
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slowest files first; everything else stays in its order."""
    slowest = {ROOT / "tests" / name: place for place, name in enumerate(SLOWEST)}
    items.sort(key=lambda item: slowest.get(item.path, len(slowest)))


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> BuiltOnce:
    """Gives this process its own copy of a folder that one of the processes builds."""
    # In a worker process this is inside the folder of the whole session.
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def folder(name: str, build: Callable[[Path], object]) -> Path:
        first = shared / f"{name}-built-once"
        with FileLock(f"{first}.lock"):
            if not first.exists():
                unfinished = tmp_path_factory.mktemp(name)
                build(unfinished)
                unfinished.rename(first)
        copy = tmp_path_factory.mktemp(name) / name
        shutil.copytree(first, copy)
        return copy

    return folder


@pytest.fixture(scope="session")
def settings(built_once: BuiltOnce) -> Settings:
    """The shipped corpus with an index of its own, built once for all tests."""
    settings = Settings(corpus_folder=ROOT / "corpus")

    def build(folder: Path) -> None:
        build_index(settings.model_copy(update={"index_folder": folder}))

    return settings.model_copy(update={"index_folder": built_once("index", build)})


@pytest.fixture(scope="session")
def fast_copy(settings: Settings) -> Path:
    """The fast copy of the embedded model: it takes seconds to make and is the same in every index."""
    return settings.index_folder / "query_model"


@pytest.fixture(scope="session")
def small_index(built_once: BuiltOnce, fast_copy: Path) -> Path:
    """An index of the two short documents, for tests to copy or to read."""

    def build(folder: Path) -> None:
        shutil.copytree(fast_copy, folder / "query_model")
        build_index(Settings(corpus_folder=SMALL, index_folder=folder))

    return built_once("small-index", build)


@pytest.fixture(scope="session")
def advisor(settings: Settings) -> Advisor:
    """The advisor over the shipped corpus."""
    return open_advisor(settings)


@pytest.fixture(scope="session")
def advisor_of(tmp_path_factory: pytest.TempPathFactory, fast_copy: Path) -> AdvisorOf:
    """Gives an advisor over one report in Markdown, with an index of its own."""

    def made(report: str) -> Advisor:
        folder = tmp_path_factory.mktemp("report")
        corpus, index = folder / "corpus", folder / "index"
        corpus.mkdir()
        (corpus / "report.md").write_text(report, encoding="utf-8")
        shutil.copytree(fast_copy, index / "query_model")
        settings = Settings(corpus_folder=corpus, index_folder=index)
        build_index(settings)
        return open_advisor(settings)

    return made


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
    shutil.copytree(SMALL, corpus)
    return corpus


@pytest.fixture
def indexed(small_corpus: Path, small_index: Path, tmp_path: Path) -> Settings:
    """Two short documents and their index, for a test to change."""
    settings = Settings(corpus_folder=small_corpus, index_folder=tmp_path / "index")
    shutil.copytree(small_index, settings.index_folder)
    return settings

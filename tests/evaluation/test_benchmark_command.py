"""`smeadvisor benchmark` and `smeadvisor peers` on tiny folders, with the real model."""

import json
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.testing import CliRunner

from smeadvisor.errors import DatasetError, SmeAdvisorError
from smeadvisor.evaluation.benchmarks import Query, running
from smeadvisor.indexing.embedder import SentenceTransformerEmbedder
from smeadvisor.serving.cli import app
from smeadvisor.serving.cli_comparison import BenchmarkName
from smeadvisor.settings import Settings

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests" / "corpus" / "small-questions.jsonl"
SPEECH = "The fund pays half of the cost of a consultant.\n\nFarmers grow rice in the valley.\n"
HAVE_PEERS = all(map(find_spec, ("langchain_text_splitters", "llama_index", "haystack")))
needs_peers = pytest.mark.skipif(not HAVE_PEERS, reason="the extra `peers` is not installed")
PEERS = ("langchain", "llama_index", "haystack", "recursive")


@pytest.fixture
def home(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with three benchmarks, and a corpus of ours that must play no part in them."""
    monkeypatch.chdir(tmp_path)
    _write(tmp_path / "corpus" / "corpus.toml", "synonyms = 'not a list'")
    _beir(tmp_path / "tiny")
    _chunking(tmp_path / "speeches")
    _squad(tmp_path / "articles")
    for name in ("tiny", "chunking", "squad2"):
        # The fast copy of the model takes seconds to make and is the same in every index.
        copy = tmp_path / "build" / "benchmarks" / name / "index" / "query_model"
        shutil.copytree(settings.index_folder / "query_model", copy)
    return tmp_path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _beir(folder: Path) -> None:
    documents = [
        ("d1", "Grants", "The fund pays half of the cost of a consultant."),
        ("d2", "Rice", "Farmers grow it in the valley."),
        ("d3", "", ""),
    ]
    keys = ("_id", "title", "text")
    lines = [json.dumps(dict(zip(keys, one, strict=True))) for one in documents]
    _write(folder / "corpus.jsonl", "\n".join(lines))
    queries = [("1", "who pays for a consultant?"), ("2", "where is rice grown?")]
    lines = [json.dumps({"_id": name, "text": text}) for name, text in queries]
    _write(folder / "queries.jsonl", "\n".join(lines))
    _write(folder / "qrels" / "test.tsv", "query-id\tcorpus-id\tscore\n1\td1\t1\n2\td2\t1\n")


def _chunking(folder: Path) -> None:
    _write(folder / "corpora" / "speech.md", SPEECH)
    _write(
        folder / "questions_df.csv",
        "question,references,corpus_id\n"
        'Who pays for a consultant?,"[{""content"": ""The fund pays half of the cost"", '
        '""start_index"": 0, ""end_index"": 30}]",speech\n',
    )


def _squad(folder: Path) -> None:
    answer = {"text": "half of the cost", "answer_start": 14}
    asked = [
        ("q1", "What does the fund pay of a consultant?", [answer]),
        ("q2", "Who invented the telephone?", []),
        ("q3", "When did the last volcano erupt?", []),
    ]
    questions = [
        {"id": name, "question": text, "answers": answers, "is_impossible": not answers}
        for name, text, answers in asked
    ]
    paragraphs = [
        {"context": "The fund pays half of the cost of a consultant.", "qas": questions},
        {"context": "Farmers grow rice in the valley.", "qas": []},
    ]
    data = {"data": [{"title": "Grants", "paragraphs": paragraphs}]}
    _write(folder / "dev-v2.0.json", json.dumps(data))


def _run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def _cells(output: str) -> dict[str, dict[str, str]]:
    """The table by system and column."""
    lines = [line for line in output.splitlines() if line.startswith("|")]
    header, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert {len(row) for row in rows} == {len(header)}
    return {row[1]: dict(zip(header, row, strict=True)) for row in rows}


def test_a_beir_folder_is_measured_by_document_and_embedded_once(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = _cells(_run("benchmark", "beir", "tiny")).values()
    assert row["questions"] == "tiny (2)"
    for measure in ("nDCG@10", "recall@10", "recall@100", "MRR@10"):
        assert row[measure] == "100.0 [100.0–100.0]"
    assert float(row["p50 / p95, ms"].split(" / ")[0]) < 1000

    def refuse(*_: object) -> None:
        raise AssertionError("the second run embeds with the slow model")

    monkeypatch.setattr(SentenceTransformerEmbedder, "embed", refuse)
    assert "tiny (1)" in _run("benchmark", "beir", "tiny", "--limit", "1")


def test_chunking_is_measured_in_characters_whole_and_focused(home: Path) -> None:
    output = _run("benchmark", "chunking", "speeches")
    rows = _cells(output)
    assert list(rows) == ["smeadvisor", "smeadvisor, focused"]
    for row in rows.values():
        assert row["recall"] == "100.0 [100.0–100.0]"
        # 30 characters are gold, of a text of which two short paragraphs or less come back.
        assert 100 * 30 / len(SPEECH) <= float(row["precision"].split()[0]) < 100
    assert "Asked:" not in output


def test_squad_asks_the_gate_and_a_sample_says_so(home: Path) -> None:
    (row,) = _cells(_run("benchmark", "squad2", "articles")).values()
    assert row["AUROC"].startswith("100.0") and row["AURC"].split()[0] < "67"
    assert row["recall@1"] == row["recall@5"] == "100.0 [100.0–100.0]"
    assert row["let through"] == "0.0 [0.0–0.0]"
    sampled = _run("benchmark", "squad2", "articles", "--limit", "2")
    assert "squad2 (2)" in sampled and "Asked: 2 of 3 queries, drawn at random" in sampled


def test_a_sample_is_always_the_same_and_in_order() -> None:
    queries = [Query(str(number), "?") for number in range(50)]
    chosen = running.sample(queries, 10)
    numbers = [int(query.id) for query in chosen]
    assert numbers == sorted(set(numbers)) and len(numbers) == 10
    assert chosen == running.sample(queries, 10)
    assert running.sample(queries, None) == running.sample(queries, 99) == queries


def test_every_benchmark_has_a_name_on_the_command_line() -> None:
    assert set(running.BENCHMARKS) == set(BenchmarkName)


def test_a_folder_that_is_no_benchmark_is_named(home: Path) -> None:
    with pytest.raises(DatasetError, match=r"corpus\.jsonl"):
        _run("benchmark", "scifact", "nowhere")


@pytest.mark.parametrize(
    "arguments", [("benchmark", "beir", "tiny", "--peers"), ("peers", QUESTIONS)]
)
def test_without_the_extra_it_says_what_to_install_before_anything_is_built(
    home: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[object, ...]
) -> None:
    missing = "langchain_text_splitters"
    for module in [name for name in sys.modules if name.startswith("smeadvisor.evaluation.peers.")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(SmeAdvisorError, match=rf"{missing}.*pip install .*\[peers\]"):
        _run(*arguments)
    assert not list(home.rglob("catalogue.sqlite3"))


@needs_peers
def test_peers_stand_beside_ours_with_differences(home: Path) -> None:
    output = _run("benchmark", "chunking", "speeches", "--peers")
    rows = _cells(output)
    assert {"smeadvisor", "smeadvisor, focused", *PEERS} < set(rows)
    assert rows["smeadvisor, focused − langchain"]["recall"] == "+0.0 [+0.0 to +0.0], ×1.00"
    assert "Recursive 200/0" in output
    rows = _cells(_run("benchmark", "beir", "tiny", "--peers"))
    assert all(rows[peer]["MRR@10"].startswith("100.0") for peer in PEERS)
    assert _cells(_run("benchmark", "squad2", "articles", "--peers"))["haystack"]["AUROC"] == "–"


@needs_peers
def test_peers_answer_a_question_set(home: Path, settings: Settings) -> None:
    shutil.rmtree(home / "corpus")
    shutil.copytree(ROOT / "tests" / "corpus" / "small", home / "corpus")
    shutil.copytree(settings.index_folder / "query_model", home / "index" / "query_model")
    output = _run("peers", QUESTIONS, "--split", "test")
    rows = _cells(output)
    assert set(PEERS) < set(rows) and "smeadvisor − haystack" in rows
    assert "| all (5) | smeadvisor | " in output and "| table-cell (1) | " in output
    assert "several" not in output

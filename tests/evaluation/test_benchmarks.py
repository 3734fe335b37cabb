"""Benchmark folders, written here in each published format: what is read, and what is refused where."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smeadvisor.domain.documents import BlockKind, Document, Place
from smeadvisor.errors import DatasetError
from smeadvisor.evaluation.benchmarks import (
    Collection,
    Query,
    beir,
    chunking,
    plain_document,
    squad,
)
from smeadvisor.evaluation.measures.spans import Span

ABSTRACT = "Grants help small firms.\u2028They pay half."
SPEECH = "First, a grant.\n\nThen a loan,\nand advice.\n"
CONTEXT = "Toyota asked its suppliers to learn."


def _beir(folder: Path) -> None:
    (folder / "qrels").mkdir()
    records: list[dict[str, Any]] = [
        {"_id": "d1", "title": "Grants", "text": ABSTRACT, "metadata": {}},
        {"_id": "d2", "title": "", "text": "Loans."},
    ]
    _json_lines(folder / "corpus.jsonl", records)
    queries = [{"_id": "1", "text": "grants?"}, {"_id": "2", "text": "not judged"}]
    _json_lines(folder / "queries.jsonl", queries)
    judged = "query-id\tcorpus-id\tscore\n1\td1\t2\n1\td2\t0\n"
    (folder / "qrels" / "test.tsv").write_text(judged)


def _chunking(folder: Path) -> None:
    (folder / "corpora").mkdir()
    (folder / "corpora" / "the_speech.md").write_text(SPEECH)
    first = {"content": "a grant", "start_index": 7, "end_index": 14}
    second = {"content": "a loan,\nand", "start_index": 22, "end_index": 33}
    _questions(folder, [[first, second], [first]])


def _squad(folder: Path) -> None:
    answered = {
        "id": "q1",
        "question": "Who learns?",
        "is_impossible": False,
        "answers": [
            {"text": "its suppliers", "answer_start": 13},
            {"text": "suppliers", "answer_start": 17},
        ],
    }
    impossible = {"id": "q2", "question": "Who pays?", "is_impossible": True, "answers": []}
    paragraph = {"context": CONTEXT, "qas": [answered, impossible]}
    data = {"version": "v2.0", "data": [{"title": "Car_makers", "paragraphs": [paragraph]}]}
    (folder / "dev-v2.0.json").write_text(json.dumps(data))


def _json_lines(path: Path, records: list[dict[str, Any]]) -> None:
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text("".join(lines), encoding="utf-8")


def _questions(folder: Path, references: list[list[dict[str, Any]]]) -> None:
    rows = ["question,references,corpus_id\n"]
    for row in references:
        quoted = json.dumps(row).replace('"', '""')
        rows.append(f'"What, then?","{quoted}",the_speech\n')
    (folder / "questions_df.csv").write_text("".join(rows))


def _words(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def test_beir_reads_abstracts_and_the_queries_that_are_judged(tmp_path: Path) -> None:
    _beir(tmp_path)
    read = beir.read(tmp_path)
    assert read.name == tmp_path.name
    assert [document.id for document in read.documents] == ["d1", "d2"]
    assert (read.documents[0].title, read.documents[0].text) == ("Grants", ABSTRACT)
    assert _words(read.documents[0]) == [ABSTRACT]
    assert read.queries == (Query("1", "grants?", {"d1": 2, "d2": 0}),)


def test_chunking_reads_corpora_as_they_are_and_spans_that_hold(tmp_path: Path) -> None:
    _chunking(tmp_path)
    read = chunking.read(tmp_path)
    (document,) = read.documents
    assert (document.id, document.title, document.text) == ("the_speech", "the speech", SPEECH)
    assert _words(document) == ["First, a grant.", "Then a loan,\nand advice."]
    spans = (Span("the_speech", 7, 14), Span("the_speech", 22, 33))
    assert [query.spans for query in read.queries] == [spans, spans[:1]]
    assert [query.id for query in read.queries] == ["0", "1"]
    assert [SPEECH[span.start : span.end] for span in spans] == ["a grant", "a loan,\nand"]


def test_squad_reads_paragraphs_and_first_answers(tmp_path: Path) -> None:
    _squad(tmp_path)
    read = squad.read(tmp_path)
    (document,) = read.documents
    assert (document.id, document.title) == ("Car_makers/1", "Car makers")
    assert _words(document) == [CONTEXT]
    answered, impossible = read.queries
    assert answered.documents == {"Car_makers/1": 1}
    assert answered.spans == (Span("Car_makers/1", 13, 26),)
    assert impossible == Query("q2", "Who pays?", answerable=False)


@pytest.mark.parametrize("text", ["", " \n\n ", "a", "\n\n a \n\t\n\n b\nc \n \n", "a\n\n\n\nb"])
def test_paragraphs_are_what_stands_between_blank_lines(text: str) -> None:
    document = plain_document("id", "title", text)
    assert "".join("".join(_words(document)).split()) == "".join(text.split())
    for block, words in zip(document.blocks, _words(document), strict=True):
        assert words == words.strip()
        assert not any(line.isspace() or not line for line in words.split("\n"))
        assert (block.kind, block.place) == (BlockKind.PROSE, Place())


Reader = Callable[[Path], Collection]


@pytest.mark.parametrize("read", [beir.read, chunking.read, squad.read])
def test_a_missing_file_is_named(tmp_path: Path, read: Reader) -> None:
    with pytest.raises(DatasetError, match=r"(corpus\.jsonl|questions_df\.csv|dev-v2\.0\.json)"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("file", "line", "where"),
    [
        ("corpus.jsonl", "{", r"corpus\.jsonl:3"),
        ("corpus.jsonl", '{"_id": "d3", "title": "t"}', r"corpus\.jsonl:3"),
        ("corpus.jsonl", '{"_id": 3, "title": "t", "text": "x"}', r"corpus\.jsonl:3"),
        ("queries.jsonl", "[]", r"queries\.jsonl:3"),
        ("qrels/test.tsv", "1\td1", r"test\.tsv:4"),
        ("qrels/test.tsv", "1\td1\tgood", r"test\.tsv:4"),
        ("qrels/test.tsv", "1\td9\t1", r"test\.tsv:4"),
        ("qrels/test.tsv", "9\td1\t1", r"test\.tsv:4"),
    ],
)
def test_a_bad_line_of_beir_is_named(tmp_path: Path, file: str, line: str, where: str) -> None:
    _beir(tmp_path)
    with (tmp_path / file).open("a") as opened:
        opened.write(f"{line}\n")
    with pytest.raises(DatasetError, match=where):
        beir.read(tmp_path)


def test_beir_without_judgements_says_so(tmp_path: Path) -> None:
    _beir(tmp_path)
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n")
    with pytest.raises(DatasetError, match="no judgements"):
        beir.read(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "What?,[,the_speech",
        "What?,[],the_speech",
        "What?",
        'What?,"[{""content"": ""a grant"", ""start_index"": 8, ""end_index"": 15}]",the_speech',
        'What?,"[{""content"": ""a grant"", ""start_index"": 7}]",the_speech',
        'What?,"[{""content"": """", ""start_index"": 7, ""end_index"": 7}]",the_speech',
        'What?,"[{""content"": ""a grant"", ""start_index"": 7, ""end_index"": 14}]",other',
    ],
)
def test_a_bad_line_of_chunking_is_named(tmp_path: Path, line: str) -> None:
    _chunking(tmp_path)
    with (tmp_path / "questions_df.csv").open("a") as opened:
        opened.write(f"{line}\n")
    with pytest.raises(DatasetError, match=r"questions_df\.csv:4"):
        chunking.read(tmp_path)


def test_chunking_without_questions_says_so(tmp_path: Path) -> None:
    _chunking(tmp_path)
    _questions(tmp_path, [])
    with pytest.raises(DatasetError, match="no questions"):
        chunking.read(tmp_path)


def test_squad_that_is_no_json_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "dev-v2.0.json").write_text('{\n"data": [\n}')
    with pytest.raises(DatasetError, match=r"dev-v2\.0\.json.*line 3"):
        squad.read(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('"data"', '"date"', r"dev-v2\.0\.json is not"),
        ('"context"', '"text"', r"dev-v2\.0\.json, article 1"),
        ('"answer_start": 13', '"answer_start": 14', "question q1"),
        ('"is_impossible": true', '"is_impossible": false', "question q2"),
    ],
)
def test_a_bad_record_of_squad_is_named(tmp_path: Path, old: str, new: str, where: str) -> None:
    _squad(tmp_path)
    path = tmp_path / "dev-v2.0.json"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(DatasetError, match=where):
        squad.read(tmp_path)

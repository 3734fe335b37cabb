"""Question sets and their gold: read strictly, checked against the documents, named by the line."""

import json
from pathlib import Path
from typing import Any

import pytest

from smeadvisor.assembly import read_documents
from smeadvisor.domain.documents import Document
from smeadvisor.errors import DatasetError
from smeadvisor.evaluation.dataset import (
    Fact,
    Question,
    read_questions,
    select,
    standing_alone,
)
from smeadvisor.evaluation.judgements import judge
from smeadvisor.settings import Settings

ROOT = Path(__file__).parents[2]
SET = ROOT / "evals" / "adb-sme" / "questions.jsonl"
SMALL = ROOT / "tests" / "corpus" / "small-questions.jsonl"
GOOD = '{"id": "a", "question": "Why?", "kind": "cause", "answerable": true, "facts": [["so"]]}'
TURN = '{"id": "t1", "question": "Why?", "facts": [["so"]], "conversation": "t", "turn": 1}'
QUOTE = {"document": "harbour-grants.md", "quote": "It pays up to 40% of the cost of a new crane."}
CELL = {
    "document": "harbour-grants.md",
    "table": "Table 1",
    "row": ["2015"],
    "column": ["Small yards"],
    "cell": "120",
}


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return read_documents(Settings(corpus_folder=ROOT / "tests" / "corpus" / "small"))


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id": "b"}',
        GOOD,
        GOOD.replace('[["so"]]', "[]"),
        GOOD.replace('[["so"]]', '["so"]'),
        GOOD.replace('[["so"]]', "[[]]"),
        GOOD.replace("true", "false"),
        GOOD.replace("true", '"yes"'),
        GOOD.replace('"a"', '"b", "colour": "red"'),
        GOOD.replace('"a"', '"b", "split": "training"'),
        GOOD.replace('"a"', '"b", "turn": 1'),
        GOOD.replace('"a"', '"b", "conversation": "c", "turn": 2'),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{GOOD}\n\n{line}\n")
    with pytest.raises(DatasetError, match=r"questions\.jsonl:3"):
        read_questions(path)


@pytest.mark.parametrize(
    "second",
    [
        TURN.replace("t1", "t2"),
        TURN.replace("t1", "t3").replace("1}", "3}"),
        TURN.replace("t1", "t2").replace("1}", '2, "split": "development"}'),
    ],
    ids=["the same turn", "a turn left out", "another split"],
)
def test_turns_follow_one_another_in_one_split(tmp_path: Path, second: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{TURN}\n{second}\n")
    with pytest.raises(DatasetError, match=r"questions\.jsonl:2"):
        read_questions(path)


def test_a_missing_or_empty_set_says_so(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read"):
        read_questions(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(DatasetError, match="no questions"):
        read_questions(tmp_path / "empty.jsonl")


def test_a_split_is_chosen_and_an_empty_one_says_what_to_do() -> None:
    questions = read_questions(SMALL)
    assert [one.id for one in select(questions, "development")] == ["e1"]
    assert len(select(questions, "test")) == len(questions) - 1
    assert select(questions, "all") == questions
    assert {one.turn for one in standing_alone(questions)} == {0, 1}
    with pytest.raises(DatasetError, match="--split all"):
        select(select(questions, "development"), "test")


def test_facts_are_found_whatever_the_case_and_white_space() -> None:
    facts = (Fact(("Rs 147,000", "Rs147,000")), Fact(("one third",)))
    question = Question("a", "?", "fact", True, facts)
    assert question.facts_found("about rs147,000\nand ONE   third") == 1
    assert question.facts_found("about rs147,000") == 0.5
    assert question.facts_found("") == 0


@pytest.mark.parametrize("text", ["145", "45.5", "4,45", "45,000", "x45"])
def test_a_number_is_not_found_inside_another(text: str) -> None:
    assert Fact(("45",)).is_in("45") and Fact(("45",)).is_in("(45)") and Fact(("45",)).is_in("45.")
    assert not Fact(("45",)).is_in(text)


def test_gold_becomes_the_span_it_stands_at(documents: list[Document]) -> None:
    texts = {document.id: document.text for document in documents}
    judged = judge(read_questions(SMALL), documents)
    ((quote,),) = judged["h1"]
    assert texts[quote.document][quote.start : quote.end] == QUOTE["quote"]
    ((cell,),) = judged["h2"]
    shown = texts[cell.document][cell.start : cell.end]
    assert shown.startswith("2015") and shown.endswith("120")
    assert judged["b1"] == ((),), "a fact without gold has no place"
    assert judged["u1"] == ()


@pytest.mark.parametrize(
    ("gold", "accept", "said"),
    [
        (QUOTE | {"quote": "It pays up to 45% of it."}, "45%", "stands 0 times"),
        (QUOTE | {"quote": "yard"}, "yard", "times in"),
        (QUOTE | {"document": "harbor.md"}, "40%", "no document 'harbor.md'"),
        (QUOTE, "30%", "stands in what supports it"),
        (CELL | {"cell": "121"}, "121", "has '120' at"),
        (CELL | {"row": ["2017"]}, "120", "has no cell at"),
        (CELL | {"column": ["Tiny yards"]}, "120", "has no cell at"),
        (CELL | {"table": "Table 2"}, "120", "has no cell at"),
        (CELL, "300", "stands in what supports it"),
    ],
)
def test_gold_that_is_not_in_the_document_is_named_by_file_and_line(
    tmp_path: Path, documents: list[Document], gold: dict[str, Any], accept: str, said: str
) -> None:
    facts = [{"accept": [accept], "gold": [gold]}]
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{GOOD}\n{json.dumps({'id': 'b', 'question': '?', 'facts': facts})}\n")
    with pytest.raises(DatasetError, match=rf"questions\.jsonl:2.*{said}"):
        judge(read_questions(path), documents)


@pytest.mark.parametrize(
    "gold", [{"document": "a.md"}, QUOTE | CELL, {"quote": "It pays"}, "It pays"]
)
def test_gold_is_a_quote_or_a_cell(tmp_path: Path, gold: object) -> None:
    facts = [{"accept": ["40%"], "gold": [gold]}]
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({"id": "b", "question": "?", "facts": facts}))
    with pytest.raises(DatasetError, match=r"questions\.jsonl:1"):
        read_questions(path)


def test_the_shipped_questions_are_true_of_the_shipped_document(settings: Settings) -> None:
    questions = read_questions(SET)
    judged = judge(questions, read_documents(settings))
    assert all(all(judged[one.id]) for one in questions), "every fact has gold"
    words = [one.question for one in standing_alone(questions)]
    assert not {one for one in words if words.count(one) > 1}, "no question is asked twice"

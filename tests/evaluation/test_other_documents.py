"""The questions on two invented documents are true of them, and are what their card says."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from smeadvisor.assembly import read_documents
from smeadvisor.domain.documents import Block, BlockKind, Document
from smeadvisor.evaluation.dataset import Question, read_questions, standing_alone
from smeadvisor.evaluation.judgements import judge
from smeadvisor.settings import Settings

FOLDER = Path(__file__).parents[2] / "evals" / "other-documents"
HALVES = ("development", "test")


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return read_documents(Settings(corpus_folder=FOLDER / "corpus"))


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return read_questions(FOLDER / "questions.jsonl")


def test_every_fact_has_gold_that_stands_in_the_documents(
    documents: list[Document], questions: list[Question]
) -> None:
    judged = judge(questions, documents)
    assert all(all(judged[one.id]) for one in questions)
    assert all(one.reason for one in questions if not one.answerable and one.kind != "small-talk")
    asked = Counter(one.question for one in standing_alone(questions))
    assert max(asked.values()) == 1, "no question is asked twice"


def test_the_card_counts_the_questions_as_they_are(questions: list[Question]) -> None:
    card = (FOLDER / "card.md").read_text(encoding="utf-8")
    said = {kind: (int(first), int(second)) for kind, first, second in _rows(card)}
    single = [one for one in questions if not one.turn]
    counted = Counter((one.kind, one.split) for one in single)
    kinds = {one.kind for one in single}
    assert said == {kind: tuple(counted[kind, half] for half in HALVES) for kind in kinds}
    turns = [one for one in questions if one.turn]
    conversations = {one.conversation for one in turns}
    assert f"holds {len(questions)} questions on two invented documents" in card
    assert f"{len(turns)} turns of {len(conversations)} conversations" in " ".join(card.split())


def test_each_half_asks_about_each_document(
    documents: list[Document], questions: list[Question]
) -> None:
    asked = {
        (one.split, gold.document) for one in questions for fact in one.facts for gold in fact.gold
    }
    assert asked == {(half, document.id) for half in HALVES for document in documents}


def test_boxes_tables_and_notes_are_seen(documents: list[Document]) -> None:
    handbook, report = documents
    assert _labels(report, BlockKind.BOX) == ["Box 1.1", "Box 2.1", "Box 3.1", "Box 4.1", "Box 5.1"]
    assert _labels(report, BlockKind.TABLE) == [f"Table {one}.1" for one in (2, 3, 4, 5, 6)]
    assert _labels(report, BlockKind.FOOTNOTE) == ["Footnote 1", "Footnote 2", "Footnote 3"]
    assert report.page_at(len(report.text)) == 9
    assert _labels(handbook, BlockKind.BOX) == ["Box 1", "Box 2"]
    assert _labels(handbook, BlockKind.TABLE) == ["Table 1", "Table 2", "Table 3", "Table A.1"]
    assert _labels(handbook, BlockKind.FOOTNOTE) == ["Footnote 1", "Footnote 2"]


def _rows(card: str) -> list[tuple[str, str, str]]:
    return re.findall(r"^\| ([\w-]+) \| (\d+) \| (\d+) \|$", card, re.MULTILINE)


def _labels(document: Document, kind: BlockKind) -> list[str]:
    return [block.place.labels[-1] for block in _all(document.blocks) if block.kind is kind]


def _all(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _all(block.parts)

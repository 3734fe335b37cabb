"""What somebody found by reading answers to false premises counts, and no more than that."""

import json
from pathlib import Path

import pytest
from made_up import PASSAGES, answer, judgements, line, question, row, run_folder

from smeadvisor.errors import DatasetError, RunError
from smeadvisor.evaluation import report, runs
from smeadvisor.evaluation.affirmed import digest, read_affirmed
from smeadvisor.evaluation.dataset import read_questions
from smeadvisor.evaluation.scoring import score
from smeadvisor.evaluation.summary import summarise

REFUSAL = answer("I cannot answer this.", 0.1, is_answer=False)


def line_on(id: str, text: str, affirms: bool) -> str:
    return json.dumps({"id": id, "answer": digest(text), "affirms": affirms, "why": "read"}) + "\n"


def test_what_was_declined_or_read_counts_and_an_answer_that_changed_does_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "affirmed.jsonl"
    path.write_text(
        line_on("b", "It pays 50%.", False)
        + line_on("c", "It pays 50%.", True)
        + line_on("d", "It paid.", False)
    )
    asked = [question(name, False, kind="false-premise") for name in "abcd"]
    said = [REFUSAL, answer(), answer(), answer()]
    rows = [row(one.id, its) for one, its in zip(asked, said, strict=True)]
    found = score(asked, rows, judgements(asked), PASSAGES, read_affirmed(path))
    abstention = summarise(found).abstention
    assert abstention.not_affirmed and abstention.not_affirmed.count == 3 and abstention.unread == 1
    assert abstention.not_affirmed.value == pytest.approx(2 / 3)
    assert abstention.declined["false-premise"].value == pytest.approx(1 / 4)


def test_other_questions_need_no_reading() -> None:
    asked = [question("a"), question("b", answerable=False)]
    rows = [row(one.id, answer()) for one in asked]
    abstention = summarise(score(asked, rows, judgements(asked), PASSAGES, {})).abstention
    assert abstention.not_affirmed is None and abstention.unread == 0


def test_a_run_keeps_what_was_read_and_reports_them(tmp_path: Path) -> None:
    lines = line("a") + line("b", kind="false-premise", facts=[])  # type: ignore[arg-type]
    folder = run_folder(tmp_path, lines, [row("a", answer()), row("b", answer())])
    before = report.write(runs.read(folder), None)
    assert before.summary.abstention.unread == 1
    path = tmp_path / "mine.jsonl"
    path.write_text(line_on("b", "It pays 50%.", False))
    runs.keep_affirmed(path, folder)
    after = report.write(runs.read(folder), None)
    not_affirmed = after.summary.abstention.not_affirmed
    assert not_affirmed and not_affirmed.value == 1
    assert "false premises not affirmed | 1.00" in (folder / "report.md").read_text()
    assert "false premises, not affirmed" in (folder / "report.html").read_text()


def test_lines_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    path = tmp_path / "affirmed.jsonl"
    with pytest.raises(DatasetError, match="cannot be read"):
        read_affirmed(path)
    for text in ("{", '{"id": "a", "answer": "x"}', '{"id": "a", "answer": "x", "affirms": "no"}'):
        path.write_text(text)
        with pytest.raises(DatasetError, match=r"affirmed\.jsonl:1"):
            read_affirmed(path)
    path.write_bytes(b"\xff")
    with pytest.raises(DatasetError, match="cannot be read"):
        read_affirmed(path)
    with pytest.raises(RunError, match="cannot be copied"):
        runs.keep_affirmed(tmp_path / "none.jsonl", tmp_path)


@pytest.mark.parametrize("name", ["adb-sme", "adb-sme-fresh", "other-documents"])
def test_the_lines_that_come_with_a_set_are_of_its_false_premises(name: str) -> None:
    folder = Path(__file__).parents[2] / "evals" / name
    premises = {
        one.id for one in read_questions(folder / "questions.jsonl") if one.kind == "false-premise"
    }
    read = read_affirmed(folder / "affirmed.jsonl")
    assert read and {id for id, _ in read} <= premises

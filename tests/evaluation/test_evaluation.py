"""Question sets, calibration, timing: read strictly, measured on real parts."""

from pathlib import Path

import pytest

from smeadvisor.advisor import Advisor
from smeadvisor.answering.abstention import stored_gate_model
from smeadvisor.assembly import open_advisor
from smeadvisor.errors import DatasetError
from smeadvisor.evaluation.calibration import fit_gate
from smeadvisor.evaluation.dataset import Question, read_questions
from smeadvisor.evaluation.development import ask_all, table
from smeadvisor.evaluation.latency import measure
from smeadvisor.settings import Settings

SET = Path(__file__).parents[2] / "evals" / "development" / "questions.jsonl"
EDITION = Path(__file__).parents[2] / "corpus" / "adb-2009-technology-and-innovation.md"
GOOD = '{"id": "a", "question": "Why?", "kind": "cause", "answerable": true, "facts": [["so"]]}'


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return read_questions(SET)


def test_the_development_set_is_what_its_card_says(questions: list[Question]) -> None:
    assert len(questions) == 140
    assert sum(question.answerable for question in questions) == 80
    assert len({question.id for question in questions}) == 140
    assert len({question.question for question in questions}) == 140


def test_every_key_fact_is_in_the_document(questions: list[Question]) -> None:
    edition = EDITION.read_text(encoding="utf-8").replace("<!-- page break -->", "")
    for question in questions:
        assert question.facts_found(edition) == float(question.answerable), question.id


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id": "a"}',
        GOOD.replace('[["so"]]', "[]"),
        GOOD.replace('[["so"]]', '["so"]'),
        GOOD.replace("true", "false"),
        GOOD.replace("true", '"yes"'),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{GOOD}\n\n{line}\n")
    with pytest.raises(DatasetError, match=r"questions\.jsonl:3"):
        read_questions(path)


def test_a_missing_or_empty_set_says_so(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read"):
        read_questions(tmp_path / "none.jsonl")
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(DatasetError, match="no questions"):
        read_questions(tmp_path / "empty.jsonl")


def test_facts_are_found_whatever_the_case_and_white_space() -> None:
    question = Question("a", "?", "fact", True, (("Rs 147,000", "Rs147,000"), ("one third",)))
    assert question.facts_found("about rs147,000\nand ONE   third") == 1
    assert question.facts_found("about rs147,000") == 0.5
    assert question.facts_found("") == 0


def test_calibrating_again_gives_the_stored_gate(
    advisor: Advisor, questions: list[Question]
) -> None:
    fit = fit_gate(advisor, questions, "evals/development/questions.jsonl")
    stored = stored_gate_model()
    assert fit.intercept == pytest.approx(stored.intercept, abs=0.02)
    assert fit.coefficients == pytest.approx(stored.coefficients, abs=0.02)
    assert fit.summary() == stored.fitted


def test_the_table_counts_by_kind(advisor: Advisor, questions: list[Question]) -> None:
    chosen = [question for question in questions if question.kind in ("off-topic", "list")]
    text = table(ask_all(advisor, chosen))
    assert "| not answerable: off-topic | 20 | 20 |" in text
    assert "| answerable: list |" in text


def test_times_are_measured_for_every_question(
    settings: Settings, questions: list[Question], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMEADVISOR_INDEX_FOLDER", str(settings.index_folder))
    timings = measure(lambda: open_advisor(settings), questions[:4], repeats=2)
    assert [len(run) for run in timings.warm] == [3, 3]
    assert all(0 < seconds < 60 for run in timings.warm for seconds in run)
    assert "cold `smeadvisor ask`" in timings.table()

"""Calibration and timing, measured on real parts."""

from pathlib import Path

import pytest

from smeadvisor.advisor import Advisor
from smeadvisor.answering.abstention import stored_gate_model
from smeadvisor.assembly import open_advisor
from smeadvisor.evaluation.calibration import fit_gate
from smeadvisor.evaluation.dataset import Question, read_questions, select, standing_alone
from smeadvisor.evaluation.latency import measure
from smeadvisor.settings import Settings

SET = Path(__file__).parents[2] / "evals" / "adb-sme" / "questions.jsonl"


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return standing_alone(select(read_questions(SET), "development"))


def test_calibrating_again_gives_the_stored_gate(
    advisor: Advisor, questions: list[Question]
) -> None:
    fit = fit_gate(advisor, questions, "evals/adb-sme/questions.jsonl")
    stored = stored_gate_model()
    assert fit.intercept == pytest.approx(stored.intercept, abs=0.02)
    assert fit.coefficients == pytest.approx(stored.coefficients, abs=0.02)
    assert fit.summary() == stored.fitted


def test_times_are_measured_for_every_question(
    settings: Settings, questions: list[Question], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMEADVISOR_INDEX_FOLDER", str(settings.index_folder))
    timings = measure(lambda: open_advisor(settings), questions[:4], repeats=2)
    assert [len(run) for run in timings.warm] == [3, 3]
    assert all(0 < seconds < 60 for run in timings.warm for seconds in run)
    assert "cold `smeadvisor ask`" in timings.table()

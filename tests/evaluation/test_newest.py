"""The newest run that was scored is found, and what is no such run is passed over."""

import os
from pathlib import Path

from made_up import answer, line, row, run_folder

from smeadvisor.evaluation import report, runs
from smeadvisor.evaluation.newest import newest_measured


def _scored(tmp_path: Path, text: str) -> Path:
    lines = line("a", split="test") + line("b", split="test")
    folder = run_folder(tmp_path, lines, [row("a", answer()), row("b", answer(text))])
    report.write(runs.read(folder), None)
    return folder


def test_where_nothing_was_measured_there_is_nothing(tmp_path: Path) -> None:
    assert newest_measured(tmp_path / "runs") is None


def test_the_run_that_began_last_is_the_newest_whatever_was_touched_since(tmp_path: Path) -> None:
    first, last = _scored(tmp_path, "It pays 50%."), _scored(tmp_path, "Nothing of it.")
    os.utime(first / "summary.json")
    found = newest_measured(tmp_path / "runs")
    assert found and found.name == last.name
    assert found.summary.headline["right"].value == 0.5
    assert found.summary == report.write(runs.read(last), None).summary


def test_a_run_that_was_stopped_spoilt_or_never_scored_is_passed_over(tmp_path: Path) -> None:
    good = _scored(tmp_path, "It pays 50%.")
    spoilt, stopped = _scored(tmp_path, "x"), _scored(tmp_path, "y")
    (spoilt / "summary.json").write_text('{"questions": "many"}')
    (stopped / "config.json").unlink()
    run_folder(tmp_path, line("a", split="test"), [row("a", answer())])
    found = newest_measured(tmp_path / "runs")
    assert found and found.name == good.name

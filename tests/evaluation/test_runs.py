"""Run folders: written once, read back the same, found again."""

import json
import shutil
from pathlib import Path

import pytest
from made_up import answer, line, row, run_folder

from smeadvisor.errors import RunError
from smeadvisor.evaluation import runs

LINES = line("a") + line("b", split="development")
ROWS = [row("a", answer())]


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, LINES, ROWS)
    run = runs.read(folder)
    assert run.rows == ROWS and [one.id for one in run.questions] == ["a"]
    assert (folder / "questions.jsonl").read_text() == LINES
    assert run.config.settings == {"port": "7860"} and run.config.versions["chromadb"]
    assert folder.name.endswith("Z-test")
    assert run.scored[0].measures["right"] == 1


def test_the_newest_earlier_run_of_the_same_questions_is_found(tmp_path: Path) -> None:
    first, second = (run_folder(tmp_path, LINES, ROWS) for _ in range(2))
    other_split = run_folder(tmp_path, LINES, [row("b")], split="development")
    no_answers = run_folder(tmp_path, LINES, [row("a")], retrieval_only=True)
    other_set = run_folder(tmp_path, LINES + "\n", ROWS)
    last = run_folder(tmp_path, LINES, ROWS)
    assert len({first, second, other_split, no_answers, other_set, last}) == 6
    (other_set.parent / "interrupted").mkdir()
    earlier = runs.newest_earlier(runs.read(last))
    assert earlier and earlier.folder.name == second.name
    assert runs.newest_earlier(runs.read(first)) is None
    assert runs.newest_earlier(runs.read(other_split)) is None
    before = runs.newest_earlier(runs.read(no_answers))
    assert before and before.folder.name == second.name


@pytest.mark.parametrize(
    "name", ["config.json", "rows.jsonl", "judgements.json", "questions.jsonl"]
)
def test_a_folder_that_is_no_complete_run_says_so(tmp_path: Path, name: str) -> None:
    folder = run_folder(tmp_path, LINES, ROWS)
    (folder / name).write_text("{")
    with pytest.raises(RunError, match="again"):
        runs.read(folder)
    (folder / name).unlink()
    with pytest.raises(RunError, match="again"):
        runs.read(folder)


def test_rows_of_unknown_questions_are_refused(tmp_path: Path) -> None:
    folder = run_folder(tmp_path, LINES, ROWS)
    plain = json.loads((folder / "rows.jsonl").read_text())
    (folder / "rows.jsonl").write_text(json.dumps(plain | {"id": "z"}) + "\n")
    with pytest.raises(RunError, match=r"\(z\)"):
        runs.read(folder)


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(RunError, match="--runs"):
        run_folder(tmp_path, LINES, ROWS)
    (tmp_path / "runs").unlink()
    shutil.rmtree(tmp_path / "runs", ignore_errors=True)

"""`smeadvisor eval` from a folder of documents to a report, on the real index and the real model."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).parent / "smeadvisor"
QUESTIONS = ROOT / "tests" / "corpus" / "small-questions.jsonl"


def _run(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if "SMEADVISOR" not in name}
    return subprocess.run(
        [COMMAND, "eval", *map(str, arguments)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, fast_copy: Path) -> Path:
    """A folder with a small corpus in which the test questions were asked once."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "tests" / "corpus" / "small", home / "corpus")
    shutil.copytree(fast_copy, home / "index" / "query_model")
    run = _run(home, QUESTIONS, "--runs", "runs")
    assert run.returncode == 0, run.stderr
    assert "| facts@5 |" in run.stdout and "report.html" in run.stdout
    return home


@pytest.fixture
def first(home: Path) -> Path:
    """The run of `home`."""
    return min((home / "runs").iterdir())


def test_a_run_holds_what_its_page_is_made_of(first: Path) -> None:
    assert {path.name for path in first.iterdir()} == {
        "questions.jsonl",
        "rows.jsonl",
        "judgements.json",
        "config.json",
        "summary.json",
        "report.md",
        "report.html",
    }
    rows = [json.loads(line) for line in (first / "rows.jsonl").read_text().splitlines()]
    assert [row["id"] for row in rows] == [
        *("h1", "h2", "h3", "b1", "u1", "u2"),
        *("v1-1", "v1-2", "v1-3"),
    ]
    by_id = {row["id"]: row for row in rows}
    assert by_id["h1"]["hits"] and not by_id["v1-2"]["hits"]
    assert by_id["v1-3"]["retrieval_seconds"] is None, "thanks are not searched for"
    assert "baker school" in by_id["v1-2"]["answer"]["standalone"]
    assert all(cited["is_verbatim"] for row in rows for cited in row["answer"]["citations"])
    summary = json.loads((first / "summary.json").read_text())
    assert summary["headline"]["facts@5"]["value"] == 1
    assert summary["headline"]["MRR@10"]["count"] == 4, "of the fact without gold there is none"
    config = json.loads((first / "config.json").read_text())
    assert len(config["index"]) == 64 and config["settings"]["passage_tokens"] == "250"


def test_scoring_again_asks_nothing_and_gives_the_same(home: Path, first: Path) -> None:
    before = (first / "summary.json").read_bytes()
    (first / "summary.json").unlink()
    shutil.move(home / "index", home / "elsewhere")
    try:
        run = _run(home, "--score", first)
    finally:
        shutil.move(home / "elsewhere", home / "index")
    assert run.returncode == 0, run.stderr
    assert (first / "summary.json").read_bytes() == before


def test_a_regression_ends_with_2_and_a_report(home: Path, first: Path, tmp_path: Path) -> None:
    worse = tmp_path / "worse"
    shutil.copytree(first, worse)
    rows = [json.loads(line) for line in (worse / "rows.jsonl").read_text().splitlines()]
    text = "".join(json.dumps(row | {"hits": []}) + "\n" for row in rows)
    (worse / "rows.jsonl").write_text(text)
    (worse / "report.html").unlink()
    run = _run(home, "--score", worse, "--against", first)
    assert run.returncode == 2
    assert run.stderr.startswith("smeadvisor: facts@5") and run.stderr.count("\n") == 1
    assert "Worse (" in (worse / "report.html").read_text()


def test_the_next_run_is_compared_with_the_one_before(home: Path, first: Path) -> None:
    run = _run(home, QUESTIONS, "--runs", "runs", "--retrieval-only")
    assert run.returncode == 0, run.stderr
    assert "| before | difference |" in run.stdout and "| right |" not in run.stdout
    assert first.name in (max((home / "runs").iterdir()) / "report.md").read_text()


def test_gold_that_is_not_in_the_documents_is_said_before_anything_is_asked(
    home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(QUESTIONS.read_text().replace("up to 40% of the cost", "up to 45% of the cost"))
    run = _run(home, path, "--runs", tmp_path / "runs")
    assert run.returncode == 1 and f"{path}:1: the quote" in run.stderr
    assert run.stderr.count("\n") == 1 and not (tmp_path / "runs").exists()


def test_a_folder_that_is_no_run_says_so(home: Path) -> None:
    run = _run(home, "--score", "corpus")
    assert run.returncode == 1 and "no complete run" in run.stderr


def test_lines_on_affirmed_premises_that_cannot_be_used_are_said_before_anything_is_asked(
    home: Path, tmp_path: Path
) -> None:
    shutil.copy(QUESTIONS, tmp_path / "mine.jsonl")
    (tmp_path / "affirmed.jsonl").write_text('{"id": "u1"}\n')
    run = _run(home, tmp_path / "mine.jsonl", "--runs", tmp_path / "runs")
    assert run.returncode == 1 and "affirmed.jsonl:1 says nothing" in run.stderr
    assert run.stderr.count("\n") == 1 and not (tmp_path / "runs").exists()


def test_a_run_is_scored_again_with_what_was_read_since(
    home: Path, first: Path, tmp_path: Path
) -> None:
    run, affirmed = tmp_path / "run", tmp_path / "affirmed.jsonl"
    shutil.copytree(first, run)
    affirmed.write_text('{"id": "u1", "answer": "0", "affirms": false, "why": "another answer"}\n')
    assert _run(home, "--score", run, "--affirmed", affirmed).returncode == 0
    assert (run / "affirmed.jsonl").read_bytes() == affirmed.read_bytes()
    missing = _run(home, "--score", run, "--affirmed", tmp_path / "none.jsonl")
    assert missing.returncode == 1 and "none.jsonl" in missing.stderr

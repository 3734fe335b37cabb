"""The walls of the house are there, and are red when one is breached."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "smeadvisor"


def _lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"],
        cwd=root,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources and contracts that a test may spoil."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("*.egg-info"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("domain/documents.py", "from smeadvisor.text import words"),
        ("answering/guard.py", "from smeadvisor.indexing import embedder"),
        ("retrieval/dense.py", "import chromadb"),
        ("answering/prose.py", "import sentence_transformers"),
        ("retrieval/merged.py", "import langchain_core"),
        ("serving/rendering.py", "import gradio"),
        ("ingestion/corpus.py", "from smeadvisor import settings"),
        ("evaluation/summary.py", "import matplotlib"),
        ("evaluation/report.py", "from smeadvisor import assembly"),
    ],
)
def test_a_breach_is_found(copy: Path, module: str, line: str) -> None:
    assert _lint(copy).returncode == 0, "the contracts hold before the breach"
    path = copy / "src" / "smeadvisor" / module
    path.write_text(path.read_text() + f"\n{line}\n")
    run = _lint(copy)
    assert run.returncode != 0
    assert "BROKEN" in run.stdout


def test_a_new_room_must_be_given_its_place(copy: Path) -> None:
    room = copy / "src" / "smeadvisor" / "attic"
    room.mkdir()
    (room / "__init__.py").touch()
    assert _lint(copy).returncode != 0


def test_no_utils_no_print_outside_the_command_line_no_broad_except() -> None:
    for path in SOURCE.rglob("*.py"):
        assert path.stem not in ("utils", "helpers", "misc", "common"), path
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print" or path.name.startswith("cli"), path
            if isinstance(node, ast.ExceptHandler):
                names = ast.unparse(node.type) if node.type else "everything"
                assert names not in ("everything", "Exception", "BaseException"), path


def test_the_package_can_be_imported_for_nothing() -> None:
    code = (
        "import smeadvisor, sys; print(len([m for m in sys.modules if m.startswith('smeadvisor')]))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(run.stdout) == 1

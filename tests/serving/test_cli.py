"""The command line as people use it, and what it says when something is wrong."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smeadvisor.domain.documents import BlockKind
from smeadvisor.settings import Settings

COMMAND = Path(sys.executable).parent / "smeadvisor"


def _run(*arguments: str, folder: Path, **settings: object) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if "SMEADVISOR" not in name}
    environment |= {f"SMEADVISOR_{name.upper()}": str(value) for name, value in settings.items()}
    return subprocess.run(
        [COMMAND, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _complaint(run: subprocess.CompletedProcess[str]) -> str:
    """What was said on standard error: one line, no traceback, exit code 1."""
    assert run.returncode == 1, run.stdout + run.stderr
    lines = run.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("smeadvisor: "), run.stderr
    return lines[0]


def test_no_corpus_says_where_to_put_documents(tmp_path: Path) -> None:
    said = _complaint(_run("ask", "What is a cluster?", folder=tmp_path))
    assert "no corpus folder 'corpus'" in said and ".md" in said


def test_an_empty_corpus_says_so(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    assert "has no documents" in _complaint(_run("index", folder=tmp_path))


def test_a_corpus_without_one_readable_file_says_why(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    said = _complaint(_run("index", folder=tmp_path))
    assert "photo.jpg" in said and ".md" in said


@pytest.fixture
def folder(small_corpus: Path, fast_copy: Path) -> Path:
    """A folder to work in, with a small corpus, the fast copy of the model and no index yet."""
    shutil.copytree(fast_copy, small_corpus.parent / "index" / "query_model")
    return small_corpus.parent


def test_an_unreadable_file_is_named_and_the_rest_is_indexed(
    small_corpus: Path, folder: Path
) -> None:
    (small_corpus / "latin.txt").write_bytes("Caf\xe9".encode("latin-1"))
    run = _run("index", folder=folder)
    assert run.returncode == 0
    assert "2 added, 1 refused" in run.stdout
    assert "refused: 'latin.txt' is not UTF-8 text" in run.stderr
    assert (small_corpus / "latin.txt").read_bytes() == "Caf\xe9".encode("latin-1")


def test_an_index_of_another_model_says_so_and_can_be_rebuilt(
    folder: Path, tiny_model: Path
) -> None:
    assert _run("index", folder=folder, embedding_model=tiny_model).returncode == 0
    said = _complaint(_run("ask", "What do bakeries use?", folder=folder))
    assert "was built with the embedding model" in said and "smeadvisor index" in said
    assert _run("index", folder=folder).returncode == 0
    assert "wood ovens" in _run("ask", "What do bakeries use?", folder=folder).stdout


def test_a_port_that_is_taken_is_said_before_anything_is_built(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = _complaint(_run("serve", "--port", str(port), folder=tmp_path))
    assert f"Port {port}" in said and "--port" in said
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize(
    ("question", "words"),
    [("", "I do not see a question here"), ("why " * 2_500, "at most 2,000")],
    ids=["empty", "10,000 characters"],
)
def test_bad_questions_get_a_sentence(settings: Settings, question: str, words: str) -> None:
    run = _run("ask", question, folder=Path(), **_folders(settings))
    assert run.returncode == 0 and words in run.stdout and not run.stderr


SCHEMES = "Which programmes help firms?"


def _found(settings: Settings, *arguments: str) -> str:
    run = _run("search", *arguments, folder=Path(), **_folders(settings))
    assert run.returncode == 0 and not run.stderr, run.stderr
    return run.stdout


def test_search_shows_number_place_score_and_text_with_the_match_marked(settings: Settings) -> None:
    shown = _found(
        settings, "What did Korea's 1976 vocational training law require?", "--limit", "3"
    )
    heads = re.findall(r"^(\d)\. (.+) — .+ \(score (\d+\.\d\d)\)$", shown, re.MULTILINE)
    assert [number for number, *_ in heads] == ["1", "2", "3"]
    assert re.search(r"»[^«]*1976[^«]*«", shown)


def test_search_stays_inside_what_is_named(settings: Settings) -> None:
    shown = _found(settings, SCHEMES, "--kind", "row", "--about", "Thailand", "--limit", "2")
    assert shown.count("(score ") == 2
    assert shown.count("Table 7.5 › Thailand › ") == 2
    shown = _found(settings, SCHEMES, "--heading", "clusters", "--limit", "4")
    assert len(re.findall(r"^\d\. (?:Clusters|Box|Table)", shown, re.MULTILINE)) == 4
    document = "adb-2009-technology-and-innovation.md"
    assert _found(settings, SCHEMES, "--document", document).count("(score ") == 5


def test_search_can_show_only_the_words_that_fit_best(settings: Settings) -> None:
    question = "What are UNIDO's design principles for cluster programmes?"
    whole = _found(settings, question, "--limit", "1", "--heading", "clusters")
    short = _found(settings, question, "--limit", "1", "--heading", "clusters", "--focused")
    assert whole != short and "(score " in short


@pytest.mark.parametrize(
    "options",
    [("--document", "no.md"), ("--about", "Atlantis"), ("--about", "Atlantis", "--focused")],
)
def test_search_that_finds_nothing_says_so_in_a_sentence(
    settings: Settings, options: tuple[str, ...]
) -> None:
    (line,) = _found(settings, SCHEMES, *options).splitlines()
    assert line.startswith("No passage was found") and line.endswith(".")


def test_search_for_an_unknown_kind_lists_the_known_ones(tmp_path: Path) -> None:
    run = _run("search", SCHEMES, "--kind", "chapter", folder=tmp_path)
    assert run.returncode == 2 and "Traceback" not in run.stderr
    assert "chapter" in run.stderr and all(f"'{kind}'" in run.stderr for kind in BlockKind)


def test_search_builds_the_index_where_there_is_none(small_corpus: Path) -> None:
    run = _run("search", "wood ovens", "--limit", "1", folder=small_corpus.parent)
    assert run.returncode == 0 and "wood ovens" in run.stdout
    assert (small_corpus.parent / "index" / "CURRENT").exists()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("port", "soon", "port"), ("passage_tokens", "3", "passage_tokens")],
)
def test_a_setting_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    said = _complaint(_run("index", folder=tmp_path, **{name: value}))
    assert f"SMEADVISOR_{words.upper()}" in said


def test_a_broken_or_unknown_settings_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "smeadvisor.toml").write_text("port = = 1")
    assert "smeadvisor.toml" in _complaint(_run("index", folder=tmp_path))
    (tmp_path / "smeadvisor.toml").write_text("colour = 'red'")
    assert "colour" in _complaint(_run("index", folder=tmp_path))


def test_settings_come_from_the_file_and_the_environment_wins(
    small_corpus: Path, small_index: Path
) -> None:
    folder = small_corpus.parent
    for name in ("from-file", "from-env"):
        shutil.copytree(small_index, folder / name)
    (folder / "smeadvisor.toml").write_text("index_folder = 'from-file'\n")
    assert "'from-file'" in _run("index", folder=folder).stdout
    assert "'from-env'" in _run("index", folder=folder, index_folder="from-env").stdout


def test_a_second_index_rebuilds_nothing(settings: Settings) -> None:
    start = time.monotonic()
    run = _run("index", folder=Path(), **_folders(settings))
    assert "up to date: documents 1 unchanged" in run.stdout
    assert time.monotonic() - start < 20


def test_help_imports_nothing_heavy() -> None:
    heavy = {
        "torch",
        "chromadb",
        "gradio",
        "sentence_transformers",
        "onnxruntime",
        "numpy",
        "langchain",
    }
    code = (
        "import sys\nfrom smeadvisor.serving.cli import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "ask" in run.stdout and "serve" in run.stdout
    assert not heavy & set(run.stderr.split())


def _folders(settings: Settings) -> dict[str, Path]:
    return {
        "corpus_folder": settings.corpus_folder.resolve(),
        "index_folder": settings.index_folder.resolve(),
    }

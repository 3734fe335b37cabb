"""The doctor sees what is well and what is not, and names the cure."""

from pathlib import Path

import pytest

from smeadvisor.assembly import build_index
from smeadvisor.health import Finding, examine
from smeadvisor.settings import Settings


@pytest.fixture
def small(small_corpus: Path, tmp_path: Path) -> Settings:
    """Two short documents and their index."""
    settings = Settings(corpus_folder=small_corpus, index_folder=tmp_path / "index")
    build_index(settings)
    return settings


def _findings(settings: Settings) -> dict[str, Finding]:
    return {finding.part: finding for finding in examine(settings)}


def test_all_is_well_after_indexing(small: Settings) -> None:
    findings = _findings(small)
    assert set(findings) == {"model", "catalogue", "index", "corpus"}
    assert all(finding.is_well for finding in findings.values()), findings


def test_without_an_index_only_the_model_is_well(tmp_path: Path) -> None:
    findings = _findings(Settings(corpus_folder=tmp_path, index_folder=tmp_path / "index"))
    assert {part for part, finding in findings.items() if finding.is_well} == {"model"}
    assert "smeadvisor index" in findings["index"].seen


def test_documents_that_changed_are_named(small: Settings) -> None:
    (small.corpus_folder / "bakery-notes.txt").write_text("The ovens are cold.")
    (small.corpus_folder / "new.md").write_text("New.")
    (small.corpus_folder / "harbour-grants.md").unlink()
    seen = _findings(small)["corpus"]
    assert not seen.is_well
    assert "bakery-notes.txt, harbour-grants.md, new.md" in seen.seen
    assert "smeadvisor index" in seen.seen


def test_a_damaged_generation_and_a_damaged_catalogue_are_told_apart(small: Settings) -> None:
    next(small.index_folder.rglob("data_level0.bin")).write_bytes(b"")
    findings = _findings(small)
    assert findings["catalogue"].is_well and not findings["index"].is_well
    assert "exact search" in findings["index"].seen
    catalogue = small.index_folder / "catalogue.sqlite3"
    content = catalogue.read_bytes()
    text = content.index(b"wood oven")
    catalogue.write_bytes(content[:text] + b"W" + content[text + 1 :])
    assert not _findings(small)["catalogue"].is_well
    build_index(small)
    assert all(finding.is_well for finding in _findings(small).values())


def test_a_damaged_copy_of_the_model_is_found(small: Settings) -> None:
    copy = next(small.index_folder.rglob("model.onnx"))
    copy.write_bytes(copy.read_bytes()[:-1])
    finding = _findings(small)["model"]
    assert not finding.is_well and "smeadvisor index" in finding.seen

"""The doctor sees what is well and what is not, and names the cure."""

from pathlib import Path

from smeadvisor.assembly import build_index
from smeadvisor.health import Finding, examine
from smeadvisor.settings import Settings


def _findings(settings: Settings) -> dict[str, Finding]:
    return {finding.part: finding for finding in examine(settings)}


def test_all_is_well_after_indexing(indexed: Settings) -> None:
    findings = _findings(indexed)
    assert set(findings) == {"model", "catalogue", "index", "corpus"}
    assert all(finding.is_well for finding in findings.values()), findings


def test_without_an_index_only_the_model_is_well(tmp_path: Path) -> None:
    findings = _findings(Settings(corpus_folder=tmp_path, index_folder=tmp_path / "index"))
    assert {part for part, finding in findings.items() if finding.is_well} == {"model"}
    assert "smeadvisor index" in findings["index"].seen


def test_documents_that_changed_are_named(indexed: Settings) -> None:
    (indexed.corpus_folder / "bakery-notes.txt").write_text("The ovens are cold.")
    (indexed.corpus_folder / "new.md").write_text("New.")
    (indexed.corpus_folder / "harbour-grants.md").unlink()
    seen = _findings(indexed)["corpus"]
    assert not seen.is_well
    assert "bakery-notes.txt, harbour-grants.md, new.md" in seen.seen
    assert "smeadvisor index" in seen.seen


def test_a_damaged_generation_and_a_damaged_catalogue_are_told_apart(indexed: Settings) -> None:
    next(indexed.index_folder.rglob("data_level0.bin")).write_bytes(b"")
    findings = _findings(indexed)
    assert findings["catalogue"].is_well and not findings["index"].is_well
    assert "exact search" in findings["index"].seen
    catalogue = indexed.index_folder / "catalogue.sqlite3"
    content = catalogue.read_bytes()
    text = content.index(b"wood oven")
    catalogue.write_bytes(content[:text] + b"W" + content[text + 1 :])
    assert not _findings(indexed)["catalogue"].is_well
    build_index(indexed)
    assert all(finding.is_well for finding in _findings(indexed).values())


def test_a_damaged_copy_of_the_model_is_found(indexed: Settings) -> None:
    copy = next(indexed.index_folder.rglob("model.onnx"))
    copy.write_bytes(copy.read_bytes()[:-1])
    finding = _findings(indexed)["model"]
    assert not finding.is_well and "smeadvisor index" in finding.seen

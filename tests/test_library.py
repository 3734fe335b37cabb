"""Documents that were read elsewhere, held as the whole index; folders: tests/indexing."""

from pathlib import Path

import pytest

from smeadvisor.assembly import open_index, open_library, read_passages
from smeadvisor.domain.documents import Document
from smeadvisor.errors import IndexBusy
from smeadvisor.indexing.catalogue import Catalogue
from smeadvisor.indexing.index import CATALOGUE
from smeadvisor.ingestion.document_builder import DocumentBuilder, Inline
from smeadvisor.library import Library
from smeadvisor.settings import Settings


def said(identifier: str, text: str) -> Document:
    builder = DocumentBuilder()
    builder.paragraph(Inline(text))
    return builder.build(identifier, identifier.title())


BAKERS = said("bakers", "Village bakeries use wood ovens.")
TANNERS = said("tanners", "Tanneries clean their water with reeds.")


@pytest.fixture
def own(tmp_path: Path, tiny_model: Path) -> Settings:
    return Settings(index_folder=tmp_path / "index", embedding_model=str(tiny_model))


@pytest.fixture
def library(own: Settings) -> Library:
    return open_library(own)


def published(own: Settings) -> str:
    return (own.index_folder / "CURRENT").read_text().split()[0]


def found(own: Settings) -> dict[str, str]:
    """The text of each document that can be found."""
    index = open_index(own)
    return {name: index.stretch(name, 0, 1_000) for name in index.versions}


def test_documents_are_added_kept_replaced_and_taken_out(own: Settings, library: Library) -> None:
    library.hold([BAKERS, TANNERS])
    assert found(own) == {"bakers": BAKERS.text, "tanners": TANNERS.text}
    before = open_index(own).versions
    changed = said("tanners", "Tanneries clean their water with sand.")
    smiths = said("smiths", "Smiths use charcoal.")
    library.hold([BAKERS, changed, smiths])
    assert found(own) == {one.id: one.text for one in (BAKERS, changed, smiths)}
    after = open_index(own).versions
    assert after["bakers"] == before["bakers"] and after["tanners"] != before["tanners"]
    library.hold([smiths])
    assert found(own) == {"smiths": smiths.text}


def test_it_publishes_only_when_something_changed(own: Settings, library: Library) -> None:
    library.hold([BAKERS, TANNERS])
    assert published(own) == "1"
    steps: list[tuple[str, int, int]] = []
    library.hold([TANNERS, BAKERS], lambda *step: steps.append(step))
    assert published(own) == "1"
    assert steps == [("documents", 1, 2), ("documents", 2, 2)]
    library.hold([BAKERS])
    assert published(own) == "2"


def test_what_is_stored_is_not_stored_again(own: Settings, library: Library) -> None:
    library.hold([BAKERS])
    catalogue = Catalogue(own.index_folder / CATALOGUE)
    numbers = catalogue.numbers(open_index(own).versions.values())
    library.hold([BAKERS, TANNERS])
    kept = catalogue.numbers([open_index(own).versions["bakers"]])
    assert kept == numbers


def test_another_title_is_another_document(own: Settings, library: Library) -> None:
    library.hold([BAKERS])
    before = open_index(own).versions
    builder = DocumentBuilder()
    builder.paragraph(Inline(BAKERS.text))
    library.hold([builder.build("bakers", "Ovens")])
    assert open_index(own).versions != before
    (passage,) = read_passages(own)
    assert passage.title == "Ovens"


def test_one_writer_at_a_time(own: Settings, library: Library) -> None:
    library.hold([BAKERS])

    def meanwhile(*_: object) -> None:
        with pytest.raises(IndexBusy):
            open_library(own).hold([TANNERS])

    library.hold([BAKERS, TANNERS], meanwhile)
    assert found(own).keys() == {"bakers", "tanners"}

"""Stretches of a document, read from the catalogue by its offsets."""

from pathlib import Path

import pytest

from smeadvisor.domain.documents import Document
from smeadvisor.errors import IndexDamaged
from smeadvisor.indexing.catalogue import Catalogue

TEXT = "a😀b𝒳c企業\n\n“é” e\u0301 👩‍🌾 \ufeffend🏳"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite3", writable=True)
    catalogue.add_document("v1", Document("d", "D", TEXT, ()), [], [], [])
    catalogue.add_document("v2", Document("d", "D", "other", ()), [], [], [])
    return catalogue


def test_a_stretch_is_counted_in_characters_as_python_counts_them(catalogue: Catalogue) -> None:
    for start in range(len(TEXT) + 1):
        for end in range(start, len(TEXT) + 2):
            assert catalogue.stretch("v1", start, end) == TEXT[start:end]
    assert catalogue.stretch("v2", 0, 99) == "other"


def test_a_document_that_is_not_there_is_damage(catalogue: Catalogue) -> None:
    with pytest.raises(IndexDamaged, match=r"missing\. Rebuild it: smeadvisor index"):
        catalogue.stretch("v3", 0, 1)

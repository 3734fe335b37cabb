"""The corpus folder: which files it holds, what is said of them, and when one has changed."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from smeadvisor.errors import CorpusError, UnreadableDocument
from smeadvisor.ingestion.corpus import CorpusFile, corpus_files, corpus_synonyms
from smeadvisor.ingestion.isolation import Limits
from smeadvisor.ingestion.readers import READERS

ROOT = Path(__file__).parents[2]
DESCRIPTION = """
[documents."harbour-grants.md"]
title = "Grants of the harbour"
year = 2009
open = true
authors = ["A. Reed", "B. Weir"]
examples = ["Who pays?", "How much?"]
"""


def _described(corpus: Path, text: str) -> CorpusFile:
    (corpus / "corpus.toml").write_text(text, encoding="utf-8")
    return next(file for file in corpus_files(corpus) if file.id == "harbour-grants.md")


def test_files_come_in_order_of_their_paths(small_corpus: Path) -> None:
    for name in ("a/b.md", "a/c/d.txt", "zoo.jpg", "a.md"):
        (small_corpus / name).parent.mkdir(parents=True, exist_ok=True)
        (small_corpus / name).write_text("Text.")
    files = corpus_files(small_corpus)
    assert [file.id for file in files] == [
        "a/b.md",
        "a/c/d.txt",
        "a.md",
        "bakery-notes.txt",
        "harbour-grants.md",
        "zoo.jpg",
    ]
    assert all(file.path == small_corpus / file.id for file in files)
    assert files[1].read(Limits()).id == "a/c/d.txt"


def test_hidden_files_and_the_description_are_no_documents(small_corpus: Path) -> None:
    for name in (".secret.md", ".git/notes.md", "a/.cache/b.md"):
        (small_corpus / name).parent.mkdir(parents=True, exist_ok=True)
        (small_corpus / name).write_text("Text.")
    _described(small_corpus, DESCRIPTION)
    found = [file.id for file in corpus_files(small_corpus)]
    assert found == ["bakery-notes.txt", "harbour-grants.md"]


def test_a_corpus_inside_a_hidden_folder_is_read(tmp_path: Path) -> None:
    corpus = tmp_path / ".data" / "corpus"
    corpus.mkdir(parents=True)
    (corpus / "a.md").write_text("Text.")
    assert [file.id for file in corpus_files(corpus)] == ["a.md"]


def test_what_corpus_toml_says_goes_with_the_document(small_corpus: Path) -> None:
    file = _described(small_corpus, DESCRIPTION)
    assert file.metadata == {
        "title": "Grants of the harbour",
        "year": "2009",
        "open": "True",
        "authors": "A. Reed; B. Weir",
    }
    assert file.examples == ("Who pays?", "How much?")
    document = file.read(Limits())
    assert document.title == "Grants of the harbour"
    assert document.metadata == file.metadata
    assert document.id == "harbour-grants.md"


def test_without_a_description_the_document_names_itself(small_corpus: Path) -> None:
    bakery, harbour = corpus_files(small_corpus)
    assert (bakery.metadata, bakery.examples) == ({}, ())
    assert bakery.read(Limits()).title == "bakery notes"
    first_line = harbour.path.read_text(encoding="utf-8").splitlines()[0]
    assert harbour.read(Limits()).title == first_line.lstrip("# ")


def test_one_example_need_not_be_a_list(small_corpus: Path) -> None:
    text = '[documents."harbour-grants.md"]\nexamples = "Who pays?"\n'
    assert _described(small_corpus, text).examples == ("Who pays?",)


def test_an_example_that_is_no_text_is_still_shown(small_corpus: Path) -> None:
    text = '[documents."harbour-grants.md"]\nexamples = 2009\n'
    assert _described(small_corpus, text).examples == ("2009",)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"[documents", id="not TOML"),
        pytest.param(b"documents = 3", id="documents is a number"),
        pytest.param(b"documents = ['a.md']", id="documents is a list"),
        pytest.param(b"[documents]\n'a.md' = 3", id="a document is a number"),
        pytest.param(b"[documents]\n'a.md' = 'title'", id="a document is a text"),
        pytest.param("[documents.'a.md']\ntitle = 'Caf\xe9'".encode("latin-1"), id="latin-1"),
        pytest.param(b"\x00\x01", id="binary"),
    ],
)
def test_a_broken_description_is_named(content: bytes, small_corpus: Path) -> None:
    (small_corpus / "corpus.toml").write_bytes(content)
    with pytest.raises(CorpusError, match=r"corpus\.toml' cannot be read .*Correct it or remove"):
        corpus_files(small_corpus)


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    expected = re.escape(
        f"There is no corpus folder '{missing}'. Create it and put documents in it "
        f"({', '.join(READERS)})"
    )
    with pytest.raises(CorpusError, match=expected):
        corpus_files(missing)


def test_a_file_is_no_corpus_folder(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Text.")
    with pytest.raises(CorpusError, match="There is no corpus folder"):
        corpus_files(tmp_path / "a.md")


@pytest.mark.parametrize("names", [[], [".hidden.md"], ["corpus.toml"], ["folder.md/.keep"]])
def test_a_folder_without_documents_says_so(names: list[str], tmp_path: Path) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    with pytest.raises(CorpusError, match=r"has no documents\. Put some in it"):
        corpus_files(tmp_path)


def test_the_digest_stays_while_nothing_changes(small_corpus: Path) -> None:
    first = [file.digest(Limits()) for file in corpus_files(small_corpus)]
    assert [file.digest(Limits()) for file in corpus_files(small_corpus)] == first
    assert len(set(first)) == 2


def test_the_digest_changes_with_bytes_metadata_and_id(small_corpus: Path) -> None:
    file = _described(small_corpus, DESCRIPTION)
    before = file.digest(Limits())
    digests = {
        before,
        replace(file, id="other.md").digest(Limits()),
        replace(file, metadata={**file.metadata, "year": "2010"}).digest(Limits()),
        replace(file, metadata={}).digest(Limits()),
    }
    file.path.write_bytes(file.path.read_bytes() + b" ")
    digests.add(file.digest(Limits()))
    assert len(digests) == 5
    assert replace(file, examples=()).digest(Limits()) == file.digest(Limits()), (
        "examples are not indexed"
    )
    ordered = dict(sorted(file.metadata.items(), reverse=True))
    assert replace(file, metadata=ordered).digest(Limits()) == file.digest(Limits())


def test_a_file_of_unknown_format_is_listed_and_refused_when_read(small_corpus: Path) -> None:
    (small_corpus / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    photo = corpus_files(small_corpus)[-1]
    assert photo.id == "photo.jpg" and photo.digest(Limits())
    with pytest.raises(UnreadableDocument, match=r"'photo\.jpg'"):
        photo.read(Limits())


def test_the_shipped_corpus_is_described() -> None:
    (file,) = corpus_files(ROOT / "corpus")
    assert file.metadata["publisher"] == "Asian Development Bank"
    assert len(file.examples) >= 3 and all(one.endswith("?") for one in file.examples)
    assert file.read(Limits()).title == "Enterprises in Asia: Fostering Dynamism in SMEs"


def test_synonyms_are_groups_of_words_and_no_document(small_corpus: Path) -> None:
    text = 'synonyms = ["firm company", "ship boat vessel"]\n' + DESCRIPTION
    file = _described(small_corpus, text)
    assert corpus_synonyms(small_corpus) == ["firm company", "ship boat vessel"]
    assert file.metadata["title"] == "Grants of the harbour"


def test_without_a_description_or_synonyms_there_are_none(
    small_corpus: Path, tmp_path: Path
) -> None:
    assert corpus_synonyms(small_corpus) == [] == corpus_synonyms(tmp_path / "nowhere")
    _described(small_corpus, DESCRIPTION)
    assert corpus_synonyms(small_corpus) == []


@pytest.mark.parametrize(
    "value",
    ['"firm company"', "3", '[["firm", "company"]]', "[1, 2]", '{firm = "company"}'],
    ids=["a text", "a number", "lists", "numbers", "a table"],
)
def test_synonyms_that_are_no_list_of_texts_are_named(small_corpus: Path, value: str) -> None:
    (small_corpus / "corpus.toml").write_text(f"synonyms = {value}\n")
    with pytest.raises(CorpusError, match=r'must be a list of strings.*synonyms = \["firm'):
        corpus_synonyms(small_corpus)


def test_a_broken_description_is_named_when_synonyms_are_read(small_corpus: Path) -> None:
    (small_corpus / "corpus.toml").write_text("synonyms = [")
    with pytest.raises(CorpusError, match=r"cannot be read .*Correct it or remove it"):
        corpus_synonyms(small_corpus)


def test_the_shipped_synonyms_are_groups() -> None:
    groups = corpus_synonyms(ROOT / "corpus")
    assert len(groups) > 5 and all(len(group.split()) > 1 for group in groups)

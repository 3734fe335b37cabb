"""One bad file is refused with a sentence and takes nothing else down."""

import os
from pathlib import Path

import pytest

from smeadvisor.errors import UnreadableDocument
from smeadvisor.ingestion.corpus import corpus_files
from smeadvisor.ingestion.isolation import Limits, read_in_child
from smeadvisor.ingestion.readers import read

EDITION = Path(__file__).parents[2] / "corpus" / "adb-2009-technology-and-innovation.md"


def test_a_document_comes_back_from_the_child_as_it_was_read() -> None:
    assert read_in_child(EDITION, Limits()) == read(EDITION)


def test_the_readers_own_refusal_comes_back_word_for_word(tmp_path: Path) -> None:
    (tmp_path / "empty.md").touch()
    with pytest.raises(UnreadableDocument) as direct:
        read(tmp_path / "empty.md")
    with pytest.raises(UnreadableDocument) as isolated:
        read_in_child(tmp_path / "empty.md", Limits())
    assert str(isolated.value) == str(direct.value)


@pytest.mark.parametrize(
    "limits", [Limits(seconds=1), Limits(memory_megabytes=200)], ids=["time", "memory"]
)
def test_a_file_that_takes_too_much_is_refused_and_names_the_settings(
    tmp_path: Path, limits: Limits
) -> None:
    big = tmp_path / "big.md"
    big.write_text("> " * 40 + "*a* [b](c) `d` | e\n\n" + "*a* [b](c) `d` _e_ **f**\n\n" * 400_000)
    with pytest.raises(
        UnreadableDocument, match=r"'big\.md' cannot be read within .*reading.seconds"
    ):
        read_in_child(big, limits)


def test_more_text_than_anybody_reads_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("word " * 4_100_000)
    with pytest.raises(UnreadableDocument, match=r"20,4\d\d,\d\d\d characters"):
        read_in_child(path, Limits())


def test_a_file_above_the_size_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.truncate(3_000_000)
    (large,) = corpus_files(tmp_path)
    with pytest.raises(UnreadableDocument, match="3 MB; I read at most 2 MB"):
        large.digest(Limits(file_megabytes=2))


def test_links_out_of_the_corpus_and_into_nothing_are_refused(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    secret = tmp_path / "secret.txt"
    secret.write_text("not yours")
    (corpus / "out.txt").symlink_to(secret)
    (corpus / "gone.txt").symlink_to(corpus / "nothing.txt")
    (corpus / "own.txt").write_text("Ours.")
    (corpus / "inside.txt").symlink_to(corpus / "own.txt")
    files = {file.id: file for file in corpus_files(corpus)}
    for name in ("out.txt", "gone.txt"):
        with pytest.raises(UnreadableDocument, match="leads out of the corpus"):
            files[name].digest(Limits())
    assert files["inside.txt"].read(Limits()).text == "Ours."


def test_a_pipe_in_the_corpus_does_not_hang_anything(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "own.txt").write_text("Ours.")
    assert [file.id for file in corpus_files(tmp_path)] == ["own.txt"]

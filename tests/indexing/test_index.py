"""The index as a whole: built aside, published, refused when it is not the right one."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from smeadvisor.assembly import build_index, open_advisor, open_index, open_library
from smeadvisor.errors import IndexBusy, IndexDamaged, IndexMismatch, IndexMissing
from smeadvisor.indexing.catalogue import Catalogue
from smeadvisor.indexing.index import Condition
from smeadvisor.indexing.term_index import plain_terms
from smeadvisor.settings import Settings


@pytest.fixture
def small(small_corpus: Path, fast_copy: Path, tmp_path: Path) -> Settings:
    """Two short documents, the fast copy of the model, and no index yet."""
    settings = Settings(corpus_folder=small_corpus, index_folder=tmp_path / "index")
    shutil.copytree(fast_copy, settings.index_folder / "query_model")
    return settings


def test_the_story_of_a_corpus(small: Settings) -> None:
    """Built, unchanged, changed, added to, taken from: each sync says what it did."""
    library = open_library(small)
    corpus = small.corpus_folder

    assert library.sync(corpus).added == ("bakery-notes.txt", "harbour-grants.md")
    assert not library.sync(corpus).rebuilt

    notes = corpus / "bakery-notes.txt"
    notes.write_text(notes.read_text().replace("90 loaves", "95 loaves"))
    (corpus / "new.txt").write_text("A tannery in Dunholm cleans its water with reeds.")
    report = library.sync(corpus)
    assert (report.changed, report.added) == (("bakery-notes.txt",), ("new.txt",))
    assert report.unchanged == ("harbour-grants.md",)
    answer = open_advisor(small).ask("How many loaves does a wood oven bake?")
    assert "95 loaves" in answer.text

    (corpus / "harbour-grants.md").unlink()
    assert library.sync(corpus).removed == ("harbour-grants.md",)
    hits = open_advisor(small).retriever.retrieve("harbour grants for boatyards", 50)
    assert {hit.passage.document_id for hit in hits} == {"bakery-notes.txt", "new.txt"}


def test_unchanged_text_is_never_embedded_again(small: Settings) -> None:
    first: list[tuple[str, int, int]] = []
    library = open_library(small)
    library.sync(small.corpus_folder, lambda *step: first.append(step))
    notes = small.corpus_folder / "bakery-notes.txt"
    notes.write_text(notes.read_text().replace("24 apprentices", "25 apprentices"))
    second: list[tuple[str, int, int]] = []
    library.sync(small.corpus_folder, lambda *step: second.append(step))
    assert "harbour-grants.md" not in {step for step, _, _ in second}
    known, total = next(step[1:] for step in second if step[0] == "bakery-notes.txt")
    assert 0 < known < total, "only the passage and the sentence that changed are embedded"


def test_one_bad_file_stops_no_other(small: Settings) -> None:
    (small.corpus_folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (small.corpus_folder / "empty.md").touch()
    (small.corpus_folder / "latin.txt").write_bytes("Caf\xe9".encode("latin-1"))
    report = open_library(small).sync(small.corpus_folder)
    assert len(report.added) == 2
    assert set(report.refused) == {"photo.jpg", "empty.md", "latin.txt"}
    assert ".md" in report.refused["photo.jpg"]
    assert all(reason.endswith(".") and "\n" not in reason for reason in report.refused.values())


def test_a_reader_keeps_what_it_opened_while_the_next_generation_is_built(
    indexed: Settings,
) -> None:
    before = open_advisor(indexed)
    notes = indexed.corpus_folder / "bakery-notes.txt"
    notes.write_text(notes.read_text().replace("90 loaves", "95 loaves"))
    build_index(indexed)
    question = "How many loaves does a wood oven bake?"
    assert "90 loaves" in before.ask(question).text
    assert "95 loaves" in open_advisor(indexed).ask(question).text


def test_only_two_generations_are_kept(small: Settings) -> None:
    library = open_library(small)
    notes = small.corpus_folder / "bakery-notes.txt"
    for number in range(4):
        notes.write_text(f"The mill grinds {number} sacks of rye a day.")
        library.sync(small.corpus_folder)
    kept = sorted(folder.name for folder in (small.index_folder / "generations").iterdir())
    assert kept == ["3", "4"]
    assert (small.index_folder / "CURRENT").read_text().split()[0] == "4"


def test_every_passage_finds_itself_by_its_own_vector(settings: Settings) -> None:
    index = open_index(settings)
    catalogue = Catalogue(settings.index_folder / "catalogue.sqlite3")
    numbers = catalogue.numbers(index.versions.values())
    assert len(numbers) == index.passages
    passages = catalogue.passages(numbers)
    for passage, vector in zip(passages, catalogue.vectors(numbers), strict=True):
        found = index.nearest(vector, 3)
        assert passage.searchable_text in [near.searchable_text for near, _ in found]
        assert found[0][1] == pytest.approx(1.0, abs=1e-3)


def test_a_passage_knows_its_neighbours_and_its_parent(settings: Settings) -> None:
    index = open_index(settings)
    terms = plain_terms("Local Enterprise Technical Assistance Scheme Singapore")
    (row, _), *_ = index.matching(terms, 1)
    assert row.cells and row.parent
    assert row.parent[0] < row.start and row.end < row.parent[1]
    before, after = index.neighbours(row)
    assert before and after
    assert before.end <= row.start and row.end <= after.start
    assert before.place.row[:2] == after.place.row[:2] == row.place.row[:2]
    assert index.neighbours(after)[0] == row


def test_nearest_agrees_with_exact_search(settings: Settings) -> None:
    index = open_index(settings)
    catalogue = Catalogue(settings.index_folder / "catalogue.sqlite3")
    numbers = catalogue.numbers(index.versions.values())
    vectors = catalogue.vectors(numbers)
    probe = vectors[::10]
    for vector in probe:
        exact = np.sort(vectors @ vector)[::-1][:10]
        found = [cosine for _, cosine in index.nearest(vector, 10)]
        assert found == pytest.approx(exact.tolist(), abs=1e-3)


def test_no_index_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"No index in .* Build it: smeadvisor index"):
        open_index(Settings(index_folder=tmp_path / "nowhere"))


def test_an_index_of_another_model_is_refused_and_rebuilt(
    indexed: Settings, tiny_model: Path
) -> None:
    other = indexed.model_copy(update={"embedding_model": str(tiny_model)})
    with pytest.raises(IndexMismatch, match=r"embedded.*Rebuild it: smeadvisor index"):
        open_advisor(other)
    assert build_index(other).rebuilt
    assert open_advisor(other).retriever.retrieve("wood ovens", 1)


QUESTION = "How many loaves does a wood oven bake?"


@pytest.mark.parametrize(
    "part", ["manifest.json", "chroma.sqlite3", "data_level0.bin", "terms.json"]
)
def test_a_missing_part_is_named_and_the_catalogue_answers_until_it_is_rebuilt(
    indexed: Settings, part: str, caplog: pytest.LogCaptureFixture
) -> None:
    next(path for path in indexed.index_folder.rglob(part)).unlink()
    index = open_index(indexed)
    assert index.condition is Condition.EXACT
    assert "smeadvisor index" in caplog.text
    assert "90 loaves" in open_advisor(indexed).ask(QUESTION).text
    assert build_index(indexed).rebuilt
    assert open_index(indexed).condition is Condition.WHOLE


def test_a_damaged_generation_gives_way_to_the_one_before(indexed: Settings) -> None:
    (indexed.corpus_folder / "new.txt").write_text(
        "A tannery in Dunholm cleans its water with reeds."
    )
    build_index(indexed)
    shutil.rmtree(indexed.index_folder / "generations" / "2")
    index = open_index(indexed)
    assert index.condition is Condition.PREVIOUS
    assert index.versions.keys() == {"bakery-notes.txt", "harbour-grants.md"}
    assert "90 loaves" in open_advisor(indexed).ask(QUESTION).text


def test_files_that_go_bad_while_the_index_is_open_do_not_stop_answers(indexed: Settings) -> None:
    advisor = open_advisor(indexed)
    shutil.rmtree(indexed.index_folder / "generations")
    assert "90 loaves" in advisor.ask(QUESTION).text


@pytest.mark.parametrize(
    ("text", "words"), [("soon", "CURRENT"), ("", "CURRENT"), ("9", "CURRENT")]
)
def test_a_pointer_with_nonsense_is_named_and_survived(
    indexed: Settings, text: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    (indexed.index_folder / "CURRENT").write_text(text)
    assert open_index(indexed).condition is Condition.EXACT
    assert words in caplog.text
    assert build_index(indexed).rebuilt
    assert open_index(indexed).condition is Condition.WHOLE


def test_an_index_of_another_format_is_rebuilt_from_the_catalogue(
    indexed: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    manifest = next(indexed.index_folder.rglob("manifest.json"))
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 99}))
    assert open_index(indexed).condition is Condition.EXACT
    assert "format 99" in caplog.text
    assert build_index(indexed).rebuilt


def test_without_catalogue_and_generation_the_refusal_names_the_cure(indexed: Settings) -> None:
    (indexed.index_folder / "catalogue.sqlite3").write_bytes(
        b"not a database, but long enough" * 50
    )
    with pytest.raises(IndexDamaged, match="Rebuild it: smeadvisor index"):
        open_advisor(indexed).ask(QUESTION)
    assert build_index(indexed).rebuilt
    assert "90 loaves" in open_advisor(indexed).ask(QUESTION).text
    assert list(indexed.index_folder.glob("*.damaged")), (
        "what was damaged is set aside, not deleted"
    )


def test_passage_numbers_are_never_looked_up_in_another_catalogue(
    indexed: Settings, tmp_path: Path
) -> None:
    other = indexed.model_copy(update={"index_folder": tmp_path / "other"})
    build_index(other)
    advisor = open_advisor(indexed)
    assert advisor.ask(QUESTION).claims
    shutil.copy(other.index_folder / "catalogue.sqlite3", indexed.index_folder / "new.sqlite3")
    (indexed.index_folder / "new.sqlite3").replace(indexed.index_folder / "catalogue.sqlite3")
    refused = pytest.raises(IndexDamaged, match="was replaced while it was open")
    with ThreadPoolExecutor(1) as fresh_thread, refused:
        fresh_thread.submit(advisor.ask, QUESTION).result()
    assert open_index(indexed).condition is Condition.EXACT
    assert build_index(indexed).rebuilt


def test_an_index_of_another_model_is_rebuilt_where_the_settings_say_so(
    indexed: Settings, tiny_model: Path
) -> None:
    changes = {"embedding_model": str(tiny_model), "rebuild_on_mismatch": True}
    assert open_advisor(indexed.model_copy(update=changes)).retriever.retrieve("wood ovens", 1)


def test_two_writers_do_not_meet(small: Settings) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, filelock\n"
            "with filelock.FileLock(sys.argv[1]):\n"
            "    print('held', flush=True); sys.stdin.read()",
            str(small.index_folder / "writer.lock"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    try:
        with pytest.raises(IndexBusy, match="Another process is writing"):
            open_library(small).sync(small.corpus_folder)
    finally:
        holder.communicate()
    assert open_library(small).sync(small.corpus_folder).rebuilt


def test_a_sync_that_is_killed_leaves_the_old_index_and_can_be_repeated(indexed: Settings) -> None:
    sentences = [f"Boatyard {number} repairs {number + 3} hulls a year." for number in range(150)]
    (indexed.corpus_folder / "yards.txt").write_text("\n\n".join(sentences))
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from smeadvisor.assembly import open_library\n"
        "from smeadvisor.settings import Settings\n"
        "corpus, index = map(Path, sys.argv[1:])\n"
        "def stop(document, done, total):\n"
        "    if done > 60: os.kill(os.getpid(), signal.SIGKILL)\n"
        "open_library(Settings(corpus_folder=corpus, index_folder=index)).sync(corpus, stop)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, indexed.corpus_folder, indexed.index_folder], check=False
    )
    assert run.returncode == -9
    assert open_index(indexed).versions.keys() == {"bakery-notes.txt", "harbour-grants.md"}
    steps: list[int] = []
    report = open_library(indexed).sync(
        indexed.corpus_folder, lambda document, done, total: steps.append(done)
    )
    assert report.added == ("yards.txt",)
    assert 60 < steps[0] < max(steps), "what was embedded before the kill is not embedded again"

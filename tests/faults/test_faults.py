"""Faults that really happen: whatever is killed, flipped, cut, filled or locked, answers stay whole.

After each fault every passage of a complete index, the old or the new one, is found by its vector and
by its words; what cannot be answered is refused with the cure; one more sync makes all well; and
nothing in the corpus has changed.
"""

import hashlib
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from seeded import MODEL, SeededEmbedder, library

from smeadvisor.errors import IndexingError
from smeadvisor.indexing.index import Condition, Index
from smeadvisor.indexing.index_writer import BUILDING, CHECKING, PUBLISHING, SWEEPING
from smeadvisor.indexing.term_index import plain_terms

SCRIPT = Path(__file__).with_name("seeded.py")
SUBJECTS = ["harbours", "bakeries", "tanneries", "mills"]


class Place:
    """A corpus that changes and its index, on a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.corpus = folder / "corpus"
        self.index = folder / "index"
        self.corpus.mkdir(parents=True)
        self.edition = 0
        self.write()

    def write(self) -> None:
        """A new edition of two of the documents; the others stay."""
        self.edition += 1
        for number, subject in enumerate(SUBJECTS):
            edition = self.edition if number < 2 else 1
            paragraphs = [
                f"Paragraph {n} of edition {edition} says that {subject} number {n * edition} "
                f"took part in programme {n + number} for {n * 7 + edition} years. " * 2
                for n in range(12)
            ]
            text = f"# About {subject}\n\n" + "\n\n".join(paragraphs)
            (self.corpus / f"{subject}.md").write_text(text)

    def sync(self, *arguments: str) -> subprocess.Popen[str]:
        """A process that syncs once."""
        return subprocess.Popen(
            [sys.executable, SCRIPT, self.corpus, self.index, *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def fingerprint(self) -> str:
        """A hash of every name and byte in the corpus."""
        digest = hashlib.sha256()
        for path in sorted(self.corpus.rglob("*")):
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A corpus with a whole index of its first edition."""
    place = Place(tmp_path)
    library(place.index).sync(place.corpus)
    return place


def found(index: Path) -> tuple[int, Condition]:
    """The one edition that every question is answered from, after every passage was asked for."""
    opened = Index(index, MODEL)
    embedder = SeededEmbedder()
    editions = set()
    total = 0
    for subject in SUBJECTS[:2]:
        terms = plain_terms(f"about {subject} paragraph edition programme")
        hits = [p for p, _ in opened.matching(terms, 500)]
        own = [passage for passage in hits if passage.document_id == f"{subject}.md"]
        for passage in own:
            nearest, cosine = opened.nearest(embedder.embed([passage.searchable_text])[0], 1)[0]
            assert nearest.id == passage.id and cosine > 0.999
            editions.add(int(passage.text.split("edition ")[1].split()[0]))
        total += len(own)
    assert len(editions) == 1, "answers from two editions at once"
    assert total == 24, f"{total} passages instead of 24"
    opened.close()
    return editions.pop(), opened.condition


def make_well(place: Place, before: str) -> None:
    """One more sync makes all well, and the corpus is as it was."""
    library(place.index).sync(place.corpus)
    assert found(place.index) == (place.edition, Condition.WHOLE)
    assert place.fingerprint() == before


@pytest.mark.parametrize("count", ["1", "2"])
@pytest.mark.parametrize(
    "step", ["bakeries.md", "harbours.md", BUILDING, CHECKING, PUBLISHING, SWEEPING]
)
def test_killed_at_a_named_step(place: Place, step: str, count: str) -> None:
    place.write()
    before = place.fingerprint()
    process = place.sync(step, count)
    process.communicate()
    if count == "1":
        assert process.returncode == -signal.SIGKILL
    edition, _ = found(place.index)
    assert edition in (place.edition - 1, place.edition)
    if step in (BUILDING, CHECKING, PUBLISHING) and count == "1":
        assert edition == place.edition - 1, "nothing half-built is shown"
    make_well(place, before)


def test_killed_at_fifty_random_moments_one_after_the_other(place: Place) -> None:
    """No clean sync in between: what one kill leaves is what the next one starts from."""
    chance = random.Random(20261123)
    start = time.monotonic()
    place.write()
    place.sync().communicate()
    whole = time.monotonic() - start
    shown, killed = place.edition, 0
    while killed < 50:
        place.write()
        before = place.fingerprint()
        process = place.sync()
        time.sleep(chance.uniform(0.2, 1.0) * whole)
        process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        edition, _ = found(place.index)
        assert shown <= edition <= place.edition
        shown = edition
        assert place.fingerprint() == before
    make_well(place, place.fingerprint())


def _files(place: Place) -> Iterator[Path]:
    names = ["CURRENT", "catalogue.sqlite3", "manifest.json", "chroma.sqlite3", "data_level0.bin"]
    names += ["header.bin", "length.bin", "link_lists.bin", "index_metadata.pickle", "terms.json"]
    names += ["data.csc.index.npy", "indices.csc.index.npy", "indptr.csc.index.npy"]
    names += ["vocab.index.json", "params.index.json"]
    for name in names:
        found_files = sorted(place.index.rglob(name))
        if found_files:
            yield found_files[-1]


def _flip(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    position = chance.randrange(len(content))
    content[position] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def _cut(path: Path, chance: random.Random) -> None:
    with path.open("r+b") as file:
        file.truncate(chance.randrange(max(1, path.stat().st_size)))


@pytest.mark.parametrize("spoil", [_flip, _cut], ids=["a flipped bit", "cut short"])
def test_every_file_spoilt_in_turn(
    tmp_path: Path, spoil: Callable[[Path, random.Random], None]
) -> None:
    chance = random.Random(7)
    place = Place(tmp_path / "place")
    library(place.index).sync(place.corpus)
    place.write()
    library(place.index).sync(place.corpus)
    before = place.fingerprint()
    pristine = tmp_path / "pristine"
    shutil.copytree(place.index, pristine)
    files = list(_files(place))
    assert len(files) >= 12, "the files have other names now"
    for path in files:
        for _ in range(3):
            spoil(path, chance)
            try:
                edition, _condition = found(place.index)
                assert edition in (1, 2)
            except IndexingError as error:
                assert "smeadvisor index" in str(error), "a refusal names the cure"
                assert path.name == "catalogue.sqlite3", f"{path.name} has a way round it"
            shutil.rmtree(place.index)
            shutil.copytree(pristine, place.index)
        spoil(path, chance)
        make_well(place, before)
        shutil.rmtree(place.index)
        shutil.copytree(pristine, place.index)


def test_missing_hnsw_files(place: Place) -> None:
    before = place.fingerprint()
    for path in place.index.rglob("*.bin"):
        path.unlink()
    assert found(place.index) == (1, Condition.EXACT)
    make_well(place, before)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, check=False
    )
    if mount.returncode:
        pytest.skip("a small disk can be mounted by root only")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk(small_disk: Path) -> None:
    place = Place(small_disk)
    library(place.index).sync(place.corpus)
    filler = small_disk / "filler"
    place.write()
    before = place.fingerprint()
    for room in (0, 50_000, 100_000, 200_000, 300_000):
        free = shutil.disk_usage(small_disk).free
        filler.write_bytes(b"x" * max(0, free - room))
        with pytest.raises(IndexingError) as refusal:
            library(place.index).sync(place.corpus)
        assert "disk" in str(refusal.value) and "smeadvisor index" in str(refusal.value)
        assert found(place.index)[0] == 1
        filler.unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    make_well(place, before)


def test_a_read_only_disk(small_disk: Path) -> None:
    place = Place(small_disk)
    library(place.index).sync(place.corpus)
    before = place.fingerprint()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert found(place.index) == (1, Condition.EXACT)
    with pytest.raises(IndexingError, match="cannot be written"):
        library(place.index).sync(place.corpus)
    subprocess.run(["mount", "-o", "remount,rw,size=64m", small_disk], check=True)
    make_well(place, before)


def test_two_writers_at_once(place: Place) -> None:
    place.write()
    before = place.fingerprint()
    processes = [place.sync() for _ in range(2)]
    said = [process.communicate()[1] for process in processes]
    codes = sorted(process.returncode for process in processes)
    assert codes in ([0, 0], [0, 1])
    if codes == [0, 1]:
        assert any("Another process is writing" in text for text in said)
    make_well(place, before)


def test_readers_ask_all_the_while_a_writer_works(place: Place) -> None:
    problems: list[str] = []
    editions: list[int] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                editions.append(found(place.index)[0])
            except (AssertionError, IndexingError) as error:
                problems.append(repr(error))

    readers = [threading.Thread(target=ask) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(5):
        place.write()
        assert place.sync().wait() == 0
    stop.set()
    for reader in readers:
        reader.join()
    assert not problems
    assert len(editions) > 10 and {1, place.edition - 1} <= set(editions)

"""Faults that really happen: whatever is killed, filled or locked, answers stay whole.

After each fault every passage of a complete index, the old or the new one, is found by its vector and
by its words; what cannot be answered is refused with the cure; one more sync makes all well; and
nothing in the corpus has changed.
"""

import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import Place, found, make_well
from seeded import library

from smeadvisor.errors import IndexingError
from smeadvisor.indexing.index import Condition
from smeadvisor.indexing.index_writer import BUILDING, CHECKING, PUBLISHING, SWEEPING


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A corpus with a whole index of its first edition."""
    place = Place(tmp_path)
    library(place.index).sync(place.corpus)
    return place


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

"""Whatever file of an index is flipped or cut: answers stay whole, or are refused with the cure."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from places import Place, found, make_well
from seeded import library

from smeadvisor.errors import IndexingError


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

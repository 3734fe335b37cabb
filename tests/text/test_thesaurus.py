"""Other words of English: synonyms, words of a family, and only what is known."""

import gzip
from importlib.resources import files
from pathlib import Path

import pytest

from smeadvisor.text.thesaurus import made_from, other_words
from smeadvisor.text.words import stem

# In the form of WordNet's files: a licence, then senses and words.
_SENSES = {
    "noun": """\
  1 A licence that is no data.
00000001 03 n 02 wage 0 pay 0 000 | what is earned
00000002 03 n 02 wage 0 reward 0 000 | a return
00000003 03 n 02 wage 0 hire 0 000 | rare
00000004 03 n 02 choice 0 pick 0 001 + 00000001 v 0101 | what is chosen
""",
    "verb": "00000001 03 v 02 choose 0 select 0 000 01 + 08 00 | take one\n",
    "adj": """\
00000001 03 a 01 new 0 001 & 00000002 a 0000 | recent
00000002 03 s 01 fresh(a) 0 001 & 00000001 a 0000 | recent
""",
    "adv": "",
}
_INDEX = {
    "noun": "wage n 3 0 3 1 00000001 00000002 00000003\nchoice n 1 1 + 1 1 00000004\n",
    "verb": "choose v 1 0 1 1 00000001\n",
    "adj": "new a 1 1 & 1 1 00000001\nfresh a 1 1 & 1 1 00000002\n",
    "adv": "",
}


@pytest.fixture
def wordnet(tmp_path: Path) -> Path:
    for name, text in _SENSES.items():
        (tmp_path / f"data.{name}").write_text(text)
        (tmp_path / f"index.{name}").write_text(_INDEX[name])
    return tmp_path


def test_the_two_usual_senses_the_family_and_what_is_alike_are_taken(wordnet: Path) -> None:
    made = made_from(wordnet)
    assert made[stem("wage")] == {"pay": 0.5, "reward": 0.35}
    assert made[stem("choice")] == {"pick": 0.5, stem("choose"): 0.5}
    assert made["new"] == {"fresh": 0.3} and made["fresh"] == {"new": 0.3}


def test_files_that_are_something_else_are_refused(wordnet: Path) -> None:
    (wordnet / "data.verb").write_text("no sense\n")
    with pytest.raises((ValueError, IndexError)):
        made_from(wordnet)


def test_only_known_words_stand_for_another() -> None:
    found = other_words({stem("purchase"), stem("salary"), stem("consultant"), stem("novel")})
    assert stem("purchase") in found[stem("buy")]
    assert stem("salary") in found[stem("wages")]
    assert {other for others in found.values() for other in others} <= {
        stem("purchase"), stem("salary"), stem("consultant"), stem("novel")
    }  # fmt: skip
    assert other_words(()) == {}


def test_the_shipped_file_holds_worths_and_stems_and_comes_with_its_licence() -> None:
    folder = files("smeadvisor.text")
    lines = gzip.decompress(folder.joinpath("thesaurus.txt.gz").read_bytes()).decode().splitlines()
    assert len(lines) > 30_000
    words = [line.split("\t")[0] for line in lines]
    assert words == sorted(set(words))
    worths = {float(group.split()[0]) for line in lines for group in line.split("\t")[1:]}
    assert all(0 < worth <= 0.5 for worth in worths)
    licence = folder.joinpath("thesaurus.license.txt").read_text(encoding="utf-8")
    assert "WordNet 3.1 Copyright 2011 by Princeton University" in licence

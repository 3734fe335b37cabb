"""Other words for a word, of English at large: synonyms of its usual senses, likenesses, words of its family.

They come from WordNet 3.1 (thesaurus.license.txt), made into thesaurus.txt.gz by

    python -m smeadvisor.text.thesaurus FOLDER

from the folder with its files `data.*` and `index.*`. Each line has a stem, then, for each worth from the
highest on, the stems that may stand for it: `wage\t0.5 pay salari\t0.35 engag`.
"""

import gzip
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from smeadvisor.text.words import FUNCTION_WORDS, stem

_FILE = "thesaurus.txt.gz"
_KINDS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
# What a synonym is worth beside the word itself, in its usual sense and the next one; rarer senses are
# left out.
_SENSES = (0.5, 0.35)
# Words of the same family ("advise" of "adviser"), and adjectives that are alike.
_FAMILY, _ALIKE = 1.0, 0.6
_SHORTEST = 3


def other_words(known: Collection[str]) -> Mapping[str, Mapping[str, float]]:
    """For each stem the known stems that may stand for it, each with its worth, 0–1."""
    packed = files(__package__).joinpath(_FILE).read_bytes()
    found = {}
    for line in gzip.decompress(packed).decode().splitlines():
        first, *groups = line.split("\t")
        others = {
            other: float(worth)
            for worth, *some in (group.split() for group in groups)
            for other in some
            if other in known
        }
        if others:
            found[first] = others
    return found


def made_from(folder: Path) -> dict[str, dict[str, float]]:
    """The other words of every stem, from the files of WordNet.

    Raises:
        OSError: a file cannot be read.
        ValueError, IndexError: a file is not one of WordNet's.
    """
    senses = {
        (kind, number): (words, pointers)
        for name, kind in _KINDS.items()
        for number, words, pointers in _senses(folder / f"data.{name}")
    }
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for name, kind in _KINDS.items():
        for word, numbers in _index(folder / f"index.{name}"):
            for worth, number in zip(_SENSES, numbers, strict=False):
                words, pointers = senses[kind, number]
                others = [(other, worth) for other in words]
                for symbol, other_kind, other_number, source, target in pointers:
                    theirs, _ = senses[other_kind, other_number]
                    if symbol == "&":
                        others += [(other, worth * _ALIKE) for other in theirs]
                    elif symbol == "+" and source and words[source - 1] == word:
                        others.append((theirs[target - 1], worth * _FAMILY))
                _add(found[stem(word)], word, others)
    return found


def _add(to: dict[str, float], word: str, others: list[tuple[str, float]]) -> None:
    for other, worth in others:
        one = stem(other)
        if one != stem(word) and _is_plain(other) and worth > to.get(one, 0):
            to[one] = round(worth, 2)


def _is_plain(word: str) -> bool:
    return word.isalpha() and len(word) >= _SHORTEST and word not in FUNCTION_WORDS


_Pointer = tuple[str, str, str, int, int]


def _senses(path: Path) -> Iterator[tuple[str, list[str], list[_Pointer]]]:
    """Number, words and pointers of each sense (wndb(5WN))."""
    for line in _lines(path):
        number, _, _, count, *rest = line.split("|")[0].split()
        last = 2 * int(count, 16)
        words = [word.split("(")[0].lower() for word in rest[:last:2]]
        pointers = []
        for start in range(last + 1, last + 1 + 4 * int(rest[last]), 4):
            symbol, other, kind, places = rest[start : start + 4]
            pointers.append(
                (symbol, kind.replace("s", "a"), other, int(places[:2], 16), int(places[2:], 16))
            )
        yield number, words, pointers


def _index(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each word with the numbers of its senses, the usual one first."""
    for line in _lines(path):
        word, _, count, *rest = line.split()
        if _is_plain(word):
            yield word, rest[-int(count) :]


def _lines(path: Path) -> Iterator[str]:
    """The lines that are no part of the licence."""
    return (
        line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(" ")
    )


def _line(word: str, others: Mapping[str, float]) -> str:
    groups: dict[float, list[str]] = defaultdict(list)
    for other, worth in others.items():
        groups[worth].append(other)
    told = [
        " ".join([str(worth), *sorted(groups[worth])]) for worth in sorted(groups, reverse=True)
    ]
    return "\t".join([word, *told])


if __name__ == "__main__":
    made = made_from(Path(sys.argv[1]))
    text = "".join(f"{_line(word, made[word])}\n" for word in sorted(made) if made[word])
    Path(__file__).with_name(_FILE).write_bytes(gzip.compress(text.encode(), mtime=0))

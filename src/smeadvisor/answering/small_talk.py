"""Small talk: what is only that is told from questions, what is wrapped around a question is taken off.

Works on segments, the stretches between punctuation marks. The phrases stand in small_talk.toml.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile

from rapidfuzz.distance import OSA

from smeadvisor.text.words import FUNCTION_WORDS, stem

_SEGMENT = re.compile(r"\S.*?(?:[,;:.!?…)(–—-]+(?=\s|$)|$)")
_WORD = re.compile(r"\w+(?:['’&-]\w+)*")
_APOSTROPHE = re.compile(r"['’]")
_DRAWN_OUT = re.compile(r"(\w)\1{2,}")
# In shorter words a slip of the keys is only looked for where two letters have changed places.
_SHORTEST, _SHORTEST_SWAPPED = 5, 3
# What may begin a question after a courtesy without a mark; "thanks to" and "thanks for" go on.
_OPENERS = (FUNCTION_WORDS | {"list", "show", "name", "compare", "find"}) - {"to", "for", "of"}
_LEADING = ("greeting", "thanks")


@dataclass(frozen=True, slots=True)
class Talk:
    """A kind of small talk and its reply.

    A courtesy asks nothing, so it may stand around a question; after one that `informs` the reader
    wants to hear what the documents are.
    """

    name: str
    reply: str
    patterns: tuple[re.Pattern[str], ...]
    is_courtesy: bool
    informs: bool


@dataclass(frozen=True, slots=True)
class Parted:
    """The small talk in a text, and the question in it; "" where there is only small talk."""

    talk: tuple[Talk, ...]
    question: str


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch of the text; `talk` is None where it says something that is no small talk."""

    start: int
    end: int
    talk: tuple[Talk, ...] | None

    @property
    def is_courteous(self) -> bool:
        """Whether it can be left out without taking anything from a question."""
        return self.talk is not None and all(one.is_courtesy for one in self.talk)


class SmallTalk:
    """Parts texts into small talk and question.

    `is_known` says whether the documents have a stem: such a word is never a slip of the keys.
    """

    def __init__(self, is_known: Callable[[str], bool] = lambda _: False) -> None:
        self._is_known = is_known

    def part(self, text: str) -> Parted:
        """The small talk of a text, and its question as it stands in the text, without courtesies around it."""
        segments = [self._segment(match) for match in _SEGMENT.finditer(text)]
        if all(one.talk is not None for one in segments):
            talk = _each_once(segments)
            return Parted(talk, "" if talk else text)
        first = next(number for number, one in enumerate(segments) if not one.is_courteous)
        last = next(n for n in reversed(range(len(segments))) if not segments[n].is_courteous)
        around = [*segments[:first], *segments[last + 1 :]]
        # Punctuation and fillers alone are no reason to take anything off.
        start = segments[first].start if any(one.talk for one in segments[:first]) else 0
        end = segments[last].end if any(one.talk for one in segments[last + 1 :]) else len(text)
        return Parted(_each_once(around), text[start + self._lead(text[start:end]) : end])

    def _segment(self, match: re.Match[str]) -> _Segment:
        words = [word.group() for word in _WORD.finditer(match.group())]
        talk, read = self._read(words)
        return _Segment(match.start(), match.end(), talk if read == len(words) else None)

    def _lead(self, question: str) -> int:
        """How many characters of courtesy lead a question that goes on without a mark: "hi what is …"."""
        words = list(_WORD.finditer(question))
        talk, read = self._read([word.group() for word in words])
        opens = 0 < read < len(words) and words[read].group().lower() in _OPENERS
        if opens and talk and all(one.name in _LEADING for one in talk):
            return words[read].start()
        return 0

    def _read(self, words: Sequence[str]) -> tuple[tuple[Talk, ...], int]:
        """The small talk at the beginning of words, and how many words it takes with its fillers."""
        phrases = _phrases()
        plain = list(takewhile(phrases.vocabulary.__contains__, map(self._spelt, words)))
        talk: list[Talk] = []
        read = 0
        while read < len(plain):
            found = phrases.longest(" ".join(plain[read:]))
            if found:
                talk.append(found[0])
                read += found[1]
            elif plain[read] in phrases.fillers:
                read += 1
            else:
                break
        return tuple(talk), read

    def _spelt(self, word: str) -> str:
        """A word in lower case as the phrases spell it: drawn-out letters and slips of the keys mended."""
        plain = _APOSTROPHE.sub("", word.lower())
        vocabulary = _phrases().vocabulary
        if plain in vocabulary or plain in FUNCTION_WORDS or self._is_known(stem(plain)):
            return plain
        for short in (_DRAWN_OUT.sub(r"\1", plain), _DRAWN_OUT.sub(r"\1\1", plain)):
            if short in vocabulary:
                return short
        return next((meant for meant in sorted(vocabulary) if _is_slip(plain, meant)), plain)


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What small_talk.toml says; `vocabulary` are all words that stand in it."""

    talks: tuple[Talk, ...]
    fillers: frozenset[str]
    vocabulary: frozenset[str]

    def longest(self, words: str) -> tuple[Talk, int] | None:
        """The kind of the longest phrase that words begin with, and its length in words."""
        matches = [
            (talk, match.group())
            for talk in self.talks
            for pattern in talk.patterns
            if (match := pattern.match(words))
        ]
        if not matches:
            return None
        talk, found = max(matches, key=lambda pair: len(pair[1]))
        return talk, len(found.split())


def _is_slip(word: str, meant: str) -> bool:
    """Whether a word is another one with one letter more, less, other, or two that changed places."""
    # The first letter is seldom wrong, and "tanks" or "yelp" are words of their own.
    if word[0] != meant[0] or abs(len(word) - len(meant)) > 1:
        return False
    swapped = len(word) >= _SHORTEST_SWAPPED and sorted(word) == sorted(meant)
    long_enough = max(len(word), len(meant)) >= _SHORTEST
    return (swapped or long_enough) and OSA.distance(word, meant, score_cutoff=1) == 1


def _each_once(segments: Iterable[_Segment]) -> tuple[Talk, ...]:
    return tuple(dict.fromkeys(talk for one in segments for talk in one.talk or ()))


@cache
def _phrases() -> _Phrases:
    described = tomllib.loads((files(__package__) / "small_talk.toml").read_text(encoding="utf-8"))
    fillers = frozenset(described.pop("fillers").split())
    words = [_words_of(phrase) for fields in described.values() for phrase in fields["phrases"]]
    talks = tuple(
        Talk(
            name,
            fields["reply"],
            tuple(re.compile(f"(?:{phrase})(?= |$)") for phrase in fields["phrases"]),
            fields.get("courtesy", False),
            fields.get("informs", False),
        )
        for name, fields in described.items()
    )
    return _Phrases(talks, fillers, fillers.union(*words))


def _words_of(pattern: str) -> set[str]:
    """The words a pattern may match, with and without the letters that it leaves open."""
    both = re.sub(r"\w\?", "", pattern) + " " + pattern.replace("?", "")
    return set(re.findall(r"[a-z]+", both))

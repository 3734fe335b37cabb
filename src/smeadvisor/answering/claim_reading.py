"""What a claim or a quote says, word by word: content words, names, figures, directions, negations.

A reading is made once for a text. Words are told by position, so that what a claim says of a name can
be compared with what the quote says of it. Knows English, no document's wording.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from smeadvisor.text.countries import mentions, regions
from smeadvisor.text.quantities import Kind, Quantity, quantities
from smeadvisor.text.words import FUNCTION_WORDS, stem

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[&'’.-](?=\w)[^\W_]+)*|n['’]t\b")
_BREAK = re.compile(
    r"[;:.!?\n|](?=\s|$)|,\s(?=(?:while|whereas|although|though|but|and|which|who|where|yet|so)\b)"
    r"|(?<=\s)(?=(?:while|whereas|although|though|but|because)\s)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:^|[.!?:;|•\n“\"(]\s*)$")
_CAPITAL = re.compile(r"[A-Z]|[a-z]+[A-Z]")
_JOINING = frozenset("of for and on the & in".split())
_SIZE = re.compile(
    r"\b(?P<size>micro|small(?:est|er)?|medium|large(?:st|r)?|big(?:gest|ger)?)(?:-?sized?|-?scale)?\b"
    r"(?=(?:[-,/ ]+(?:and |or |to |but )?(?:micro|small|medium|large)(?:-?sized?|-?scale)?-?)*[-,]?\s?"
    r"(?:\w+[- ]){0,2}?(?:firms?|enterprises?|compan(?:y|ies)|business(?:es)?|units?|ones|manufacturers"
    r"|corporations?|employers|producers|establishments?)\b)|\b(?P<other>micro)(?=enterprise|firm|business)",
    re.IGNORECASE,
)
_SIZES = {"smaller": "small", "smallest": "small", "larger": "large", "largest": "large",
          "big": "large", "bigger": "large", "biggest": "large"}  # fmt: skip
# What every programme or body may be called.
_GENERIC = frozenset(
    map(
        stem,
        """programme program scheme project fund ministry agency bank government plan table box section
        figure sme smes r&d it country countries mr mrs dr january february march april may june july august
        september october november december monday""".split(),
    )
)
_FEWEST_CAPITALS = 2
# What a name is the name of, by its last telling word.
NAMES = ("programme", "body", "name")
_KINDS = {
    "programme": frozenset(
        """programme program programmes programs scheme schemes plan grant grants voucher vouchers loan loans
        rebate award fund initiative project package policy act law campaign match line facility""".split()
    ),
    "body": frozenset(
        """agency ministry department bureau office board council centre center bank commission institute
        institution corporation association federation administration union university college authority
        organization organisation chamber company court register committee network company group""".split()
    ),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its keys are its stem and the notions it may stand for; `clause` counts from 0."""

    text: str
    stem: str
    notions: frozenset[int]
    is_content: bool
    clause: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something a statement is about or says: of a `family` one must not take another's place.

    `identity` are the ways in which it is known; `first` and `last` the words it takes.
    """

    family: str
    identity: frozenset[str]
    text: str
    first: int
    last: int

    def is_same(self, other: "Anchor") -> bool:
        """Whether both are one thing."""
        if self.family in NAMES and other.family in NAMES:
            return _is_same_name(self, other)
        if self.family != other.family:
            return False
        return bool(self.identity & other.identity)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its words, its anchors, its quantities, and where it is turned round."""

    text: str
    words: tuple[Word, ...]
    anchors: tuple[Anchor, ...]
    quantities: tuple[Quantity, ...]
    negators: tuple[int, ...]
    softer: tuple[int, ...]

    def content(self, clause: int | None = None) -> list[Word]:
        """Its content words, or those of one clause."""
        return [one for one in self.words if one.is_content and clause in (None, one.clause)]


@dataclass(frozen=True, slots=True)
class _Polarity:
    negators: frozenset[str]
    softer: frozenset[str]
    behind: frozenset[str]
    possible: frozenset[str]
    hedges: frozenset[str]
    certain: frozenset[str]
    idioms: re.Pattern[str]
    poles: dict[str, tuple[tuple[str, str], ...]]


@cache
def polarity() -> _Polarity:
    """The words of polarity.toml, softer ones and poles by their stems; of the poles (axis, pole)."""
    plain = tomllib.loads(files(__package__).joinpath("polarity.toml").read_text(encoding="utf-8"))
    poles: dict[str, list[tuple[str, str]]] = {}
    for axis in plain["axes"]:
        for pole in ("up", "down"):
            for word in axis[pole]:
                poles.setdefault(stem(word), []).append((axis["name"], pole))
    idioms = "|".join(re.escape(one) for one in plain["idioms"])
    return _Polarity(
        frozenset(plain["negators"]),
        frozenset(map(stem, plain["softer"])),
        frozenset(map(stem, plain["behind"])),
        frozenset(plain["possible"]),
        frozenset(plain["hedges"]),
        frozenset(plain["certain"]),
        re.compile(rf"\b(?:{idioms})\b", re.IGNORECASE),
        {word: tuple(found) for word, found in poles.items()},
    )


@cache
def _notions() -> dict[str, frozenset[int]]:
    plain = tomllib.loads(files(__package__).joinpath("synonyms.toml").read_text(encoding="utf-8"))
    found: dict[str, set[int]] = {}
    for number, line in enumerate(plain["notions"].strip().splitlines()):
        for word in line.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@lru_cache(maxsize=8_192)
def read(text: str) -> Reading:
    """The reading of a text; an empty text has no words."""
    words = _words(text)
    found = quantities(text)
    anchors = [*_figures(text, words, found), *_sizes(text, words)]
    places = [one for one in _places(text, words) if not _is_in_name(one, text, words)]
    anchors += places
    taken = {index for one in anchors for index in range(one.first, one.last + 1)}
    anchors += _names(text, words, taken)
    anchors += _poles(words, _bounds(words, found))
    idle = {
        index
        for match in polarity().idioms.finditer(text)
        for index, word in enumerate(words)
        if match.start() <= word.start < match.end()
    }
    lower = [(index, word.text.lower()) for index, word in enumerate(words) if index not in idle]
    return Reading(
        text,
        tuple(words),
        tuple(sorted(anchors, key=lambda one: one.first)),
        found,
        tuple(index for index, word in lower if _is_negator(word)),
        tuple(index for index, word in lower if stem(word) in polarity().softer),
    )


def _is_negator(word: str) -> bool:
    return word in polarity().negators or word.endswith(("n't", "n’t"))


def _words(text: str) -> list[Word]:
    breaks = [match.start() for match in _BREAK.finditer(text)]
    words = []
    clause = 0
    for match in _WORD.finditer(text):
        while breaks and breaks[0] < match.start():
            breaks.pop(0)
            clause += 1
        plain = match.group().lower().replace("’", "'").removesuffix("'s")
        pieces = plain.split("-") if "-" in plain else [plain]
        offset = match.start()
        for piece in pieces:
            if piece:
                words.append(_word(piece, text, offset, clause))
                if piece in _MOVES and len(words) > 1 and words[-2].stem in _GOING:
                    words[-1] = _moved(words[-1], _MOVES[piece])
            offset += len(piece) + 1
    return words


# "Went up" is rose.
_GOING = frozenset(("go", "went", "gone", "goe"))
_MOVES = {"up": "rise", "down": "fall"}


def _moved(word: Word, meant: str) -> Word:
    stemmed = stem(meant)
    notions = _notions().get(stemmed, frozenset())
    return replace(word, stem=stemmed, notions=notions, is_content=True)


def _word(plain: str, text: str, start: int, clause: int) -> Word:
    end = start + len(plain)
    bare = plain.removesuffix("'")
    stemmed = stem(bare)
    is_content = bare not in FUNCTION_WORDS and not _is_negator(bare) and not bare[0].isdigit()
    notions = _notions().get(stemmed, frozenset())
    return Word(text[start:end], stemmed, notions, is_content, clause, start, end)


def _span(words: list[Word], start: int, end: int) -> tuple[int, int] | None:
    inside = [index for index, one in enumerate(words) if one.start < end and start < one.end]
    return (inside[0], inside[-1]) if inside else None


def _figures(text: str, words: list[Word], found: tuple[Quantity, ...]) -> list[Anchor]:
    anchors = []
    for one in found:
        span = _span(words, one.start, one.end)
        if span:
            family = "share" if one.kind in (Kind.PERCENTAGE, Kind.FRACTION) else one.kind.value
            ends = {(one.low, one.high)}
            if one.is_range:
                # An end of a range is no other figure; whether it may stand alone is asked elsewhere.
                ends |= {(one.low, one.low), (one.high, one.high)}
            identity = frozenset(f"{low}–{high}" for low, high in ends)
            anchors.append(Anchor(family, identity, text[one.start : one.end], *span))
    return anchors


def _places(text: str, words: list[Word]) -> list[Anchor]:
    anchors = []
    money = quantities(text)
    for one in mentions(text):
        span = _span(words, one.start, one.end)
        # "65 million Singapore dollars" names no country.
        is_money = any(held.start <= one.start < held.end for held in money)
        if span and not is_money:
            written = text[one.start : one.end]
            anchors.append(Anchor("country", frozenset({one.code}), written, *span))
    return anchors


def _is_in_name(place: Anchor, text: str, words: list[Word]) -> bool:
    """Whether a country begins a longer name: "China Productivity Center"."""
    following = words[place.last + 1 : place.last + 3]
    if len(following) < _FEWEST_CAPITALS:
        return False
    between = text[words[place.last].end : following[1].start]
    return (
        all(_CAPITAL.match(word.text) and word.stem not in _GENERIC for word in following)
        and re.fullmatch(r"\s\w+[\s-]", between) is not None
    )


def _sizes(text: str, words: list[Word]) -> list[Anchor]:
    anchors = []
    for match in _SIZE.finditer(text):
        span = _span(words, *match.span())
        size = (match["size"] or match["other"]).lower()
        is_named = match.group()[0].isupper() and not _SENTENCE.search(text[: match.start()])
        if span and not is_named:
            identity = frozenset({_SIZES.get(size, size)})
            anchors.append(Anchor("size of firm", identity, match.group(), *span))
    return anchors


def _names(text: str, words: list[Word], taken: set[int]) -> list[Anchor]:
    """Runs of capitalised words; the first word of a sentence is no name for its capital alone."""
    anchors = []
    run: list[int] = []

    def close() -> None:
        while run and words[run[-1]].text in _JOINING:
            run.pop()
        if run:
            anchors.extend(_name(text, words, run))
        run.clear()

    for index, word in enumerate(words):
        near = not run or text[words[run[-1]].end : word.start] in (" ", "-", " & ", "’s ", "'s ")
        if not near:
            close()
        if index in taken:
            close()
        elif (_CAPITAL.match(word.text) and word.text != "I") or (run and word.text in _JOINING):
            run.append(index)
        else:
            close()
    close()
    return anchors


def _name(text: str, words: list[Word], run: list[int]) -> list[Anchor]:
    first = words[run[0]]
    is_first = bool(_SENTENCE.search(text[: first.start]))
    kept = list(run)
    is_opening = is_first and not _is_acronym(first.text)
    # An opening word belongs to a name only where the name goes on.
    if is_opening and (len(run) == 1 or not first.is_content):
        kept = kept[1:]
    while kept and words[kept[0]].text.lower() in _JOINING:
        kept.pop(0)
    if not kept:
        return []
    opening = {run[0]} if is_opening else set()
    identity = frozenset(
        words[index].stem
        for index in kept
        if words[index].text not in _JOINING and index not in opening
    )
    named = regions(" ".join(words[index].text for index in kept))
    if named:
        return [Anchor("region", named, _written(text, words, kept), kept[0], kept[-1])]
    identity -= _GENERIC
    if not identity:
        return []
    family = _family([words[index].text.lower() for index in kept])
    return [Anchor(family, identity, _written(text, words, kept), kept[0], kept[-1])]


def _family(parts: list[str]) -> str:
    joint = next((at for at, part in enumerate(parts) if at and part in _JOINING), len(parts))
    for part in (parts[joint - 1], parts[-1], parts[0]):
        for family, heads in _KINDS.items():
            if part in heads:
                return family
    return "name"


def _written(text: str, words: list[Word], kept: list[int]) -> str:
    return text[words[kept[0]].start : words[kept[-1]].end]


def _is_acronym(word: str) -> bool:
    return sum(letter.isupper() for letter in word) >= _FEWEST_CAPITALS


def _is_same_name(one: Anchor, other: Anchor) -> bool:
    small, large = sorted((one.identity, other.identity), key=len)
    if len(small & large) * 2 > len(small):
        return True
    return initials(one.text) & initials(other.text) != frozenset()


@lru_cache(maxsize=4_096)
def initials(name: str) -> frozenset[str]:
    """How a name may be shortened: its own letters where it is an acronym, else its words' first letters."""
    parts = re.findall(r"[A-Za-z][\w&]*", name)
    capitals = [part for part in parts if part[0].isupper()]
    found = {part.rstrip("s").upper() for part in parts if _is_acronym(part)}
    if len(capitals) >= _FEWEST_CAPITALS:
        found.add("".join(part[0] for part in capitals).upper())
        found.add("".join(part[0] for part in parts).upper())
    return frozenset(found)


def _bounds(words: list[Word], found: tuple[Quantity, ...]) -> set[int]:
    """The words that only bound a figure: "more than 500", "25 or more"."""
    outer = [
        (start, end)
        for one in found
        for start, end in ((one.outer_start, one.start), (one.end, one.outer_end))
    ]
    return {
        index
        for index, word in enumerate(words)
        if any(start <= word.start and word.end <= end for start, end in outer)
    }


def _poles(words: list[Word], bounds: set[int]) -> list[Anchor]:
    anchors = []
    for index, word in enumerate(words):
        if index in bounds:
            continue
        for axis, pole in dict.fromkeys(polarity().poles.get(stem(word.text.lower()), ())):
            anchors.append(Anchor(f"axis {axis}", frozenset({pole}), word.text, index, index))
    return anchors


def joined(readings: Sequence[Reading]) -> Reading:
    """Several readings as one of their texts line by line, each in clauses of its own."""
    if len(readings) == 1:
        return readings[0]
    words: list[Word] = []
    anchors: list[Anchor] = []
    found: list[Quantity] = []
    negators: list[int] = []
    softer: list[int] = []
    clauses = offset = 0
    for one in readings:
        by = len(words)
        words += [
            replace(
                word,
                clause=word.clause + clauses,
                start=word.start + offset,
                end=word.end + offset,
            )
            for word in one.words
        ]
        anchors += [
            replace(anchor, first=anchor.first + by, last=anchor.last + by)
            for anchor in one.anchors
        ]
        found += [
            replace(held, start=held.start + offset, end=held.end + offset)
            for held in one.quantities
        ]
        negators += [at + by for at in one.negators]
        softer += [at + by for at in one.softer]
        clauses = (words[-1].clause if words else 0) + 2
        offset += len(one.text) + 1
    return Reading(
        "\n".join(one.text for one in readings),
        tuple(words),
        tuple(anchors),
        tuple(found),
        tuple(negators),
        tuple(softer),
    )

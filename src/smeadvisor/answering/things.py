"""Things in a question that have others of their kind: places, years, ranges, size classes, names.

Knows the grammar of English and what countries and size classes are called; knows no document.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from smeadvisor.text.countries import mentions, name, regions
from smeadvisor.text.words import FUNCTION_WORDS

FIRM = (
    r"(?:firm|compan(?:y|ie)|enterprise|business(?:e)?|manufacturer|producer|maker|exporter|one)s?"
)
PREPOSITION = r"(?:in|for|with|of|among|at|to|from|by|on|about|during|within|under|between|against)"
# "Mid-seventies" is a time.
_UNIT = (
    r"(?:(?:micro|tiny|small|medium|large|big)(?:[ -](?:sized?|scale))?"
    r"|mid(?![- ]?(?:\d|\w+t(?:ies|y)\b|\w+teen))(?:[ -](?:sized?|scale))?)"
)
_NUMBER = (
    r"(?:\d[\d,.]*|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine|hundred|thousand))*)"
)
_COMPASS = (
    r"(?:(?:south|north)[- ]?(?:east|west)|south|north|east|west|central|latin|sub-saharan)(?:ern)?"
)
_REGION = re.compile(
    rf"\b(?:{_COMPASS}(?:(?:, and | and |, |/| & ){_COMPASS})* )?(?:asia|africa|america|europe)(?:ns?)?\b"
    r"|\b(?:middle east(?:ern)?|european union|EU|pacific|caribbean|oceania)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\b(?:(?:early |late |mid-)?(?:19|20)\d0s|(?:19|20)\d\d(?:\s?(?:–|-|to|and)\s?(?:(?:19|20)\d\d|\d\d\b))?)"
)
RANGE = re.compile(
    rf"\b(?:(?:(?:more|fewer|less) than|over|under|above|below|at least|at most|up to) {_NUMBER}"
    rf"|{_NUMBER}(?: to |\s?[–-]\s?){_NUMBER}|{_NUMBER} (?:or|and) (?:more|fewer|less|over))\b",
    re.IGNORECASE,
)
_SIZE_NOUN = r"M?SMEs?|micro[- ]?(?:firm|enterprise|business(?:e)?)s?"
_SIZE = re.compile(
    rf"\b(?:{_SIZE_NOUN}|{_UNIT}(?:-?,? ?(?:and |or |to |-)?{_UNIT})*)\b", re.IGNORECASE
)
# "Sant'Elmo" is one word, "Lima's" is a word and its ending.
_NAME_WORD = r"[A-Z](?:[\w&-]|['’](?=[A-Z]))*"
_NAME = re.compile(rf"(?<![\w'’-]){_NAME_WORD}(?: (?:(?:of|for) (?:the )?)?{_NAME_WORD})*")
_BEGINNING = re.compile(r"(?:^|[.?!:] )$")
# Capital letters that name nothing in particular.
_COMMON = frozenset("R&D SME SMEs MSME MSMEs IT ICT I OK".split())
_DEMONYM = re.compile(r"(?:ese|ish|ch|i|[aeiou]?an|thai|lao|ine|ino)$", re.IGNORECASE)
_COUNTRY_ENDING = re.compile(
    r"(?:stan|taiwan|japan|iran|bhutan|brunei|fiji|kiribati|mali|malawi|haiti|burundi|djibouti|"
    r"oman|sudan|jordan|lebanon|azerbaijan|michigan)$",
    re.IGNORECASE,
)
# "I keep bees. Which scheme …": sentences before the one that asks.
_TOLD_BEFORE = re.compile(r".*[a-z)]{2}[.!] ", re.DOTALL)
_ARTICLE = re.compile(r"\b(an?) (?=(\w))", re.IGNORECASE)


_MAY_BE_ADJECTIVE = re.compile(
    rf"(?<=\b)(?<!\bto )[a-z]+(?= (?!(?:{'|'.join(sorted(FUNCTION_WORDS))})\b)[a-z])"
)


class Kind(Enum):
    """What a thing can be exchanged for: another of its kind."""

    PLACE = auto()
    YEAR = auto()
    RANGE = auto()
    SIZE = auto()
    NAME = auto()


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that stands at `start` to `end` of a text; `code` of a place tells countries apart."""

    kind: Kind
    start: int
    end: int
    text: str
    code: str = ""


def things(text: str) -> list[Thing]:
    """The things of a text in order; a name that holds a country's name is a name."""
    found: list[Thing] = []
    places = list(_places(text))
    longer = [
        one
        for one in _names(text)
        if not any(place.start <= one.start and one.end <= place.end for place in places)
    ]
    patterns = ((Kind.YEAR, _YEAR), (Kind.RANGE, RANGE), (Kind.SIZE, _SIZE))
    others = [
        Thing(kind, match.start(), match.end(), match.group())
        for kind, pattern in patterns
        for match in pattern.finditer(text)
    ]
    for one in [*longer, *places, *others]:
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def of_kind(text: str, kind: Kind) -> list[Thing]:
    """The things of one kind in a text."""
    return [one for one in things(text) if one.kind is kind]


def place_phrase(place: Thing) -> str:
    """A place as it is said after "in"; an adjective becomes the place's name."""
    lower = place.text.islower() and " " not in place.text
    return _usual_name(place) if is_adjective(place) or lower else place.text


def is_adjective(place: Thing) -> bool:
    """Whether a place is named by its adjective ("Korean") rather than its name."""
    if not _is_country(place):
        return re.search(r"(?:an|ern)s?$", place.text, re.IGNORECASE) is not None
    known = re.search(rf"\b{re.escape(place.text)}\b", name(place.code), re.IGNORECASE)
    ending = _DEMONYM.search(place.text) and not _COUNTRY_ENDING.search(place.text)
    return bool(ending) and not known


def _is_country(place: Thing) -> bool:
    return len(place.code) == 2 and place.code.isupper()


def _usual_name(place: Thing) -> str:
    if _is_country(place):
        return name(place.code)
    words = re.sub(r"n$", "", re.sub(r"ns$", "", place.text)) if is_adjective(place) else place.text
    return " ".join(
        word if word == "and" else word[:1].upper() + word[1:] for word in words.split()
    )


def exchange(text: str, old: Thing, new: Thing) -> str:
    """The text with one thing in the place of another of its kind, in the form that fits there."""
    if old.kind is Kind.PLACE:
        return _exchange_place(text, old, new)
    if old.kind is Kind.SIZE:
        return _exchange_size(text, old, new)
    between = re.search(r"\b(?:between|from) $", text[: old.start], re.IGNORECASE)
    if old.kind is Kind.YEAR and between and new.text.isdigit():
        return put(text, between.start(), old.end, f"in {new.text}")
    decade = old.text.endswith("s") and text[: old.start].endswith("the ")
    if old.kind is Kind.YEAR and new.text.endswith("s") and not text[: old.start].endswith("the "):
        return put(text, old.start, old.end, f"the {new.text}")
    if old.kind is Kind.YEAR and new.text.isdigit() and decade:
        return put(text, old.start - len("the "), old.end, new.text)
    return put(text, old.start, old.end, new.text)


def put(text: str, start: int, end: int, new: str) -> str:
    """The text with `new` at `start` to `end`, with single spaces and the articles that fit."""
    before, after = text[:start], text[end:]
    if _BEGINNING.search(before):
        new = new[:1].upper() + new[1:]
    joined = re.sub(r"\s+([?,.;:!])", r"\1", " ".join(f"{before}{new}{after}".split()))
    return _ARTICLE.sub(_fit_article, joined)


def _fit_article(match: re.Match[str]) -> str:
    article, first = match.groups()
    vowel = first.lower() in "aeio"
    # "a one-stop", "a European", "an hour", "an SME": sound decides, so only plain cases are mended.
    if first.lower() in "oeu" or not first.islower() or first == "h":
        return match.group()
    return f"{article[0]}{'n' if vowel else ''} "


def _exchange_place(text: str, old: Thing, new: Thing) -> str:
    follows = re.match(r" ([\w-]+)( [\w-]+)?", text[old.end :])
    describes = is_adjective(old) and follows and follows[1].lower() not in FUNCTION_WORDS
    if not describes:
        return put(text, old.start, old.end, place_phrase(new))
    if is_adjective(new):
        return put(text, old.start, old.end, new.text)
    assert follows is not None
    where = f"in {place_phrase(new)}"
    second = (follows[2] or "").strip().lower()
    if not second or second in FUNCTION_WORDS:
        end = old.end + follows.end(1)
        return put(text, old.start, end, f"{follows[1]} {where}")
    return in_front(where, put(text, old.start, old.end, ""))


def in_front(where: str, question: str) -> str:
    """A question that begins with where or for whom it is asked; what is told before it stays before it."""
    told = _TOLD_BEFORE.match(question)
    start = told.end() if told else 0
    return f"{question[:start]}{where[0].upper()}{where[1:]}, {uncapitalised(question[start:])}"


def uncapitalised(text: str) -> str:
    """A text as it goes on inside a sentence: names keep their capital letter."""
    first = text.split(" ", 1)[0].lower()
    return text[:1].lower() + text[1:] if first in FUNCTION_WORDS - {"i"} else text


def _exchange_size(text: str, old: Thing, new: Thing) -> str:
    noun = re.compile(_SIZE_NOUN, re.IGNORECASE)
    old_is_noun, new_is_noun = noun.fullmatch(old.text), noun.fullmatch(new.text)
    firm = re.match(rf" {FIRM}\b", text[old.end :], re.IGNORECASE)
    if new_is_noun and not old_is_noun:
        end = old.end + (firm.end() if firm else 0)
        return put(text, old.start, end, new.text if firm else new.text.removesuffix("s"))
    if old_is_noun and not new_is_noun:
        plural = old.text.endswith("s")
        return put(text, old.start, old.end, f"{new.text} {'firms' if plural else 'firm'}")
    return put(text, old.start, old.end, new.text)


def _places(text: str) -> Iterator[Thing]:
    """Countries and regions, those that are named together ("Korea and Japan") as one."""
    found = [
        Thing(Kind.PLACE, one.start, one.end, text[one.start : one.end], one.code)
        for one in mentions(_capitalised(text))
    ]
    for match in _REGION.finditer(text):
        code = " and ".join(sorted(regions(match.group()))) or match.group().lower()
        whole = Thing(Kind.PLACE, match.start(), match.end(), match.group(), code)
        if not any(one.start < whole.end and whole.start < one.end for one in found):
            found.append(whole)
    last: Thing | None = None
    for one in sorted(found, key=lambda place: place.start):
        if last and re.fullmatch(r", | and | or |, and | & ", text[last.end : one.start]):
            last = Thing(Kind.PLACE, last.start, one.end, text[last.start : one.end], last.code)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last


def _capitalised(text: str) -> str:
    """The text with a capital letter at the adjective of a country before a noun: "the thai car"."""

    def mended(match: re.Match[str]) -> str:
        before = text[: match.start()].split()
        if before and before[-1].lower() not in FUNCTION_WORDS:
            # "Firms polish glass."
            return match.group()
        word = match.group().capitalize()
        is_country = any(
            is_adjective(Thing(Kind.PLACE, 0, len(word), word, one.code)) for one in mentions(word)
        )
        return word if is_country else match.group()

    return _MAY_BE_ADJECTIVE.sub(mended, text)


def _names(text: str) -> Iterator[Thing]:
    for match in _NAME.finditer(text):
        start, words = match.start(), match.group()
        first, *rest = words.split(" ")
        if first.lower() in FUNCTION_WORDS:
            start += len(first) + 1
            words = " ".join(rest)
        elif not rest and _BEGINNING.search(text[:start]) and first[1:].islower():
            continue
        places = " ".join(words[one.start : one.end].lower() for one in mentions(words)).split()
        telling = [
            word
            for word in words.split()
            if re.sub(r"-[a-z]+$", "", word) not in _COMMON
            and word.lower() not in places
            and not re.fullmatch(_NUMBER, word, re.IGNORECASE)
        ]
        if telling:
            yield Thing(Kind.NAME, start, start + len(words), words)


def without(text: str, found: Iterable[Thing]) -> str:
    """The text with its things left out."""
    for one in sorted(found, key=lambda thing: -thing.start):
        text = text[: one.start] + " " + text[one.end :]
    return " ".join(text.split())

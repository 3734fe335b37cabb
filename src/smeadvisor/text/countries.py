"""Countries and regions that a text names: by short name, other name, adjective, or as tables write them.

The names stand in countries.toml; general knowledge, none of it from a document.
"""

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby

from smeadvisor.text.words import tokens

# The first name of "South and Southeast Asia" is short of its continent.
_DIRECTION = r"(?:(?:south|north)[- ]?(?:east|west)|south|north|east|west|central|latin)(?:ern)?"
_JOINT = r"\s*(?:, (?:and|or)|,|/|&|and|or)\s*"
_SHARED = re.compile(
    rf"\b(?P<first>{_DIRECTION})(?P<joint>{_JOINT})"
    rf"(?={_DIRECTION}(?:{_JOINT}{_DIRECTION})*\s(?P<continent>Asia|Africa|America|Europe)n?\b)",
    re.IGNORECASE,
)
_COMPASS = {"n": "North", "s": "South", "e": "East", "w": "West"}
# "S", "S.", "SE", "S.E." before a continent; in "U.S. Asian" it is another's end.
_INITIALS = r"(?:[NS]\.?\s?[EW]|[NSEW])(?:\.|(?![\w.]))"
_SHORT_JOINT = r"\s*(?:,|/|&|\+|\band\b|\bor\b|\b'?n'?\b)\s*"
_IN_SHORT = re.compile(
    rf"(?<![\w.'’])(?:{_INITIALS}|{_DIRECTION})(?:{_SHORT_JOINT}(?:{_INITIALS}|{_DIRECTION}))*"
    r"(?=\s?(?:Asia|Africa|America|Europe)(?:n|ns)?\b)",
    re.IGNORECASE,
)
_AND_IN_SHORT = re.compile(r"(?<=\w)\s*(?:\+|\b'?n'?\b)\s*(?=\w)")
_SHORT_PART = re.compile(rf"(?P<initials>{_INITIALS})|{_DIRECTION}", re.IGNORECASE)
_ACRONYMS = {
    "ESEA": "East and Southeast Asia",
    "MENA": "Middle East and North Africa",
    "SSA": "Sub-Saharan Africa",
}
# What no other name of the region says: India alone is not meant.
_SUBCONTINENT = re.compile(
    r"(?:\b(?P<on>on )?the )?\b(?:(?:South )?Asian|Indian)[ -]sub-?continent\b", re.IGNORECASE
)
_ACRONYM = re.compile(rf"\b(?:{'|'.join(_ACRONYMS)}|esea)\b")


# So many letters alike at the beginning make two names near enough: "Japanese" and "Japan".
_ALIKE = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a country in a text: `text[start:end]`. `code` is its ISO 3166 alpha-2 code."""

    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Names:
    """Every name, folded, with what it stands for, and one expression that finds them.

    `known` has all names of a country as they are written, its usual short name first; `region` the region
    that a country belongs to.
    """

    known: dict[str, list[str]]
    region: dict[str, str]
    countries: dict[str, str]
    regions: dict[str, str]
    exact: dict[str, str]
    pattern: re.Pattern[str]

    def is_meant(self, written: str, folded: str) -> bool:
        """Whether a name is written as one; some are understood with their capital letters only."""
        exact = self.exact.get(folded)
        return exact is None or written == exact or (written.isupper() and not exact.isupper())


@lru_cache(maxsize=16_384)
def _mentions(text: str) -> tuple[Mention, ...]:
    names = _names()
    found = []
    for match in names.pattern.finditer(text):
        folded = _folded(match.group())
        code = names.countries.get(folded)
        if code and names.is_meant(match.group(), folded):
            found.append(Mention(code, *match.span()))
    return tuple(found)


def mentions(text: str) -> list[Mention]:
    """The countries a text names, in order, the longest name at each place, as whole words."""
    return list(_mentions(text))


def countries(text: str) -> frozenset[str]:
    """The ISO 3166 alpha-2 codes of the countries that a text names."""
    return frozenset(mention.code for mention in _mentions(text))


def name(code: str) -> str:
    """The usual English short name of a country.

    Raises:
        KeyError: no country has this code.
    """
    return _names().known[code][0]


def region_of(code: str) -> str:
    """The region that a country belongs to, as tables usually divide the world; empty where none is known."""
    return _names().region.get(code, "")


def as_said(text: str, is_said: Callable[[str], bool]) -> str:
    """A text in which a country is called by a name of which every word is said, where none of its own is.

    "Taiwanese firms", where texts only say "Taipei,China": "Taipei firms", since a comma inside a sentence
    would part it. "Japanese firms" stay where texts say "Japan".
    """
    for mention in reversed(mentions(text)):
        written = tokens(text[mention.start : mention.end])
        known = sorted(_names().known[mention.code], key=lambda one: "," in one)
        said = {word[:_ALIKE] for one in known for word in tokens(one) if is_said(word)}
        if any(word[:_ALIKE] in said for word in written):
            continue
        other = next((one for one in known if all(map(is_said, tokens(one)))), None)
        if other:
            text = text[: mention.start] + other + text[mention.end :]
    return text


@lru_cache(maxsize=16_384)
def spelled_out(text: str) -> str:
    """A text with its regions in full: "E & SE Asia", "ESEA" as "East and Southeast Asia"."""
    text = _ACRONYM.sub(lambda match: _ACRONYMS[match.group().upper()], text)
    text = _SUBCONTINENT.sub(lambda match: "in South Asia" if match["on"] else "South Asia", text)
    return _IN_SHORT.sub(
        lambda match: _SHORT_PART.sub(_in_full, _AND_IN_SHORT.sub(" and ", match.group())), text
    )


def _in_full(part: re.Match[str]) -> str:
    if not part["initials"]:
        return part.group()
    first, *second = (_COMPASS[letter] for letter in re.findall("[a-z]", part.group().lower()))
    return first + "".join(second).lower()


@lru_cache(maxsize=16_384)
def regions(text: str) -> frozenset[str]:
    """The regions that a text names; "East and Southeast Asia" are two, "Southeast Asia" is one."""
    names = _names()
    whole = _SHARED.sub(r"\g<first> \g<continent>\g<joint>", spelled_out(text))
    found = set()
    for match in names.pattern.finditer(whole):
        folded = _folded(match.group())
        region = names.regions.get(folded)
        if region and names.is_meant(match.group(), folded):
            found.add(region)
    return frozenset(found)


@cache
def _names() -> _Names:
    plain = tomllib.loads(files(__package__).joinpath("countries.toml").read_text(encoding="utf-8"))
    by_code: dict[str, list[str]] = plain["countries"]
    by_region: dict[str, list[str]] = plain["regions"]
    countries = {_folded(one): code for code, known in by_code.items() for one in known}
    regions = {_folded(one): region for region, known in by_region.items() for one in known}
    for named in (countries, regions):
        named |= {one.replace(" ", ""): meant for one, meant in named.items()}
    every = [one for known in (*by_code.values(), *by_region.values()) for one in known]
    # Abbreviations are meant as they are written: "us" in lower case is another word.
    exact = {_folded(one): one for one in (*plain["capitalised"], *filter(str.isupper, every))}
    return _Names(
        by_code,
        {code: region for region, codes in plain["members"].items() for code in codes},
        countries,
        regions,
        exact,
        _pattern([*countries, *regions, *map(_folded, plain["others"])]),
    )


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """One expression for all names, longest first, branching by the first two letters for speed."""
    ordered = sorted(set(names), key=lambda one: (one[:2], -len(one)))
    branches = []
    for start, group in groupby(ordered, key=lambda one: one[:2]):
        branches.append(f"{re.escape(start)}(?:{'|'.join(_expression(one[2:]) for one in group)})")
    # "US$" is money.
    return re.compile(rf"(?<!\w)(?:{'|'.join(branches)})(?![\w$])", re.IGNORECASE)


def _expression(rest: str) -> str:
    # Typed in haste, a name of two words is one: "srilankan".
    escaped = re.escape(rest).replace(r"\ ", r"\s*").replace("'", "['’]")
    # "Korea, Republic of" ends there: in "Japan, Republic of Korea" the last word is another's name.
    return escaped + (r"(?!\s+\w)" if rest.endswith((" of", " of the")) else "")


def _folded(name: str) -> str:
    return " ".join(name.replace("’", "'").lower().split())

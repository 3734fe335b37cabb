"""Regions that a question tells by countries or by the compass, as tables name them.

"India, Pakistan and their neighbours" are South Asia, "the south of Asia" is, too. General knowledge.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from smeadvisor.answering.table_facets import places
from smeadvisor.text.countries import Mention, mentions, region_of, regions

_AREA = r"(?:part of the world|corner of the world|region|area|group(?:ing)? of (?:countries|economies))"
# What makes a region of the countries before it, and of those after it.
_AND_AROUND = re.compile(
    r"\s*,?[\s-]+(?:and|or|plus)[\s-]+(?:(?:(?:the\s+)?rest\s+of|(?:the\s+)?others?\s+(?:[\w-]+\s+)?(?:in|of)|elsewhere\s+in)\s+)?"
    rf"(?:(?:(?:their|its|the|other|nearby)\s+(?:[\w-]+\s+)?)?neighbou?r(?:s['’]?|ing\s+countries)|"
    r"(?:their|its|the|other|nearby)\s+(?:[\w-]+\s+)?(?:surrounding|nearby)\s+countries|"
    rf"(?:that|this|the\s+same)\s+{_AREA}|the\s+(?:other\s+)?countries\s+(?:around|near|beside)(?:\s+(?:them|it))?)",
    re.IGNORECASE,
)
# "The India-Pakistan part of the world."
_RIGHT_AFTER = re.compile(rf"\s+{_AREA}\b", re.IGNORECASE)
_FROM = re.compile(
    rf"\b(?:(?:the|that)\s+)?(?:(?:{_AREA}|countries|stretch)\s+(?:(?:that|which)\s+)?"
    r"(?:runs?|running|stretch\w*|reach\w*|extend\w*|go(?:es|ing)?|spann?\w*)\s+from|"
    rf"{_AREA}\s+(?:(?:that|which)\s+)?(?:includes?|including|takes? in|covers?|covering|around))\s+$",
    re.IGNORECASE,
)
# "In places like Viet Nam or Thailand."
_SUCH_AS = re.compile(
    r"\b(?:places|countries|economies|nations|(?:the|that) likes) (?:like|such as|of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# So many of one region stand for it: "Indian, Pakistani and Bangladeshi firms".
_MOST_OF_A_REGION = 3
_JOINT = re.compile(
    r"\s*(?:,|&|[-–/]|\band\b|\bor\b|(?:\b(?:down|up|across|over|on)\s+)?\b(?:to|through)\b|\bas far as\b|\s)*"
    r"\s*(?:\bthe\s+)?",
    re.IGNORECASE,
)
_COMPASS = r"(?:(?:south|north)[- ]?(?:east|west)|south|north|east|west)(?:ern)?"
_DIRECTIONS = rf"{_COMPASS}(?:\s*(?:,|\band\b|&)\s*(?:the\s+)?{_COMPASS})*"
_CONTINENT = r"(?P<continent>Asia|Africa|Europe)"
_PART_OF = re.compile(
    rf"\b(?:the\s+)?(?P<parts>{_DIRECTIONS})(?:\s+(?:part|end|side))?\s+of\s+(?:the\s+)?{_CONTINENT}\b",
    re.IGNORECASE,
)
_NAMED_PART = re.compile(rf"\b{_COMPASS}\s+{_CONTINENT}\b", re.IGNORECASE)
_BARE_PART = re.compile(
    rf"\b(?:in\s+the|(?:in\s+)?(?:furth|farth)er)\s+(?P<parts>{_DIRECTIONS})\b(?!\s+(?:of|in)\b|\s+(?-i:[A-Z]))",
    re.IGNORECASE,
)

# "In the rest of the countries surveyed", "elsewhere in Asia", "in the other region".
_WHOLE = r"(?:Asia|Africa|Europe|America|(?:the )?(?:region|continent|world|sample|survey))"
_OF_COUNTRIES = (
    r"(?:[\w-]+ )?(?:countr(?:y|ies)|economies|regions?|areas?)"
    r"(?: (?:that were )?(?:surveyed|covered|studied|asked))?"
)
_THE_REST = re.compile(
    rf"\b(?P<before>(?:in|of|for|among|across|from) )?(?:"
    rf"(?:the )?(?:rest|remainder) of (?:(?:the |these |those )?{_OF_COUNTRIES}|(?:[\w-]+ )?{_WHOLE})|"
    rf"(?:the )?others? (?:{_OF_COUNTRIES}|parts? of (?:the )?(?:[\w-]+ )?{_WHOLE})|"
    rf"elsewhere(?: in (?:[\w-]+ )?{_WHOLE})?)(?!\w)",
    re.IGNORECASE,
)


def with_regions(question: str, about: str = "") -> str:
    """A question with the names of the regions that it tells by countries or by the compass.

    What it is `about` says of which continent "the south" is, where the question does not.
    """
    return _by_compass(_by_countries(question), about)


@dataclass(frozen=True, slots=True)
class Wider:
    """A region that was asked about, and the label that has it only together with others."""

    region: str
    label: str


def as_labelled(question: str, labels: Iterable[str]) -> tuple[str, list[Wider]]:
    """A question about the regions that labels have, and where they are wider than what was asked.

    "East Asia" is asked as "East and Southeast Asia" where no label has it alone.
    """
    asked = regions(question)
    of_label = {label: found for label in dict.fromkeys(labels) if (found := regions(label))}
    told = frozenset[str]().union(*(found for found in of_label.values() if found <= asked))
    wider = []
    for region in sorted(asked - told):
        around = [label for label, found in of_label.items() if region in found]
        alone = re.compile(rf"\b{region.replace(' ', '(?:ern)?[ -]?')}(?P<of>n?)\b", re.IGNORECASE)
        if len(around) == 1 and alone.search(question):
            wider.append(Wider(region, around[0]))
            question = alone.sub(partial(_instead, around[0]), question)
    return question, wider


def with_the_rest(question: str, tables: Iterable[Collection[str]], about: str = "") -> str:
    """A question with the region that "the rest of the countries" is in the labels of one of the tables.

    Where a table tells two regions apart and a question, or what it is `about`, names one, the rest is
    the other.
    """
    rest = _THE_REST.search(question)
    if rest is None:
        return question
    asked = places(f"{question[: rest.start()]} {question[rest.end() :]}") or places(about)
    for labels in tables:
        of_label = {label: found for label in dict.fromkeys(labels) if (found := places(label))}
        others = [label for label, found in of_label.items() if not found & asked]
        if len(others) == 1 and len(of_label) > 1 and asked:
            before = rest["before"] or "in "
            return f"{question[: rest.start()]}{before}{others[0]}{question[rest.end() :]}"
    return question


def _instead(label: str, match: re.Match[str]) -> str:
    return f"{label}{match['of']}"


def _by_countries(question: str) -> str:
    for run in _runs(question):
        regions = list(dict.fromkeys(region_of(one.code) for one in run))
        first, last = run[0].start, run[-1].end
        before = _FROM.search(question[:first])
        such = _SUCH_AS.search(question[:first])
        after = _AND_AROUND.match(question, last)
        if not after and len(run) > 1:
            after = _RIGHT_AFTER.match(question, last)
        stands_for_it = len({one.code for one in run}) >= _MOST_OF_A_REGION and len(regions) == 1
        if all(regions) and (after or such or stands_for_it or (before and len(run) > 1)):
            start = before.start() if before and len(run) > 1 else first
            start = such.start() if such else start
            end = after.end() if after else last
            told = " and ".join(regions)
            return f"{question[:start]}{told}{_by_countries(question[end:])}"
    return question


def _runs(question: str) -> list[Sequence[Mention]]:
    """The countries that are named one after another."""
    runs: list[list[Mention]] = []
    for one in mentions(question):
        between = question[runs[-1][-1].end : one.start] if runs else ""
        if runs and _JOINT.fullmatch(between):
            runs[-1].append(one)
        else:
            runs.append([one])
    return list(runs)


def _by_compass(question: str, about: str) -> str:
    """Also "in the east" where another part of a continent is named."""
    text = _PART_OF.sub(lambda match: _named(match["parts"], match["continent"]), question)
    continents = {match["continent"].title() for match in _NAMED_PART.finditer(text)}
    if not continents:
        continents = {match["continent"].title() for match in _NAMED_PART.finditer(about)}
    if len(continents) != 1:
        return text
    (continent,) = continents
    return _BARE_PART.sub(lambda match: f"in {_named(match['parts'], continent)}", text)


def _named(parts: str, continent: str) -> str:
    names = [
        re.sub(r"[- ]|ern$", "", part.lower()).title()
        for part in re.findall(_COMPASS, parts, re.IGNORECASE)
    ]
    return f"{' and '.join(names)} {continent.title()}"

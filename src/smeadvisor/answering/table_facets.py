"""What a label or a question names by kind: sizes of firms, classes of numbers, years, places, totals.

These are known to everybody, so they are read by rule and never guessed by likeness.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smeadvisor.text.countries import countries, regions, spelled_out
from smeadvisor.text.decades import decades, without_decades

_PART_OF_CONTINENT = re.compile(
    r"\b(?P<part>(?:north|south|east|west|central)(?:[- ]?(?:east|west))?)(?:ern)?\s+"
    r"(?P<whole>Africa|Europe|America|Asia)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Span:
    """Whole numbers from `low` to `high`, both included; no end where `high` is None."""

    low: int
    high: int | None

    def holds(self, other: "Span") -> bool:
        """Whether all of another span lies in this one."""
        ends = self.high is None or (other.high is not None and other.high <= self.high)
        return self.low <= other.low and ends


@dataclass(frozen=True, slots=True)
class Facets:
    """What a text names by kind.

    `spans` are classes of numbers, `loose` other numbers that may be one; `extremes` the lowest or
    highest class ("the largest group"); `years` are (first, last), `periods` those that are not said to the
    year ("the mid-nineties"; "up to 1997" is (0, 1997)); `is_beside_total` says that all together are wanted
    beside those that are named, `is_each` that every class is wanted by itself.
    """

    sizes: frozenset[str] = frozenset()
    spans: tuple[Span, ...] = ()
    loose: tuple[Span, ...] = ()
    extremes: frozenset[str] = frozenset()
    years: tuple[tuple[int, int], ...] = ()
    periods: tuple[tuple[int, int], ...] = ()
    places: frozenset[str] = frozenset()
    is_total: bool = False
    is_beside_total: bool = False
    is_each: bool = False


FIRM = (
    r"(?:firm|compan|business|enterprise|manufactur|producer|employer|outfit|group|class|categor|one|"
    r"size|establishment|industr|unit|factor(?:y|ies)|shop|player|concern|organi[sz]ation|maker|"
    r"workshop)"
)
# "The biggest East Asian firms"; in "the biggest influence on firms" it is no firm that is big.
TO_FIRM = (
    r"\s+(?:(?!(?:on|upon|for|in|to|among|by|with|from|of(?! (?:the|these|those|all))|that|which)\b)"
    rf"[\w-]+\s+){{0,3}}?{FIRM}"
)
_NOT_SIZE = (
    r"(?!\s+(?:share|part|percentage|proportion|number|figure|value|rate|increase|fall|rise|"
    r"difference|gap|amount|extent|majority|source|influence|sum)\w*)"
)
_PEOPLE = (
    r"(?:workers?|people|persons?|employees?|staff|hands|heads|men|women|employed|payroll|strong|others?|"
    r"helpers|assistants|hirelings)\b"
)
_SIZES = {
    "micro": re.compile(r"\bmicro(?:[- ]?(?:enterprise|business|firm)\w*)?\b"),
    "small": re.compile(rf"\bsmall(?:er)?{_NOT_SIZE}\b|\b(?:smallest|little){TO_FIRM}"),
    # As small as the smallest that a table tells apart.
    "tiny": re.compile(r"\b(?:tiny|tiniest|very small)\b"),
    "medium": re.compile(r"\b(?:medium|mid(?:dle)?[- ]?sized?|medium-scale)\b"),
    "large": re.compile(rf"\b(?:large|big)(?:r|ger)?{_NOT_SIZE}\b|\b(?:largest|biggest){TO_FIRM}"),
}
# "Firms with few staff", "those that employ only a handful of people"; "with many on the payroll".
_HAVING = (
    r"\b(?:with|ha(?:ve|s|ving|d)|employ(?:s|ing|ed)?|keep(?:s|ing)?) "
    r"(?:(?:only|just|very|relatively|so) )*"
)
_STAFFED = {
    "small": re.compile(
        rf"{_HAVING}(?:an? )?(?:few|hardly any|not many|handful of|small number of) (?:[\w-]+ )?{_PEOPLE}"
    ),
    "large": re.compile(
        rf"{_HAVING}(?:an? )?(?:many|lots? of|plenty of|large numbers? of|great many|hundreds of) "
        rf"(?:[\w-]+ )?{_PEOPLE}"
    ),
}
# "Firms with 25 or more workers and those with none."
_WITH_NONE = re.compile(r"\b(?:with|have|has|having|had|employ(?:s|ing)?) none\b(?! of\b)")
# "At the smallest and at the largest firms."
_BOTH_ENDS = re.compile(
    r"\b(?:smallest|tiniest|largest|biggest) (?:and|or|versus|vs\.?|than)(?: (?:at|in|among|for))?(?: the)? "
    r"(?:smallest|tiniest|largest|biggest)\b"
)
# "A big new range": one of a thing that is no firm says nothing of its size.
_ONE_THING = re.compile(
    r"\b(?:a|an|one) (?:[\w-]+ly )?(?:small|large|big|medium)(?:er|r|ger)? "
    rf"(?!(?:[\w-]+ ){{0,2}}?(?:{FIRM}|\w+[eo]rs?\b))(?=[a-z])"
)
# "How big is the gap?" asks; it names no size.
_HOW_BIG = re.compile(r"\bhow (?:small|large|big)(?= (?:is|was|are|were|an?)\b)")
_NEITHER = re.compile(
    r"\b(?:neither|not|nor) (?:a |the )?(?P<one>small|medium|large|big)(?:-sized)?,? (?:n?or|and not) "
    r"(?:a |the )?(?P<other>small|medium|large|big)\b"
)
# "Neither the tiny ones nor the advanced ones", "not micro".
_RULED_OUT = re.compile(
    r"\b(?:neither|nor|not|except(?: for)?|other than)(?: the| of the)? (?:tiny|tiniest|very small|micro)\b"
)
_KIND_OF_CLASS = r"(?:size|bracket|(?:size )?class|categor(?:y|ie)|band|size group)(?:es|s)?"
# "For each size", "size by size"; "every size together" is a total.
_EACH = re.compile(
    rf"\b(?:each|every|by|per)\s+(?:(?:firm|company|enterprise|business)\s+)?"
    rf"(?:(?:size|employment|age|income)\s+)?{_KIND_OF_CLASS}\b(?!\s+(?:together|combined|taken|put))|"
    rf"\b{_KIND_OF_CLASS} (?:by|after) {_KIND_OF_CLASS}\b"
)
_SMES = re.compile(r"\bsmes?\b|\bmsmes?\b")
_LARGEST = re.compile(rf"\b(?:largest|biggest|highest|top){TO_FIRM}")
_SMALLEST = re.compile(rf"\b(?:smallest|tiniest|lowest){TO_FIRM}")
_TOTAL_LABEL = re.compile(r"^(?:all|total|overall|whole|combined|sum)\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"\b(?:overall|in total|total|altogether|combined|whatever (?:their |the )?size|regardless of size|"
    r"(?:every|any|all) sizes?|all (?:the )?(?:[\w-]+ ){0,4}?"
    r"(?:firm|compan|business|enterprise|countr|region|group|class|sector|industr|household|people)\w*|"
    r"all together|taken together|as a whole|across the board)\b"
)
# "… and how does that compare with the figure for all firms?"
_BESIDE_TOTAL = re.compile(
    r"\b(?:against|compared? (?:to|with)|versus|vs\.?|than|beside|set against)\s+(?:the )?"
    r"(?:(?:figure|share|rate|average|number|value|percentage|mean)s?\s+(?:for|of|in|across|among)\s+)?"
    rf"(?:(?:all|every)(?: of)?(?: the| these| those)? (?:sizes?\b|{FIRM})|"
    r"(?:the )?(?:overall|total|whole|average))"
)
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_NUMBERS = {word: number for number, word in enumerate(_WORDS)} | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "hundred": 100, "a hundred": 100, "one hundred": 100,
    "half a dozen": 6, "a dozen": 12, "one dozen": 12, "two dozen": 24,
}  # fmt: skip
_NUMBER_WORD = re.compile(
    rf"\b(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b(?!-(?:man|person|woman))"
)
_ALONE = re.compile(
    rf"\bno (?:\w+ )?{_PEOPLE}\b|\bwithout (?:any )?(?:\w+ )?{_PEOPLE}\b|\bnobody\b|\bno one else\b|"
    r"\balone\b|\b(?:working|works?|run|trading|operating)\b(?! out\b)[^,.?]{0,20}\b"
    r"(?:by (?:themselves|himself|herself)|on (?:their|his|her) own)\b|"
    r"\b(?:one|single)-(?:man|person|woman)\b|\bself-employed\b|\bsole (?:trader|owner|proprietor)|"
    r"\bsolo\b|\bonly the owner\b|\bjust the owner\b|\bzero (?:employees|workers|staff)\b"
)
_CLASS = re.compile(
    r"(?:(?P<under>under|below|less than|fewer than|<)|(?P<upto>up to|at most|≤)|"
    r"(?P<over>over|above|more than|>)|(?P<least>at least|from|≥|minimum))?\s*"
    r"(?P<low>\d[\d,]*)(?:\s*(?:–|-|—|to|and|through)\s*(?P<high>\d[\d,]*))?"
    r"(?:\s*(?P<open>\+|(?:or|and) (?:more|over|above|up|larger)))?"
    rf"(?:\s*(?:or (?:less|fewer|under)))?(?:\s*{_PEOPLE})?\s*"
)
_UP_TO = re.compile(r"(?<!\d )\b(?:up to|up until|until|till|to) ((?:18|19|20)\d\d)\b(?! to\b)")
# "Between 2002 and 2007" as "2002 to 2007".
_BETWEEN_YEARS = re.compile(r"\bbetween ((?:18|19|20)\d\d) and ((?:18|19|20)\d\d)\b")
_YEAR = re.compile(
    r"(?<![\d,.])((?:18|19|20)\d\d)(?:\s?(?:–|-|—|/|to|and|until|till)\s?((?:18|19|20)?\d\d))?(?![\d,]|\.\d|%)s?"
)


def of_labels(path: Sequence[str]) -> Facets:
    """What the labels of a row or column name."""
    text = " ".join(path)
    lower = text.lower()
    spans = tuple(
        span for label in path if not _YEAR.search(label) and (span := class_of(label)) is not None
    )
    return Facets(
        sizes=_sizes(lower),
        spans=spans,
        years=(*_years(lower), *_periods(lower)),
        places=places(text),
        is_total=any(_TOTAL_LABEL.match(label) for label in path),
    )


def of_question(question: str) -> Facets:
    """What a question names."""
    lower = " ".join(question.lower().split())
    extremes = {name for name, way in (("high", _LARGEST), ("low", _SMALLEST)) if way.search(lower)}
    if _BOTH_ENDS.search(lower):
        extremes = {"high", "low"}
    if _EACH.search(lower):
        return Facets(
            years=tuple(_years(lower)),
            periods=tuple(_periods(lower)),
            places=places(question),
            is_each=True,
        )
    lower = _RULED_OUT.sub(" ", lower)
    lower = _ONE_THING.sub(" ", _NEITHER.sub(_third, _HOW_BIG.sub("how", lower)))
    return Facets(
        sizes=_sizes(lower),
        spans=tuple(_spans(lower)),
        loose=tuple(_loose_spans(lower)),
        extremes=frozenset(extremes),
        years=tuple(_years(lower)),
        periods=tuple(_periods(lower)),
        places=places(question),
        is_total=_TOTAL.search(lower) is not None,
        is_beside_total=_BESIDE_TOTAL.search(lower) is not None,
    )


def names_place(path: Sequence[str], place: object, asked: frozenset[str]) -> bool:
    """Whether one of the labels names a place and none that is not asked about: a wider place is another."""
    return any(place in found and found <= asked for found in map(places, path))


def places(text: str) -> frozenset[str]:
    """The countries and regions a text names, each by one name."""
    text = spelled_out(text)
    found = {*countries(text), *regions(text)}
    parts = [
        (match["part"].lower(), match["whole"].title())
        for match in _PART_OF_CONTINENT.finditer(text)
    ]
    for part, whole in parts:
        if not any(part[:4] in region.lower() and whole in region for region in found):
            found.add(f"{part.title()} {whole}")
    # "West Africa" is not the whole of Africa.
    for _, whole in parts:
        if len(re.findall(whole, text, re.IGNORECASE)) == [one for _, one in parts].count(whole):
            found.discard(whole)
    return frozenset(found)


def class_of(label: str) -> Span | None:
    """The class of numbers that a label is as a whole: "0", "1–4", "25+", "under 10"."""
    match = _CLASS.fullmatch(label.strip().lower())
    return _span(match) if match else None


def _span(match: re.Match[str]) -> Span:
    low = int(match["low"].replace(",", ""))
    if match["high"]:
        return Span(low, int(match["high"].replace(",", "")))
    if match["under"]:
        return Span(0, low - 1)
    if match["upto"] or match.group().rstrip().endswith(("less", "fewer", "under")):
        return Span(0, low)
    if match["over"]:
        return Span(low + 1, None)
    if match["least"] or match["open"]:
        return Span(low, None)
    return Span(low, low)


def _sizes(lower: str) -> frozenset[str]:
    found = {size for ways in (_SIZES, _STAFFED) for size, way in ways.items() if way.search(lower)}
    if _SMES.search(lower):
        found |= {"small", "medium"}
    return frozenset(found)


def _third(neither: re.Match[str]) -> str:
    """The size that is left of three where two are ruled out."""
    ruled_out = {neither[name].replace("big", "large") for name in ("one", "other")}
    left = [size for size in ("small", "medium", "large") if size not in ruled_out]
    return left[0] if len(left) == 1 else neither.group()


def _spans(lower: str) -> Iterator[Span]:
    """Numbers of people at work that a question names."""
    if _ALONE.search(lower):
        yield Span(0, 0)
    plain = _YEAR.sub(" ", _in_figures(lower))
    found = [
        _span(match)
        for match in _CLASS.finditer(plain)
        if _is_of_people(match, plain[: match.start()], plain[match.end() :])
    ]
    if found and _WITH_NONE.search(lower):
        yield Span(0, 0)
    yield from found


def _in_figures(lower: str) -> str:
    """A text with its number words as figures."""
    plain = _NUMBER_WORD.sub(lambda match: str(_NUMBERS[match.group()]), lower)
    return re.sub(r"\ba (?=100\b)", "", plain)


def _is_of_people(match: re.Match[str], before: str, after: str) -> bool:
    """Whether a number counts people at work: they are named beside it, or firms have it as a range."""
    is_range = any(match[name] for name in ("high", "open", "least", "over", "under"))
    return bool(
        re.search(_PEOPLE, match.group())
        or re.match(rf"(?:[\w-]+ ){{0,2}}{_PEOPLE}\b", after)
        or re.search(
            rf"(?:{_PEOPLE}|employ\w*|workforce)(?: \w+){{0,2}} ?(?:between |of )?$", before
        )
        or (is_range and re.search(r"\b(?:with|firms of|has|have)(?: between)? $", before))
    )


def _loose_spans(lower: str) -> Iterator[Span]:
    lower = _YEAR.sub(" ", lower)
    for match in _CLASS.finditer(lower):
        yield _span(match)
    for match in _CLASS.finditer(_in_figures(lower)):
        if match["high"]:
            yield _span(match)


def _years(lower: str) -> Iterator[tuple[int, int]]:
    """The years that are said to the year."""
    lower = _UP_TO.sub(" ", without_decades(lower))
    for match in _YEAR.finditer(_BETWEEN_YEARS.sub(r"\1 to \2 ", lower)):
        first = int(match[1])
        last = match[2] or match[1]
        last_year = int(last) if len(last) == 4 else int(match[1][: 4 - len(last)] + last)
        yield first, last_year


def _periods(lower: str) -> Iterator[tuple[int, int]]:
    """Decades, parts of them, and what lasts up to a year, which begins at 0."""
    yield from decades(lower)
    for match in _UP_TO.finditer(lower):
        yield 0, int(match[1])

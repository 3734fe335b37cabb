"""What a question demands of its evidence: the years, places and names in it, and the kind of figure.

A passage on the subject that lacks one of them is a near miss, not an answer. English.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from smeadvisor.answering.candidates import Candidate, Terms, stem_set
from smeadvisor.answering.details import lacking_detail, untold_detail
from smeadvisor.answering.table_regions import with_regions
from smeadvisor.answering.unavailable import says_that_it_is_unavailable
from smeadvisor.domain.documents import Passage
from smeadvisor.text.capitals import countries_governed_from
from smeadvisor.text.countries import countries, mentions, name, regions
from smeadvisor.text.decades import decades, without_decades
from smeadvisor.text.quantities import Kind, quantities
from smeadvisor.text.questions import parts
from smeadvisor.text.sentences import is_note, sentences

_YEAR = re.compile(r"\b(1[6-9]\d\d|20\d\d)(?:\s?[–/-]\s?(\d\d(?:\d\d)?)\b)?s?")
_WOMEN = re.compile(r"\b(?:wom[ae]n|females?)\b", re.IGNORECASE)
_SEX = re.compile(r"\b(?:wom[ae]n|females?|gender|sex(?:es)?)\b", re.IGNORECASE)
_NUMBER_WORDS = (
    "no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|"
    "fifty|hundred|thousand|million|billion|half|third|quarter|fifth|tenth"
)
_NUMBER = re.compile(rf"\d|\b(?:{_NUMBER_WORDS})s?\b", re.IGNORECASE)
_MONEY = re.compile(
    r"[$€£¥₹₩]|\bRs\.?(?=\s?\d)|\b(?:won|yen|yuan|baht|rupees?|rupiah|pesos?|dong|ringgit|taka|dollars?|euros?|"
    r"crowns?|francs?|pounds?|dinars?|riyals?|lira|million|billion)\b|\b[A-Z]{3}\s?\d|\d\s?[A-Z]{3}\b"
)
# A charge may be told as a share, unless a sum of money is asked for.
_PART_OF_A_SUM = re.compile(
    r"(?:%|\bper ?cent|\bhalf|\bthirds?|\bquarters?|\btimes) (?:of|the)\b", re.IGNORECASE
)
_IN_MONEY = re.compile(
    r"\b(?:money|dollars|rupees|won|baht|yen|euros|pounds|pesos|budgets?|earns?|salary)\b",
    re.IGNORECASE,
)
# What a column of a table that holds money is called.
_BUDGET = re.compile(r"\b(?:budget|price|fee|cost|amount|funding)s?\b", re.IGNORECASE)
_SHARE = re.compile(
    r"%|\bper ?cent|\b(?:half|third|quarter|fifth|tenth|majority|minority|most|all|none)s?\b|\d\s?:\s?\d",
    re.IGNORECASE,
)
_RATE = re.compile(r"\d\s?%|\d per ?cent", re.IGNORECASE)
_TIME = re.compile(
    rf"(?:\d|\b(?:{_NUMBER_WORDS})\b)[\w\s–-]{{0,12}}\b(?:year|month|week|day|hour|minute|decade)s?\b"
    r"|\b\d{4}\s?[–-]\s?\d{2,4}\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:how|what|which|who|whom|whose|why|when|where|name|list|tell|give|explain|describe)\b",
    re.IGNORECASE,
)
# A capital inside a sentence, or a word of capitals, names something.
_NAME = re.compile(
    # "I'd rather" names nobody.
    r"(?<![.?!:]\s)(?<!^)\b(?!I['’])[A-Z][\w&’'-]*(?: (?!I['’])[A-Z][\w&’'-]*)*|"
    r"\b[A-Z][A-Z0-9&-]+(?: [A-Z][\w&’'-]*)*"
)
_TWO_LETTERS = re.compile(r"([A-Z])&([A-Z])")
# A name that one in so many passages has tells them apart; "SMEs" in a document on SMEs does not.
_TELLING = 2.5
# So many countries, in hardly any other words, are those that something covers.
_MANY_COUNTRIES, _WORDS_A_COUNTRY = 5, 3
# The statements that an answer is most likely made of.
_BEST = 3
# Of the statements that speak of what a question names, the figure must be in one of the first.
_SAYING = 3


class Quantity(Enum):
    """The kind of figure that a question asks for; the value says it to a reader."""

    MONEY = "an amount of money"
    SHARE = "a share or rate"
    COUNT = "a number"
    YEAR = "a year"
    DURATION = "a length of time"
    RATE = "a rate"
    COUNTRY = "a country"


_DIRECTION = r"(?:north|south|east|west|central)(?:east|west)?(?:ern)?"
_ONE_REGION = re.compile(rf"\b{_DIRECTION} and (?P<last>{_DIRECTION} asian?\b)", re.IGNORECASE)
_DOES = r"(?:do|does|did|is|are|was|were|will|would|has|have|had|can|could|may|must|should)\b"
# "When may a firm apply?" asks for a condition; what happened has a year.
_HAPPENED = r"(?:did|was|were|had|will)\b"
_LASTING = r"(?:courses?|trainings?|program(?:me)?s?|loans?|projects?|schemes?|contracts?|visits?|placements?)"
# "What does it cost?", but not "what did they do to cut cost?".
_COSTS = (
    r"(?<!\bthe )(?<!\ba )(?<!\bof )(?<!\band )(?<!\bcut )(?<!\breduce )(?<!\blower )(?<!\bproduction )"
    r"(?<!\btheir )(?<!\bits )(?<!\bunit )(?<!\btotal )(?:cost|charge)"
)
_ASKED = (
    (
        Quantity.DURATION,
        rf"\bhow long {_DOES}|\bhow many (?:more )?(?:years|months|weeks|days|hours|minutes)\b|"
        rf"\b(?:length|duration) of (?:(?:the|a|an|each|its|their) )?(?:[\w-]+ )?{_LASTING}\b|"
        rf"\b{_LASTING} (?:length|duration)\b",
    ),
    (
        Quantity.YEAR,
        rf"(?:^|[,;:]\s|\band\s|\bsince\s)when {_HAPPENED}|\bsince when\b|"
        r"\b(?:what|which) (?:years?|dates?|months?|days?|period)\b|"
        r"\b(?:founding|starting|start) (?:year|date)\b|\b(?:year|date) (?:founded|started|of)\b",
    ),
    (
        Quantity.MONEY,
        r"\bin (?:rupees|dollars|euros|won|baht|yen|pounds|pesos)\b|\bhow much money\b|"
        r"\bhow much (?:did|do|does|has|have|will|would) .{2,60} "
        r"(?:spend|spent|cost|earn|invest|invested)\b|"
        r"\b(?:what|which) (?:(?:is|was|are|were) )?(?:the |its |their )?(?:\w+ ){0,2}"
        r"(?:budget|price|fee|fine|salary)\b|"
        # Key words, and other ways of asking for a sum.
        r"^(?:the |total |annual |yearly )*budgets?\b|\bbudget (?:of|for|size)\b|"
        rf"\bwhat {_DOES} .{{2,60}} {_COSTS}\b|\bwhat {_DOES} the costs? of (?:[\w-]+ ){{0,5}}{_LASTING}\b|"
        r"\b(?:funding|grant|loan) (?:amount|sum|total)\b|"
        r"\btotal (?:funding|costs?|budget|spending)\b|"
        r"\b(?:most|least|largest|biggest|highest|smallest|maximum) (?:dollars|money|amount|sum)\b|"
        r"\bearns?\b.{0,40}\b(?:an?|per|each|every) (?:month|year|day|week|hour)\b|"
        r"\b(?:monthly|weekly|daily|hourly|yearly|annual) (?:pay|wages?|salar(?:y|ies)|earnings|income)\b",
    ),
    (
        Quantity.RATE,
        r"\bat what interest\b|^(?:(?:and|but|so) )?what interest (?:do|does|did|is|was|must|will|would)\b|"
        r"\b(?:interest|duty|tax|tariff) rates?\b|\brates? of (?:interest|duty|tax)\b",
    ),
    (
        Quantity.SHARE,
        r"\b(?:what|which) (?:share|percentage|proportion|fraction|ratio|rate)\b|\bpercentage points\b",
    ),
    (Quantity.COUNT, r"\bhow many\b|\bhow high\b|\brate\b|\b(?:number|count) of\b|\bnumber$"),
    (
        Quantity.COUNTRY,
        # Which countries a region has, a note says, and a note is no statement that comes first.
        r"\b(?:which|what) (?:other )?(?:\w+ )?countr(?:y|ies)\b"
        r"(?!.*\b(?:count|includ|cover|belong|compris|mean|make up|made up|part of)\w*)",
    ),
)
# Told by a figure of their kind or not at all.
_IN_FIGURES = (Quantity.DURATION, Quantity.YEAR, Quantity.MONEY, Quantity.RATE)
_QUANTITIES = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _ASKED)


@dataclass(frozen=True, slots=True)
class _Demand:
    """One thing that evidence must have: how a reader would say it, and whether a text has it."""

    said: str
    is_in: Callable[[str], bool]


class Demands:
    """Reads what questions name.

    `terms` gives a text's content words with what else may be written for each, `weight` says how
    telling a stem is, `around` what a passage is part of: the text of its box.
    """

    def __init__(
        self, terms: Terms, weight: Callable[[str], float], around: Callable[[Passage], str]
    ) -> None:
        self._terms = terms
        self._weight = weight
        self._around = around

    def unmet(self, question: str, candidates: Sequence[Candidate]) -> list[str]:
        """What none of the statements has, as a reader would say it; nothing where all is there.

        Names must stand together in one passage, unless the question sets several side by side. Of
        places side by side one will do: what is left out is said with the answer.
        """
        asked = with_regions(asking(question))
        passages = {one.passage.id: self._surroundings(one.passage) for one in candidates}
        places, names = _places(asked), self._names(asked)
        wanted = [*_years(asked), *places, *names, *_sexes(asked)]
        missing = [
            one.said for one in wanted if not any(one.is_in(text) for text in passages.values())
        ]
        if missing and not self._is_about_a_side(asked, missing, candidates[:_BEST]):
            return missing
        speaking = candidates
        if names and len(places) < 2 and not parts(question):
            together = [*places, *names[:1]]
            holding = {
                key for key, text in passages.items() if all(one.is_in(text) for one in together)
            }
            if not holding:
                return [" with ".join(one.said for one in together)]
            speaking = [one for one in candidates if one.passage.id in holding]
        quantity = next((kind for kind, pattern in _QUANTITIES if pattern.search(asked)), None)
        if quantity and not any(_has(quantity, one, asked) for one in speaking[:_SAYING]):
            is_said = any(says_that_it_is_unavailable(one.text) for one in speaking[:_SAYING])
            return [] if is_said else [quantity.value]
        detail = lacking_detail(asked, candidates)
        return [detail] if detail else []

    def untold(self, question: str, said: Sequence[Candidate]) -> str:
        """The figure or detail that one question asks for and that nothing gives of what is to be said.

        Empty where nothing is lacking, and where it is said that there is none. Shares and counts may be told
        by words ("negative"), so that they are not looked for.
        """
        asked = asking(question)
        if any(says_that_it_is_unavailable(one.text) for one in said):
            return ""
        for kind, pattern in _QUANTITIES:
            if kind in _IN_FIGURES and pattern.search(asked):
                return "" if any(_has(kind, one, asked) for one in said) else kind.value
        return untold_detail(asked, said)

    def _is_about_a_side(
        self, asked: str, missing: Sequence[str], best: Sequence[Candidate]
    ) -> bool:
        """Whether only some of the places side by side are missing, and the best speak of another."""
        sides = _sides(asked)
        if not set(missing) < {one.said for one in sides}:
            return False
        texts = [self._surroundings(one.passage) for one in best]
        return any(side.is_in(text) for side in sides for text in texts)

    def sides(self, question: str) -> list[str]:
        """The places that a question sets side by side; none where it has only one."""
        return [one.said for one in _sides(asking(question))]

    def left_out(self, question: str, passages: Sequence[Passage]) -> list[str]:
        """Of the places that a question sets side by side, those that none of the passages is about."""
        texts = [self._surroundings(one) for one in passages]
        return [
            one.said
            for one in _sides(asking(question))
            if not any(one.is_in(text) for text in texts)
        ]

    def _names(self, question: str) -> list[_Demand]:
        """Words with capitals that are telling or that no passage has."""
        taken = {position for one in mentions(question) for position in range(one.start, one.end)}
        found = []
        for match in _NAME.finditer(question):
            written = re.sub(r"['’]s?$", "", match.group())
            if match.start() in taken or regions(question[match.start() :][:20]):
                continue
            telling = [
                term for term in self._terms(written) if self._weight(next(iter(term))) >= _TELLING
            ]
            if telling:
                found.append(_Demand(written, _names_or_has(written, telling)))
        return found

    def _surroundings(self, passage: Passage) -> str:
        """What a passage says and is called; notes, sources and lists of countries name too much to count."""
        said = passage.stated if passage.cells else f"{passage.text}\n{self._around(passage)}"
        lines = [line for line in said.split("\n") if not (is_note(line) or _lists_countries(line))]
        return "\n".join([passage.names, *passage.place.headings, passage.context, *lines])


def _lists_countries(line: str) -> bool:
    """Whether a line says no more than which countries are covered."""
    named = len(mentions(line))
    return named >= _MANY_COUNTRIES and len(line.split()) <= _WORDS_A_COUNTRY * named


def asking(question: str) -> str:
    """The sentences of a question that ask; what only sets the scene demands nothing."""
    found = [question[start:end] for start, end in sentences(question)]
    asking = [one for one in found if "?" in one] or [one for one in found if _ASKING.search(one)]
    return " ".join(asking) if asking else question


def _has_any(terms: Sequence[Mapping[str, float]]) -> Callable[[str], bool]:
    return lambda text: any(not stem_set(text).isdisjoint(term) for term in terms)


def _names_or_has(written: str, terms: Sequence[Mapping[str, float]]) -> Callable[[str], bool]:
    """Whether a text has a word of a name, or names the country whose capital the name is."""
    has_word, governed = _has_any(terms), countries_governed_from(written)
    # "UN" begins UNICEF, and "R&D" is research and development.
    body = re.compile(rf"\b{re.escape(written)}[A-Z]*\b") if written.isupper() else None
    joint = _in_full(written)
    return lambda text: (
        has_word(text)
        or not governed.isdisjoint(countries(text))
        or any(way is not None and way.search(text) is not None for way in (body, joint))
    )


def _in_full(written: str) -> re.Pattern[str] | None:
    """Two words joined by "and" that begin with the letters of "R&D"; None for other names."""
    match = _TWO_LETTERS.fullmatch(written)
    if match is None:
        return None
    first, second = match.groups()
    return re.compile(rf"\b{first}[\w-]+ (?:and|&) {second}[\w-]+", re.IGNORECASE)


def _places(text: str) -> list[_Demand]:
    found = [_Demand(name(code), partial(_names_country, code)) for code in sorted(countries(text))]
    return found + [
        _Demand(region, partial(_names_region, region)) for region in sorted(regions(text))
    ]


def _sides(text: str) -> list[_Demand]:
    """The countries, or else the regions, that a text sets side by side; none where there is only one.

    "East and Southeast Asia" is one side.
    """
    found = _places(_ONE_REGION.sub(r"\g<last>", text))
    kinds = (
        [one for one in found if countries(one.said)],
        [one for one in found if regions(one.said)],
    )
    return next((kind for kind in kinds if len(kind) > 1), [])


def _names_country(code: str, text: str) -> bool:
    return code in countries(text)


def _names_region(region: str, text: str) -> bool:
    return region in regions(text)


def _years(text: str) -> list[_Demand]:
    return [
        _Demand(str(first) if first == last else f"{first}–{last}", partial(_touches, first, last))
        for first, last in _spans(text)
    ]


def _sexes(text: str) -> list[_Demand]:
    """Women, where they are asked for: a document that tells of owners and workers tells nothing of them."""
    is_named = _WOMEN.search(text) is not None
    return [_Demand("women", lambda told: _SEX.search(told) is not None)] if is_named else []


def _touches(first: int, last: int, text: str) -> bool:
    return any(first <= end and start <= last for start, end in _spans(text))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """The years of a text, each as the first and last of a span."""
    yield from decades(text)
    for match in _YEAR.finditer(without_decades(text)):
        first = last = int(match[1])
        if match[2]:
            last = int(match[1][: 4 - len(match[2])] + match[2])
        yield first, max(first, last)


def _has(quantity: Quantity, one: Candidate, asked: str) -> bool:
    """Whether a statement has a figure of the kind; an item of a list can be counted.

    What the question says itself is no answer to it.
    """
    text, without_years = one.text, _YEAR.sub(" ", one.text)
    if quantity is Quantity.COUNTRY:
        told = " ".join((one.passage.text, *one.passage.place.row, one.passage.names))
        return not countries(told) <= countries(asked)
    if quantity is Quantity.YEAR:
        return _YEAR.search(text) is not None
    if quantity is Quantity.DURATION:
        return _TIME.search(text) is not None
    if quantity is Quantity.RATE:
        return _RATE.search(text) is not None
    if quantity is Quantity.MONEY:
        if _PART_OF_A_SUM.search(text) and not _IN_MONEY.search(asked):
            return True
        if one.passage.cells and _BUDGET.search(text):
            return _NUMBER.search(without_years) is not None
        is_money = _MONEY.search(text) is not None and _NUMBER.search(without_years) is not None
        return is_money or any(one.kind is Kind.MONEY for one in quantities(text))
    if quantity is Quantity.SHARE and not one.passage.cells:
        return _SHARE.search(without_years) is not None
    return _NUMBER.search(without_years) is not None or one.statement.is_item

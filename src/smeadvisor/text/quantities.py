"""Quantities in a text, compared by value and kind: "one-third", "S$65 million", "50–70%", "the 1990s".

A range is one quantity with two ends; "about", "over" and the like before a quantity are its bound.
General English and arithmetic; knows no documents.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

_ONES = dict(
    zip(
        """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split(),
        range(1, 20),
        strict=True,
    )
)
_TENS = dict(
    zip(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        range(20, 100, 10),
        strict=True,
    )
)
_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_TIMES = {
    "twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "twofold": 2, "thrice": 3,
    "triple": 3, "tripled": 3, "threefold": 3, "fourfold": 4, "fivefold": 5, "tenfold": 10,
}  # fmt: skip
# Money by its sign or name; a sign in front of "$" says whose dollar it is.
_SIGNS = {
    "s$": "SGD", "sgd": "SGD", "us$": "USD", "usd": "USD", "$": "dollar", "nt$": "TWD", "a$": "AUD",
    "hk$": "HKD", "c$": "CAD", "nz$": "NZD", "€": "euro", "eur": "euro", "£": "pound", "gbp": "pound",
    "¥": "yen", "jpy": "yen", "₱": "peso", "₩": "won", "krw": "won", "₹": "rupee", "rs": "rupee",
    "rs.": "rupee", "inr": "rupee", "฿": "baht", "thb": "baht", "rm": "ringgit", "myr": "ringgit",
    "cny": "yuan", "rmb": "yuan", "tk": "taka", "rp": "rupiah",
}  # fmt: skip
_DOLLARS = {
    "singapore": "SGD", "us": "USD", "u.s.": "USD", "american": "USD", "new taiwan": "TWD",
    "nt": "TWD", "taiwan": "TWD", "australian": "AUD", "canadian": "CAD", "hong kong": "HKD",
    "new zealand": "NZD",
}  # fmt: skip
_COINS = (
    r"won|yen|yuan|renminbi|baht|ringgit|rupees?|rupiah|pesos?|dong|taka|kyats?|riels?|euros?|pounds?|"
    r"crowns?|kron(?:er|or|a)|francs?|shillings?|rand|reais|liras?|marks?|florins?|ducats?"
)
_COIN_STEMS = {"renminbi": "yuan", "kroner": "krone", "kronor": "krone", "reais": "real"}

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d.])|\d+(?:\.\d+)?"
_WORD_TENS = "|".join(_TENS)
_WORD_ONES = "|".join(sorted(_ONES, key=len, reverse=True))
_WORDS = (
    rf"(?:(?:{_WORD_TENS})(?:[- ](?:{_WORD_ONES}))?|{_WORD_ONES}"
    r"|(?:a|half a|several)(?= (?:hundred|thousand|million|billion|dozen)))"
)
_SIGN = (
    r"(?:(?:S|US|NT|A|HK|C|NZ)\$|[$€£¥₱₩₹฿]|"
    r"\b(?:USD|EUR|GBP|SGD|MYR|THB|KRW|JPY|CNY|RMB|INR|Rs\.?|RM|Tk|Rp))"
)
_SCALE = r"(?:hundred|thousand|lakh|million|mn|m|crore|billion|bn|trillion)\b"
_PERCENT = r"(?:%|per ?cent\b(?!age)|percent\b(?!age))"
_POINTS = r"(?:percentage points?|percent points?|per cent points?)"
_ONE = re.compile(
    rf"(?P<sign>{_SIGN}\s?)?(?:(?<![\w,.])|(?<=[$€£¥₱₩₹฿])|(?<=Rs)|(?<=RM)|(?<=Rs\.)|(?<=[A-Z]{{3}}))"
    rf"(?P<number>{_DIGITS}|{_WORDS})(?P<scale>(?:[ -]?{_SCALE}){{0,2}})(?P<dozen> dozen\b)?"
    rf"(?:[ -]?(?P<points>{_POINTS})|[ -]?(?P<percent>{_PERCENT}))?"
    rf"(?:(?P<decade>s\b)|(?P<ordinal>(?:st|nd|rd|th)\b))?"
    r"(?:\s(?P<whose>Singapore|US|U\.S\.|American|New Taiwan|NT|Taiwan|Australian|Canadian|Hong Kong|"
    r"New Zealand)?"
    rf"\s?(?P<coin>(?:dollars?|{_COINS})\b))?(?![\w]|,\d{{3}})",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:(?P<top>a|an|one|two|three|four|five|six|seven|eight|nine)[- ])?"
    r"(?P<part>half|halves|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?P<plural>s?)\b",
    re.IGNORECASE,
)
_OUT_OF = re.compile(
    rf"\b(?P<top>\d+|{_WORD_ONES})(?: firms?| people| enterprises| businesses)? (?:out of|in)(?: every)? "
    rf"(?P<whole>\d+|{_WORD_ONES}|twenty|hundred|a hundred)\b(?![%\d.,]*\d)(?! (?:to|of the) )",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(rf"\b(?:{'|'.join(_TIMES)})\b", re.IGNORECASE)
_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS)})\b", re.IGNORECASE)
_TIMES_AFTER = re.compile(r"[- ](?:times|fold)\b", re.IGNORECASE)
_MEASURE = re.compile(
    r"[- ](?P<unit>minute|hour|day|week|month|year|hectare|acre|met(?:er|re)|kilomet(?:er|re)|mile|kilowatt|"
    r"ton(?:ne)?|kilogram|litre)s?\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s?(?:[–—−-]|to|and|or)\s?")
_BOUNDS = {
    "about": "about|around|approximately|roughly|some|circa|close to|an estimated",
    "most": r"up to|at most|no more than|not more than|(?:a |the )?maximum(?: \w+){0,2} of|a ceiling of|"
    "at best|within",
    "least": r"at least|no less than|no fewer than|not less than|not fewer than|"
    r"(?:a |the )?minimum(?: \w+){0,2} of",
    "only": "only|just|merely|a mere|as little as|as few as|barely",
    "under": "almost|nearly|under|below|less than|fewer than|just short of|just under|not quite|"
    "lower than|smaller than|short of",
    "over": "over|above|more than|exceeding|exceeds|exceed|greater than|in excess of|upwards of|"
    "higher than|beyond|larger than|older than",
}
_LEADS = tuple(
    (bound, re.compile(rf"\b(?:{words})\s(?:a |the )?$", re.IGNORECASE))
    for bound, words in _BOUNDS.items()
)
_LEAST_AFTER = re.compile(
    r"\s?(?:\w+\s){0,2}?(?:or more|or above|or over|or older|and over|and above|\+)(?!\w)", re.I
)
_MOST_AFTER = re.compile(r"\s?(?:\w+\s){0,2}?or (?:less|fewer|below)\b", re.I)
_YEARS = range(1800, 2101)
_NEAR = Fraction(1, 20)
# So many characters before and after a number may bound it.
_LEAD = 32


class Kind(StrEnum):
    """What a quantity counts; money is told apart by its `unit`."""

    PLAIN = "number"
    PERCENTAGE = "percentage"
    POINTS = "percentage points"
    FRACTION = "fraction"
    MONEY = "amount of money"
    YEAR = "year"
    DECADE = "decade"
    ORDINAL = "place in an order"
    MULTIPLE = "multiple"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or range `text[start:end]`: both ends by value, shares as parts of one.

    `unit` is whose money it is, or what is measured (years, hectares); `bound` is about, under, most,
    least, over, only or empty; `is_open` where "from … to …" may say a change as well as a range.
    `text[outer_start:outer_end]` has the bound too.
    """

    low: Fraction
    high: Fraction
    kind: Kind
    unit: str
    bound: str
    start: int
    end: int
    is_open: bool = False
    outer_start: int = -1
    outer_end: int = -1

    @property
    def is_range(self) -> bool:
        """Whether it has two ends."""
        return self.low != self.high

    def follows(self, stated: "Quantity") -> bool:
        """Whether it may be said where `stated` is written: the same kind and value, or a fair rounding."""
        if self.unit != stated.unit and self.unit and stated.unit:
            own, other = _in_small(self), _in_small(stated)
        else:
            own, other = self, stated
        return _is_kind(own, other) and (_is_value(own, other) or _is_rounded(own, other))


def _is_kind(said: Quantity, stated: Quantity) -> bool:
    shares = {Kind.PERCENTAGE, Kind.FRACTION}
    if {said.kind, stated.kind} <= shares:
        return True
    if said.kind is not stated.kind:
        return False
    if said.kind is Kind.MONEY:
        return said.unit == stated.unit or _is_dollar(said, stated)
    return said.unit == stated.unit or not (said.unit and stated.unit)


# The smaller measure of time that a larger one is counted in, and how many make one.
_TIMES_OF = {"year": ("month", 12), "week": ("day", 7)}


def _in_small(one: Quantity) -> Quantity:
    """A time in months or days, where it is given in years or weeks."""
    small = _TIMES_OF.get(one.unit)
    if one.kind is not Kind.PLAIN or small is None:
        return one
    return replace(one, low=one.low * small[1], high=one.high * small[1], unit=small[0])


def _is_dollar(said: Quantity, stated: Quantity) -> bool:
    """A dollar without its country may be any dollar."""
    units = {said.unit, stated.unit}
    return "dollar" in units and units <= {"dollar", *_DOLLARS.values()}


_OPPOSED = {
    ("over", "under"), ("over", "most"), ("least", "under"), ("least", "most"),
    ("only", "over"), ("only", "least"),
}  # fmt: skip


def _is_value(said: Quantity, stated: Quantity) -> bool:
    if (said.low, said.high) == (stated.low, stated.high):
        pair = (said.bound, stated.bound)
        return pair not in _OPPOSED and pair[::-1] not in _OPPOSED
    if said.is_range or not stated.is_range:
        return False
    if stated.is_open:
        return said.low in (stated.low, stated.high)
    ends = {"least": stated.low, "over": stated.low, "most": stated.high, "under": stated.high}
    return ends.get(said.bound) == said.low


def _is_rounded(said: Quantity, stated: Quantity) -> bool:
    if said.is_range or stated.is_range or said.kind in (Kind.YEAR, Kind.DECADE, Kind.ORDINAL):
        return False
    near = abs(said.low - stated.low) <= _NEAR * abs(stated.low)
    if said.bound == "about":
        return near
    if said.bound in ("over", "least"):
        return stated.low > said.low and abs(said.low - stated.low) <= 3 * _NEAR * abs(stated.low)
    if said.bound in ("under", "most"):
        return stated.low < said.low and abs(said.low - stated.low) <= 3 * _NEAR * abs(stated.low)
    return False


@lru_cache(maxsize=8_192)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text in order; "one" alone is a pronoun as often as a number and is left out."""
    found: list[Quantity] = []
    taken: list[tuple[int, int]] = []
    for pattern, read in (
        (_OUT_OF, _out_of),
        (_FRACTION, _fraction),
        (_MULTIPLE, _multiple),
        (_ONE, _number),
        (_ORDINAL, _ordinal),
    ):
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            quantity = read(match, text)
            if quantity is not None:
                found.append(_bounded(text, quantity))
                taken.append((quantity.start, quantity.end))
    found.sort(key=lambda one: one.start)
    return tuple(one for one in _ranges(found, text) if not _is_pronoun(one, text))


def unsupported(said: Collection[Quantity], stated: Collection[Quantity]) -> list[Quantity]:
    """The quantities that none of the stated ones carries, in order."""
    return [one for one in said if not any(one.follows(other) for other in stated)]


def _out_of(match: re.Match[str], text: str) -> Quantity | None:
    top, whole = _value(match["top"]), _value(match["whole"].split()[-1])
    if top is None or not whole or top > whole or (whole > 100 and "out" not in match.group()):
        return None
    if (
        match.group().lower().find(" in ") > 0
        and whole in (Fraction(1), Fraction(2))
        and top == whole
    ):
        return None
    value = top / whole
    return Quantity(value, value, Kind.FRACTION, "", "", *match.span())


def _fraction(match: re.Match[str], text: str) -> Quantity | None:
    top, part = (match["top"] or "").lower(), match["part"].lower()
    after = text[match.end() : match.end() + 12].lower()
    is_half = part in ("half", "halves")
    if not top and not is_half:
        return None
    if is_half and re.match(r" (?:a |an )?(?:dozen|million|hundred|thousand)", after):
        return None
    if top in ("a", "an", "") and part == "second":
        return None
    # "a third reason" counts reasons; "a third of" and "by a third" are parts.
    if top in ("a", "one") and not is_half and not match["plural"]:
        before = text[: match.start()].rstrip().lower()
        is_part = re.match(
            r"\s?(?:of|the|as|more|less|fewer|higher|lower|$|[.,;:)])", after
        ) or before.endswith((" by", "than", "about", "nearly", "almost", "over", "around"))
        if not is_part and top == "a":
            return None
    value = Fraction(_ONES.get(top, 1), _PARTS[part])
    return Quantity(value, value, Kind.FRACTION, "", "", *match.span())


def _multiple(match: re.Match[str], text: str) -> Quantity | None:
    value = Fraction(_TIMES[match.group().lower()])
    return Quantity(value, value, Kind.MULTIPLE, "", "", *match.span())


def _ordinal(match: re.Match[str], text: str) -> Quantity | None:
    # "Second, …" orders the sentences of a text and counts nothing.
    if match.group()[0].isupper():
        return None
    value = Fraction(_ORDINALS[match.group().lower()])
    return Quantity(value, value, Kind.ORDINAL, "", "", *match.span())


def _number(match: re.Match[str], text: str) -> Quantity | None:
    value = _value(match["number"])
    if value is None or (match["decade"] and not match["number"][0].isdigit()):
        return None
    for scale in re.findall(r"[a-z]+", (match["scale"] or "").lower()):
        value *= _SCALES[scale]
    if match["dozen"]:
        value *= 12
    kind, unit = _kind(match, value, text)
    if kind in (Kind.PERCENTAGE, Kind.POINTS):
        value /= 100
    end = match.end()
    times = _TIMES_AFTER.match(text, end)
    if kind is Kind.PLAIN and times:
        kind, end = Kind.MULTIPLE, times.end()
    return Quantity(value, value, kind, unit, "", match.start(), end)


def _kind(match: re.Match[str], value: Fraction, text: str) -> tuple[Kind, str]:
    sign, coin = (match["sign"] or "").strip().lower(), (match["coin"] or "").lower()
    if sign or coin:
        return Kind.MONEY, _currency(sign, coin, (match["whose"] or "").lower())
    if match["points"]:
        return Kind.POINTS, ""
    if match["percent"]:
        return Kind.PERCENTAGE, ""
    if match["ordinal"]:
        return Kind.ORDINAL, ""
    is_year = match["number"].isdigit() and len(match["number"]) == 4 and value in _YEARS
    if match["decade"]:
        return (Kind.DECADE if is_year else Kind.PLAIN), ""
    if is_year and not match["scale"]:
        return Kind.YEAR, ""
    measure = _MEASURE.match(text, match.end())
    return Kind.PLAIN, (measure["unit"].lower() if measure else "")


def _currency(sign: str, coin: str, whose: str) -> str:
    if sign:
        return _SIGNS[sign]
    if coin.startswith("dollar"):
        return _DOLLARS.get(whose, "dollar")
    single = coin if coin in ("reais", "kroner", "kronor") else coin.removesuffix("s")
    return _COIN_STEMS.get(single, single)


def _value(written: str) -> Fraction | None:
    """The value of digits or number words; None where they say none ("several hundred")."""
    plain = written.lower().replace(",", "").replace(" ", "-" if not written[0].isdigit() else "")
    if plain[0].isdigit():
        return Fraction(plain)
    if plain in ("a", "half-a"):
        return Fraction(1) if plain == "a" else Fraction(1, 2)
    if plain in ("hundred", "twenty") or plain in _TENS:
        return Fraction(_TENS.get(plain, 100))
    parts = plain.split("-")
    if not all(part in _TENS or part in _ONES for part in parts):
        return None
    return Fraction(sum(_TENS.get(part, _ONES.get(part, 0)) for part in parts))


def _bounded(text: str, quantity: Quantity) -> Quantity:
    """A quantity with the words before or after it that bound it."""
    start, end = quantity.start, quantity.end
    before = text[max(0, start - _LEAD) : start]
    for bound, pattern in _LEADS:
        if match := pattern.search(before):
            outer = start - len(before) + match.start()
            return replace(quantity, bound=bound, outer_start=outer, outer_end=end)
    after = text[end : end + _LEAD]
    for bound, pattern in (("least", _LEAST_AFTER), ("most", _MOST_AFTER)):
        if match := pattern.match(after):
            outer = end + match.end()
            return replace(quantity, bound=bound, outer_start=start, outer_end=outer)
    return replace(quantity, outer_start=start, outer_end=end)


def _ranges(found: list[Quantity], text: str) -> list[Quantity]:
    """Neighbours that are two ends of one range as one quantity."""
    joined: list[Quantity] = []
    for one in found:
        last = joined[-1] if joined else None
        merged = _joined(last, one, text) if last else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(one)
    return joined


def _joined(low: Quantity, high: Quantity, text: str) -> Quantity | None:
    link = text[low.end : high.start]
    if low.is_range or not _LINK.fullmatch(link):
        return None
    before = text[max(0, low.start - 10) : low.start].lower()
    is_between = before.endswith("between ")
    word = link.strip()
    is_choice = word == "or" and low.kind is high.kind is Kind.PLAIN and high.low - low.low == 1
    if word in ("and", "or") and not (is_between and word == "and") and not is_choice:
        return None
    first, last = _alike(_scaled(low, high, text), high)
    if first is None or last is None or first.kind is not last.kind or first.low == last.low:
        return None
    is_open = before.endswith("from ") or (is_between and first.kind is Kind.YEAR)
    if first.low > last.low:
        if not is_open:
            return None
        first, last = last, first
    return Quantity(
        first.low,
        last.low,
        first.kind,
        last.unit or first.unit,
        low.bound,
        low.start,
        high.end,
        is_open,
        low.outer_start,
        high.outer_end,
    )


def _scaled(low: Quantity, high: Quantity, text: str) -> Quantity:
    """The lower end in millions where only the upper one says so: "S$5–10 million"."""
    scale = re.search(_SCALE, text[high.start : high.end], re.IGNORECASE)
    if not scale or re.search(_SCALE, text[low.start : low.end], re.IGNORECASE):
        return low
    value = low.low * _SCALES[scale.group().lower()]
    return replace(low, low=value, high=value)


def _alike(low: Quantity, high: Quantity) -> tuple[Quantity | None, Quantity | None]:
    """Both ends in the kind that one of them is written with: "50–70%", "2001–02", "S$5 to 10 million"."""
    if low.kind is high.kind:
        return low, high
    if low.kind is Kind.YEAR and high.kind is Kind.PLAIN and high.end - high.start == 2:
        century = low.low - low.low % 100
        full = century + high.low
        return low, replace(high, low=full, high=full, kind=Kind.YEAR)
    if low.kind in (Kind.PLAIN, Kind.YEAR):
        scale = Fraction(1, 100) if high.kind in (Kind.PERCENTAGE, Kind.POINTS) else Fraction(1)
        if high.kind in (Kind.PERCENTAGE, Kind.POINTS, Kind.MONEY):
            value = low.low * scale
            return replace(low, low=value, high=value, kind=high.kind, unit=high.unit), high
    if low.kind is Kind.MONEY and high.kind is Kind.PLAIN:
        return low, replace(high, kind=Kind.MONEY, unit=low.unit)
    return None, None


def _is_pronoun(one: Quantity, text: str) -> bool:
    return one.kind is Kind.PLAIN and text[one.start : one.end].lower() in ("one", "a")

"""Numbers in cells, and what may be computed from them."""

import re
from decimal import ROUND_HALF_UP, Decimal

_NUMBER = re.compile(r"(?P<sign>[−–-]?)\s?(?P<digits>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)")


def number(text: str) -> Decimal | None:
    """The first number of a cell with its sign; None where it has none."""
    match = _NUMBER.search(text)
    if match is None:
        return None
    value = Decimal(match["digits"].replace(",", ""))
    is_negative = match["sign"] and not re.search(r"[\w)]\s?$", text[: match.start()])
    return -value if is_negative else value


def written(value: Decimal) -> str:
    """A number as it is printed: without trailing zeros, thousands set apart."""
    plain = f"{value.normalize():f}"
    whole, _, rest = plain.partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "") if not whole.startswith("-0") else plain


def ratio(larger: Decimal, smaller: Decimal) -> Decimal:
    """How many times one number is the other, to one decimal."""
    return (larger / smaller).quantize(Decimal("0.1"), ROUND_HALF_UP)

"""Figures in a text, compared by value: "1,186" equals "1186", "50–70%" is 50 % and 70 %."""

import re
from dataclasses import dataclass
from decimal import Decimal

_FIGURE = re.compile(
    r"(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<scale>thousand|million|billion|trillion)\b)?"
    r"(?:\s?(?P<percent>%|per ?cent\b))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(\d)\s?[–-]\s?(\d+(?:,\d{3})*(?:\.\d+)?)\s?(%|per ?cent\b)", re.IGNORECASE)
_SCALES = {
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number by value, and whether it is a percentage."""

    value: Decimal
    is_percentage: bool


def figures(text: str) -> frozenset[Figure]:
    """Every number in a text. The first number of a percentage range is a percentage too."""
    spread = _RANGE.sub(r"\1% – \2%", text)
    return frozenset(
        Figure(
            (
                Decimal(match["number"].replace(",", ""))
                * _SCALES.get((match["scale"] or "").lower(), Decimal(1))
            ).normalize(),
            match["percent"] is not None,
        )
        for match in _FIGURE.finditer(spread)
    )

"""Countries by the capital that their government is called by: "Seoul decided". See capitals.toml."""

import re
import tomllib
from functools import cache
from importlib.resources import files


def countries_governed_from(text: str) -> frozenset[str]:
    """The ISO 3166 alpha-2 codes of the countries whose capital a text names, as whole words."""
    codes, pattern = _capitals()
    return frozenset(codes[match.group()] for match in pattern.finditer(text))


@cache
def _capitals() -> tuple[dict[str, str], re.Pattern[str]]:
    plain = tomllib.loads(files(__package__).joinpath("capitals.toml").read_text(encoding="utf-8"))
    codes = {capital: code for code, capital in plain.items()}
    longest_first = sorted(codes, key=len, reverse=True)
    return codes, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")

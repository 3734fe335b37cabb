"""Capitals name the countries that are governed from them."""

import tomllib
from importlib.resources import files

import pytest

from smeadvisor.text.capitals import countries_governed_from
from smeadvisor.text.countries import name

CAPITALS: dict[str, str] = tomllib.loads(
    files("smeadvisor.text").joinpath("capitals.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Seoul passed a law", {"KR"}),
        ("between New Delhi and Kuala Lumpur", {"IN", "MY"}),
        ("romeo and parisian", set()),
        ("", set()),
    ],
)
def test_capitals_are_found_as_whole_words(text: str, codes: set[str]) -> None:
    assert countries_governed_from(text) == codes


def test_every_capital_belongs_to_one_country_that_is_known() -> None:
    assert len(set(CAPITALS.values())) == len(CAPITALS)
    assert all(name(code) for code in CAPITALS)
